"""Whose turn it is: one rule for the steps, the checker, home and the papers.

It is the turn of whoever clicks. In the customer's own developer account that is the administrator, and the consultant
guides. Procore's turn it is only where its approval is waited for, and nothing else can be done in that step.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dmsa_tui.guide.conditions import shown_actions
from dmsa_tui.onboarding.action_ticks import open_actions, opening_action
from dmsa_tui.onboarding.approvals import STEP_OF, pending_of
from dmsa_tui.onboarding.clicker import clicker
from dmsa_tui.onboarding.known import known_of
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.vocabulary import PROCORE

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Remedy, Result
    from dmsa_tui.guide.model import Action, Guide, Task
    from dmsa_tui.vocabulary import Turn, Who


def mender(remedy: "Remedy", record: Onboarding) -> "Who":
    """Who puts right what was found; a report of another program may name somebody else, which is both."""
    who: Who = next((each for each in ("consultant", "admin") if each == remedy.who), "both")
    return clicker(remedy.where, who, record)


def first_mender(results: "Iterable[Result | None]", record: Onboarding) -> "Who":
    """Who puts right the first of these, which is the one that is named; both, where nothing is to be done."""
    remedies = (each.remedy for each in results if each is not None and each.remedy is not None)
    first = next(remedies, None)
    return "both" if first is None else mender(first, record)


def shown_on(guide: "Guide", step_id: str, record: Onboarding) -> "tuple[Action, ...]":
    """The actions of that step, as far as the record alone tells which are shown."""
    return tuple(shown_actions(guide.step(step_id), guide.edition_or_default(record.edition).id, known_of(record)))


def turn_of(guide: "Guide", step_id: str, record: Onboarding, asks: str = "") -> "Turn":
    """Whose turn it is at the action that opens with the step: the one that `asks` for that field, if it is given."""
    step, actions = guide.step(step_id), shown_on(guide, step_id, record)
    asking = next((each for each in actions if asks in each.fields), None)
    return turn_in(record, step, actions, asking or opening_action(record, step_id, actions))


def turn_for(guide: "Guide", field: str, record: Onboarding) -> "Turn":
    """Whose turn it is at the action of the setup that asks for that field of the record."""
    step = next(each.id for each in guide.steps if any(field in one.fields for one in shown_on(guide, each.id, record)))
    return turn_of(guide, step, record, field)


def turn_in(record: Onboarding, task: "Task", actions: "Sequence[Action]", opened: "Action | None") -> "Turn":
    """Whose turn it is in that step or task with that one of its `actions` open.

    At an approval that is waited for, whoever has something else to do there; Procore, where nobody has: without
    production access nothing can be promoted, while an app is created without either approval.
    """
    pending = None if opened is None else pending_of(record, opened.fields)
    if opened is not None and pending is not None and not pending.refused:
        others = [each for each in open_actions(record, task.id, actions) if each is not opened]
        if not others or task.id == STEP_OF["production_access"]:
            return PROCORE
        opened = others[0]
    return (opened.who if opened is not None else None) or clicker(task.where, task.who, record)
