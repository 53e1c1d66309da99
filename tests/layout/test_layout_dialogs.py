"""Every dialog at every size, resized back and forth: nothing is cut off, and Tab goes to everything in its place."""

import pytest
from textual.command import CommandPalette
from textual.screen import Screen
from textual.widget import Widget

from dmsa_tui.session.session import Session
from dmsa_tui.tui.app import DmsaApp
from dmsa_tui.tui.dialogs.confirm import ConfirmDialog
from tests.layout.dialogs import DIALOGS, ROWS, troubled_company
from tests.layout.whole import (
    LONG,
    SIZES,
    assert_all_in_sight,
    assert_gap_before_scrollbars,
    assert_nothing_overflows,
    assert_way_on_in_sight,
    resize,
    where,
)
from tests.tui.buttons import keyless
from tests.tui.driving import Wizard, wizard

TIGHT = SIZES[0]
OTHER_SIZES = SIZES[1:] if LONG else SIZES[1:-1]
"""No dialog is wider or higher in the last one than in the one before."""
HALVES = (list(DIALOGS)[::2], list(DIALOGS)[1::2])
"""A test each, so that two processors share them."""


async def assert_tab_goes_to_everything_in_its_place(found: Wizard) -> None:
    """Each widget that takes the focus is reached by Tab, and then wholly in sight as far as it has room."""
    screen = found.app.screen
    reached: list[Widget] = []
    for _ in screen.focus_chain:
        focused = screen.focus_next()
        assert focused is not None
        reached.append(focused)
        await found.pilot.pause()
        place = screen.find_widget(focused)
        room = min(place.region.height, place.clip.height)
        assert place.visible_region.height >= room > 0, f"{focused!r} of {where(found)} is at {place}"
    assert set(reached) == set(screen.focus_chain), where(found)


@pytest.mark.parametrize("columns", range(60, 121, 4) if LONG else (60, 79, 100, 108, 120))
async def test_a_question_scrolls_only_where_there_is_no_room_for_it(columns: int) -> None:
    async with wizard(await troubled_company(), size=(columns, 36)) as found:
        for length in range(2 * columns // 3, columns):  # one of them breaks in another place than was counted
            text = ("This cannot be undone. " * 8)[: length - 1] + "."
            dialog = ConfirmDialog("Delete it?", text, "Delete it")
            await found.app.push_screen(dialog)
            await found.pilot.pause()
            (body,) = dialog.query(".dialog-body")
            assert body.max_scroll_y == 0, f"{length} characters in {columns} columns"
            await dialog.dismiss(None)


async def assert_gap_wherever_it_scrolls(found: Wizard) -> None:
    """In the smallest terminal, from the first page of the dialog to its last."""
    for body in found.app.screen.query(".dialog-body"):
        for top in range(0, body.max_scroll_y + 1, max(body.size.height - 1, 1)):
            body.scroll_to(y=top, animate=False, immediate=True)
            await found.pilot.pause()
            assert_gap_before_scrollbars(found)
        body.scroll_home(animate=False, immediate=True)


def assert_is_whole(found: Wizard) -> None:
    if isinstance(found.app.screen, CommandPalette):
        assert_nothing_overflows(found)
    else:
        assert_all_in_sight(found)


def drawn(found: Wizard) -> str:
    """What is drawn; nothing where it moves by itself."""
    return "" if isinstance(found.app.screen, CommandPalette) else found.text


@pytest.mark.parametrize("names", HALVES, ids=("even", "odd"))
async def test_every_dialog_is_whole_at_every_size_and_the_same_however_it_came_to_it(
    names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DmsaApp, "get_default_screen", lambda _app: Screen[object]())  # nothing is laid out behind
    async with wizard(await troubled_company(), size=TIGHT, notifications=False) as found:
        found.app.animation_level = "none"
        wrong: list[str] = []
        for name in names:
            case = DIALOGS[name]
            await found.app.push_screen(case.make(found))
            await found.pilot.pause()
            await case.prepare(found)
            await found.pilot.pause()
            try:
                assert not keyless(found.app.screen), "no key in the label, and no reason in KEYLESS"
                assert_is_whole(found)
                first = drawn(found)
                for size in (*OTHER_SIZES, TIGHT):
                    await resize(found, size)
                    assert_is_whole(found)
                last = drawn(found)
                assert last == first, f"{name} is drawn otherwise after resizing:\n{first}\n{last}"
                await assert_gap_wherever_it_scrolls(found)
                await assert_tab_goes_to_everything_in_its_place(found)
            except AssertionError as problem:
                wrong.append(f"{name}: {problem}")
                await resize(found, TIGHT)
            found.app.pop_screen()
        assert not wrong, "\n\n".join(wrong)


async def test_the_environments_of_a_new_onboarding_have_a_gap_to_the_scrollbar() -> None:
    async with wizard(Session.for_customers(), size=TIGHT) as found:
        await found.press("l", "n")
        await found.sees("Monthly sandbox")
        await assert_gap_wherever_it_scrolls(found)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_no_button_of_a_dialog_is_cut_whatever_was_done_in_it(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DmsaApp, "get_default_screen", lambda _app: Screen[object]())  # nothing is laid out behind
    async with wizard(await troubled_company(), size=size, notifications=False) as found:
        wrong: list[str] = []
        for name, case in ROWS.items():
            await found.app.push_screen(case.make(found))
            await found.pilot.pause()
            await case.prepare(found)
            await found.pilot.pause()
            try:
                assert_way_on_in_sight(found)
            except AssertionError as problem:
                wrong.append(f"{name}: {problem}")
            found.app.pop_screen()
        assert not wrong, "\n\n".join(wrong)
