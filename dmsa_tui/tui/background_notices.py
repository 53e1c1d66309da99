"""What the person is told about work in the background: pauses for a rate limit, and the end of a level scan."""

import math
import time
from typing import TYPE_CHECKING

from textual.reactive import var

from dmsa_tui.session.level_scan import ENDED

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.idle_scheduler import IdleScheduler

    Base = App[str]
else:
    Base = object


class BackgroundNotices(Base):
    """What the application tells about work that goes on whatever is on the screen."""

    session: "Session"
    idle_scheduler: "IdleScheduler | None" = None
    """When garbage is collected and long work goes on; None leaves that to Python and to itself."""
    pause: var[str] = var("", init=False)
    """Why Procore is not being asked just now and for how long, as a sentence; empty while nothing is waited for."""
    _countdown: "Timer | None" = None
    _pause_until = (0.0, "")

    def key_text(self, command_id: str) -> str:
        """The key of a command as people write it."""
        raise NotImplementedError

    async def give_way(self) -> None:
        """A key is drawn before the next request leaves."""
        if self.idle_scheduler is not None:
            await self.idle_scheduler.give_way()

    def announce(self, names: frozenset[str]) -> None:
        """Tell the end of a level scan, unless the checker is in front and shows it."""
        if ENDED not in names or not self.is_running:
            return
        ending = self.session.level_scan.ending
        step = next((found for each in reversed(self.screen_stack) if (found := getattr(each, "STEP", ""))), "")
        if ending.result is not None:
            way = "" if step == "check" else f" {self.key_text('checker')} leads to the checker."
            if not step:
                way = f" It is on the checker ({self.key_text('checker')}) of the onboarding that is open."
            summary = self.session.mask.text(ending.result.summary)
            self.notify(f"Levels on every project: {ending.result.status}. {summary}{way}", timeout=12, markup=False)
        elif ending.sentence and (ending.wrong or step != "check"):
            self.notify(ending.sentence, severity="warning", timeout=8, markup=False)

    def paused(self, seconds: float, reason: str) -> None:
        """A rate limit is waited for; count down."""
        self._pause_until = (time.monotonic() + seconds, reason)
        if self._countdown is None and self.is_running:
            self._countdown = self.set_interval(1.0, self._count_down)
        self._count_down()

    def _count_down(self) -> None:
        left, reason = math.ceil(max(self._pause_until[0] - time.monotonic(), 0)), self._pause_until[1]
        self.session.level_scan.paused_for = left
        self.pause = f"{reason}: going on in {left} s" if left else ""
        if not left and self._countdown is not None:
            self._countdown.stop()
            self._countdown = None
