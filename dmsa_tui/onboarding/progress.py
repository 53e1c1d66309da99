"""The state of every step: the worst of its checks, answers and approval, and its confirmation."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.action_ticks import tick_key
from dmsa_tui.onboarding.approvals import APPROVALS, STEP_OF, are_settled, lacking
from dmsa_tui.onboarding.check_states import GREEN, Answers, CheckState, check_states
from dmsa_tui.onboarding.open_answers import key_field, skipped
from dmsa_tui.onboarding.record import ApprovalState, ExpectMode, Onboarding
from dmsa_tui.onboarding.states import WORDS, State, age_of_older, worst
from dmsa_tui.vocabulary import STEP_IDS, Cause, Check, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result

_BEGUN_BY = {"promote": ("client_id", "app_version_key"), "create-app": ("app_name",)}
"""Step → fields that nobody fills before that step."""
_FROM_CHECK = STEP_IDS[STEP_IDS.index("check") :]
_OF_COMPANY_ID = "company.reachable"
"""The check that proves the company ID, which is given when an onboarding is created."""
_TOKEN = "credentials.token"
"""The check that proves the credentials."""
_CONNECTED = "install.connected"
"""The check that proves that the app is installed."""
_OF_INSTALLED = ("install.version", "install.account")
"""What Procore says of an installed app, whoever installed it: nobody's click is waited for."""
_INSTALLED = ("confirm", "skip", "dialog")
_DONE_BY = {
    **dict.fromkeys((_CONNECTED, *_OF_INSTALLED), _INSTALLED),
    "projects.permitted": ("chosen-add", "existing-save", "program-add", "by-page-save"),
    "projects.new": ("new-save",),
    "projects.template": ("template-assign", "new-save"),
}
"""Check → actions of its step of which one brings about what it asks for, or comes after: until then it is to do."""

_APPROVALS_ON = {"create-app": tuple(APPROVALS), "promote": ("production_access",)}
"""Step → approvals that it asks about, without which nobody has done all of it."""


class StepView(NamedTuple):
    """The state of one step."""

    state: State
    since: datetime | None = None
    """When an earlier run found the result that decides: show it dim, with its age. None for this run."""
    is_running: bool = False
    """One of its checks is running."""
    missing: tuple[str, ...] = ()
    """Fields of the record that keep the step from being done: empty, undecided or wrong."""
    checks: tuple[CheckState, ...] = ()
    noted: tuple[str, ...] = ()
    """Fields of the record that are a person's word: no answer of Procore bears them out yet."""

    @property
    def failing(self) -> dict[str, str]:
        """The titles of its checks that fail, by id: all actions may be ticked, and the step does not hold."""
        return {each.check.id: each.check.title for each in self.checks if each.state is State.FAILING}

    def words(self, now: datetime) -> str:
        """The state in words, e.g. proven, proven 2 days ago, to do."""
        if self.since is None or self.state is State.TODO:
            return WORDS[self.state]
        return f"{WORDS[self.state]} {age_of_older(self.since, now)}"


def begun_steps(record: Onboarding) -> frozenset[str]:
    """The steps that somebody has begun: with a tick, a word or an answer of its own, in it or in a later one.

    The check step begins when everything was checked, or when it is opened, and no other step with it.
    """
    last = max((index for index, step in enumerate(STEP_IDS) if is_begun(record, step)), default=-1)
    return frozenset(STEP_IDS[: last + 1])


def begun_checks(record: Onboarding, answers: Answers, definitions: Iterable[Check]) -> frozenset[str]:
    """The checks that may say no: their step is begun, and a person claims what they prove.

    That is by a tick, before that no, of an action that brings it about, by the step's Done, or by a tick in a later
    step: an answer there claims nothing. No click is waited for where Procore says that the app is installed, nor where
    a begun step has a list of what are no projects of the company.
    """
    begun = begun_steps(record)
    last = max((index for index, step in enumerate(STEP_IDS) if _is_clicked(record, step)), default=-1)
    return frozenset(
        check.id
        for check in definitions
        if (check.id == _OF_COMPANY_ID and record.company_id)
        or (check.step in begun and (STEP_IDS.index(check.step) < last or _is_done(record, answers, check)))
        or (check.id in _OF_INSTALLED and _is_green(answers.latest(_CONNECTED)))
        or (check.step in begun and _denies_list(answers.latest(check.id)))
    )


def _is_green(result: "Result | None") -> bool:
    return result is not None and result.status in GREEN


def _denies_list(result: "Result | None") -> bool:
    return result is not None and result.cause is Cause.NOT_IN_COMPANY


def overtaken_checks(record: Onboarding, answers: Answers, definitions: Iterable[Check]) -> frozenset[str]:
    """The checks to run again: their no is older than the tick of an action that brings about what they ask for."""
    return frozenset(
        check.id
        for check in definitions
        if (result := answers.latest(check.id)) is not None
        and result.status in (Status.FAIL, Status.WARN)
        and _done_at(record, check)
        and not _is_done(record, answers, check)
    )


def _is_done(record: Onboarding, answers: Answers, check: Check) -> bool:
    if check.for_future and record.future_projects is None:
        return False
    if ticked := _done_at(record, check):
        found = answers.latest_at(check.id)
        return found is None or min(ticked) <= found
    return check.id not in _DONE_BY or check.step in record.confirmed


def _done_at(record: Onboarding, check: Check) -> list[datetime]:
    """When the actions were ticked that bring about what the check asks for."""
    keys = [tick_key(check.step, each) for each in _DONE_BY.get(check.id, ())]
    return [record.ticked[each].at for each in keys if each in record.ticked]


def missing_answers(record: Onboarding, step_id: str) -> tuple[str, ...]:
    """Fields of the record that keep a step from being done: empty, undecided or wrong."""
    if step_id == "create-app":
        return skipped(record)
    if step_id == "promote":
        wrong = {"client_id": not record.client_id, key_field(record): not _has_right_key(record)}
    elif step_id == "install":
        wrong = {"company_id": not record.company_id}
    elif step_id == "projects":
        wrong = {
            "expect": record.expect is ExpectMode.UNDECIDED,
            "expected_projects": record.expect is ExpectMode.LIST and not record.expected_projects,
            "future_projects": record.future_projects is None,
        }
    else:
        wrong = {}
    return tuple(name for name, is_wrong in wrong.items() if is_wrong)


def step_views(record: Onboarding, answers: Answers, definitions: Iterable[Check]) -> dict[str, StepView]:
    """Every step's view, in the order of the setup.

    A step is proven when all its required checks and its own answers are; an optional check counts once it has an
    answer. The App Version Key stays a person's word: Procore's API shows it nowhere, so that a wrong one passes every
    check. The check step adds up all checks. Once it was opened, it shows a failing one of a begun step as failing.
    """
    definitions = tuple(definitions)
    states = list(check_states(record, answers, definitions, begun_checks(record, answers, definitions)).values())
    views = {
        step: _view(record, answers, step, [each for each in states if each.check.step == step])
        for step in STEP_IDS
        if step != "check"
    }
    seen = states
    if not (record.step in _FROM_CHECK or answers.asked_all or "check" in begun_steps(record)):
        # Nobody has begun it: what fails is red at its own step.
        seen = [each._replace(state=State.TODO) if each.state is State.FAILING else each for each in states]
    views["check"] = _merged(seen, (), has_word=False)._replace(checks=tuple(states))
    return {step: views[step] for step in STEP_IDS}


def is_begun(record: Onboarding, step: str) -> bool:
    """Whether somebody has begun that step: by a tick, a word or an answer of its own."""
    if step in record.confirmed or any(key.startswith(f"{step}/") for key in record.ticked):
        return True
    if step == "projects":
        return record.expect is not ExpectMode.UNDECIDED or record.future_projects is not None
    return any(getattr(record, name) for name in _BEGUN_BY.get(step, ()))


def _is_clicked(record: Onboarding, step: str) -> bool:
    """Whether somebody did more in the step than answer what it asks: answers alone change nothing at Procore."""
    asked = tick_key("projects", "decide")
    return step in record.confirmed or any(key.startswith(f"{step}/") and key != asked for key in record.ticked)


def _has_right_key(record: Onboarding) -> bool:
    from dmsa_tui.onboarding.validation import app_version_key

    name = key_field(record)
    other = "app_version_key" if name == "sandbox_app_version_key" else "sandbox_app_version_key"
    try:
        app_version_key(getattr(record, name), other_key=getattr(record, other), client_id=record.client_id)
    except InvalidInput:
        return False
    return True


def _view(record: Onboarding, answers: Answers, step: str, checks: list[CheckState]) -> StepView:
    contradicted = bool(checks) and record.access_ended_at is not None
    view = _merged(checks, missing_answers(record, step), has_word=step in record.confirmed and not contradicted)
    if step == "promote" and view.state is State.PROVEN:
        view = _with_key(record, answers, view)
    token, asked = answers.latest(_TOKEN), _APPROVALS_ON.get(step, ())
    if view.state is State.CONFIRMED and lacking(record, step, asked, token):
        view = view._replace(state=State.TODO)
    approval = _approval(record, answers, step)
    if approval is None or worst((view.state, approval)) is view.state:
        return view
    return StepView(approval, None, view.is_running, view.missing, view.checks)


def _with_key(record: Onboarding, answers: Answers, view: StepView) -> StepView:
    """The step whose credentials are proven: its key is a person's word, as no answer of Procore names one.

    It is to do as long as nobody has given that word for the whole step: its values may have come in one paste, and
    an installed version does not tell which key was entered.
    """
    state = State.TODO if lacks_word_for_key(record, answers.latest(_TOKEN)) else State.CONFIRMED
    return view._replace(state=state, noted=(key_field(record),))


def lacks_word_for_key(record: Onboarding, token: "Result | None") -> bool:
    """Whether promoting lacks a person's word alone: Procore accepts the credentials, and a key is given."""
    return "promote" not in record.confirmed and _is_green(token) and not missing_answers(record, "promote")


def _merged(checks: Sequence[CheckState], missing: tuple[str, ...], *, has_word: bool) -> StepView:
    counting = [state for state in checks if state.result is not None or state.check.required]
    states = [each.state for each in counting] or [State.CONFIRMED if has_word else State.TODO]
    state = worst([*states, State.TODO] if missing else states)
    if state is State.TODO and has_word and not missing and not any(each.not_begun for each in counting):
        state = State.CONFIRMED  # what was not asked yet contradicts nobody; a no does until Procore is asked again
    ages = [each.since for each in counting if each.since and each.state is state]
    running = any(check.is_running for check in checks)
    return StepView(state, min(ages, default=None), running, missing, tuple(checks))


def _approval(record: Onboarding, answers: Answers, step: str) -> State | None:
    """The state that a pending approval gives its step; None if it is granted, not requested, or settled."""
    name = next((name for name, held_up in STEP_OF.items() if held_up == step), None)
    if name is None or are_settled(record, answers.latest(_TOKEN)):
        return None
    state = getattr(record, name).state
    return {ApprovalState.REFUSED: State.FAILING, ApprovalState.WAITING: State.WAITING}.get(state)
