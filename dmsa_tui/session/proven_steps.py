"""Steps that Procore confirms before a person has ticked anything: somebody did their clicks before."""

from typing import TYPE_CHECKING

from dmsa_tui.onboarding.states import State

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


def said_of_proven(session: "Session", step_id: str) -> str:
    """What to say of such a step, in a sentence; empty for any other, and where only an earlier run has proven it."""
    view = session.views().get(step_id)
    if view is None or view.state is not State.PROVEN or view.since is not None:
        return ""
    if any(session.actions.is_ticked(step_id, each.id) for each in session.actions.of(step_id)):
        return ""
    by_samples = " by samples" if any(each.sample for each in view.checks) else ""
    return f"Procore confirms this step{by_samples}."
