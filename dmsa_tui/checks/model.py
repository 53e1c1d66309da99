"""The words of a check: statuses, causes, results, the report."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from dmsa_tui.procore.request_record import RequestRecord

SCHEMA = "dmsa-tui.check-report/1"


class Status(StrEnum):
    """What a check found. PENDING and RUNNING appear on screens only, never in a report."""

    PASS = "pass"
    WARN = "warn"
    """It works, with a caution."""
    FAIL = "fail"
    """Procore says no."""
    UNVERIFIED = "unverified"
    """Procore did not say."""
    SKIPPED = "skipped"
    """A check that it needs did not pass, or nobody asked for it."""
    PENDING = "pending"
    RUNNING = "running"


class Cause(StrEnum):
    """Why a check is not green."""

    WRONG_CREDENTIALS = "wrong-credentials"
    WRONG_ENVIRONMENT = "wrong-environment"
    GRANT_NOT_ENABLED = "grant-not-enabled"
    COMPANY_UNKNOWN = "company-unknown"
    NOT_INSTALLED = "not-installed"
    UPDATE_PENDING = "update-pending"
    ACCOUNT_MISSING = "account-missing"
    ACCOUNT_INACTIVE = "account-inactive"
    LEVEL_TOO_LOW = "level-too-low"
    LEVEL_TOO_HIGH = "level-too-high"
    TOOL_DISABLED = "tool-disabled"
    PROJECT_NOT_PERMITTED = "project-not-permitted"
    NO_PROJECTS = "no-projects"
    NOT_IN_COMPANY = "not-in-company"
    NOT_AUTOMATIC = "not-automatic"
    TEMPLATE_CHANGED = "template-changed"
    NO_DEFAULT_TEMPLATE = "no-default-template"
    TEMPLATE_TOO_LOW = "template-too-low"
    NO_ACCESS = "no-access"
    RATE_LIMITED = "rate-limited"
    SERVER_ERROR = "server-error"
    NOT_JSON = "not-json"
    DNS = "dns"
    TLS = "tls"
    PROXY = "proxy"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    INTERRUPTED = "interrupted"
    CLOCK_SKEW = "clock-skew"
    NOT_OFFERED = "not-offered"
    PERSON = "person"


@dataclass(frozen=True)
class Remedy:
    """What has to be done: on which screen of the wizard it is explained, who acts, where, and the exact label."""

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
    """A check whose question cannot be put, because of what another check found out."""

    def __init__(self, need: str, because: str | None = None) -> None:
        super().__init__(need)
        self.need = need
        """Id of the other check."""
        self.because = because
        """A clause such as "no project is permitted"; None: because of the other check's status."""


@dataclass(frozen=True)
class Finding:
    """What a check's own code says; the runner adds id, remedy and whether it is required, and makes the Result."""

    status: Status
    summary: str
    cause: Cause | None = None
    evidence: tuple[RequestRecord, ...] = ()
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
    evidence: tuple[RequestRecord, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    """JSON-serialisable; the keys that scripts rely on are in the report's schema."""
    required: bool = True
    confirmed_by: Confirmation | None = None


@dataclass(frozen=True)
class RequestCount:
    """What a run cost Procore."""

    sent: int = 0
    retried: int = 0
    throttled_ms: int = 0


@dataclass(frozen=True)
class Report:
    """A finished run."""

    verdict: Status
    started_at: datetime
    elapsed_ms: int
    target: dict[str, str | None]
    """name, environment, login_url, api_url, company_id, client_id."""
    results: tuple[Result, ...]
    requests: RequestCount
