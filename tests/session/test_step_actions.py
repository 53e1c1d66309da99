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
    session.actions.forget_known()
    assert session.actions.known.active_projects == 5_000
    session.open_record.note(company_id="4711")
    assert session.actions.known.active_projects is None


def test_a_finished_step_gets_no_action_that_nobody_needs() -> None:
    session = rehearsal("fresh", answers={"app_version_key": ""})
    session.actions.tick_all("permissions", "Ada")
    finished = session.actions.of("permissions")
    session.open_record.note(app_version_key="d0bf1a06-6c0c-4c53-8c6e-2f1f5e0a7b11")
    assert session.actions.of("permissions") == finished


async def test_wrong_levels_or_an_open_step_bring_the_action_that_makes_a_new_version() -> None:
    session = rehearsal("missing-documents")
    session.know_noted_secret()
    session.actions.tick_all("permissions", "Ada")
    assert "new-version" not in [each.id for each in session.actions.of("permissions")]
    session.actions.take_back("permissions", "company-levels")
    assert session.actions.of("permissions")[0].id == "new-version"
    session.actions.tick_all("permissions", "Ada")
    await session.run_checks(None)
    assert session.actions.of("permissions")[0].id == "new-version"
    session.actions.tick("permissions", "new-version", "Ada")
    session.results.forget_all()
    assert session.actions.of("permissions")[0].id == "new-version", "what was done stays in sight"
    await session.disconnect()


def test_an_action_that_was_skipped_does_not_vanish_when_the_version_is_saved() -> None:
    session = rehearsal("ready")
    before = [each.id for each in session.actions.of("permissions")]
    assert before[0] == "new-version"
    session.actions.skip("permissions", "new-version", "Ada")
    session.actions.tick_all("permissions", "Ada")
    assert "permissions" in session.record.confirmed
    assert [each.id for each in session.actions.of("permissions")] == before
