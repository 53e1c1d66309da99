"""Steps whose checks all say yes, whatever of them a person has ticked: no click is left to do."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dmsa_tui.checks.words import listed
from dmsa_tui.onboarding.check_states import accepts_client_id
from dmsa_tui.onboarding.states import State, age_of_older
from dmsa_tui.session.credentials import TOKEN

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Action, Step
    from dmsa_tui.session.session import Session

SETTLED = (State.PROVEN, State.CONFIRMED)
PAIR = frozenset({"client_id", "client_secret"})
"""The fields of the action at which both values are given."""
SANDBOX_PAIR = "sandbox-pair"
"""Id of the action in production that tests the sandbox's credentials."""
MAKES_SECRET = "save-pair"
"""Id of the action that makes a client secret at Procore, and ends the one before."""


def state_of_settled(session: "Session", step_id: str) -> State | None:
    """PROVEN where Procore confirms the whole step in this run, CONFIRMED where a part of it is a person's word.

    None for any other step: a person's word alone, or Procore's in an earlier run, settles none.
    """
    view = session.views().get(step_id)
    if view is None or view.state not in SETTLED or view.missing or view.noted:
        return None
    counting = [each for each in view.checks if each.result is not None or each.check.required]
    stands = all(each.state in SETTLED and each.since is None for each in counting)
    return view.state if counting and stands and view.since is None else None


def said_of_settled(session: "Session", step_id: str) -> str:
    """What to say of such a step, in a sentence; empty for any other."""
    state = state_of_settled(session, step_id)
    if state is None:
        return ""
    on_sample = " for a sample of the projects" if any(each.sample for each in session.views()[step_id].checks) else ""
    who = "Procore confirms" if state is State.PROVEN else "Procore and a person confirm"
    return f"{who} step {session.guide.step(step_id).number}{on_sample}."


def steps_to_do_yet(session: "Session") -> str:
    """Which steps before the checker are to do whatever the checks say, in a sentence; empty for none."""
    left = [f"{each.number} {each.short}" for each in left_before_check(session)]
    return f"Still to do: {'step' if len(left) == 1 else 'steps'} {listed(left)}." if left else ""


def left_before_check(session: "Session") -> "list[Step]":
    """The steps before the checker that are to do.

    No check asks about the app and its component, nor for an answer that a step lacks.
    """
    if session.record.access_ended_at is not None:
        return []
    views, steps = session.views(), session.guide.steps
    before = steps[: [each.id for each in steps].index("check")]
    return [each for each in before if views[each.id].state is State.TODO]


def accepted_before(session: "Session", action: "Action | None") -> str:
    """What to say where the pair is given that an earlier run has proven, in a sentence; empty anywhere else."""
    if action is None or not PAIR.issubset(action.fields) or TOKEN in session.results:
        return ""
    at = session.answers.latest_at(TOKEN)
    if at is None or not session.mask.client_id_accepted:
        return ""
    return f"Procore accepted both values {age_of_older(at, datetime.now(UTC))}."


def lacks_sandbox_test(session: "Session") -> bool:
    """Whether a sandbox client ID is given that Procore has not accepted in this run: its form proves nothing."""
    given = session.record.sandbox_client_id
    return bool(given) and given not in session.credentials.pair_answers.client_ids


def would_end_secret(session: "Session", action: "Action") -> str:
    """Why a client secret is not to be made, in a sentence, where Procore accepts one; empty for any other action."""
    if action.id != MAKES_SECRET or not accepts_client_id(session.answers.latest(TOKEN)):
        return ""
    return "Procore accepts the credentials that the wizard has: make no new secret, it ends them."
