"""The end of long work, told by the terminal's title and its bell to a person who looks at another window."""

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

AWAY_SECONDS = 5.0
"""Seconds without a key or the mouse after which a person may be looking elsewhere."""
_KEEP, _RESTORE = "\x1b[22;2t", "\x1b[23;2t"
"""Put the title on the terminal's stack, and take it back (xterm's control sequences)."""


class TerminalTitle:
    """Says a few words in the title until the person acts. They never name a customer."""

    def __init__(self, app: "App[str]") -> None:
        self._app = app
        self.acted_at = time.monotonic()
        """When the last key was pressed, or the mouse used."""
        self._is_kept = False

    def acted(self) -> None:
        """The person is here: the title is again what it was."""
        self.acted_at = time.monotonic()
        self.restore()

    def tell(self, words: str) -> None:
        """Ring, and say `words`, unless the person has just acted."""
        if time.monotonic() - self.acted_at < AWAY_SECONDS:
            return
        self._app.bell()
        self._write(f"{'' if self._is_kept else _KEEP}\x1b]2;{words} - dmsa-tui\x07")
        self._is_kept = True

    def restore(self) -> None:
        """Give the terminal its own title back."""
        if self._is_kept:
            self._is_kept = False
            self._write(_RESTORE)

    def _write(self, sequence: str) -> None:
        if not self._app.is_headless and (driver := self._app._driver) is not None:
            driver.write(sequence)
