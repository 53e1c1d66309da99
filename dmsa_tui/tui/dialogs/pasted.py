"""The question where a pasted text belongs. The text itself is not shown."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static

from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import plain


class PastedDialog(Dialog[str]):
    """Gives the field that was chosen."""

    SHOWS = ("client_id", "environment", "secret_replaced_at")

    def __init__(self, question: str, about: str, places: Mapping[str, str]) -> None:
        """`places`: field → the label of its button, the most likely one first."""
        super().__init__()
        self.question, self.about, self.places = question, about, places

    @property
    def heading(self) -> str:
        """The question."""
        return self.question

    def compose_dialog(self) -> ComposeResult:
        """What was pasted, without showing it."""
        yield Static(plain(self.about), classes="paragraph")

    def compose_row(self) -> ComposeResult:
        """A button for each place."""
        for number, (field, label) in enumerate(self.places.items()):
            yield CompactButton(
                label, id=field.replace("_", "-"), name=field, variant="default" if number else "primary"
            )

    def on_mount(self) -> None:
        """Enter takes the first; a dialog that was closed before it stood has none."""
        for button in self.query(Button)[:1]:
            button.focus()

    @on(Button.Pressed)
    def _chosen(self, event: Button.Pressed) -> None:
        if event.button.name in self.places:
            event.stop()
            self.dismiss(event.button.name)
