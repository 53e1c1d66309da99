"""In a dialog whose button chooses, a click selects and a double click chooses; no click falls through what closed."""

from collections.abc import Callable

import pytest
from textual.screen import Screen
from textual.widgets import OptionList

from dmsa_tui.tui import opening
from dmsa_tui.tui.dialogs.choose_task import ChooseTaskDialog
from dmsa_tui.tui.dialogs.edition import EditionDialog
from dmsa_tui.tui.dialogs.environment import EnvironmentDialog
from dmsa_tui.tui.dialogs.scenarios import ScenariosDialog
from tests.tui.driving import Wizard, opened

DIALOGS: dict[str, Callable[[Wizard], Screen[object]]] = {
    "edition": lambda found: EditionDialog(found.session),
    "environment": lambda found: EnvironmentDialog(found.session),
    "task": lambda found: ChooseTaskDialog(found.session.guide, found.session.record, "Acme"),
    "scenario": lambda found: ScenariosDialog(found.session.scenarios()),
}


@pytest.fixture(autouse=True)
def slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.app.App.CLICK_CHAIN_TIME_THRESHOLD", 60.0)


@pytest.mark.parametrize("name", DIALOGS)
async def test_one_click_selects_and_a_double_click_chooses(name: str) -> None:
    async with opened("ready", step="promote") as found:
        chosen: list[object] = []
        await found.app.push_screen(DIALOGS[name](found), chosen.append)
        await found.quiet()
        chooser = found.app.screen.query_one(OptionList)
        last = max(number for number, each in enumerate(chooser.options[:3]) if not each.disabled)
        x, y = chooser.content_region.x + 3, chooser.content_region.y + chooser._index_to_line[last]
        await found.press_and_release(x, y)
        assert chooser.highlighted == last and not chosen, "one click only selects"
        filled = [line for line in found.lines if "● " in line]
        assert not filled or (len(filled) == 1 and filled[0] == found.lines[y]), "a filled dot is at what is selected"
        await found.press_and_release(x, y)
        await found.until(lambda: chosen, "the choice")


async def test_a_click_where_a_dialog_was_a_moment_ago_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("fresh", step="create-app", size=(120, 36)) as found:
        assert found.session.rehearsal is not None
        await found.press("f4", "f2")
        box = found.app.screen.query_one(".dialog").region
        x, y = box.center
        monkeypatch.setattr(opening, "MEANT_FOR_DIALOG", 60.0)
        await found.press("escape")
        await found.until(lambda: found.app.screen is found.step, "the step")
        pressed = []
        monkeypatch.setattr(found.step, "_forward_event", lambda event: pressed.append(event))
        await found.press_and_release(int(x), int(y))
        assert not [each for each in pressed if type(each).__name__ in ("MouseDown", "Click")]
        await found.press_and_release(box.x - 3, box.bottom + 1)
        assert [each for each in pressed if type(each).__name__ == "MouseDown"], "beside it a click is one"
