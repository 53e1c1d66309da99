"""What each check shows: from this run's answer, or an earlier run's with its age, and a person's word."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime

from dmsa_tui.checks.model import Report, Result
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.states import WORDS, State, age_words
from dmsa_tui.vocabulary import Check, Status

GREEN = frozenset({Status.PASS, Status.WARN})
"""Statuses with which it works. A screen shows only PASS in green."""
OPEN = frozenset({Status.UNVERIFIED, Status.SKIPPED})
"""Statuses that a person's word can settle."""
ENDED = frozenset({*GREEN, *OPEN, Status.FAIL})


@dataclass(frozen=True)
class Answers:
    """What Procore has answered about the open record."""

    results: Mapping[str, Result]
    """Check id → the latest result of this run."""
    earlier: Report | None = None
    """The last full report of an earlier run, if it is about what the record says now. It counts where this run has no
    answer."""
    running: Set[str] = field(default_factory=frozenset)
    """Ids of the checks that are being asked just now."""

    def latest(self, check_id: str) -> Result | None:
        """The newest answer about a check; None: there is none."""
        found = self.results.get(check_id)
        if found is not None and found.status in ENDED:
            return found
        if self.earlier is None:
            return None
        return next((each for each in self.earlier.results if each.id == check_id), None)

    def asked_before(self, check_id: str) -> datetime | None:
        """When an earlier run asked, if the newest answer is of an earlier run."""
        found = self.results.get(check_id)
        is_of_this_run = found is not None and found.status in ENDED
        return (
            None if is_of_this_run or self.earlier is None or self.latest(check_id) is None else self.earlier.started_at
        )


@dataclass(frozen=True)
class CheckState:
    """What one check shows."""

    check: Check
    state: State
    result: Result | None = None
    """The answer behind it."""
    since: datetime | None = None
    """When an earlier run got the answer: show it dim, with its age. None: it is of this run."""
    waits_for: Check | None = None
    """The check that is in its way, where it was skipped for one."""
    sample: tuple[int, int] | None = None
    """On how many of how many projects it looked, where that was not all of them."""
    is_running: bool = False
    """It is being asked just now: the sign stays, with an ellipsis."""

    @property
    def words_on_sample(self) -> str:
        """On how much it looked, e.g. on 5 of 2,431; empty where that was all."""
        return "" if self.sample is None else f"on {self.sample[0]:,} of {self.sample[1]:,}"

    def words(self, now: datetime) -> str:
        """The state in words, e.g. proven, proven on 5 of 2,431, failing 2 days ago, waits for Permitted projects."""
        if self.waits_for is not None:
            return f"waits for {self.waits_for.title}"
        words = WORDS[self.state]
        if self.sample is not None and self.state is not State.TODO:
            words = f"{words} {self.words_on_sample}"
        if self.since is None:
            return words
        return f"{words}{',' if self.sample else ''} {age_words(self.since, now)}"


def is_confirmed(record: Onboarding, result: Result) -> bool:
    """Whether a person's word stands in for what Procore did not say; a failed check stays failed."""
    return result.status in OPEN and (result.confirmed_by is not None or result.id in record.accepted)


def check_states(
    record: Onboarding, answers: Answers, definitions: Iterable[Check], *, begun: Set[str] | None = None
) -> dict[str, CheckState]:
    """Check id → what it shows, in the order of the definitions, without checks that nobody asked for.

    `begun` holds the ids of the steps that somebody has begun (`progress.begun_steps`): elsewhere a failing check is
    still to do. None: all steps, as on the checker, where a person asked.
    """
    known = {each.id: each for each in definitions}
    return {
        id: _state(record, answers, known, check, begun is None or check.step in begun)
        for id, check in known.items()
        if not _is_unwanted(record, answers, known, check)
    }


def _is_unwanted(record: Onboarding, answers: Answers, known: Mapping[str, Check], check: Check) -> bool:
    """Whether a check was skipped because nobody wants it, and not for another check."""
    result = answers.latest(check.id)
    if result is None or result.status is not Status.SKIPPED or result.required:
        return False
    declined = check.required or (check.for_future and record.future_projects is False)
    return declined or _in_the_way(answers, known, check) is None


def _state(record: Onboarding, answers: Answers, known: Mapping[str, Check], check: Check, begun: bool) -> CheckState:
    result, running = answers.latest(check.id), check.id in answers.running
    if result is None:
        return CheckState(check, State.TODO, is_running=running)
    state = {
        Status.PASS: State.PROVEN,
        Status.WARN: State.CAUTION,
        Status.FAIL: State.FAILING if begun else State.TODO,
        Status.UNVERIFIED: State.UNVERIFIED,
    }.get(result.status, State.TODO)
    if is_confirmed(record, result):
        state = State.CONFIRMED
    waits = result.status is Status.SKIPPED and state is State.TODO
    return CheckState(
        check,
        state,
        result,
        since=answers.asked_before(check.id),
        waits_for=_in_the_way(answers, known, check) if waits else None,
        sample=_sample(result),
        is_running=running,
    )


def _in_the_way(answers: Answers, known: Mapping[str, Check], check: Check) -> Check | None:
    """The check at the root of a skipped one: the first one it needs, or that one needs, that has no good answer."""
    for id in check.needs:
        need, result = known.get(id), answers.latest(id)
        if need is None or (result is not None and result.status in GREEN):
            continue
        return _in_the_way(answers, known, need) or need
    return None


def _sample(result: Result) -> tuple[int, int] | None:
    """The report's details of a check that looks at projects one by one."""
    looked, of = result.details.get("checked"), result.details.get("permitted")
    return (looked, of) if isinstance(looked, int) and isinstance(of, int) and looked < of else None
