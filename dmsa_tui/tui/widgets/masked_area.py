"""A text field of several lines that masks client IDs and secrets."""

from rich.text import Text
from textual.events import Paste
from textual.widgets import TextArea

from dmsa_tui.procore.pasted import dotted


class MaskedArea(TextArea):
    """A text of several lines, in which such a word is drawn as dots."""

    def on_paste(self, event: Paste) -> None:
        """The paste is for this field: Textual's own would go on to the screen, which asks where it belongs."""
        event.stop()

    def get_line(self, line_index: int) -> Text:
        """The line with dots of the same width, so that the cursor stays where it is."""
        line = super().get_line(line_index)
        line.plain = dotted(line.plain)
        return line
