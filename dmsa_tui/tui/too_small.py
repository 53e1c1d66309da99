"""The notice that is shown while the terminal is too small."""

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from dmsa_tui.tui.opening import ClosedOnce
from dmsa_tui.tui.widgets.guide_text import literal

MIN_WIDTH, MIN_HEIGHT = 60, 20
"""Columns and rows that the screens need."""


def fits(size: Size) -> bool:
    """Whether the screens can be shown in a terminal of that size."""
    return size.width >= MIN_WIDTH and size.height >= MIN_HEIGHT


class TooSmallScreen(ClosedOnce, Screen[None]):
    """Covers everything, so that nothing is laid out in less room; it goes by itself when there is room again."""

    COVERS = True

    def compose(self) -> ComposeResult:
        yield Static(literal(f"This terminal is too small: dmsa-tui needs {MIN_WIDTH} columns and {MIN_HEIGHT} rows."))
