"""A pasted manifest, held against the profile row by row."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static, TextArea

from dmsa_tui.problems import BadInput
from dmsa_tui.screens.dialog import Dialog
from dmsa_tui.widgets.prose import plain

if TYPE_CHECKING:
    from dmsa_tui.session import Session


def compare_button() -> Button:
    """The way to this dialog; the step screens answer it."""
    return Button("Compare a pasted manifest… (optional)", id="compare-manifest", compact=True)


class ManifestDialog(Dialog[None]):
    """What is pasted is judged here and goes nowhere."""

    HEADING = "Compare a manifest with the profile"

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session

    def compose_dialog(self) -> ComposeResult:
        """Where to paste, and what was found."""
        yield Static(plain("Paste what View Manifest or the JSON editor shows.", "$foreground-muted"))
        yield TextArea(id="manifest-text", compact=True)
        yield Static(id="manifest-findings", markup=False)

    def compose_row(self) -> ComposeResult:
        """Compare."""
        yield Button("Compare", id="compare", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Pasting is what one wants."""
        self.query_one(TextArea).focus()

    @on(Button.Pressed, "#compare")
    def _compare(self, event: Button.Pressed) -> None:
        from dmsa_tui.guide.manifest import compare_manifest

        event.stop()
        said = self.query_one("#manifest-findings", Static)
        try:
            profile = self.session.profile
        except BadInput as problem:
            said.update(plain(f"✖ {problem}", "$text-error"))
            return
        findings = compare_manifest(self.query_one(TextArea).text, profile)
        lines = [plain(f"✖ {problem}", "$text-error") for problem in findings.problems]
        lines += [plain(f"! {note}", "$text-warning") for note in findings.notes]
        if not findings.problems:
            lines.insert(0, plain(f"It asks for what profile {profile.id} needs.", "bold"))
        said.update(Content("\n").join(lines))
