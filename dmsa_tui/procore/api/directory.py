"""Questions about the users of a company and of a project."""

from urllib.parse import quote

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.json_fields import JsonFields, fields_of, invalid, rows_of
from dmsa_tui.procore.records import DirectoryUser
from dmsa_tui.procore.request_record import Answered

_ONE = ("per_page", "1")


async def find_users(client: ProcoreClient, text: str) -> Answered[list[DirectoryUser]]:
    """The active users whose name, e-mail address or keywords contain `text`. Needs the company's Directory tool."""
    path = f"/rest/v1.3/companies/{client.company_id}/users"
    return await client.pages(path, _user, [("filters[search]", text)])


async def inactive_users(client: ProcoreClient) -> Answered[list[DirectoryUser]]:
    """The company's inactive users."""
    return await client.pages(f"/rest/v1.0/companies/{client.company_id}/users/inactive", _user)


async def project_members(client: ProcoreClient, project_id: str, user_id: str) -> Answered[list[DirectoryUser]]:
    """That user, if a member of the project, else nobody. Needs the project's Directory tool to be enabled."""
    path = f"/rest/v1.0/projects/{quote(project_id, safe='')}/users"
    # The array form is the newer one (API reference of mid-2026).
    return await client.pages(path, _user, [("filters[id][]", user_id)])


async def read_users(client: ProcoreClient, project_id: str | None = None) -> Answered[None]:
    """A user of the company's directory, or of a project's: it can be read.

    Source: Procore API reference, company users and project users (March 2026). Who may not read a project's directory
    gets the compact view, which has no addresses, in place of the normal one. The account itself is a user of both, so
    an empty list hides something.
    """
    if project_id is None:
        path, params = f"/rest/v1.3/companies/{client.company_id}/users", [_ONE]
    else:
        path, params = f"/rest/v1.0/projects/{quote(project_id, safe='')}/users", [("view", "normal"), _ONE]
    answered = await client.get(path, params)
    users = list(rows_of(answered, _user, every=False))
    if not users:
        raise invalid(answered, "the answer", "a list with a user", answered.value)
    if not any(user.email_address for user in users):
        raise invalid(answered, "row 1.email_address", "an address", users[0].email_address)
    return Answered(None, answered.request_records)


async def directory_user(client: ProcoreClient, user_id: str) -> Answered[DirectoryUser]:
    """One user; the API reference of July 2025 gives it `add_to_new_projects`, later editions leave that out."""
    path = f"/rest/v1.3/companies/{client.company_id}/users/{quote(user_id, safe='')}"
    answered = await client.get(path)
    return Answered(_user(fields_of(answered)), answered.request_records)


def _user(row: JsonFields) -> DirectoryUser:
    names = (row.text("first_name"), row.text("last_name"))
    return DirectoryUser(
        id=row.id("id"),
        name=row.text("name") or " ".join(part for part in names if part),
        email_address=row.optional_text("email_address"),
        is_active=row.optional_flag("is_active"),
        add_to_new_projects=row.optional_flag("add_to_new_projects"),
    )
