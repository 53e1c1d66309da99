"""Lines above and below an open part; those without room are folded into one line."""

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.geometry import Region, Size
from textual.layout import WidgetPlacement
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget

ROOM_BEFORE = 3
"""The lines before get at most one of this many free rows; more if few come after."""


class FoldedLines(Widget):
    """One row for each line, cut at the width. Without room for all, those nearest to the open part stay."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "FoldedLines { height: auto; width: 1fr; }"

    def __init__(self, *, above: bool, id: str) -> None:
        super().__init__(id=id)
        self.above = above
        self.lines: Sequence[Content] = ()
        self._fold: Callable[[int], Content] = lambda count: Content(f"{count} more")

    def show(self, lines: Sequence[Content], fold: Callable[[int], Content]) -> None:
        """Draw these lines; `fold` returns the text for a number of folded ones."""
        grown = len(lines) != len(self.lines)
        self.lines, self._fold = lines, fold
        self.refresh(layout=grown)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row for each line; the layout may give less."""
        return len(self.lines)

    def render(self) -> Content:
        rows = self.size.height
        shown = list(self.lines)
        if hidden := len(shown) - rows if rows < len(shown) else 0:
            fold = self._fold(hidden + 1)
            shown = [fold, *shown[hidden + 1 :]] if self.above else [*shown[: rows - 1], fold]
        width = self.size.width
        return Content("\n").join(each.truncate(width, ellipsis=True) for each in shown)


class AroundOpen(VerticalLayout):
    """Gives the open part all rows that it needs, and the rest to the lines around it."""

    name = "around-open"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> list[WidgetPlacement]:
        """Arrange vertically, and cut the lines around to the rows that are left."""
        placed = list(super().arrange(parent, children, size, greedy))
        folded = [each for each in placed if isinstance(each.widget, FoldedLines)]
        bottom = max((each.region.bottom for each in placed), default=0)
        if bottom <= size.height or len(folded) != 2:
            return placed
        above, below = folded
        room = size.height - (bottom - above.region.height - below.region.height)
        rows_above, rows_below = shares(room, above.region.height, below.region.height)
        cut = above.region.height - rows_above
        shifted = []
        for each in placed:
            x, y, width, height = each.region
            if each is above:
                region = Region(x, y, width, rows_above)
            elif each is below:
                region = Region(x, y - cut, width, rows_below)
            else:
                region = Region(x, y - cut, width, height)
            shifted.append(each._replace(region=region))
        return shifted


def shares(room: int, above: int, below: int) -> tuple[int, int]:
    """How many of `room` rows go to the lines above and below; each gets at least one, if it has any."""
    least_above, least_below = min(above, 1), min(below, 1)
    given_above = max(least_above, min(above, room // ROOM_BEFORE))
    given_below = max(least_below, min(below, room - given_above))
    given_above = max(given_above, min(above, room - given_below))
    return given_above, given_below
