"""What changes is drawn once: a tick notes the next action as the place, which is no reason to draw again."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from textual.screen import Screen
from textual.widget import Widget

from dmsa_tui.tui.redraw import Redraw
from tests.tui.driving import opened


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each kind of widget was drawn by `Redraw`."""
    counted = Counter[str]()
    begin = Redraw.__init__

    def counting(self: Redraw, widget: Widget, draw: Callable[[], object]) -> None:
        def count() -> None:
            counted[f"{type(widget).__name__} {draw.__name__}"] += 1
            draw()

        begin(self, widget, count)

    monkeypatch.setattr(Redraw, "__init__", counting)
    return counted


async def test_a_tick_draws_the_actions_once(drawn: Counter[str]) -> None:
    async with opened("fresh", step="install", size=(120, 36)) as found:
        await found.quiet()
        drawn.clear()
        place = found.session.record.action
        await found.press("f6")
        await found.until(lambda: found.session.record.action != place, "the next action to be the place")
        await found.quiet()
        assert drawn["ActionList draw"] == 1
        assert max(drawn["TurnLine draw"], drawn["KnownSoFar draw"]) <= 2, "for the tick, and for the action that opens"


async def test_a_tick_lays_the_screen_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("fresh", step="manifest", size=(120, 36)) as found:
        await found.press("f6")
        await found.quiet()
        layouts, lay_out = Counter[str](), Screen._refresh_layout

        def counting(screen: Screen[object], *args: Any, **options: Any) -> None:
            layouts["step"] += 1
            lay_out(screen, *args, **options)

        monkeypatch.setattr(Screen, "_refresh_layout", counting)
        await found.press("f6")
        await found.sees("3 of 6")
        await found.quiet()
        assert layouts["step"] == 1


async def test_an_answer_is_drawn(drawn: Counter[str]) -> None:
    async with opened("fresh", step="install") as found:
        await found.quiet()
        drawn.clear()
        found.session.open_record.note(administrator="Kim", step="install")
        await found.quiet()
        assert drawn["ActionList draw"] == 1
