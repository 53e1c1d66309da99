"""Buttons side by side, and those without room on the next row."""

from textual.containers import Horizontal
from textual.geometry import Size
from textual.layout import WidgetPlacement
from textual.layouts.horizontal import HorizontalLayout
from textual.widget import Widget


class Wrapping(HorizontalLayout):
    """Horizontal, but what would end beyond the right edge begins another row."""

    name = "wrapping"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> list[WidgetPlacement]:
        """Arrange horizontally, and break the row where it is full."""
        wrapped, left, top, bottom = [], 0, 0, 0
        for each in super().arrange(parent, children, size, greedy):
            if each.region.right - left > size.width and each.region.x > left:
                left, top = each.region.x, bottom
            region = each.region.translate((-left, top))
            bottom = max(bottom, region.bottom)
            wrapped.append(each._replace(region=region))
        return wrapped


class WrappingRow(Horizontal):
    """A row that takes as many rows as its buttons need."""

    DEFAULT_CSS = "WrappingRow { height: auto; }"

    @property
    def layout(self) -> Wrapping:
        """How the buttons are arranged."""
        return _WRAPPING


_WRAPPING = Wrapping()
