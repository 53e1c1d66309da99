"""Adds the account to projects, or takes it out again, whatever screen is open."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dmsa_tui.errors import DmsaError
from dmsa_tui.session.background import Background
from dmsa_tui.session.connection import Connection
from dmsa_tui.session.open_record import opens_another
from dmsa_tui.vocabulary import CHECKS, ON_PROJECTS

if TYPE_CHECKING:
    from dmsa_tui.checks.target import Target
    from dmsa_tui.permit.journal import Journal
    from dmsa_tui.permit.model import Plan, Report
    from dmsa_tui.permit.probing import Probe
    from dmsa_tui.permit.run import Run
    from dmsa_tui.procore.client import ProcoreClient

PROGRESS, ASKED, ENDED, FOUND = "progress", "asked", "ended", "found"
"""The names under which observers are told that the run has moved on, that a person is asked, that it has ended, and
that an earlier one was found."""
CHUNK = 50
"""Projects in one request, as the command has it where nobody says otherwise."""
NOTICE_SECONDS = 0.25
"""Between two notices of progress."""
PATIENCE = 5.0
"""Seconds for which leaving waits for the request that is under way; the journal knows of it anyway."""
CHANGED = "Stopped, because an answer that it depends on has changed."
LEFT = "Stopped, because another onboarding was opened."
REPLACED = "Stopped, because the client secret was replaced."
FIRST = "Adding one project and reading it back; this may take two minutes"
QUIT = "Stopped, because you quit."
ASKED_ABOUT = frozenset(
    {"environment", "company_id", "client_id", "login_url", "api_url", "profile", "expect", "expected_projects"}
)
"""Fields of the record that a run is about."""


class About(NamedTuple):
    """Which onboarding, which company, and which pair."""

    name: str
    environment: str
    company_id: str
    client_id: str
    api_url: str


class NameAsked(NamedTuple):
    """The person must type the company's name. Nothing was written yet."""

    company: str
    plan: "Plan"
    cost: str
    template: str
    """The template's name; empty where none matters."""
    notes: tuple[str, ...]
    read_at: float
    """When the plan was made, on the monotonic clock."""


class ListAsked(NamedTuple):
    """Entries of a list match a project, but not exactly."""

    doubtful: tuple[str, ...]


class GoOnAsked(NamedTuple):
    """The first project was added and read back."""

    first: "Probe"
    more: int


Question = NameAsked | ListAsked | GoOnAsked


class Ended(NamedTuple):
    """How a run ended. Without a report, nothing was written."""

    sentence: str = ""
    report: "Report | None" = None
    wrong: bool = False
    about: "About | None" = None


class ProjectRun(Background):
    """The run of one session; at most one is under way, and it is about the open onboarding."""

    def __init__(
        self, connection: Connection, about: Callable[[], About], target: "Callable[[], Target]",
        directory: Callable[[], Path], wrote: "Callable[[About, Report | None, str], Awaitable[None]]",
    ) -> None:  # fmt: skip
        """`directory` is where journals are. `wrote` is told when writing begins, and when it has ended with a report.

        Its last argument is who began the run.
        """
        super().__init__()
        self.question: Question | None = None
        """What a person is asked; the run waits for `answer`."""
        self.progress = ""
        """E.g. "Adding: 400 of 2,428, about 2 min left"."""
        self.done, self.total = 0, 0
        self.writes = False
        """Whether the company's name was typed, so that Procore may have changed something."""
        self.takes_out = False
        """Whether it takes projects out."""
        self.stopping = False
        """Whether it ends after the request that is under way."""
        self.ending = Ended()
        """How the last run ended, whatever it was about."""
        self._of = self._found_for = About("", "", "", "", "")
        self._found: Journal | None = None
        self._connection, self._about, self._target = connection, about, target
        self._directory, self._wrote = directory, wrote
        self._run: Run | None = None
        self._answer: asyncio.Future[Any] | None = None
        self._why = ""
        self._noticed_at = 0.0

    # -- what a person does ----------------------------------------------------------------------------------------

    @property
    def holds_up(self) -> frozenset[str]:
        """Ids of the checks whose answer has to wait for its end."""
        if not (self.under_way and self.writes):
            return frozenset()
        return frozenset(each.id for each in CHECKS if each.id.startswith(ON_PROJECTS))

    @property
    def outcome(self) -> Ended:
        """How the last run ended that was about what the record says now."""
        return self.ending if self.ending.about == self._about() else Ended()

    @property
    def found(self) -> "Journal | None":
        """What `look` found last, if it was about what the record says now."""
        return self._found if self._found_for == self._about() else None

    async def look(self) -> None:
        """Look for a run of this company that can be undone or continued, also one of before a restart."""
        of = self._about()
        try:
            found = await self.latest()
        except DmsaError:
            found = None  # what the record says cannot be asked about, and the checks say why
        if of == self._about() and (found, of) != (self._found, self._found_for):
            self._found, self._found_for = found, of
            self._changed(FOUND)

    async def latest(self) -> "Journal | None":
        """The newest journal of a run that may have changed something in this company; None if there is none."""
        from dmsa_tui.permit.journal import Header, latest

        target, directory = self._target(), self._directory()

        def is_mine(header: Header) -> bool:
            place = (header.company_id, header.api_url, header.client_id)
            return place == (target.company_id, target.environment.api_url, target.client_id)

        return await asyncio.to_thread(latest, directory, is_mine)

    def begin(self, by: str) -> None:
        """Plan, and add what is missing; `by` is the person. Call this and the next two on the event loop."""

        async def work(client: "ProcoreClient", target: "Target") -> "Report":
            from dmsa_tui.permit.adding import Adding

            run = self._run = Adding(client, target, self, self._directory(), **self._options(client))
            return await run.apply()

        self._begin(work, by)

    def go_on(self, path: Path, by: str) -> None:
        """Continue the run of that journal."""

        async def work(client: "ProcoreClient", target: "Target") -> "Report":
            from dmsa_tui.permit.adding import Adding

            run = self._run = Adding(client, target, self, self._directory(), **self._options(client))
            return await run.resume(path, apply=True)

        self._begin(work, by)

    def take_out(self, path: Path, by: str) -> None:
        """Take out what the run of that journal added."""

        async def work(client: "ProcoreClient", target: "Target") -> "Report":
            from dmsa_tui.permit.undoing import Undoing

            run = self._run = Undoing(client, target, self, self._directory(), **self._options(client))
            return await run.undo(path, apply=True)

        self._begin(work, by, takes_out=True)

    def answer(self, given: Any) -> None:
        """Answer the open question: with the company's name, or with yes or no."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(given)

    def stop(self, why: str = "") -> None:
        """End after the request that is under way; where nothing was written, at once and without a word.

        A second time it ends at once; the journal knows what may have been done. `why` goes into the report.
        """
        if self._task is None:
            return
        self._why = self._why or why
        if not self.writes:
            self._let_go()
            self._end(Ended(why, about=self._of))
        elif self.stopping or self._run is None:
            self._task.cancel()
        else:
            self.stopping = True
            self._run.stop()
            self.answer(False)
            self._changed(PROGRESS)

    def answers_changed(self, names: frozenset[str]) -> None:
        """Stop if an answer changed that the run depends on."""
        if not self.stopping and names & ASKED_ABOUT:
            self.stop(LEFT if opens_another(names) else CHANGED)

    def replaced(self) -> None:
        """Stop because another secret was given: the one that the run has may end at any moment."""
        if not self.stopping:
            self.stop(REPLACED)

    async def ended(self) -> None:
        """Stop, wait for the request that is under way, and at last go without it."""
        if self._task is not None:
            task = self._task
            if not self.stopping:
                self.stop(QUIT)
            await asyncio.wait((task,), timeout=PATIENCE)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await self._all_left()

    # -- what the run asks -----------------------------------------------------------------------------------------

    async def company_name(self, company: str, plan: "Plan") -> str | None:
        """Ask for the company's name."""
        from dmsa_tui.permit.pace import cost

        assert self._run is not None and self._run.ready is not None
        ready, client = self._run.ready, self._run.client
        spent = cost(len(plan.to_add), CHUNK, self._run.sent, client.rate_limits)
        template = "" if ready.template is None else ready.template.name
        typed: str | None = await self._asked(
            NameAsked(company, plan, spent, template, ready.notes, time.monotonic())
        )  # fmt: skip
        self.writes = True
        self.progress, self.done, self.total = "" if self.takes_out else FIRST, 0, 0
        self._changed(PROGRESS)
        await self._wrote(self._of, None, "")
        return typed

    async def takes(self, doubtful: Sequence[str]) -> bool:
        """Ask whether these entries were taken for the right projects."""
        return bool(await self._asked(ListAsked(tuple(doubtful))))

    async def goes_on(self, first: "Probe", more: int) -> bool:
        """Ask whether the others are added too."""
        return bool(await self._asked(GoOnAsked(first, more)))

    async def _asked(self, question: Question) -> Any:
        self._answer = asyncio.get_running_loop().create_future()
        self.question = question
        self._changed(ASKED)
        try:
            return await self._answer
        finally:
            self.question = self._answer = None
            self._changed(PROGRESS)

    # -- how it goes -----------------------------------------------------------------------------------------------

    def _begin(
        self, work: "Callable[[ProcoreClient, Target], Awaitable[Report]]", by: str, *, takes_out: bool = False
    ) -> None:
        if self.under_way:
            return
        self.progress, self.done, self.total, self.takes_out = "", 0, 0, takes_out
        self.writes = self.stopping = False
        self.ending, self._why, self._run, self._of = Ended(), "", None, self._about()
        self._start(self._carry_out(work, by))
        self._changed(PROGRESS)

    def _options(self, client: "ProcoreClient") -> dict[str, Any]:
        from dmsa_tui.permit.pace import Pace

        pace, mine = Pace(lambda: client.rate_limits, CHUNK), self._task

        def progressed(phase: str, done: int, total: int | None) -> None:
            if self._task is mine:
                self.progress, self.done, self.total = pace.line(phase, done, total), done, total or 0
                if (now := time.monotonic()) - self._noticed_at >= NOTICE_SECONDS:
                    self._noticed_at = now
                    self._changed(PROGRESS)

        return {"chunk": CHUNK, "on_progress": progressed}

    async def _carry_out(self, work: "Callable[[ProcoreClient, Target], Awaitable[Report]]", by: str) -> None:
        mine, of = asyncio.current_task(), self._of
        try:
            target = self._target()
            async with self._connection.held() as client:
                client.forget_refusals()  # a person wants it now
                ending = await self._outcome(work(client, target))
        except DmsaError as problem:
            ending = Ended(str(problem), wrong=True)
        except Exception as error:  # a task of its own: nothing else would tell the person that it has failed
            from dmsa_tui.terminal.crash_report import internal_error

            ending = Ended(f"{internal_error(error)} The journal is whole.", self._so_far(), wrong=True)
        if ending.report is not None and self.writes:
            try:
                await self._wrote(of, ending.report, by)
            except DmsaError as problem:
                ending = ending._replace(sentence=f"{ending.sentence} {problem}".strip())
        if self._task is mine:
            self._task = None
            self._end(ending._replace(about=of))

    async def _outcome(self, work: "Awaitable[Report]") -> Ended:
        """The outcome; for a run that was cut short or that this machine refused, what is known of it."""
        from dmsa_tui.permit.model import Outcome

        try:
            report, wrong = await work, False
        except asyncio.CancelledError:
            if not self.writes:
                raise
            if (task := asyncio.current_task()) is not None:
                task.uncancel()
            known, wrong = self._so_far(), False
            assert known is not None
            report = known
        except DmsaError as problem:
            known, wrong = self._so_far(), True
            if known is None or known.journal is None:
                raise
            report = replace(known, problem=str(problem))
        if self._why and report.outcome is Outcome.STOPPED:
            report = replace(report, problem=self._why)
        return Ended(report=report, wrong=wrong)

    def _so_far(self) -> "Report | None":
        return self._run.so_far() if self.writes and self._run is not None else None

    def _end(self, ending: Ended) -> None:
        self.ending, self.question, self.stopping = ending, None, False
        with contextlib.suppress(asyncio.InvalidStateError):
            if self._answer is not None:
                self._answer.cancel()
        self._changed(ENDED)
