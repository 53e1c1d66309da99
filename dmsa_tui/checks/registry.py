"""The table of checks. A new check is a function in its group's module and a row here."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dmsa_tui.checks.groups import company, credentials, install, permissions, projects, reads
from dmsa_tui.checks.model import Finding
from dmsa_tui.errors import unknown_name

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts
    from dmsa_tui.checks.target import Target


@dataclass(frozen=True)
class CheckDefinition:
    """One check: where it belongs, what it needs, and how it is asked."""

    id: str
    step: str
    """Id of the step whose effect it proves."""
    title: str
    """A noun: what is looked at, not what is hoped for."""
    required: bool
    needs: tuple[str, ...]
    """Checks that must not have failed or been skipped."""
    ask: Callable[["Facts"], Awaitable[Finding]]
    ahead: Callable[["Facts"], object]
    """Sends the check's requests at once; each waits for the facts that it depends on, not for a verdict.

    The request that others depend on comes first: the client lets the first request to a host go alone.
    """
    despite_failure: bool = False
    """Whether it also runs after a needed check that failed."""
    for_future: bool = False
    """Whether it is about future projects: skipped, and not required, where those are not wanted."""
    for_permitted: bool = False
    """Whether it reads permitted projects one by one: skipped with the project scope none."""
    awaited: str = ""
    """In two words, what others wait for that need it."""

    def declined(self, target: "Target") -> str | None:
        """Why nobody asked for this check, in one sentence; None if it is asked for."""
        if self.for_future and not target.future_projects:
            return "Not asked: future projects are not wanted."
        if self.for_permitted and target.projects.kind == "none":
            return "Not asked: the permissions on projects were left out of this run."
        return None

    def required_for(self, target: "Target") -> bool:
        """Whether the verdict depends on it."""
        return self.required and not (self.for_future and not target.future_projects)


CHECKS: tuple[CheckDefinition, ...] = (
    CheckDefinition(
        "credentials.token", "promote", "Credentials", True, (),
        credentials.token, lambda facts: facts.token(), awaited="the pair",
    ),
    CheckDefinition(
        "credentials.account", "promote", "App of the token", False, ("credentials.token",),
        credentials.account, lambda facts: facts.token_info(),
    ),
    CheckDefinition(
        "company.reachable", "install", "Company", True, ("credentials.token",),
        company.reachable, lambda facts: facts.host(), awaited="the company ID",
    ),
    CheckDefinition(
        "install.connected", "install", "Installation", True, ("company.reachable",),
        install.connected, lambda facts: (facts.me(), facts.companies()), awaited="the install",
    ),
    CheckDefinition(
        "install.version", "install", "Installed version", False, ("install.connected",),
        install.version, lambda facts: facts.installations(),
    ),
    CheckDefinition(
        "install.account", "install", "Service account", True, ("install.connected",),
        install.account, lambda facts: facts.account(), awaited="the account",
    ),
    CheckDefinition(
        "permissions.company", "permissions", "Company permissions", True, ("install.connected",),
        permissions.company, lambda facts: facts.company_levels(),
    ),
    CheckDefinition(
        "permissions.project", "permissions", "Project permissions", True, ("projects.permitted",),
        permissions.project, lambda facts: (facts.me(), facts.sampled_levels()),
        despite_failure=True, for_permitted=True,
    ),
    CheckDefinition(
        "permissions.read", "permissions", "Reading", False, ("projects.permitted",),
        reads.read, lambda facts: (facts.me(), facts.project_reads(), facts.company_reads()),
        despite_failure=True, for_permitted=True,
    ),
    CheckDefinition(
        "projects.permitted", "projects", "Permitted projects", True, ("install.account",),
        projects.permitted, lambda facts: (facts.me(), facts.memberships()), awaited="the projects",
    ),
    CheckDefinition(
        "projects.new", "projects", "New projects", True, ("install.account",),
        projects.new, lambda facts: facts.account(), for_future=True,
    ),
    CheckDefinition(
        "projects.company_template", "projects", "Company template", False, ("install.account",),
        projects.company_template, lambda facts: facts.account(),
    ),
    CheckDefinition(
        "projects.template", "projects", "Default project template", False, ("install.account",),
        projects.template, lambda facts: (facts.me(), facts.default_template()), for_future=True,
    ),
)  # fmt: skip

BY_ID = {check.id: check for check in CHECKS}


def definition(id: str) -> CheckDefinition:
    """The check of that id; InvalidInput names the valid ones."""
    try:
        return BY_ID[id]
    except KeyError:
        raise unknown_name("check", id, BY_ID) from None


def with_needs(ids: Iterable[str]) -> tuple[CheckDefinition, ...]:
    """The checks of these ids and all that they need, in the table's order; InvalidInput for an unknown id."""
    wanted: set[str] = set()
    open_ids = [definition(id).id for id in ids]
    while open_ids:
        id = open_ids.pop()
        if id not in wanted:
            wanted.add(id)
            open_ids += BY_ID[id].needs
    return tuple(check for check in CHECKS if check.id in wanted)


def of_step(step: str) -> tuple[CheckDefinition, ...]:
    """The checks that confirm a step, without those that they need."""
    return tuple(check for check in CHECKS if check.step == step)
