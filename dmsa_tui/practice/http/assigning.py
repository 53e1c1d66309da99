"""Adding users to projects and taking them out, for callers with company Directory = Admin.

Source: Procore API reference, Directory (mid-2026): bulk_add and bulk_remove are beta and differ by version; the texts
of a success are not documented, "Contact could not be added." is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dmsa_tui.practice.http import shapes
from dmsa_tui.practice.http.needs import any_project, company_tool
from dmsa_tui.practice.http.query import whole_number
from dmsa_tui.practice.http.reply import Call, Problem, Reply, bad_request, not_found
from dmsa_tui.practice.membership import CannotJoin, join, leave, membership_of
from dmsa_tui.practice.tools import ADMIN
from dmsa_tui.practice.world import Project, User

MOST = 1000
"""Pairs of user and project in one request."""
ADDED, IS_THERE, NOT_ADDED = "Contact added.", "Contact is on the project already.", "Contact could not be added."


@dataclass(frozen=True)
class _Pair:
    user_id: str
    project_id: str
    user: User | None
    project: Project | None
    template_id: int | None


def bulk_add(call: Call) -> Reply:
    """`POST /rest/v1.3/companies/{id}/users/bulk_add`: 207 where somebody could not be added."""
    done: dict[str, list[dict[str, str]]] = {}
    failed: dict[str, list[dict[str, str]]] = {}
    for pair, text in _added(call):
        results = failed if text == NOT_ADDED else done
        results.setdefault(pair.user_id, []).append({"projectId": pair.project_id, "message": text})
    body: dict[str, Any] = {"entities": [{"userId": id, "projects": rows} for id, rows in done.items()]}
    if failed:
        body["errors"] = [{"userId": id, "errors": rows} for id, rows in failed.items()]
    return Reply(body, 207 if failed else 200)


def bulk_add_older(call: Call) -> Reply:
    """v1.1 and v1.2 of the same: a text for each project of each user."""
    body: dict[str, dict[str, str]] = {}
    for pair, text in _added(call):
        body.setdefault(pair.user_id, {})[pair.project_id] = text
    failed = any(NOT_ADDED in texts.values() for texts in body.values())
    return Reply(body, 207 if failed else 200)


def bulk_remove(call: Call) -> Reply:
    """`POST …/users/bulk_remove`: where a Group holds the user, v1.3 says so."""
    return _removed(call, managed="skipped_managed")


def bulk_remove_older(call: Call) -> Reply:
    """v1.1 and v1.2 of the same: a failure is a failure."""
    return _removed(call, managed="failure")


def add(call: Call) -> Reply:
    """`POST /rest/v1.0/projects/{id}/users/{id}/actions/add`: 201 with the user, without the keys that are null."""
    company_tool(call, "directory", ADMIN)
    project, person = any_project(call, call.path["project_id"]), _user(call, call.path["user_id"])
    if person is None:
        raise not_found()
    fields = call.body.get("user") if isinstance(call.body, dict) else None
    template_id = _id(fields.get("permission_template_id")) if isinstance(fields, dict) else None
    try:
        join(call.company, person, project, template_id)
    except CannotJoin:
        raise Problem(422, {"errors": {"base": [NOT_ADDED]}}) from None
    shown = shapes.user(call.company, person)
    return Reply({key: value for key, value in shown.items() if value is not None}, 201)


def remove(call: Call) -> Reply:
    """`DELETE …/actions/remove`: 204; the user stays in the company's directory."""
    company_tool(call, "directory", ADMIN)
    project, person = any_project(call, call.path["project_id"]), _user(call, call.path["user_id"])
    membership = None if person is None else membership_of(call.company, person, project)
    if person is None or membership is None:
        raise not_found()
    if not leave(call.company, person, project):
        raise Problem(422, {"errors": {"base": ["Membership is managed by a group."]}})
    return Reply(None, 204)


def _added(call: Call) -> Iterator[tuple[_Pair, str]]:
    for pair in _pairs(call):
        try:
            if pair.user is None or pair.project is None:
                raise CannotJoin
            yield pair, ADDED if join(call.company, pair.user, pair.project, pair.template_id) else IS_THERE
        except CannotJoin:
            yield pair, NOT_ADDED


def _removed(call: Call, managed: str) -> Reply:
    body: dict[str, dict[str, str]] = {}
    for pair in _pairs(call):
        outcome = "failure"
        if pair.user is not None and pair.project is not None:
            membership = membership_of(call.company, pair.user, pair.project)
            if membership is not None and membership.managed:
                outcome = managed
            elif leave(call.company, pair.user, pair.project):
                outcome = "success"
        body.setdefault(pair.user_id, {})[pair.project_id] = outcome
    return Reply(body)


def _pairs(call: Call) -> list[_Pair]:
    company_tool(call, "directory", ADMIN)
    rows = call.body.get("users") if isinstance(call.body, dict) else None
    if not isinstance(rows, list) or not rows:
        raise bad_request("users must be a list that is not empty")
    if len(rows) > MOST:
        raise bad_request(f"at most {MOST} users in one request")
    people = {person.id: person for person in call.company.users}
    projects = {project.id: project for project in call.company.projects}
    return [_pair(row, people, projects) for row in rows]


def _pair(row: Any, people: Mapping[int, User], projects: Mapping[int, Project]) -> _Pair:
    user_id, project_id = (_id(row.get(key)) if isinstance(row, dict) else None for key in ("user_id", "project_id"))
    if user_id is None or project_id is None:
        raise bad_request("each of users needs a user_id and a project_id")
    template_id = _id(row.get("permission_template_id"))
    return _Pair(str(user_id), str(project_id), people.get(user_id), projects.get(project_id), template_id)


def _user(call: Call, id: str) -> User | None:
    return next((person for person in call.company.users if str(person.id) == id), None)


def _id(value: Any) -> int | None:
    """An ID as a number or as text, as clients send both."""
    if type(value) is int:
        return value if 0 <= value < 10**18 else None
    return whole_number(value) if isinstance(value, str) else None
