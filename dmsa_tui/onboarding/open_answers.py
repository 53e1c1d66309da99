"""Answers that a setup lacks, in sentences: one rule for home, the last step and the papers."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.procore.environments import environment
from dmsa_tui.vocabulary import CHECKS

PERMITTED = "projects.permitted"
"""The check that asks which of the projects are permitted that must be."""
NO_CLIENT_ID = "The client ID is not recorded."
EMPTY_LIST = "The list of projects that must be permitted is empty."
UNDECIDED = {
    "expect": "Which projects must be permitted is undecided.",
    "expected_projects": EMPTY_LIST,
    "future_projects": "Whether future projects are wanted is undecided.",
}
"""Answer about the projects → that nobody has decided it."""
_ON_FUTURE = frozenset(check.id for check in CHECKS if check.for_future)
_ASKED_BY = {
    "app_owner": ("create-app/owner", "Whose developer account the app is in is not recorded."),
    "app_name": ("create-app/app-name", "The app's name is not recorded."),
    "administrator": ("create-app/administrator", "The administrator's name is not recorded."),
    "old_account": ("create-app/old-account", "Whether an old service account or app is in use is not recorded."),
}
"""Answer → the tick with which a person went on without it, and what stays open then."""


def key_field(record: Onboarding) -> str:
    """The field of the App Version Key that the environment's install asks for."""
    sandbox = environment(record.environment).pair == "sandbox" and record.sandbox_app_version_key
    return "sandbox_app_version_key" if sandbox else "app_version_key"


class OpenAnswer(NamedTuple):
    """An answer that nobody has given."""

    what: str
    since: datetime | None
    field: str
    """The record's field that takes it."""


_ASKED = {
    "company_id": "The company ID is not recorded.",
    "client_id": NO_CLIENT_ID,
    "app_version_key": "The App Version Key (App Version ID) is not recorded.",
}


def undecided(record: Onboarding) -> dict[str, str]:
    """Answers about the projects that nobody has given → that in a sentence: passing checks do not give them."""
    lacks = {
        "expect": record.expect is ExpectMode.UNDECIDED,
        "expected_projects": record.expect is ExpectMode.LIST and not record.expected_projects,
        "future_projects": record.future_projects is None,
    }
    return {field: what for field, what in UNDECIDED.items() if lacks[field]}


def undecided_for(record: Onboarding, check_id: str) -> str:
    """The question without an answer because of which that check proves nothing, in a sentence; empty for none."""
    existing, future = check_id == PERMITTED, check_id in _ON_FUTURE
    asked = ("expect", "expected_projects") if existing else ("future_projects",) if future else ()
    return next((what for field, what in undecided(record).items() if field in asked), "")


def skipped(record: Onboarding) -> tuple[str, ...]:
    """Fields of the first step that a person went on without."""
    return tuple(
        name for name, (tick, _what) in _ASKED_BY.items() if tick in record.ticked and not getattr(record, name)
    )


def open_answers(record: Onboarding) -> Iterator[OpenAnswer]:
    """What is not recorded or undecided, in the order of the setup."""
    for field, what in _ASKED.items():
        if not getattr(record, key_field(record) if field == "app_version_key" else field):
            yield OpenAnswer(what, record.created_at, field)
    for field, what in undecided(record).items():
        yield OpenAnswer(what, record.created_at, field)
    for name in skipped(record):
        tick, what = _ASKED_BY[name]
        yield OpenAnswer(what, record.ticked[tick].at, name)
