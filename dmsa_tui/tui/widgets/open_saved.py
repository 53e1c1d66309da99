"""The button that opens a file which was just saved. It appears with the file."""

from pathlib import Path

from textual import getters
from textual.widgets import Button

from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.widgets.at_action import UNNEEDED, need
from dmsa_tui.tui.widgets.compact_button import CompactButton


class OpenSaved(CompactButton):
    """Opens the file in the program that this machine has for it."""

    app = getters.app(BaseApp)
    DEFAULT_CSS = f"OpenSaved.{UNNEEDED} {{ display: none; }}"

    def __init__(self, label: str = "Open", *, key: str) -> None:
        super().__init__(label, key=key, id="open-saved", classes=UNNEEDED, tooltip="Opens the saved file")
        self._saved: Path | None = None

    def offer(self, path: Path) -> None:
        """Appear: this file was saved."""
        self._saved, self.tooltip = path, f"Opens {path}"
        need(self, True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Open the file."""
        event.stop()
        if self._saved is not None:
            self.app.run_worker(self.app.browser.open_file(self._saved), group="browser", exit_on_error=False)
