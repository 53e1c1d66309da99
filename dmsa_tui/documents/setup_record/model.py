"""What a setup record says. Nothing in it is secret."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from dmsa_tui.checks.model import Confirmation
from dmsa_tui.onboarding.history import History
from dmsa_tui.onboarding.record import ProjectChange
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.request_record import RequestRecord

SCHEMA = "dmsa-tui.setup-record/1"


class Proof(StrEnum):
    """What proves a line of the record."""

    PROVEN = "proven"
    """Procore confirmed it."""
    CONFIRMED = "confirmed"
    """A person said so; Procore did not say."""
    FAILED = "failed"
    """Procore said no."""
    OPEN = "open"
    """Nobody has confirmed it."""


@dataclass(frozen=True)
class SecretFacts:
    """What may be said about a client secret."""

    kept: str
    """One sentence: where it is."""
    length: int | None
    """None where it is not known on this machine."""
    fingerprint: str | None
    """Eight hex digits, keyed with the client ID."""

    @property
    def present(self) -> bool:
        """Whether the secret is known on this machine."""
        return self.length is not None


@dataclass(frozen=True)
class ApprovalRow:
    """One of Procore's approvals."""

    id: str
    """verification or production_access."""
    state: str
    since: str
    note: str
    settled: bool = False
    """Working production credentials prove it, whatever a person has noted."""


@dataclass(frozen=True)
class Grant:
    """A tool's level on one tab of the permission builder, as words of the report."""

    wanted: str
    granted: str | None
    """The lowest of all that were read; None where Procore did not say."""
    proof: Proof
    projects: int = 0
    """How many projects were read; 0 on the company tab."""


@dataclass(frozen=True)
class Permission:
    """One tool that was asked for, and why."""

    tool: str
    key: str
    company: Grant
    project: Grant
    reason: str
    caution: str | None


@dataclass(frozen=True)
class NotRequested:
    """What the profile leaves out on purpose."""

    tool: str
    tab: str
    """company, project or both."""
    why: str


@dataclass(frozen=True)
class CheckRow:
    """One check, as it ended."""

    id: str
    title: str
    required: bool
    status: str
    cause: str | None
    summary: str
    proof: Proof
    confirmed_by: Confirmation | None
    evidence: tuple[RequestRecord, ...]
    details: dict[str, Any]


@dataclass(frozen=True)
class StepRow:
    """One step, as it stands."""

    id: str
    title: str
    state: State
    """As the wizard shows it."""
    confirmed_by: Confirmation | None
    """Whose word is in a step that is done; None where nobody gave one, or the step is not done."""
    said_by: Confirmation | None = None
    """Who marked done a step that is open all the same; None where nobody did, or it is done."""


@dataclass(frozen=True)
class Projects:
    """Which projects must be permitted, and which were."""

    must_be_there: str
    """all, list or undecided."""
    expected: int | None
    assigned: int | None
    missing: tuple[str, ...]
    """Names or IDs."""
    future: bool | None
    """Whether future projects are wanted; None: undecided."""
    permitted_too: int = 0
    """Permitted projects that a list does not name."""
    listed: tuple[str, ...] = ()
    """The projects of a list: as Procore writes them, or else as they were given."""
    others: tuple[str, ...] = ()
    """The names of those that the list does not name."""
    active: int | None = None
    """The company's active projects as Procore counts them."""
    active_expected: int | None = None
    """About how many a person expected; None where nobody said it."""


OWNERS = {
    "consultant": "the consultant",
    "admin": "the administrator",
    "both": "the consultant and the administrator",
    "Procore": "Procore",
}
"""Who has to act → the same in words."""


class Lead(NamedTuple):
    """Where in the wizard an open item is done: at a field, at an action, in a task, or by what a check says."""

    field: str = ""
    step: str = ""
    """Of a field: the step that a person confirmed without it; empty for none."""
    action: str = ""
    """Empty for the next one to do."""
    check: str = ""
    task: str = ""


NOWHERE = Lead()


@dataclass(frozen=True)
class OpenItem:
    """Something that is still to be done."""

    what: str
    owner: str
    """consultant, admin, both or Procore."""
    since: str
    """ISO date."""
    lead: Lead = NOWHERE
    """Not written: it is about this program alone."""

    def text_on(self, day: str) -> str:
        """The item on one line, as it is read on that day: what is open since then has no date."""
        owner = "administrator" if self.owner == "admin" else self.owner
        since = "" if self.since_words == day else f", since {self.since_words}"
        return f"{self.what.rstrip('.')} ({owner}{since})"

    @property
    def since_words(self) -> str:
        """The day. A request at Procore may be older than the day on which somebody said that it is pending."""
        return f"{self.since} or before" if self.owner == "Procore" else self.since


@dataclass(frozen=True)
class App:
    """The data connection app."""

    name: str
    owner: str
    client_id: str
    client_id_tested: bool
    """Whether Procore has accepted it."""
    app_version_key: str
    sandbox_client_id: str
    sandbox_app_version_key: str
    sandbox_test: str
    """tested or skipped; empty: not said."""
    portal_edition: str


@dataclass(frozen=True)
class Place:
    """The Procore environment."""

    id: str
    name: str
    login_url: str
    api_url: str
    rehearsal: bool
    """Whether a practice company or a host on this computer stands in for Procore."""


@dataclass(frozen=True)
class AskedRow:
    """A row of the permission profile as the checks read it; levels are words of the report."""

    tool: str
    key: str
    also_known_as: tuple[str, ...]
    company: str
    project: str
    optional: bool


@dataclass(frozen=True)
class Recheck:
    """What is needed besides to ask the same questions again on another machine."""

    profile_rows: tuple[AskedRow, ...]
    expected_projects: tuple[str, ...]
    """IDs, numbers or names, as they were given; empty unless a list must be there."""


@dataclass(frozen=True)
class AccessEnd:
    """The end of the app's access."""

    at: datetime
    said: str
    """That it was ended, and on which day, in a sentence."""
    proof: str
    """What proved it, in a sentence; empty where that was not kept."""
    requests: tuple[str, ...]
    """The requests behind it, each in a line."""
    found_before: bool
    """Whether the checks, levels and counts of the record were found before the end: they count no longer."""
    verdict_before: str = ""
    """The verdict of that run; empty where nothing was found before."""


@dataclass(frozen=True)
class SetupRecord:
    """Everything that the next person needs to know."""

    program: str
    written_at: datetime
    """In the time zone of the machine that wrote it."""
    customer: str
    environment: Place
    company_id: str
    company_name: str | None
    """As Procore gave it; None where it did not."""
    names_confirmed_by: Confirmation | None
    """Who compared it with the customer's; None where nobody did, or both are the same."""
    administrator: str
    """Who installs the app; empty: not recorded."""
    old_account: str
    """The service account or app that this one replaces; `none` if there is none, empty: not recorded."""
    old_account_retired_by: Confirmation | None
    """Who confirmed that it is deleted or uninstalled; None where nobody did."""
    app: App
    ended: AccessEnd | None
    """None while the app has its access."""
    secret: SecretFacts | None
    """None where nobody looked."""
    old_secret_proven_at: datetime | None
    """When Procore accepted the old secret, before it was rotated; None: nobody tested it, or nobody rotated it."""
    old_secret_refused_at: datetime | None
    """When Procore refused the old secret, after the new one worked; None: it was not seen, or nobody rotated it."""
    secret_rotated_by: Confirmation | None
    """Who confirmed that the secret was rotated; None: nobody. Proven it is only where Procore refused the old one."""
    approvals: tuple[ApprovalRow, ...]
    profile_id: str
    profile_name: str
    permissions: tuple[Permission, ...]
    not_requested: tuple[NotRequested, ...]
    projects: Projects
    project_changes: tuple[ProjectChange, ...]
    """In the order of their times."""
    verdict: str | None
    checked_at: datetime | None
    checks: tuple[CheckRow, ...]
    """Empty if the checks were not run on what the record describes now."""
    single_checks: tuple[CheckRow, ...]
    """What checks found that were asked singly, before all were run; empty once they were. They prove no setup."""
    steps: tuple[StepRow, ...]
    open_items: tuple[OpenItem, ...]
    recheck: Recheck
    history: History | None
    """What was changed and when; None where it was not looked up."""

    @property
    def found_before_end(self) -> bool:
        """Whether what was found is from before the access was ended."""
        return self.ended is not None and self.ended.found_before

    @property
    def last_verdict(self) -> str:
        """The verdict with its date and, where it is not of the same hour, its age when the record was written."""
        if self.checked_at is None or self.verdict is None:
            return self.verdict or "none yet"
        minutes = int((self.written_at - self.checked_at).total_seconds() // 60)
        age = f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
        old = f", {age} before this record" if minutes >= 60 else ""
        return f"{self.verdict} ({self.checked_at.strftime('%Y-%m-%d %H:%M %Z')}{old})"
