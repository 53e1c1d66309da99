"""What a task has proven: one answer of Procore's, or a person's word."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.request_record import RequestRecord


@dataclass(frozen=True)
class TaskProof:
    """How one part of a task stands."""

    state: State
    summary: str
    """One sentence."""
    evidence: tuple[RequestRecord, ...] = ()
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


NOT_BEGUN = TaskProof(State.TODO, "Not asked yet.")
