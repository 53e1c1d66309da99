"""Which actions of a step begin the fix of what Procore's answers say is wrong, and which checks those are."""

from typing import TYPE_CHECKING

from dmsa_tui.checks.words import listed
from dmsa_tui.onboarding.states import State

if TYPE_CHECKING:
    from dmsa_tui.onboarding.check_states import CheckState
    from dmsa_tui.session.session import Session


def mending_actions(session: "Session", step_id: str) -> "dict[str, CheckState]":
    """Ids of the step's actions that begin the fix of a check that fails, or else of a caution → that check.

    What fails comes first, and only in a begun step.
    """
    checks = [check for step, view in session.views().items() if step != "check" for check in view.checks]
    mends: dict[str, CheckState] = {}
    for state in (State.FAILING, State.CAUTION):
        for check in checks:
            result = check.result if check.state is state else None
            if result is not None and result.remedy is not None and result.remedy.screen == step_id:
                mends.setdefault(session.mending_action(result), check)
    mends.pop("", None)
    return mends


def unproven_in(session: "Session", step_id: str) -> dict[str, str]:
    """Titles of the step's checks that fail; also by the id of the action whose company ID Procore does not know."""
    refused = {
        id: check.check.title
        for id, check in mending_actions(session, step_id).items()
        if check.state is State.FAILING
        and any(each.id == id and "company_id" in each.fields for each in session.actions.of(step_id))
    }
    return {**session.views()[step_id].failing, **refused}


def said_of_failing(session: "Session", step_id: str, elsewhere: str, *, where: str = "") -> str:
    """Which checks of a step fail, and what to do; empty where none does, and for a task.

    `elsewhere`: who says what to do where no action of the step does; `where` to do that action.
    """
    view = session.views().get(step_id)
    if view is None or not view.failing:
        return ""
    mends, actions = mending_actions(session, step_id), session.actions
    what = f"{elsewhere} says what to do."
    for number, action in enumerate(actions.of(step_id), start=1):
        if action.id in mends and mends[action.id].state is State.FAILING:
            again = " again" if actions.is_ticked(step_id, action.id) else ""
            what = f"Do action {number}{again}{where}."
            break
    return f"Not proven: {listed(list(view.failing.values()))}. {what}"
