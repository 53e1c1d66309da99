"""While Procore cannot be reached, nothing that was proven is lost, and nobody can confirm what only Procore knows."""

import httpx
import pytest

from dmsa_tui.practice.transport import PracticeTransport
from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.widgets.folded_checks import FoldedChecks
from tests.tui.driving import DECIDED, Wizard, credentials, opened
from tests.tui.test_honest_green import refuse


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
        await found.sees("answers: before this run. Check the connection, then", "F5.")
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
        await found.sees("12 passed, before this run")
        assert any("dim" in str(span.style) for span in folded.render().spans)


async def test_a_step_says_that_procore_was_not_reached(cable: Cable) -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await check(found)
        await found.sees("✔ proven")
        cable.is_out = True
        await check(found)
        await found.sees("Procore was not reached.", "✔ proven before this run")
        assert "just now" not in found.text


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
