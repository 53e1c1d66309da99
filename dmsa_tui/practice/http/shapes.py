"""The JSON of users, templates, projects and tools. A key that Procore leaves out is left out here too."""

from typing import Any

from dmsa_tui.practice.http.reply import Call, not_connected
from dmsa_tui.practice.tools import ADMIN, LEVEL_NAMES, Levels, Tool
from dmsa_tui.practice.world import Company, Project, Template, User

_CREATED = "2026-03-02T09:00:00Z"


def account_of(call: Call) -> User:
    """The service account that calls."""
    if call.company.account is None:
        raise not_connected()
    return call.company.account


def company(company: Company) -> dict[str, Any]:
    """A row of the companies."""
    return {
        "id": company.id,
        "name": company.name,
        "is_active": True,
        "logo_url": None,
        "pcn_business_experience": None,
        "my_company": True,
    }


def template(template: Template | None) -> dict[str, Any] | None:
    """A permission template as lists and users carry it."""
    if template is None:
        return None
    return {
        "id": template.id,
        "name": template.name,
        "project_specific": template.type == "project_specific",
        "type": template.type,
        "category": "company" if template.type == "company_tools" else "project",
    }


def user(owner: Company, person: User) -> dict[str, Any]:
    """A row of the company's users (v1.3)."""
    return {
        "id": person.id,
        "name": person.name,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email_address": person.email,
        "job_title": person.title,
        "is_active": person.is_active,
        "is_employee": person.is_employee,
        "contact_id": person.id + 500_000,
        "party_id": person.id + 700_000,
        "permission_template": template(owner.template(person.default_template_id)),
        "company_permission_template": template(owner.template(person.company_template_id)),
        "vendor": {"id": owner.id + 1, "name": owner.name},
        "last_login_at": None,
        "created_at": _CREATED,
        "updated_at": _CREATED,
    }


def me_v10(owner: Company, account: User) -> dict[str, Any]:
    """`/companies/{id}/me` in v1.0: the only version that is known to carry add_to_new_projects."""
    return {
        "id": account.id,
        "name": account.name,
        "first_name": account.first_name,
        "last_name": account.last_name,
        "email_address": account.email,
        "is_active": account.is_active,
        "is_employee": account.is_employee,
        "add_to_new_projects": account.add_to_new_projects,
        "default_permission_template_id": account.default_template_id,
        "company_permission_template_id": account.company_template_id,
        "vendor": {"id": owner.id + 1, "name": owner.name},
        "created_at": _CREATED,
        "updated_at": _CREATED,
    }


def me_v13(owner: Company, account: User) -> dict[str, Any]:
    """The same in newer versions."""
    return {
        **user(owner, account),
        "default_permission_template_id": account.default_template_id,
        "company_permission_template_id": account.company_template_id,
        "login_information_uuid": None,
    }


def project(owner: Company, project: Project) -> dict[str, Any]:
    """A row of the project list."""
    return {
        "id": project.id,
        "name": project.name,
        "display_name": f"{project.number} - {project.name}".removeprefix(" - "),
        "project_number": project.number or None,
        "active": project.active,
        "is_demo": False,
        "stage": "Course of Construction" if project.active else "Closed",
        "company": {"id": owner.id, "name": owner.name},
        "created_at": _CREATED,
        "updated_at": _CREATED,
    }


def permissions(tools: tuple[Tool, ...], levels: Levels, place: str) -> dict[str, Any]:
    """`settings/permissions`: the tools that the caller can use, each with its level."""
    return {"tools": [_tool(tool, levels[tool.name], number, place) for number, tool in enumerate(tools, start=31)
                      if tool.name in levels]}  # fmt: skip


def _tool(tool: Tool, level: int, number: int, place: str) -> dict[str, Any]:
    actions = []
    if tool.name == "documents" and level == ADMIN:
        actions.append(
            {
                "id": 3,
                "action_name": "destroy_files_and_folders",
                "label": "Delete folders and files",
                "tool_name": tool.name,
            }
        )
    return {
        "id": number,
        "name": tool.name,
        "friendly_name": tool.title,
        "domain_id": number - 24,
        "tab_group": "core",
        "available_for_user": True,
        "url": f"{place}/{tool.name}",
        "user_access_level": {"id": level, "name": LEVEL_NAMES[level]},
        "permitted_actions": actions,
        "create_url": None,
        "can_create": level > 2,
        "trial": False,
    }
