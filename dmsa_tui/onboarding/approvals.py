"""Procore's two approvals: which step each holds up, since when, and who is waited for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dmsa_tui.onboarding.record import Approval, ApprovalState, Onboarding

APPROVALS = {"verification": "Organization verification", "production_access": "Production access"}
"""The record's field of each approval, and what people call it; in the order of the setup."""
STEP_OF = {"verification": "create-app", "production_access": "promote"}
"""The step that each approval holds up."""
_SETTLED = ("pass", "warn")


@dataclass(frozen=True)
class PendingApproval:
    """An approval that is missing, and whose turn it is."""

    what: str
    step: str
    who: str
    refused: bool
    days: int | None
    """Since it was asked for or refused; None where no usable date is noted."""

    @property
    def said(self) -> str:
        """What is missing and for how long, e.g. "production access, 21 days"."""
        what = f"{self.what[0].lower()}{self.what[1:]}" + (" refused" if self.refused else "")
        return f"{what}, {age(self.days)}" if self.days is not None else what


def today() -> date:
    """The day on this machine's calendar, which is the one that people write down."""
    return datetime.now().astimezone().date()


def with_state(approval: Approval, state: ApprovalState, day: date | None = None) -> Approval:
    """The approval in a new state, entered on `day` (default: today); what nobody has asked for has no date."""
    if state is approval.state:
        return approval
    since = "" if state is ApprovalState.NOT_ASKED else (day or today()).isoformat()
    return Approval(state, since, approval.note)


def days_since(approval: Approval, day: date | None = None) -> int | None:
    """Whole days from the approval's date to `day` (default: today); None for a date that is missing or no date."""
    try:
        return max(0, ((day or today()) - date.fromisoformat(approval.since)).days)
    except ValueError:
        return None


def age(days: int) -> str:
    """How long, in words: today, 1 day, 21 days."""
    return "today" if days == 0 else f"{days} day{'' if days == 1 else 's'}"


def pending_approvals(record: Onboarding, day: date | None = None) -> Iterator[PendingApproval]:
    """The approvals that are waited for or refused, in the order of the setup.

    None after a check that passed: a token is issued to an approved app only.
    """
    if record.verdict in _SETTLED:
        return
    for name, what in APPROVALS.items():
        approval: Approval = getattr(record, name)
        refused = approval.state is ApprovalState.REFUSED
        if refused or approval.state is ApprovalState.WAITING:
            yield PendingApproval(
                what, STEP_OF[name], "app owner" if refused else "Procore", refused, days_since(approval, day)
            )
