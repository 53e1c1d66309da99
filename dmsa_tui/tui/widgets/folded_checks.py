"""Rows of the checker that need nobody just now, folded into one line: what passed, and what waits."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click

from dmsa_tui.onboarding.states import State, age_of_older
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.check_row import MUTED, CheckRow
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import HangingText, Line
from dmsa_tui.tui.widgets.signs import SIGNS

FOLDED = "-folded"
"""The class of a row that is not shown."""
FROM = 3
"""How many rows are worth a line."""


class FoldedChecks(HangingText, can_focus=True):
    """One line for several rows; Enter or a click shows them below it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "turn", "Show", show=False)]

    def __init__(self, word: str, state: State, *, id: str) -> None:
        """`word`: what the rows do, e.g. passed."""
        super().__init__(id=id, classes="check-row")
        self._word, self._sign = word, SIGNS[state]
        self.rows: Sequence[CheckRow] = ()
        self._is_open = False
        self.display = False

    def on_mount(self) -> None:
        Redraw(self, self._draw_again).after("result_changes", "minutes")

    def _draw_again(self) -> None:
        if self.display:
            self.draw()

    def fold(self, rows: Sequence[CheckRow]) -> None:
        """Stand for these rows; too few of them stay as they are."""
        before = set(self.rows)
        self.rows = rows if len(rows) >= FROM else ()
        for row in before.difference(self.rows):
            row.remove_class(FOLDED)
        self.display = bool(self.rows)
        self._apply()

    def _apply(self) -> None:
        for row in self.rows:
            row.set_class(not self._is_open, FOLDED)
        self.draw()

    def lines(self) -> Sequence[Line]:
        count, style = f"{self._sign.sign} {len(self.rows)} {self._word}", self._sign.style
        ages = [since for row in self.rows if (since := row.state.since) is not None]
        if ages:
            some = "" if len(ages) == len(self.rows) else "some "
            count, style = f"{count}, {some}{age_of_older(min(ages), datetime.now(UTC))}", f"{style} dim"
        key = " Enter" if self.has_focus else ""
        does = literal(f"{'Hide' if self._is_open else 'Show'}{key}", "$text-accent underline")
        titles = literal(" · ".join(row.definition.title for row in self.rows), MUTED)
        room = self.columns - len(count) - does.cell_length - 4
        text = Content.assemble(literal(count, style), "  ", titles.truncate(max(room, 1), ellipsis=True))
        return [Line(Content.assemble(text, "  ", does))]

    def watch_has_focus(self, has_focus: bool) -> None:
        """Name the key, which acts on the line only with the focus."""
        super().watch_has_focus(has_focus)
        self._draw_again()

    def action_turn(self) -> None:
        """Show or hide the rows."""
        self._is_open = not self._is_open
        self._apply()

    def on_click(self, event: Click) -> None:
        """The same as Enter."""
        event.stop()
        self.action_turn()
