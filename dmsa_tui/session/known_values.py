"""What people ask for during a call, and copy: values of the record and of Procore."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

_OF_RECORD = {
    "app_name": ("App name", "app name"),
    "company_id": ("Company ID", "company ID"),
    "client_id": ("Client ID", "client ID"),
    "app_version_key": ("App Version Key", "App Version Key"),
    "administrator": ("Administrator", "administrator's name"),
}
"""Field of the record → its label, and what a sentence calls it."""


class KnownValue(NamedTuple):
    """A value with its names."""

    id: str
    """The field of the record, or `company` or `projects`."""
    label: str
    called: str
    """In a sentence, after "the"."""
    value: str
    shown: str = ""
    """What is said instead of the value; empty: the value, masked as on every screen."""


def known_values(session: "Session") -> list[KnownValue]:
    """The values that are known, in the order of the setup."""
    record = session.record
    known = [KnownValue(id, *names, getattr(record, id)) for id, names in _OF_RECORD.items() if getattr(record, id)]
    if company := session.results.company_name:
        known.append(KnownValue("company", "Company", "company's name", company))
    if (count := session.actions.known.active_projects) is not None:
        about = "about " if session.actions.counted is None else ""  # then it is a person's estimate
        known.append(KnownValue("projects", "Projects", "number of projects", str(count), f"{about}{count:,} active"))
    return known
