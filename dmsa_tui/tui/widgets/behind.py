"""What is behind a dialog: dim, but for the lines that say where one is and what the keys do now."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from textual.renderables.background_screen import BackgroundScreen

if TYPE_CHECKING:
    from textual.screen import Screen

Drawn = RenderableType
NO_LINK = Style(underline=False)
"""A click on the top line does nothing behind a dialog."""
FAINT = Style(dim=True)
"""What is left of all colors that cannot be mixed: the terminal's own letters, dim, on its own ground."""


class Behind(BackgroundScreen):
    """Textual's dim screen with some rows as they are."""

    def __init__(self, dim: BackgroundScreen, bright: Collection[int]) -> None:
        super().__init__(dim.screen, dim.color)
        self._bright = bright

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for y, strip in enumerate(self.screen._compositor.render_strips()):
            if y:
                yield Segment.line()
            if y in self._bright:
                yield from _as_it_is(strip)
            else:
                yield from self.process_segments(strip, self.color) if self.color.a else _faint(strip)


def behind(drawn: Drawn, screens: "Sequence[Screen[Any]]") -> Drawn:
    """What Textual has `drawn` behind a dialog over `screens`, with their top and last line as they are."""
    if not isinstance(drawn, BackgroundScreen):
        return drawn
    bright = set[int]()
    for screen in screens:
        bright.update(*(bar.region.line_range for bar in screen.query("HeaderBar, KeyBar")))
        bright.difference_update(*(box.region.line_range for box in screen.query(".dialog")))
    return Behind(drawn, bright)


def _as_it_is(strip: Iterable[Segment]) -> Iterable[Segment]:
    for text, style, control in strip:
        yield Segment(text, style and style.clear_meta_and_links() + NO_LINK, control)


def _faint(strip: Iterable[Segment]) -> Iterable[Segment]:
    for text, _style, control in strip:
        yield Segment(text, FAINT, control)
