"""One setup in a line: its state, the next step, what is wrong, and who must act."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.checks.words import counted
from dmsa_tui.onboarding.approvals import PendingApproval, at_least, pending_approvals
from dmsa_tui.onboarding.check_overview import overview, titles, words_for_failure
from dmsa_tui.onboarding.check_states import Answers, CheckState
from dmsa_tui.onboarding.open_answers import open_answers, undecided
from dmsa_tui.onboarding.open_tasks import TaskProgress, begun_tasks, failed_proof, is_setup_first, progress
from dmsa_tui.onboarding.progress import begun_steps, is_begun, missing_answers, step_views
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.states import DONE, State
from dmsa_tui.onboarding.turns import first_mender, shown_on, turn_for, turn_of
from dmsa_tui.vocabulary import CHECKS, HANDOFF, PROCORE, STEP_IDS, Check

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Guide, Task

WHO: Mapping[str, str] = {"consultant": "consultant", "admin": "administrator", "both": "both", PROCORE: PROCORE}
"""Who acts, in the guide's words → in people's words."""
_OF_VERDICT = {"fail": State.FAILING, "unverified": State.UNVERIFIED, "warn": State.CAUTION}
_WITHOUT_REPORT = {
    State.FAILING: "a check failed",
    State.UNVERIFIED: "Procore did not answer everything",
    State.CAUTION: "a check has a caution",
}
_NO_ANSWERS = Answers({})
_PROVEN_BY_CHECKS = frozenset({"check", *(each.step for each in CHECKS)})
_APPROVAL_OF = {"create-app": "verification", "promote": "production access"}
"""Step → short name of the approval that blocks it."""
_FIRST = (
    State.FAILING, State.WAITING, State.UNVERIFIED, State.CAUTION, State.TODO, State.CONFIRMED, State.PROVEN,
)  # fmt: skip
"""What needs a person comes first, finished setups last."""


class Summary(NamedTuple):
    """What a list of setups shows about one."""

    state: State | None
    """None: the access was ended, so nothing is green or red any more."""
    step: str
    """Id of the step at which the person goes on, and to which the matter belongs; empty if the setup is complete."""
    matter: str = ""
    """What is wrong, as a clause; empty if nothing is."""
    waits_for: str = ""
    """Who must act, e.g. administrator or Procore; empty if nobody."""
    field: str = ""
    """The record's field of the approval that holds it up; empty if none does."""
    task: str = ""
    """Id of the begun task with which the person goes on; empty if none is open."""
    beside: str = ""
    """What another step waits for meanwhile, as a clause; empty if none does."""
    asked_at: datetime | None = None
    """When Procore was asked last, where single checks were asked after the record's verdict; None if not known."""


def steps_to_do(record: Onboarding, answers: Answers = _NO_ANSWERS, definitions: Iterable[Check] = CHECKS) -> list[str]:
    """Ids of the steps that are not done, as the stepper shows them.

    Without the last report, a step that checks prove is done where all of them pass.
    """
    proven = _PROVEN_BY_CHECKS if record.verdict == "pass" and answers.earlier is None else frozenset()
    views = step_views(record, answers, definitions)
    return [step for step, view in views.items() if view.state not in DONE and (view.missing or step not in proven)]


def state_of(record: Onboarding) -> State | None:
    """The state of the setup by its record alone, without the last report; None once the access was ended."""
    if record.access_ended_at is not None:
        return None
    return _state_of_setup(record, _OF_VERDICT.get(record.verdict))


def open_task(record: Onboarding) -> str:
    """Id of the begun task that comes before the setup's own steps; empty if there is none."""
    has_access = record.verdict == "pass" and record.access_ended_at is None
    is_set_up = has_access and {*steps_to_do(record)} <= {HANDOFF}  # which may wait for the task
    return next((each for each in begun_tasks(record) if is_set_up or not is_setup_first(record, each)), "")


def _state_of_setup(record: Onboarding, found: State | None) -> State:
    """`found`: what the last checks found that is worth telling."""
    pending = list(pending_approvals(record))
    if any(each.refused for each in pending):
        return State.FAILING
    if pending and found is not State.FAILING:
        return State.WAITING
    if found is not None:
        return found
    is_open = record.verdict != "pass" or steps_to_do(record) or any(open_answers(record))
    return State.TODO if is_open else State.PROVEN


def may_fail_unbegun(record: Onboarding) -> bool:
    """Whether only the last report tells that what fails belongs to a step that somebody has begun."""
    return record.verdict == "fail" and not begun_steps(record).issuperset(each.step for each in CHECKS)


def urgency(record: Onboarding, told: Summary | None = None) -> tuple[int, int]:
    """The setup's place in a list: a lower one comes first; of what waits, what has waited longest.

    `told`: its summary by the last report, where `may_fail_unbegun`: what nobody has begun fails nowhere.
    A task that was begun waits for a person: the sync may stand still meanwhile.
    """
    state = state_of(record) if told is None else told.state
    if task := open_task(record):
        state = State.WAITING if failed_proof(record, task) is None else State.FAILING
    if state is None:
        return len(_FIRST), 0
    waited = [-1 if each.days is None else each.days for each in pending_approvals(record)]
    return _FIRST.index(state), -max(waited, default=0) if state is State.WAITING else 0


def needs_report(record: Onboarding) -> bool:
    """Whether `summary` says more with the last report."""
    return bool(record.verdict) and not record.access_ended_at


def summary(record: Onboarding, answers: Answers, definitions: Iterable[Check], guide: "Guide") -> Summary:
    """The summary of a setup. `answers`: what earlier runs found, if it is about what the record says now."""
    definitions = tuple(definitions)
    task = next((each for each in guide.tasks if each.id == open_task(record)), None)
    at = None if task is None else progress(record, task, guide)
    found = _found(record, answers, definitions)
    state = None if record.access_ended_at is not None else _state_of_setup(record, found)
    if task is not None and at is not None:
        shown = State.FAILING if at.fails else state
        rows = _rows(State.FAILING, record, answers, definitions)
        fails = _checked(record, State.FAILING, rows, guide, is_done=False).matter if found is State.FAILING else ""
        return Summary(shown, "", _of_task(record, task, at, state, fails), WHO[at.who], task=task.id)
    if state is None:
        return Summary(None, "", "access ended")
    pending = list(pending_approvals(record))
    if pending and state is not found:
        return _held_up(record, state, next((each for each in pending if each.refused), pending[0]), guide)
    if found is not None:
        is_done = not steps_to_do(record, answers, definitions)
        return _checked(record, found, _rows(found, record, answers, definitions), guide, is_done)
    left = steps_to_do(record, answers, definitions)
    is_proven = record.verdict == "pass"
    if not left and not is_proven:  # a person ticked everything, and Procore was not asked
        return Summary(state, "check", "", WHO[turn_of(guide, "check", record)])
    if not left:
        return _ended(record, state, guide)
    if record.verdict == "warn" and undecided(record):  # the caution is about what nobody has decided
        return _passed(record, state, left, guide)
    if not is_proven:
        denied = (each.check.step for each in overview(record, answers, definitions).not_begun)
        step = min((_next_step(record, definitions, guide), *denied), key=STEP_IDS.index)
        return Summary(state, step, "", WHO[turn_of(guide, step, record)])
    return _passed(record, state, left, guide)


def _passed(record: Onboarding, state: State, left: list[str], guide: "Guide") -> Summary:
    """All checks pass, and these steps are left: the line names the step that its words are about."""
    if field := next(iter(undecided(record)), ""):
        return Summary(state, "projects", "undecided", WHO[turn_for(guide, field, record)], field)
    ahead = [each for each in left if STEP_IDS.index(each) >= STEP_IDS.index(record.step)]
    step, matter, field = (ahead or left)[0], "", ""
    if _stopped_in_the_middle(record):
        step = record.step
    if step in record.confirmed and (missing := missing_answers(record, step)):
        matter, field = "an answer is missing", missing[0]
    elif step not in left:
        matter = "actions are left"
    elif left != [STEP_IDS[-1]]:
        matter = f"confirm {counted(len(left), 'step')}"
    return Summary(state, step, matter, WHO[turn_of(guide, step, record, field)], field)


def _of_task(record: Onboarding, task: "Task", at: TaskProgress, state: State | None, fails: str) -> str:
    """What the sign leaves open, how many tasks are begun, and the place in the last one, before its long name.

    `fails`: what the checks of the setup say no to, as a clause; empty if nothing.
    """
    count = len(begun_tasks(record))
    setup = {None: "access ended; ", State.PROVEN: "complete; "}.get(state, f"{fails}; " if fails else "")
    if at.fails:
        setup = "proof fails; "
    where = f"task {at.after_task}" if count == 1 else f"{count} tasks begun; {at.at}"
    return f"{setup}{where}: {task.title}"


def _ended(record: Onboarding, state: State, guide: "Guide", matter: str = "") -> Summary:
    """A setup of which every step is done; the last step has the points that are open all the same."""
    points = list(open_answers(record))
    if not points:
        return Summary(state, "", matter)
    said = "1 item is still open" if len(points) == 1 else f"{len(points)} items are still open"
    who = {turn_for(guide, each.field, record) for each in points}
    return Summary(state, STEP_IDS[-1], said, WHO[who.pop() if len(who) == 1 else "both"])


def _held_up(record: Onboarding, state: State, wait: PendingApproval, guide: "Guide") -> Summary:
    """A pending or refused approval, e.g. verification pending for 9+ days; the person goes on with what was begun."""
    words = [_APPROVAL_OF[wait.step], "refused" if wait.refused else "pending"]
    if wait.days:
        length = at_least(wait.days)
        words.append(f"{length} ago" if wait.refused else f"for {length}")
    matter, step = " ".join(words), "" if wait.refused else _begun_beside(record, wait, guide)
    if not step:
        acts = wait.who if wait.refused else turn_of(guide, wait.step, record, wait.field)
        if wait.refused or acts == PROCORE:
            return Summary(state, wait.step, matter, WHO[acts], wait.field)
        step = wait.step  # something else is to do there
    return Summary(state, step, "", WHO[turn_of(guide, step, record)], beside=matter)


def _begun_beside(record: Onboarding, wait: PendingApproval, guide: "Guide") -> str:
    """Id of the step in which the person goes on while that approval is pending; empty where nothing else was begun."""
    step = record.step
    if step in record.confirmed:
        after = STEP_IDS[STEP_IDS.index(step) + 1 :]
        following = next((each for each in after if each not in record.confirmed), "")
        return "" if following == wait.step else following
    at_work = _left_at(record, guide)
    if at_work != wait.step:
        return at_work if at_work not in record.confirmed and _is_at_work(record, at_work, guide) else ""
    asks = next((f"{step}/{each.id}" for each in shown_on(guide, step, record) if wait.field in each.fields), "")
    begun = {key for key in record.ticked if key.startswith(f"{step}/")}
    goes_on = step == at_work and record.action and begun and f"{step}/{record.action}" not in (asks, *begun)
    return step if goes_on else ""


def _found(record: Onboarding, answers: Answers, definitions: tuple[Check, ...]) -> State | None:
    """What the last checks found that is worth telling; None where nothing is.

    The rows decide, where they are known: of a step that nobody has begun nothing fails, and a name of the company that
    nobody has compared is a caution although Procore's answers have none.
    """
    found = _OF_VERDICT.get(record.verdict)
    if answers.earlier is None:
        return found
    if record.verdict == "pass" and _rows(State.CAUTION, record, answers, definitions):
        return State.CAUTION
    decided = found in (State.FAILING, State.CAUTION) and not _rows(found, record, answers, definitions)
    return None if decided else found


def _rows(state: State, record: Onboarding, answers: Answers, definitions: tuple[Check, ...]) -> Sequence[CheckState]:
    """The checks that are in that state, as the steps show them."""
    seen = overview(record, answers, definitions)
    rows = {State.FAILING: seen.failing, State.CAUTION: seen.cautions}
    return rows.get(state, (*seen.unverified, *seen.waiting))


def _checked(record: Onboarding, state: State, rows: Sequence[CheckState], guide: "Guide", is_done: bool) -> Summary:
    """What the last full run found, in these rows; without its report, its verdict. `is_done`: so is every step."""
    row = rows[0] if rows else None
    if row is None or row.result is None:
        step, matter, who = "check", _WITHOUT_REPORT[state], turn_of(guide, "check", record)
    else:
        step = row.check.step
        who = first_mender([row.result], record) if row.result.remedy else turn_of(guide, step, record)
        of_step = [each for each in rows if each.check.step == step]
        matter = {
            State.FAILING: words_for_failure(row, named=False).rstrip("."),
            State.UNVERIFIED: f"Procore did not say: {titles(of_step)}",
            State.CAUTION: f"a caution: {titles(of_step)}",
        }[state]
    if state is State.CAUTION and is_done:
        return _ended(record, state, guide, matter)
    if state is State.CAUTION and record.step not in (step, "check") and _is_at_work(record, record.step, guide):
        who = turn_of(guide, record.step, record)
        return Summary(state, record.step, "", WHO[who])  # it works: the person goes on there
    return Summary(state, step, matter, WHO[who])


def _stopped_in_the_middle(record: Onboarding) -> bool:
    """Whether the step that was open last is ticked in part."""
    is_begun = any(key.startswith(f"{record.step}/") for key in record.ticked)
    return bool(record.action) and is_begun and record.step not in record.confirmed


def _next_step(record: Onboarding, definitions: tuple[Check, ...], guide: "Guide") -> str:
    """The step in which somebody was at work last, or the first one after it that is not done.

    A look at a later step begins nothing there.
    """
    open_ones = [
        step for step, view in step_views(record, Answers({}), definitions).items() if view.state is not State.CONFIRMED
    ]
    if not open_ones:
        return STEP_IDS[-1]
    at = STEP_IDS.index(_left_at(record, guide))
    return next((step for step in open_ones if STEP_IDS.index(step) >= at), open_ones[0])


def _left_at(record: Onboarding, guide: "Guide") -> str:
    """The last step up to the one that is open in which somebody was at work; the first, where nobody was."""
    up_to = STEP_IDS[: STEP_IDS.index(record.step) + 1]
    return next((step for step in reversed(up_to) if _is_at_work(record, step, guide)), STEP_IDS[0])


def _is_at_work(record: Onboarding, step: str, guide: "Guide") -> bool:
    """Whether somebody has begun that step, or opened one of its later actions last; after the projects, the check."""
    if step == "check":
        return record.step == step and is_begun(record, "projects")
    first = next((each.id for each in shown_on(guide, step, record)), "")
    return is_begun(record, step) or (step == record.step and record.action not in ("", first))
