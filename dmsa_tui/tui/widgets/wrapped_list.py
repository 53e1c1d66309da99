"""A list whose options take several lines, wrapped by whoever fills it."""

from typing import ClassVar

from textual.events import Resize
from textual.message import Message

from dmsa_tui.tui.widgets.refilled_list import RefilledList


class WrappedList(RefilledList):
    """Says when it has another width: then its options are to be wrapped again."""

    class NewWidth(Message):
        """The options have another width than those that are there were wrapped to."""

    MIN_COLUMNS: ClassVar[int] = 50
    """Columns that an option has at least: what is wrapped to before the first layout."""
    _told_width = 0

    @property
    def wrap_width(self) -> int:
        """The columns that an option has."""
        return max(self.scrollable_content_region.width - 1, self.MIN_COLUMNS)

    def on_resize(self, _event: Resize) -> None:
        """Of one's own size: the screen's is told before the list is laid out."""
        if self.wrap_width != (self._told_width or self.MIN_COLUMNS):
            self._told_width = self.wrap_width
            self.post_message(self.NewWidth())
