"""The way to the dialog in which a pasted manifest is held against the profile."""

from typing import TYPE_CHECKING

from textual.widgets import Button

if TYPE_CHECKING:
    from dmsa_tui.session import Session


class ManifestPaste(Button):
    """Optional on every step that has it."""

    def __init__(self, session: "Session") -> None:
        super().__init__("Compare a pasted manifest… (optional)", id="manifest-paste", compact=True)
        self.session = session

    def press(self) -> "ManifestPaste":
        """Open the dialog."""
        from dmsa_tui.screens.manifest_dialog import ManifestDialog

        self.app.push_screen(ManifestDialog(self.session))
        return self
