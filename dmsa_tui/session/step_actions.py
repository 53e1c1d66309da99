"""The actions of the open onboarding's steps and tasks: which there are, and which are ticked."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dmsa_tui.guide.conditions import Known, may_grow, shown_actions
from dmsa_tui.onboarding import action_ticks
from dmsa_tui.onboarding.known import counted_projects, is_update_ready, known_of
from dmsa_tui.session.check_results import REPORT
from dmsa_tui.session.observable import Observable
from dmsa_tui.session.open_record import OPENED, OpenRecord
from dmsa_tui.session.procore_names import app_user, company_name, compares, names_app, to_compare
from dmsa_tui.vocabulary import CHECKS, STEP_IDS

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Action, Guide
    from dmsa_tui.onboarding.action_ticks import Reopened
    from dmsa_tui.onboarding.check_states import Answers
    from dmsa_tui.session.check_results import CheckResults

DECIDES = frozenset(
    {
        OPENED,
        "edition",
        "environment",
        "future_projects",
        "expect",
        "expected_projects",
        "active_projects",
        "old_account",
        "project_changes",
        "app_version_key",
        "app_owner",
        "approvals_settled_by",
    }
)
"""Fields of the record that decide which actions a step has."""
LEVEL_CHECKS = tuple(check.id for check in CHECKS if check.step == "permissions")
REOPENED = "reopened"
"""Observers get this name when an answer reopened a step."""


class StepActions(Observable):
    """The actions of every step, and their ticks."""

    def __init__(
        self,
        open_record: OpenRecord,
        results: "CheckResults",
        answers: Callable[[], "Answers"],
        guide: Callable[[], "Guide"],
    ) -> None:
        """`answers` include those of an earlier run."""
        super().__init__()
        self._answers = answers
        self._counted: tuple[str, int] | None = None
        """A company ID, and how many active projects Procore counted in that company."""
        self._open_record = open_record
        self._results = results
        self._guide = guide
        self.reopened: tuple[Reopened, ...] = ()
        """The steps that the last change reopened."""
        self._shown: dict[str, tuple[Action, ...]] = {}
        self._shown_for: tuple[Guide, str, Known] | None = None
        """What the actions were filled in for."""
        self._known: Known | None = None
        """The last value of `known`, for which one draw of a step asks a hundred times; None after a change."""

    def forget_known(self) -> None:
        """Find out again what is known: record or results have changed."""
        self._known = None

    @property
    def known(self) -> Known:
        """What record and results say about which actions a step has."""
        if self._known is None:
            self._known = known_of(
                self._open_record.record,
                counted=self.counted,
                company=self._results.company_name,
                update_ready=is_update_ready(self._answers().latest("install.version")),
                levels_wrong=any(self._is_wrong(each) for each in LEVEL_CHECKS),
            )
        return self._known

    def _is_wrong(self, check_id: str) -> bool:
        """Whether that check's fix is a change of the levels."""
        result = self._answers().latest(check_id)
        return result is not None and result.remedy is not None and result.remedy.screen == "permissions"

    @property
    def counted(self) -> int | None:
        """Procore's count of active projects. It is kept when other answers make results stale."""
        record = self._open_record.record
        permitted = self._answers().latest("projects.permitted")
        results = {} if permitted is None else {permitted.id: permitted}
        counted = counted_projects(record, results, self._results.projects)
        if counted is not None:
            self._counted = (record.company_id, counted)
        return self._counted[1] if self._counted is not None and self._counted[0] == record.company_id else None

    def of(self, step_id: str) -> tuple["Action", ...]:
        """The actions of that step or task for this customer, in the portal edition that is chosen."""
        guide = self._guide()
        edition, known = guide.edition_or_default(self._open_record.record.edition).id, self.known
        before = self._shown_for
        if before is None or before[0] is not guide or before[1:] != (edition, known):
            self._shown, self._shown_for = {}, (guide, edition, known)
        if step_id not in self._shown:
            self._shown[step_id] = shown_actions(guide.documented(step_id), edition, known)
        return self._shown[step_id]

    def may_grow(self, step_id: str) -> bool:
        """Whether an answer that nobody has given yet may bring that step more actions."""
        guide = self._guide()
        edition = guide.edition_or_default(self._open_record.record.edition).id
        return may_grow(guide.documented(step_id), edition, self.known)

    def asking_for(self, field: str) -> tuple[str, str] | None:
        """Ids of the step and the action that ask for that field; None if none does."""
        places = ((step.id, action) for step in self._guide().steps for action in self.of(step.id))
        return next(((step, action.id) for step, action in places if field in action.fields), None)

    def expected(self, step_id: str) -> str:
        """What is on the screen when that step or task worked: what this customer's procedures say, or else its own."""
        procedures = (action.procedure for action in self.of(step_id))
        told = dict.fromkeys(each.expect for each in procedures if each is not None and each.expect)
        guide = self._guide()
        edition = guide.edition_or_default(self._open_record.record.edition).id
        return " ".join(told) or guide.documented(step_id).editions[edition].expect

    def current(self, step_id: str) -> "Action | None":
        """The next action to do; None if nothing is left."""
        return action_ticks.current_action(self._open_record.record, step_id, self.of(step_id))

    def is_ticked(self, step_id: str, action_id: str) -> bool:
        """Whether a person ticked that action."""
        return action_ticks.tick_of(self._open_record.record, step_id, action_id) is not None

    def is_passed_over(self, step_id: str, action_id: str) -> bool:
        """Whether nobody has to come back to that action: a person went past it, or it can no longer be done."""
        return action_ticks.is_passed_over(self._open_record.record, step_id, self.of(step_id), action_id)

    def is_skipped(self, step_id: str, action_id: str) -> bool:
        """Whether a person said to skip that action."""
        return action_ticks.tick_key(step_id, action_id) in self._open_record.record.skipped

    def skip(self, step_id: str, action_id: str, by: str) -> None:
        """Skip an optional action, by the word of the person `by`."""
        self._open_record.note(**action_ticks.skip(self._open_record.record, step_id, action_id, by, datetime.now(UTC)))

    def is_over(self, step_id: str, action: "Action") -> bool:
        """Whether it is too late for that action, done or not."""
        return action_ticks.is_over(self._open_record.record, step_id, self.of(step_id), action)

    def open_in(self, step_id: str) -> tuple["Action", ...]:
        """The required actions of a step that are not ticked and not over."""
        return action_ticks.open_actions(self._open_record.record, step_id, self.of(step_id))

    def tick(self, step_id: str, action_id: str, by: str) -> None:
        """Tick an action for the person `by`. The last required tick confirms the step."""
        record, now, actions = self._open_record.record, datetime.now(UTC), self.of(step_id)
        changes = action_ticks.tick(record, step_id, actions, action_id, by, now)
        if any(compares(each) for each in actions if each.id == action_id):
            changes["compared_company"] = company_name(self._answers())
        if any(names_app(each) for each in actions if each.id == action_id):
            from dmsa_tui.onboarding.account_name import both_names  # the first screen needs none

            changes["compared_account"] = both_names(record, app_user(self._answers()))
        self._open_record.note(**changes)
        self._follow(step_id)

    def _follow(self, step_id: str) -> None:
        """A task that was begun may do what a step asks for."""
        if step_id not in STEP_IDS:
            self._reconcile()

    def tick_again(self, step_id: str, action_id: str, by: str) -> None:
        """Tick an action that was done once more, which may have a tick, for the person `by`."""
        record, now = self._open_record.record, datetime.now(UTC)
        self._open_record.note(**action_ticks.tick_again(record, step_id, self.of(step_id), action_id, by, now))

    def is_due_again(self, step_id: str, action: "Action") -> bool:
        """Whether something is to be compared that was not known when the action was ticked."""
        due = to_compare(self._open_record.record, self._answers(), action)
        return bool(due) and self.is_ticked(step_id, action.id)

    def tick_all(self, step_id: str, by: str) -> None:
        """Tick all required actions of the step for the person `by`."""
        record, now = self._open_record.record, datetime.now(UTC)
        self._open_record.note(**action_ticks.tick_all(record, step_id, self.of(step_id), by, now))

    def take_back(self, step_id: str, action_id: str) -> None:
        """Untick an action, or take back that it is skipped; with an empty id, untick the whole step."""
        record = self._open_record.record
        step_id = action_ticks.doing_task(record, step_id, action_id) or step_id
        actions = self.of(step_id)
        changes = (
            action_ticks.take_back(record, step_id, actions, action_id)
            if action_id
            else action_ticks.take_back_done(record, step_id, actions)
        )
        self._open_record.note(**changes)
        self._follow(step_id)

    def start_over(self, task_id: str) -> None:
        """A task is done once more: it has no ticks now."""
        self._open_record.note(**action_ticks.without_ticks(self._open_record.record, task_id))
        self._follow(task_id)

    def answers_changed(self, names: frozenset[str]) -> None:
        """Reopen each step that got an action without a tick, by an answer, an edition or Procore's count."""
        if self._open_record.is_open and not names.isdisjoint(DECIDES):
            self._reconcile()

    def answered(self, names: frozenset[str]) -> None:
        """Take over Procore's count of projects, if a result has it."""
        if self._open_record.is_open and REPORT in names and "projects.permitted" in self._results:
            self._reconcile()

    def _reconcile(self) -> None:
        record = self._open_record.record
        changes, self.reopened = action_ticks.reconciled(record, self._guide(), self.known)
        if changes:
            self._open_record.note(**changes)
        if self.reopened:
            self._changed(REOPENED)
