"""What the customer's administrator needs on one page: what to click, in their labels, what they grant and why.

Nothing in it is secret: the App Version ID opens nothing without an administrator, and the client secret is no part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dmsa_tui.checks.expected_list import entry_texts
from dmsa_tui.documents.reach import asked_reach
from dmsa_tui.guide.conditions import Known, shown_actions
from dmsa_tui.guide.links import fill_link
from dmsa_tui.guide.model import Action, Guide, Profile, Step
from dmsa_tui.onboarding.known import known_of
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.procore.environments import Environment, environment
from dmsa_tui.procore.levels import Level

ADMIN_STEPS = ("install", "projects")
DEFAULT_CONTACT = "the person who gave you this page"
MOST_PROJECTS = 30
"""Projects of a list that are named; the others are counted."""
DIRECTORY_CAUTION = (
    "Directory = Admin on the company tab makes the app's user Admin on every company tool and lets it see every"
    " project. Procore advises against it unless it cannot be avoided; the reason is in the table, and you may ask"
    " before you grant it."
)
NOT_KNOWN = "not known yet: ask for it before you start"


@dataclass(frozen=True)
class Granted:
    """One tool of the permissions that the install grants."""

    tool: str
    company: str
    """Level as the permission builder prints it; a dash where the company tab does not have it."""
    project: str
    why: str
    caution: str | None


@dataclass(frozen=True)
class Part:
    """One step of the administrator's. Texts have their labels between two stars."""

    title: str
    where: str
    needs: str
    actions: tuple[tuple[str, str | None], ...]
    """Text of each that is to be done, with its note and caution."""
    expect: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Handout:
    """The page."""

    company: str
    company_id: str
    environment: str
    """Name of the environment; what people get wrong about it is in `notes`."""
    app: str
    app_version_id: str
    """In full: all 36 characters; empty if it is not recorded yet."""
    link: str | None
    """The company's page in Procore."""
    granted: tuple[Granted, ...]
    projects: str
    """Which projects are to be chosen, as a sentence."""
    project_names: tuple[str, ...]
    future: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    afterwards: tuple[str, ...]
    contact: str
    written: date

    @property
    def title(self) -> str:
        """The page's heading."""
        return f"Install {self.app or 'the sync app'} in {self.company}"

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What has to be at hand: name and value."""
        return (
            ("For", "a Procore administrator of the company"),
            ("Company", self.company),
            ("Company ID", self.company_id or NOT_KNOWN),
            ("Environment", self.environment),
            ("App", self.app or NOT_KNOWN),
            ("App Version ID", self.app_version_id or NOT_KNOWN),
        )

    @property
    def named_projects(self) -> tuple[str, ...]:
        """The projects to be permitted, the longest lists cut with a count."""
        return cut(self.project_names)

    @property
    def caution(self) -> str | None:
        """What to know about company Directory = Admin; None if the app does not ask for it."""
        asked = any(row.tool == "Directory" and row.company == Level.ADMIN.label for row in self.granted)
        return DIRECTORY_CAUTION if asked else None

    @property
    def tell(self) -> str:
        """Whom to tell, and what."""
        return (
            f"Tell {self.contact} as soon as the projects are permitted, or as soon as something looks different from"
            " this page: what you see, and at which number you are. The result is then checked at Procore itself."
        )


def cut(names: Sequence[str]) -> tuple[str, ...]:
    """The first names of a long list, and how many more there are."""
    more = len(names) - MOST_PROJECTS
    return tuple(names) if more <= 0 else (*names[:MOST_PROJECTS], f"and {more:,} more: ask for the list")


def version_id(record: Onboarding) -> str:
    """The App Version ID that this environment's install asks for; empty if it is not recorded.

    In a sandbox that is the key recorded as the sandbox's, or the only one where none was recorded as such.
    """
    sandbox = environment(record.environment).pair == "sandbox"
    return (sandbox and record.sandbox_app_version_key) or record.app_version_key


def company_page(record: Onboarding, web_url: str | None = None) -> str | None:
    """The address of the company's home page; None without a company ID."""
    web = web_url or record.web_url or environment(record.environment).web_url
    return fill_link("{web}/{company_id}/company/home", web=web, company_id=record.company_id)


def build_handout(
    record: Onboarding,
    profile: Profile,
    guide: Guide,
    *,
    company_name: str | None = None,
    web_url: str | None = None,
    contact: str = "",
    today: date | None = None,
) -> Handout:
    """The handout for the record's environment and portal edition.

    `company_name` is Procore's own name for the company (default: the customer's name), `web_url` the company's web
    host, `contact` whom to tell. InvalidInput for a record with an unknown environment or edition.
    """
    place = environment(record.environment)
    edition = guide.edition(record.edition)
    known = known_of(record, company=company_name or "")
    return Handout(
        company=company_name or record.name,
        company_id=record.company_id,
        environment=place.name,
        app=record.app_name,
        app_version_id=version_id(record),
        link=company_page(record, web_url),
        granted=granted_by(profile),
        projects=_projects(record),
        project_names=entry_texts(record.expected_projects) if record.expect is ExpectMode.LIST else (),
        future=_future(record),
        parts=tuple(_part(guide.step(id), edition.id, known) for id in ADMIN_STEPS),
        notes=_notes(place),
        afterwards=_afterwards(profile),
        contact=contact.strip() or DEFAULT_CONTACT,
        written=today or date.today(),
    )


def granted_by(profile: Profile) -> tuple[Granted, ...]:
    """The permissions that a profile asks for, without its optional rows."""
    return tuple(
        Granted(row.tool, _level(row.company), _level(row.project), row.reason, row.caution)
        for row in profile.rows
        if not row.optional
    )


def _level(level: Level) -> str:
    return "–" if level is Level.NONE else level.label


def _part(step: Step, edition_id: str, known: Known) -> Part:
    shown = step.editions[edition_id]
    actions = tuple((action.text, _more(action)) for action in shown_actions(step, edition_id, known))
    return Part(step.title, step.where, step.needs or "", actions, shown.expect, shown.warnings)


def _more(action: Action) -> str | None:
    return " ".join(filter(None, (action.note, action.caution))) or None


def _projects(record: Onboarding) -> str:
    if record.expect is ExpectMode.ALL:
        return "Every active project of the company is to be permitted."
    if record.expect is ExpectMode.LIST:
        count = len(entry_texts(record.expected_projects))
        return (
            "The project below is to be permitted." if count == 1 else f"These {count:,} projects are to be permitted."
        )
    return "Which projects are to be permitted is not decided yet: agree on it before you start."


def _future(record: Onboarding) -> str:
    if record.future_projects:
        return "Future projects are wanted: make the template first, then tick the box for new projects."
    if record.future_projects is None:
        return "Whether future projects are wanted is not decided yet: agree on it before you start."
    return "Future projects are not wanted: leave the box for new projects as it is."


def _notes(place: Environment) -> tuple[str, ...]:
    always = (
        "The **App Version ID** is the developer portal's App Version Key: the same 36 characters under two names.",
        "Nobody will ask you for a password or a secret: this page has none, and the install shows none.",
    )
    return (*always, place.note) if place.note and place.id != "production" else always


def _afterwards(profile: Profile) -> tuple[str, ...]:
    return (
        "Procore makes a user for the app in the company **Directory**, named after the app. It cannot sign in by"
        " itself; do not edit or delete it.",
        asked_reach(profile).in_projects,
        "When a new version appears as **Update Available**: click **Update**, confirm the permissions, then look at"
        " the permitted projects again, for an update may drop them.",
        "To stop it all: **App Management**, **View**, **Uninstall**. The sync ends at once.",
    )
