"""What to do when the person's screen looks different from what a step says."""

from textual.app import ComposeResult
from textual.widgets import Static

from dmsa_tui.guide.model import EditionSteps, Step
from dmsa_tui.screens.dialog import Dialog
from dmsa_tui.widgets.prose import plain, prose


class BranchesDialog(Dialog[None]):
    """The "I don't see this" branches of one step."""

    def __init__(self, step: Step, edition: EditionSteps) -> None:
        super().__init__()
        self.step = step
        self.edition = edition

    @property
    def heading(self) -> str:
        """The title."""
        return f"I don't see this – {self.step.title}"

    def compose_dialog(self) -> ComposeResult:
        """Each branch: what one sees, what to do."""
        if not self.edition.branches:
            yield Static(
                plain("Nothing is known to look different here. F2 changes the portal edition.", "$foreground-muted")
            )
        for branch in self.edition.branches:
            yield Static(prose(branch.see, "bold"), classes="branch-see")
            yield Static(prose(branch.do), classes="branch-do")
