"""What a check returns and a report holds."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from dmsa_tui.vocabulary import Cause, Status

if TYPE_CHECKING:
    from dmsa_tui.procore.request_record import RequestRecord

SCHEMA = "dmsa-tui.check-report/1"


class Remedy(NamedTuple):
    """How to fix it: on which screen the wizard explains it, who acts, where, and the exact label."""

    screen: str
    """A step id."""
    who: str
    """consultant, admin or both."""
    where: str
    label: str
    url: str | None = None


@dataclass(frozen=True)
class Confirmation:
    """A person's word for what Procore did not say."""

    by: str
    at: datetime


class Blocked(Exception):
    """Raised by a check that cannot ask its question, because of another check's finding."""

    def __init__(self, need: str, because: str | None = None) -> None:
        super().__init__(need)
        self.need = need
        """Id of the other check."""
        self.because = because
        """A clause such as "no project is permitted"; None: because of the other check's status."""


@dataclass(frozen=True)
class Finding:
    """What a check's code returns; the runner adds id, remedy and whether it is required."""

    status: Status
    summary: str
    cause: Cause | None = None
    evidence: tuple["RequestRecord", ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    failure: str | None = None
    """Id of the failure catalogue's entry, where the check and its cause do not tell which."""


@dataclass(frozen=True)
class Result:
    """What one check found."""

    id: str
    status: Status
    summary: str
    """One sentence."""
    cause: Cause | None = None
    remedy: Remedy | None = None
    evidence: tuple["RequestRecord", ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    """JSON-serialisable; the keys that scripts rely on are in the report's schema."""
    required: bool = True
    confirmed_by: Confirmation | None = None


class RequestCount(NamedTuple):
    """What a run cost Procore."""

    sent: int = 0
    retried: int = 0
    throttled_ms: int = 0


class Report(NamedTuple):
    """A finished run."""

    verdict: Status
    started_at: datetime
    elapsed_ms: int
    target: dict[str, str | None]
    """name, environment, login_url, api_url, company_id, client_id."""
    results: tuple[Result, ...]
    requests: RequestCount
