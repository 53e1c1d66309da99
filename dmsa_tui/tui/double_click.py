"""The second click of a double click is for what the first one was for."""

import time
from typing import TYPE_CHECKING, Any

from textual.events import Event, MouseDown

if TYPE_CHECKING:
    from textual.screen import Screen

SECONDS = 0.5
"""Within so many seconds a press at the same place is the second of a double click, as for Textual."""


class DoubleClick:
    """Notices the second press of a double click whose first one was on another screen."""

    def __init__(self) -> None:
        self._screen: Screen[Any] | None = None
        self._place = (-1, -1)
        self._at = float("-inf")

    def falls_through(self, event: Event, screen: "Screen[Any]") -> bool:
        """Whether that is a press meant for the screen that its first one has changed."""
        if not isinstance(event, MouseDown) or event.is_forwarded:
            return False
        before, place, at = self._screen, self._place, self._at
        self._place, self._at = (event.screen_x, event.screen_y), time.monotonic()
        is_second = self._at - at < SECONDS and self._place == place
        if not is_second:
            self._screen = screen
        return is_second and before is not screen
