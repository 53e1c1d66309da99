"""What is shown while the terminal is too small to show anything else."""

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from dmsa_tui.tui.opening import ClosedOnce
from dmsa_tui.tui.widgets.guide_text import plain

LEAST_WIDTH, LEAST_HEIGHT = 60, 20
"""Columns and rows that the screens need."""


def fits(size: Size) -> bool:
    """Whether the screens can be shown in a terminal of that size."""
    return size.width >= LEAST_WIDTH and size.height >= LEAST_HEIGHT


class TooSmallScreen(ClosedOnce, Screen[None]):
    """Covers everything, so that nothing is laid out in less room; it goes by itself when there is room again."""

    COVERS = True

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static(
            plain(f"This terminal is too small: dmsa-tui needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} rows.")
        )
