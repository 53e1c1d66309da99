"""While Procore cannot be reached, nothing that was proven is lost, and nobody can confirm what only Procore knows."""

import httpx
import pytest

from dmsa_tui.checks.model import Remedy, Result
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.practice.transport import PracticeTransport
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.remedy_words import remedy_way
from dmsa_tui.session.session import Session
from dmsa_tui.tui.widgets.folded_checks import FoldedChecks
from dmsa_tui.vocabulary import Cause, Status
from tests.tui.driving import DECIDED, Wizard, credentials, keep, opened
from tests.tui.test_client_id_is_held import NOBODY_ANSWERS
from tests.tui.test_honest_green import refuse
from tests.tui.test_secret_is_held import at_pair, customer


class Cable:
    """The network between this machine and Procore."""

    is_out = False


@pytest.fixture
def cable(monkeypatch: pytest.MonkeyPatch) -> Cable:
    """A network that a test takes away."""
    cable, reach = Cable(), PracticeTransport.handle_async_request

    async def handle(self: PracticeTransport, request: httpx.Request) -> httpx.Response:
        if cable.is_out:
            raise httpx.ConnectError("[Errno 111] Connection refused")
        return await reach(self, request)

    monkeypatch.setattr(PracticeTransport, "handle_async_request", handle)
    return cable


async def check(found: Wizard) -> None:
    await found.press("f5")
    await found.until(lambda: not found.session.results.asking, "the answers")
    await found.quiet()


async def test_a_run_that_does_not_reach_procore_keeps_what_was_proven_with_its_age(cable: Cable) -> None:
    async with opened("ready", step="check", answers=DECIDED) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await check(found)
        await found.sees("All 13 checks pass", "✔ 5 Install")
        report, verdict = found.session.results.report, found.session.record.verdict
        cable.is_out = True
        await check(found)
        await found.sees("Procore was not reached.", "✔ 5 Install", "? ", "✔ proven")
        assert "unverified" not in found.text
        await found.until(lambda: found.text.count("could be made") == 1, "the reason, once")
        await found.sees("answers: in an earlier session. Check the connection, then", "F5.")
        assert "just now" not in found.text
        assert (found.session.results.report, found.session.record.verdict) == (report, verdict)
        cable.is_out = False
        await check(found)
        await found.sees("All 13 checks pass")


async def test_what_passed_before_is_dim_and_has_its_age_also_where_it_is_folded(cable: Cable) -> None:
    async with opened("ready", step="check", answers=DECIDED) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        refuse(found.session, "/app_installations")
        await check(found)
        await found.sees("12 passed")
        folded = found.step.query_one("#passed", FoldedChecks)
        assert "ago" not in str(folded.render())
        cable.is_out = True
        await check(found)
        await found.sees("12 passed, in an earlier session")
        assert any("dim" in str(span.style) for span in folded.render().spans)


async def test_a_step_says_that_procore_was_not_reached(cable: Cable) -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await check(found)
        await found.sees("✔ proven")
        cable.is_out = True
        await check(found)
        await found.sees("Procore was not reached.", "✔ proven in an earlier session")
        assert "just now" not in found.text


async def test_a_host_that_is_dead_is_said_once_for_all_checks_and_the_actions_stay_in_sight() -> None:
    async with opened("ready", step="install", size=(80, 24), answers={"ticked": {}}) as found:
        why = "127.0.0.1:40940 refused the connection: nothing listens there, or a firewall blocks it."
        way = Remedy("check", "consultant", "The network of this machine", "Check the firewall")
        ids = ("company.reachable", "install.connected", "install.version", "install.account")
        keep(found.session, *(Result(each, Status.UNVERIFIED, why, Cause.REFUSED, way) for each in ids))
        await found.sees("? 4 checks  127.0.0.1:40940 refused", "Company ID", "   2 ")
        assert "".join(found.text.split()).count("refusedtheconnection") == 1
        assert found.text.count("CONSULTANT") == 1


def test_the_way_to_mend_a_dead_host_names_the_command_for_custom_hosts_where_there_are_some() -> None:
    session = Session(Paths.default(), MemorySecretStore())
    session.open_record.begin(Onboarding("Acme", login_url="http://127.0.0.1:1", api_url="http://127.0.0.1:2"))
    way = Remedy("check", "consultant", "The network of this machine", "Check the firewall, or a custom URL")
    dead = Result("company.reachable", Status.UNVERIFIED, "It refused the connection.", Cause.REFUSED, way)
    assert remedy_way(session, dead)[1] == "Check the firewall, or the custom hosts (Ctrl+P → Custom hosts)"
    session.open_record.note(login_url="", api_url="")
    assert remedy_way(session, dead)[1] == "Check the firewall, or a custom URL"


async def test_nobody_can_confirm_what_procore_was_not_asked(cable: Cable) -> None:
    cable.is_out = True
    async with opened("ready", step="check", answers=DECIDED) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await check(found)
        await found.sees("Procore was not reached.", "? unverified  Credentials")
        await found.until(lambda: found.text.count("could be made") == 1, "the reason, once")
        assert "Confirm V" not in found.text
        for row in found.step.query("CheckRow"):
            row.focus()
            await found.press("v")
        await found.quiet()
        assert not found.session.record.accepted


async def test_what_a_person_confirmed_can_be_taken_back(cable: Cable) -> None:
    async with opened("ready", step="check", answers=DECIDED) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        refuse(found.session, "/app_installations")
        await check(found)
        await found.click("Confirm V")
        await found.sees("✎ confirmed", "Take back V")
        await found.quiet()
        await found.click("Take back V")
        await found.sees("? unverified", "Confirm V")
        await found.quiet()
        assert not found.session.record.accepted


async def test_an_api_host_that_is_dead_is_said_where_the_credentials_are_tested() -> None:
    with customer() as (session, client_id, secret):
        there = session.record.api_url
        session.open_record.note(company_id="", api_url=NOBODY_ANSWERS)
        async with at_pair(session) as found:
            await found.paste(secret)
            await found.fill("client-id", client_id)
            await found.sees("✔ Procore accepts the credentials.", "Procore's API host was not reached.")
            await found.sees("Custom hosts), then press F5")
            session.open_record.note(api_url=there)
            await found.press("f5")
            await found.sees_no_more("was not reached")
            await found.sees("✔ Procore accepts the credentials.")
