"""The situations that can be rehearsed: one row each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dmsa_tui.errors import unknown_name
from dmsa_tui.practice.company import HOSTILE_COMPANY, HOSTILE_PROJECTS, empty_world, many_projects
from dmsa_tui.practice.company_actions import TRY_TO_REMOVE
from dmsa_tui.practice.old_account import add_old_account
from dmsa_tui.practice.portal import SETUP, panel_action
from dmsa_tui.practice.tools import FILE_SYNC, READ_ONLY, STANDARD, Levels
from dmsa_tui.practice.world import Pair, Project, Version, Window, World


@dataclass(frozen=True)
class Scenario:
    """A situation to rehearse."""

    id: str
    title: str
    teaches: str
    """One sentence."""
    build: Callable[[str], World]
    """Makes the world from the scenario's id, which seeds every invented id and secret."""
    look: str = ""
    """Where to see what it teaches, in one sentence, if no check of it fails; `{projects}` is the key of their list."""
    looks_at: str = ""
    """What that is, where a check of everything is not enough: `scan`, `project-list`, or id of a check or click."""
    first: str = ""
    """Id of the check whose fault the title names, where more is to be set up once it is fixed."""
    task: str = ""
    """Id of the task that it is for, if that is more than what the checks tell."""
    aim: str = ""
    """What is to be done and how it ends, where nothing is wrong in it and a setup is there already."""
    start: str = "check"
    """Id of the step at which its rehearsal begins: what that step and those after it ask is left to answer."""


def build(id: str) -> World:
    """The world of that scenario; InvalidInput names the valid ones."""
    try:
        return SCENARIOS[id].build(id)
    except KeyError:
        raise unknown_name("scenario", id, SCENARIOS) from None


def click(world: World, *ids: str) -> None:
    """Performs those actions, and leaves out what cannot or need not be done."""
    for id in ids:
        action = panel_action(id)
        if action.available(world) is None:
            action.perform(world)


def _ready(seed: str) -> World:
    world = empty_world(seed)
    click(world, *SETUP)
    return world


def _without(*left_out: str) -> Callable[[str], World]:
    def build(seed: str) -> World:
        world = empty_world(seed)
        click(world, *(id for id in SETUP if id not in left_out))
        return world

    return build


def _wrong_secret(seed: str) -> World:
    world = _ready(seed)
    pair = world.require_app().production
    if pair is not None:
        world.noted = Pair(pair.client_id, pair.secret)
        pair.secret = world.ids.secret("production-secret")
    return world


def _wrong_environment(seed: str) -> World:
    world = _without("generate-secret")(seed)
    world.noted = world.require_app().sandbox
    return world


def _grant_missing(seed: str) -> World:
    world = empty_world(seed)
    click(world, "create-app", "verify-organisation", "request-production-access")
    world.require_app().draft = Version("1.0.0", user_level=True, notes=True)
    click(world, "save-version", "promote-version", "generate-secret", "install-app")
    return world


def _missing_documents(seed: str) -> World:
    world = empty_world(seed)
    _raise_nothing(world)
    return _set_up_with(world, {**FILE_SYNC, "documents": READ_ONLY})


def _no_directory_admin(seed: str) -> World:
    world = _set_up_with(empty_world(seed), {**FILE_SYNC, "directory": STANDARD})
    _take_out_every_third(world)
    return world


def _no_default_template(seed: str) -> World:
    world = _without("create-template", "set-default-template")(seed)
    _raise_nothing(world)
    return world


def _raise_nothing(world: World) -> None:
    """Let every level be the one that was given, where Directory = Admin would hide what the scenario teaches."""
    company = world.company
    company.raises_tools = company.raises_joined_projects = company.project_raises_tools = False


def _set_up_with(world: World, company: Levels) -> World:
    """The whole setup, of a version that asks for other levels in the company."""
    saved = SETUP.index("save-version")
    click(world, *SETUP[:saved])
    draft = world.require_app().draft
    if draft is not None:
        draft.company = company
    click(world, *SETUP[saved:])
    return world


def _tool_disabled(seed: str) -> World:
    world = _ready(seed)
    for project in (world.company.active_projects[0], world.company.active_projects[-1]):
        project.disabled_tools.add("documents")
    return world


def _unpermitted_projects(seed: str) -> World:
    world = _ready(seed)
    _take_out_every_third(world)
    return world


def _take_out_every_third(world: World) -> None:
    for project in world.company.active_projects[2::3]:
        del world.company.memberships[project.id]


def _old_account(seed: str) -> World:
    world = _unpermitted_projects(seed)
    add_old_account(world)
    return world


def _managed_by_groups(seed: str) -> World:
    world = _ready(seed)
    for membership in list(world.company.memberships.values())[::2]:
        membership.managed = True
    return world


def _update_reset(seed: str) -> World:
    world = _ready(seed)
    click(world, "create-version", "save-version", "promote-version", "update-app")
    if world.company.installation is not None:
        world.company.installation.pending_operation = None
    return world


def _large_company(seed: str) -> World:
    world = empty_world(seed)
    world.company.projects = many_projects(world, 2431)
    click(world, *SETUP)
    return world


def _add_all_disabled(seed: str) -> World:
    world = _large_company(seed)
    kept = [project.id for project in world.company.projects[:3]]
    world.company.memberships = {id: world.company.memberships[id] for id in kept}
    return world


def _template_project(seed: str) -> World:
    world = _ready(seed)
    template = Project(world.ids.number("project"), "", "Standard Project Template", is_template=True)
    world.company.projects.append(template)
    return world


def _rate_limited(seed: str) -> World:
    world = _ready(seed)
    world.windows = (*world.windows, Window(25, 10))
    return world


def _unstable(seed: str) -> World:
    world = _ready(seed)
    world.unstable = True
    return world


def _hostile_names(seed: str) -> World:
    world = _ready(seed)
    world.company.name = HOSTILE_COMPANY
    for project, name in zip(world.company.projects, HOSTILE_PROJECTS, strict=False):
        project.name = name
    return world


SCENARIOS: Mapping[str, Scenario] = {
    row.id: row
    for row in (
        Scenario("fresh", "Nothing exists yet",
                 "Everything, from the first click in the portal to a checked setup.", empty_world,
                 start="create-app"),
        Scenario("ready", "Everything is set up at Procore",
                 "Only your answers are missing. Good for testing other clients.", _ready, start="projects",
                 aim="Only your answers are missing: which projects must be permitted, and whether new ones join. It"
                     " ends with step 8."),
        Scenario("wrong-secret", "The secret was reset",
                 "A reset ends the old secret at once, wherever it is saved.", _wrong_secret),
        Scenario("wrong-environment", "Sandbox credentials in production",
                 "Credentials work only in their own environment.", _wrong_environment),
        Scenario("grant-missing", "No Service Account component",
                 "An app without Service Account Authentication gets no token.", _grant_missing,
                 first="credentials.token"),
        Scenario("not-installed", "The app is not installed",
                 "A token proves the credentials, but nothing about the company.", _without("install-app"),
                 first="install.connected"),
        Scenario("missing-documents", "Documents too low at company level",
                 "To raise a level you need a new version and an update; here Directory = Admin raises no other tool.",
                 _missing_documents),
        Scenario("tool-disabled", "Documents is turned off in two projects",
                 "A disabled tool looks like a missing permission.", _tool_disabled),
        Scenario("unpermitted-projects", "Four projects are not permitted",
                 "The project list shows a company admin every project; only assignments prove access.",
                 _unpermitted_projects),
        Scenario("no-future-projects", "New projects are not added",
                 "Without Add to all new projects the sync misses the next project.",
                 _without("add-to-new-projects")),
        Scenario("no-default-template", "No default project template",
                 "The default template gives the account its permissions on new projects; here Directory = Admin raises"
                 " no other tool.",
                 _no_default_template),
        Scenario("old-account", "Replace an old service account",
                 "The new account must reach what the old one reached before you delete the old one.",
                 _old_account, task="migrate", start="projects"),
        Scenario("update-reset", "An update dropped the permitted projects",
                 "After every update, check the permitted projects again.", _update_reset),
        Scenario("large-company", "2,431 active projects",
                 "Long lists come in pages, and Add All is disabled with 2,000 or more active projects.",
                 _large_company, "Check permissions on all projects: it takes a while.", looks_at="scan"),
        Scenario("add-all-disabled", "2,431 active projects, three of them permitted",
                 "With 2,000 or more active projects Add All is disabled: use the API, or pages of 100.",
                 _add_all_disabled),
        Scenario("no-directory-admin", "The service account is not a Directory Admin",
                 "Only company Directory = Admin lets the service account be added to projects through the API.",
                 _no_directory_admin),
        Scenario("managed-by-groups", "Groups hold some of the memberships",
                 "A membership that comes from a Group cannot be removed on its own.", _managed_by_groups,
                 "The first click in the practice browser tries to remove one.", looks_at=TRY_TO_REMOVE),
        Scenario("template-project", "A template project is not permitted",
                 "Every developer sandbox starts with a template project. The project list barely marks it.",
                 _template_project, "Open the row Permitted projects: it names the template.",
                 looks_at="projects.permitted"),
        Scenario("rate-limited", "25 requests in 10 seconds",
                 "A client must read the limits and wait.", _rate_limited,
                 "Check permissions on all projects: the wizard waits for the limits.", looks_at="scan"),
        Scenario("unstable", "Servers that sometimes fail",
                 "Requests that get 500, 502 or 503 work when they are repeated.", _unstable,
                 "Where requests were repeated, the line below the checks counts them."),
        Scenario("hostile-names", "Names that attack the screen",
                 "Text from the network may contain escapes, markup and characters that reverse the line.",
                 _hostile_names, "{projects} opens Company projects, which shows them as plain text.",
                 looks_at="project-list"),
    )
}  # fmt: skip
