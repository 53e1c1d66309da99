"""What an earlier run proved is shown with its age until Procore is asked again, and only about the same question."""

from datetime import UTC, datetime

from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.check_results import FRESH
from dmsa_tui.session.session import Session


async def checked() -> Session:
    """A session in which everything was checked and saved."""
    session = Session.for_rehearsal("ready")
    assert session.rehearsal is not None
    session.open_record.begin(session.rehearsal.starting_record())
    secret = session.rehearsal.rehearsal.credentials.client_secret
    assert secret is not None
    await session.credentials.keep(Secret(secret))
    await session.run_checks(None)
    await session.flush()
    await session.disconnect()
    return session


async def test_after_a_restart_a_step_is_proven_with_the_age_of_the_answer() -> None:
    before = await checked()
    assert before.results.report is not None
    again = Session.for_rehearsal("ready")
    again.open_record.open(before.record.name)
    view = again.views()["promote"]
    assert (view.state, view.since) == (State.PROVEN, before.results.report.started_at.replace(microsecond=0))
    assert not again.results, "nothing was asked in this run"


async def test_an_earlier_answer_about_another_company_is_shown_no_more() -> None:
    before = await checked()
    again = Session.for_rehearsal("ready")
    again.open_record.open(before.record.name)
    again.open_record.note(company_id="4711")
    assert {view.since for view in again.views().values()} == {None}
    assert again.views()["promote"].state is not State.PROVEN


async def test_the_checks_of_an_earlier_run_are_named_when_an_answer_drops_them() -> None:
    before = await checked()
    again = Session.for_rehearsal("ready")
    again.open_record.open(before.record.name)
    named: set[str] = set()
    again.results.observe(named.update)
    again.open_record.note(company_id="4711")
    assert before.results.report is not None
    assert {each.id for each in before.results.report.results} <= named


async def test_a_result_of_this_run_is_shown_with_its_age_after_ten_minutes() -> None:
    session = await checked()
    named: set[str] = set()
    session.results.observe(named.update)
    now = datetime.now(UTC)
    session.results.grow_old(now + FRESH / 2)
    assert {view.since for view in session.views().values()} == {None} and not named
    session.results.grow_old(now + FRESH * 2)
    assert session.views()["promote"].since is not None and named == set(session.results)
    await session.run_checks(frozenset({"credentials.token"}))
    token, app = session.views()["promote"].checks
    assert token.since is None and app.since is not None, "asked again, a result is fresh; the others stay old"
    await session.disconnect()
