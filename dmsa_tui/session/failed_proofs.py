"""Procore's no to what a task has to prove, kept in the record until it says yes."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.action_ticks import tick_key
from dmsa_tui.onboarding.ended_access import ASKED_RESET
from dmsa_tui.onboarding.open_tasks import without_failed
from dmsa_tui.onboarding.record import FailedProof
from dmsa_tui.onboarding.states import State, age_words
from dmsa_tui.session.proofs import ENOUGH, TaskProof

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


def keep(session: "Session", task_id: str, action_id: str, proof: TaskProof, mend: str) -> None:
    """Keep in the record that Procore says no, until it says yes: the action that asks is not done meanwhile.

    `mend`: id of the action that puts it right. That somebody was asked for something stays done.
    """
    key, failed = tick_key(task_id, action_id), dict(session.record.failed_proofs)
    if proof.state is State.FAILING:
        failed[key] = FailedProof(proof.at, proof.summary, mend)
        if key != ASKED_RESET:
            session.actions.take_back(task_id, action_id)
    elif proof.state in ENOUGH:
        failed.pop(key, None)
    session.open_record.note(failed_proofs=failed)


def forget_failed(session: "Session", task_id: str, action_id: str) -> None:
    """A person confirmed what Procore does not say any more."""
    session.open_record.note(failed_proofs=without_failed(session.record, task_id, action_id))


def with_failed(session: "Session", task_id: str, action_id: str, proof: TaskProof) -> TaskProof:
    """The proof, or where nobody asked in this run, Procore's no of before, with its age."""
    failed = session.record.failed_proofs.get(tick_key(task_id, action_id))
    if failed is None or proof.state is not State.TODO:
        return proof
    now = datetime.now(UTC)
    age = "" if now - failed.at < timedelta(minutes=1) else age_words(failed.at, now)
    return TaskProof(State.FAILING, failed.said, at=failed.at, of=age)
