"""A screen names every style sheet that it needs: it looks the same whatever was opened before it."""

from typing import Any

import pytest
from textual.screen import Screen

from dmsa_tui.tui.app import DmsaApp
from dmsa_tui.tui.step_screens import STEP_SCREENS
from dmsa_tui.tui.stylesheets import LATER_SCREENS
from tests.layout.dialogs import DIALOGS, troubled_company
from tests.tui.driving import Wizard, wizard


def looks(found: Wizard) -> dict[str, Any]:
    """Every widget with the rules that hold for it."""
    return {repr(each): each.styles.get_rules() for each in found.app.screen.walk_children(with_self=True)}


def forget_sheets(found: Wizard) -> None:
    """As at the start, with nothing but the first screen's sheet."""
    for each in LATER_SCREENS:
        found.app.stylesheet.source.pop((str(each), ""), None)
    found.app.stylesheet.reparse()


async def assert_needs_no_other_sheet(found: Wizard, name: str) -> None:
    await found.quiet()
    before = looks(found)
    for each in LATER_SCREENS:
        found.app.stylesheet.read(each)
    found.app.stylesheet.reparse()
    found.app.stylesheet.update(found.app.screen)
    after = looks(found)
    changed = {widget: (rules, after[widget]) for widget, rules in before.items() if after.get(widget) != rules}
    assert not changed, f"{name} needs a sheet that it does not name: {changed}"


async def test_no_step_needs_the_sheet_of_a_dialog() -> None:
    async with wizard(await troubled_company(), size=(120, 36)) as found:
        for step in STEP_SCREENS:
            forget_sheets(found)
            await found.go(step)
            await assert_needs_no_other_sheet(found, step)


async def test_no_dialog_needs_the_sheet_of_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DmsaApp, "get_default_screen", lambda _app: Screen[object]())
    async with wizard(await troubled_company(), size=(120, 36), notifications=False) as found:
        for name, case in DIALOGS.items():
            forget_sheets(found)
            await found.app.push_screen(case.make(found))
            await found.pilot.pause()
            await assert_needs_no_other_sheet(found, name)
            found.app.pop_screen()
            await found.pilot.pause()
