"""One action at a time: the open action, its fields and the step's checks are in sight together.

At 80×24, and in a long run at 120×36 beside the practice browser too.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.widget import Widget
from textual.widgets import Button

from dmsa_tui.checks.model import Result
from dmsa_tui.checks.remedies import remedy_for
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode
from dmsa_tui.session.mending_actions import mending_action
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.at_action import ELSEWHERE, UNNEEDED
from dmsa_tui.tui.widgets.folded_lines import shares
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import NBSP, Line, hanging
from dmsa_tui.tui.widgets.open_action import OpenAction
from dmsa_tui.tui.widgets.permission_builder import PermissionBuilder
from dmsa_tui.tui.widgets.roles import TURNS, turn_mark
from dmsa_tui.tui.widgets.step_checks import StepChecks
from dmsa_tui.vocabulary import Cause, Status, Who
from tests.layout.whole import LONG, assert_all_in_sight, assert_is_drawn_whole
from tests.tui.driving import ROOMY, Wizard, keep, opened

STEPS = [step.id for step in load_guide().steps if step.id != "check"]
EVERYTHING = {"expect": ExpectMode.ALL, "future_projects": True}
"""Answers with which the projects step has the most actions."""
REFUSAL = (
    "Procore does not accept this client ID and secret in this environment; it answered “401 invalid_client: Client "
    "authentication failed due to unknown client, no client authentication included, or unsupported method”."
)
"""As long a sentence as a check says."""
MORE_THAN_A_SCREEN = ("levels-set", "snippet", "profile", "other-profile", "open-items")
"""What may be longer than a screen, and scrolls: the builder (its open row stays in sight), the manifest, lists."""


SMALL = (80, 24)
at_each_size = pytest.mark.parametrize("size", [SMALL, *([ROOMY] if LONG else [])], ids=str)


@asynccontextmanager
async def beside(size: tuple[int, int], step: str, **at: Any) -> AsyncIterator[Wizard]:
    """The wizard at a step, with the practice browser beside it where there is room."""
    async with opened("ready", step=step, size=size, **at) as found:
        if size == ROOMY:
            await found.press("f4")
            await found.sees("Practice browser")
            found.step.set_focus(None)
        yield found


def is_in_sight(found: Wizard, widget: Widget) -> bool:
    pane = found.step.query_one(ActionList)
    return pane.region.contains_region(widget.region) and bool(widget.region.height)


def belongings(found: Wizard) -> list[Widget]:
    """The widgets of the open action."""
    given = [widget for widget, _ in found.step.query_one(ActionList).given.all]
    return [
        each for each in given
        if not each.has_class(ELSEWHERE) and not each.has_class(UNNEEDED) and each.id not in MORE_THAN_A_SCREEN
    ]  # fmt: skip


def assert_together(found: Wizard, where: str) -> None:
    """The open action, its fields and the step's checks are in sight."""
    assert is_in_sight(found, found.step.query_one(OpenAction)), f"{where}\n{found.text}"
    for widget in belongings(found):
        if not widget.query(PermissionBuilder):
            assert is_in_sight(found, widget), f"{widget!r} of {where}\n{found.text}"
    for checks in found.step.query(StepChecks):
        assert found.app.screen.region.contains_region(checks.region) and checks.region.height, where
    last = found.app.size.height - 1
    assert all(each.region.bottom <= last for each in found.step.query("#action-row CompactButton").results(Button))


def failures_of(found: Wizard, step: str) -> Iterator[tuple[str, list[Result]]]:
    """What can fail so that an action of the step mends it: that action, and the results of the step's checks."""
    session = found.session
    checks = [each.id for each in session.checks_of(step)]
    for each in session.guide.failures:
        check = next((check for check in checks if check in each.checks), None)
        if check is not None and each.screen == step and each.actions:
            remedy = remedy_for(session.guide, check, Cause(each.cause), session.target(), "", each.id)
            failed = Result(check, Status.FAIL, REFUSAL, Cause(each.cause), remedy)
            rest = [
                Result(other, Status.SKIPPED, "It waits.", details={"waits_for": check})
                for other in checks if other != check
            ]  # fmt: skip
            yield mending_action(session, failed), [failed, *rest]


@at_each_size
@pytest.mark.parametrize("step", STEPS)
async def test_the_open_action_its_fields_and_the_checks_are_in_sight_together(
    step: str, size: tuple[int, int]
) -> None:
    async with beside(size, step, answers=EVERYTHING) as found:
        pane = found.step.query_one(ActionList)
        for edition_id in found.session.guide.step(step).editions:
            found.session.open_record.note(edition=edition_id)
            await found.pilot.pause()
            assert_all_in_sight(found)
            for action in found.session.actions.of(step):
                pane.choose(action.id)
                await found.pilot.pause()
                assert_is_drawn_whole(found, action)
                assert_together(found, f"{step}/{action.id} of {edition_id}")
        found.session.actions.tick("handoff", "steps-complete", "Ada")  # nothing is red before the click that it proves
        for action_id, results in failures_of(found, step):
            keep(found.session, *results)
            pane.choose(action_id)
            await found.quiet()
            assert_together(found, f"{step}/{action_id} with {results[0].cause}")
            assert "✖▸" in found.text, found.text
        if step == "promote":
            await found.at("client-secret")
            await found.paste("canary9f3kQ2notarealsecret0000000000000000000")
            await found.sees("✖ Procore refuses")
            await found.quiet()
            assert_together(found, "a refused secret")


@at_each_size
@pytest.mark.parametrize("expected", [1, 12])
@pytest.mark.parametrize("changed", [{}, {"future_projects": None}, {"active_projects": 2_431}], ids=str)
async def test_a_list_of_projects_is_in_sight_with_its_sentence_and_the_checks(
    changed: dict[str, object], expected: int, size: tuple[int, int]
) -> None:
    answers = EVERYTHING | {"expect": ExpectMode.LIST, "expected_projects": ["Alpha"] * expected} | changed
    async with beside(size, "projects", answers=answers, at="expect") as found:
        assert_together(found, "the list")
        found.step.query_one("#expected").focus()
        await found.pilot.pause()
        assert_together(found, "the list with the cursor")


@at_each_size
@pytest.mark.parametrize("state", list(ApprovalState))
@pytest.mark.parametrize(("step", "field"), [("create-app", "verification"), ("promote", "production_access")])
async def test_an_approval_is_in_sight_with_its_sentence_and_the_checks(
    step: str, field: str, state: ApprovalState, size: tuple[int, int]
) -> None:
    answers = {field: Approval(state, "2026-11-01", "Ada requested it.")}
    at = f"{field.replace('_', '-')}-approval"
    async with beside(size, step, answers=answers, at=at) as found:
        for edition_id in found.session.guide.step(step).editions:
            found.session.open_record.note(edition=edition_id)
            await found.pilot.pause()
            for each in found.step.query_one(f"#{at}").query("Input, Choice"):
                each.focus()
                await found.pilot.pause()
                assert_together(found, f"{each} of {edition_id}")


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


@pytest.mark.parametrize("who", TURNS)
def test_the_block_that_says_whose_turn_it_is_has_a_column_of_its_color_at_both_ends(who: Who) -> None:
    drawn = hanging([Line(turn_mark(who, 60))], 60).plain
    assert drawn[0] == drawn[-1] == NBSP


def test_words_with_a_no_break_space_between_them_stay_on_one_line() -> None:
    drawn = hanging([Line(literal(f"Click Become a Verified  no{NBSP}answer"))], 26).plain
    assert drawn == f"Click Become a Verified\nno{NBSP}answer"


@at_each_size
async def test_the_sentence_stays_in_sight_while_a_person_works_on_any_row_of_the_builder(
    size: tuple[int, int],
) -> None:
    async with beside(size, "permissions", answers=EVERYTHING) as found:
        pane, builder = found.step.query_one(ActionList), found.step.query_one(PermissionBuilder)
        for edition_id in found.session.guide.step("permissions").editions:
            found.session.open_record.note(edition=edition_id)
            levels = [each.id for each in found.session.actions.of("permissions") if "levels_set" in each.fields]
            assert len(levels) == 2
            for action in levels:
                pane.choose(action)
                await found.pilot.pause()
                builder.focus()
                await found.press("left" if (builder.tab == "company") != (action == levels[0]) else "up")
                sentence = found.step.query_one(OpenAction)
                for row in [each for each in builder.rows if not each.optional]:  # what is optional says more
                    await found.pilot.pause()
                    where = f"{edition_id}, {action}, {row.tool}\n{found.text}"
                    assert pane.region.contains(sentence.region.x, sentence.region.y), where
                    assert any("▸[" in line and row.tool in line for line in found.lines), where
                    for checks in found.step.query(StepChecks):
                        assert checks.region.height and found.app.screen.region.contains_region(checks.region), where
                    await found.press("down")
                await found.press(*["up"] * len(builder.rows))
