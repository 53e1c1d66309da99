"""A bar of one line for long work, drawn when there is news and never by itself."""

from textual.content import Content

from dmsa_tui.tui.widgets.guide_text import literal

DONE, LEFT = "━", "─"
"""Told apart without colors too."""
LONGEST, SHORTEST = 40, 6
"""Columns of a bar."""
ACCENT = "$text-accent"


def bar(done: int, total: int, columns: int = LONGEST) -> Content:
    """How much is done, in so many columns."""
    full = columns * min(done, total) // total
    return literal(DONE * full, f"{ACCENT} bold") + literal(LEFT * (columns - full), "$foreground-muted")


def progress_line(said: str, done: int, total: int, columns: int) -> Content:
    """A bar, and beside it what is said; what is said alone where the bar has no room, or the total is not known."""
    words = literal(said, ACCENT)
    room = min(columns - words.cell_length - 2, LONGEST)
    return words if not total or room < SHORTEST else Content.assemble(bar(done, total, room), "  ", words)
