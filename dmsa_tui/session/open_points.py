"""What is open at the handoff, and that the handoff is to do as long as something is."""

from typing import TYPE_CHECKING

from dmsa_tui.onboarding.states import State
from dmsa_tui.vocabulary import HANDOFF

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Report
    from dmsa_tui.documents.setup_record.model import OpenItem
    from dmsa_tui.onboarding.progress import StepView
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.session.check_results import CheckResults
    from dmsa_tui.session.mask import Mask

STILL_RUNNING = "The checks are still running."


def with_newest(results: "CheckResults", report: "Report") -> "Report":
    """A full report with what this run has learned since: one check asked again, or levels on all projects."""
    from dmsa_tui.checks.verdict import verdict

    there = {each.id for each in report.results}
    again = tuple(each for each in results.values() if each.id not in there)  # about another secret than the report's
    found = again + tuple(
        each if each.id in results.no_answer else results.get(each.id, each) for each in report.results
    )
    return report._replace(results=found, verdict=verdict(found))


def newest_report(results: "CheckResults") -> "Report | None":
    """The newest answer to every check, in one report; None while not all checks have been run."""
    report = results.report or (results.earlier if results.asked_all else None)
    return None if report is None else with_newest(results, report)


def points_at_handoff(record: "Onboarding", results: "CheckResults", mask: "Mask") -> "list[OpenItem]":
    """What is open, as the papers list and count it; nothing where only the handoff itself is open."""
    from datetime import UTC, datetime

    from dmsa_tui.documents.open_items import OF_HANDOFF, open_items

    report = newest_report(results)
    newest = {result.id: result for result in report.results} if report else {}
    no_report, today = STILL_RUNNING if results.asking else "", datetime.now(UTC).date()
    items = [*open_items(record, newest, report, today, no_report, client_id_refused=mask.client_id_refused)]
    return items if any(item.what not in OF_HANDOFF for item in items) else []


def with_open_points(
    views: "dict[str, StepView]", record: "Onboarding", results: "CheckResults", mask: "Mask"
) -> "dict[str, StepView]":
    """The steps' views, the handoff to do while something before it is open."""
    if views[HANDOFF].state is not State.CONFIRMED:
        return views
    from dmsa_tui.documents.open_items import with_handoff

    return with_handoff(views, points_at_handoff(record, results, mask))
