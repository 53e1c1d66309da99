"""Lines with a mark and a hanging indent, in one widget: a row of containers would cost a layout each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget

NBSP = "\u00a0"
"""Ordinary spaces at the start of a line are dropped when text is wrapped; these stay."""
GLUE = "\ue000"
"""Stands for such a space while a text is wrapped: Textual would break the line there."""
NOTHING = Content("")
_KNOWN_ROWS: LRUCache[tuple[object, ...], list[Content]] = LRUCache(1024)
_PARTS = re.compile(r"[a-z]+://[^/?&]*|[/?&]?[^/?&]+|[/?&]")
"""The host of an address, its folders, and each key of its query with its value."""
TALL = 30
"""Rows of the screen from which everything is said whole; below, the open action and its fields come first."""
SHORT = 22
"""Rows of the screen below which only what is needed for the next click is said."""


@dataclass(frozen=True)
class Line:
    """A paragraph. `mark` is in the first `indent` columns of its first line."""

    text: Content
    mark: Content = NOTHING
    indent: int = 0
    blank_before: bool = False


class HangingText(Widget):
    """Draws lines, wrapped to its width."""

    DEFAULT_CSS = "HangingText { height: auto; width: 1fr; }"
    virtual_size = Reactive(Size(0, 0))  # Textual's own lays out again after a layout, which only scrollbars need

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._drawn: tuple[int, Content] | None = None
        self.columns = 0
        """The width to draw for, while `lines` is read."""

    def lines(self) -> Sequence[Line]:
        """What is drawn."""
        raise NotImplementedError

    def draw(self) -> int:
        """Draw the lines if they changed, and lay out if their number did. Returns how many rows that adds."""
        before, self._drawn = self._drawn, None
        if before is None:
            self.refresh(layout=True)
            return 0
        width, content = before
        now = self._wrapped(width)
        grown = _height(now) - _height(content)
        if not now.is_same(content):
            self.refresh(layout=bool(grown))
        return grown

    def render(self) -> Content:
        return self._wrapped(self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return _height(self._wrapped(width))

    def _wrapped(self, width: int) -> Content:
        if self._drawn is None or self._drawn[0] != width:
            self.columns = width
            self._drawn = (width, hanging(self.lines(), width))
        return self._drawn[1]


class Paragraphs(HangingText):
    """Lines given by the owner."""

    def __init__(self, lines: Sequence[Line] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines = lines

    def lines(self) -> Sequence[Line]:
        """What was handed in last."""
        return self._lines

    def show(self, lines: Sequence[Line]) -> None:
        """Draw these lines."""
        self._lines = lines
        self.draw()


def hanging(lines: Iterable[Line], width: int) -> Content:
    """The lines wrapped to `width` columns, each under its own indent."""
    return Content("\n").join(row for line in lines for row in _rows(line, max(width, 20)))


def _height(content: Content) -> int:
    return content.plain.count("\n") + 1 if content.plain else 0


def _rows(line: Line, width: int) -> list[Content]:
    """The line's rows; most lines are drawn again as they were, and wrapping takes longest."""
    drawn_from = (
        line.text.plain, tuple(line.text.spans), line.mark.plain, tuple(line.mark.spans), line.indent,
        line.blank_before, width,
    )  # fmt: skip
    rows = _KNOWN_ROWS.get(drawn_from)
    if rows is None:
        rows = _KNOWN_ROWS[drawn_from] = _wrapped_rows(line, width)
    return rows


def _wrapped_rows(line: Line, width: int) -> list[Content]:
    rows = [Content("")] if line.blank_before else []
    first = line.mark + NBSP * (line.indent - line.mark.cell_length)
    for wrapped in _parted(_exchanged(line.text, NBSP, GLUE), width - line.indent).wrap(width - line.indent):
        rows.append(first + _exchanged(wrapped.rstrip(" "), GLUE, NBSP))
        first = Content(NBSP * line.indent)
    return rows


def _parted(text: Content, room: int) -> Content:
    """The text with a space where a row has to end within an address: between its parts, so that none is cut."""
    ends: list[int] = []
    for word in re.finditer(rf"\S{{{max(room // 2, 1)},}}", text.plain):  # no character takes more than two columns
        if Content(word[0]).cell_length <= room:
            continue
        used = 0
        for part in _PARTS.finditer(word[0]):
            length = Content(part[0]).cell_length
            if used and used + length > room:
                ends.append(word.start() + part.start())
                used = 0
            used = (used + length) % room or room
    return Content(" ").join(text.divide(ends)) if ends else text


def _exchanged(text: Content, one: str, other: str) -> Content:
    return Content(text.plain.replace(one, other), list(text.spans)) if one in text.plain else text
