"""The last report beside a record: kept whole, read back as it was, explained when damaged, gone when forgotten."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dmsa_tui.checks.model import Confirmation, Remedy, Report, RequestCount, Result
from dmsa_tui.checks.report.json_report import as_json
from dmsa_tui.onboarding.last_report import report_file
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.vocabulary import Cause, Status

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HOSTS = {"login_url": "https://login.procore.com", "api_url": "https://api.procore.com"}
REPORT = Report(
    Status.FAIL, NOW, 840,
    {"name": "Acme", "environment": "production", **HOSTS, "company_id": "1", "client_id": "c"},
    (
        Result(
            "credentials.token", Status.PASS, "Accepted.",
            evidence=(RequestRecord("POST", "https://login.procore.com/oauth/token", 200, "r-1", 80),),
        ),
        Result(
            "company.reachable", Status.FAIL, "Unknown \u00e9.", Cause.COMPANY_UNKNOWN,
            Remedy("install", "admin", "Procore", "Company", "https://us02.procore.com/1"),
            (RequestRecord("GET", "https://api.procore.com/x", None, None, 3),),
            {"web_base_url": None, "tools": [{"a": 1}]},
        ),
        Result(
            "install.version", Status.UNVERIFIED, "Not said.", required=False, confirmed_by=Confirmation("Kim", NOW)
        ),
    ),
    RequestCount(9, 1, 20),
)  # fmt: skip


@pytest.fixture
def record(store: Store) -> Onboarding:
    """An onboarding whose report is kept."""
    record = store.create(Onboarding("Acme", company_id="1", client_id="c"))
    store.keep_report(record, as_json(REPORT))
    return record


def file_of(paths: Paths) -> Path:
    return report_file(paths, "Acme")


def test_what_was_kept_is_read_back_as_it_was(store: Store, record: Onboarding, paths: Paths) -> None:
    found = Store(paths).last_report(record)
    assert (found.report, found.problem) == (REPORT, "")
    if os.name == "posix":
        assert file_of(paths).stat().st_mode & 0o777 == 0o600
        assert file_of(paths).parent.stat().st_mode & 0o777 == 0o700
    stored = json.loads(file_of(paths).read_text("ascii"))
    assert (stored["report"], stored["rehearsal"]) == (as_json(REPORT), False)


def test_an_older_report_does_not_replace_a_newer_one_and_a_damaged_file_gives_way(
    store: Store, record: Onboarding, paths: Paths
) -> None:
    for days, kept in ((-1, REPORT), (1, REPORT._replace(started_at=NOW + timedelta(days=1)))):
        store.keep_report(record, as_json(REPORT._replace(started_at=NOW + timedelta(days=days))))
        assert store.last_report(record).report == kept
    file_of(paths).write_bytes(b"{")
    store.keep_report(record, as_json(REPORT))
    assert store.last_report(record).report == REPORT


def test_a_report_on_other_questions_is_none_for_this_record(store: Store, record: Onboarding) -> None:
    changes: list[dict[str, Any]] = [{"profile": "x"}, {"expect": ExpectMode.ALL}, {"expected_projects": ["1"]}]
    for change in (*changes, {"future_projects": False}):
        found = store.last_report(replace(record, **change))
        assert found.report is None and "the record has changed since" in found.problem


def test_a_report_of_before_the_end_of_the_access_stands_whatever_was_answered_since(
    store: Store, record: Onboarding
) -> None:
    record = replace(record, expect=ExpectMode.LIST, expected_projects=["1"], access_ended_at=NOW + timedelta(days=1))
    assert store.last_report(record).report == REPORT


@pytest.mark.parametrize(
    "change",
    [
        {"company_id": "43"},
        {"client_id": "d" * 43},
        {"environment": "monthly-sandbox"},
        {"api_url": "https://api.example.com"},
    ],
)
def test_a_report_about_another_company_app_or_environment_is_none_for_this_record(
    store: Store, record: Onboarding, change: dict[str, Any]
) -> None:
    found = store.last_report(replace(record, **change))
    assert found.report is None and "about another company, app or environment" in found.problem


def test_the_report_goes_with_its_record_and_none_comes_back_after_it(
    store: Store, record: Onboarding, paths: Paths
) -> None:
    store.forget("Acme")
    assert not file_of(paths).exists()
    store.keep_report(record, as_json(REPORT))
    assert not file_of(paths).exists()
    assert store.last_report(record).problem == ""


def test_a_report_cut_off_anywhere_is_explained(store: Store, record: Onboarding, paths: Paths) -> None:
    whole = file_of(paths).read_bytes()
    for length in (*range(0, len(whole) - 2, 13), len(whole) - 3):
        file_of(paths).write_bytes(whole[:length])
        found = store.last_report(record)
        assert found.report is None and str(file_of(paths)) in found.problem, length
        assert file_of(paths).read_bytes() == whole[:length]


def test_a_report_with_anything_else_in_the_place_of_a_value_is_explained(
    store: Store, record: Onboarding, paths: Paths
) -> None:
    whole = json.loads(file_of(paths).read_text("ascii"))
    places = [(whole, key) for key in whole]
    for table in (whole["report"], whole["report"]["target"], whole["report"]["requests"], *whole["report"]["checks"]):
        places += [(table, key) for key in table]
    places += [(whole["report"]["checks"][0]["evidence"][0], key) for key in ("method", "url", "status", "elapsed_ms")]
    places += [(whole["report"]["checks"][1]["remedy"], key) for key in ("screen", "url")]
    for table, key in places:
        value = table[key]
        others: list[Any] = [5.5, [], [[]], {"x": "y"}, "\x1b]52;c;x\x07", -1]
        for other in others:
            table[key] = other
            file_of(paths).write_text(json.dumps(whole), "utf-8")
            found = store.last_report(record)  # never raises
            assert found.report is None or "\x1b" not in repr(found.report), (key, other)
            assert found.problem.isprintable()
        table[key] = value
    file_of(paths).write_text("[" * 100_000, "utf-8")
    assert "is damaged" in store.last_report(record).problem


@pytest.mark.parametrize("url", ["https://login.practice.invalid", "http://127.0.0.1:8080", "http://localhost:1"])
def test_a_rehearsals_report_is_marked_and_passes_for_no_other(store: Store, paths: Paths, url: str) -> None:
    record = store.create(Onboarding("Acme", company_id="1", client_id="c", login_url=url, api_url=url))
    store.keep_report(record, as_json(REPORT._replace(target={**REPORT.target, "login_url": url, "api_url": url})))
    stored = json.loads(file_of(paths).read_text("ascii"))
    assert stored["rehearsal"] is True
    assert store.last_report(record).report is not None
    file_of(paths).write_text(json.dumps({**stored, "rehearsal": False}), "utf-8")
    assert "rehearsal must match" in store.last_report(record).problem
