"""A list whose options have several lines; the owner wraps them."""

from typing import ClassVar

from textual.events import Click, Resize
from textual.message import Message

from dmsa_tui.tui.widgets.refilled_list import RefilledList


class WrappedList(RefilledList):
    """Posts `NewWidth` when the options must be wrapped again."""

    class NewWidth(Message):
        """The width has changed since the options were wrapped."""

    MIN_COLUMNS: ClassVar[int] = 50
    """The width of an option before the first layout, and the least one after it."""
    _told_width = 0

    @property
    def wrap_width(self) -> int:
        """The columns that an option has."""
        return max(self.scrollable_content_region.width - 1, self.MIN_COLUMNS)

    def on_resize(self, _event: Resize) -> None:
        if self.wrap_width != (self._told_width or self.MIN_COLUMNS):
            self._told_width = self.wrap_width
            self.post_message(self.NewWidth())


class ListWithButton(WrappedList):
    """Beside it a button chooses: a click highlights a line, and a double click chooses it."""

    def on_click(self, event: Click) -> None:
        """Only highlight at the first click; Textual's own handler chooses at the second."""
        place = event.style.meta.get("option")
        if event.chain > 1 or place is None or place >= self.option_count:
            return
        event.prevent_default()
        if not self.get_option_at_index(place).disabled:
            self.highlighted = place
