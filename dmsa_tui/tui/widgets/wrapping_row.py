"""Buttons side by side; where they have no room, without gaps, and then on a next row."""

from textual.containers import Horizontal
from textual.geometry import Size
from textual.layout import WidgetPlacement
from textual.layouts.horizontal import HorizontalLayout
from textual.message import Message
from textual.widget import Widget


class Wrapping(HorizontalLayout):
    """Horizontal, but the gaps close where all then fit; else what would end beyond the right edge begins a row."""

    name = "wrapping"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> list[WidgetPlacement]:
        """Arrange horizontally, and close the gaps, or break the row where it is full."""
        wrapped, left, top, bottom = [], 0, 0, 0
        placed = super().arrange(parent, children, size, greedy)
        if placed and sum(each.region.width for each in placed) <= size.width < placed[-1].region.right:
            for each in placed:
                wrapped.append(each._replace(region=each.region.at_offset((left, each.region.y))))
                left += each.region.width
            return wrapped
        for each in placed:
            if each.region.right - left > size.width and each.region.x > left:
                left, top = each.region.x, bottom
            region = each.region.translate((-left, top))
            bottom = max(bottom, region.bottom)
            wrapped.append(each._replace(region=region))
        return wrapped


class WrappingRow(Horizontal):
    """A row that takes as many rows as its buttons need."""

    DEFAULT_CSS = "WrappingRow { height: auto; }"

    class Resized(Message):
        """It may take another number of rows now."""

    def on_resize(self) -> None:
        """Tell whoever shares the screen's rows with it."""
        self.post_message(self.Resized())

    @property
    def layout(self) -> Wrapping:
        """How the buttons are arranged."""
        return _WRAPPING


_WRAPPING = Wrapping()
