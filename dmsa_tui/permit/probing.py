"""The first project: added alone, and read back before anything else is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from dmsa_tui.checks.diagnosis import is_withheld
from dmsa_tui.checks.level_comparison import ToolLevel, compare
from dmsa_tui.checks.words import listed
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.permit.batches import Batches, Ended, ended_by
from dmsa_tui.permit.model import Account, Outcome, Template
from dmsa_tui.permit.standing import SHOWN_WITHIN, assigned_now, until
from dmsa_tui.procore.api import endpoints
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.records import ProjectAssignment
from dmsa_tui.procore.request_record import ProcoreProblem


@dataclass(frozen=True)
class Probe:
    """The first project, as Procore shows it afterwards."""

    project: ProjectAssignment
    template: str | None
    """The template's name there; None where Procore did not show it."""
    levels: tuple[ToolLevel, ...] = ()
    """The profile's tools and what is granted there; empty where Procore did not show it."""


async def probe(
    client: ProcoreClient,
    batches: Batches,
    projects: Sequence[ProjectAssignment],
    account: Account,
    template: Template,
    profile: Profile,
    clock: Clock,
) -> Probe | Ended:
    """Add the first project that can be added, and read it back. Returns why the run ends there, if it does."""
    reason = ""
    for project in _candidates(projects):
        sent = await batches.first(project.id)
        if sent.fate == "answered" and project.id in batches.failed:
            reason = f"“{project.name}”: {batches.failed[project.id]}"
            continue
        if sent.fate not in ("answered", "unclear"):
            return ended_by(sent, some_done=False)
        try:
            shown = await until(clock, partial(_is_member, client, project.id, account))
        except ProcoreProblem as problem:
            return Ended(Outcome.UNVERIFIED, f"The first project, “{project.name}”, could not be read back: {problem}")
        if not shown:
            batches.done.pop(project.id, None)  # it is on the journal, and an undo looks for it
        else:
            return await _read_back(client, project, account, template, profile)
        if sent.problem is not None:
            return Ended(Outcome.STOPPED, f"{sent.problem} Procore shows no change after {SHOWN_WITHIN:.0f} s.")
        return Ended(
            Outcome.UNVERIFIED,
            f"Procore said that it had added “{project.name}”, but does not show it after {SHOWN_WITHIN:.0f} s.",
        )
    return Ended(Outcome.REFUSED, f"The account could not be added to any of the first projects. {reason}", "no-access")


def _candidates(projects: Sequence[ProjectAssignment]) -> tuple[ProjectAssignment, ...]:
    """The first project, and two from elsewhere in the list: one may have a reason of its own to be refused."""
    return tuple(dict.fromkeys((projects[0], projects[len(projects) // 2], projects[-1])))


async def _is_member(client: ProcoreClient, project_id: str, account: Account) -> bool:
    try:
        members = (await endpoints.project_members(client, project_id, account.id)).value
    except ProcoreProblem as problem:
        if not is_withheld(problem):
            raise
        return project_id in (await assigned_now(client, account)).assigned
    return any(member.id == account.id for member in members)


async def _read_back(
    client: ProcoreClient, project: ProjectAssignment, account: Account, template: Template, profile: Profile
) -> Probe | Ended:
    try:
        standing = await assigned_now(client, account)
        levels = (await endpoints.granted_tools(client, project_id=project.id)).value
    except ProcoreProblem as problem:
        return Ended(Outcome.UNVERIFIED, f"“{project.name}” was added, but cannot be read back: {problem}")
    if standing.differs(project.id, template):
        return Ended(
            Outcome.PARTLY,
            f"“{project.name}” was added {standing.template_words(project.id)} instead of “{template.name}”.",
        )
    tools = [tool for tool in compare(profile, "project", levels) if tool.wanted is not None]
    low = [tool for tool in tools if tool.too_low]
    if low and not await _switched_off(client, project.id, low):
        tools_low = listed([tool.sentence() for tool in low])
        return Ended(
            Outcome.PARTLY, f"“{project.name}” was added, but its levels are too low: {tools_low}.", "level-too-low"
        )
    name = template.name if standing.tells_templates and project.id in standing.assigned else None
    return Probe(project, name, tuple(tools))


async def _switched_off(client: ProcoreClient, project_id: str, low: Sequence[ToolLevel]) -> bool:
    """Whether all of these tools are turned off in that project; this says nothing about other projects."""
    try:
        tools = (await endpoints.project_tools(client, project_id)).value
    except ProcoreProblem:
        return False
    off = {tool.engine_name for tool in tools if not tool.is_active}
    return all(tool.absent and tool.key in off for tool in low)
