"""What a company administrator does in Procore (labels: Procore support, install and permit articles, 2026)."""

from dmsa_tui.practice.panel import PanelAction
from dmsa_tui.practice.rights import is_company_admin, is_connected, project_levels
from dmsa_tui.practice.tools import FILE_SYNC
from dmsa_tui.practice.world import APP_NAME, Company, Installation, Membership, Project, Template, User, Version, World

_NOT_INSTALLED = "Install the app first: there is no service account without it."
TEMPLATE_NAME = f"{APP_NAME} projects"
TRY_TO_REMOVE = "remove-from-project"
"""The click that a Group prevents."""
INSTALL = "install-app"
"""The click at which a person types the App Version ID."""
ADD_ALL_LIMIT = 2000
"""Add All is offered only while the company has fewer active projects than this."""


def _slug(name: str) -> str:
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.lower()).split()
    return "-".join(words) or "app"


def _promoted(world: World) -> Version | None:
    return world.portal.app.promoted if world.portal.app else None


def _installed(world: World) -> bool:
    return is_connected(world.company)


def _needs_install(world: World) -> str | None:
    return None if _installed(world) else _NOT_INSTALLED


# The installation.


def _can_install(world: World) -> str | None:
    if _installed(world):
        return "The app is already installed."
    return None if _promoted(world) else "There is no App Version Key of production yet; promote a version first."


def refused_key(world: World, click: str, typed: str) -> str | None:
    """Why the dialog of the installation refuses the App Version ID that a person types; None if it takes it."""
    app = world.portal.app
    if click != INSTALL or not typed or app is None or typed in {each.production_key for each in app.versions}:
        return None
    return (
        "The dialog refuses the App Version ID: no version in production has it. Compare it with the App Version Key "
        "in the portal."
    )


def _install(world: World) -> str:
    company, app, version = world.company, world.require_app(), world.require_app().require_promoted()
    id = company.installation.id if company.installation else world.ids.number("installation")
    company.installation = Installation(id, version)
    company.memberships.clear()
    if not version.service_account:
        return f"Installed Apps shows {app.name}, but the directory has no user for it: it has no service account."
    if company.account is None:
        name = f"{_slug(app.name)}-{world.ids.suffix('account')}"
        company.account = User(world.ids.number("user"), name, "", f"{name}@procore.com", is_employee=False)
        company.users.append(company.account)
    company.account.is_active = True
    return (
        f"Installed Apps shows {app.name}; the directory has the user {company.account.name}, not on any project yet."
    )


def _can_update(world: World) -> str | None:
    installation = world.company.installation
    if installation is None or installation.status != "installed":
        return _NOT_INSTALLED
    return "The installed version is the newest." if installation.version is _promoted(world) else None


def _up_to_date(world: World) -> bool:
    installation = world.company.installation
    return installation is not None and installation.version is _promoted(world)


def _update(world: World) -> str:
    _install(world)
    version = world.require_app().require_promoted()
    if world.company.installation is not None:
        world.company.installation.pending_operation = world.ids.uuid("operation")
    return (
        f"Version {version.number} is installed and its permissions are being applied; Permitted Projects is empty "
        "again."
    )


def _uninstall(world: World) -> str:
    company = world.company
    if company.installation is not None:
        company.installation.status = "uninstalled"
        company.installation.pending_operation = None
    if company.account is not None:
        company.account.is_active = False
    company.memberships.clear()
    return "The app is under Uninstalled Apps, and its user is inactive in the directory."


def _uninstalled(world: World) -> bool:
    return world.company.installation is not None and world.company.installation.status == "uninstalled"


# Permitted projects.


def _works_on(company: Company, project: Project) -> bool:
    return bool(project_levels(company, project))


def _all_work(world: World) -> bool:
    company = world.company
    return bool(company.active_projects) and all(_works_on(company, project) for project in company.active_projects)


def _can_permit(world: World) -> str | None:
    return _needs_install(world) or ("Every active project is already permitted." if _all_work(world) else None)


def _permit(company: Company, projects: list[Project]) -> None:
    for project in projects:
        company.memberships.setdefault(project.id, Membership()).permitted = True


def _permit_all(world: World) -> str:
    projects = world.company.active_projects
    _permit(world.company, projects)
    return f"Permitted Projects lists all {len(projects):,} active projects."


def _unpermitted(world: World) -> list[Project]:
    return [project for project in world.company.active_projects if not _works_on(world.company, project)]


def _permit_some(world: World) -> str:
    projects = _unpermitted(world)[:3]
    _permit(world.company, projects)
    return f"Permitted Projects has {len(projects)} more: {', '.join(project.name for project in projects)}."


# Existing and future projects, through the directory.


def _template(world: World) -> Template | None:
    return next((template for template in world.company.templates if template.name == TEMPLATE_NAME), None)


def _can_create_template(world: World) -> str | None:
    return "The template already exists." if _template(world) else None


def _create_template(world: World) -> str:
    template = Template(world.ids.number("template"), TEMPLATE_NAME, "global", dict(FILE_SYNC))
    world.company.templates.append(template)
    return f"Project Permissions Templates lists {TEMPLATE_NAME}, assignable to all projects."


def _default_set(world: World) -> bool:
    account, template = world.company.account, _template(world)
    return account is not None and template is not None and account.default_template_id == template.id


def _can_set_default(world: World) -> str | None:
    if _default_set(world):
        return "It is already the default."
    return _needs_install(world) or (None if _template(world) else "Create the project permissions template first.")


def _set_default(world: World) -> str:
    template = _template(world)
    world.require_account().default_template_id = template.id if template else None
    return f"The user's default project template reads {TEMPLATE_NAME}; it now joins projects with this template."


def _automatic(world: World) -> bool:
    return world.company.account is not None and world.company.account.add_to_new_projects


def _can_tick(world: World) -> str | None:
    return _needs_install(world) or ("The box is already selected." if _automatic(world) else None)


def _tick(world: World) -> str:
    world.require_account().add_to_new_projects = True
    return "The box for new projects is selected and saved."


def _members_of_all(world: World) -> bool:
    company = world.company
    return bool(company.active_projects) and all(
        project.id in company.memberships for project in company.active_projects
    )


def _can_add_all(world: World) -> str | None:
    count = len(world.company.active_projects)
    if not _installed(world):
        return _NOT_INSTALLED
    if _members_of_all(world):
        return "The account is already on every project."
    if count >= ADD_ALL_LIMIT:
        return f"Add All works below {ADD_ALL_LIMIT:,} active projects; this company has {count:,}."
    return None


def _add_all(world: World) -> str:
    company, default = world.company, world.require_account().default_template_id
    joined = [
        project
        for project in company.active_projects
        if project.id not in company.memberships and "directory" not in project.disabled_tools
    ]
    for project in joined:
        company.memberships[project.id] = Membership(template_id=default)
    return f"Complete: the user has joined {len(joined):,} projects, {_rights_with(company, default)}."


def _can_add_by_page(world: World) -> str | None:
    if not _installed(world):
        return _NOT_INSTALLED
    return "The Projects tab shows every project as added." if _members_of_all(world) else None


def _rights_with(company: Company, template_id: int | None) -> str:
    if template_id is not None:
        return "with the default template"
    if company.raises_joined_projects and is_company_admin(company):
        return "without a template, at the Admin level that company Directory = Admin gives"
    return "without any permissions, because there is no template"


# What happens in a company's life.


def _create_project(world: World) -> str:
    company = world.company
    project = Project(world.ids.number("project"), f"P-{len(company.projects) + 1:03}", "Orchard Row, Phase 2")
    company.projects.append(project)
    account = company.account
    if account is None or not (_installed(world) and account.add_to_new_projects):
        return f"{project.name} exists; the service account is not on it."
    company.memberships[project.id] = Membership(template_id=account.default_template_id)
    return f"{project.name} exists, and the service account has joined it."


def _documents_off(world: World) -> list[Project]:
    return [project for project in world.company.active_projects if "documents" in project.disabled_tools]


def _can_disable(world: World) -> str | None:
    return "Documents is already off in a project." if _documents_off(world) else None


def _disable(world: World) -> str:
    project = world.company.active_projects[0]
    project.disabled_tools.add("documents")
    return f"Documents is off in {project.name}; nobody sees it there now."


def _can_enable(world: World) -> str | None:
    return None if _documents_off(world) else "Documents is already on in every project."


def _enable(world: World) -> str:
    projects = _documents_off(world)
    for project in projects:
        project.disabled_tools.discard("documents")
    return f"Documents is on again in {', '.join(project.name for project in projects)}."


def _held(world: World) -> list[Project]:
    held = {id for id, each in world.company.memberships.items() if each.managed}
    return [each for each in world.company.active_projects if each.id in held]


def _needs_held(world: World) -> str | None:
    return None if _held(world) else "No Group holds a membership of the account."


def _try_to_remove(world: World) -> str:
    return f"The account stays on {_held(world)[0].name}: a Group holds this membership, and only the Group can end it."


COMPANY_ACTIONS = (
    PanelAction(
        INSTALL, "install", "procore",
        "Admin → Company Settings → App Management → Install App → Install Custom App → App Version ID → Install → "
        "Install",
        "The App Version ID is the App Version Key of production; installing creates the service account.",
        _can_install, _installed, _install,
    ),
    PanelAction(
        "permit-all-projects", "projects", "procore",
        "App Management → View → Permissions → Permitted Projects → Select Projects → all → Add",
        "The sync works on the permitted projects, with the app's project levels there.",
        _can_permit, _all_work, _permit_all, tasks=("migrate",),
    ),
    PanelAction(
        "permit-some-projects", "projects", "procore",
        "App Management → View → Permissions → Permitted Projects → Select Projects → three of them → Add",
        "A few projects first, for a customer who wants to start small.",
        _can_permit, _all_work, _permit_some, optional=True,
    ),
    PanelAction(
        "update-app", "install", "procore", "App Management → View → Update Available → Update",
        "A promoted version takes effect only when the company updates to it; the update empties Permitted Projects.",
        _can_update, _up_to_date, _update, optional=True,
    ),
    PanelAction(
        "uninstall-app", "install", "procore", "Admin → App Management → View → Uninstall",
        "Ends the app's access to this company.",
        _needs_install, _uninstalled, _uninstall, optional=True, tasks=("offboard",),
    ),
    PanelAction(
        "create-template", "projects", "procore",
        "Permissions → Project Permissions Templates → Create Project Permissions Template → "
        "Project (Global) – Assignable to All Projects → Save",
        "Sets the service account's levels on projects that it joins through the directory.",
        _can_create_template, lambda world: _template(world) is not None, _create_template,
    ),
    PanelAction(
        "set-default-template", "projects", "procore",
        "Permissions → User Permissions → Actions → Assign Default Project Permissions → Assign → Confirm",
        "Without it the service account joins new projects with no permissions, unless Directory = Admin gives them.",
        _can_set_default, _default_set, _set_default,
    ),
    PanelAction(
        "add-to-new-projects", "projects", "procore",
        "Company Tools → Directory → the app's user → Edit → Company Permissions Template: as it is → "
        f"Add {APP_NAME} to all new projects → Save",
        "Future projects then reach the sync tool automatically.",
        _can_tick, _automatic, _tick,
    ),
    PanelAction(
        "add-all-existing", "projects", "procore",
        f"Company Tools → Directory → the app's user → Edit → Projects {APP_NAME} Does Not Belong To → Add All → "
        "Complete → OK → Save",
        "Adds the account to every existing project at once, with the default template.",
        _can_add_all, _members_of_all, _add_all,
    ),
    PanelAction(
        "add-by-page", "projects", "procore",
        "Company Tools → Directory → the app's user → View → Projects → 100 on a page → all → Save Changes, on every "
        "page",
        "For 2,000 or more active projects, where Add All is disabled.",
        _can_add_by_page, _members_of_all, _add_all, optional=True,
    ),
    PanelAction(
        TRY_TO_REMOVE, "projects", "procore", "Company Tools → Directory → the app's user → Projects → Remove",
        "Removes the account from one project, unless a Group holds that membership.",
        _needs_held, lambda world: True, _try_to_remove, optional=True,
    ),
    PanelAction(
        "create-project", "projects", "procore", "Portfolio → Create Project",
        "Shows whether future projects reach the service account automatically.",
        lambda world: None, lambda world: False, _create_project, optional=True,
    ),
    PanelAction(
        "disable-documents", "projects", "procore", "Project Admin → Tools → Documents: off → Update",
        "A tool that is off in a project looks like a missing permission there.",
        _can_disable, lambda world: bool(_documents_off(world)), _disable, optional=True,
    ),
    PanelAction(
        "enable-documents", "projects", "procore", "Project Admin → Tools → Documents: on → Update",
        "Turns the tool on again.",
        _can_enable, lambda world: not _documents_off(world), _enable, optional=True,
    ),
)  # fmt: skip
