"""The screen of the step after the open one: made while the person reads, so that it only has to be drawn.

Half of the time in which a step opens goes into making its widgets. A screen made ahead changes nothing and asks
nobody. The first change of what it would show throws it away.
"""

import time
from typing import TYPE_CHECKING, Protocol

from textual.app import App
from textual.screen import Screen
from textual.timer import Timer

if TYPE_CHECKING:
    from dmsa_tui.tui.opening import ClosedOnce

SHOWN = ("record_changes", "result_changes", "mask_changes", "scan_changes", "run_changes", "minutes", "theme")
"""What a step shows, as variables of the application."""


class Steps(Protocol):
    """What it needs to know about the steps."""

    @property
    def step_after_open(self) -> str:
        """The id of the step after the one in front; empty if none comes next."""

    @property
    def width_class(self) -> str:
        """The CSS class of screens at the terminal's width."""

    def new_step_screen(self, step_id: str) -> "ClosedOnce":
        """A screen of that step."""


class NextStep:
    """Makes the screen of the next step ahead, and gives it out as long as it is true."""

    quiet_seconds = 0.3
    """How long nothing has changed before the next step is made; three times as long while a person changes things."""

    def __init__(self, app: App[str], steps: Steps) -> None:
        self._app = app
        self._steps = steps
        self._ahead: ClosedOnce | None = None
        self._past: list[ClosedOnce] = []
        """Thrown away, and removed when nothing else happens."""
        self._timer: Timer | None = None
        self._changed_at, self._patience = 0.0, 1

    def begin(self) -> None:
        """Make screens ahead from now on."""
        for each in SHOWN:
            self._app.watch(self._app, each, self.throw_away, init=False)
        self._app.screen_change_signal.subscribe(self._app, lambda _: self._opened())

    def throw_away(self) -> None:
        """Throw away what was made, which may be true no more."""
        if self._ahead is not None:
            self._ahead.closed = True
            self._past.append(self._ahead)
            self._ahead, self._patience = None, 3
        self._changed_at = time.monotonic()
        self._soon()

    def take(self, step_id: str) -> Screen[None] | None:
        """The screen of that step, if it was made ahead."""
        ahead = self._ahead
        if ahead is None or step_id != ahead.STEP or not ahead.has_class(self._steps.width_class):
            return None
        self._ahead = None
        return ahead

    def _opened(self) -> None:
        self._patience = 1
        self._soon()

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = self._app.set_timer(self._patience * self.quiet_seconds, self._make)

    def _make(self) -> None:
        """Make it, unless something happened meanwhile."""
        self._timer = None
        if time.monotonic() - self._changed_at < self._patience * self.quiet_seconds:
            self._soon()
            return
        while self._past:
            self._past.pop().remove()
        if self._ahead is None and (step_id := self._steps.step_after_open):
            self._ahead = self._steps.new_step_screen(step_id)
            self._app._get_screen(self._ahead)  # nothing public mounts a screen without showing it
