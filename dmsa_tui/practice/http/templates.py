"""Permission templates; their lists are not paged."""

from typing import Any

from dmsa_tui.practice.http import shapes
from dmsa_tui.practice.http.needs import company_tool, project_tool, visible_project
from dmsa_tui.practice.http.reply import Call, Reply, not_found
from dmsa_tui.practice.tools import ADMIN
from dmsa_tui.practice.world import Template

_TYPES = {
    "project_tools": ("global", "project_specific"),
    "company_tools": ("company_tools",),
    "global": ("global",),
}


def company_templates(call: Call) -> Reply:
    """`GET /rest/v1.0/companies/{id}/permission_templates`: the project ones unless another type is asked for."""
    company_tool(call, "directory", ADMIN)
    types = _TYPES.get(call.query.filter("type") or "project_tools", _TYPES["project_tools"])
    full = call.query.text("view") == "with_permissions"
    templates = [template for template in call.company.templates if template.type in types]
    return Reply([_full(call, template) if full else shapes.template(template) for template in templates])


def one_template(call: Call) -> Reply:
    """`GET …/permission_templates/{id}`: with its levels."""
    company_tool(call, "directory", ADMIN)
    wanted = call.path["template_id"]
    template = next((template for template in call.company.templates if str(template.id) == wanted), None)
    if template is None:
        raise not_found()
    return Reply(_full(call, template))


def project_templates(call: Call) -> Reply:
    """`GET /rest/v1.0/projects/{id}/permission_templates`: for Admins of the project's directory."""
    project = visible_project(call, call.path["project_id"])
    project_tool(call, project, "directory", ADMIN)
    return Reply([shapes.template(template) for template in call.company.templates if template.type != "company_tools"])


def _full(call: Call, template: Template) -> dict[str, Any]:
    return {
        **(shapes.template(template) or {}),
        "user_access_levels": dict(template.levels),
        "permissions": {tool: {} for tool in template.levels},
        "provider_type": "Company",
        "provider_id": call.company.id,
    }
