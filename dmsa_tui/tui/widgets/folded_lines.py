"""Lines above and below an open part; those without room are cut at the width, or folded into one line."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.geometry import Region, Size
from textual.layout import WidgetPlacement
from textual.layouts.vertical import VerticalLayout
from textual.reactive import Reactive
from textual.style import Style
from textual.widget import Widget

from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import NBSP, Line, hanging
from dmsa_tui.tui.widgets.open_action import MUTED
from dmsa_tui.tui.widgets.shortened import shortened_sentence
from dmsa_tui.tui.widgets.signs import CONFIRMED, FAILING, Sign

ROOM_BEFORE = 3
"""The lines before get at most one of this many free rows; more if few come after."""
IF_ROOM = "-if-room"
"""Class of a last line that is drawn only where nothing else needs its row."""
ROOM_FOR_BLANK = 6
"""With more free rows than that, there is a blank one above all lines."""
DONE, TO_DO = "done", "to do"


class FoldedLine(NamedTuple):
    """A line: a mark, under which nothing is written, a text, and a tail that is never cut."""

    mark: Content
    text: Content
    tail: Content
    group: str = ""
    """The heading under which it stands; empty: none."""
    heads: bool = False
    """Whether it is that heading."""
    does: Style = Style()
    """What a click on it does."""
    ticked: Sign | None = None
    """The sign of its tick, or of what fails or waits there; None without either."""
    stands: str = TO_DO
    """How it stands, in words that a number can be before."""

    def whole(self, width: int) -> Content:
        """All of it, in as many rows as that takes."""
        return hanging([Line(self.text + self.tail, self.mark, self.mark.cell_length)], width).stylize(self.does)

    def cut(self, width: int) -> Content:
        """In one row."""
        room = max(width - self.mark.cell_length - self.tail.cell_length, 1)
        return (self.mark + shortened_sentence(self.text, room) + self.tail).stylize(self.does)


def span_of(lines: Sequence[FoldedLine]) -> str:
    """The numbers of the first actions."""
    return "1" if len(lines) == 1 else f"1–{len(lines)}"


def summed_up(lines: Sequence[FoldedLine]) -> Content:
    """What stands for the first actions: how many of them stand how, with the sign of the worst tick."""
    span = span_of(lines)
    numbers = Counter(each.stands for each in lines)
    parts = sorted(numbers, key=lambda word: (word != DONE, word == TO_DO))
    says = f" {parts[0]}" if len(parts) == 1 else ": " + ", ".join(f"{numbers[each]} {each}" for each in parts)
    return _worst_sign(lines) + literal(span + says, MUTED)


def _worst_sign(lines: Sequence[FoldedLine]) -> Content:
    ticks = [each.ticked for each in lines]
    others = sorted((each for each in ticks if each not in (None, CONFIRMED)), key=lambda sign: sign != FAILING)
    worst = next(iter(others), CONFIRMED if None not in ticks else None)
    if worst is None:
        return literal("   ")
    return literal(f" {worst.sign} ", MUTED if worst == CONFIRMED else worst.style)


def following(lines: Sequence[FoldedLine]) -> Content:
    """What stands for the last actions: how many there are."""
    return literal(f"      {len(lines)} more", MUTED)


class FoldedLines(Widget):
    """Lines, whole where there is room, else one row for each. Without room for that, those nearest to the open part
    stay."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "FoldedLines { height: auto; width: 1fr; }"
    virtual_size = Reactive(Size(0, 0))  # see HangingText

    def __init__(self, *, above: bool, id: str) -> None:
        super().__init__(id=id)
        self.above = above
        self.lines: Sequence[FoldedLine] = ()
        self.leads_to = ""
        """Above the open part: its heading, which stays in sight."""
        self._fold: Callable[[Sequence[FoldedLine]], Content] = summed_up if above else following
        self._wrapped: tuple[int, list[Content]] = (0, [])
        """A width, and the lines wrapped to it."""

    def show(self, lines: Sequence[FoldedLine], leads_to: str = "") -> None:
        """Draw these lines."""
        width, before = self._wrapped
        self.leads_to = leads_to
        self.lines, self._wrapped = lines, (0, [])
        grown = sum(map(_height, before)) != sum(map(_height, self._whole(width))) if width else True
        self.refresh(layout=grown)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows for all lines whole; the layout may give less."""
        return sum(map(_height, self._whole(width)))

    def rows_of_next(self, width: int) -> int:
        """How many rows the first line takes whole, with its heading; below the open part it is what comes next."""
        first = self._first_place
        return first + _height(self._whole(width)[first]) if first < len(self.lines) else 0

    @property
    def _first_place(self) -> int:
        """Place of the first line that is no heading."""
        return 1 if self.lines and self.lines[0].heads else 0

    def _whole(self, width: int) -> list[Content]:
        if self._wrapped[0] != width:
            self._wrapped = (width, [line.whole(width) for line in self.lines])
        return self._wrapped[1]

    def render(self) -> Content:
        """As many lines as there are rows, the nearest ones whole."""
        rows, width = self.size.height, self.size.width
        cut = [line.cut(width) for line in self.lines]
        whole = self._whole(width)
        if rows < len(cut) and self.above:
            heading, hidden = self._folded_above(rows)
            shown = [self._folded(self.lines[:hidden]), *heading, *cut[hidden:]]
            return Content("\n").join([Content("")] * (rows - len(shown)) + shown)  # nothing parts it from the open one
        if rows < len(cut):
            first = self._first_place
            if self.rows_of_next(width) < rows:
                cut[first] = whole[first]
                rows -= _height(whole[first]) - 1
            return Content("\n").join([*cut[: rows - 1], self._folded(self.lines[rows - 1 :])])
        room = rows - len(cut)
        for place in reversed(range(len(cut))) if self.above else range(len(cut)):
            more = _height(whole[place]) - 1
            if more <= room:
                room -= more
                cut[place] = whole[place]
        return Content("\n").join(cut)

    def _folded(self, hidden: Sequence[FoldedLine]) -> Content:
        """The line that stands for these; a click does what it does on the nearest one.

        It is the first that fails, with what it stands for: nothing that fails is out of sight.
        """
        actions = [each for each in hidden if not each.heads]
        if failing := next((each for each in actions if each.ticked == FAILING), None):
            others = f"  and {len(actions) - 1} more".replace(" ", NBSP)
            tail = failing.tail + literal(others, MUTED) if actions[1:] else failing.tail
            return failing._replace(tail=tail).cut(self.size.width)
        stands_for = self._fold(actions).truncate(self.size.width, ellipsis=True)
        return stands_for.stylize(actions[-1 if self.above else 0].does) if actions else stands_for

    def _folded_above(self, rows: int) -> tuple[list[Content], int]:
        """How many lines are folded in so many rows, and the heading of what is in sight below, if it is among them."""
        count = len(self.lines)
        for hidden in range(count - rows + 1, count + 1):
            first = self.lines[hidden] if hidden < count else None
            group = self.leads_to if first is None else first.group
            folded = () if first is not None and first.heads else self.lines[:hidden]
            heading = [each.cut(self.size.width) for each in folded if each.heads and each.group == group]
            if 1 + len(heading) + count - hidden <= rows:
                return heading, hidden
        return [], count


def _height(content: Content) -> int:
    return content.plain.count("\n") + 1


class AroundOpen(VerticalLayout):
    """Gives the open part all rows that it needs, and the rest to the lines around it.

    The next line comes before those that are past, and lines come before the blank row above them. A last line that
    gives way is left out where the open part would not fit above it.
    """

    name = "around-open"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> list[WidgetPlacement]:
        """Arrange vertically, and cut the lines around to the rows that are left."""
        others = [each for each in children if not each.has_class(IF_ROOM)]
        if len(others) == len(children):
            return self._arrange(parent, children, size, greedy)
        (last,) = super().arrange(parent, [each for each in children if each not in others], size, greedy)
        placed = self._arrange(parent, others, Size(size.width, size.height - 1), greedy)
        if max((each.region.bottom for each in placed), default=0) < size.height:
            return [*placed, last._replace(region=last.region.translate((0, size.height - 1)))]
        nothing = Region(last.region.x, 0, last.region.width, 0)
        return [*self._arrange(parent, others, size, greedy), last._replace(region=nothing)]

    def _arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool) -> list[WidgetPlacement]:
        placed = list(super().arrange(parent, children, size, greedy))
        folded = [each for each in placed if isinstance(each.widget, FoldedLines)]
        bottom = max((each.region.bottom for each in placed), default=0)
        if bottom < size.height or len(folded) != 2:
            return [each._replace(region=each.region.translate((0, 1))) for each in placed]
        above, below = folded
        room = size.height - (bottom - above.region.height - below.region.height)
        top = 1 if room > ROOM_FOR_BLANK else 0  # also where all would fit without it: nothing moves when the room does
        if bottom + top == size.height:
            return placed
        room -= top
        assert isinstance(above.widget, FoldedLines) and isinstance(below.widget, FoldedLines)
        more = max(min(below.widget.rows_of_next(below.region.width) - 1, room - 2), 0)
        least = 2 if above.widget.leads_to else 1  # the heading of the open part
        rows_above, rows_below = shares(room - more, len(above.widget.lines), len(below.widget.lines), least)
        rows_below += more
        spare = max(room - rows_above - rows_below, 0)
        whole_below = min(spare, below.region.height - rows_below)
        rows_below += whole_below
        rows_above += min(spare - whole_below, above.region.height - rows_above)
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
            shifted.append(each._replace(region=region.translate((0, top))))
        return shifted


def shares(room: int, above: int, below: int, least: int = 1) -> tuple[int, int]:
    """How many of `room` rows go to the lines above and below; each gets at least one, if it has any, or `least`."""
    least_above, least_below = min(above, least), min(below, 1)
    given_above = max(least_above, min(above, room // ROOM_BEFORE))
    given_below = max(least_below, min(below, room - given_above))
    given_above = max(given_above, min(above, room - given_below))
    return given_above, given_below
