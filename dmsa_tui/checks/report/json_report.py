"""The report as JSON, in the published form `dmsa-tui.check-report/1`."""

import io
import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from dmsa_tui.checks.model import SCHEMA, Confirmation, Remedy, Report, Result
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.vocabulary import CHECKS, ENDED, Cause, definition


def as_json(report: Report) -> dict[str, Any]:
    """The report as the object that `--format json` prints."""
    return {
        "schema": SCHEMA,
        "verdict": report.verdict.value,
        "started_at": _moment(report.started_at),
        "elapsed_ms": report.elapsed_ms,
        "target": dict(report.target),
        "checks": [result_as_json(result) for result in report.results],
        "requests": {
            "sent": report.requests.sent,
            "retried": report.requests.retried,
            "throttled_ms": report.requests.throttled_ms,
        },
    }


def to_json(report: Report, *, indent: int | None = 2, **more: Any) -> str:
    """The report, and `more` keys, as ASCII text, which any output can take; `indent` None puts it on one line."""
    if indent is None:
        return json.dumps({**as_json(report), **more})
    text = io.StringIO()
    json.dump(
        {**as_json(report), **more}, text, indent=indent
    )  # `dumps` holds a list of all lines: 70 MB for 10,000 projects
    return text.getvalue()


def report_schema() -> str:
    """The JSON Schema of the report, as published with the package."""
    schema = json.loads(files("dmsa_tui.checks.report").joinpath("report_schema.json").read_text("utf-8"))
    check = schema["$defs"]["check"]["properties"]
    check["id"]["enum"] = [check.id for check in CHECKS]
    check["step"]["enum"] = list(dict.fromkeys(check.step for check in CHECKS))
    check["status"]["enum"] = [*ENDED]
    check["cause"]["enum"] = [*Cause, None]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def result_as_json(result: Result) -> dict[str, Any]:
    """One result as it stands in the report."""
    check = definition(result.id)
    return {
        "id": result.id,
        "step": check.step,
        "required": result.required,
        "title": check.title,
        "status": result.status.value,
        "cause": None if result.cause is None else result.cause.value,
        "summary": result.summary,
        "remedy": remedy_as_json(result.remedy),
        "confirmed_by": _confirmation(result.confirmed_by),
        "evidence": [_request_record(request_record) for request_record in result.evidence],
        "details": result.details,
    }


def remedy_as_json(remedy: Remedy | None) -> dict[str, Any] | None:
    """A remedy as it stands in the report."""
    if remedy is None:
        return None
    return {
        "screen": remedy.screen,
        "who": remedy.who,
        "where": remedy.where,
        "label": remedy.label,
        "url": remedy.url,
    }


def _confirmation(confirmation: Confirmation | None) -> dict[str, Any] | None:
    return None if confirmation is None else {"by": confirmation.by, "at": _moment(confirmation.at)}


def _request_record(request_record: RequestRecord) -> dict[str, Any]:
    return {
        "method": request_record.method,
        "url": request_record.url,
        "status": request_record.status,
        "request_id": request_record.request_id,
        "elapsed_ms": request_record.elapsed_ms,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
