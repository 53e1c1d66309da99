"""A line for a search or a path that never shows what looks like a client ID or a secret, or an address with IDs."""

from textual.events import Paste
from textual.reactive import reactive
from textual.widgets import Input

from dmsa_tui.procore.pasted import holds_credential, is_address, is_masked

MASKED = "This looks like a client ID or a secret: it is masked, not searched for and not kept."


def is_dotted(text: str) -> bool:
    """Whether a search draws `text` as dots: it is, or begins, a client ID or secret, or an address with an ID."""
    return is_masked(text) or (is_address(text) and any(map(str.isdigit, text)))


class SearchLine(Input):
    """Masks such a text at once, even if it arrives key by key. With `recorded`, it masks every text."""

    compact = reactive(True, toggle_class="-textual-compact")
    recorded: reactive[bool] = reactive(False)

    def __init__(self, placeholder: str, *, id: str, name: str | None = None) -> None:
        super().__init__(placeholder=placeholder, compact=True, id=id, name=name, select_on_focus=False)

    @property
    def holds_credential(self) -> bool:
        """Whether a word of it has the form of a client ID or a secret."""
        return holds_credential(self.value)

    def begin(self, text: str) -> None:
        """Search for `text`, which goes on being typed."""
        self.screen.set_focus(self)
        self.value, self.cursor_position = text, len(text)

    def _on_paste(self, event: Paste) -> None:
        if holds_credential(event.text):
            event.prevent_default()  # the screen says what it is: here it would join what was searched for

    def watch_value(self, _value: str) -> None:
        """Mask before the value is drawn."""
        self._mask()

    def watch_recorded(self, _recorded: bool) -> None:
        """Mask everything: others keep a recording."""
        self._mask()

    def _mask(self) -> None:
        self.password = self.recorded or is_dotted(self.value)
