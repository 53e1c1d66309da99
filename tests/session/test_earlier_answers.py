"""What an earlier run proved is shown with its age until Procore is asked again, and only about the same question."""

from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.secret import Secret
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
