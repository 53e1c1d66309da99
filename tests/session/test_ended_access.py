"""What was proven when an access was ended stands until Procore proves that the access is there again."""

from datetime import UTC, datetime

import pytest

from dmsa_tui.checks.model import Report, RequestCount, Result
from dmsa_tui.commands.check_keeping import keep
from dmsa_tui.documents.setup_record.history_words import entry_words
from dmsa_tui.onboarding.ended_access import ended_by, not_ended
from dmsa_tui.onboarding.history import read_history
from dmsa_tui.onboarding.last_report import target
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding, Refusal
from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.store import Store
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.handover import setup_record
from dmsa_tui.session.offboarding import prove_ended
from dmsa_tui.session.session import Session
from dmsa_tui.vocabulary import Status
from tests.refusing import CompanyRefused
from tests.tui.driving import credentials, rehearsal


async def ended() -> tuple[Session, CompanyRefused]:
    """A session on a setup that was checked, and whose access was ended after that."""
    session = rehearsal("ready", step="handoff")
    proxy, (client_id, secret) = CompanyRefused(session), credentials(session)
    session.open_record.note(client_id=client_id)
    await session.credentials.keep(Secret(secret))
    await session.run_checks(None)
    await session.flush()
    proxy.is_on = True
    proof = await prove_ended(session)
    assert proof.state is State.PROVEN
    session.open_record.note(**ended_by(session.record, proof.at, Refusal.COMPANY, proof.evidence), verdict="")
    await session.flush()
    return session, proxy


def told(session: Session) -> str:
    """The history in words."""
    return " ".join(map(entry_words, read_history(session.paths, session.record).entries))


@pytest.mark.parametrize("only", [None, frozenset({"install.connected", "install.account"})])
async def test_that_procore_still_lists_the_company_gives_no_access_back_and_takes_no_proof_away(
    only: frozenset[str] | None,
) -> None:
    session, _proxy = await ended()
    before = session.record.access_ended_at
    report = await session.run_checks(only, manual=True)
    assert next(each for each in report.results if each.id == "install.connected").status == "pass", "it is listed"
    await session.flush()
    assert session.record.access_ended_at == before and session.record.verdict == ""
    assert "again" not in told(session)
    found = {each.id: each.status for each in (await setup_record(session)).checks}
    assert found["install.account"] == "pass", "as it was before the end"
    assert (await setup_record(session)).ended is not None
    last = session.store.last_report(session.record).report
    assert last is not None and {each.id: each.status for each in last.results}["install.account"] == "pass"


async def test_an_answer_for_the_company_says_that_the_access_is_there_again() -> None:
    session, proxy = await ended()
    proxy.is_on = False
    await session.run_checks(None, manual=True)
    await session.flush()
    assert session.record.access_ended_at is None and session.record.access_end_proof is None
    assert "The app has its access again." in told(session)


async def test_a_proof_by_a_refused_token_takes_no_proof_of_the_uninstall_away() -> None:
    session, proxy = await ended()
    first, at = session.record.access_end_proof, session.record.access_ended_at
    proxy.is_on = False
    assert session.rehearsal is not None and first is not None and at is not None
    session.rehearsal.perform("reset-secret")
    proof = await prove_ended(session)
    assert proof.state is State.PROVEN
    session.open_record.note(**ended_by(session.record, proof.at, Refusal.TOKEN, proof.evidence))
    assert session.record.access_end_proof == first and session.record.access_ended_at == at


async def test_a_task_that_is_started_over_gives_nobody_the_access_back() -> None:
    session, _proxy = await ended()
    session.actions.tick("offboard", "stop", "Ada")
    await session.flush()
    session.actions.start_over("offboard")
    session.open_record.note(**not_ended())
    await session.flush()
    assert "is to be proven again" in told(session) and "its access again" not in told(session)


@pytest.mark.parametrize("answered", [True, False])
async def test_the_command_that_checks_keeps_what_was_found_before_the_end_unless_the_access_is_there_again(
    answered: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = Paths.default()
    record = Onboarding("Acme", company_id="4711", client_id="c" * 43, access_ended_at=datetime.now(UTC))
    Store(paths).create(record)
    listed = Result("install.connected", Status.PASS, "It is listed.", details={"answered": answered})
    about: dict[str, str | None] = {"name": "Acme", **target(record)}
    keep(record, Report(Status.PASS, datetime.now(UTC), 1, about, (listed,), RequestCount()))
    now = Store(paths).load("Acme")
    assert (now.access_ended_at is None) is answered and bool(now.verdict) is answered
    assert (Store(paths).last_report(now).report is not None) is answered
    assert ("this report is not saved" in capsys.readouterr().err) is not answered


async def test_a_secret_that_was_deleted_is_not_given_again_when_the_rehearsal_is_opened_again() -> None:
    session = rehearsal("ready", step="handoff")
    session.know_noted_secret()
    assert await session.credentials.secret() is not None
    await session.credentials.delete()
    session.actions.tick("offboard", "secret", "Ada")
    session.know_noted_secret()
    assert await session.credentials.secret() is None
    made = await setup_record(session)
    assert made.secret is not None and "that it was deleted." in made.secret.kept
