"""The list of the practice browser."""

from collections.abc import Sequence
from typing import ClassVar

from textual.events import Click, Resize
from textual.widgets.option_list import Option

from dmsa_tui.tui.widgets.wrapped_list import WrappedList


class Clicks(WrappedList):
    """The list; in a column it is narrower than in a dialog."""

    MIN_COLUMNS: ClassVar[int] = 20
    last_width: ClassVar[int] = 0
    """The width of the list before this one, which mostly was that of the step before."""

    @property
    def wrap_width(self) -> int:
        """Room for the scrollbar and the padding of an option."""
        if not self.size.width:
            return self.last_width or self.MIN_COLUMNS
        return max(super().wrap_width - 2, self.MIN_COLUMNS)

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Likewise, with a whole option at the top."""
        super().scroll_to_highlight(top)
        starts = self._index_to_line if self.is_mounted else {}
        until = starts.get(-1 if self.highlighted is None else self.highlighted, -1)
        if whole := [line for line in starts.values() if self.scroll_y <= line <= until]:
            self.scroll_to(y=min(whole), animate=False, immediate=True, force=True)

    def action_cursor_up(self) -> None:
        """Stay on the first line: the last ones are clicks that nothing here needs."""
        if self._has_one_in(self.options[: self.highlighted or 0]):
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """Likewise."""
        if self._has_one_in(self.options[(-1 if self.highlighted is None else self.highlighted) + 1 :]):
            super().action_cursor_down()

    def _has_one_in(self, options: Sequence[Option]) -> bool:
        return any(not each.disabled for each in options)

    def on_click(self, event: Click) -> None:
        """Stop the second click of a double click: the first one has put another line there."""
        if event.chain > 1:
            event.prevent_default()
            event.stop()

    def on_mount(self) -> None:
        """Begin with the width of the list before."""
        self._told_width = self.last_width

    def on_resize(self, event: Resize) -> None:
        """Keep the width for the next list."""
        super().on_resize(event)
        Clicks.last_width = self.wrap_width
