"""What a call needs: levels, and projects that the caller can see."""

from dmsa_tui.practice.http.query import whole_number
from dmsa_tui.practice.http.reply import Call, forbidden, not_found
from dmsa_tui.practice.rights import company_levels, is_company_admin, project_levels, sees
from dmsa_tui.practice.tools import LEVEL_NAMES, NONE
from dmsa_tui.practice.world import Project


def company_tool(call: Call, tool: str, level: int) -> None:
    """Refuses a caller whose level on a company tool is lower."""
    if company_levels(call.company).get(tool, NONE) < level:
        raise forbidden(f"This takes {LEVEL_NAMES[level]} on the company's {tool} tool.")


def project_tool(call: Call, project: Project, tool: str, level: int) -> None:
    """Refuses where the tool is off, and a caller whose level on it is lower."""
    if tool in project.disabled_tools:
        raise forbidden(f"The {tool} tool is not enabled in this project.")
    levels = project_levels(call.company, project)
    if (levels or {}).get(tool, NONE) < level:
        raise forbidden(f"This takes {LEVEL_NAMES[level]} on the project's {tool} tool.")


def visible_project(call: Call, id: str) -> Project:
    """The project of that id; 404 if it does not exist or the caller cannot see it."""
    project = any_project(call, id)
    if not sees(call.company, project):
        raise not_found()
    return project


def any_project(call: Call, id: str) -> Project:
    """The project of that id, seen or not; 404 if it does not exist."""
    number = whole_number(id)
    project = next((project for project in call.company.projects if project.id == number), None)
    if project is None:
        raise not_found()
    return project


def reads_project_directory(call: Call, project: Project) -> bool:
    """Whether the caller gets more than the compact view of the project's users."""
    return is_company_admin(call.company) or bool((project_levels(call.company, project) or {}).get("directory"))
