"""The keys that show or mask IDs and project names on a shared screen."""

import time
from typing import TYPE_CHECKING

from dmsa_tui.checks.words import listed
from dmsa_tui.tui.one_notice import OneNotice

if TYPE_CHECKING:
    from dmsa_tui.tui.wizard_screen import WizardScreen

REVEAL_WITHIN = 3.0
"""Seconds for the second press that shows IDs."""


class MaskKeys:
    """Masks at once, and shows only after a warning."""

    def __init__(self, screen: "WizardScreen") -> None:
        self._screen = screen
        self._asked_at = -REVEAL_WITHIN
        self._notice = OneNotice()

    def toggle_ids(self) -> None:
        """Mask IDs, or warn what showing them reveals; a second press soon after shows them."""
        mask, asked_at, self._asked_at = self._screen.session.mask, self._asked_at, time.monotonic()
        timeout = 4.0
        if not mask.ids_hidden:
            mask.hide_ids(True)
            sentence = "IDs are masked."
        elif mask.recorder:
            sentence = self._recorded("IDs")
        elif self._asked_at - asked_at > REVEAL_WITHIN:
            ids = listed(mask.hideable) or "every ID that is entered later"
            key = self._screen.app.key_text("reveal")
            sentence = f"This shows {ids} on this screen. Press {key} again within {REVEAL_WITHIN:.0f} s to show them."
            timeout = REVEAL_WITHIN
        else:
            mask.hide_ids(False)
            self._asked_at = -REVEAL_WITHIN
            sentence = "IDs are shown on this screen."
        self._notice.say(self._screen.app, sentence, timeout=timeout)

    def toggle_names(self) -> None:
        """Mask or show the names of projects."""
        mask = self._screen.session.mask
        mask.hide_names(not mask.names_hidden)
        sentence = "Project names are masked." if mask.names_hidden else "Project names are shown."
        self._screen.notify(self._recorded("Project names") if mask.recorder else sentence, timeout=4)

    def _recorded(self, what: str) -> str:
        return f"{what} stay masked: {self._screen.session.mask.recorder} is recording this terminal."
