"""What lies under other widgets and shows nothing of its own."""

from textual.containers import Horizontal
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Backdrop(Widget):
    """Every row is like the first one, so that only that one is drawn; it must have no border above or below.

    Half of what Textual draws for a new step lies under something else. It comes last among the bases: Textual takes
    the default styles of the first.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """The first row, as often as there are rows."""
        if not crop.height:
            return []
        x, y, width, _ = crop
        return super().render_lines(Region(x, y, width, 1)) * crop.height


class Row(Horizontal, Backdrop):
    """Widgets side by side."""
