"""Reading the levels on every permitted project: long work with an estimate, which can be stopped and goes on later."""

import time
from dataclasses import dataclass

from textual import on, work
from textual.message import Message
from textual.widgets import Button, Static
from textual.worker import Worker

from dmsa_tui.checks.model import Result
from dmsa_tui.problems import BadInput
from dmsa_tui.screens.following import FollowingScreen
from dmsa_tui.widgets.prose import plain, say

TOLD_EVERY = 0.25
"""Seconds between two sentences: to draw one for each of hundreds of answers a second would keep the keys waiting."""
BEGIN, STOP = "Read the levels on every permitted project", "Stop reading; it can go on later"


@dataclass
class Progress(Message):
    """How far the reading is; a newer one replaces it."""

    sentence: str

    def can_replace(self, message: Message) -> bool:
        """Only the newest is worth drawing."""
        return isinstance(message, Progress)


class EveryProjectScreen(FollowingScreen):
    """A screen on which every project can be asked about."""

    _reading: Worker[None] | None = None

    @on(Button.Pressed, "#every-project")
    def _every_project_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if self._reading is not None:
            self._reading.cancel()
            self._over("Stopped; what was read is kept for the next time.")
        else:
            self._reading = self._read()
            self.query_one("#every-project", Button).label = STOP

    @work(group="every-project", exclusive=True, exit_on_error=False)
    async def _read(self) -> None:
        last, told_at = Progress(""), 0.0

        def progress(sentence: str) -> None:
            nonlocal told_at
            last.sentence, now = sentence, time.monotonic()
            if now - told_at >= TOLD_EVERY:
                told_at = now
                self.post_message(Progress(sentence))

        def tell(result: Result) -> None:
            self.tell(result)

        try:
            await self.session.check_every_project(tell, progress)
        except BadInput as problem:
            self._over(str(problem))
            return
        await self.save()
        self._over(f"Read on {last.sentence}. {self.session.cost_sentence}")

    def _over(self, note: str) -> None:
        self._reading = None
        self.query_one("#every-project", Button).label = BEGIN
        say(self.query_one("#check-note", Static), plain(note, "$foreground-muted"))
        self.draw_state()

    @on(Progress)
    def _progressed(self, event: Progress) -> None:
        if self._reading is not None:
            say(self.query_one("#check-note", Static), plain(f"Levels read on {event.sentence}", "$text-accent"))
