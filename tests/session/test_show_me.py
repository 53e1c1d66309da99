"""Showing a rehearsal by itself: every step is done in the practice company, ticked, and confirmed by Procore."""

import pytest

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.session.show_me import CLICKS, ShowMe
from tests.tui.driving import rehearsal

EDITIONS = [each.id for each in load_guide().editions]


@pytest.mark.parametrize("edition", EDITIONS)
async def test_a_setup_that_is_shown_step_by_step_passes_every_check(edition: str) -> None:
    session = rehearsal("fresh", answers={"edition": edition})
    for step in session.guide.steps:
        show = ShowMe(session, step.id, "Ada")
        while (shown := await show.next()) is not None:
            assert session.actions.is_ticked(step.id, shown.action.id)
        assert step.id in session.record.confirmed and not session.actions.open_in(step.id)
    report = await session.run_checks(None)
    await session.disconnect()
    assert report.verdict == "pass", [each.summary for each in report.results if each.status != "pass"]
    assert session.rehearsal is not None
    assert all(each.done for each in session.rehearsal.rehearsal.actions() if not each.action.optional)


async def test_what_is_done_already_is_neither_clicked_nor_ticked_again() -> None:
    session = rehearsal("fresh")
    session.actions.tick("create-app", "owner", "Bo")
    assert session.rehearsal is not None
    session.rehearsal.perform("verify-organisation")
    show = ShowMe(session, "create-app", "Ada")
    said = {}
    while (shown := await show.next()) is not None:
        said[shown.action.id] = shown.browser
    assert "owner" not in said and said["verification"] == "" and "Practice File Sync" in said["create"]
    assert session.record.ticked["create-app/owner"].by == "Bo"
    assert session.record.app_name == "Practice File Sync" and session.record.old_account == "none"


def test_every_click_belongs_to_an_action_of_some_edition() -> None:
    guide = load_guide()
    known = {
        f"{step.id}/{each.id}" for step in guide.steps for shown in step.editions.values() for each in shown.actions
    }
    assert CLICKS.keys() <= known
