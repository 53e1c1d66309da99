"""Reads back on which projects the account is, and waits until a change shows there."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from dmsa_tui.permit.model import Account, Template
from dmsa_tui.procore.api import endpoints
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.records import ProjectAssignment

SHOWN_WITHIN = 120.0
"""Seconds for which Procore may take to show what it has done (inferred: no delay is documented)."""
_PAUSES = (2.0, 3.0, 5.0, 10.0, 15.0, 20.0)
"""Seconds between two looks; the last one repeats."""


class Standing:
    """The account's project list at one moment."""

    def __init__(self, projects: Sequence[ProjectAssignment]) -> None:
        self.projects = {project.id: project for project in projects}
        self.assigned = frozenset(project.id for project in projects if project.permitted)
        self.tells_templates = any(project.template_stated for project in projects)
        """Whether the answer names templates at all."""

    def has(self, id: str, template: Template) -> bool:
        """Whether the account is on the project with that template, if the answer names templates."""
        return id in self.assigned and not self.differs(id, template)

    def differs(self, id: str, template: Template) -> bool:
        """Whether the account is on the project with another template, or with none."""
        if id not in self.assigned or not self.tells_templates:
            return False
        project = self.projects[id]
        if project.template_id is not None:
            return project.template_id != template.id
        return project.template_name != template.name

    def template_words(self, id: str) -> str:
        """The template on that project, as the end of a sentence."""
        name = self.projects[id].template_name
        return f"with the template “{name}”" if name else "without a template"


async def assigned_now(client: ProcoreClient, account: Account) -> Standing:
    """The projects that the account is on, active ones or not, and no others."""
    answered = await endpoints.project_assignments(client, account.id, assigned_only=True)
    return Standing(answered.value)


async def until(clock: Clock, shown: Callable[[], Awaitable[bool]]) -> bool:
    """Read again until it shows. Returns False after `SHOWN_WITHIN`. Raises ProcoreProblem if it cannot be read."""
    began, pauses = clock.monotonic(), [*_PAUSES]
    while True:
        if await shown():
            return True
        if clock.monotonic() - began >= SHOWN_WITHIN:
            return False
        await clock.sleep(pauses.pop(0) if len(pauses) > 1 else pauses[0])


def in_chunks(ids: Sequence[str], size: int) -> Iterable[tuple[str, ...]]:
    """The IDs in chunks."""
    return (tuple(ids[start : start + size]) for start in range(0, len(ids), size))
