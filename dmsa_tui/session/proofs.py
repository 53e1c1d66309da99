"""What a task has proven, by an answer of Procore or by a person."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.states import State

if TYPE_CHECKING:
    from dmsa_tui.procore.request_record import RequestRecord


@dataclass(frozen=True)
class TaskProof:
    """The state of one part of a task."""

    state: State
    summary: str
    """One sentence."""
    evidence: tuple["RequestRecord", ...] = ()
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    of: str = ""
    """Of when it is, where it says nothing about now: before the reset."""


NOT_BEGUN = TaskProof(State.TODO, "Not checked yet.")
ENOUGH = frozenset({State.PROVEN, State.CAUTION})
"""States of a proof with which its action is done."""
