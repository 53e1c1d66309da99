"""Long work belongs to the application: it tells the screen in front how far it is, and announces the end."""

import math
import time
from typing import TYPE_CHECKING

from dmsa_tui.tui.messages import Paused, ScanEnded, ScanMoved
from dmsa_tui.tui.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message
    from textual.timer import Timer

    from dmsa_tui.checks.model import Result
    from dmsa_tui.session.level_scan import Ending
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.idle_scheduler import IdleScheduler

    Base = App[str]
else:
    Base = object


class BackgroundNotices(Base):
    """What DmsaApp does for long work."""

    session: "Session"
    quiet_times: "IdleScheduler | None" = None
    """When garbage is collected and long work goes on; None leaves that to Python and to itself."""
    _counting: "Timer | None" = None
    _pause = (0.0, "")

    def key_text(self, command_id: str) -> str:
        """The key of a command as people write it."""
        raise NotImplementedError

    def attend(self, session: "Session") -> None:
        """Hear what the long work of `session` tells."""
        session.every_project.watcher = self
        session.on_wait = self.paused

    @property
    def _front(self) -> WizardScreen | None:
        """The screen that is worked on, also while a dialog stands before it."""
        screens = reversed(self.screen_stack) if self.is_running else ()
        return next((each for each in screens if isinstance(each, WizardScreen)), None)

    def reading_moved(self) -> None:
        """The levels of more projects are known."""
        self._tell(ScanMoved())

    def _tell(self, told: "Message") -> None:
        """Tell the screen in front; behind a dialog it would be drawn whole, and dimmed, for each word that changes."""
        if (front := self._front) is not None and front is self.screen:
            front.post_message(told)

    def reading_turned(self, result: "Result") -> None:
        """One of the reading's checks has begun or has found something."""
        from dmsa_tui.tui.steps.check_runner import CheckRunnerScreen, CheckTurned

        if isinstance(front := self._front, CheckRunnerScreen):
            front.post_message(CheckTurned(result, aside=True))

    async def give_way(self) -> None:
        """A key is drawn before the next request leaves."""
        if self.quiet_times is not None:
            await self.quiet_times.give_way()

    def reading_ended(self, ending: "Ending") -> None:
        """The reading is over: the screen draws it, and the person is told wherever they are."""
        if (front := self._front) is None:
            return
        front.post_message(ScanEnded(ending))
        if ending.result is not None:
            found, at_checker = ending.result, getattr(front, "STEP", "") == "check"
            way = "" if at_checker else f" {self.key_text('checker')} leads to the checker."
            if not hasattr(front, "STEP"):
                way = f" It is on the checker ({self.key_text('checker')}) of the onboarding that is open."
            said = self.session.mask(found.summary)
            self.notify(f"Levels on every project: {found.status}. {said}{way}", timeout=12, markup=False)
        elif ending.sentence and (ending.wrong or getattr(front, "STEP", "") != "check"):
            self.notify(ending.sentence, severity="warning", timeout=8, markup=False)

    def paused(self, seconds: float, reason: str) -> None:
        """A rate limit is waited for; count down."""
        self._pause = (time.monotonic() + seconds, reason)
        if self._counting is None and self.is_running:
            self._counting = self.set_interval(1.0, self._count_down)
        self._count_down()

    def _count_down(self) -> None:
        left, reason = math.ceil(max(self._pause[0] - time.monotonic(), 0)), self._pause[1]
        self.session.every_project.paused_for = left
        if left:
            self._tell(Paused(f"{reason}: going on in {left} s"))
        elif self._counting is not None:
            self._counting.stop()
            self._counting = None
