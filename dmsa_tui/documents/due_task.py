"""What is to do next in a task that was begun, and by whom: the papers ask for it before anything of the setup."""

from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from dmsa_tui.documents.model import Block, Click, Clicks, Facts, Paragraph, Value, prose
from dmsa_tui.guide.action_values import COPY
from dmsa_tui.guide.conditions import shown_actions
from dmsa_tui.guide.markup import plain
from dmsa_tui.guide.model import Action, Task
from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.ended_access import ENDS_ACCESS
from dmsa_tui.onboarding.known import guide_for, known_of
from dmsa_tui.onboarding.open_tasks import TaskProgress, failed_proof, progress
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.summary import open_task
from dmsa_tui.onboarding.turns import turn_in

UNKNOWN = "not known yet: ask which one before you begin"


class DueTask(NamedTuple):
    """A begun task at its next action."""

    task: Task
    at: TaskProgress
    actions: tuple[Action, ...]
    """The next action, and those that the same person does after it."""
    old_account: str
    """The old service account or app; empty where nobody has named it."""
    mends: str = ""
    """The action that puts right what the task could not prove; empty where nothing failed."""

    @property
    def is_administrators(self) -> bool:
        """Whether the customer's administrator acts, alone or with the consultant."""
        return self.at.who in ("admin", "both")

    @property
    def ends_access(self) -> bool:
        """Whether it takes the app's access away, so that nothing of the setup is asked for meanwhile."""
        return self.task.id == ENDS_ACCESS

    @property
    def make_sure(self) -> str:
        """What somebody did again after Procore's no, in a sentence, until the proof is run; empty without a no."""
        return f"Make sure that this is done: “{self.mends.rstrip('.')}”." if self.at.fails and self.mends else ""

    def asked(self, what: str) -> "list[str | Clicks]":
        """The paragraphs that ask for it; `what` is the app, and where it is."""
        return [
            f"The task “{self.task.title}” for {what} is not finished: {self.at.left}. Please continue.",
            *([self.at.says_no] if self.at.fails else []),
            f"Where: {self.where}.",
            self.clicks,
            "Reply when it is done.",
        ]

    @property
    def where(self) -> str:
        """Where the first of the actions is done."""
        return self.actions[0].where or self.task.where

    @property
    def clicks(self) -> Clicks:
        """The actions, each with its note and caution; who reads them sees no others, so they begin at 1."""
        return Clicks(1, tuple(Click(prose(each.text), tuple(self._below(each))) for each in self.actions))

    def _below(self, action: Action) -> Iterator[Block]:
        if "old-account" in action.copy:
            yield Facts(((COPY["old-account"], (Value(self.old_account),) if self.old_account else UNKNOWN),))
        yield from (Paragraph(prose(each)) for each in (action.note, action.caution) if each)


def due_task(record: Onboarding) -> DueTask | None:
    """The begun task that comes before the setup's own steps; None if there is none."""
    if not (id := open_task(record)):
        return None
    guide = guide_for(record)
    task = guide.documented(id)
    if (at := progress(record, task, guide)) is None:
        return None
    actions = shown_actions(task, guide.edition_or_default(record.edition).id, known_of(record))
    opened, *later = actions[at.place - 1 :]

    def is_same_persons(action: Action) -> bool:
        return tick_of(record, id, action.id) is None and turn_in(record, task, actions, action) == at.who

    failed = failed_proof(record, id)
    mends = next((plain(each.text) for each in actions if failed is not None and each.id == failed.mend), "")
    return DueTask(task, at, (opened, *takewhile(is_same_persons, later)), record.old_account, mends)
