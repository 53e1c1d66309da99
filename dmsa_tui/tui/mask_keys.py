"""The keys that show or mask IDs and project names on a shared screen."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dmsa_tui.checks.words import listed
from dmsa_tui.procore.secret import masked
from dmsa_tui.tui.one_notice import OneNotice
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.header_bar import HeaderBar

if TYPE_CHECKING:
    from textual.screen import Screen

    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.base_app import BaseApp

REVEAL_WITHIN = 3.0
"""Seconds for the second press that shows IDs."""
PROJECT_IDS = "the IDs of projects"


class MaskKeys:
    """Masks at once, and shows only after a warning."""

    def __init__(self, screen: "Screen[Any]", app: "BaseApp", session: "Session", *, also: str = "") -> None:
        """`also`: what else of the screen the mask hides, in words."""
        self._screen, self._app, self._mask, self._also = screen, app, session.mask, also
        self._asked_at = -REVEAL_WITHIN
        self._notice = OneNotice()

    def toggle_ids(self) -> None:
        """Mask IDs, or warn what showing them reveals; a second press soon after shows them."""
        mask, asked_at, self._asked_at = self._mask, self._asked_at, -REVEAL_WITHIN
        timeout = 4.0
        if not mask.ids_hidden:
            mask.hide_ids(True)
            sentence = "IDs are masked."
        elif mask.recorder:
            sentence = self._recorded("IDs")
        elif time.monotonic() - asked_at > REVEAL_WITHIN:
            self._asked_at = time.monotonic()
            ids = listed(list(self._masked_here())) or "the IDs"
            key = self._app.key_text("reveal")
            sentence = f"Press {key} again within {REVEAL_WITHIN:.0f} s to show {ids}."
            timeout = REVEAL_WITHIN
        else:
            mask.hide_ids(False)
            self._notice.withdraw(self._app)  # the line under it has an ID, and says that IDs are shown
            return
        self._notice.say(self._app, sentence, timeout=timeout)

    def _masked_here(self) -> Iterator[str]:
        """What of this screen the mask hides, in words. The top line, which a notice may cover, has the company ID."""
        drawn = "".join(f"{bar.render_line(0).text}\n" for bar in self._screen.query(HeaderBar))
        drawn += "\n".join(strip.text for strip in self._screen._compositor.render_strips())
        fields = [each for each in self._screen.query(Field) if each.confidential and each.region]
        for words, values in self._mask.hideable.items():
            if any(masked(value) in drawn or value in (each.input.value for each in fields) for value in values):
                yield words
        if self._also:
            yield self._also

    def toggle_names(self) -> None:
        """Mask or show the names of projects."""
        mask = self._mask
        mask.hide_names(not mask.names_hidden)
        sentence = "Project names are masked." if mask.names_hidden else "Project names are shown."
        self._screen.notify(self._recorded("Project names") if mask.recorder else sentence, timeout=4)

    def _recorded(self, what: str) -> str:
        return f"{what} stay masked: {self._mask.recorder} is recording this terminal."
