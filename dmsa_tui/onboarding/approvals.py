"""Procore's two approvals: which step each blocks, since when, and who must act."""

from collections.abc import Container, Iterator
from datetime import date, datetime
from typing import NamedTuple

from dmsa_tui.onboarding.record import Approval, ApprovalState, Onboarding

APPROVALS = {"verification": "Organization verification", "production_access": "Production access"}
"""The record's field of each approval, and what people call it; in the order of the setup."""
STEP_OF = {"verification": "create-app", "production_access": "promote"}
"""The step that each approval blocks."""
_SETTLED = ("pass", "warn")


class PendingApproval(NamedTuple):
    """A missing approval, and who must act."""

    what: str
    step: str
    who: str
    refused: bool
    days: int | None
    """Days since it was recorded, or since the day that a person gave; None without a usable date."""
    field: str
    """The record's field of it."""

    @property
    def said(self) -> str:
        """What is missing and for how long at least, e.g. "production access, 21+ days"."""
        what = f"{self.what[0].lower()}{self.what[1:]}" + (" refused" if self.refused else "")
        return f"{what}, {at_least(self.days)}" if self.days else what


def today() -> date:
    """Today's date on this machine, as people write it down."""
    return datetime.now().astimezone().date()


def with_state(approval: Approval, state: ApprovalState, day: date | None = None) -> Approval:
    """The approval in a new state since `day` (default: today)."""
    if state is approval.state and approval.is_answered:
        return approval
    return Approval(state, (day or today()).isoformat(), approval.note)


def days_since(approval: Approval, day: date | None = None) -> int | None:
    """Whole days from the approval's date to `day` (default: today); None for a date that is missing or no date."""
    try:
        return max(0, ((day or today()) - date.fromisoformat(approval.since)).days)
    except ValueError:
        return None


def at_least(days: int) -> str:
    """How long at least, in words: the day is that of the click in the wizard until a person gives another one."""
    return f"{days}+ days"


def pending_of(record: Onboarding, fields: Container[str]) -> PendingApproval | None:
    """The pending or refused approval that is one of these fields of the record; None if none is."""
    return next((each for each in pending_approvals(record) if each.field in fields), None)


def pending_approvals(record: Onboarding, day: date | None = None) -> Iterator[PendingApproval]:
    """The approvals that are pending or refused, in the order of the setup.

    None after a check that passed: Procore issues a token to an approved app only.
    """
    if record.verdict in _SETTLED:
        return
    for name, what in APPROVALS.items():
        approval: Approval = getattr(record, name)
        refused = approval.state is ApprovalState.REFUSED
        if refused or approval.state is ApprovalState.WAITING:
            yield PendingApproval(
                what, STEP_OF[name], "app owner" if refused else "Procore", refused, days_since(approval, day), name
            )
