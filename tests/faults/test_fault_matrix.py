"""On every bad day of the matrix the right check says the right thing, and nothing unproven turns green."""

import asyncio

import pytest

from dmsa_tui.checks.verdict import exit_status
from dmsa_tui.guide.failures import failure_for
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.practice.faults import FAULTS
from dmsa_tui.vocabulary import CHECKS, Cause, Status
from tests.faults.rows import ROWS, Row
from tests.faults.running import NETWORKS, report_of
from tests.faults.table import DOCUMENT, HEAD, MAKE_AGAIN, kept_lines, line_of

EXIT = {"pass": 0, "warn": 0, "fail": 1, "unverified": 3}
QUIET = (Status.PASS, Status.SKIPPED)


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_a_bad_day_is_told_as_what_it_is(row: Row) -> None:
    report = asyncio.run(report_of(row))
    told = [f"{each.id} {each.status} {each.cause}" for each in report.results if each.status not in QUIET]
    assert (told, report.verdict) == (list(row.told), row.verdict)
    assert exit_status(report.verdict) == EXIT[row.verdict]
    for result in report.results:
        if result.status is Status.UNVERIFIED:
            assert report.verdict is not Status.PASS
            assert report.verdict is not Status.WARN or not result.required
        if result.status is Status.SKIPPED:
            assert "Not checked" in result.summary
            assert not any(each.id in result.summary for each in CHECKS) and "no answer" not in result.summary
        elif result.status is not Status.PASS:
            assert result.cause is not None and failure_for(load_guide(), result.id, result.cause) is not None
            assert result.remedy is not None and result.remedy.label and result.remedy.who and result.remedy.where
            assert result.summary.endswith((".", ".”", "!”")) and "\n" not in result.summary
            assert result.summary.isprintable()
    assert line_of(row, report) == kept_lines().get(row.id), MAKE_AGAIN


def test_the_document_has_the_rows_of_the_matrix_and_no_other() -> None:
    assert DOCUMENT.read_text("utf-8").startswith(HEAD), MAKE_AGAIN
    assert list(kept_lines()) == [row.id for row in ROWS], MAKE_AGAIN


def test_the_matrix_is_large_and_each_row_has_a_name_of_its_own() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS) >= 60


def test_every_cause_is_reached() -> None:
    assert {told.split()[2] for row in ROWS for told in row.told} == {cause.value for cause in Cause}


def test_every_fault_and_every_network_is_in_the_matrix() -> None:
    assert {id for row in ROWS for id in row.faults} == set(FAULTS)
    assert {row.network for row in ROWS if row.network} == set(NETWORKS)


def test_no_refused_or_absent_endpoint_alone_fails_a_check() -> None:
    withheld = [row for row in ROWS if row.faults and all(id.endswith(("-refused", "-absent")) for id in row.faults)]
    alone = [row for row in withheld if row.scenario == "ready"]
    # A trial read is no question about the setup: refused although the level is enough, it is Procore's no.
    asked = [row for row in alone if not any(told.startswith("permissions.read fail") for told in row.told)]
    assert len(asked) > 20 and "fail" not in {row.verdict for row in asked}
    assert {told for row in alone if row not in asked for told in row.told} == {"permissions.read fail no-access"}
