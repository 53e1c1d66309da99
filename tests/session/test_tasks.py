"""The tasks' proofs, against a practice company over loopback: each part turns when, and only when, Procore says so."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from dmsa_tui.documents.render.text import to_text
from dmsa_tui.documents.setup_record.page import setup_page
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Confirmed, Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.onboarding.states import State
from dmsa_tui.practice.http.asgi import Receive, Scope, Send
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.credentials import Credentials
from dmsa_tui.session.handover import save_setup_record, setup_record
from dmsa_tui.session.offboarding import prove_ended, uninstalled
from dmsa_tui.session.proofs import NOT_BEGUN, TaskProof
from dmsa_tui.session.recorded_secret import recorded_fingerprint
from dmsa_tui.session.rotation import Rotation
from dmsa_tui.session.session import Session
from tests.server_thread import serve_in_thread


def state(proof: TaskProof) -> State:
    """How it stands now; a type checker would hold on to what it was before."""
    return proof.state


class Served:
    """A practice company on loopback and a session that asks it."""

    def __init__(self, rehearsal: Rehearsal, session: Session, url: str) -> None:
        self.rehearsal, self.session, self.url = rehearsal, session, url
        self.asked: list[str] = []

    def click(self, action: str) -> Secret:
        """Do a click in the portal or in Procore; the secret afterwards."""
        self.rehearsal.perform(action)
        pair = self.rehearsal.world.require_app().production
        assert pair is not None and pair.secret is not None
        return Secret(pair.secret)


@asynccontextmanager
async def served(folder: Path, scenario: str = "ready") -> AsyncIterator[Served]:
    rehearsal = Rehearsal(scenario)
    asked: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(str(scope["path"]))
        await rehearsal.app(scope, receive, send)

    with serve_in_thread(app) as url:
        paths = Paths(folder / "data", folder / "config", folder / "state", folder / "logs")
        session = Session(paths, MemorySecretStore())
        pair = rehearsal.credentials
        record = Onboarding(
            "Cedar", login_url=url, api_url=url, company_id=pair.company_id, client_id=pair.client_id or ""
        )
        session.open_record.begin(record)
        await session.credentials.keep(Secret(pair.client_secret or ""))
        found = Served(rehearsal, session, url)
        found.asked = asked
        yield found
        await session.disconnect()


async def test_a_rotation_is_proven_by_one_request_for_each_part(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        rotation = company.session.rotation
        rotation.begin()
        assert state(rotation.old_refused) is State.TODO and rotation.minutes() == 0
        await rotation.test_old()
        assert state(rotation.old_works) is State.PROVEN and company.asked == ["/oauth/token"]

        new = company.click("reset-secret")
        await rotation.take_new(new)
        assert (state(rotation.new_works), state(rotation.old_refused)) == (State.PROVEN, State.PROVEN)
        assert company.asked == ["/oauth/token"] * 3
        assert [each.status for each in rotation.old_refused.evidence] == [401]
        assert await company.session.credentials.secret() == new

        assert state(rotation.tool_updated) is State.TODO
        ticked = Confirmed("Kim", rotation.new_works.at + timedelta(minutes=7))
        company.session.open_record.note(ticked={"rotate/tool": ticked})
        assert state(rotation.tool_updated) is State.CONFIRMED and rotation.minutes() == 7
        assert rotation.tool_updated.summary == "Kim says so. The sync had no valid secret for about 7 minutes."


async def test_that_the_old_secret_was_refused_is_known_after_a_restart_and_in_the_setup_record(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        session, rotation = company.session, company.session.rotation
        rotation.begin()
        await rotation.test_old()
        await rotation.take_new(company.click("reset-secret"))
        at = rotation.old_refused.at
        again = without_kept_secret(company)
        assert (state(again.old_is_refused), again.old_is_refused.at) == (State.PROVEN, at)
        paper = " ".join(to_text(setup_page(await setup_record(session)), 200).split())
        assert f"before the reset, and refused it on {at:%Y-%m-%d %H:%M} UTC, after the reset." in paper
        again.begin(again=True)
        assert state(again.old_is_refused) is State.TODO and session.record.old_secret_refused_at is None


async def test_the_old_secret_is_held_in_memory_only_and_let_go_once_it_is_refused(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        old = await company.session.credentials.secret()
        assert old is not None
        rotation = company.session.rotation
        rotation.begin()
        await rotation.test_old()
        await rotation.take_new(company.click("reset-secret"))
        session = company.session
        said = repr(vars(rotation)) + json.dumps([rotation.old_works.summary, rotation.old_refused.summary])
        assert old.reveal() not in said and rotation._old is None
        files = [each for each in tmp_path.rglob("*") if each.is_file()]
        assert not any(old.reveal().encode() in each.read_bytes() for each in files)

        kept_nowhere = Credentials(session.open_record, MemorySecretStore())
        again = Rotation(session.open_record, kept_nowhere, session.connection)  # as after a restart
        await again.take_new(company.click("reset-secret"))
        assert (state(again.new_works), state(again.old_refused)) == (State.UNVERIFIED, State.UNVERIFIED)


async def test_a_rotation_proves_the_refusal_of_the_kept_secret_though_nobody_tested_it_first(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        rotation = company.session.rotation
        rotation.begin()
        await rotation.take_new(company.click("reset-secret"))
        assert (state(rotation.old_works), state(rotation.new_works)) == (State.TODO, State.PROVEN)
        assert state(rotation.old_refused) is State.PROVEN


async def test_the_kept_secret_is_no_new_one(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        rotation, kept = company.session.rotation, await company.session.credentials.secret()
        assert kept is not None
        rotation.begin()
        await rotation.take_new(kept)
        assert state(rotation.new_works) is State.FAILING and not company.asked
        new = company.click("reset-secret")
        await rotation.take_new(new)
        await rotation.take_new(new)
        assert state(rotation.new_works) is State.PROVEN, "pasted twice, it is still the new one"


async def test_the_new_secret_is_never_tested_as_the_old_one(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        session, rotation = company.session, company.session.rotation
        rotation.begin()
        await rotation.test_old()
        new = company.click("reset-secret")
        await rotation.take_new(new)
        session.open_record.note(ticked={"rotate/new-works": Confirmed("Kim", datetime.now(UTC))})
        sent = len(company.asked)
        again = Rotation(session.open_record, session.credentials, session.connection)  # as after a restart
        again.begin()
        for each in (rotation, again):
            await each.test_old()
            said = await each.test_old(new)
            assert said.state is State.FAILING and "This is the new secret" in said.summary
            assert len(company.asked) == sent, "the new one is asked about as the old one"
        assert (state(rotation.new_works), state(rotation.old_refused)) == (State.PROVEN, State.PROVEN)
        assert state(again.old_refused) is State.UNVERIFIED
        assert (await again.test_old(Secret("w" * 43))).state is State.UNVERIFIED, "anything might have been pasted"


async def test_a_new_secret_that_was_given_at_its_step_after_the_reset_is_not_called_the_old_one(
    tmp_path: Path,
) -> None:
    async with served(tmp_path) as company:
        rotation = company.session.rotation
        company.session.open_record.note(ticked={"rotate/reset": Confirmed("Kim", datetime.now(UTC))})
        new = company.click("reset-secret")
        await company.session.credentials.keep(new)
        rotation.begin()
        await rotation.test_old()
        assert (state(rotation.old_works), state(rotation.old_refused)) == (State.TODO, State.UNVERIFIED)
        await rotation.take_new(new)
        assert state(rotation.new_works) is State.UNVERIFIED


async def test_that_the_old_secret_worked_is_known_after_a_restart(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        session, rotation = company.session, company.session.rotation
        rotation.begin()
        await rotation.test_old()
        at = rotation.old_works.at
        again = without_kept_secret(company)
        assert (again.old_worked.state, again.old_worked.of, again.old_worked.at) == (
            State.PROVEN,
            "in an earlier session",
            at,
        )
        session.open_record.note(ticked={"rotate/reset": Confirmed("Kim", at + timedelta(minutes=1))})
        await again.look_for_old()
        assert (again.old_worked.state, again.old_worked.of) == (State.PROVEN, "before the reset")
        assert "Nobody tested" not in again.old_worked.summary
        paper = to_text(setup_page(await setup_record(session)), 200)
        assert f"Procore accepted it on {at:%Y-%m-%d %H:%M} UTC" in paper
        session.open_record.note(ticked={})
        again.begin(again=True)
        assert state(again.old_worked) is State.TODO and session.record.old_secret_proven_at is None
        await rotation.test_old()
        session.open_record.note(client_id="o" * 43)
        assert session.record.old_secret_proven_at is None, "it is about another app's secret"


def without_kept_secret(company: Served) -> Rotation:
    """A rotation that goes on after a restart, on a machine with no keyring."""
    session = company.session
    rotation = Rotation(session.open_record, Credentials(session.open_record, MemorySecretStore()), session.connection)
    rotation.begin()
    return rotation


async def test_where_the_old_secret_is_not_known_no_accepted_secret_is_called_new(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        old = await company.session.credentials.secret()
        assert old is not None
        rotation = without_kept_secret(company)
        for _ in range(2):
            await rotation.take_new(old)
            assert state(rotation.new_works) is State.UNVERIFIED
            assert rotation.new_works.summary == (
                "Procore accepts it. It may still be the old one: paste the old secret at action 3 first."
            )
            assert rotation.minutes() == 0 and not rotation.asks_again
        assert company.session.actions.of("rotate")[2].id == "old-works"
        await rotation.test_old()
        assert state(rotation.old_works) is State.UNVERIFIED, "what was pasted as new is not taken for the old one"
        await rotation.test_old(old)
        await rotation.take_new(old)
        assert state(rotation.new_works) is State.FAILING and "the old secret" in rotation.new_works.summary
        await rotation.take_new(company.click("reset-secret"))
        assert (state(rotation.new_works), state(rotation.old_refused)) == (State.PROVEN, State.PROVEN)


@pytest.mark.parametrize("ticked", ["", "time", "reset"])
async def test_the_saved_setup_record_tells_an_old_secret_that_nobody_has_and_proves_none_new(
    tmp_path: Path, ticked: str
) -> None:
    async with served(tmp_path) as company:
        session, old = company.session, await company.session.credentials.secret()
        assert old is not None
        await session.run_checks(None)
        await save_setup_record(session, "html")
        if ticked:
            later = datetime.now(UTC) + timedelta(minutes=1)
            session.open_record.note(ticked={f"rotate/{ticked}": Confirmed("Ada", later)})
        nowhere = Credentials(session.open_record, MemorySecretStore())
        recorded = partial(recorded_fingerprint, session.record, session.paths, company.url, "rotate")
        rotation = Rotation(session.open_record, nowhere, session.connection, recorded)
        await rotation.take_new(old)
        assert state(rotation.new_works) is State.FAILING and "the old secret" in rotation.new_works.summary
        await rotation.take_new(company.click("reset-secret"))  # somebody else may have reset it since the record
        assert (state(rotation.new_works), state(rotation.old_refused)) == (State.UNVERIFIED, State.UNVERIFIED)
        assert "not the secret of the saved setup record" in rotation.new_works.summary
        assert session.actions.is_ticked("rotate", "reset") is (ticked == "reset"), "nobody has reset it here"


@pytest.mark.parametrize("doubt", ["saved during the task", "another app", "never seen to work", "changed by hand"])
async def test_a_setup_record_of_another_secret_than_the_old_one_proves_no_rotation(tmp_path: Path, doubt: str) -> None:
    async with served(tmp_path) as company:
        session = company.session
        if doubt == "saved during the task":
            session.actions.tick("rotate", "time", "Ada")
        if doubt != "never seen to work":
            await session.run_checks(None)
        path = (await save_setup_record(session, "html")).with_suffix(".json")
        if doubt == "another app":
            session.open_record.note(client_id="d" * 43)
        elif doubt == "changed by hand":
            path.write_text(path.read_text(encoding="utf-8").replace('"fingerprint": "', '"fingerprint": "0'))
        assert recorded_fingerprint(session.record, session.paths, company.url, "rotate") is None


async def test_a_secret_in_doubt_is_the_old_one_once_procore_accepts_another(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        old = await company.session.credentials.secret()
        assert old is not None
        rotation = without_kept_secret(company)
        await rotation.take_new(old)
        await rotation.take_new(Secret("w" * 43))
        await rotation.take_new(company.click("reset-secret"))
        assert (state(rotation.new_works), state(rotation.old_refused)) == (State.PROVEN, State.PROVEN)


async def test_an_old_secret_that_did_not_work_proves_no_rotation(tmp_path: Path) -> None:
    """It may be anything, and what is given as the new one the true old one."""
    async with served(tmp_path) as company:
        old = await company.session.credentials.secret()
        assert old is not None
        rotation = without_kept_secret(company)
        await rotation.test_old(Secret("w" * 43))
        assert state(rotation.old_works) is State.FAILING
        await rotation.take_new(old)
        assert (state(rotation.new_works), state(rotation.old_refused)) == (State.UNVERIFIED, State.UNVERIFIED)
        assert rotation.new_works.summary == (
            "Procore accepts it. It may still be the old one: no other secret has worked before it."
        )
        await rotation.take_new(company.click("reset-secret"))
        assert (state(rotation.new_works), state(rotation.old_refused)) == (State.PROVEN, State.PROVEN)


async def test_a_new_secret_in_doubt_stays_so_where_the_old_one_is_given_after_the_reset(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        old = await company.session.credentials.secret()
        new = company.click("reset-secret")
        rotation = without_kept_secret(company)
        await rotation.take_new(new)
        await rotation.test_old(old)
        await rotation.take_new(new)
        assert (state(rotation.old_works), state(rotation.new_works)) == (State.FAILING, State.UNVERIFIED)


@pytest.mark.parametrize("is_asked_by", ["the task", "the checks"])
async def test_a_kept_secret_that_never_worked_proves_no_rotation(tmp_path: Path, is_asked_by: str) -> None:
    async with served(tmp_path) as company:
        session = company.session
        true_one = await session.credentials.secret()
        assert true_one is not None
        await session.credentials.keep(Secret("w" * 43))
        session.rotation.begin()
        if is_asked_by == "the task":
            await session.rotation.test_old()
        else:
            await session.run_checks(frozenset({"credentials.token"}))
        await session.rotation.take_new(true_one)
        assert state(session.rotation.new_works) is State.UNVERIFIED


async def test_a_secret_that_worked_before_in_this_run_is_no_new_one(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        session = company.session
        old = await session.credentials.secret()
        assert old is not None
        await session.run_checks(frozenset({"credentials.token"}))
        await session.credentials.keep(Secret("w" * 43))
        session.rotation.begin()
        await session.rotation.take_new(old)
        assert state(session.rotation.new_works) is State.FAILING
        assert "This is the old secret" in session.rotation.new_works.summary


async def test_a_kept_secret_that_worked_and_was_reset_since_proves_the_rotation(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        session = company.session
        await session.run_checks(frozenset({"credentials.token"}))
        new = company.click("reset-secret")
        await session.run_checks(frozenset({"credentials.token"}), manual=True)
        session.rotation.begin()
        await session.rotation.take_new(new)
        assert (state(session.rotation.new_works), state(session.rotation.old_refused)) == (State.PROVEN, State.PROVEN)


async def test_a_new_secret_that_an_earlier_run_kept_is_not_called_the_old_one(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        new = company.click("reset-secret")
        await company.session.credentials.keep(new)
        company.session.open_record.note(ticked={"rotate/new-works": Confirmed("Kim", datetime.now(UTC))})
        rotation = company.session.rotation
        rotation.begin()
        await rotation.take_new(new)
        assert state(rotation.new_works) is State.UNVERIFIED


async def test_a_new_secret_that_procore_refuses_says_what_to_do_next(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        rotation = company.session.rotation
        rotation.begin()
        await rotation.take_new(Secret("w" * 43))
        assert rotation.new_works.summary == (
            "Procore does not accept this secret. Copy the new one again from the app with this client ID, and paste "
            "it. Reset again only if the new one is lost."
        )


async def test_a_secret_that_was_not_reset_or_is_wrong_is_not_kept(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        old = await company.session.credentials.secret()
        assert old is not None
        rotation = company.session.rotation
        rotation.begin()
        await rotation.test_old()
        await rotation.take_new(old)
        assert state(rotation.new_works) is State.FAILING and "the old secret" in rotation.new_works.summary
        await rotation.take_new(Secret("w" * 43))
        assert state(rotation.new_works) is State.FAILING and state(rotation.old_refused) is State.TODO
        assert await company.session.credentials.secret() == old


async def test_an_old_secret_that_still_works_is_failing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(tmp_path) as company:
        rotation = company.session.rotation
        rotation.begin()
        await rotation.test_old()
        rotation._old = company.click("reset-secret")  # a secret that Procore accepts beside the new one
        await rotation.test_refusal()
        assert state(rotation.old_refused) is State.FAILING and "still accepts" in rotation.old_refused.summary


async def test_without_an_answer_nothing_is_proven(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        rotation = company.session.rotation
        rotation.begin()
        await rotation.test_old()
        company.session.open_record.note(login_url="http://127.0.0.1:9", api_url="http://127.0.0.1:9")
        await rotation.take_new(Secret("n" * 43))
        await rotation.test_refusal()
        assert (state(rotation.new_works), state(rotation.old_refused)) == (State.UNVERIFIED, State.UNVERIFIED)
        assert (await prove_ended(company.session)).state is State.UNVERIFIED


async def test_the_end_of_the_access_is_proven_by_an_uninstall_or_a_reset(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        assert (await prove_ended(company.session)).state is State.FAILING
        company.click("uninstall-app")
        ended = await prove_ended(company.session)
        assert ended.state is State.PROVEN and "The credentials still get a token" in ended.summary
        assert ended.evidence[-1].status in (401, 403)
        assert uninstalled(company.session, ended).state is State.PROVEN
    async with served(tmp_path / "other") as company:
        assert (await prove_ended(company.session)).state is State.FAILING
        company.click("reset-secret")
        ended = await prove_ended(company.session)
        assert ended.state is State.PROVEN and "90 minutes" in ended.summary
        assert "that it accepted just now" in ended.summary
        shown = uninstalled(company.session, ended)
        assert shown.state is State.TODO and "does not show this" in shown.summary, "the app is still installed"
        company.session.open_record.note(ticked={"offboard/uninstall": Confirmed("Kim", datetime.now(UTC))})
        assert uninstalled(company.session, ended).state is State.CONFIRMED


async def test_a_secret_that_was_never_accepted_proves_no_end_of_the_access(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        session = company.session
        ended = await prove_ended(session, Secret("w" * 43))
        assert ended.state is State.UNVERIFIED
        assert "a wrong secret is refused, too" in ended.summary and "it yourself" in ended.summary
        assert await session.credentials.secret() != Secret("w" * 43), "it takes nobody's place"
        await session.run_checks(frozenset({"credentials.token"}))
        assert (await prove_ended(session, Secret("w" * 43))).state is State.UNVERIFIED, "another one was accepted"
        session.open_record.note(client_id="x" * 43)
        assert (await prove_ended(session)).state is State.UNVERIFIED, "under another client ID"


@pytest.mark.parametrize("replaced", [False, True])
async def test_the_stored_secret_that_an_earlier_run_saw_accepted_proves_the_end_after_a_reset(
    tmp_path: Path, replaced: bool
) -> None:
    async with served(tmp_path) as company:
        session = company.session
        await session.run_checks(frozenset({"credentials.token"}))
        assert session.record.secret_accepted_at is not None
        company.click("reset-secret")
        await session.run_checks(frozenset({"credentials.token"}), manual=True)
        if replaced:
            await session.credentials.keep(Secret("w" * 43))
        await session.flush()
        again = Session(session.paths, session.credentials.store)
        again.open_record.open("Cedar")
        wanted = State.UNVERIFIED if replaced else State.PROVEN
        assert (await prove_ended(again)).state is wanted
        await again.disconnect()


async def test_an_account_that_nobody_can_ask_for_is_not_ended(tmp_path: Path) -> None:
    session = Session(Paths(*(tmp_path / name for name in ("a", "b", "c", "d"))), MemorySecretStore())
    session.open_record.begin(Onboarding("Cedar", company_id="1", client_id="c" * 43))
    ended = await prove_ended(session)
    assert ended.state is State.UNVERIFIED and "the client secret is missing" in ended.summary


async def test_another_app_or_customer_begins_anew(tmp_path: Path) -> None:
    async with served(tmp_path) as company:
        rotation = company.session.rotation
        rotation.begin()
        await rotation.test_old()
        rotation.begin()
        assert state(rotation.old_works) is State.PROVEN and rotation._old is not None
        company.session.open_record.note(client_id="o" * 43)
        rotation.begin()
        assert state(rotation.old_works) is State.TODO and rotation._old is None
        await rotation.test_old()
        company.session.open_record.note(created_at=datetime.now(UTC))  # a rehearsal that was started over
        rotation.begin()
        assert rotation.old_works is NOT_BEGUN


async def test_an_old_secret_is_sent_to_no_other_login_host(tmp_path: Path) -> None:
    async with served(tmp_path) as company, served(tmp_path / "other") as other:
        rotation = company.session.rotation
        rotation.begin()
        await rotation.test_old()
        new = Secret("n" * 43)
        company.session.open_record.note(login_url=other.url, api_url=other.url)
        await rotation.test_refusal()
        assert other.asked == [] and state(rotation.old_refused) is State.UNVERIFIED
        await rotation.take_new(new)
        assert other.asked == ["/oauth/token"], "the new one alone"
