"""What is read in a scrolled list stays in its place while rows above it grow or shrink."""

from textual.scrollbar import ScrollBar
from textual.widget import Widget

from dmsa_tui.tui.widgets.scroll_pane import ScrollPane


def keep_place(row: Widget, grown: int) -> None:
    """Keep the focused row, or the first one in sight, in place when a row above it grows or shrinks."""
    pane = next((each for each in row.ancestors if isinstance(each, ScrollPane) and each.max_scroll_y), None)
    if pane is None or not grown:
        return
    focused = row.screen.focused
    held = focused.region if focused is not None and pane in focused.ancestors else None
    coming = pane.is_coming
    top = held.y if held is not None and (coming or pane.region.overlaps(held)) else pane.region.y
    if row.region.y < top:
        if coming:
            pane.cut_scrolling_short()
        # Before the layout that this row has asked for, so that no frame is drawn with the old place.
        place = max(0.0, pane.scroll_target_y + grown)
        pane.set_reactive(Widget.scroll_y, place)
        pane.set_reactive(Widget.scroll_target_y, place)
        pane.vertical_scrollbar.set_reactive(ScrollBar.position, place)
