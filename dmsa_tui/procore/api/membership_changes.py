"""Adding a user to projects and taking a user out: the only requests by which anything at Procore is changed.

Source: Procore API reference, Directory (mid-2026): bulk_add and bulk_remove v1.3 (beta), actions/add and
actions/remove v1.0. All of them need company Directory = Admin; none is known to have been used by a service account
for itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.json_fields import JsonFields, fields_of, invalid
from dmsa_tui.procore.request_record import Answered

MOST = 1000
"""Projects in one request (API reference, mid-2026)."""
_FAILED, _HELD = "failure", "skipped_managed"


@dataclass(frozen=True)
class Changed:
    """What Procore says of each project of one request."""

    done: tuple[str, ...]
    """Project IDs, also of those where there was nothing to do."""
    failed: dict[str, str]
    """Project ID → Procore's words."""


async def add_to_projects(
    client: ProcoreClient, user_id: str, project_ids: Sequence[str], template_id: str
) -> Answered[Changed]:
    """Add the user to at most 1,000 projects with that template. Who is there already keeps the template there."""
    rows = [
        {"user_id": _number(user_id), "project_id": _number(id), "permission_template_id": _number(template_id)}
        for id in project_ids
    ]
    answered = await client.write("POST", _users(client, "bulk_add"), {"users": rows})
    fields = fields_of(answered)
    done = {id for entity in fields.children("entities") for id, _ in _projects(entity, "projects")}
    failed = {id: text for each in fields.children("errors") for id, text in _projects(each, "errors")}
    if not fields.has_list("entities") and not failed:
        raise invalid(answered, "the answer", "an object with entities", answered.value)
    return Answered(
        Changed(tuple(id for id in project_ids if id in done - set(failed)), failed), answered.request_records
    )


async def add_to_project(client: ProcoreClient, user_id: str, project_id: str, template_id: str) -> Answered[None]:
    """Add the user to one project with that template."""
    body = {"user": {"permission_template_id": _number(template_id)}}
    answered = await client.write("POST", _action(user_id, project_id, "add"), body)
    return Answered(None, answered.request_records)


async def remove_from_projects(client: ProcoreClient, user_id: str, project_ids: Sequence[str]) -> Answered[Changed]:
    """Take the user out of at most 1,000 projects."""
    rows = [{"user_id": _number(user_id), "project_id": _number(id)} for id in project_ids]
    answered = await client.write("POST", _users(client, "bulk_remove"), {"users": rows})
    outcomes = {id: str(word) for id, word in fields_of(answered).child(user_id).items()}
    failed = {id: _why(word) for id, word in outcomes.items() if word in (_FAILED, _HELD)}
    done = tuple(id for id in project_ids if id in outcomes and id not in failed)
    return Answered(Changed(done, failed), answered.request_records)


async def remove_from_project(client: ProcoreClient, user_id: str, project_id: str) -> Answered[None]:
    """Take the user out of one project."""
    answered = await client.write("DELETE", _action(user_id, project_id, "remove"))
    return Answered(None, answered.request_records)


def _why(word: str) -> str:
    return "a Group manages the membership (skipped_managed)" if word == _HELD else word


def _projects(row: JsonFields, key: str) -> Iterator[tuple[str, str]]:
    for each in row.children(key):
        yield each.id("projectId"), each.text("message")


def _users(client: ProcoreClient, what: str) -> str:
    return f"/rest/v1.3/companies/{client.company_id}/users/{what}"


def _action(user_id: str, project_id: str, what: str) -> str:
    return f"/rest/v1.0/projects/{quote(project_id, safe='')}/users/{quote(user_id, safe='')}/actions/{what}"


def _number(id: str) -> Any:
    """An ID as the reference writes it in a body: a number; as text where it is none."""
    return int(id) if id.isascii() and id.isdigit() else id
