"""A question before something that cannot be taken back."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static

from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal


class ConfirmDialog(Dialog[bool]):
    """Gives True for yes; None if the person closed it."""

    CLOSE = "Cancel"
    HELP = "The text says what happens. Nothing happens if you close it."

    SHOWS = ("environment", "company_id", "client_id", "login_url", "api_url", "secret_replaced_at")

    def __init__(self, question: str, consequence: str, yes: str) -> None:
        super().__init__()
        self.question = question
        self.consequence = consequence
        self.yes = yes

    @property
    def heading(self) -> str:
        return self.question

    def compose_dialog(self) -> ComposeResult:
        yield Static(literal(self.consequence), classes="paragraph")

    def compose_row(self) -> ComposeResult:
        yield CompactButton(self.yes, key="Y", id="yes", variant="warning")

    def on_mount(self) -> None:
        self.focus_close()

    @on(Button.Pressed, "#yes")
    def _yes(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(True)
