"""Makes two marks out of two colors, in the theme with the terminal's own, that no palette can be relied on for."""

from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

REVERSED = RichColor.parse("color(7)")
"""`ansi_white` as a ground: the terminal's ground and letters change places. Styles of widgets cannot say `reverse`."""
MUTED = RichColor.parse("color(8)")
"""`ansi_bright_black` as the color of letters: the terminal's own, dim. It is the ground itself in some palettes."""


class TerminalColors(LineFilter):
    """The same cells; white grounds are reversed and grey letters are dim."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The line in the terminal's colors."""
        return [Segment(text, style and _own(style), control) for text, style, control in segments]


@lru_cache(1024)
def _own(style: Style) -> Style:
    if style.bgcolor == REVERSED:
        return style + Style(color="default", bgcolor="default", reverse=True, dim=False)
    return style + Style(color="default", dim=True) if style.color == MUTED else style
