"""Projects, their tools, and the folders of both levels."""

from typing import Any

from dmsa_tui.errors import quoted
from dmsa_tui.practice.http import shapes
from dmsa_tui.practice.http.directory import projects_by_status
from dmsa_tui.practice.http.needs import any_project, company_tool, project_tool, visible_project
from dmsa_tui.practice.http.reply import Call, Reply, bad_request, forbidden
from dmsa_tui.practice.rights import company_levels, project_levels, sees
from dmsa_tui.practice.tools import COMPANY_TOOLS, PROJECT_TOOLS, READ_ONLY
from dmsa_tui.practice.world import Project

_ALL_IDS = 200_000


def projects(call: Call) -> Reply:
    """`GET /rest/v1.1/projects`: active ones by default; to a company admin every one, permitted or not."""
    listed = _listed(call)
    if call.query.text("view") == "ids":
        return call.page(listed, lambda project: project.id, default=_ALL_IDS, most=_ALL_IDS)
    compact = "compact" in (call.query.text("view"), call.query.text("serializer_view"))
    return call.page(
        listed, lambda project: _compact(project) if compact else shapes.project(call.company, project), most=300
    )


def company_projects(call: Call) -> Reply:
    """`GET /rest/v1.0/companies/{id}/projects`: not paged."""
    return Reply([_portfolio_row(project) for project in call.company.active_projects if sees(call.company, project)])


def one_project(call: Call) -> Reply:
    """`GET /rest/v1.0/projects/{id}`."""
    return Reply(shapes.project(call.company, visible_project(call, call.path["project_id"])))


def project_tools(call: Call) -> Reply:
    """`GET /rest/v1.0/projects/{id}/tools`: which tools are on."""
    project = visible_project(call, call.path["project_id"])
    wanted = call.query.filter_flag("is_active")
    rows = [
        {
            "id": number,
            "engine_name": tool.name,
            "is_active": tool.name not in project.disabled_tools,
            "position": number,
            "required": tool.required,
            "title": tool.title,
        }
        for number, tool in enumerate(PROJECT_TOOLS, start=1)
    ]
    return call.page([row for row in rows if wanted is None or row["is_active"] == wanted], dict)


def projects_with_tool(call: Call) -> Reply:
    """`GET /rest/v2.0/companies/{id}/project_tools/{engine}/ids` (beta): where a tool is on."""
    tool = call.path["engine_name"]
    if tool not in {known.name for known in PROJECT_TOOLS}:
        raise bad_request(f"there is no project tool {quoted(tool)}")
    with_tool = [
        project
        for project in call.company.active_projects
        if sees(call.company, project) and tool not in project.disabled_tools
    ]
    page = call.page(with_tool, lambda project: str(project.id), default=10, most=100)
    return Reply({"data": page.body}, headers=page.headers)


def permissions(call: Call) -> Reply:
    """`GET /rest/v1.0/settings/permissions`: of the company or of one project, never both."""
    company_id, project_id = call.query.text("company_id"), call.query.text("project_id")
    if bool(company_id) == bool(project_id):
        raise bad_request("exactly one of company_id and project_id is required")
    if project_id is None or not project_id:
        return Reply(shapes.permissions(COMPANY_TOOLS, company_levels(call.company), f"/{call.company.id}/company"))
    project = any_project(call, project_id)
    levels = project_levels(call.company, project)
    if levels is None:
        # Inferred: Procore does not document what a user who is not on the project gets.
        raise forbidden("You do not have access to this project.")
    return Reply(shapes.permissions(PROJECT_TOOLS, levels, f"/{project.id}/project"))


def company_folders(call: Call) -> Reply:
    """`GET /rest/v1.0/companies/{id}/folders`: the root folder."""
    company_tool(call, "documents", READ_ONLY)
    return Reply(_root_folder(call.company.name))


def project_folders(call: Call) -> Reply:
    """`GET /rest/v1.0/folders?project_id=`: the root folder."""
    project = visible_project(call, call.query.text("project_id") or "")
    project_tool(call, project, "documents", READ_ONLY)
    return Reply(_root_folder(project.name))


def _listed(call: Call) -> list[Project]:
    listed = [project for project in projects_by_status(call, default="active") if sees(call.company, project)]
    name = (call.query.filter("name") or "").lower()
    ids, template = call.query.filter_ids("id"), call.query.filter_flag("template")
    listed = [project for project in listed if template is None or project.is_template == template]
    listed = [project for project in listed if name in project.name.lower() and (ids is None or str(project.id) in ids)]
    if call.query.text("sort") in ("name", "display_name"):
        listed.sort(key=lambda project: project.name)
    return listed


def _compact(project: Project) -> dict[str, Any]:
    shown = f"{project.number} - {project.name}".removeprefix(" - ")
    return {"id": project.id, "name": project.name, "display_name": shown}


def _portfolio_row(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "name": project.name,
        "address": {},
        "stage_name": "Course of Construction",
        "status_name": "Active",
        "type_name": None,
        "open_items": [],
        "created_by": None,
    }


def _root_folder(name: str) -> dict[str, Any]:
    return {
        "id": 1,
        "name": name,
        "folders": [],
        "files": [],
        "read_only": False,
        "private": False,
        "is_deleted": False,
        "has_children": False,
        "has_children_files": False,
        "has_children_folders": False,
    }
