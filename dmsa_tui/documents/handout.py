"""The page for the customer's administrator, who never saw this program: what to click, each value at its click.

Nothing in it is secret: the App Version ID opens nothing without an administrator, and the client secret is no part.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from itertools import groupby

from dmsa_tui.checks.model import Result
from dmsa_tui.checks.words import counted as number_of
from dmsa_tui.checks.words import listed
from dmsa_tui.documents.admin_clicks import ADDED, NEW, UPDATE, AdminClicks, admin_clicks, part_of
from dmsa_tui.documents.after_end import after_end, nothing_left
from dmsa_tui.documents.click_values import ClickValues, project_names
from dmsa_tui.documents.due_task import DueTask, due_task
from dmsa_tui.documents.model import (
    Blank,
    Bullets,
    Click,
    Clicks,
    Document,
    Facts,
    Note,
    Paragraph,
    Section,
    Words,
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
    PROJECTS,
    VERSION_ID,
    NamedProjects,
    about_the_secret,
    admin_on,
    app_account,
    app_name,
    are_named,
    missing,
    named_projects,
    time_needed,
    told,
    web_host,
)
from dmsa_tui.guide.model import Action, Guide
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.onboarding.account_name import misnamed
from dmsa_tui.onboarding.approvals import said_of_not_granted
from dmsa_tui.onboarding.company_names import names_confirmed, other_name
from dmsa_tui.onboarding.ended_access import said_of_end
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.procore.environments import environment, stand_in_warning

SCHEMA = "dmsa-tui.handout/1"
DEFAULT_CONTACT = "the person who gave you this page"
CONTACT = "the contact"
_LATER = (
    "After the last step, do not change or delete the app's user in the **Directory**. No person can sign in with it.",
    "**Update Available** may bring other permissions. Update only after the app's owner announced the new version"
    " and its changes: click **View**, then **Update Available**, compare the permissions with the table above, and"
    " click **Update**. Then check that the projects are still there: an update may drop them.",
    "To end the app's access: **App Management**, **View**, **Uninstall**. This leaves the app's secret, the data that"
    " was copied, and perhaps the app's user in the **Directory**: ask for a reset of the secret, ask to delete the "
    "data, and look for the user.",
)
_NOW = "To do now"
_WHEN_DONE, _NOT_SO = "When you are done, or when something looks different", "If something looks wrong"
_GENUINE = "If in doubt, call a number that you already had, not one from this page."


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
    record = replace(record, app_name=app_name(record, results))
    place, hosts = environment(record.environment), (record.login_url, record.api_url)
    company_name = told(results, "install.connected", "company")
    named = named_projects(record, results)
    clicks, due = admin_clicks(record, guide, named, results, counted), due_task(record)
    is_about_task = due is not None and (due.is_administrators or (due.ends_access and not said_of_end(record)))
    if due is not None and is_about_task:
        return Handout(_of_task(record, company_name or record.name, due, contact, today, more=bool(clicks.left)), "")
    if said_of_end(record):
        return Handout(_after_end(record, company_name or record.name, contact, today), "")
    waits = "" if clicks.is_installed else _waits(record, results, contact.strip() or DEFAULT_CONTACT)
    company = company_name or record.name
    contact = contact.strip()
    wanted = (COMPANY_ID, APP, *(() if clicks.is_installed else (VERSION_ID,)), PROJECTS, FUTURE)
    gaps = missing(record, wanted, named)
    gap = _gap(gaps, contact)
    values = ClickValues(record, profile, company, web_host(record, web_url), named, results)
    differs = other_name(record.name, company_name, compared=names_confirmed(record, company_name) is not None)
    doubt = misnamed(record, told(results, "install.account", "name"))
    return Handout(
        Document(
            _title(record, company, clicks),
            (
                *([Paragraph(other, warning=True)] if (other := stand_in_warning(*hosts)) else []),
                *([Paragraph(waits, warning=True)] if waits else []),
                *([Paragraph(gap, warning=True)] if gap and not clicks.is_done else []),
                *([Paragraph(differs)] if differs else []),
                *([Paragraph(doubt)] if doubt else []),
                *([Paragraph(_done(record, clicks))] if clicks.is_installed else []),
                Paragraph(_what_will_happen(record, company, clicks, named)),
                Paragraph(asked_reach(profile).in_projects),
                *([Paragraph(prose(_needed(clicks.left)))] if clicks.left else []),
                Facts(tuple(_origin(record, contact, to_fill_in=bool(clicks.left)))),
                Paragraph(f"{_genuine(record, clicks)} {about_the_secret(record)}"),
                *([Paragraph(f"Environment: {place.name}. {place.note}")] if place.id != "production" else []),
            ),
            (
                *_sections(clicks.left, values),
                Section(
                    _WHEN_DONE if clicks.left else _NOT_SO,
                    (Paragraph(_tell(contact or DEFAULT_CONTACT, bool(clicks.left), more=not clicks.is_whole)),),
                ),
                *_kept(clicks, values),
                Section(
                    "What not to change, and how to end the access",
                    (
                        Bullets(tuple(map(prose, _LATER))),
                        Paragraph((Note(f"Written {(today or date.today()).isoformat()}."),)),
                    ),
                ),
            ),
        ),
        _gap((*gaps, *([] if contact else [CONTACT])), contact),
    )


def _title(record: Onboarding, company: str, clicks: AdminClicks) -> str:
    app = record.app_name or "the sync app"
    if not clicks.is_installed:
        return f"Install {app} in {company}"
    if clicks.is_done:
        return f"How {app} was set up in {company}"
    return f"{'Add projects for' if clicks.adds else 'Finish the setup of'} {app} in {company}"


def _added_by_program(record: Onboarding) -> str:
    """That the setup program added the projects, in a sentence; empty where nothing says so."""
    runs = [run for run in record.project_changes.values() if run.outcome == "done" and run.added > run.removed]
    if not runs:
        return ""
    last = max(runs, key=lambda run: run.at)
    added, day = number_of(last.added, "project"), last.at.date().isoformat()
    return f"The setup program added the app's user to {added} on {day}, and Procore confirmed it. Nobody clicked it."


def _of_task(
    record: Onboarding, company: str, mine: DueTask, contact: str, today: date | None, *, more: bool
) -> Document:
    """The page while a task that was begun is the administrator's turn, or ends the access: nothing of the setup.

    `more`: clicks of the setup are left, which come later.
    """
    hosts, app, contact = (record.login_url, record.api_url), record.app_name or "the sync app", contact.strip()
    ended = after_end(record)
    turn = f"It is your turn: do what is under “{_NOW}”."
    if not mine.is_administrators:
        turn = f"It is the consultant's turn: {mine.at.left}. {mine.make_sure or 'You have nothing to do yet.'}"
    fails = mine.at.says_no
    later = "This page is about this task alone: what is left of the setup comes later." if more and not ended else ""
    return Document(
        f"{mine.task.title}: {app} in {company}",
        (
            *([Paragraph(other, warning=True)] if (other := stand_in_warning(*hosts)) else []),
            Paragraph(" ".join(filter(None, (ended, turn, fails))), warning=True),
            Paragraph(prose(" ".join(filter(None, (mine.task.why, later))))),
            Facts((("Contact", contact or (f"{DEFAULT_CONTACT}, name and telephone number: ", Blank())),)),
            Paragraph(f"Is this page genuine? {_GENUINE}{'' if ended else f' {about_the_secret(record)}'}"),
        ),
        (
            *([Section(_NOW, (Facts((("Where", mine.where),)), mine.clicks))] if mine.is_administrators else []),
            Section(
                _WHEN_DONE if mine.is_administrators else _NOT_SO,
                (
                    Paragraph(_tell(contact or DEFAULT_CONTACT, mine.is_administrators)),
                    Paragraph((Note(f"Written {(today or date.today()).isoformat()}."),)),
                ),
            ),
        ),
    )


def _after_end(record: Onboarding, company: str, contact: str, today: date | None) -> Document:
    """The page once the app's access was ended and nothing is left of the task: it asks for nothing."""
    hosts, asks = (record.login_url, record.api_url), contact.strip() or DEFAULT_CONTACT
    return Document(
        f"The access of {record.app_name or 'the sync app'} in {company} was ended",
        (
            *([Paragraph(other, warning=True)] if (other := stand_in_warning(*hosts)) else []),
            Paragraph(f"{after_end(record)} {nothing_left(record)}", warning=True),
        ),
        (
            Section(
                _NOT_SO,
                (
                    Paragraph(f"Tell {asks} what you see."),
                    Paragraph((Note(f"Written {(today or date.today()).isoformat()}."),)),
                ),
            ),
        ),
    )


def _kept(clicks: AdminClicks, values: ClickValues) -> Iterator[Section]:
    """What an administrator may want later of what is done: what the app asks for, and its projects."""
    if clicks.is_installed and not any(each.handout.show == "permissions" for each in clicks.left):
        yield Section("The permissions that the app asks for", (values.permissions(),))
    if values.named.names and ADDED in clicks.confirmed:
        note = [Paragraph(values.named.note)] if values.named.note else []
        yield Section("The projects of the app's user", (project_names(values.named.names), *note))


def _done(record: Onboarding, clicks: AdminClicks) -> str:
    """What Procore confirms, for somebody who would do it again."""
    then = "Do not install the app again."
    if not clicks.left:
        then = f"You have nothing to do{'' if clicks.is_done else ' yet'}."
    by_program = _added_by_program(record) if ADDED in clicks.confirmed else ""
    return " ".join(filter(None, (f"Already done: Procore confirms {clicks.confirmed_words}.", by_program, then)))


def _waits(record: Onboarding, results: Mapping[str, Result], contact: str) -> str:
    """That no company can install the app yet; empty where nobody says so."""
    lacks = said_of_not_granted(record, results.get("credentials.token"))
    return (
        f"Do not start yet: {lacks}, so the install cannot work. Wait until {contact} says that it can."
        if lacks
        else ""
    )


def _gap(names: Sequence[str], contact: str) -> str:
    return f"Not known yet: {', '.join(names)}. Ask {contact or DEFAULT_CONTACT} before you start." if names else ""


def _what_will_happen(record: Onboarding, company: str, clicks: AdminClicks, named: NamedProjects) -> str:
    """What the person does."""
    app = f"the app {record.app_name}" if record.app_name else "the sync app"
    shown = named.names if ADDED in clicks.confirmed else named.left
    where = {
        ExpectMode.ALL: "every active project of the company",
        ExpectMode.LIST: f"the projects listed below ({len(shown):,})",
        ExpectMode.UNDECIDED: "the projects that the sync needs",
    }[record.expect]
    asked, count = clicks.asked(f"add the app's user to {where}"), len(clicks.left)
    said = [f"You install {app} in {company}. Procore then makes a user for the app{asked and f', and you {asked}'}."]
    if clicks.is_installed:
        there = f", and this user is in {where}" if ADDED in clicks.confirmed else ""
        said = [f"{app[0].upper()}{app[1:]} is installed in {company}. Procore made a user for the app{there}."]
        said += [f"You {asked}."] if asked else []
    if named.too:
        said.append(f"{named.too}.")
    if NEW in clicks.confirmed:
        said.append("New projects are added automatically.")
    if not (are_named(record, named) or ADDED in clicks.confirmed):
        said += ["Which projects this user joins is not decided yet.", *filter(None, [named.note])]
    if count:
        by_page = any(each.procedure and each.procedure.id == "existing-by-page" for each in clicks.left)
        long = " plus a few minutes for every 100 projects" if by_page else ""
        said.append(f"These are {count} steps: {time_needed(count)}{long}.")
    return " ".join(said)


def _origin(record: Onboarding, contact: str, *, to_fill_in: bool) -> Iterator[tuple[str, Words]]:
    """Who asks for it, who made the app and who gets the data, with room for what is not recorded on a page to use."""
    if contact or to_fill_in:
        yield "Contact", contact or (f"{DEFAULT_CONTACT}, name and telephone number: ", Blank())
    if (account := app_account(record)) or to_fill_in:
        yield "App made in", account or ("the developer account of: ", Blank())
    asks: Words = ("; its name and vendor: ", Blank()) if to_fill_in else ()
    yield "Gets the data", ("the sync tool, a program outside Procore", *asks)


def _genuine(record: Onboarding, clicks: AdminClicks) -> str:
    there = (("the app's name", record.app_name), ("the App Version ID below", not clicks.is_installed))
    named = listed([what for what, is_there in there if is_there])
    compare = f"Compare {named} with what you heard on the call. " if named else ""
    return f"Is this page genuine? {compare}{_GENUINE}"


def _needed(actions: Sequence[Action]) -> str:
    tools = listed([f"**{tool}**" for tool in admin_on(actions)])
    return f"You need the level **Admin** on the company tools {tools}. Use your usual sign-in."


def _tell(contact: str, has_steps: bool, *, more: bool = False) -> str:
    """`more`: steps may come that this page cannot have yet."""
    later = "You have nothing else to do."
    if more:
        later = "More steps may come later: not everything about the projects is decided yet."
    if not has_steps:
        return f"Tell {contact} what you see. {later}"
    return (
        f"Tell {contact}. They then check that everything works. If something looks different from this page, say "
        f"what you see and which step you are on. {later}"
    )


def _sections(actions: Sequence[Action], values: ClickValues) -> Iterator[Section]:
    """The clicks, numbered through the page, under the titles of their procedures."""
    first = 1
    for name, group in groupby(actions, _heading):
        clicks = tuple(Click(prose(each.text), tuple(values.below(each))) for each in group)
        yield Section(name, (Clicks(first, clicks),))
        first += len(clicks)


def _heading(click: Action) -> str:
    if click.procedure:
        return click.procedure.title
    return "Update the app" if part_of(click) == UPDATE else "Install the app"
