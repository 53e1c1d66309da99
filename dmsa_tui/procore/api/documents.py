"""Questions about folders."""

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.json_fields import fields_of, invalid
from dmsa_tui.procore.request_record import Answered

_LIGHT = ("exclude_files", "true")


async def read_root_folder(client: ProcoreClient, project_id: str | None = None) -> Answered[None]:
    """The root folder of the company's Documents tool, or of a project's, without its files: it can be read.

    Source: Procore API reference, company folders and project folders (March 2026); that Read-Only is enough is
    inferred.
    """
    if project_id is None:
        answered = await client.get(f"/rest/v1.0/companies/{client.company_id}/folders", [_LIGHT])
    else:
        answered = await client.get("/rest/v1.0/folders", [("project_id", project_id), _LIGHT])
    folder = fields_of(answered)
    if not folder.has_list("folders") and folder.optional_id("id") is None:
        raise invalid(answered, "the answer", "a folder", answered.value)
    return Answered(None, answered.request_records)
