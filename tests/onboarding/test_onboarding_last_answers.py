"""Answers to single checks beside a record: newer than its report they count, damaged they count for nothing."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dmsa_tui.checks.model import Result
from dmsa_tui.checks.report.json_report import as_json
from dmsa_tui.onboarding.last_answers import answers_file
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.vocabulary import Cause, Status
from tests.onboarding.test_onboarding_last_report import NOW, REPORT

MENDED = Result("company.reachable", Status.PASS, "Known.", details={"web_base_url": None})
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def record(store: Store) -> Onboarding:
    """An onboarding with a newer answer than its report."""
    record = store.create(Onboarding("Acme", company_id="1", client_id="c"))
    store.keep_report(record, as_json(REPORT))
    store.keep_answers(record, {MENDED.id: (MENDED, LATER)})
    return record


def file_of(paths: Paths) -> Path:
    return answers_file(paths, "Acme")


def test_a_newer_answer_takes_the_place_of_the_reports_and_has_its_own_time(store: Store, record: Onboarding) -> None:
    last = store.last_answers(record)
    assert last.report is not None and last.is_full and last.times == {MENDED.id: LATER}
    assert {each.id: each.status for each in last.report.results} == {
        "credentials.token": Status.PASS, MENDED.id: Status.PASS, "install.version": Status.UNVERIFIED,
    }  # fmt: skip
    assert last.report.verdict is Status.PASS
    assert store.last_report(record).report == REPORT, "the evidence for documents is what it was"


def test_an_answer_about_a_secret_that_was_replaced_since_counts_no_more(store: Store, record: Onboarding) -> None:
    record = replace(record, secret_replaced_at=NOW + timedelta(seconds=1))
    last = store.last_answers(record)
    assert last.report is not None and not last.is_full
    assert [each.id for each in last.report.results] == [MENDED.id, "install.version"]
    record = replace(record, secret_replaced_at=NOW + timedelta(milliseconds=1))
    assert store.last_answers(record).is_full, "a report's time has no part of a second"


def test_whether_the_client_id_was_refused_or_accepted_is_known(store: Store, record: Onboarding) -> None:
    assert not store.last_answers(record).client_id_refused
    refused = Result("credentials.token", Status.FAIL, "Refused.", cause=Cause.WRONG_CREDENTIALS)
    store.keep_answers(record, {refused.id: (refused, LATER)})
    assert store.last_answers(record).client_id_refused
    accepted = Result("credentials.token", Status.PASS, "Accepted.")
    assert not store.last_answers(record).client_id_accepted
    store.keep_answers(record, {accepted.id: (accepted, LATER)})
    assert store.last_answers(record).client_id_accepted


def test_an_answer_that_is_older_than_the_report_counts_no_more(store: Store, record: Onboarding) -> None:
    report = REPORT._replace(started_at=LATER + timedelta(seconds=1))
    store.keep_report(record, as_json(report))
    assert store.last_answers(record) == (report, {}, True)


def test_without_a_report_the_answers_alone_are_known(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme", company_id="1", client_id="c"))
    assert store.last_answers(record) == (None, {}, False)
    store.keep_answers(record, {MENDED.id: (MENDED, LATER)})
    last = store.last_answers(record)
    assert last.report is not None and (last.report.results, last.is_full) == ((MENDED,), False)
    if os.name == "posix":
        assert file_of(paths).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "change", [{"company_id": "2"}, {"client_id": "d"}, {"environment": "monthly-sandbox"}, {"expect": ExpectMode.ALL}]
)
def test_answers_to_other_questions_count_for_nothing(store: Store, record: Onboarding, change: dict[str, Any]) -> None:
    assert store.last_answers(replace(record, **change)).times == {}


def test_the_answers_go_with_their_record_and_none_come_back_after_it(
    store: Store, record: Onboarding, paths: Paths
) -> None:
    store.forget("Acme")
    assert not file_of(paths).exists()
    store.keep_answers(record, {MENDED.id: (MENDED, LATER)})
    assert not file_of(paths).exists()


def test_a_damaged_file_counts_for_nothing_and_the_report_stays(store: Store, record: Onboarding, paths: Paths) -> None:
    whole = file_of(paths).read_bytes()
    for length in range(0, len(whole) - 2, 7):
        file_of(paths).write_bytes(whole[:length])
        assert store.last_answers(record) == (REPORT, {}, True), length
    for odd in (b"[" * 100_000, b"[]", b"null", b"\xff", b'{"schema": "dmsa-tui.last-answers/2"}'):
        file_of(paths).write_bytes(odd)
        assert store.last_answers(record) == (REPORT, {}, True), odd[:9]
    document = json.loads(whole)
    answer = document["answers"][0]
    for table, key in [(document, each) for each in document] + [(answer, "at"), (answer, "result")]:
        value = table[key]
        others: list[Any] = [5.5, [], [[]], {"x": "y"}, "\x1b]52;c;x\x07", None]
        for other in others:
            table[key] = other
            file_of(paths).write_text(json.dumps(document), "utf-8")
            assert store.last_answers(record).report is not None  # never raises
        table[key] = value
    answer["result"]["summary"] = "\x1b]52;c;x\x07"
    file_of(paths).write_text(json.dumps(document), "utf-8")
    assert "\x1b" not in repr(store.last_answers(record))


@pytest.mark.parametrize(("asked", "ended"), [(0, 700_000), (500_000, 700_000), (700_000, 500_000)])
def test_an_answer_of_the_second_in_which_the_access_was_ended_counts_no_more(
    store: Store, record: Onboarding, asked: int, ended: int
) -> None:
    at = LATER.replace(microsecond=asked)
    store.keep_answers(record, {MENDED.id: (MENDED, at)})
    record.access_ended_at = LATER.replace(microsecond=ended)
    assert not store.last_answers(record).times
    record.access_ended_at = LATER - timedelta(seconds=1)
    assert store.last_answers(record).times == {MENDED.id: at}
