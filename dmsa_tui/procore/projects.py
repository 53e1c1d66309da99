"""Questions about projects, and which of them a user is on."""

from typing import Literal
from urllib.parse import quote

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.exchange import Answered
from dmsa_tui.procore.paging import OnProgress
from dmsa_tui.procore.reading import rows_of
from dmsa_tui.procore.records import Project, ProjectAssignment, ProjectTool

ProjectStatus = Literal["Active", "Inactive", "All"]
_PER_PAGE = 300
"""The largest page of the project list (API reference, 2026-03); a server that grants less says so."""


async def project_assignments(
    client: ProcoreClient, user_id: str, *, status: ProjectStatus = "All", on_progress: OnProgress | None = None
) -> Answered[list[ProjectAssignment]]:
    """The company's projects, and for each whether that user is on it (beta endpoint). One row per project.

    A project that Procore counts and does not name would look permitted, so the list has to be whole.
    """
    path = f"/rest/v1.0/companies/{client.company_id}/users/{quote(user_id, safe='')}/project_assignments"
    params = [("filters[assignment_status]", "all"), ("filters[by_status]", status)]
    answered = await client.pages(path, params, per_page=_PER_PAGE, on_progress=on_progress, complete=True)
    found: dict[str, ProjectAssignment] = {}
    for row in rows_of(answered):
        assignment = ProjectAssignment(
            project_id=row.id("project_id"),
            name=row.text("name") or f"project {row.id('project_id')}",
            number=row.optional_text("project_number"),
            active=row.optional_flag("active"),
            is_assigned=row.flag("is_assigned"),
            permission_template_id=row.optional_id("permission_template_id"),
            permission_template_name=row.optional_text("permission_template_name"),
        )
        found.setdefault(assignment.project_id, assignment)
    return Answered(list(found.values()), answered.exchanges)


async def projects(
    client: ProcoreClient,
    *,
    status: ProjectStatus = "Active",
    on_progress: OnProgress | None = None,
) -> Answered[list[Project]]:
    """The projects that the service account sees. A company admin sees all: no proof of a permitted one."""
    params = [("company_id", client.company_id), ("filters[by_status]", status)]
    answered = await client.pages("/rest/v1.1/projects", params, per_page=_PER_PAGE, on_progress=on_progress)
    found: dict[str, Project] = {}
    for row in rows_of(answered):
        project = Project(
            id=row.id("id"),
            name=row.text("name") or row.text("display_name") or f"project {row.id('id')}",
            number=row.optional_text("project_number"),
            active=row.optional_flag("active"),
        )
        found.setdefault(project.id, project)
    return Answered(list(found.values()), answered.exchanges)


async def project_tools(client: ProcoreClient, project_id: str) -> Answered[list[ProjectTool]]:
    """The tools of a project, and which of them are enabled."""
    answered = await client.pages(f"/rest/v1.0/projects/{quote(project_id, safe='')}/tools")
    found = [
        ProjectTool(row.required_text("engine_name"), row.text("title"), row.flag("is_active"))
        for row in rows_of(answered)
    ]
    return Answered(found, answered.exchanges)
