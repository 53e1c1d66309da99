"""Steps that Procore confirms, whatever of them a person has ticked: no click is left to do."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.states import State, age_of_older
from dmsa_tui.session.credentials import TOKEN

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Action
    from dmsa_tui.session.session import Session

PAIR = frozenset({"client_id", "client_secret"})
"""The fields of the action at which both values are given."""


def said_of_proven(session: "Session", step_id: str) -> str:
    """What to say of such a step, in a sentence; empty for any other, and where only an earlier run has proven it."""
    view = session.views().get(step_id)
    if view is None or view.state is not State.PROVEN or view.since is not None:
        return ""
    by_samples = " by samples" if any(each.sample for each in view.checks) else ""
    return f"Procore confirms step {session.guide.step(step_id).number}{by_samples}."


def accepted_before(session: "Session", action: "Action | None") -> str:
    """What to say where the pair is given that an earlier run has proven, in a sentence; empty anywhere else."""
    if action is None or not PAIR.issubset(action.fields) or TOKEN in session.results:
        return ""
    at = session.answers.latest_at(TOKEN)
    if at is None or not session.mask.client_id_accepted:
        return ""
    return f"Procore accepted both values {age_of_older(at, datetime.now(UTC))}."
