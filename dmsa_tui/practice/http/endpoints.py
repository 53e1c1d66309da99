"""The table of API endpoints: one row each. A scenario refuses an endpoint by its name."""

from dataclasses import dataclass
from typing import Literal

from dmsa_tui.practice.http import assigning, company, directory, installations, projects, templates
from dmsa_tui.practice.http.reply import Handler

V10, V1X, V11_ON = ("v1.0",), ("v1.0", "v1.1", "v1.2", "v1.3"), ("v1.1", "v1.2", "v1.3")
V11_V12, V13, V20 = ("v1.1", "v1.2"), ("v1.3",), ("v2.0",)


@dataclass(frozen=True)
class Endpoint:
    """One endpoint."""

    name: str
    versions: tuple[str, ...]
    path: str
    handler: Handler
    needs_install: bool = True
    """Whether it answers only where the app is connected to the company."""
    method: Literal["GET", "POST", "DELETE"] = "GET"


_COMPANY = "companies/{company_id}"
_PROJECT = "projects/{project_id}"
_ACTIONS = f"{_PROJECT}/users/{{user_id}}/actions"

ENDPOINTS = (
    Endpoint("company-base-url", V10, "company_base_url", company.base_url, needs_install=False),
    Endpoint("companies", V10, "companies", company.companies, needs_install=False),
    Endpoint("me", V10, "me", company.login),
    Endpoint("company-me", V10, f"{_COMPANY}/me", company.own_record),
    Endpoint("company-me-newer", V11_ON, f"{_COMPANY}/me", company.own_record_newer),
    Endpoint("security-settings", V20, f"{_COMPANY}/company_security_settings", company.security_settings),
    Endpoint("permissions", V10, "settings/permissions", projects.permissions),
    Endpoint("users", V1X, f"{_COMPANY}/users", directory.users),
    Endpoint("inactive-users", V1X, f"{_COMPANY}/users/inactive", directory.inactive_users),
    Endpoint("user", V1X, f"{_COMPANY}/users/{{user_id}}", directory.one_user),
    Endpoint("assignments", V10, f"{_COMPANY}/users/{{user_id}}/project_assignments", directory.assignments),
    Endpoint("project-users", V10, f"{_PROJECT}/users", directory.project_users),
    Endpoint("project-user", V10, f"{_PROJECT}/users/{{user_id}}", directory.one_project_user),
    Endpoint("project-tools", V10, f"{_PROJECT}/tools", projects.project_tools),
    Endpoint("tool-projects", V20, f"{_COMPANY}/project_tools/{{engine_name}}/ids", projects.projects_with_tool),
    Endpoint("projects", ("v1.0", "v1.1"), "projects", projects.projects),
    Endpoint("company-projects", V10, f"{_COMPANY}/projects", projects.company_projects),
    Endpoint("project", V10, _PROJECT, projects.one_project),
    Endpoint("installations", V10, "app_installations", installations.installations),
    Endpoint("installation", V10, "app_installations/{installation_id}", installations.one_installation),
    Endpoint("templates", V10, f"{_COMPANY}/permission_templates", templates.company_templates),
    Endpoint("template", V10, f"{_COMPANY}/permission_templates/{{template_id}}", templates.one_template),
    Endpoint("project-templates", V10, f"{_PROJECT}/permission_templates", templates.project_templates),
    Endpoint("company-folders", V10, f"{_COMPANY}/folders", projects.company_folders),
    Endpoint("project-folders", V10, "folders", projects.project_folders),
    Endpoint("bulk-add", V13, f"{_COMPANY}/users/bulk_add", assigning.bulk_add, method="POST"),
    Endpoint("bulk-add-older", V11_V12, f"{_COMPANY}/users/bulk_add", assigning.bulk_add_older, method="POST"),
    Endpoint("bulk-remove", V13, f"{_COMPANY}/users/bulk_remove", assigning.bulk_remove, method="POST"),
    Endpoint("bulk-remove-older", V11_V12, f"{_COMPANY}/users/bulk_remove", assigning.bulk_remove_older, method="POST"),
    Endpoint("add-to-project", V10, f"{_ACTIONS}/add", assigning.add, method="POST"),
    Endpoint("remove-from-project", V10, f"{_ACTIONS}/remove", assigning.remove, method="DELETE"),
)
