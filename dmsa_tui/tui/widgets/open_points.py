"""What is still open at the handoff: a row for each point, which leads to where it is done."""

from collections.abc import Sequence
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Vertical

from dmsa_tui.session.ending import OpenPoint
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.open_point_row import OpenPointRow


class OpenPoints(Vertical):
    """The points in the order of the setup, and a note below them."""

    DEFAULT_CSS = "OpenPoints { height: auto; } OpenPoints OpenPointRow { width: 1fr; }"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._points: tuple[OpenPoint, ...] = ()

    def compose(self) -> ComposeResult:
        """The heading and the note; the rows come between them."""
        yield Paragraphs([Line(literal("Still open", "bold"))])
        yield Paragraphs(id="open-note")

    @property
    def first(self) -> OpenPoint | None:
        """The first one that is done somewhere in the wizard."""
        return next((each for each in self._points if each.leads), None)

    def show(self, points: Sequence[OpenPoint], note: str) -> None:
        """Draw these; rows of points that stay open keep the focus."""
        lines = [] if points else [Line(literal("Nothing."))]
        if note:
            lines.append(Line(literal(note, "$foreground-muted")))
        below = self.query_one("#open-note", Paragraphs)
        below.show(lines)
        before, self._points = {each.point: each for each in self.query(OpenPointRow)}, tuple(points)
        for gone in before.keys() - {*points}:
            before[gone].remove()
        today, last = datetime.now().astimezone().date().isoformat(), None
        for point in self._points:
            row = before.get(point) or OpenPointRow(point)
            if point not in before:
                self.mount(row, before=below) if last is None else self.mount(row, after=last)
            row.key, row.today, last = "G" if point is self.first else "", today, row
            row.draw()
