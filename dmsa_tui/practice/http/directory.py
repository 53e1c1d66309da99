"""Company users, project users, and which projects a user is on."""

from typing import Any

from dmsa_tui.practice.http import shapes
from dmsa_tui.practice.http.needs import (
    company_tool,
    reads_project_directory,
    visible_project,
)
from dmsa_tui.practice.http.reply import Call, Reply, forbidden, not_found
from dmsa_tui.practice.membership import membership_of
from dmsa_tui.practice.tools import ADMIN, READ_ONLY
from dmsa_tui.practice.world import Project, User


def users(call: Call) -> Reply:
    """`GET /rest/v1.x/companies/{id}/users`: the active ones."""
    return _users(call, active=True)


def inactive_users(call: Call) -> Reply:
    """`GET …/users/inactive`."""
    return _users(call, active=False)


def one_user(call: Call) -> Reply:
    """`GET …/users/{id}`."""
    company_tool(call, "directory", READ_ONLY)
    return Reply(shapes.user(call.company, _user(call)))


def assignments(call: Call) -> Reply:
    """`GET …/users/{id}/project_assignments` (beta): every project, and whether the user is on it."""
    company_tool(call, "directory", ADMIN)
    person = _user(call)
    status = (call.query.filter("assignment_status") or "all").lower()
    name = (call.query.filter("name") or "").lower()
    matches = [project for project in projects_by_status(call, default="all") if name in project.name.lower()]
    if status in ("assigned", "unassigned"):
        matches = [project for project in matches if _is_on(call, person, project) == (status == "assigned")]
    return call.page(matches, lambda project: _assignment(call, person, project), most=300)


def project_users(call: Call) -> Reply:
    """`GET /rest/v1.0/projects/{id}/users`: the compact view for those who cannot read the project's directory."""
    project = visible_project(call, call.path["project_id"])
    if "directory" in project.disabled_tools:
        raise forbidden("The directory tool is not enabled in this project.")
    compact = call.query.text("view") == "compact" or not reads_project_directory(call, project)
    people = [person for person in call.company.users if person.is_active and _is_on(call, person, project)]
    people = _searched(call, people)
    ids = call.query.filter_ids("id")
    if ids is not None:
        people = [person for person in people if str(person.id) in ids]
    return call.page(people, lambda person: _compact(person) if compact else shapes.user(call.company, person))


def one_project_user(call: Call) -> Reply:
    """`GET /rest/v1.0/projects/{id}/users/{id}`; null keys are left out of this answer."""
    project, person = visible_project(call, call.path["project_id"]), _user(call)
    if not _is_on(call, person, project):
        raise not_found()
    shown = shapes.user(call.company, person)
    return Reply({key: value for key, value in shown.items() if value is not None})


def projects_by_status(call: Call, default: str) -> list[Project]:
    """The projects that `filters[by_status]` or `filters[active]` leaves, in any spelling."""
    status = (call.query.filter("by_status") or default).lower()
    active = {"active": True, "inactive": False}.get(status, call.query.filter_flag("active"))
    return [project for project in call.company.projects if active is None or project.active == active]


def _users(call: Call, active: bool) -> Reply:
    company_tool(call, "directory", READ_ONLY)
    people = _searched(call, [person for person in call.company.users if person.is_active == active])
    if call.query.text("view") == "ids_only":
        return call.page(people, lambda person: person.id)
    return call.page(people, lambda person: shapes.user(call.company, person))


def _searched(call: Call, people: list[User]) -> list[User]:
    wanted = (call.query.filter("search") or "").strip().lower()
    # A service account carries its app's name as a slug, so spaces and hyphens count as the same.
    return [person for person in people if _plain(wanted) in _plain(f"{person.name} {person.email} {person.title}")]


def _plain(text: str) -> str:
    return text.lower().replace("-", " ")


def _user(call: Call) -> User:
    wanted = call.path["user_id"]
    user = next((person for person in call.company.users if str(person.id) == wanted), None)
    if user is None:
        raise not_found()
    return user


def _is_on(call: Call, person: User, project: Project) -> bool:
    return membership_of(call.company, person, project) is not None


def _compact(person: User) -> dict[str, Any]:
    return {"id": person.id, "login": person.email, "name": person.name}


def _assignment(call: Call, person: User, project: Project) -> dict[str, Any]:
    membership = membership_of(call.company, person, project)
    template = call.company.template(membership.template_id) if membership else None
    return {
        "project_id": project.id,
        "name": project.name,
        "project_number": project.number or None,
        "stage": "Course of Construction" if project.active else "Closed",
        "is_assigned": membership is not None,
        "active": project.active,
        "roles": [],
        "permission_template_id": template.id if template else None,
        "permission_template_name": template.name if template else None,
        "region": None,
        "program": None,
        "project_type": None,
    }
