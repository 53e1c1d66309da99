"""On which projects a tool is switched on."""

from typing import Any
from urllib.parse import quote

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.json_fields import JsonFields
from dmsa_tui.procore.request_record import Answered

_PER_PAGE = 100
"""The largest page of v2 lists (Procore documentation, new_rest_v2_version)."""


async def projects_with_tool(client: ProcoreClient, engine_name: str) -> Answered[frozenset[str]]:
    """The IDs of the projects where the tool is on (beta endpoint; API reference, mid-2026)."""
    path = f"/rest/v2.0/companies/{client.company_id}/project_tools/{quote(engine_name, safe='')}/ids"
    answered = await client.pages(path, _id, at_once=_ids, per_page=_PER_PAGE, id_of=str, under="data")
    return Answered(frozenset(answered.value), answered.request_records)


def _ids(rows: list[Any]) -> list[str] | None:
    plain = all(type(row) is int or (isinstance(row, str) and row.strip()) for row in rows)
    return [str(row) for row in rows] if plain else None


def _id(row: JsonFields) -> str:
    return row.id("id")
