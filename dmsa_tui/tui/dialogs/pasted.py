"""The question where a pasted text belongs. The text itself is not shown."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static
from textual.widgets.button import ButtonVariant

from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal


class PastedDialog(Dialog[str]):
    """Gives the field that was chosen."""

    HELP = "You pasted a text outside a field. Choose the field that it belongs in; until then nothing is filled in."

    AUTO_FOCUS = ""
    SHOWS = ("client_id", "environment", "secret_replaced_at")

    def __init__(self, question: str, about: str, places: Mapping[str, str], *, is_likely: bool = True) -> None:
        """`places`: field → the label of its button; where the first `is_likely`, Enter takes it."""
        super().__init__()
        self.is_likely = is_likely
        self.question, self.about, self.places = question, about, places

    @property
    def heading(self) -> str:
        return self.question

    def compose_dialog(self) -> ComposeResult:
        yield Static(literal(self.about), classes="paragraph")

    def compose_row(self) -> ComposeResult:
        for number, (field, label) in enumerate(self.places.items()):
            kind: ButtonVariant = "primary" if self.is_likely and not number else "default"
            yield CompactButton(label, id=field.replace("_", "-"), name=field, variant=kind)

    def on_mount(self) -> None:
        """Focus the likely button, or Close."""
        if not self.is_likely:
            self.focus_close()
        for button in self.query(Button)[:1] if self.is_likely else ():
            button.focus()

    @on(Button.Pressed)
    def _chosen(self, event: Button.Pressed) -> None:
        if event.button.name in self.places:
            event.stop()
            self.dismiss(event.button.name)
