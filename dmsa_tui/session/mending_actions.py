"""Which actions are next in the fix of what Procore's answers say is wrong, and which checks those are.

Levels and the grant are part of a version of the app: the fix begins where the version is changed, and goes on in other
steps, until the version is promoted and the company has it. The ticks tell how far it is.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from dmsa_tui.checks.words import listed
from dmsa_tui.onboarding.account_name import ACCOUNT, ACCOUNT_COMPARED_AT
from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.approvals import lacking
from dmsa_tui.onboarding.check_states import CheckState
from dmsa_tui.onboarding.company_names import COMPARED_AT
from dmsa_tui.onboarding.open_tasks import failed_proofs
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.credentials import TOKEN
from dmsa_tui.vocabulary import STEP_IDS, Cause, Check, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result
    from dmsa_tui.onboarding.record import FailedProof
    from dmsa_tui.session.session import Session

SAVES = ("save-version", "create-numbered-version", "create-manifest-version")
"""The action of the permissions step at which a changed version is saved: one in each portal edition."""
PROMOTES, UPDATES = ("promote", "promote"), ("install", "update")
"""Step and action at which a changed version is promoted, and gets into the company."""
_OF_VERSION = {
    "manifest": (),
    "permissions": (
        *("company-levels", "project-levels", "apply-levels"),
        *("company-levels-of-component", "project-levels-of-component", "save-component"),
        *("company-levels-in-window", "project-levels-in-window", "update-manifest"),
    ),
}
"""Step in which a version is changed → actions to do again in each new one; all for none."""
_IN_COMPANY = ("update", "confirm", "app-management")


def mending_action(session: "Session", result: "Result") -> str:
    """Id of the action that begins the fix, on the step that the remedy names; empty if no single one does."""
    from dmsa_tui.guide.failures import entry_of

    entry = entry_of(session.guide, result)
    if entry is None:
        return ""
    there = {action.id for action in session.actions.of(entry.screen)}
    return next((action for action in entry.actions if action in there), "")


def mending_place(session: "Session", result: "Result") -> tuple[str, str]:
    """Step and action that are next in the fix of a finding; an empty action where no single one is."""
    if result.id == "company.reachable" and result.status is Status.WARN:
        return COMPARED_AT
    if result.id == ACCOUNT and result.status is Status.WARN:
        return ACCOUNT_COMPARED_AT
    begins, screen = mending_action(session, result), "" if result.remedy is None else result.remedy.screen
    if not begins or screen not in _OF_VERSION:
        return screen, begins
    saved, promoted = _ticked_at(session, *_saves(session)), _ticked_at(session, *PROMOTES)
    if saved is None:
        begun, following = _ticked_at(session, screen, begins), session.actions.current(screen)
        is_under_way = begun is not None and promoted is not None and begun > promoted
        return (screen, following.id) if is_under_way and following is not None else (screen, begins)
    if promoted is None or promoted < saved:
        return PROMOTES
    if session.actions.known.update_ready:
        return UPDATES
    given = [at for each in _IN_COMPANY if (at := _ticked_at(session, UPDATES[0], each)) is not None]
    return (UPDATES[0], _IN_COMPANY[-1]) if given and max(given) < promoted else (screen, begins)


def opens_first(session: "Session", step_id: str, action_id: str) -> str:
    """Id of the action to open for a fix that begins at that one: nobody installs before the companies are compared."""
    ids = [each.id for each in session.actions.of(step_id)]
    first = COMPARED_AT[1]
    if step_id != COMPARED_AT[0] or action_id not in ids or first not in ids[: ids.index(action_id)]:
        return action_id
    return action_id if session.actions.is_ticked(step_id, first) else first


def place_to_mend(session: "Session", cause: str | None) -> tuple[str, str]:
    """Step and action that are next in the fix of a finding of that cause; empty where no single action is."""
    from dmsa_tui.checks.model import Remedy, Result
    from dmsa_tui.guide.failures import failure_for

    entry = None if cause is None else failure_for(session.guide, "", cause)
    if entry is None:
        return "", ""
    remedy = Remedy(entry.screen, entry.who, entry.where, entry.label)
    step, action = mending_place(session, Result("", Status.FAIL, "", Cause(entry.cause), remedy))
    return (step, action) if action else ("", "")


def do_again(session: "Session", step_id: str, action_id: str, by: str) -> bool:
    """An action was done: whether it is next in a fix. At the first one, what a new version needs is to do again."""
    if action_id not in mending_actions(session, step_id):
        return False
    at_release = (step_id, action_id) in (PROMOTES, *((UPDATES[0], each) for each in _IN_COMPANY))
    if at_release or step_id in _OF_VERSION or step_id not in STEP_IDS:  # of a task the proof is next then
        session.actions.tick_again(step_id, action_id, by)
    if step_id in _OF_VERSION and action_id in _begins(session, step_id):
        ids = [each.id for each in session.actions.of(step_id)]
        after = ids[ids.index(action_id) + 1 :]
        for each in after:
            if each in (_OF_VERSION[step_id] or after):
                session.actions.take_back(step_id, each)
        session.actions.take_back(*_saves(session))
    return True


def _begins(session: "Session", step_id: str) -> set[str]:
    """Ids of the step's actions at which the fix of a finding begins."""
    found = (check.result for view in session.views().values() for check in view.checks)
    return {
        mending_action(session, each)
        for each in found
        if each is not None and each.remedy is not None and each.remedy.screen == step_id
    }


def _saves(session: "Session") -> tuple[str, str]:
    """Step and action at which a changed version is saved, in the chosen portal edition."""
    return "permissions", next(each.id for each in session.actions.of("permissions") if each.id in SAVES)


def _ticked_at(session: "Session", step_id: str, action_id: str) -> datetime | None:
    word = tick_of(session.record, step_id, action_id)
    return None if word is None else word.at


def mending_actions(session: "Session", step_id: str) -> "dict[str, CheckState]":
    """Ids of the step's actions that are next in the fix of a check that fails, or else of a caution → that check.

    What fails comes first, and only in a begun step. Of a task, those that put right what it could not prove.
    """
    if step_id not in STEP_IDS:
        return {failed.mend: _of_task(key, failed) for key, failed in failed_proofs(session.record, step_id).items()}
    checks = [check for step, view in session.views().items() if step != "check" for check in view.checks]
    mends: dict[str, CheckState] = {}
    for state in (State.FAILING, State.CAUTION):
        for check in checks:
            result = check.result if check.state is state else None
            if result is not None and result.remedy is not None:
                step, action = mending_place(session, result)
                if step == step_id:
                    mends.setdefault(action, check)
    mends.pop("", None)
    return mends


def _of_task(key: str, failed: "FailedProof") -> CheckState:
    return CheckState(Check(key, key.partition("/")[0], failed.said, True, ""), State.FAILING)


def unproven_in(session: "Session", step_id: str) -> dict[str, str]:
    """Titles of the step's checks that fail, and by the ids of actions what is not right at them.

    That is a company ID that Procore does not know, and an approval that is not requested or granted.
    """
    refused = {
        id: check.check.title
        for id, check in mending_actions(session, step_id).items()
        if check.state is State.FAILING
        and any(each.id == id and "company_id" in each.fields for each in session.actions.of(step_id))
    }
    record, token, actions = session.record, session.answers.latest(TOKEN), session.actions.of(step_id)
    approvals = {each.id: lacking(record, step_id, each.fields, token) for each in actions}
    return {**session.views()[step_id].failing, **refused, **{id: said for id, said in approvals.items() if said}}


def said_of_failing(session: "Session", step_id: str, elsewhere: str, *, where: str = "") -> str:
    """Which checks of a step fail, and what to do; empty where none does, and for a task.

    `elsewhere`: who says what to do where no action does; `where` to do an action of this step.
    """
    view = session.views().get(step_id)
    if view is None or not view.failing:
        return ""
    mends = mending_actions(session, step_id)
    here = [each.id for each in session.actions.of(step_id)]
    what = f"{elsewhere} says what to do."
    if marked := [each for each in here if each in mends and mends[each].state is State.FAILING]:
        again = " again" if session.actions.is_ticked(step_id, marked[0]) else ""
        what = f"Do action {here.index(marked[0]) + 1}{again}{where}."
    elif following := _following(session, [each for each in view.checks if each.check.id in view.failing]):
        what = following
    return f"Not proven: {listed(list(view.failing.values()))}. {what}"


def goes_on_later(session: "Session", step_id: str) -> bool:
    """Whether something fails in a step, and the fix of all of it goes on in later steps."""
    failing = [each.result for each in session.views()[step_id].checks if each.state is State.FAILING]
    places = [mending_place(session, each) for each in failing if each is not None]
    later = STEP_IDS[STEP_IDS.index(step_id) + 1 :]
    return bool(places) and all(action and step in later for step, action in places)


def _following(session: "Session", failing: "list[CheckState]") -> str:
    """Where the fix of the first of these goes on, in a sentence; empty where no action does it."""
    for check in failing:
        step, action = ("", "") if check.result is None else mending_place(session, check.result)
        ids = [each.id for each in session.actions.of(step)] if action else []
        if action in ids:
            documented = session.guide.step(step)
            return f"Next: action {ids.index(action) + 1} of step {documented.number}, {documented.title}."
    return ""
