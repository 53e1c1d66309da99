"""Proofs of a migration: the new account works on every project of the old one, and a person retired the old one."""

from typing import TYPE_CHECKING

from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.proofs import NOT_BEGUN, TaskProof
from dmsa_tui.vocabulary import Status

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

TASK, RETIRE = "migrate", "retire"
"""The task, and its action that stands for the old account."""
NO_LIST = TaskProof(State.TODO, "The list of projects is empty.")
_PERMITTED = "projects.permitted"
_STATES = {Status.PASS: State.PROVEN, Status.WARN: State.CAUTION, Status.FAIL: State.FAILING}


def all_reached(session: "Session") -> TaskProof:
    """Whether the new account is on every project of the list, by an answer of this run; to do without a list."""
    record, result = session.record, session.results.get(_PERMITTED)
    if record.expect is not ExpectMode.LIST or not record.expected_projects:
        return NO_LIST
    if result is None or result.status is Status.SKIPPED:
        return NOT_BEGUN
    return TaskProof(_STATES.get(result.status, State.UNVERIFIED), result.summary, result.evidence)


def retired(session: "Session") -> TaskProof:
    """A person's confirmation that the old account is gone."""
    word = tick_of(session.record, TASK, RETIRE)
    return NOT_BEGUN if word is None else TaskProof(State.CONFIRMED, f"{word.by} says so.", at=word.at)
