"""Every screen at every size: the way on is in sight, nothing is cut off, and Tab never loses the focus."""

from functools import partial

import pytest
from textual.widget import Widget
from textual.widgets import Button

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.too_small import TooSmallScreen
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.stepper import Stepper
from tests.layout.whole import (
    LONG,
    SIZES,
    assert_all_in_sight,
    assert_not_clipped,
    assert_nothing_overflows,
    assert_whole_in_every_edition,
    buttons,
    resize,
    viewport,
    where,
)
from tests.tui.driving import Wizard, credentials, opened, wizard

EDITION_SIZES = [(80, 24), (120, 36)] if LONG else []
"""Where a long run looks at each action in every edition; at 80×24 `test_layout_actions` always does."""
STEPS = [step.id for step in load_guide().steps]
ODD_SIZES = [(79, 36), (119, 20), (60, 60)]
"""Right below where the layout changes, and out of all proportion."""


def in_sight(found: Wizard, widget: Widget) -> bool:
    return widget.has_focus and viewport(found).overlaps(found.app.screen.find_widget(widget).visible_region)


async def assert_tab_keeps_the_focus_in_sight(found: Wizard) -> None:
    """Tab goes around once, and what has the focus is on the screen each time."""
    seen: list[Widget] = []
    for _ in range(60):
        focused = found.app.screen.focus_next()
        await found.pilot.pause()
        if focused is None or focused in seen:
            break
        seen.append(focused)
        await found.until(partial(in_sight, found, focused), f"{focused!r} of {where(found)} to be in sight")
    buttons_seen = [each for each in seen if isinstance(each, Button)]
    assert set(buttons_seen) >= {each for each in buttons(found) if not each.disabled}, where(found)


async def with_findings(found: Wizard) -> None:
    """Let the checks say something long."""
    await found.session.credentials.keep(Secret(credentials(found.session)[1]))
    await found.press("f5")
    await found.until(lambda: found.session.results, "results")
    await found.quiet()
    for row in found.step.query(CheckRow):
        row.action_evidence()
    await found.pilot.pause()


@pytest.mark.parametrize("step", STEPS)
async def test_a_step_is_whole_at_every_size_and_tab_keeps_the_focus_in_sight(step: str) -> None:
    async with opened("not-installed", step=step, size=SIZES[0]) as found:
        if found.session.checks_of(step):
            await with_findings(found)
        for size in [*SIZES[1:], *(ODD_SIZES if step in ("promote", "check") else ()), SIZES[0]]:
            await resize(found, size)
            assert_all_in_sight(found)
            assert viewport(found).contains_region(found.step.query_one(Stepper).region)
            if size in EDITION_SIZES:
                await assert_whole_in_every_edition(found)
        await assert_tab_keeps_the_focus_in_sight(found)
        if step == "promote":
            await resize(found, (120, 36))
            await assert_tab_keeps_the_focus_in_sight(found)


@pytest.mark.parametrize("size", SIZES[1:], ids=str)
async def test_a_step_that_is_opened_at_that_size_is_whole(size: tuple[int, int]) -> None:
    async with opened("ready", step="promote", size=size) as found:
        assert_all_in_sight(found)
        await found.press("f1")
        await found.sees("Help")
        assert_all_in_sight(found)


async def test_home_is_whole_at_every_size() -> None:
    async with wizard(Session.for_rehearsal("fresh"), size=SIZES[0]) as found:
        for size in SIZES:
            await resize(found, size)
            assert_nothing_overflows(found)
            assert_not_clipped(found)


WIDE = (200, 60)
PROSE, LINE = 112, 80
"""Columns that a text and a line to type have at the most: what is wider is read and filled in with effort."""


@pytest.mark.parametrize("step", STEPS)
async def test_on_a_very_wide_terminal_texts_and_fields_are_no_wider_than_one_reads(step: str) -> None:
    async with opened("not-installed", step=step, size=WIDE) as found:
        page, side = found.step.query_one("#page").region, found.step.query_one("#side").region
        assert page.width <= PROSE and page.right == side.x and side.right == WIDE[0], "the panes fill the width"
        actions = found.step.actions
        for action in actions.current.all if actions else ():
            assert actions is not None
            actions.choose(action.id)
            await found.pilot.pause()
            wide = [each for each in found.step.query("Input, SecretField, .choice") if each.region.width > LINE]
            assert not wide, wide


async def test_on_a_very_wide_terminal_the_columns_of_home_stay_together() -> None:
    session = Session.for_customers()
    session.store.create(Onboarding("Practice Builders"))
    async with wizard(session, size=WIDE) as found:
        await found.sees("Practice Builders")
        (head,) = (line for line in found.lines if "Waits for" in line)
        assert head.index("Waits for") - head.index("Next") < 80
        assert {len(line) for line in found.lines} == {WIDE[0]}, "each row is drawn to the right edge"
        assert found.app.screen.query_one("#search").region.width <= 100


@pytest.mark.parametrize("small", [(59, 20), (60, 19), (20, 5)], ids=str)
async def test_a_terminal_that_is_too_small_says_so_until_it_is_large_enough(small: tuple[int, int]) -> None:
    async with opened(size=(60, 20)) as found:
        await resize(found, small)
        await found.until(lambda: isinstance(found.app.screen, TooSmallScreen), "the notice")
        assert "too small" in " ".join(found.text.split())
        await resize(found, (60, 20))
        await found.sees("1. Create the app")
        assert found.step.STEP == "create-app"


async def test_a_dialog_is_still_open_when_the_terminal_is_large_enough_again() -> None:
    async with opened(size=(80, 24)) as found:
        await found.press("f2")
        await found.sees("Which developer portal do you see?")
        await resize(found, (40, 10))
        await found.sees("too small")
        await resize(found, (30, 10))
        await resize(found, (80, 24))
        await found.sees("Which developer portal do you see?")
        await found.press("down", "enter")
        await found.until(lambda: isinstance(found.app.screen, StepScreen), "the step")
        assert found.session.record.edition != found.session.guide.default_edition.id


async def test_the_wizard_may_begin_in_a_terminal_that_is_too_small() -> None:
    async with opened(size=(80, 24), home=True) as found:
        await found.press("ctrl+q")
    async with wizard(Session.for_rehearsal("fresh"), size=(40, 12)) as found:
        await found.sees("too small")
        await resize(found, (80, 24))
        await found.until(lambda: isinstance(found.app.screen, HomeScreen), "home")
        await found.sees("Practice Builders")
