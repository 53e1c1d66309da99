"""Runs the checks side by side, each as soon as what it needs is known."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from dmsa_tui.checks.diagnosis import diagnose
from dmsa_tui.checks.facts import Facts, GiveWay, OnProgress
from dmsa_tui.checks.kept_levels import KeptLevels, Levels, still_fresh
from dmsa_tui.checks.model import Blocked, Confirmation, Finding, Report, RequestCount, Result
from dmsa_tui.checks.registry import QUESTIONS
from dmsa_tui.checks.target import Target
from dmsa_tui.checks.verdict import verdict
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.records import ProjectAssignment
from dmsa_tui.procore.request_record import ProcoreProblem
from dmsa_tui.vocabulary import CHECK_BY_ID, CHECKS, NOT_SENT, Check, Status, definition, with_needs

OnEvent = Callable[[Result], None]
_BLOCKING = (Status.FAIL, Status.SKIPPED)


class Runner:
    """One run of checks. `only`: these and what they need. `confirmations`: check id → a person's word for an open one.

    The client stays the caller's: it is not closed, and refusals that it remembers are not forgotten. A run after a
    cancelled one goes on where that stopped: projects whose permissions were read are not asked again. `earlier` is
    the cancelled runner where this is another; one of another environment, company or app is left aside. `give_way` is
    awaited before each project of a sample is asked. `kept` keeps what a stopped scan of all projects has read, for
    another run of the program.
    InvalidInput for an unknown check id.
    """

    def __init__(
        self,
        client: ProcoreClient,
        target: Target,
        only: Iterable[str] | None = None,
        confirmations: Mapping[str, Confirmation] | None = None,
        earlier: "Runner | None" = None,
        give_way: GiveWay | None = None,
        kept: KeptLevels | None = None,
    ) -> None:
        self.target = target
        same = earlier is not None and earlier._same_place(target)
        self._levels: Levels = still_fresh(earlier._levels) if earlier is not None and same else {}
        self._kept = kept
        self.checks = CHECKS if only is None else with_needs(only)
        self._client = client
        self._give_way = give_way
        self._confirmations = {definition(id).id: confirmation for id, confirmation in (confirmations or {}).items()}
        self._results: dict[str, Result] = {}
        self._problems: dict[str, ProcoreProblem] = {}
        self._on_event: OnEvent | None = None
        self._started_at = datetime.now(UTC)
        self._started = time.monotonic()
        self._before = client.requests
        self.projects: tuple[ProjectAssignment, ...] = ()
        """The company's projects, and on which the service account is; empty until a run has asked for them."""

    async def run(self, on_event: OnEvent | None = None, on_progress: OnProgress | None = None) -> Report:
        """Ask every check and report. `on_event` gets each result as it changes, RUNNING ones included.

        A cancelled run ends the requests that are on their way; `partial_report` then tells what is known.
        """
        self._on_event = on_event
        self._results.clear()
        self._problems.clear()
        self._started_at, self._started, self._before = datetime.now(UTC), time.monotonic(), self._client.requests
        facts = Facts(self._client, self.target, on_progress, self._levels, self._give_way, self._kept)
        try:
            # The last checks hang on the longest chains of requests, so theirs go first.
            for check in reversed(self.checks):
                if self.target.skip_reason(check) is None:
                    QUESTIONS[check.id].prefetch(facts)
            async with asyncio.TaskGroup() as group:
                tasks: dict[str, asyncio.Task[None]] = {}
                for check in _needed_first(self.checks):
                    tasks[check.id] = group.create_task(self._check(check, [tasks[id] for id in check.needs], facts))
        finally:
            self.projects = facts.known_projects or self.projects
            await facts.close()
        self._levels = {}  # what a finished run has read is over: the next one asks anew
        return self.partial_report()

    def _same_place(self, target: Target) -> bool:
        mine, its = self.target, target
        return (mine.environment, mine.company_id, mine.client_id) == (its.environment, its.company_id, its.client_id)

    def partial_report(self) -> Report:
        """The report of what is known so far; checks without a result are skipped as interrupted."""
        results = tuple(self._outcome(check) for check in self.checks)
        return Report(
            verdict=verdict(results),
            started_at=self._started_at,
            elapsed_ms=round((time.monotonic() - self._started) * 1000),
            target=self.target.described(),
            results=results,
            requests=self.requests,
        )

    @property
    def requests(self) -> RequestCount:
        """What the run has cost so far."""
        after, before = self._client.requests, self._before
        return RequestCount(
            after.sent - before.sent, after.retried - before.retried, after.throttled_ms - before.throttled_ms
        )

    def _outcome(self, check: Check) -> Result:
        result = self._results.get(check.id)
        if result is not None and result.status is not Status.RUNNING:
            return result
        sentence = "The run was interrupted before this check finished."
        return Result(check.id, Status.SKIPPED, sentence, required=self.target.requires(check))

    async def _check(self, check: Check, needs: list["asyncio.Task[None]"], facts: Facts) -> None:
        # Waiting is all that is wanted of the needed checks: what they found is in the results.
        await asyncio.gather(*(asyncio.shield(need) for need in needs))
        finding = self._without_asking(check)
        if finding is None:
            self._publish(Result(check.id, Status.RUNNING, check.title, required=self.target.requires(check)))
            finding = await self._asked(check, facts)
        self._publish(self._result(check, finding, facts))

    def _without_asking(self, check: Check) -> Finding | None:
        """The finding of a check that is not asked, because nobody wants it or a needed check blocks it."""
        reason = self.target.skip_reason(check)
        if reason is not None:
            return Finding(Status.SKIPPED, reason)
        blocking = (Status.SKIPPED,) if check.despite_failure else _BLOCKING
        needed = (self._results[id] for id in check.needs)
        need = next((each.id for each in needed if each.status in blocking or NOT_SENT in each.details), None)
        return None if need is None else self._skipped(need)

    async def _asked(self, check: Check, facts: Facts) -> Finding:
        try:
            return await QUESTIONS[check.id].ask(facts)
        except ProcoreProblem as problem:
            self._problems[check.id] = problem
            need = self._stopped_by(check, problem)
            return diagnose(problem, check.id, self.target) if need is None else self._skipped(need)
        except Blocked as obstacle:
            return self._skipped(obstacle.need, obstacle.because)
        except Exception as error:  # one crash must not end the others; only its type is told
            sentence = f"This check crashed ({type(error).__name__}), which is an error in dmsa-tui, not in the setup."
            return Finding(Status.UNVERIFIED, sentence)

    def _stopped_by(self, check: Check, problem: ProcoreProblem) -> str | None:
        """The needed check that met the same problem: then this check could not ask at all."""
        open_ids = list(check.needs)
        while open_ids:
            id = open_ids.pop(0)
            if self._problems.get(id) is problem:
                return id
            open_ids += CHECK_BY_ID[id].needs
        return None

    def _skipped(self, need: str, because: str | None = None) -> Finding:
        """Skipped because of `need`, or of the check for which that one was skipped."""
        result = self._results[need]
        while result.status is Status.SKIPPED and "need" in result.details:
            need = result.details["need"]
            result = self._results[need]
        reason = f": waits for {CHECK_BY_ID[need].title}" if because is None else f", because {because}"
        return Finding(Status.SKIPPED, f"Not checked{reason}.", details={"need": need})

    def _result(self, check: Check, finding: Finding, facts: Facts) -> Result:
        remedy = None
        if finding.cause is not None and finding.status is not Status.PASS:
            from dmsa_tui.checks.remedies import remedy_for
            from dmsa_tui.guide.loader import load_guide

            web = facts.web_base_url()
            remedy = remedy_for(load_guide(), check.id, finding.cause, self.target, web, finding.failure)
        left_open = finding.status in (Status.UNVERIFIED, Status.SKIPPED)
        return Result(
            check.id,
            finding.status,
            finding.summary,
            finding.cause,
            remedy,
            finding.evidence,
            finding.details,
            self.target.requires(check),
            self._confirmations.get(check.id) if left_open else None,
        )

    def _publish(self, result: Result) -> None:
        self._results[result.id] = result
        if self._on_event is not None:
            self._on_event(result)


def _needed_first(checks: Iterable[Check]) -> list[Check]:
    ordered: list[Check] = []
    waiting = list(checks)
    while waiting:
        check = next(each for each in waiting if all(id in {done.id for done in ordered} for id in each.needs))
        waiting.remove(check)
        ordered.append(check)
    return ordered
