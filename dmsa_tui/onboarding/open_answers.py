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


def undecided(record: Onboarding) -> list[str]:
    """Which questions about the projects have no answer, a sentence each: passing checks do not answer them."""
    missing = {
        "Which projects must be permitted is undecided.": record.expect is ExpectMode.UNDECIDED,
        "Whether future projects are wanted is undecided.": record.future_projects is None,
    }
    return [sentence for sentence, is_missing in missing.items() if is_missing]


def open_answers(record: Onboarding) -> Iterator[OpenAnswer]:
    """What is not recorded or undecided, in the order of the setup."""
    missing = {
        "The company ID is not recorded.": not record.company_id,
        NO_CLIENT_ID: not record.client_id,
        "The App Version Key (App Version ID) is not recorded.": not record.app_version_key,
        **dict.fromkeys(undecided(record), True),
    }
    for what, is_missing in missing.items():
        if is_missing:
            yield OpenAnswer(what, "both" if "projects" in what else "consultant", record.created_at)
    for name, (tick, what) in _ASKED_BY.items():
        if tick in record.ticked and not getattr(record, name):
            yield OpenAnswer(what, "consultant", record.ticked[tick].at)
