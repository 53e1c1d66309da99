"""Watching: ask again by itself, ever less often, until all checks pass or a limit is reached."""

import asyncio
import math

from textual import work
from textual.worker import Worker

from dmsa_tui.checks.watch import Ended, Watch
from dmsa_tui.errors import DmsaError
from dmsa_tui.tui.steps.check_runner import ChecksEnded
from dmsa_tui.tui.steps.step_screen import StepScreen

ENDINGS = {
    Ended.RIGHT: "All checks pass; watching has ended.",
    Ended.BUDGET: "Watching has ended: its requests are used up. Check again when something has changed.",
    Ended.REFUSED: "Watching has ended: Procore refused the same request three times. Check again when it is fixed.",
    Ended.NOTHING_LEFT: "Watching has ended: a person has to look at what is left.",
}


class WatchingScreen(StepScreen):
    """A screen whose checks can be followed."""

    _following: Worker[None] | None = None

    def on_mount(self) -> None:
        """Nobody has asked for a round yet."""
        self._now = asyncio.Event()

    @property
    def follows(self) -> bool:
        """Whether it asks by itself just now."""
        return self._following is not None

    def action_follow(self) -> None:
        """Begin to follow, or stop."""
        if self._following is not None:
            self._following.cancel()
            self._following = None
            self.post_message(ChecksEnded("Watching was stopped."))
        else:
            self._following = self._follow()

    def action_check(self) -> None:
        """Ask now; while following, the next round begins at once."""
        if self.follows:
            self._now.set()
        else:
            super().action_check()

    def ask_one(self, check_id: str) -> "Worker[None]":
        """Ask about one check; while following, the next round does."""
        if not self.follows:
            return super().ask_one(check_id)
        self._now.set()
        assert self._following is not None
        return self._following

    def practised(self) -> None:
        """Something was done in the practice company."""
        self.action_check()

    @work(group="checks", exclusive=True, exit_on_error=False)
    async def _follow(self) -> None:
        watch, manual = Watch(self.session.definitions, strict=True), True
        while watch.ended is None:
            try:
                report = await self.session.run_checks(watch.asking, manual=manual)
            except DmsaError as problem:
                self._end(str(problem), wrong=True)
                return
            found = watch.note(report)
            self.session.keep_verdict(found.report)
            await self.save()
            # What was refused before may be asked again once something that it needs has turned right.
            manual = found.progressed or (watch.ended is None and await self._pause(watch))
        self._end(ENDINGS[watch.ended])

    def _end(self, note: str, *, wrong: bool = False) -> None:
        self._following = None
        self.post_message(ChecksEnded(note, wrong))

    async def _pause(self, watch: Watch) -> bool:
        """Count down to the next round; True if a person did not want to wait."""
        self._now.clear()
        while watch.seconds_left > 0:
            seconds, left = math.ceil(watch.seconds_left), watch.requests_left
            self.post_message(ChecksEnded(f"Watching: checks again in {seconds} s; {left} requests left."))
            try:
                await asyncio.wait_for(self._now.wait(), min(1.0, watch.seconds_left))
                return True
            except TimeoutError:
                continue
        return False
