"""Watching: repeats the checks, less and less often, until all pass or a limit is reached."""

import asyncio
import math
from typing import TYPE_CHECKING

from dmsa_tui.checks.watch import Ended, Watch
from dmsa_tui.checks.words import counted, listed
from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding.check_overview import Overview, overview, titles
from dmsa_tui.onboarding.states import State
from dmsa_tui.tui.steps.check_runner import WORKERS, ChecksEnded

if TYPE_CHECKING:
    from textual.worker import Worker

    from dmsa_tui.tui.steps.step_screen import StepScreen

ENDINGS = {
    Ended.RIGHT: "All checks pass; watching has ended.",
    Ended.BUDGET: "Watching has ended: its requests are used up. Check again when something has changed.",
    Ended.REFUSED: "Watching has ended: Procore refused the same request three times. Check again when it is fixed.",
    Ended.NOTHING_LEFT: "Watching has ended: a person must check the rest.",
}


class Watching:
    """Repeats all checks for a screen."""

    def __init__(self, screen: "StepScreen") -> None:
        self._screen = screen
        self._worker: Worker[None] | None = None
        self._round_wanted = asyncio.Event()

    @property
    def is_on(self) -> bool:
        """Whether it is watching."""
        return self._worker is not None

    def start(self) -> None:
        """Start to watch."""
        self._worker = self._screen.run_worker(self._watch, group=WORKERS, exclusive=True, exit_on_error=False)

    def stop(self) -> None:
        """Stop watching."""
        if self._worker is not None:
            self._worker.cancel()
        self._end("Watching was stopped.")

    def ask_now(self) -> None:
        """Start the next round at once."""
        self._round_wanted.set()

    async def _watch(self) -> None:
        session = self._screen.session
        watch, manual = Watch(session.definitions, strict=True), True
        while watch.ended is None:
            try:
                report = await session.run_checks(watch.asking, manual=manual)
            except DmsaError as problem:
                self._end(str(problem), wrong=True)
                return
            watched = watch.note(report)
            session.kept_answers.note_full(watched.report)
            await self._screen.app.autosave.now()
            # What was refused before may be asked again once something that it needs has turned right.
            manual = watched.progressed or (watch.ended is None and await self._pause(watch))
        self._screen.app.terminal_title.tell("Watching has ended")
        self._end(self._by_what_stands if watch.ended is Ended.RIGHT else ENDINGS[watch.ended])

    def _end(self, note: str, *, wrong: bool = False) -> None:
        self._worker = None
        self._screen.post_message(ChecksEnded(note, wrong))

    @property
    def _seen(self) -> Overview:
        session = self._screen.session
        return overview(session.record, session.answers, session.definitions)

    @property
    def _by_what_stands(self) -> str:
        """That nothing is left to ask: a caution about the record, or a person's word, is no pass of a check."""
        seen = self._seen
        if left := _left(seen):
            return f"{left} Watching has ended."
        if any(row.state is not State.PROVEN for row in seen.rows):
            return "Nothing fails; watching has ended."
        return ENDINGS[Ended.RIGHT]

    @property
    def _cautions(self) -> str:
        """What is left where the setup works already, and how to stop; empty where something fails."""
        seen = self._seen
        if not seen.cautions or seen.wrong or seen.waiting or seen.unverified:
            return ""
        return f" {_left(seen)} {self._screen.app.key_text('follow')} stops."

    async def _pause(self, watch: Watch) -> bool:
        """Count down to the next round; True if a person did not want to wait."""
        self._round_wanted.clear()
        while watch.seconds_left > 0:
            seconds, left = math.ceil(watch.seconds_left), watch.requests_left
            again = f"Watching: checks again in {seconds} s; {left} requests left."
            self._screen.post_message(ChecksEnded(f"{again}{self._cautions}"))
            try:
                await asyncio.wait_for(self._round_wanted.wait(), min(1.0, watch.seconds_left))
                return True
            except TimeoutError:
                continue
        return False


def _left(seen: Overview) -> str:
    """What nobody has proven or confirmed although nothing fails, in a sentence; empty where that is nothing."""
    kinds = (
        (("caution",), seen.cautions),
        (("unverified check",), seen.unverified),
        (("check to do", "checks to do"), (*seen.not_begun, *seen.to_do, *seen.waiting)),
    )
    counts = [counted(len(rows), *kind) for kind, rows in kinds if rows]
    return f"Only {listed(counts)} left: {titles([row for _kind, rows in kinds for row in rows])}." if counts else ""
