"""What a run did, as the customer's record keeps it: history and setup record tell it from there."""

from datetime import datetime

from dmsa_tui.onboarding.record import ProjectChange
from dmsa_tui.permit.model import Report


def change_of(report: Report, by: str, at: datetime) -> dict[str, ProjectChange]:
    """The entry of that run for `Onboarding.project_changes`; none where nothing was done at Procore."""
    if report.journal is None or not (report.added or report.removed):
        return {}
    run = ProjectChange(by, at, report.outcome.value, len(report.added), len(report.removed))
    return {f"{report.journal.stem}.{'undo' if report.removed else 'apply'}": run}
