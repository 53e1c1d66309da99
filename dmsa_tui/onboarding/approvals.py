"""Procore's two approvals: which step each blocks, since when, and who must act."""

from collections.abc import Container, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.onboarding.check_states import accepts_client_id
from dmsa_tui.onboarding.clicker import PORTAL, clicker
from dmsa_tui.onboarding.record import Approval, ApprovalState, Onboarding
from dmsa_tui.onboarding.settled import credentials_work, settled_by
from dmsa_tui.procore.environments import environment
from dmsa_tui.vocabulary import PROCORE, STEP_IDS, Turn

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result

APPROVALS = {"verification": "Organization verification", "production_access": "Production access"}
"""The record's field of each approval, and what people call it; in the order of the setup."""
STEP_OF = {"verification": "create-app", "production_access": "promote"}
"""The step that each approval blocks."""
SETTLED = "settled: Procore accepts the credentials"
"""What is said of both approvals once working credentials prove them."""
NOT_REQUESTED = "not requested"
"""What is said of an approval of which a person says that nobody asked for it yet."""
_PENDING = (ApprovalState.WAITING, ApprovalState.REFUSED)


class PendingApproval(NamedTuple):
    """A missing approval, and who must act."""

    what: str
    step: str
    who: Turn
    """Procore, or of a refused one who clicks in the developer account, in the guide's words."""
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
    requested = approval.since if approval.state is ApprovalState.WAITING else approval.requested
    if state not in (ApprovalState.GRANTED, ApprovalState.REFUSED):
        requested = ""
    return Approval(state, (day or today()).isoformat(), approval.note, requested)


def noted(approval: Approval) -> str:
    """When it was requested, if that is not its date, and the note."""
    asked = f"Requested on or before {approval.requested}." if approval.requested else ""
    return f"{asked} {approval.note}".strip()


def days_since(approval: Approval, day: date | None = None) -> int | None:
    """Whole days from the approval's date to `day` (default: today); None for a date that is missing or no date."""
    try:
        return max(0, ((day or today()) - date.fromisoformat(approval.since)).days)
    except ValueError:
        return None


def at_least(days: int) -> str:
    """How long at least, in words: the day is that of the click in the wizard until a person gives another one."""
    return f"{days}+ days"


def are_settled(record: Onboarding, token: "Result | None" = None) -> bool:
    """Whether working credentials settle both approvals: Procore issues a token to an approved app only.

    `token` is the latest result of `credentials.token`. What once worked stays: a secret that is given again, or a
    wrong one, says nothing about the app.
    """
    return credentials_work(record) or (bool(settled_by(record)) and accepts_client_id(token))


def pending_of(record: Onboarding, fields: Container[str]) -> PendingApproval | None:
    """The pending or refused approval that is one of these fields of the record; None if none is."""
    return next((each for each in pending_approvals(record) if each.field in fields), None)


def lacking(record: Onboarding, step_id: str, fields: Container[str], token: "Result | None") -> str:
    """The approval among these fields without which that step is not done, and where it stands; empty for none.

    `token` is the latest result of `credentials.token`. The first step is done once both are requested, and none is
    refused; a later one once it is granted. What nobody answered is none.
    """
    done = (ApprovalState.WAITING,) if step_id == STEP_IDS[0] else ()
    for name in not_granted(record, token):
        approval: Approval = getattr(record, name)
        if name in fields and approval.state not in done:
            state = NOT_REQUESTED if approval.state is ApprovalState.NOT_ASKED else approval.state.value
            return f"{APPROVALS[name]} ({state})"
    return ""


def not_granted(record: Onboarding, token: "Result | None" = None) -> tuple[str, ...]:
    """Fields of the approvals that somebody says Procore has not granted: without them no app can be installed.

    None once they are settled, by `token` too, the latest result of `credentials.token`; a sandbox needs none.
    """
    if are_settled(record, token) or environment(record.environment).pair == "sandbox":
        return ()
    approvals: dict[str, Approval] = {name: getattr(record, name) for name in APPROVALS}
    return tuple(
        name for name, each in approvals.items() if each.is_answered and each.state is not ApprovalState.GRANTED
    )


def said_of_not_granted(record: Onboarding, token: "Result | None" = None) -> str:
    """That Procore has not granted these, as a clause; empty for none."""
    names = {"verification": "the organization verification", "production_access": "production access"}
    lacks = " and ".join(names[each] for each in not_granted(record, token))
    return f"Procore has not granted {lacks}" if lacks else ""


def settled_words(record: Onboarding) -> str:
    """Which approvals that somebody waited for are settled, and by what, in a sentence; empty for none."""
    names = [what for name, what in APPROVALS.items() if is_superseded(record, (name,))]
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} {SETTLED}." if names else ""


def is_superseded(record: Onboarding, fields: Container[str]) -> bool:
    """Whether one of these fields is an approval that a person noted as pending or refused, and that is settled."""
    return are_settled(record) and any(name in fields for name in APPROVALS if _is_pending(getattr(record, name)))


def pending_approvals(record: Onboarding, day: date | None = None) -> Iterator[PendingApproval]:
    """The approvals that are pending or refused, in the order of the setup; none once they are settled."""
    if are_settled(record):
        return
    for name, what in APPROVALS.items():
        approval: Approval = getattr(record, name)
        refused = approval.state is ApprovalState.REFUSED
        if _is_pending(approval):
            yield PendingApproval(
                what,
                STEP_OF[name],
                clicker(PORTAL, "consultant", record) if refused else PROCORE,
                refused,
                days_since(approval, day),
                name,
            )


def _is_pending(approval: Approval) -> bool:
    return approval.state in _PENDING
