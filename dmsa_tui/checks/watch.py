"""Watches a setup until it is right: which checks to run again, when, and when to stop. Sends nothing itself."""

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from dmsa_tui.checks.model import Report, Result
from dmsa_tui.checks.verdict import is_right, verdict
from dmsa_tui.vocabulary import Cause, Check, Status

FIRST = 10.0
"""Seconds between rounds while something changes."""
LONGEST = 120.0
"""The longest time between rounds, in seconds, however long nothing changes."""
BUDGET = 600
"""Requests of a whole watch: a sixth of the 3,600 that Procore documents for an hour, which the sync tool shares."""
_GROWTH = 1.5
_JITTER = 0.1
_SECOND_SOURCE = frozenset({"install.connected"})
"""Checks that can still turn after Procore's three refusals: the company list is no refusal, and shows the app."""


class Ended(StrEnum):
    """Why a watch has stopped by itself."""

    RIGHT = "right"
    BUDGET = "budget"
    REFUSED = "refused"
    """Procore gave the same 401 or 403 three times, and asking for what is open would bring more."""
    NOTHING_LEFT = "nothing-left"
    """What is open was left out of this run, or only a person can confirm it."""


@dataclass(frozen=True)
class Round:
    """The outcome of a round."""

    report: Report
    """All checks, those of earlier rounds included; times and requests are this round's own."""
    changed: tuple[Result, ...]
    """The results that say something else than before, in the order of the checks."""
    progressed: bool
    """A check turned right for the first time: what was refused before may be asked again."""


class Watch:
    """One watch over `checks`: those of the first round without the ones that nobody asked for.

    What Procore has confirmed stays until Procore says otherwise: an answer that did not come takes nothing back.
    `first` is seconds, `budget` requests; with `strict` a warning is not right yet.
    """

    def __init__(
        self,
        checks: Iterable[Check],
        *,
        first: float = FIRST,
        budget: int = BUDGET,
        strict: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._checks = {check.id: check for check in checks}
        self._first = self._interval = first
        self._longest = max(LONGEST, first)
        self._budget = budget
        self._strict = strict
        self._monotonic = monotonic
        self._uniform = uniform
        self._results: dict[str, Result] = {}
        self._again: set[str] = set()
        """Right when they were asked, but before something that they need turned right."""
        self._stopped: set[str] = set()
        self._once_right: set[str] = set()
        self._costliest = self._spent = 0
        self._due = 0.0
        self.asking = frozenset(self._checks)
        """The checks of the next round; what they need is asked with them."""
        self.ended: Ended | None = None

    @property
    def requests_left(self) -> int:
        """How many requests the watch may still send."""
        return max(0, self._budget - self._spent)

    @property
    def seconds_left(self) -> float:
        """Seconds until the next round is due."""
        return max(0.0, self._due - self._monotonic())

    @property
    def open_checks(self) -> tuple[str, ...]:
        """The checks that are not right yet."""
        return tuple(id for id, result in self._results.items() if not self._right(result) or id in self._again)

    def note(self, report: Report) -> Round:
        """Take in a round's report, and decide on the next round, or why the watch has ended."""
        before = dict(self._results)
        merged = self.merged(report)
        self._results = {result.id: result for result in merged.results}
        asked = {result.id for result in report.results}
        self._again = {id for id in self._again if self._results[id] is before[id]}
        self._stopped = {id for id in self._stopped if id not in asked}
        self._stopped |= {result.id for result in report.results if _refused_before(result)}
        changed = tuple(result for result in merged.results if _says(before.get(result.id)) != _says(result))

        turned = {result.id for result in changed if self._right(result)} if before else set()
        progressed = bool(turned - self._once_right)
        self._once_right |= {result.id for result in merged.results if self._right(result)}
        self._again |= {id for id in self._dependents(turned) - asked if self._right(self._results[id])}
        if progressed:
            self._stopped.clear()
        self._spent += max(1, report.requests.sent)
        self._costliest = max(self._costliest, report.requests.sent)
        self._plan(merged, changed, progressed)
        return Round(merged, changed, progressed)

    def merged(self, report: Report) -> Report:
        """A round's report with what earlier rounds have found for the checks that it did not ask or get answered."""
        new = {result.id: result for result in report.results}
        order = [*self._results, *(id for id in new if id not in self._results)]
        results = tuple(self._newer(self._results.get(id), new.get(id)) for id in order)
        return report._replace(results=results, verdict=verdict(results))

    def _newer(self, old: Result | None, new: Result | None) -> Result:
        if old is None or new is None:
            result = old or new
            assert result is not None
            return result
        if old.status is Status.SKIPPED:
            return new
        if new.status is Status.SKIPPED or _refused_before(new) or _held_back(new):
            return old
        unanswered = new.status is Status.UNVERIFIED and new.id not in self._again
        return old if unanswered and self._right(old) else new

    def _plan(self, report: Report, changed: tuple[Result, ...], progressed: bool) -> None:
        self.asking = frozenset(id for id in self._checks if self._worth_asking(id))
        wanted = (Status.PASS,) if self._strict else (Status.PASS, Status.WARN)
        if report.verdict in wanted and not self._again:
            self.ended = Ended.RIGHT
        elif not self.asking:
            self.ended = Ended.REFUSED if self._stopped else Ended.NOTHING_LEFT
        elif self.requests_left < max(1, self._costliest):
            self.ended = Ended.BUDGET
        if progressed:
            self._interval, pause = self._first, 0.0
        else:
            if any(result.status is not Status.UNVERIFIED for result in changed):
                self._interval = self._first
            pause = min(self._longest, self._interval * self._uniform(1 - _JITTER, 1 + _JITTER))
            self._interval = min(self._longest, self._interval * _GROWTH)
        self._due = self._monotonic() + pause

    def _worth_asking(self, id: str) -> bool:
        """Not right yet, nothing that it needs in its way, and not stopped by refusals."""
        if (self._right(self._results[id]) and id not in self._again) or self._is_blocked(id):
            return False
        return id not in self._stopped or id in _SECOND_SOURCE

    def _is_blocked(self, id: str) -> bool:
        check = self._checks[id]
        blocking = (Status.SKIPPED,) if check.despite_failure else (Status.FAIL, Status.SKIPPED)
        return any(self._results[need].status in blocking or self._is_blocked(need) for need in check.needs)

    def _right(self, result: Result) -> bool:
        return is_right(result, strict=self._strict)

    def _dependents(self, ids: set[str]) -> set[str]:
        dependents: set[str] = set()
        for check in self._checks.values():  # in the registry's order a check can stand before one that it needs
            open_ids = list(check.needs)
            while open_ids:
                need = open_ids.pop()
                if need in ids:
                    dependents.add(check.id)
                    break
                open_ids += self._checks[need].needs if need in self._checks else ()
        return dependents


def _says(result: Result | None) -> tuple[object, ...] | None:
    return None if result is None else (result.status, result.cause, result.summary)


def _refused_before(result: Result) -> bool:
    """Not sent, because of earlier refusals."""
    return result.status is Status.UNVERIFIED and result.cause is Cause.NO_ACCESS and not result.evidence


def _held_back(result: Result) -> bool:
    """Not sent this time, because a rate limit lasts longer than this run may wait."""
    return result.status is Status.UNVERIFIED and result.cause is Cause.RATE_LIMITED and not result.evidence
