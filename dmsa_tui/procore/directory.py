"""Questions about the users of a company and of a project."""

from typing import Any
from urllib.parse import quote

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.exchange import Answered
from dmsa_tui.procore.reading import rows_of
from dmsa_tui.procore.records import DirectoryUser


async def find_users(client: ProcoreClient, text: str) -> Answered[list[DirectoryUser]]:
    """The active users whose name, e-mail address or keywords contain `text`. Needs the company's Directory tool."""
    path = f"/rest/v1.3/companies/{client.company_id}/users"
    return _users(await client.pages(path, [("filters[search]", text)]))


async def inactive_users(client: ProcoreClient) -> Answered[list[DirectoryUser]]:
    """The company's inactive users."""
    return _users(await client.pages(f"/rest/v1.0/companies/{client.company_id}/users/inactive"))


async def project_members(client: ProcoreClient, project_id: str, user_id: str) -> Answered[list[DirectoryUser]]:
    """That user, if a member of the project, else nobody. Needs the project's Directory tool to be enabled."""
    path = f"/rest/v1.0/projects/{quote(project_id, safe='')}/users"
    # The array form is the newer one (API reference of mid-2026).
    return _users(await client.pages(path, [("filters[id][]", user_id)]))


def _users(answered: Answered[list[Any]]) -> Answered[list[DirectoryUser]]:
    found = []
    for row in rows_of(answered):
        names = (row.text("first_name"), row.text("last_name"))
        found.append(
            DirectoryUser(
                id=row.id("id"),
                name=row.text("name") or " ".join(part for part in names if part),
                email_address=row.optional_text("email_address"),
                is_active=row.optional_flag("is_active"),
            )
        )
    return Answered(found, answered.exchanges)
