"""The projects that are still to add, by Procore's last answers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding.known import unexpected_count
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.session.project_run import CHUNK

if TYPE_CHECKING:
    from dmsa_tui.permit.by_hand import ToAdd
    from dmsa_tui.session.session import Session


class Missing(NamedTuple):
    """What Procore's last answer about permitted projects shows as missing."""

    projects: int
    entries: int
    """Of a list, those that name no project which Procore shows."""


def missing(session: "Session") -> Missing:
    """How many projects are missing."""
    permitted = session.answers.latest("projects.permitted")
    rows = () if permitted is None else permitted.details.get("missing") or ()
    known = sum(1 for row in rows if row.get("id"))
    return Missing(known, len(rows) - known)


def addable(session: "Session") -> Missing:
    """Those that adding may be about: none before somebody decided which projects must be there, by a list too.

    An entry of a list that names no project is mended in the list. An account that may not see the company's projects
    cannot tell the two apart; then the entries count.
    """
    record = session.record
    if record.expect is ExpectMode.UNDECIDED or (record.expect is ExpectMode.LIST and not record.expected_projects):
        return Missing(0, 0)
    found, permitted = missing(session), session.answers.latest("projects.permitted")
    sees_all = permitted is not None and permitted.details.get("active") is not None
    return found._replace(entries=0) if sees_all or _may_add(session) else found


def to_add(session: "Session") -> "Sequence[ToAdd]":
    """The missing projects: what the last run left, or else what the last check found; empty where nobody asked.

    An account that may not see the company's projects cannot tell an entry of a list that is none from a project that
    it is not on: then both are in it.
    """
    from dmsa_tui.checks.project_list import Choice, chosen, listing

    report = session.project_run.outcome.report
    if report is not None and report.plan is not None:
        left = set(report.left)
        return [project for project in report.plan.to_add if project.id in left]
    try:
        rows = chosen(listing(session.expectation, session.results.projects), Choice.MISSING)
    except DmsaError:  # the projects step says why the list cannot be read
        return []
    return rows if report is not None and report.cause == "level-too-low" else [row for row in rows if row.id]


def way(session: "Session") -> str:
    """Procore's count of active projects beside the number that somebody expected, and how they are added; or empty."""
    said = unexpected_count(session.record, session.actions.counted)
    return f"{_way(session)} {said}".rstrip()


def _way(session: "Session") -> str:
    """Which way to add projects fits Procore's count of active ones; empty before the count."""
    from dmsa_tui.guide.conditions import is_many
    from dmsa_tui.permit.pace import rough_cost

    counted, left = session.actions.counted, missing(session).projects
    if counted is None:
        return ""
    if not is_many(counted):
        fits = "" if session.record.expect is ExpectMode.LIST else ": Add All works"
        return f"Procore counted {counted:,} active projects{fits}."
    sentence = f"Procore counted {counted:,} active projects: Add All is disabled."
    if not left:
        return sentence
    if _may_add(session) is False:
        return f"{sentence} The account is not Admin on the company Directory: the administrator adds them manually."
    requests = rough_cost(left, counted, CHUNK)
    offer = f"This program can try to add the {left:,}, with about {requests:,} requests"
    return f"{sentence} {offer}; or add them manually, 100 per page."


def _may_add(session: "Session") -> bool | None:
    """Whether the account is company Directory Admin, which adding needs; None where Procore has not said."""
    company = session.answers.latest("permissions.company")
    tools = () if company is None else company.details.get("tools") or ()
    levels = [tool.get("granted") for tool in tools if str(tool.get("tool")).casefold() == "directory"]
    return levels[0] == "admin" if levels and levels[0] is not None else None
