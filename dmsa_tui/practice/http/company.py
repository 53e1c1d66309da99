"""The company and the caller: base URL, me, companies, security settings."""

from typing import Any

from dmsa_tui.practice.http import shapes
from dmsa_tui.practice.http.needs import company_tool
from dmsa_tui.practice.http.reply import Call, Problem, Reply, bad_request
from dmsa_tui.practice.http.shapes import account_of, me_v10, me_v13
from dmsa_tui.practice.rights import is_connected
from dmsa_tui.practice.tools import ADMIN


def base_url(call: Call) -> Reply:
    """`GET /rest/v1.0/company_base_url`: tells a real company id from a mistyped one, installed or not."""
    return Reply({"zone": call.company.zone, "web_base_url": call.company.web_base_url})


def unknown_company() -> Problem:
    """Its documented refusal."""
    return bad_request("invalid company id")


def login(call: Call) -> Reply:
    """`GET /rest/v1.0/me`; the name is there only when a company or a project is named."""
    account = account_of(call)
    body: dict[str, Any] = {"id": account.id, "login": account.email}
    if call.query.text("company_id") or call.query.text("project_id"):
        body["name"] = account.name
    return Reply(body)


def companies(call: Call) -> Reply:
    """`GET /rest/v1.0/companies`: those in which the app is installed."""
    return call.page([call.company] if is_connected(call.company) else [], shapes.company)


def own_record(call: Call) -> Reply:
    """`GET /rest/v1.0/companies/{id}/me`: the caller's directory record, with add_to_new_projects."""
    return Reply(me_v10(call.company, account_of(call)))


def own_record_newer(call: Call) -> Reply:
    """v1.1 to v1.3 of the same: templates in full, and no add_to_new_projects."""
    return Reply(me_v13(call.company, account_of(call)))


def security_settings(call: Call) -> Reply:
    """`GET /rest/v2.0/companies/{id}/company_security_settings`: for those with Admin on the Admin tool."""
    company_tool(call, "admin", ADMIN)
    return Reply({"data": {"enable_login_lockout": True, "session_timeout": 480}})
