"""Questions about tool levels and permission templates."""

from typing import Any
from urllib.parse import quote

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.json_fields import JsonFields, fields_of
from dmsa_tui.procore.records import GrantedTool, PermissionTemplate
from dmsa_tui.procore.request_record import Answered
from dmsa_tui.vocabulary import Level


async def granted_tools(client: ProcoreClient, *, project_id: str | None = None) -> Answered[list[GrantedTool]]:
    """The service account's levels on the company's tools, or on those of one project."""
    scope = ("company_id", client.company_id) if project_id is None else ("project_id", project_id)
    answered = await client.get("/rest/v1.0/settings/permissions", [scope])
    tools = [_tool(row) for row in fields_of(answered).required_children("tools")]
    return Answered(tools, answered.request_records)


async def permission_template(client: ProcoreClient, id: str) -> Answered[PermissionTemplate]:
    """A template with its levels."""
    path = f"/rest/v1.0/companies/{client.company_id}/permission_templates/{quote(id, safe='')}"
    answered = await client.get(path)
    fields = fields_of(answered)
    levels = {tool: _level(number) for tool, number in fields.required_child("user_access_levels").items()}
    template = PermissionTemplate(fields.id("id"), fields.text("name"), fields.optional_text("type"), levels)
    return Answered(template, answered.request_records)


def _tool(row: JsonFields) -> GrantedTool:
    name, level = row.text("name"), row.child("user_access_level")
    return GrantedTool(
        name=name,
        friendly_name=row.text("friendly_name") or name,
        level=_level(level.optional_id("id")),
        level_name=level.text("name"),
    )


def _level(number: Any) -> Level | None:
    """The level of that id; None for whatever Procore does not document as one."""
    return next((level for level in Level if str(level.value) == str(number)), None)
