"""Reads the levels on every permitted project in the background, whatever screen is open."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.errors import DmsaError, StaleResult
from dmsa_tui.onboarding.check_states import STATES, sample_of
from dmsa_tui.onboarding.states import WORDS, age_words
from dmsa_tui.session.background import Background
from dmsa_tui.session.check_results import ASKED_OF_ALL
from dmsa_tui.session.open_record import opens_another
from dmsa_tui.vocabulary import Status

if TYPE_CHECKING:
    from dmsa_tui.checks.kept_levels import KeptLevels
    from dmsa_tui.checks.model import Confirmation, Report, Result
    from dmsa_tui.checks.runner import Runner
    from dmsa_tui.checks.target import Target
    from dmsa_tui.procore.client import ProcoreClient
    from dmsa_tui.session.check_results import CheckResults
    from dmsa_tui.session.connection import Connection

LEVELS = "permissions.project"
"""The check that this scan answers for every project; a run answers it for a sample."""
PROGRESS, ENDED = "progress", "ended"
"""The names under which observers are told that the scan has moved on, and that it has ended."""
NOTICE_SECONDS = 0.25
"""Seconds between two notices of progress: drawing hundreds of answers a second would delay keys."""
STOPPED = "Stopped. The levels read so far are kept."
CHANGED = "Stopped reading the levels on all projects: an answer that they depend on has changed."
LEFT = "Stopped reading the levels on all projects: another onboarding was opened."


class Ending(NamedTuple):
    """How a scan ended. `result` is None if it did not finish."""

    sentence: str
    result: "Result | None" = None
    wrong: bool = False


async def _at_once() -> None:
    """Do not wait."""


class LevelScan(Background):
    """The level scan of one session. At most one runs, and it is about the open onboarding."""

    def __init__(
        self, connection: "Connection", results: "CheckResults",
        target: "Callable[[], Target]", confirmations: "Callable[[], dict[str, Confirmation]]",
        kept: "Callable[[ProcoreClient], KeptLevels | None]",
    ) -> None:  # fmt: skip
        super().__init__()
        self.give_way: Callable[[], Awaitable[None]] = _at_once
        """Awaited before each request, so that the interface can handle a key first."""
        self.progress = ""
        """E.g. "37 of 2,431, about 4 min left"; empty before the first answer."""
        self.done, self.total = 0, 0
        """Projects read, of how many; 0 of 0 before that is known."""
        self.paused_for = 0
        """Seconds until a rate limit lets requests go again; 0 without a pause."""
        self.ending = Ending("")
        """How the last scan ended."""
        self._connection, self._results = connection, results
        self._target, self._confirmations, self._kept = target, confirmations, kept
        self._found: Result | None = None
        self._found_at = datetime.now(UTC)
        results.observe(self._results_changed)
        self._stopped: Runner | None = None
        """The runner that was stopped, with the levels that it has read."""

    def _results_changed(self, names: frozenset[str]) -> None:
        """What was read counts no more once an answer changed that it depends on; which projects are wanted is none."""
        if LEVELS in names and LEVELS not in self._results:
            self._found = None

    @property
    def answers(self) -> bool:
        """Whether the known levels cover every project, or will soon: a sample replaces them only if a person asks for
        it."""
        return self.under_way or (self._found is not None and self._results.get(LEVELS) is self._found)

    def said_beside_sample(self, now: datetime) -> str:
        """What every project showed, where only a sample was read since, in two sentences; empty anywhere else."""
        latest, found = self._results.get(LEVELS), self._found
        sample = None if latest is None or latest is found else sample_of(latest.details)
        if found is None or sample is None:
            return ""
        word = WORDS[STATES[found.status]]
        age = age_words(self._found_at, now)
        read = f"All {self.total:,} projects were read {age}: {word}."
        if latest is not None and latest.status is not found.status:  # a fix may lie between the two
            read = f"The earlier reading of all {self.total:,} projects, {age}: {word}."
        return f"{read} The checks have looked at {sample[0]:,} of {sample[1]:,} since."

    def begin(self) -> None:
        """Start a scan, or continue where the last one was stopped. Call it on the event loop."""
        if not self.under_way:
            self.progress, self.done, self.total = "", 0, 0
            self._start(self._read())
            self._changed(PROGRESS)

    def stop(self, sentence: str = STOPPED) -> None:
        """Stop the scan if it runs. `sentence` says why; with an empty one, nobody is notified."""
        if self._let_go():
            self._end(Ending(sentence))

    def answers_changed(self, names: frozenset[str]) -> None:
        """Stop if an answer changed that the scan depends on."""
        if names & ASKED_OF_ALL:
            self.stop(LEFT if opens_another(names) else CHANGED)

    async def finished(self) -> None:
        """Wait until it has ended, however it does."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def ended(self) -> None:
        """Stop without a notice, and wait until no request is in flight."""
        self.stop("")
        await self._all_left()

    def forget(self) -> None:
        """Drop all levels that were read: the company has changed."""
        self.stop("")
        self._stopped = self._found = None

    async def _read(self) -> None:
        mine = asyncio.current_task()
        try:
            ending = await self._outcome(mine)
        except DmsaError as problem:
            ending = Ending(str(problem), wrong=True)
        except Exception as error:  # a task of its own: nothing else would tell the person that it has failed
            from dmsa_tui.terminal.crash_report import internal_error

            ending = Ending(f"{internal_error(error)} Your answers are safe.", wrong=True)
        if self._task is mine:
            self._task = None
            self._end(ending)

    async def _outcome(self, mine: "asyncio.Task[None] | None") -> Ending:
        from dmsa_tui.checks.progress import Progress
        from dmsa_tui.checks.runner import Runner
        from dmsa_tui.checks.target import ProjectScope

        noticed_at = 0.0
        client = await self._connection.client()
        pace = Progress(lambda: client.rate_limits)

        def progressed(check_id: str, done: int, total: int | None) -> None:
            nonlocal noticed_at
            if check_id == LEVELS and self._task is mine:
                self.progress, self.done, self.total = pace.sentence(done, total), done, total or 0
                if (now := time.monotonic()) - noticed_at >= NOTICE_SECONDS:
                    noticed_at = now
                    self._changed(PROGRESS)

        def turned(result: "Result") -> None:
            # Others of its requests may be answered between its end and the moment in which they learn of it.
            if self._task is mine:
                self._results.keep(result, run)

        run = self._results.begin_run(aside=True)
        try:
            target = replace(self._target(), projects=ProjectScope("all"))
            runner = self._stopped = Runner(
                client, target, only={LEVELS}, confirmations=self._confirmations(), earlier=self._stopped,
                give_way=self.give_way, kept=self._kept(client),
            )  # fmt: skip
            report = await runner.run(turned, progressed)
            if self._task is mine:
                self._stopped = None
                self._results.keep_run(report, runner.projects, run)
        except StaleResult:
            return Ending(CHANGED)
        finally:
            self._results.end_run(run)
        return self._outcome_of(report)

    def _outcome_of(self, report: "Report") -> Ending:
        result = next(result for result in report.results if result.id == LEVELS)
        self._found = result if result.status is not Status.SKIPPED else None
        self._found_at = datetime.now(UTC)
        return Ending(f"Levels read on {self.progress}. {self._results.cost}" if self.progress else "", result)

    def _end(self, ending: Ending) -> None:
        self.ending = ending
        self._changed(ENDED)
