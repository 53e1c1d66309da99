"""Every question that the checks ask, in one place; each takes the client and answers with a typed record."""

from dmsa_tui.procore.api.account import app_installations, companies, company_host, directory_record, token_info
from dmsa_tui.procore.api.directory import directory_user, find_users, inactive_users, project_members, read_users
from dmsa_tui.procore.api.documents import read_root_folder
from dmsa_tui.procore.api.permissions import granted_tools, permission_template
from dmsa_tui.procore.api.projects import project_assignments, project_tools, projects

__all__ = [
    "app_installations",
    "companies",
    "company_host",
    "directory_record",
    "directory_user",
    "find_users",
    "granted_tools",
    "inactive_users",
    "permission_template",
    "project_assignments",
    "project_members",
    "project_tools",
    "projects",
    "read_root_folder",
    "read_users",
    "token_info",
]
