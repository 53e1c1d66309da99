"""The question where a pasted text belongs. The text itself is not shown."""

import time
from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.events import Key
from textual.widgets import Button, Static
from textual.widgets.button import ButtonVariant

from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal

KEYS = {
    "client_secret": "S", "client_id": "I", "sandbox_client_id": "B",
    "app_version_key": "A", "sandbox_app_version_key": "B",
}  # fmt: skip
"""Field → its key, whatever is offered beside it: a secret that goes elsewhere by habit is on the screen there."""
QUIET_SECONDS = 0.7
"""The dialog opens by itself, maybe while a person types: a key is for it once none has come for that long."""


class PastedDialog(Dialog[str]):
    """Gives the field that was chosen."""

    HELP = "No field took the text that you pasted. Choose the one that it belongs in; until then nothing is filled in."

    AUTO_FOCUS = ""
    SHOWS = ("client_id", "environment", "secret_replaced_at")

    def __init__(self, question: str, about: str, places: Mapping[str, str], *, likely: str = "") -> None:
        """`places`: field → the label of its button. Enter takes `likely`; without one it closes."""
        super().__init__()
        self.likely = likely
        self.question, self.about, self.places = question, about, places
        self.quiet_since = time.monotonic()
        """When it opened, or when the last key came that was not for it."""

    @property
    def heading(self) -> str:
        return self.question

    def compose_dialog(self) -> ComposeResult:
        yield Static(literal(self.about), classes="paragraph")

    @property
    def room(self) -> int:
        """Less the rows of the places."""
        return super().room - len(self.places)

    def compose_below(self) -> ComposeResult:
        for key, (field, label) in zip(_keys(self.places), self.places.items(), strict=True):
            kind: ButtonVariant = "primary" if field == self.likely else "default"
            yield CompactButton(label, key=key, id=field.replace("_", "-"), name=field, variant=kind, classes="place")

    def on_mount(self) -> None:
        """Focus the likely button, or Close."""
        if not self.likely:
            self.focus_close()
        for button in self.query("CompactButton.-primary"):
            button.focus()

    def on_key(self, event: Key) -> None:
        """A key of what was being typed presses no button."""
        if event.time < self.quiet_since + QUIET_SECONDS and (event.is_printable or event.key == "enter"):
            self.quiet_since = event.time
            event.prevent_default().stop()

    @on(Button.Pressed)
    def _chosen(self, event: Button.Pressed) -> None:
        if event.button.name in self.places:
            event.stop()
            self.dismiss(event.button.name)


def _keys(places: Mapping[str, str]) -> list[str]:
    """A letter for each place: its own, the beginning of a word of no other label, or else one that is free."""
    begins = {
        field: [word[0].upper() for word in label.split() if word[0].isalpha()] for field, label in places.items()
    }
    keys = {field: KEYS[field] for field in places if field in KEYS}
    for field in places:
        own = begins[field]
        alone = [each for each in own if sum(each in others for others in begins.values()) == 1]
        free = (each for each in (*alone, *own, *places[field].upper()) if each.isalpha() and each not in keys.values())
        keys[field] = keys.get(field) or next(free)
    return [keys[field] for field in places]
