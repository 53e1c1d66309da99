"""Proofs of a migration: the new account works on every project of the old one, and a person retired the old one."""

from typing import TYPE_CHECKING

from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.open_tasks import FROM_OLD, IS_SETUP, PROVES, RETIRES, TAKES_LIST
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.failed_proofs import keep, with_failed
from dmsa_tui.session.proofs import NOT_BEGUN, TaskProof
from dmsa_tui.vocabulary import Status

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

NO_LIST = TaskProof(State.TODO, "The list of projects is empty.")
NOT_TAKEN = TaskProof(State.TODO, "First mark done that the list has the old account's projects.")
NOT_ASKED = TaskProof(State.TODO, "The setup does not ask for this list yet: click “Use this list” at action 2.")
_PERMITTED = "projects.permitted"
_STATES = {Status.PASS: State.PROVEN, Status.WARN: State.CAUTION, Status.FAIL: State.FAILING}


def all_reached(session: "Session") -> TaskProof:
    """Whether the new account is on every project of the list, by an answer of this run.

    To do until a person marked done that the list has the old account's projects: it may be there for the setup alone.
    """
    record, result = session.record, session.results.get(_PERMITTED)
    if not record.expected_projects:
        return NO_LIST
    if record.expect is not ExpectMode.LIST:
        return NOT_ASKED
    if tick_of(record, FROM_OLD, TAKES_LIST) is None:
        return NOT_TAKEN
    if result is None or result.status is Status.SKIPPED:
        waits = NOT_BEGUN if result is None else TaskProof(State.TODO, result.summary)
        return with_failed(session, FROM_OLD, PROVES, waits)
    return TaskProof(_STATES.get(result.status, State.UNVERIFIED), result.summary, result.evidence)


def keep_reached(session: "Session") -> None:
    """Keep in the record that Procore says no, until it says yes. The setup's own steps put it right."""
    keep(session, FROM_OLD, PROVES, all_reached(session), IS_SETUP)


def retired(session: "Session") -> TaskProof:
    """A person's confirmation that the old account is gone."""
    word = tick_of(session.record, FROM_OLD, RETIRES)
    return NOT_BEGUN if word is None else TaskProof(State.CONFIRMED, f"{word.by} says so.", at=word.at)
