"""What to do when the person's screen looks different from what a step says."""

from textual.app import ComposeResult

from dmsa_tui.guide.model import EditionSteps, Step
from dmsa_tui.screens.dialog import Dialog
from dmsa_tui.widgets.hanging import Line, Paragraphs
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
        lines = []
        for branch in self.edition.branches:
            lines.append(Line(prose(branch.see, "bold"), blank_before=True))
            lines.append(Line(prose(branch.do), indent=2))
        if not lines:
            text = "Nothing is known to look different here. Another portal edition may be the answer."
            lines.append(Line(plain(text, "$foreground-muted")))
        yield Paragraphs(lines)
