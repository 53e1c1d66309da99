"""One action at a time: at 80×24 the open action, its fields and the step's checks are in sight together."""

import pytest
from textual.widget import Widget
from textual.widgets import Button

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.tui.widgets.action_list import ELSEWHERE, UNNEEDED, ActionList, OpenAction
from dmsa_tui.tui.widgets.folded_lines import shares
from dmsa_tui.tui.widgets.permission_builder import PermissionBuilder
from dmsa_tui.tui.widgets.step_checks import StepChecks
from tests.layout.whole import assert_all_in_sight, assert_is_drawn_whole
from tests.tui.driving import Wizard, opened

STEPS = [step.id for step in load_guide().steps if step.id != "check"]
EVERYTHING = {"expect": ExpectMode.ALL, "future_projects": True}
"""Answers with which the projects step has the most actions."""
MORE_THAN_A_SCREEN = ("levels-set", "snippet", "profile", "other-profile", "open-items")
"""What may be longer than a screen, and scrolls: the builder (its open row stays in sight), the manifest, lists."""


def is_in_sight(found: Wizard, widget: Widget) -> bool:
    pane = found.step.query_one(ActionList)
    return pane.region.contains_region(widget.region) and bool(widget.region.height)


def belongings(found: Wizard) -> list[Widget]:
    """The widgets of the open action."""
    given = [widget for widget, _ in found.step.query_one(ActionList).given]
    return [
        each for each in given
        if not each.has_class(ELSEWHERE) and not each.has_class(UNNEEDED) and each.id not in MORE_THAN_A_SCREEN
    ]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
async def test_the_open_action_its_fields_and_the_checks_are_in_sight_together_at_80x24(step: str) -> None:
    async with opened("ready", step=step, size=(80, 24), answers=EVERYTHING) as found:
        pane = found.step.query_one(ActionList)
        for edition_id in found.session.guide.step(step).editions:
            found.session.open_record.note(edition=edition_id)
            await found.pilot.pause()
            assert_all_in_sight(found)
            for action in found.session.actions.of(step):
                pane.choose(action.id)
                await found.pilot.pause()
                assert_is_drawn_whole(found, action)
                where = f"{step}/{action.id} of {edition_id}"
                assert is_in_sight(found, found.step.query_one(OpenAction)), where
                for widget in belongings(found):
                    if not widget.query(PermissionBuilder):
                        assert is_in_sight(found, widget), f"{widget!r} of {where}\n{found.text}"
                for checks in found.step.query(StepChecks):
                    assert found.app.screen.region.contains_region(checks.region) and checks.region.height, where
                assert all(each.region.bottom <= 23 for each in found.step.query("#action-row Button").results(Button))


@pytest.mark.parametrize(
    ("room", "above", "below", "given"),
    [
        (9, 4, 5, (4, 5)),  # all fit
        (6, 10, 10, (2, 4)),  # what comes next has more room than what is done
        (6, 10, 1, (5, 1)),  # what one does not need, the other has
        (6, 1, 10, (1, 5)),
        (6, 0, 10, (0, 6)),
        (1, 5, 5, (1, 1)),  # each keeps its folded line, and the list scrolls
    ],
)
def test_the_lines_around_the_open_action_share_the_rows(
    room: int, above: int, below: int, given: tuple[int, int]
) -> None:
    assert shares(room, above, below) == given
