"""What an access review says. Nothing in it is secret."""

from dataclasses import dataclass
from datetime import datetime

from dmsa_tui.checks.model import Confirmation
from dmsa_tui.checks.words import counted
from dmsa_tui.documents.values import Granted

SCHEMA = "dmsa-tui.access-review/1"


@dataclass(frozen=True)
class ToolAccess:
    """One tool at one level, as Procore reports it."""

    tool: str
    level: str | None
    """A word of the report; None where Procore listed no level that is known."""
    allows: str
    risk: str | None
    """What could go wrong; None where no level is known."""
    projects: int | None
    """On how many of the projects that were read; None for a company tool."""


@dataclass(frozen=True)
class BeyondAsked:
    """A level that is above what the app asks for."""

    tool: str
    asked: str | None
    """A word of the report; None where the app does not ask for the tool."""
    level: str
    projects: int | None
    """On how many of the projects that were read; None for a company tool."""


@dataclass(frozen=True)
class CompanyAdmin:
    """Whether the account is a company admin."""

    today: bool | None
    """None where it is not known."""
    asked_for: bool
    """Whether the permission profile asks for company Directory = Admin."""
    means: str


@dataclass(frozen=True)
class Projects:
    """In how many projects the account works."""

    assigned: int | None
    active: int | None
    """Active projects of the company; None where they were not counted."""
    levels_read: int
    """On how many of them the levels were read."""
    permitted_too: int
    """Projects among them that the list of those that must be there does not name."""
    added_by_program: int
    removed_by_program: int

    def changed(self, account: str) -> str:
        """What the program did, e.g. `added it to 40 projects and removed it from 1 project`; empty for nothing."""
        done = (("added", "to", self.added_by_program), ("removed", "from", self.removed_by_program))
        words = [f"{verb} {account} {where} {counted(count, 'project')}" for verb, where, count in done if count]
        return " and ".join((*words[:1], *(each.replace(account, "it", 1) for each in words[1:])))


@dataclass(frozen=True)
class Installation:
    """The installation, as Procore's list of installed apps has it; None where it was not read."""

    version: str | None
    installed_at: str | None
    installer: str | None


@dataclass(frozen=True)
class Question:
    """A question of a security review."""

    question: str
    answer: str | None
    """What this setup knows; None where it knows nothing."""
    open: str | None
    """What somebody else has to answer; None where nothing is left."""


@dataclass(frozen=True)
class WayToEnd:
    """One way to take the access away."""

    way: str
    who: str
    at_once: str
    leaves: str


@dataclass(frozen=True)
class AccessReview:
    """The whole review."""

    program: str
    written_at: datetime
    customer: str
    company_name: str | None
    names_confirmed_by: Confirmation | None
    """Who compared it with the customer's; None where nobody did, or both are the same."""
    company_id: str
    environment: str
    rehearsal: bool
    stand_in: str
    """That Procore's own hosts were not asked, as a sentence; empty if they were."""
    app: str
    account: str | None
    """The account's name in the company directory; None where Procore did not give it."""
    misnamed: str
    """That it does not fit the app's name, as a sentence; empty where it does, or a person compared the two."""
    client_id: str
    client_id_tested: bool
    """Whether Procore has accepted it."""
    read_at: datetime | None
    """When Procore was last asked; None: nothing is known of today's levels."""
    not_read: str
    """Why something was not read, as a sentence; empty after a full run of checks."""
    ended: str
    """That the app's access was ended, as a sentence; empty if it was not."""
    answered: tuple[str, ...]
    """The checks that Procore has answered: what they do not tell, Procore did not say."""
    asked: tuple[Granted, ...]
    """What the app asks for by its permission profile, and why."""
    company_admin: CompanyAdmin
    company_tools: tuple[ToolAccess, ...]
    project_tools: tuple[ToolAccess, ...]
    beyond: tuple[BeyondAsked, ...]
    projects: Projects
    installation: Installation
    cannot: tuple[str, ...]
    questions: tuple[Question, ...]
    revoke: tuple[WayToEnd, ...]
    revoke_order: tuple[str, ...]
    """What to do first, and what then, to end the access."""
    less: tuple[str, ...]
    """The way to fewer permissions; empty where company Directory = Admin is neither granted nor asked for."""
