"""The report of a run: as JSON, with its published schema, and as an entry of the customer's record."""

import json
from datetime import datetime
from importlib.resources import files

from dmsa_tui.onboarding.record import ProjectChange
from dmsa_tui.permit.model import Report


def to_json(report: Report) -> str:
    """The report as one object."""
    return json.dumps(report.described(), indent=2, ensure_ascii=False)


def report_schema() -> str:
    """The JSON Schema of the report."""
    return files("dmsa_tui.permit").joinpath("report_schema.json").read_text("utf-8")


def change_of(report: Report, by: str, at: datetime) -> dict[str, ProjectChange]:
    """The run's entry for `Onboarding.project_changes`; none if nothing was changed at Procore."""
    if report.journal is None or not (report.added or report.removed):
        return {}
    run = ProjectChange(by, at, report.ended.value, len(report.added), len(report.removed))
    return {f"{report.journal.stem}.{'undo' if report.removed else 'apply'}": run}
