"""The report as JSON, and its published schema."""

import json
from importlib.resources import files

from dmsa_tui.permit.model import Report


def to_json(report: Report) -> str:
    """The report as one object."""
    return json.dumps(report.described(), indent=2, ensure_ascii=False)


def report_schema() -> str:
    """The JSON Schema of the report."""
    return files("dmsa_tui.permit").joinpath("report_schema.json").read_text("utf-8")
