"""The state of each check: from this run's result, or an earlier run's with its age, or a confirmation."""

from collections.abc import Iterable, Mapping, Set
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.checks.words import permitted_too
from dmsa_tui.onboarding.account_name import ACCOUNT, account_as_named
from dmsa_tui.onboarding.company_names import REACHED, as_named
from dmsa_tui.onboarding.ended_access import is_wanted
from dmsa_tui.onboarding.open_answers import EMPTY_LIST, undecided_for
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.states import WORDS, State, age_of_older
from dmsa_tui.vocabulary import NOT_SENT, WITHOUT_ANSWER, Cause, Check, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Report, Result

GREEN = frozenset({Status.PASS, Status.WARN})
"""Statuses with which the setup works. Screens show only PASS in green."""
OPEN = frozenset({Status.UNVERIFIED, Status.SKIPPED})
"""Statuses that a person can confirm."""
STATES = {
    Status.PASS: State.PROVEN,
    Status.WARN: State.CAUTION,
    Status.FAIL: State.FAILING,
    Status.UNVERIFIED: State.UNVERIFIED,
    Status.SKIPPED: State.TODO,
}
"""What a result shows: a skipped one waits for another check."""
ENDED = frozenset({*GREEN, *OPEN, Status.FAIL})


class Answers(NamedTuple):
    """Procore's answers about the open record."""

    results: Mapping[str, "Result"]
    """Check id → the latest result of this run."""
    earlier: "Report | None" = None
    """The last full report of an earlier run, if it is about what the record says now. It counts where this run has no
    answer."""
    running: Set[str] = frozenset()
    """Ids of the checks that are running."""
    aged: Mapping[str, datetime] = {}
    """Check id → when its result was found, for the results of this run that are no longer fresh."""
    earlier_at: Mapping[str, datetime] = {}
    """Check id → when an earlier run found its result, where that was after the last full report."""
    asked_all: bool = False
    """Whether a person had everything checked, now or in an earlier run."""
    found_at: Mapping[str, datetime] = {}
    """Check id → when this run found its result."""
    waiting: Set[str] = frozenset()
    """Ids of the checks that wait until projects were added or taken out."""
    no_answer: Mapping[str, "Result"] = {}
    """Check id → what the newest run says that did not reach Procore, where an older answer stands."""

    def latest(self, check_id: str) -> "Result | None":
        """The newest result of a check; None if there is none."""
        result = self.results.get(check_id)
        if result is not None and result.status in ENDED:
            return result
        if self.earlier is None:
            return None
        return next((result for result in self.earlier.results if result.id == check_id), None)

    def latest_at(self, check_id: str) -> datetime | None:
        """When the newest result was found; None if that is not known."""
        if (result := self.results.get(check_id)) is not None and result.status in ENDED:
            return self.found_at.get(check_id)
        return self.asked_before(check_id)

    def asked_before(self, check_id: str) -> datetime | None:
        """When the newest result was found, if an earlier run found it or it is no longer fresh."""
        result = self.results.get(check_id)
        if result is not None and result.status in ENDED:
            return self.aged.get(check_id)
        if self.earlier is None or self.latest(check_id) is None:
            return None
        return self.earlier_at.get(check_id, self.earlier.started_at)


UNDECIDED = "undecided"
"""The word of a check to which Procore says yes while nobody has decided what is wanted."""
READING = "permissions.read"
"""The check that reads a few projects only, whatever else was read."""


class CheckState(NamedTuple):
    """The state of one check."""

    check: Check
    state: State
    result: "Result | None" = None
    """The result that decides the state."""
    since: datetime | None = None
    """When a result was found that is not fresh: show it dim, with its age. None for a fresh one."""
    waits_for: Check | None = None
    """The check because of which this one was skipped."""
    undecided: str = ""
    """The question without an answer because of which it is still to do although Procore said yes, in a sentence."""
    sample: tuple[int, int] | None = None
    """How many of how many projects were checked, if not all."""
    is_running: bool = False
    """The check is running: the sign stays, with an ellipsis."""
    not_begun: bool = False
    """Procore says no or has a caution, and it is to do: nobody claims yet what the check proves."""

    @property
    def words_on_sample(self) -> str:
        """How much was checked, e.g. on 5 of 2,431, by trial on 2 of 2,431; empty if all."""
        if self.sample is None:
            return ""
        by = "by trial " if self.check.id == READING else ""  # beside levels that a scan read on every project
        return f"{by}on {self.sample[0]:,} of {self.sample[1]:,}"

    @property
    def permitted_too(self) -> str:
        """How many projects are permitted that a list does not name, as a clause; empty if none."""
        return permitted_too(others_permitted(self.result))

    def words(self, now: datetime) -> str:
        """The state in words, e.g. proven, proven on 5 of 2,431, failing 2 days ago, waits for Permitted projects."""
        if self.waits_for is not None:
            return f"waits for {self.waits_for.title}"
        if self.undecided:
            return UNDECIDED
        words = WORDS[self.state]
        if self.sample is not None and self.state is not State.TODO:
            words = f"{words} {self.words_on_sample}"
        if self.since is None or self.state is State.TODO:
            return words
        return f"{words}{',' if self.sample else ''} {age_of_older(self.since, now)}"


def is_confirmed(record: Onboarding, result: "Result") -> bool:
    """Whether a person confirms what Procore did not say; a failed check stays failed."""
    return result.status in OPEN and (result.confirmed_by is not None or result.id in record.accepted)


def can_confirm(result: "Result | None") -> bool:
    """Whether a person can see by looking what Procore did not say.

    Not whether it accepts a pair, nor what it was not asked: a lost answer, or after three refusals.
    """
    if result is None or result.status is not Status.UNVERIFIED or result.id == "credentials.token":
        return False
    return result.cause not in WITHOUT_ANSWER and NOT_SENT not in result.details


def refuses_client_id(token: "Result | None") -> bool:
    """Whether Procore refused the pair: its client ID may be the client secret, given in the wrong field."""
    return token is not None and token.cause is Cause.WRONG_CREDENTIALS


def accepts_client_id(token: "Result | None") -> bool:
    """Whether Procore accepted the pair."""
    return token is not None and token.status in GREEN


def knows_client_id(token: "Result | None") -> bool:
    """Whether Procore knows the client ID as one: it accepted the pair here or elsewhere, or barred the app alone."""
    if token is None or accepts_client_id(token):
        return token is not None
    return bool(token.details.get("accepted_in")) or token.details.get("error") == "unauthorized_client"


def check_states(
    record: Onboarding, answers: Answers, definitions: Iterable[Check], begun: Set[str]
) -> dict[str, CheckState]:
    """Check id → what it shows, in the order of the definitions, without checks that nobody asked for.

    `begun` holds the ids of the checks whose work somebody has begun (`progress.begun_checks`): any other that fails
    or needs a caution is still to do.
    """
    known = {each.id: each for each in definitions}
    return {
        id: _state(record, answers, known, check, id in begun)
        for id, check in known.items()
        if not _is_unwanted(record, answers, known, check)
    }


def _is_unwanted(record: Onboarding, answers: Answers, known: Mapping[str, Check], check: Check) -> bool:
    """Whether a check was skipped because nobody wants it, and not for another check, right by now or not."""
    result = answers.latest(check.id)
    if result is None or result.status is not Status.SKIPPED or result.required:
        return False
    declined = check.required or (check.for_future and record.future_projects is False)
    return declined or ("need" not in result.details and _in_the_way(answers, known, check) is None)


def _state(record: Onboarding, answers: Answers, known: Mapping[str, Check], check: Check, begun: bool) -> CheckState:
    result, running = answers.latest(check.id), check.id in answers.running
    if result is None:
        return CheckState(check, State.WAITING if check.id in answers.waiting else State.TODO, is_running=running)
    state = STATES[result.status]
    wanted = is_wanted(record, result)
    not_begun = result.status in (Status.FAIL, Status.WARN) and not (begun or wanted)
    if not_begun or wanted:
        state = State.TODO
    if check.id in answers.waiting and state in (State.FAILING, State.TODO):
        state, not_begun = State.WAITING, False
    if is_confirmed(record, result):
        state = State.CONFIRMED
    question = undecided_for(record, check.id)
    # Beside an empty list the caution about projects that are not permitted names those that nobody has named.
    if state not in (State.PROVEN, State.CONFIRMED) and (result.status is not Status.WARN or question != EMPTY_LIST):
        question = ""
    if question:
        state, not_begun = State.TODO, False
    if check.id == REACHED and result.status is Status.PASS:
        state, result = _by_its_names(record, answers, result)
    elif check.id == ACCOUNT and (named := account_as_named(record, result)) is not result:
        state, result = State.CAUTION, named
    waits = result.status is Status.SKIPPED and state is State.TODO
    return CheckState(
        check,
        state,
        result,
        since=answers.asked_before(check.id),
        waits_for=_in_the_way(answers, known, check) if waits else None,
        undecided=question,
        sample=sample_of(result.details),
        is_running=running,
        not_begun=not_begun,
    )


def _by_its_names(record: Onboarding, answers: Answers, reached: "Result") -> "tuple[State, Result]":
    """State and result where the company answers."""
    connected = answers.latest("install.connected")
    result = as_named(record, reached, None if connected is None else connected.details.get("company"))
    if result is reached:
        return State.PROVEN, result
    return State.CAUTION if result.status is Status.WARN else State.CONFIRMED, result


def _in_the_way(answers: Answers, known: Mapping[str, Check], check: Check) -> Check | None:
    """The first needed check without a good result, at the root of a chain of skipped ones."""
    for id in check.needs:
        need, result = known.get(id), answers.latest(id)
        if need is None or (result is not None and result.status in GREEN):
            continue
        return _in_the_way(answers, known, need) or need
    return None


def others_permitted(result: "Result | None") -> int:
    """How many projects are permitted that a list does not name, by the result of `projects.permitted`."""
    extra = result.details.get("extra") if result is not None else None
    return len(extra) if isinstance(extra, list) else 0


def sample_of(details: Mapping[str, object]) -> tuple[int, int] | None:
    """How many projects a check has looked at, and of how many, by the report's details; None if at all."""
    looked, of = details.get("checked"), details.get("permitted")
    return (looked, of) if isinstance(looked, int) and isinstance(of, int) and looked < of else None
