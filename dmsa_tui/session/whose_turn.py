"""Whose turn it is on an open step or task: who clicks at the open action, or puts right what Procore refuses."""

from typing import TYPE_CHECKING

from dmsa_tui.onboarding.check_overview import overview
from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.turns import clicker, needed
from dmsa_tui.session.mending_actions import mending_actions, said_of_failing
from dmsa_tui.session.proven_steps import said_of_settled
from dmsa_tui.vocabulary import STEP_IDS

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Remedy
    from dmsa_tui.guide.model import Action, Task
    from dmsa_tui.session.session import Session
    from dmsa_tui.vocabulary import Who


def turn_at(session: "Session", task: "Task", opened: "Action | None") -> "Who | None":
    """Whose turn it is with that action open; None where all are done, or Procore confirms the step.

    Of an app whose access was ended, no step of the setup is anybody's.
    """
    record = session.record
    if record.access_ended_at is not None and task.id in STEP_IDS:
        return None
    if opened is None:
        return clicker(task.where, task.who, record) if said_of_failing(session, task.id, "") else None
    if said_of_settled(session, task.id):
        return None
    mends = mending_actions(session, task.id).get(opened.id)
    if mends is not None and mends.state is State.FAILING and mends.result is not None and mends.result.remedy:
        return needed(mends.result.remedy.where, _role(mends.result.remedy), record)
    return opened.who or clicker(task.where, task.who, record)


def turn_on_checker(session: "Session") -> "Who | None":
    """Who puts right what the checks found: both, where that is not one person, or nothing is to be done.

    None once the access was ended.
    """
    if session.record.access_ended_at is not None:
        return None
    rows = overview(session.record, session.answers, session.definitions)
    found = (each.result for each in rows.failing or rows.unverified)
    remedies = [each.remedy for each in found if each is not None and each.remedy is not None]
    who = {clicker(each.where, _role(each), session.record) for each in remedies}
    return who.pop() if len(who) == 1 else "both"


def _role(remedy: "Remedy") -> "Who":
    """Who acts, by the guide's word for it; a report of another program may have a name there."""
    return next((each for each in ("consultant", "admin") if each == remedy.who), "both")
