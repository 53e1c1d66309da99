"""A text field of several lines that masks client IDs and secrets."""

from rich.text import Text
from textual.events import Key, Paste
from textual.widgets import TextArea

from dmsa_tui.procore.pasted import dotted

BURST = 0.03
"""Seconds: keys that come so fast are a paste that the terminal sends as keys."""


class MaskedArea(TextArea):
    """A text of several lines, in which such a word is drawn as dots."""

    _typed_at = 0.0
    """When the last key came."""

    def on_key(self, event: Key) -> None:
        """A tab in a burst of keys belongs to what is pasted; pressed by itself it leaves the field."""
        in_burst, self._typed_at = event.time - self._typed_at < BURST, event.time
        if event.key == "tab" and in_burst and not self.read_only:
            event.stop()
            event.prevent_default()
            self.insert("\t")

    def on_paste(self, event: Paste) -> None:
        """The paste is for this field: Textual's own would go on to the screen, which asks where it belongs."""
        event.stop()

    def get_line(self, line_index: int) -> Text:
        """The line with dots of the same width, so that the cursor stays where it is."""
        line = super().get_line(line_index)
        is_typed = self.has_focus and not self.read_only and line_index == self.cursor_location[0]
        line.plain = dotted(line.plain, is_typed=is_typed)
        return line
