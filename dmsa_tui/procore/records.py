"""Procore's answers as typed records. IDs are strings: they exceed 32 bits. Texts hold no control characters."""

from dataclasses import dataclass, field
from typing import NamedTuple

from dmsa_tui.vocabulary import Level


class TokenGrant(NamedTuple):
    """The answer of `POST /oauth/token`, without the token."""

    expires_in: int | None
    """Seconds; None where Procore did not say."""


class TokenInfo(NamedTuple):
    """`GET /oauth/token/info`."""

    application_uid: str | None
    """Expected to equal the client ID (inferred)."""


class CompanyHost(NamedTuple):
    """`GET /rest/v1.0/company_base_url`: the zone and the web host that serve a company."""

    zone: str | None
    web_base_url: str


class Company(NamedTuple):
    """A row of `GET /rest/v1.0/companies`."""

    id: str
    name: str
    is_active: bool | None


class DirectoryRecord(NamedTuple):
    """The service account's own directory record, `GET /rest/v1.0/companies/{id}/me`."""

    id: str
    name: str
    email_address: str | None
    is_active: bool | None
    add_to_new_projects: bool | None
    """None where Procore left the key out: it did not say."""
    default_permission_template_id: str | None
    default_template_stated: bool
    """Whether the key was there with an ID or null: null means no template, else Procore did not say."""
    company_permission_template_id: str | None = None
    company_template_stated: bool = False
    """Whether the key was there with an ID or null: null means that none is applied, else Procore did not say."""


class DirectoryUser(NamedTuple):
    """A user of the company's directory."""

    id: str
    name: str
    email_address: str | None
    is_active: bool | None
    add_to_new_projects: bool | None = None
    """None where Procore left the key out, as its lists do: it did not say."""


class GrantedTool(NamedTuple):
    """A tool of `GET /rest/v1.0/settings/permissions` with the caller's level on it."""

    name: str
    """Engine name, e.g. `documents`; empty where the answer has none."""
    friendly_name: str
    level: Level | None
    """None where the answer names no level id from 1 to 4."""
    level_name: str
    """The level as Procore spells it."""


class AppInstallation(NamedTuple):
    """A row of `GET /rest/v1.0/app_installations`."""

    app_uid: str | None
    app_name: str | None
    status: str
    """installed or uninstalled."""
    version: str | None
    pending_operation_id: str | None
    """Set while Procore is still applying the permissions."""
    updatable_app_version_id: str | None
    """Set while a newer version waits for **Update**."""
    installed_at: str | None = None
    """As Procore writes it: ISO 8601."""
    installer: str | None = None
    """Name of the person who installed it."""


class ProjectAssignment(NamedTuple):  # cheaper than a dataclass, of which a company may need ten thousand
    """A project, and whether the user is on it; a row of `GET …/users/{id}/project_assignments` (beta)."""

    id: str
    name: str
    number: str | None
    active: bool
    """False only where Procore says so."""
    permitted: bool | None
    """None: the list does not tell and nobody asked for the project's members."""
    template_id: str | None = None
    """The user's permission template there; None where there is none, and in answers without this newer key."""
    template_name: str | None = None
    template_stated: bool = False
    """Whether the answer names the template at all: null means none, absence means that Procore did not say."""


class Project(NamedTuple):
    """A row of `GET /rest/v1.1/projects`. To a company admin it lists every project, permitted or not."""

    id: str
    name: str
    number: str | None
    active: bool | None


class ProjectTool(NamedTuple):
    """A row of `GET /rest/v1.0/projects/{id}/tools`."""

    engine_name: str
    title: str
    is_active: bool


@dataclass(frozen=True)
class PermissionTemplate:
    """A permission template; `levels` is empty in lists, and holds engine name → level when fetched by id.

    A level is None where Procore names none that is known.
    """

    id: str
    name: str
    type: str | None
    """project_specific, company_tools or global."""
    levels: dict[str, Level | None] = field(default_factory=dict)
