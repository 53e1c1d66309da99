"""Reading the levels on every permitted project: long work that goes on whatever is on the screen. No Textual."""

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from dmsa_tui.checks.model import Report, Result, Status
from dmsa_tui.errors import DmsaError

if TYPE_CHECKING:
    from dmsa_tui.checks.runner import Runner
    from dmsa_tui.session.session import Session

LEVELS = "permissions.project"
"""The check that this work answers for every project, where a run answers it for a sample."""
TOLD_EVERY = 0.25
"""Seconds between two tellings: to draw one for each of hundreds of answers a second would keep the keys waiting."""
STOPPED = "Stopped; what was read is kept for the next time."
CHANGED = "The levels are not read on every project any more: what is asked about has changed."
LEFT = "The levels are not read on every project any more: another onboarding was opened."


@dataclass(frozen=True)
class Ending:
    """How a reading ended; `result` is what it found, None if it did not come to its end."""

    sentence: str
    result: Result | None = None
    wrong: bool = False


class Watcher(Protocol):
    """Whoever shows a reading. All of it is called on the event loop."""

    def reading_moved(self) -> None: ...
    def reading_turned(self, result: Result) -> None: ...
    def reading_ended(self, ending: Ending) -> None: ...
    async def give_way(self) -> None: ...


class LevelScan:
    """The reading of one session; at most one is under way, and it is about the open onboarding."""

    def __init__(self, session: "Session") -> None:
        self.watcher: Watcher | None = None
        self.progress = ""
        """E.g. "37 of 2,431, about 4 min left"; empty before the first answer."""
        self.done, self.total = 0, 0
        """Projects read, of how many; 0 of 0 before that is known."""
        self.paused_for = 0
        """Seconds for which a rate limit still holds the requests back."""
        self.running: dict[str, Result] = {}
        """Checks that this reading is asking just now."""
        self._session = session
        self._task: asyncio.Task[None] | None = None
        self._stopping: set[asyncio.Task[None]] = set()
        self._found: Result | None = None
        self._stopped: Runner | None = None
        """A runner that was stopped, which knows what it has read."""

    @property
    def under_way(self) -> bool:
        """Whether levels are being read."""
        return self._task is not None

    @property
    def answers(self) -> bool:
        """Whether what is known of the levels is, or is about to be, about every project: no sample then replaces it
        unless a person asks for one.
        """
        return self.under_way or (self._found is not None and self._session.results.get(LEVELS) is self._found)

    def begin(self) -> None:
        """Begin to read, or go on where the last reading was stopped; call it on the event loop."""
        if self._task is None:
            self.progress, self.done, self.total = "", 0, 0
            self.running.clear()
            self._task = asyncio.create_task(self._read())

    def stop(self, sentence: str = STOPPED) -> None:
        """Stop reading, if it is under way; `sentence` says why, and is not told where it is empty."""
        if self._task is None:
            return
        task, self._task = self._task, None
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)
        task.cancel()
        self._end(Ending(sentence))

    async def ended(self) -> None:
        """Stop without a word, and wait until no request is on its way any more."""
        self.stop("")
        await asyncio.gather(*self._stopping, return_exceptions=True)

    def forget(self) -> None:
        """Nothing that was read counts any more: the company is not what it was."""
        self.stop("")
        self._stopped = self._found = None

    async def _read(self) -> None:
        mine = asyncio.current_task()
        try:
            ending = await self._outcome(mine)
        except DmsaError as problem:
            ending = Ending(str(problem), wrong=True)
        except Exception as error:  # a task of its own: nothing else would tell the person that it has failed
            from dmsa_tui.terminal.crash_report import place

            said = f"The program has failed at this: {type(error).__name__} in {place(error)}. Your answers are safe."
            ending = Ending(said, wrong=True)
        if self._task is mine:
            self._task = None
            self._end(ending)

    async def _outcome(self, mine: "asyncio.Task[None] | None") -> Ending:
        from dmsa_tui.checks.progress import Progress
        from dmsa_tui.checks.runner import Runner
        from dmsa_tui.checks.target import ProjectScope

        session, told_at = self._session, 0.0
        client = await session.connected()
        pace = Progress(lambda: client.rate_limits)

        def progressed(check_id: str, done: int, total: int | None) -> None:
            nonlocal told_at
            if check_id == LEVELS and self._task is mine:
                self.progress, self.done, self.total = pace.sentence(done, total), done, total or 0
                if (now := time.monotonic()) - told_at >= TOLD_EVERY:
                    told_at = now
                    self._move()

        def turned(result: Result) -> None:
            # Others of its requests may be answered between its end and the moment in which they learn of it.
            if self._task is mine:
                self._turn(result)

        target = replace(session.target(), projects=ProjectScope("all"))
        runner = self._stopped = Runner(
            client, target, only={LEVELS}, accept=session.accepted, earlier=self._stopped, give_way=self._give_way
        )
        report = await runner.run(turned, progressed)
        if self._task is mine:
            self._stopped = None
            session.note_run(report, runner.projects)
        return self._told(report)

    def _told(self, report: Report) -> Ending:
        result = next(each for each in report.results if each.id == LEVELS)
        self._found = result if result.status is not Status.SKIPPED else None
        return Ending(f"Read on {self.progress}. {self._session.cost_sentence}" if self.progress else "", result)

    async def _give_way(self) -> None:
        if self.watcher is not None:
            await self.watcher.give_way()

    def _turn(self, result: Result) -> None:
        if result.status is Status.RUNNING:
            self.running[result.id] = result
        else:
            self.running.pop(result.id, None)
            self._session.results[result.id] = result
        if self.watcher is not None:
            self.watcher.reading_turned(result)

    def _move(self) -> None:
        if self.watcher is not None:
            self.watcher.reading_moved()

    def _end(self, ending: Ending) -> None:
        self.running.clear()
        if self.watcher is not None:
            self.watcher.reading_ended(ending)
