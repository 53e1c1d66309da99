"""Which actions there are follows Procore's count, which no change of another answer takes away."""

from dmsa_tui.guide.conditions import ADD_ALL_LIMIT
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from tests.tui.driving import credentials, rehearsal


async def test_a_large_company_stays_large_when_its_results_are_forgotten_and_after_a_restart() -> None:
    session = rehearsal("large-company", answers={"expect": ExpectMode.ALL, "future_projects": False})
    await session.credentials.keep(Secret(credentials(session)[1]))
    await session.run_checks(None)
    assert (session.actions.known.active_projects or 0) >= ADD_ALL_LIMIT
    session.actions.tick_all("projects", "Ada")
    assert "projects/by-page-save" in session.record.ticked

    session.open_record.note(app_name="Another name")
    assert not session.results.get("install.account") and "projects" in session.record.confirmed
    session.open_record.note(profile="file-sync-2")
    assert "projects" in session.record.confirmed and not session.actions.reopened
    session.open_record.note(profile="file-sync")
    await session.run_checks(None)
    await session.flush()
    await session.disconnect()

    again = Session.for_rehearsal("large-company")
    again.open_record.open(session.record.name)
    assert (again.actions.known.active_projects or 0) >= ADD_ALL_LIMIT
    assert "projects" in again.record.confirmed


def test_the_count_of_one_company_says_nothing_about_another() -> None:
    session = rehearsal("ready")
    session.actions._counted = (session.record.company_id, 5_000)
    assert session.actions.known.active_projects == 5_000
    session.open_record.note(company_id="4711")
    assert session.actions.known.active_projects is None
