"""JUnit XML: well formed whatever the names are, and what each status becomes."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.checks.model import Confirmation, Remedy, Report, RequestCount, Result
from dmsa_tui.checks.report.junit import to_junit
from dmsa_tui.checks.verdict import verdict
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.vocabulary import CHECKS, Cause, Status

Serve = Callable[..., AbstractAsyncContextManager[Any]]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from("<>&\"']]>\0\x1b\x85\ufffe\uffff\ud800\r\n\t")))


def report(*results: Result, name: str | None = "Acme", elapsed_ms: int = 840) -> Report:
    target: dict[str, str | None] = {"name": name, "company_id": "42", "environment": "production"}
    return Report(verdict(results), NOON, elapsed_ms, target, results, RequestCount(9))


def parsed(*reports: Report) -> ElementTree.Element:
    return ElementTree.fromstring(to_junit(reports))


def case_of(result: Result) -> ElementTree.Element:
    case = parsed(report(result)).find("testsuite/testcase")
    assert case is not None
    return case


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (Status.PASS, None),
        (Status.WARN, "system-out"),
        (Status.FAIL, "failure"),
        (Status.UNVERIFIED, "error"),
        (Status.SKIPPED, "skipped"),
    ],
)
def test_what_each_status_becomes(status: Status, kind: str | None) -> None:
    case = case_of(Result("install.account", status, "What was found."))
    assert [child.tag for child in case] == ([] if kind is None else [kind])
    assert case.get("name") == "install.account" and case.get("classname") == "install"
    if kind is not None:
        assert "What was found." in (case[0].get("message") or case[0].text or "")


@pytest.mark.parametrize("status", [Status.UNVERIFIED, Status.SKIPPED])
def test_a_persons_word_is_neither_an_error_nor_a_proof(status: Status) -> None:
    case = case_of(Result("projects.new", status, "Not told.", confirmed_by=Confirmation("Ada", NOON)))
    assert [child.tag for child in case] == ["skipped"]
    assert case[0].get("message") == "Confirmed by a person: Ada, 2026-11-23 12:00 UTC. Not told."


def test_a_failure_says_what_to_do_and_what_it_rests_on() -> None:
    remedy = Remedy("install", "admin", "App Management", "Install App", "https://app.procore.com/1/x")
    request_record = RequestRecord("GET", "https://api.procore.com/x?a=1&b=2", 403, "req-1", 80)
    result = Result(
        "install.connected", Status.FAIL, "No.", Cause.NOT_INSTALLED, remedy, (request_record, request_record)
    )
    case = case_of(result)
    assert case[0].get("type") == "not-installed" and case.get("time") == "0.160"
    text = case[0].text or ""
    assert "the Procore administrator goes to App Management: Install App" in text
    assert "https://app.procore.com/1/x" in text
    assert "GET https://api.procore.com/x?a=1&b=2: 403 in 80 ms, request req-1" in text


def test_one_suite_for_each_target_with_its_own_counts_and_seconds() -> None:
    statuses = [Status.PASS, Status.WARN, Status.FAIL, Status.UNVERIFIED, Status.SKIPPED]
    first = report(*(Result(check.id, status, "…") for check, status in zip(CHECKS, statuses, strict=False)))
    root = parsed(first, report(Result("projects.new", Status.FAIL, "…"), name=None, elapsed_ms=160))
    assert root.tag == "testsuites" and root.get("time") == "1.000"
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites] == ["Acme", "company 42"]
    counts = ("tests", "failures", "errors", "skipped", "time")
    assert [suites[0].get(count) for count in counts] == ["5", "1", "1", "1", "0.840"]
    assert [root.get(count) for count in counts[:4]] == ["6", "2", "1", "1"]
    assert suites[0].get("timestamp") == "2026-11-23T12:00:00"


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_name_or_sentence_breaks_the_document(name: str, summary: str, by: str) -> None:
    word = Confirmation(by, NOON)
    results = [Result("projects.new", status, summary) for status in (Status.FAIL, Status.WARN, Status.UNVERIFIED)]
    document = to_junit([report(*results, Result("install.version", Status.UNVERIFIED, summary, confirmed_by=word))])
    assert document.isascii()
    assert len(ElementTree.fromstring(document).findall("testsuite/testcase")) == 4
    ElementTree.fromstring(to_junit([report(*results, name=name)]))


def test_what_xml_can_hold_arrives_as_it_was() -> None:
    case = case_of(Result("projects.new", Status.FAIL, 'A <b> & "c" ]]> – 東京\n'))
    assert case[0].get("message") == 'A <b> & "c" ]]> – 東京\n'


def test_what_xml_cannot_hold_is_spelled_out() -> None:
    case = case_of(Result("projects.new", Status.SKIPPED, "a\0b\ufffe"))
    assert case[0].get("message") == "a⟨U+0000⟩b⟨U+FFFE⟩"


async def test_a_real_report_with_hostile_names_is_well_formed(practice: Serve) -> None:
    async with practice("hostile-names") as company:
        found = await company.run()
    cases = parsed(found).findall("testsuite/testcase")
    assert [case.get("name") for case in cases] == [result.id for result in found.results]
