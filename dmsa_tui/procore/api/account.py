"""Questions about the token, the company and the service account itself."""

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.json_fields import JsonFields, fields_of
from dmsa_tui.procore.records import AppInstallation, Company, CompanyHost, DirectoryRecord, TokenInfo
from dmsa_tui.procore.request_record import Answered


async def token_info(client: ProcoreClient) -> Answered[TokenInfo]:
    """Whose token this is, from the login host."""
    answered = await client.get("/oauth/token/info", host="login")
    fields = fields_of(answered)
    return Answered(TokenInfo(fields.child("application").optional_id("uid")), answered.request_records)


async def company_host(client: ProcoreClient) -> Answered[CompanyHost]:
    """The zone and the web host of the client's company. An unknown company is Refused with 400."""
    answered = await client.get("/rest/v1.0/company_base_url")
    fields = fields_of(answered)
    return Answered(
        CompanyHost(fields.optional_text("zone"), fields.required_text("web_base_url")), answered.request_records
    )


async def companies(client: ProcoreClient) -> Answered[list[Company]]:
    """The companies in which the app is installed; free ones are left out unless asked for, so they are."""
    return await client.pages("/rest/v1.0/companies", _company, [("include_free_companies", "true")])


def _company(row: JsonFields) -> Company:
    return Company(row.id("id"), row.text("name"), row.optional_flag("is_active"))


async def directory_record(client: ProcoreClient) -> Answered[DirectoryRecord]:
    """The service account's own record. v1.0, because later versions leave `add_to_new_projects` out."""
    answered = await client.get(f"/rest/v1.0/companies/{client.company_id}/me")
    fields = fields_of(answered)
    names = (fields.text("first_name"), fields.text("last_name"))
    record = DirectoryRecord(
        id=fields.id("id"),
        name=fields.text("name") or " ".join(part for part in names if part) or fields.text("email_address"),
        email_address=fields.optional_text("email_address"),
        is_active=fields.optional_flag("is_active"),
        add_to_new_projects=fields.optional_flag("add_to_new_projects"),
        default_permission_template_id=fields.optional_id("default_permission_template_id"),
        default_template_stated=fields.tells_id("default_permission_template_id"),
        company_permission_template_id=fields.optional_id("company_permission_template_id"),
        company_template_stated=fields.tells_id("company_permission_template_id"),
    )
    return Answered(record, answered.request_records)


async def app_installations(client: ProcoreClient) -> Answered[list[AppInstallation]]:
    """The apps installed in the company. Which permission this needs is not documented: 403 proves nothing."""
    return await client.pages("/rest/v1.0/app_installations", _installation, [("company_id", client.company_id)])


def _installation(row: JsonFields) -> AppInstallation:
    app = row.child("developer_app")
    return AppInstallation(
        app_uid=row.optional_id("app_uid") or app.optional_id("uid"),
        app_name=app.optional_text("name"),
        status=row.text("status"),
        version=row.optional_text("semantic_version"),
        pending_operation_id=row.optional_id("pending_operation_id"),
        updatable_app_version_id=row.optional_id("updatable_app_version_id"),
        installed_at=row.optional_text("installed_at"),
        installer=row.child("installer").optional_text("name"),
    )
