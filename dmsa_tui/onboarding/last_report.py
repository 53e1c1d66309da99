"""The last full report of an onboarding, kept beside its record: what Procore answered, when, and to which questions.

It is evidence for the setup record after the program has ended. It holds no secret, because reports do not.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dmsa_tui.checks.model import SCHEMA as REPORT_SCHEMA
from dmsa_tui.checks.model import Confirmation, Remedy, Report, RequestCount, Result
from dmsa_tui.errors import DmsaError, StorageError, why
from dmsa_tui.onboarding.filenames import SUFFIX, file_name
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.regular_files import read_regular
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.environments import is_rehearsal, recorded_place
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.structured import Table
from dmsa_tui.vocabulary import ENDED, Cause, Status

SCHEMA = "dmsa-tui.last-report/1"
LARGEST = 50_000_000
"""Bytes of a stored report; the largest known, of 2,431 projects, has 2 million."""
_LONGEST_TEXT = 5_000
"""Characters of one text in it."""
_ASKED = ("profile", "expect", "expected_projects", "future_projects")
"""Answers besides the report's own target that decide what the checks ask."""


@dataclass(frozen=True)
class LastReport:
    """What is stored: a report, or nothing and why."""

    report: Report | None = None
    problem: str = ""
    """One sentence; empty if there simply is none."""


def report_file(paths: Paths, name: str) -> Path:
    """The file of that customer."""
    return paths.reports / (file_name(name).removesuffix(SUFFIX) + ".json")


def encoded(document: Mapping[str, Any], record: Onboarding) -> bytes:
    """The file for a report, given as the object that `check --format json` prints, on that record's answers."""
    about = document["target"]
    stored = {
        "schema": SCHEMA,
        "rehearsal": is_rehearsal(about["login_url"], about["api_url"]),
        "asked": asked(record),
        "report": document,
    }
    return json.dumps(stored).encode() + b"\n"


def read_last_report(paths: Paths, record: Onboarding) -> LastReport:
    """The stored report, if it answers the questions that the record asks now; never raises for a bad file.

    Once the access was ended the record asks nothing any more, and what was proven before it is kept.
    """
    path = report_file(paths, record.name)
    try:
        data = read_regular(path, LARGEST, links=False)
    except FileNotFoundError:
        return LastReport()
    except OSError as error:
        return LastReport(problem=f"The last report {path} could not be read: {why(error)}.")
    try:
        stored = Table(_parsed(data, path), f"The last report {path}")
        if record.access_ended_at is None and stored.plain("asked") != asked(record):
            return LastReport(problem="The last report is about other answers: the record has changed since.")
        report = _report(stored.table("report"))
        if (stored.flag("rehearsal")) != is_rehearsal(report.target["login_url"], report.target["api_url"]):
            raise stored.refuse("rehearsal", "must match its report's hosts")
        if not is_about(report, record):
            return LastReport(problem="The last report is about another company, app or environment.")
    except DmsaError as problem:
        return LastReport(problem=f"{problem} The next full check replaces it.")
    return LastReport(report)


def is_about(report: Report, record: Onboarding) -> bool:
    """Whether a report is about the environment, hosts, company and client ID that the record has now."""
    return all((report.target.get(key) or "") == value for key, value in target(record).items())


def target(record: Onboarding) -> dict[str, str]:
    """The environment, hosts, company and client ID that the record has now."""
    place = recorded_place(record.environment, record.login_url, record.api_url)
    return {
        "environment": place.id, "login_url": place.login_url, "api_url": place.api_url,
        "company_id": record.company_id, "client_id": record.client_id,
    }  # fmt: skip


def asked(record: Onboarding) -> dict[str, Any]:
    """The answers besides the target that decide what the checks ask."""
    return {key: getattr(record, key) for key in _ASKED}


def started_at(data: bytes) -> str:
    """When the report in that file began, for a comparison with another one; empty for a file that is damaged."""
    try:
        return Table(_parsed(data, Path(), shown=False), "").table("report").text("started_at")
    except DmsaError:
        return ""


def _parsed(data: bytes, path: Path, *, shown: bool = True) -> Any:
    try:
        document = json.loads(data.decode())
        if shown and isinstance(document, dict) and "report" in document:
            document["report"] = made_visible(document["report"])
    except (ValueError, RecursionError):
        raise StorageError(f"The last report {path} is damaged: it is not JSON.") from None
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA:
        raise StorageError(f"The last report {path} is of another kind or version: its schema is not {SCHEMA}.")
    return document


def made_visible(value: Any) -> Any:
    """The file may have been edited, so control characters are escaped again."""
    if isinstance(value, str):
        return visible(value, _LONGEST_TEXT)
    if isinstance(value, list):
        return [made_visible(each) for each in value]
    if isinstance(value, dict):
        return {visible(key): made_visible(each) for key, each in value.items()}
    return value


def _report(table: Table) -> Report:
    table.one_of("schema", [REPORT_SCHEMA])
    about, requests = table.table("target"), table.table("requests")
    keys = ("name", "environment", "login_url", "api_url", "company_id", "client_id")
    return Report(
        verdict=Status(table.one_of("verdict", ENDED[:-1])),
        started_at=table.moment("started_at"),
        elapsed_ms=table.count("elapsed_ms"),
        target={key: about.optional_text(key) for key in keys},
        results=tuple(map(read_result, table.tables("checks"))),
        requests=RequestCount(requests.count("sent"), requests.count("retried"), requests.count("throttled_ms")),
    )


def read_result(table: Table) -> Result:
    """A result, read from its table in a report."""
    remedy, word = table.optional_table("remedy"), table.optional_table("confirmed_by")
    return Result(
        id=table.text("id"),
        status=Status(table.one_of("status", ENDED)),
        summary=table.text("summary"),
        cause=Cause(table.one_of("cause", Cause)) if table.has("cause") else None,
        remedy=None if remedy is None else _remedy(remedy),
        evidence=tuple(map(_request_record, table.tables("evidence"))),
        details=table.plain("details"),
        required=table.flag("required"),
        confirmed_by=None if word is None else Confirmation(word.text("by"), word.moment("at")),
    )


def _remedy(table: Table) -> Remedy:
    screen, who, where, label = (table.text(key) for key in ("screen", "who", "where", "label"))
    return Remedy(screen, who, where, label, table.optional_text("url"))


def _request_record(table: Table) -> RequestRecord:
    return RequestRecord(
        method=table.text("method"),
        url=table.text("url"),
        status=table.optional_count("status"),
        request_id=table.optional_text("request_id"),
        elapsed_ms=table.count("elapsed_ms"),
    )
