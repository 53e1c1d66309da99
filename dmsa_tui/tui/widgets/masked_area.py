"""A text field of several lines that masks client IDs and secrets."""

from rich.text import Text
from textual.events import Key, Paste
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from dmsa_tui.procore.pasted import dotted
from dmsa_tui.tui.widgets.burst import Burst


class MaskedArea(TextArea):
    """A text of several lines, in which such a word is drawn as dots."""

    def __init__(self, text: str, *, id: str, compact: bool = False, show_line_numbers: bool = False) -> None:
        super().__init__(text, id=id, compact=compact, show_line_numbers=show_line_numbers)
        self.burst = Burst[tuple[str, Selection]]()

    def on_key(self, event: Key) -> None:
        """A tab in a burst of keys belongs to what is pasted; pressed by itself it leaves the field."""
        in_burst = self.burst.follow(event, lambda: (self.text, (self.text, self.selection)))
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
