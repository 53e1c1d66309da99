"""What the service account may do: levels derived from its installation, memberships and templates."""

from dmsa_tui.practice.tools import ADMIN, COMPANY_TOOLS, NONE, PROJECT_TOOLS, Levels
from dmsa_tui.practice.world import Company, Project


def is_connected(company: Company) -> bool:
    """Whether the app is installed and its service account active."""
    installation = company.installation
    return (
        installation is not None
        and installation.status == "installed"
        and company.account is not None
        and company.account.is_active
    )


def is_company_admin(company: Company) -> bool:
    """Directory = Admin at company level: such a user sees every project, permitted or not."""
    return _granted(company).get("directory", NONE) == ADMIN


def company_levels(company: Company) -> Levels:
    """Levels on the company tools that the account can use."""
    if is_company_admin(company) and company.raises_tools:
        return {tool.name: ADMIN for tool in COMPANY_TOOLS}
    return {name: level for name, level in _granted(company).items() if level > NONE}


def project_levels(company: Company, project: Project) -> Levels | None:
    """Levels on the project's enabled tools; None if the account is not on the project."""
    membership = company.memberships.get(project.id)
    if membership is None:
        return None
    template = company.template(membership.template_id)
    if template is not None:
        levels = template.levels
    elif membership.permitted and company.installation is not None:
        levels = company.installation.version.project
    else:
        levels = {}
    by_company = company.raises_joined_projects and is_company_admin(company)
    if by_company or (company.project_raises_tools and levels.get("directory") == ADMIN):
        levels = {tool.name: ADMIN for tool in PROJECT_TOOLS}
    off = project.disabled_tools
    return {name: level for name, level in levels.items() if name not in off and level > NONE}


def sees(company: Company, project: Project) -> bool:
    """Whether the project list shows the project to the account."""
    return is_company_admin(company) or project.id in company.memberships


def _granted(company: Company) -> Levels:
    return company.installation.version.company if company.installation is not None else {}
