"""The practice world: a developer portal and one company, as plain data that clicks change and HTTP reads."""

from dataclasses import dataclass, field
from typing import Literal

from dmsa_tui.practice.ids import IdGenerator
from dmsa_tui.practice.tools import Levels

APP_NAME = "Practice File Sync"
NEWEST = "components"
"""The newest edition of the developer portal."""


@dataclass
class Version:
    """A version of the app: which authentication boxes are ticked, and which levels it asks for."""

    number: str
    user_level: bool = False
    service_account: bool = False
    company: Levels = field(default_factory=dict)
    project: Levels = field(default_factory=dict)
    notes: bool = False
    """Whether the post-installation notes are filled in."""
    id: int = 0
    """0 while it is a draft."""
    sandbox_key: str | None = None
    """Set when the version is saved."""
    production_key: str | None = None
    """Set when the version is promoted."""


@dataclass
class Pair:
    """OAuth credentials of one environment; the production secret exists only once it was generated."""

    client_id: str
    secret: str | None = field(default=None, repr=False)


@dataclass
class App:
    """A data connection app in the developer portal."""

    id: int
    name: str
    draft: Version | None = None
    versions: list[Version] = field(default_factory=list)
    sandbox: Pair | None = None
    production: Pair | None = None
    production_access: bool = False
    tested_in_sandbox: bool = False

    @property
    def current(self) -> Version | None:
        """The version that somebody works on: the draft, else the newest."""
        return self.draft or (self.versions[-1] if self.versions else None)

    @property
    def promoted(self) -> Version | None:
        """The newest promoted version."""
        return next((version for version in reversed(self.versions) if version.production_key), None)

    def require_promoted(self) -> Version:
        """The newest promoted version; LookupError where there is none."""
        if self.promoted is None:
            raise LookupError("no version of the practice app was promoted")
        return self.promoted


@dataclass
class Portal:
    """The developer's account."""

    verified: bool = False
    app: App | None = None
    edition: str = NEWEST
    """Which of its editions a person sees: an id of the guide."""


@dataclass
class Membership:
    """A user's place on one project."""

    template_id: int | None = None
    """None: no template; the levels are the manifest's if the project is permitted, else there are none."""
    permitted: bool = False
    """Whether App Management lists the project under Permitted Projects. No API adds to that list."""
    managed: bool = False
    """Whether a Group holds it: then nobody can take the user out of the project alone."""


@dataclass
class User:
    """A person, or the service account, in the company directory."""

    id: int
    first_name: str
    last_name: str
    email: str
    title: str = ""
    is_active: bool = True
    is_employee: bool = True
    add_to_new_projects: bool = False
    default_template_id: int | None = None
    company_template_id: int | None = None
    memberships: dict[int, Membership] | None = None
    """A person's projects by ID; None: every project. The service account's are the company's to tell."""

    @property
    def name(self) -> str:
        """First and last name; a service account has a first name only."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass
class Template:
    """A permission template; `type` is global, company_tools or project_specific."""

    id: int
    name: str
    type: Literal["global", "company_tools", "project_specific"]
    levels: Levels


@dataclass
class Project:
    """A project and the tools that are turned off in it."""

    id: int
    number: str
    name: str
    active: bool = True
    disabled_tools: set[str] = field(default_factory=set)
    is_template: bool = False


@dataclass
class Installation:
    """The app in the company."""

    id: int
    version: Version
    status: Literal["installed", "uninstalled"] = "installed"
    installed_at: str = "2026-03-02T09:00:00Z"
    """When, in UTC; in a rehearsal the time of the click, or of long ago where the scenario has it."""
    pending_operation: str | None = None
    """Set after an update until the next click: Procore applies permissions a little later."""


@dataclass
class Company:
    """The customer's company."""

    id: int
    name: str
    zone: str
    web_base_url: str
    users: list[User] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    installation: Installation | None = None
    account: User | None = None
    """The DMSA; it stays in the directory, inactive, when the app is uninstalled."""
    old_account: User | None = None
    """The service account of before, where the company has or had one; among the users until somebody deletes it."""
    memberships: dict[int, Membership] = field(default_factory=dict)
    """Project id → the service account's membership."""
    raises_tools: bool = True
    """Whether company Directory = Admin is shown as Admin on all company tools (inferred for a DMSA)."""
    raises_joined_projects: bool = True
    """Whether company Directory = Admin gives Admin on the tools of every project that the account has joined.

    Procore's support pages say so of people (permissions matrix, company level Directory); not seen for a DMSA.
    """
    project_raises_tools: bool = True
    """Whether a project's Directory = Admin gives Admin on all tools of that project (same source, project level)."""
    not_now: set[int] = field(default_factory=set)
    """Projects to which nobody can be added at the moment."""

    @property
    def active_projects(self) -> list[Project]:
        """The projects that are not closed."""
        return [project for project in self.projects if project.active]

    def template(self, id: int | None) -> Template | None:
        """The template of that id."""
        return next((template for template in self.templates if template.id == id), None)


@dataclass(frozen=True)
class Window:
    """A rate limit: so many requests in so many seconds."""

    limit: int
    seconds: int


@dataclass
class World:
    """Everything that exists on the practice side of the screen."""

    ids: IdGenerator
    portal: Portal
    company: Company
    windows: tuple[Window, ...] = (Window(3600, 3600),)
    refused: dict[str, int] = field(default_factory=dict)
    """Endpoint name → status with which this company refuses it."""
    unstable: bool = False
    """Whether the servers stumble now and then."""
    noted: Pair | None = None
    """The pair that the person wrote down, where it is not the one that production accepts."""

    def require_app(self) -> App:
        """The app; LookupError where nobody has created one."""
        if self.portal.app is None:
            raise LookupError("no app exists in the practice portal")
        return self.portal.app

    def require_account(self) -> User:
        """The service account; LookupError where the app was never installed."""
        if self.company.account is None:
            raise LookupError("no service account exists in the practice company")
        return self.company.account
