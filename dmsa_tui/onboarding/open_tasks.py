"""How far a task is, by its ticks: one that was begun and is not done is what comes next, whatever the steps say."""

from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.guide.conditions import shown_actions
from dmsa_tui.guide.markup import plain
from dmsa_tui.onboarding.action_ticks import current_action, doing_task, tick_key, tick_of
from dmsa_tui.onboarding.ended_access import ASKED_RESET
from dmsa_tui.onboarding.known import known_of
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT, Confirmed, ExpectMode, FailedProof, Onboarding
from dmsa_tui.onboarding.turns import turn_in
from dmsa_tui.vocabulary import HANDOFF, STEP_IDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dmsa_tui.guide.model import Action, Guide, Task
    from dmsa_tui.vocabulary import Turn

FROM_OLD = "migrate"
"""The task that moves from an old account."""
TAKES_LIST, IS_SETUP, PROVES, RETIRES = "reached", "setup", "check", "retire"
"""Its actions: the old account's projects become the list, the setup itself, the proof, and the end of the old one."""

_NEEDS_APP = ("rotate", "offboard")
"""Tasks about an app that has credentials already."""
_OF_ACCESS = "rotate"
"""The task that is over with the access: nothing works with the credentials any more."""


IS_OLD_SECRET = "This is the old secret. Reset it in the developer portal first, then copy the new one."
"""What this program says itself of what was given as the new secret: Procore is not asked."""


class TaskProgress(NamedTuple):
    """An unfinished task at its next action."""

    place: int
    of: int
    who: "Turn"
    """Who acts next."""
    left: str
    """What is not done yet, as a clause."""
    fails: str = ""
    """What Procore, or this program, says against what the task has to prove, in a sentence; empty if nothing."""

    @property
    def says_no(self) -> str:
        """The same, and who says so."""
        who = "This program" if self.fails == IS_OLD_SECRET else "Procore"
        return f"{who} says no: {self.fails}" if self.fails else ""

    @property
    def words(self) -> str:
        """The place among its actions, as the task itself shows it."""
        return f"{self.place} of {self.of}"

    @property
    def after_task(self) -> str:
        """How far it is, behind the word task, e.g. 3 of 8: of the last action that would read as done."""
        return "with 1 action left" if self.place == self.of else self.words

    @property
    def at(self) -> str:
        """The same behind its title, e.g. at 3 of 8."""
        return self.after_task if self.place == self.of else f"at {self.words}"


def why_not_yet(record: Onboarding, task_id: str) -> str:
    """Why nobody can do that task now, in a sentence; empty if one can."""
    if task_id == _OF_ACCESS and record.access_ended_at is not None:
        return "Nothing to do: the app's access was ended."
    if task_id == FROM_OLD and record.old_account == NO_OLD_ACCOUNT:
        return "Nothing to do: there is no old service account or app."
    lacks_app = task_id in _NEEDS_APP and not record.client_id
    return "Not possible yet: this onboarding has no client ID." if lacks_app else ""


def begun_tasks(record: Onboarding) -> list[str]:
    """Ids of the unfinished tasks: what Procore says no to first, then the one that was ticked last."""
    failed = sorted(record.failed_proofs, key=lambda key: record.failed_proofs[key].at, reverse=True)
    ticked = sorted(record.ticked, key=lambda key: record.ticked[key].at, reverse=True)
    begun = (key.partition("/")[0] for key in (*failed, *ticked))
    return [task for task in dict.fromkeys(begun) if _is_open(record, task)]


def _is_open(record: Onboarding, task_id: str) -> bool:
    is_over = task_id == _OF_ACCESS and record.access_ended_at is not None
    return task_id not in STEP_IDS and task_id not in record.confirmed and not is_over


def unfinished_tasks(record: Onboarding, guide: "Guide") -> "list[tuple[Task, TaskProgress]]":
    """The tasks that were begun and are not done, in the order of `begun_tasks`, and how far each is."""
    found = ((guide.documented(id), progress(record, guide.documented(id), guide)) for id in begun_tasks(record))
    return [(task, at) for task, at in found if at is not None]


def is_setup_first(record: Onboarding, task_id: str) -> bool:
    """Whether that task is waiting for the setup itself; not once Procore says no to what it has to prove."""
    is_set_up = tick_key(FROM_OLD, IS_SETUP) in record.ticked and _is_confirmed(record)
    return task_id == FROM_OLD and not is_set_up and failed_proof(record, task_id) is None


def is_reached(record: Onboarding) -> bool:
    """Whether the record says that the new account reaches what the old one did: only then may the old one go."""
    keys = [tick_key(FROM_OLD, each) for each in (TAKES_LIST, PROVES)]
    has_list = record.expect is ExpectMode.LIST and bool(record.expected_projects)
    return has_list and _is_confirmed(record) and all(each in record.ticked for each in keys)


def retired_by(record: Onboarding) -> Confirmed | None:
    """Who confirmed that the old account is gone; None: nobody. A word for the whole handoff says nothing of it."""
    return record.ticked.get(tick_key(doing_task(record, HANDOFF, RETIRES) or HANDOFF, RETIRES))


def _is_confirmed(record: Onboarding) -> bool:
    """Whether Procore was asked about the setup as it is now, and does not say no."""
    return record.verdict not in ("", "fail")


def progress(record: Onboarding, task: "Task", guide: "Guide") -> TaskProgress | None:
    """How far an unfinished task is; None where nobody has begun it, or it is done."""
    if task.id not in begun_tasks(record):
        return None
    actions = shown_actions(task, guide.edition_or_default(record.edition).id, known_of(record))
    action = current_action(record, task.id, actions)
    if action is None:
        return None
    failed = failed_proof(record, task.id)
    action = mended_at(record, task.id, actions) or action
    if (task.id, action.id) == (FROM_OLD, RETIRES) and not is_reached(record):
        action = next(each for each in actions if each.id == PROVES)
    who = turn_in(record, task, actions, action)
    left = _left(record, task.id, action)
    return TaskProgress(actions.index(action) + 1, len(actions), who, left, "" if failed is None else failed.said)


def _left(record: Onboarding, task_id: str, action: "Action") -> str:
    if task_id == FROM_OLD and retired_by(record) is None:
        name = f" “{record.old_account}”" if record.old_account else ""
        return f"the old account{name} is not deleted yet"
    return f"next is “{plain(action.text).rstrip('.')}”"


def mended_at(record: Onboarding, task_id: str, actions: "Sequence[Action]") -> "Action | None":
    """The action that puts right what that task could not prove; None where nothing failed, or it was done since."""
    failed = failed_proof(record, task_id)
    action = next((each for each in actions if failed is not None and each.id == failed.mend), None)
    word = None if action is None else tick_of(record, task_id, action.id)
    is_done = failed is not None and word is not None and word.at > failed.at
    return None if is_done else action


def failed_proof(record: Onboarding, task_id: str) -> FailedProof | None:
    """What that task could not prove; None if nothing."""
    return next(iter(failed_proofs(record, task_id).values()), None)


def failed_proofs(record: Onboarding, task_id: str) -> dict[str, FailedProof]:
    """All that it could not prove, by task and action; not what somebody was only asked for."""
    begins = f"{task_id}/"
    return {key: each for key, each in record.failed_proofs.items() if key.startswith(begins) and key != ASKED_RESET}


def without_failed(record: Onboarding, task_id: str, action_id: str) -> dict[str, FailedProof]:
    """What tasks could not prove, less that: Procore says yes by now, or a person confirmed what it does not say."""
    return {each: proof for each, proof in record.failed_proofs.items() if each != tick_key(task_id, action_id)}
