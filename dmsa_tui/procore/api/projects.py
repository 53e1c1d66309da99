"""Questions about projects, and which of them a user is on."""

from functools import partial
from itertools import repeat
from operator import attrgetter
from types import NoneType
from typing import Any, Literal
from urllib.parse import quote

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.json_fields import JsonFields, columns_of
from dmsa_tui.procore.paging import OnProgress
from dmsa_tui.procore.records import Project, ProjectAssignment, ProjectTool
from dmsa_tui.procore.request_record import Answered

ProjectStatus = Literal["Active", "Inactive", "All"]
_PER_PAGE = 300
"""The largest page of the project list (API reference, 2026-03); no other list of these has one."""
_ASSIGNMENT: dict[str, tuple[type, ...]] = {
    "project_id": (int,), "name": (str,), "project_number": (str, NoneType), "active": (bool,), "is_assigned": (bool,),
}  # fmt: skip
_TEMPLATE_KEYS = {"permission_template_id", "permission_template_name"}
_WITH_TEMPLATE = _ASSIGNMENT | {"permission_template_id": (int, NoneType), "permission_template_name": (str, NoneType)}


async def project_assignments(
    client: ProcoreClient,
    user_id: str,
    *,
    status: ProjectStatus = "All",
    assigned_only: bool = False,
    on_progress: OnProgress | None = None,
) -> Answered[list[ProjectAssignment]]:
    """The company's projects, and for each whether that user is on it (beta endpoint). One row per project.

    A project that Procore counts and does not name would look permitted, so the list has to be whole.
    """
    path = f"/rest/v1.0/companies/{client.company_id}/users/{quote(user_id, safe='')}/project_assignments"
    params = [("filters[assignment_status]", "assigned" if assigned_only else "all"), ("filters[by_status]", status)]
    return await client.pages(
        path, _assignment, params, at_once=_assignments, on_progress=on_progress, id_of=attrgetter("id")
    )


def _assignment(row: JsonFields) -> ProjectAssignment:
    id = row.id("project_id")
    return ProjectAssignment(
        id=id,
        name=row.text("name") or f"project {id}",
        number=row.optional_text("project_number"),
        active=row.optional_flag("active") is not False,
        permitted=row.flag("is_assigned"),
        template_id=row.optional_id("permission_template_id"),
        template_name=row.optional_text("permission_template_name"),
        template_stated=row.has("permission_template_id") or row.has("permission_template_name"),
    )


def _assignments(rows: list[Any]) -> list[ProjectAssignment] | None:
    """The rows of a page at once where each is as documented; None where one is not, and has to be looked at."""
    columns, stated = columns_of(rows, _WITH_TEMPLATE), True
    if columns is None and not any(isinstance(row, dict) and _TEMPLATE_KEYS & row.keys() for row in rows):
        older = columns_of(rows, _ASSIGNMENT)
        columns, stated = older and [*older, [None] * len(rows), [None] * len(rows)], False
    if columns is None or "" in columns[1]:
        return None
    ids, names, numbers, active, assigned, templates, template_names = columns
    made = partial(tuple.__new__, ProjectAssignment)  # what the named tuple's own constructor does, without its frame
    template_ids = (None if template is None else str(template) for template in templates)
    stated_by_all = repeat(stated, len(rows))
    values = zip(
        map(str, ids), names, numbers, active, assigned, template_ids, template_names, stated_by_all, strict=True
    )
    return list(map(made, values))


async def projects(
    client: ProcoreClient,
    *,
    status: ProjectStatus = "Active",
    templates: bool = False,
) -> Answered[list[Project]]:
    """The projects that the service account sees. A company admin sees all: no proof of a permitted one.

    A project that is counted and not named would be missed, so the list has to be whole. `templates`: template
    projects only, by a filter of the API reference (2026-03) that an answer does not confirm.
    """
    params = [("company_id", client.company_id), ("filters[by_status]", status)]
    if templates:
        params.append(("filters[template]", "true"))
    return await client.pages("/rest/v1.1/projects", _project, params, per_page=_PER_PAGE, id_of=attrgetter("id"))


def _project(row: JsonFields) -> Project:
    id = row.id("id")
    return Project(
        id=id,
        name=row.text("name") or row.text("display_name") or f"project {id}",
        number=row.optional_text("project_number"),
        active=row.optional_flag("active"),
    )


async def project_tools(client: ProcoreClient, project_id: str) -> Answered[list[ProjectTool]]:
    """The tools of a project, and which of them are enabled."""
    return await client.pages(f"/rest/v1.0/projects/{quote(project_id, safe='')}/tools", _tool)


def _tool(row: JsonFields) -> ProjectTool:
    return ProjectTool(row.required_text("engine_name"), row.text("title"), row.flag("is_active"))
