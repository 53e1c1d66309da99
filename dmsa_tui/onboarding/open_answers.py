"""Answers that a setup lacks, in sentences: one rule for home, the last step and the papers."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from dmsa_tui.onboarding.record import ExpectMode, Onboarding

NO_CLIENT_ID = "The client ID is not recorded."
_ASKED_BY = {
    "app_owner": ("create-app/owner", "Whose developer account the app is in is not recorded."),
    "administrator": ("create-app/administrator", "The administrator's name is not recorded."),
    "old_account": ("create-app/old-account", "Whether an old service account or app is in use is not recorded."),
}
"""Answer → the tick with which a person went on without it, and what stays open then."""


class OpenAnswer(NamedTuple):
    """An answer that nobody has given."""

    what: str
    who: str
    """Who gives it, in the guide's words."""
    since: datetime | None
    field: str
    """The record's field that takes it."""


_ASKED = {
    "company_id": "The company ID is not recorded.",
    "client_id": NO_CLIENT_ID,
    "app_version_key": "The App Version Key (App Version ID) is not recorded.",
}
_DECIDED = {
    "expect": "Which projects must be permitted is undecided.",
    "future_projects": "Whether future projects are wanted is undecided.",
}


def undecided(record: Onboarding) -> list[str]:
    """Which questions about the projects have no answer, a sentence each: passing checks do not answer them."""
    return [what for field, what in _DECIDED.items() if getattr(record, field) in (None, ExpectMode.UNDECIDED)]


def open_answers(record: Onboarding) -> Iterator[OpenAnswer]:
    """What is not recorded or undecided, in the order of the setup."""
    for field, what in _ASKED.items():
        if not getattr(record, field):
            yield OpenAnswer(what, "consultant", record.created_at, field)
    open_ones = undecided(record)
    for field, what in _DECIDED.items():
        if what in open_ones:
            yield OpenAnswer(what, "both", record.created_at, field)
    for name, (tick, what) in _ASKED_BY.items():
        if tick in record.ticked and not getattr(record, name):
            yield OpenAnswer(what, "consultant", record.ticked[tick].at, name)
