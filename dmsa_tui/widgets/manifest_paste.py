"""A place to paste a manifest and have it held against the profile, row by row."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Collapsible, Static, TextArea

from dmsa_tui.widgets.prose import plain

if TYPE_CHECKING:
    from dmsa_tui.session import Session


class ManifestPaste(Vertical):
    """Optional on every step that has it: what is pasted is judged here and goes nowhere."""

    def __init__(self, session: "Session") -> None:
        super().__init__(id="manifest-paste")
        self.session = session

    def compose(self) -> ComposeResult:
        """A closed box: most people never need it."""
        with Collapsible(title="Paste the manifest (View Manifest) to have it compared – optional"):
            yield TextArea(id="manifest-text", compact=True)
            yield Button("Compare", id="compare", compact=True)
            yield Static(id="manifest-findings", markup=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Compare."""
        event.stop()
        self.judge()

    def judge(self) -> None:
        """Say what the pasted manifest asks for, held against the profile."""
        from dmsa_tui.guide.manifest import compare_manifest

        findings = compare_manifest(self.query_one(TextArea).text, self.session.profile)
        lines = [plain(f"✖ {problem}", "$text-error") for problem in findings.problems]
        lines += [plain(f"! {note}", "$text-warning") for note in findings.notes]
        if not findings.problems:
            lines.insert(0, plain(f"✔ It asks for what profile {self.session.profile.id} needs.", "$text-success"))
        self.query_one("#manifest-findings", Static).update(Content("\n").join(lines))
