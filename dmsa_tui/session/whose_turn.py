"""Whose turn it is on what is open: whoever puts right what Procore refuses there, or else acts at the open action."""

from typing import TYPE_CHECKING

from dmsa_tui.onboarding.check_overview import overview
from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.turns import first_mender, turn_in, turn_of
from dmsa_tui.session.mending_actions import mending_actions
from dmsa_tui.session.proven_steps import left_before_check, said_of_settled
from dmsa_tui.vocabulary import STEP_IDS

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Action, Task
    from dmsa_tui.session.session import Session
    from dmsa_tui.vocabulary import Turn


def turn_at(session: "Session", task: "Task", opened: "Action | None") -> "Turn | None":
    """Whose turn it is with that action open; None where all are done, or Procore confirms the step.

    Of an app whose access was ended, no step of the setup is anybody's.
    """
    record = session.record
    if record.access_ended_at is not None and task.id in STEP_IDS:
        return None
    view = session.views().get(task.id)
    failing = [each.result for each in view.checks if each.state is State.FAILING] if view is not None else []
    mends = {id: each.result for id, each in mending_actions(session, task.id).items()
             if each.state is State.FAILING and each.result is not None}  # fmt: skip
    if opened is not None and opened.id in mends:
        return first_mender([mends[opened.id]], record)
    if failing and (opened is None or not mends):
        return first_mender(failing, record)
    if opened is None or said_of_settled(session, task.id):
        return None
    return turn_in(record, task, session.actions.of(task.id), opened)


def turn_on_checker(session: "Session") -> "Turn | None":
    """Who puts right what the headline names, or does the steps that it names; both, where that is not one of them.

    None where nothing is to be done, and once the access was ended.
    """
    if session.record.access_ended_at is not None:
        return None
    seen = overview(session.record, session.answers, session.definitions)
    if found := seen.wrong or seen.unverified or seen.cautions:
        return first_mender([each.result for each in found], session.record)
    turns = {turn_of(session.guide, each.id, session.record) for each in left_before_check(session)}
    if not (turns or seen.waiting or seen.to_do):
        return None
    return turns.pop() if len(turns) == 1 and not (seen.waiting or seen.to_do) else "both"
