"""Dim words, and two marks that stand for two of the terminal's own colors, which no palette can be relied on for."""

from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import NO_DIM, DimFilter, LineFilter

REVERSED = RichColor.parse("color(7)")
"""`ansi_white` as a ground: the terminal's ground and letters change places. Styles of widgets cannot say `reverse`."""
MUTED = RichColor.parse("color(8)")
"""`ansi_bright_black` as the color of letters: the terminal's own, dim. It is the ground itself in some palettes."""


DIM = 0.85
"""How much of its color a dim word keeps; with Textual's share an answer of an earlier run cannot be read on a call."""


class DimWords(DimFilter):
    """The same cells in paler colors, for the themes that know their colors.

    In the first frame after another theme, a widget may still have the terminal's own, which Textual 8.2 cannot mix.
    """

    def __init__(self) -> None:
        super().__init__(DIM)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The line with its dim words mixed with their ground."""
        ground = background.rich_color
        known = [
            Segment(text, style + NO_DIM if style and style.dim and not _can_mix(style, ground) else style, control)
            for text, style, control in segments
        ]
        return super().apply(known, background)


def _can_mix(style: Style, ground: RichColor) -> bool:
    if style.color is None or style.bgcolor is None:
        return False
    under = ground if style.bgcolor.is_default else style.bgcolor
    return style.color.triplet is not None and under.triplet is not None


class TerminalColors(LineFilter):
    """The same cells; grey letters are dim, white grounds are reversed, and on a color are letters of the ground."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The line in the terminal's colors."""
        return [Segment(text, style and _own(style), control) for text, style, control in segments]


@lru_cache(1024)
def _own(style: Style) -> Style:
    if style.bgcolor == REVERSED:
        return style + Style(color="default", bgcolor="default", reverse=True, dim=False)
    if style.bgcolor is not None and not style.bgcolor.is_default and not style.reverse:
        return style + Style.from_color(style.bgcolor, RichColor.default()) + Style(reverse=True, dim=False)
    return style + Style(color="default", dim=True) if style.color == MUTED else style
