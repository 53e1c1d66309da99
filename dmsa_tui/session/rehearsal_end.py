"""When a rehearsal is over: its fault is fixed, its task is proven, and what it has to show was looked at."""

from typing import TYPE_CHECKING

from dmsa_tui.onboarding.check_overview import overview
from dmsa_tui.onboarding.open_tasks import FROM_OLD
from dmsa_tui.session import migration
from dmsa_tui.session.browser_values import renewed_values
from dmsa_tui.session.mending_clicks import is_mended, mending_clicks
from dmsa_tui.session.proofs import ENOUGH
from dmsa_tui.vocabulary import Status

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

SCAN = "scan"
"""What a scenario names that has the levels of all projects to look at."""
PROJECT_LIST = "project-list"
"""What a scenario names that has the company's projects to look at."""


def is_over(session: "Session") -> bool:
    """Whether the lesson can be told now."""
    has_lesson = session.rehearsal is not None and bool(session.rehearsal.lesson)
    return has_lesson and not session.results.asking and is_mended(session) and has_looked(session) and is_done(session)


def has_looked(session: "Session") -> bool:
    """Whether the person has seen what the scenario has to show, where that takes more than a check of everything."""
    rehearsal = session.rehearsal
    if rehearsal is None or not rehearsal.looks_at:
        return True
    if rehearsal.looks_at == SCAN:
        return session.level_scan.ending.result is not None and not session.level_scan.under_way
    return rehearsal.looks_at in {*rehearsal.looked_at, *rehearsal.rehearsal.journal}


def is_done(session: "Session") -> bool:
    """Whether the task of the scenario is ticked and nothing denies it; so is one without a task."""
    return not (open_task(session) or unproven(session))


def open_task(session: "Session") -> str:
    """Id of the task of the scenario while one of its actions is to be done; or empty."""
    task = session.rehearsal.task if session.rehearsal is not None else ""
    return task if task and session.actions.open_in(task) else ""


def unproven(session: "Session") -> str:
    """What the task of the scenario has not proven, in a sentence; empty where it has none, or has proven it."""
    if session.rehearsal is None or session.rehearsal.task != FROM_OLD:
        return ""
    proof = migration.all_reached(session)
    return "" if proof.state in ENOUGH else proof.summary


def first_part(session: "Session") -> str:
    """The title of the check whose fault is fixed while more of the setup is still to do; empty for none."""
    first = session.rehearsal.first if session.rehearsal is not None else ""
    seen = session.results.get(first)
    if seen is None or seen.status is not Status.PASS or session.results.asking or is_mended(session):
        return ""
    return next(each.title for each in session.definitions if each.id == first)


def said_of_fixed(session: "Session", checker: str) -> str:
    """Where a rehearsal of a fault ends, once no click that mends is left and no known check fails; or empty.

    `checker` is the key that leads there.
    """
    if session.rehearsal is None or not session.rehearsal.lesson or session.results.asking or not session.results:
        return ""
    seen = overview(session.record, session.answers, session.definitions)
    if seen.wrong or mending_clicks(session) or renewed_values(session) or open_task(session):
        return ""
    number = session.guide.step("check").number
    return f"What you fixed here passes. {checker} goes to step {number}, where this rehearsal ends."
