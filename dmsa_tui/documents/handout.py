"""The page for the customer's administrator, who never saw this program: what to click, each value at its click.

Nothing in it is secret: the App Version ID opens nothing without an administrator, and the client secret is no part.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import groupby

from dmsa_tui.checks.account import slug
from dmsa_tui.checks.model import Result
from dmsa_tui.checks.words import listed
from dmsa_tui.documents.model import (
    Blank,
    Block,
    Bullets,
    Click,
    Clicks,
    Document,
    Facts,
    Link,
    Note,
    Paragraph,
    Section,
    Table,
    Value,
    Words,
    pieces,
    prose,
)
from dmsa_tui.documents.reach import asked_reach
from dmsa_tui.documents.render.formats import WRITERS
from dmsa_tui.documents.render.json import written
from dmsa_tui.documents.render.structure import structure
from dmsa_tui.documents.values import (
    APP,
    COMPANY_ID,
    FUTURE,
    NO_LEVEL,
    PROJECTS,
    REHEARSAL,
    VERSION_ID,
    NamedProjects,
    admin_on,
    company_page,
    cut,
    granted_by,
    in_rehearsal,
    missing,
    named_projects,
    other_name,
    told,
    version_id,
    web_host,
)
from dmsa_tui.guide.conditions import handout_actions, is_many
from dmsa_tui.guide.links import fill_link
from dmsa_tui.guide.model import Action, Guide
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.onboarding.known import known_of
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.environments import environment

SCHEMA = "dmsa-tui.handout/1"
ADMIN_STEPS = ("install", "projects")
DEFAULT_CONTACT = "the person who gave you this page"
CONTACT = "the contact"
MINUTES = 10
_LONGEST_NAME = 60
"""Characters of a project's name: its number and first words find it."""
_LATER = (
    "After the last step, do not change or delete the app's user in the **Directory**. No person can sign in with it.",
    "When **Update Available** appears: click **View**, then **Update**, and check that the projects are still there."
    " An update may drop them.",
    "To end the app's access: **App Management**, **View**, **Uninstall**.",
)


@dataclass(frozen=True)
class Handout:
    """The page."""

    document: Document
    missing: str
    """A sentence on the values that are not recorded; empty if all are."""


def write_handout(page: Handout, kind: str) -> str:
    """The page in one of `FORMATS`."""
    if kind == "json":
        return written({"schema": SCHEMA, "missing": page.missing, **structure(page.document)})
    return WRITERS[kind](page.document)


def handout_schema() -> str:
    """The JSON Schema of the JSON form, as published with the package."""
    return files("dmsa_tui.documents").joinpath("handout_schema.json").read_text(encoding="utf-8")


def build_handout(
    record: Onboarding,
    profile: Profile,
    guide: Guide,
    *,
    web_url: str | None = None,
    counted: int | None = None,
    results: Mapping[str, Result] | None = None,
    contact: str = "",
    today: date | None = None,
) -> Handout:
    """The handout for the record's environment and portal edition.

    `web_url` is the company's web host, `counted` its active projects as Procore counted them, `results` the last
    answers, which may name the company, the app's user and its template, `contact` whom to call. InvalidInput for a
    record with an unknown environment or edition.
    """
    results = results or {}
    place = environment(record.environment)
    edition = guide.edition(record.edition).id
    company_name = told(results, "install.connected", "company")
    known = known_of(record, counted=counted, company=company_name)
    actions = [each for step in ADMIN_STEPS for each in handout_actions(guide.step(step), edition, known)]
    company = company_name or record.name
    contact = contact.strip()
    named = named_projects(record, results)
    wanted = (COMPANY_ID, APP, VERSION_ID, PROJECTS, FUTURE)
    gaps = missing(record, wanted, named)
    gap = _gap(gaps, contact)
    return Handout(
        Document(
            f"Install {record.app_name or 'the sync app'} in {company}",
            (
                *([Paragraph(REHEARSAL, warning=True)] if in_rehearsal(record) else []),
                *([Paragraph(gap, warning=True)] if gap else []),
                *([Paragraph(differs)] if (differs := other_name(record.name, company_name)) else []),
                Paragraph(_what_will_happen(record, company, actions, named, is_many(known.active_projects))),
                Paragraph(asked_reach(profile).in_projects),
                Paragraph(prose(_needed(actions))),
                Facts((("Contact", contact or (Blank(),)),)),
                *([Paragraph(f"Environment: {place.name}. {place.note}")] if place.id != "production" else []),
            ),
            (
                *_sections(actions, _Values(record, profile, company, web_host(record, web_url), named, results)),
                Section(
                    "When you are done, or when something looks different",
                    (Paragraph(_tell(contact or DEFAULT_CONTACT)),),
                ),
                Section(
                    "What to leave alone, and how to end it",
                    (
                        Bullets(tuple(map(prose, _LATER))),
                        Paragraph((Note(f"Written {(today or date.today()).isoformat()}."),)),
                    ),
                ),
            ),
        ),
        _gap((*gaps, *([] if contact else [CONTACT])), contact),
    )


def _gap(names: Sequence[str], contact: str) -> str:
    return f"Not known yet: {', '.join(names)}. Ask {contact or DEFAULT_CONTACT} before you start." if names else ""


def _what_will_happen(record: Onboarding, company: str, actions: list[Action], named: NamedProjects, many: bool) -> str:
    app = f"the app {record.app_name}" if record.app_name else "the sync app"
    where = {
        ExpectMode.ALL: "every active project of the company",
        ExpectMode.LIST: f"the projects that are named below ({len(named.names):,})",
        ExpectMode.UNDECIDED: "the projects that you choose",
    }[record.expect]
    new = " New projects are added automatically." if record.future_projects else ""
    long = " plus a few minutes for every 100 projects" if many and record.expect is ExpectMode.ALL else ""
    return (
        f"You install {app} in {company}. Procore then makes a user for the app, and you add this user to"
        f" {where}.{new} These are {len(actions)} steps; they take about {MINUTES} minutes{long}."
    )


def _needed(actions: list[Action]) -> str:
    tools = listed([f"**{tool}**" for tool in admin_on(actions)])
    return (
        f"You need the level **Admin** on the company tools {tools}. You only need your"
        " usual sign-in: nobody will ask you for a secret."
    )


def _tell(contact: str) -> str:
    return (
        f"Tell {contact}. They then check that everything works. If something looks different from this page, say "
        "what you see and at which step you are. You have nothing else to do."
    )


@dataclass(frozen=True)
class _Values:
    """What is shown at the clicks that need it."""

    record: Onboarding
    profile: Profile
    company: str
    web: str
    """The web host of every link."""
    named: NamedProjects
    results: Mapping[str, Result]

    def below(self, action: Action) -> Iterator[Block]:
        """Everything under a click."""
        if "app-version-key" in action.copy:
            yield self._fact("App Version ID", version_id(self.record))
        if action.handout.show == "company":
            page = company_page(self.record, self.web)
            rows = [("Company", self.company), *self._fact("Company ID", self.record.company_id).rows]
            yield Facts((*rows, *([("Page", (Link(page),))] if page else [])))
        elif action.handout.show == "user":
            yield self._user()
        elif action.handout.show == "permissions":
            yield self._fact("App", self.record.app_name)
            yield self._permissions()
        elif action.handout.show == "template-name":
            yield self._template()
        elif action.handout.show == "template":
            levels = (row for row in granted_by(self.profile) if row.project != NO_LEVEL)
            yield Table(("Tool", "Level"), tuple((row.tool, row.project) for row in levels))
        elif action.handout.show == "projects":
            yield from self._projects()
        if page := fill_link(action.link, web=self.web, company_id=self.record.company_id):
            yield Facts((("Page", (Link(page),)),))
        if action.note:
            yield Paragraph(prose(action.note))
        if action.handout.see:
            see = action.handout.see.replace("[App Name]", "the app")
            yield Paragraph(("You should see: ", *prose(see)))

    @staticmethod
    def _fact(name: str, value: str) -> Facts:
        return Facts(((name, (Value(value),) if value else "not known yet"),))

    def _template(self) -> Facts:
        """Its name as Procore gave it; else a proposal, and room for the name that it gets."""
        if known := told(self.results, "projects.template", "template", "name"):
            return Facts((("Template", (Value(known),)),))
        proposed: Words = (Value(f"{visible(self.record.app_name)} projects"), " or ") if self.record.app_name else ()
        return Facts((("Template", (*proposed, Blank())),))

    def _user(self) -> Facts:
        """Procore names it after the app: small letters with dashes, and often a random end."""
        known = told(self.results, "install.account", "name")
        start = slug(self.record.app_name)
        name: Words = (Value(known),) if known else ("begins as ", Value(start), "; its end may be random")
        own = name if known or start else "begins as the app's name"
        return Facts((("App's user", (*pieces(own), "; its email address ends in @procore.com")),))

    def _permissions(self) -> Table:
        return Table(
            ("Tool", "Company", "Project", "What for"),
            tuple((self._tool(row.tool), row.company, row.project, prose(row.why)) for row in granted_by(self.profile)),
        )

    def _tool(self, name: str) -> str:
        """The tool by every name that Procore may print."""
        others = (each.also_known_as for each in self.profile.rows if each.tool == name)
        return " or ".join((name, *(other.capitalize() for each in others for other in each)))

    def _projects(self) -> Iterator[Block]:
        if self.named.names:
            yield Bullets(tuple(visible(each, longest=_LONGEST_NAME) for each in cut(self.named.names)))
        if self.named.note:
            yield Paragraph(self.named.note)


def _sections(actions: list[Action], values: _Values) -> Iterator[Section]:
    """The clicks, numbered through the page, under the titles of their procedures."""
    first = 1
    for title, group in groupby(actions, lambda each: each.procedure.title if each.procedure else "Install the app"):
        clicks = tuple(Click(prose(each.text), tuple(values.below(each))) for each in group)
        yield Section(title, (Clicks(first, clicks),))
        first += len(clicks)
