"""The words that records, reports and screens share: who acts, levels, steps, statuses, causes, checks."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Literal, NamedTuple, get_args

from dmsa_tui.errors import unknown_name

Who = Literal["consultant", "admin", "both"]
WHO: tuple[Who, ...] = get_args(Who)
PROCORE: Literal["Procore"] = "Procore"
Turn = Who | Literal["Procore"]
"""Who acts next: Procore while nobody else can."""

STEP_IDS = ("create-app", "manifest", "permissions", "promote", "install", "projects", "check", "handoff")
"""Every step, in the order of the setup."""
HANDOFF = STEP_IDS[-1]
"""The step that hands the setup over: it is to do while anything before it is open."""
TASK_IDS = ("rotate", "migrate", "offboard")
"""The tasks, by how often people need them; the one that ends the access comes last."""


class Level(IntEnum):
    """A tool's permission level; the values are the level ids of `settings/permissions` (procore-api.md 5.5)."""

    NONE = 1
    READ_ONLY = 2
    STANDARD = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        """The word of reports and profile files: none, read-only, standard, admin."""
        return self.name.lower().replace("_", "-")

    @property
    def label(self) -> str:
        """The word as Procore's permission builder prints it: None, Read-Only, Standard, Admin."""
        return self.name.replace("_", "-").title()

    @property
    def manifest_word(self) -> str | None:
        """The word of an app manifest; None where the manifest leaves the tool out. "admin" is inferred."""
        return None if self is Level.NONE else self.word.replace("-", "")

    @classmethod
    def from_word(cls, word: str) -> "Level":
        """The level named by a report's, a profile's or a manifest's word; KeyError for any other."""
        words = {level.word.replace("-", ""): level for level in cls}
        return words[word.strip().lower().replace("-", "").replace(" ", "")]


class Status(StrEnum):
    """What a check found. RUNNING appears on screens only, never in a report."""

    PASS = "pass"
    WARN = "warn"
    """It works, with a caution."""
    FAIL = "fail"
    """Procore says no."""
    UNVERIFIED = "unverified"
    """Procore did not say."""
    SKIPPED = "skipped"
    """A check that it needs did not pass, or nobody asked for it."""
    RUNNING = "running"


ENDED = (Status.PASS, Status.WARN, Status.FAIL, Status.UNVERIFIED, Status.SKIPPED)
"""The statuses of a check in a report."""


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


NOT_REACHED = frozenset({Cause.DNS, Cause.TLS, Cause.PROXY, Cause.REFUSED, Cause.TIMEOUT})
"""Causes for which Procore has answered nothing."""
WITHOUT_ANSWER = NOT_REACHED | {Cause.INTERRUPTED, Cause.RATE_LIMITED, Cause.SERVER_ERROR, Cause.NOT_JSON}
"""Causes for which Procore has said nothing about the question: ask again later."""


class Check(NamedTuple):
    """One check. Its code is the function of `checks/groups/` with `@asks(id)`."""

    id: str
    step: str
    """Id of the step whose effect it proves."""
    title: str
    """A noun: what is looked at, not what is hoped for."""
    required: bool
    withheld: str
    """What Procore keeps back if it refuses the check's question; continues "Procore does not show …"."""
    needs: tuple[str, ...] = ()
    """Checks that must not have failed or been skipped."""
    despite_failure: bool = False
    """Whether it also runs after a needed check that failed."""
    for_future: bool = False
    """Whether it is about future projects: skipped, and not required, where those are not wanted."""
    for_permitted: bool = False
    """Whether it reads permitted projects one by one: skipped with the project scope none."""


CHECKS = (
    Check("credentials.token", "promote", "Credentials", True, ""),
    Check(
        "credentials.account", "promote", "App of the token", False, "the token's own description",
        ("credentials.token",),
    ),
    Check(
        "company.reachable", "install", "Company", True, "the company's web host",
        ("credentials.token",),
    ),
    Check(
        "install.connected", "install", "Installation", True, "in which companies the app is installed",
        ("company.reachable",),
    ),
    Check(
        "install.version", "install", "Installed version", False, "the app's installations",
        ("install.connected",),
    ),
    Check(
        "install.account", "install", "Service account", True, "the service account's directory entry",
        ("install.connected",),
    ),
    Check(
        "permissions.company", "permissions", "Company permissions", True, "the levels in the company",
        ("install.connected",),
    ),
    Check(
        "permissions.project", "permissions", "Project permissions", True, "the levels on the project",
        ("projects.permitted",), despite_failure=True, for_permitted=True,
    ),
    Check(
        "permissions.read", "permissions", "Reading", False, "the tool's contents",
        ("projects.permitted",), despite_failure=True, for_permitted=True,
    ),
    Check(
        "projects.permitted", "projects", "Permitted projects", True, "on which projects the service account is",
        ("install.account",),
    ),
    Check(
        "projects.new", "projects", "New projects", True, "whether the service account is added to new projects",
        ("install.account",), for_future=True,
    ),
    Check(
        "projects.company_template", "projects", "Company template", False,
        "whether a company permission template is applied to the service account", ("install.account",),
    ),
    Check(
        "projects.template", "projects", "Default project template", False, "the permission template",
        ("install.account",), for_future=True,
    ),
)  # fmt: skip
"""Every check, in the order of reports."""
ON_PROJECTS = ("projects.", "permissions.project", "permissions.read")
"""Prefixes of the ids of the checks that depend on which projects are permitted."""
ON_SECRET = "credentials."
"""Prefix of the ids of the checks that test the client secret. The others are about the account, which stays."""
CHECK_BY_ID = {check.id: check for check in CHECKS}
NOT_SENT = "not_sent"
"""Key in the details of a check that was not asked, because Procore had refused the same request three times."""
UNSENT = "unsent"
"""Key in the details for method and path of the request that was not sent."""
MANIFEST_SCHEMAS = ("3.2", "4.1")
"""3.2 nests the permissions in the OAuth component; 4.1 has them at the top level and declares no grant type."""
MESSAGE_KINDS = ("verification", "production-access", "install-app-missing", "install", "projects", "task")
"""The messages to who is not on the call, in the order of the setup."""


def definition(id: str) -> Check:
    """The check of that id; InvalidInput names the valid ones."""
    try:
        return CHECK_BY_ID[id]
    except KeyError:
        raise unknown_name("check", id, CHECK_BY_ID) from None


def on_pair_alone(ids: Iterable[str] | None) -> bool:
    """Whether the login host answers these checks, without a company; None means all checks."""
    return ids is not None and all(each.startswith(ON_SECRET) for each in ids)


def with_needs(ids: Iterable[str]) -> tuple[Check, ...]:
    """The checks of these ids and all that they need, in the order of reports; InvalidInput for an unknown id."""
    wanted: set[str] = set()
    open_ids = [definition(id).id for id in ids]
    while open_ids:
        id = open_ids.pop()
        if id not in wanted:
            wanted.add(id)
            open_ids += CHECK_BY_ID[id].needs
    return tuple(check for check in CHECKS if check.id in wanted)
