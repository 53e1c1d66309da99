"""The question what to do where another onboarding already has the company ID."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static

from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal


class SameCompanyDialog(Dialog[bool]):
    """Gives whether to open the one that is there; False: to start another one."""

    HEADING = "This company has an onboarding"
    HELP = "Two onboardings of one company are easily confused. Open the one that you have, or start another."
    AUTO_FOCUS = "#open-that"

    def __init__(self, name: str, place: str) -> None:
        """`name` as home shows it, and the environment or the host that stands in for it."""
        super().__init__()
        self.sentence = f"{name} already has this company ID in {place}."

    def compose_dialog(self) -> ComposeResult:
        yield Static(literal(self.sentence), classes="paragraph")

    def compose_row(self) -> ComposeResult:
        yield CompactButton("Open it", key="Enter", id="open-that", variant="primary")
        yield CompactButton("Start another", key="S", id="start-another")

    @on(Button.Pressed, "#open-that, #start-another")
    def _chosen(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "open-that")
