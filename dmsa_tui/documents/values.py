"""What the papers for the administrator are filled with, and which of it is missing."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dmsa_tui.checks.expected_list import entry_texts
from dmsa_tui.checks.model import Result
from dmsa_tui.checks.words import permitted_too
from dmsa_tui.documents.model import Value, Words
from dmsa_tui.guide.links import fill_link
from dmsa_tui.guide.model import Action
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.onboarding.check_states import others_permitted
from dmsa_tui.onboarding.open_answers import key_field
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.procore.environments import environment
from dmsa_tui.vocabulary import Level

MOST_PROJECTS = 18
"""Projects of a list that are named; the others are counted."""
NO_LEVEL = "–"


@dataclass(frozen=True)
class Granted:
    """One tool of the permissions that the install grants."""

    tool: str
    company: str
    """Level as the permission builder prints it; `NO_LEVEL` where the company tab does not have it."""
    project: str
    why: str


def granted_by(profile: Profile) -> tuple[Granted, ...]:
    """The permissions that a profile asks for, without its optional rows."""
    return tuple(
        Granted(row.tool, _level(row.company), _level(row.project), row.reason_on("company"))
        for row in profile.rows
        if not row.optional
    )


def _level(level: Level) -> str:
    return NO_LEVEL if level is Level.NONE else level.label


def admin_on(actions: Iterable[Action]) -> tuple[str, ...]:
    """The company tools on which these clicks take Admin.

    Source: Procore support, install-a-custom-app, add-permitted-project, create-a-project-permissions-template.
    """
    template = any(action.handout.show == "template" for action in actions)
    return ("Directory", "Admin", *(("Permissions",) if template else ()))


SECONDS_PER_CLICK = 40
"""To read a click, find it and do it: an assumption, which the papers name."""


def time_needed(clicks: int) -> str:
    """How long so many clicks take, as the end of a sentence."""
    minutes = math.ceil(clicks * SECONDS_PER_CLICK / 60)
    return f"at about {SECONDS_PER_CLICK} seconds each, about {minutes} minutes"


def app_account(record: Onboarding) -> str:
    """Whose developer account has the app, for somebody at the customer's; empty: not recorded."""
    return {
        "customer": "your own company's developer account at Procore",
        "consultant": "the developer account of the people who set it up for you, not your company's",
    }.get(record.app_owner, "")


def about_the_secret(record: Onboarding) -> str:
    """Where the app's secret is and how it is passed on, for somebody at the customer's, who may be the app's owner."""
    rest = {
        "customer": ". On the call, its owner passes it on through a vault or a one-time link: never by email or chat.",
        "consultant": ", and nobody will ask you for it.",
    }.get(record.app_owner, ". Never send it by email or chat.")
    return (
        "The app's secret, which is its password, is with the app's owner and goes into the sync tool. It is not on"
        f" this page{rest}"
    )


def cut(names: Sequence[str]) -> tuple[str, ...]:
    """The first names of a long list, and how many more there are."""
    more = len(names) - MOST_PROJECTS
    return tuple(names) if more <= 0 else (*names[:MOST_PROJECTS], f"and {more:,} more: ask for the list")


@dataclass(frozen=True)
class NamedProjects:
    """The projects of a list, as the papers name them."""

    names: tuple[str, ...] = ()
    """Once Procore was asked, only those that it has."""
    left: tuple[str, ...] = ()
    """Those of the names that are still to be added: all of them, unless Procore shows which are permitted."""
    too: str = ""
    """That the account is in other projects as well, as a clause; empty if Procore did not say so."""
    note: str = ""
    """What a reader should know about the names; empty if nothing."""


def named_projects(record: Onboarding, results: Mapping[str, Result]) -> NamedProjects:
    """The list of projects that must be there, compared with Procore's answer if there is one."""
    entries = entry_texts(record.expected_projects) if record.expect is ExpectMode.LIST else ()
    if not entries:
        return NamedProjects()
    permitted = results.get("projects.permitted")
    details = permitted.details if permitted else {}
    if not isinstance(details.get("active"), int):
        return NamedProjects(
            entries,
            entries,
            note="These names were not compared with Procore's projects. If a project is missing in Procore, say so.",
        )
    unknown = details.get("unknown") or ()
    known = tuple(each for each in entries if each not in unknown)
    left_out = len(entries) - len(known)
    names = tuple(map(str, details.get("listed") or known))  # an older report has no names of Procore's
    lines = "1 entry" if left_out == 1 else f"{left_out:,} entries"
    note = f"Left out: {lines} of the list, because Procore has no such project." if left_out else ""
    missing = [str(row["name"]) for row in details.get("missing") or ()]
    left = tuple(each for each in names if any(each == name or each.endswith(f" - {name}") for name in missing))
    return NamedProjects(names, left or names, permitted_too(others_permitted(permitted)), note)


def are_named(record: Onboarding, named: NamedProjects) -> bool:
    """Whether it is known which projects must be there; `named` are those of the record's list."""
    return record.expect is ExpectMode.ALL or (record.expect is ExpectMode.LIST and bool(named.names))


def client_id_words(client_id: str, *, tested: bool) -> Words:
    """A client ID, and whether nobody knows yet that it is one; empty where there is none."""
    if not client_id:
        return ()
    return (Value(client_id),) if tested else (Value(client_id), " (not tested)")


def told(results: Mapping[str, Result], check: str, *keys: str) -> str:
    """A name in the details of that check's result; empty if Procore did not give one."""
    value: object = results[check].details if check in results else None
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def app_name(record: Onboarding, results: Mapping[str, Result]) -> str:
    """The app's name as the record has it, or else as Procore gave it; empty where neither does."""
    return record.app_name or told(results, "install.version", "app")


def minute(moment: datetime) -> str:
    """Day and time, with the time's zone: UTC, or how far it is from it."""
    zone = "%z" if moment.utcoffset() else "UTC"
    return moment.strftime(f"%Y-%m-%d %H:%M {zone}")


def version_id(record: Onboarding) -> str:
    """The App Version ID that this environment's install asks for; empty if it is not recorded.

    In a sandbox that is the key recorded as the sandbox's, or the only one where none was recorded as such.
    """
    return str(getattr(record, key_field(record)))


def company_page(record: Onboarding, web_url: str | None = None) -> str | None:
    """The address of the company's home page; None without a company ID."""
    return fill_link("{web}/{company_id}/company/home", web=web_host(record, web_url), company_id=record.company_id)


def web_host(record: Onboarding, web_url: str | None = None) -> str:
    """The company's web host: as Procore named it, as a pasted address had it, or the environment's."""
    return web_url or record.web_url or environment(record.environment).web_url


APP, COMPANY_ID, VERSION_ID = "app name", "company ID", "App Version ID"
PROJECTS, FUTURE = "which projects must be there", "whether new projects join"


def missing(record: Onboarding, wanted: Iterable[str], named: NamedProjects) -> tuple[str, ...]:
    """Those of the wanted values that are not recorded; `named` are the record's projects."""
    empty = {
        APP: not record.app_name.strip(),
        COMPANY_ID: not record.company_id,
        VERSION_ID: not version_id(record),
        PROJECTS: not are_named(record, named),
        FUTURE: record.future_projects is None,
    }
    return tuple(name for name in wanted if empty[name])
