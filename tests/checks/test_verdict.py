"""The verdict's table, and the exit status that scripts rely on."""

from datetime import UTC, datetime

import pytest

from dmsa_tui.checks.model import Confirmation, Result
from dmsa_tui.checks.verdict import exit_status, verdict
from dmsa_tui.vocabulary import Status

PASS, WARN, FAIL = Status.PASS, Status.WARN, Status.FAIL
UNVERIFIED, SKIPPED = Status.UNVERIFIED, Status.SKIPPED
CONFIRMED = Confirmation("Ada", datetime(2026, 11, 23, tzinfo=UTC))


def result(status: Status, required: bool = True, confirmed: bool = False) -> Result:
    return Result("x", status, "…", required=required, confirmed_by=CONFIRMED if confirmed else None)


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], PASS),
        ([result(PASS)], PASS),
        ([result(WARN)], WARN),
        ([result(FAIL, required=False), result(PASS)], FAIL),
        ([result(FAIL), result(UNVERIFIED)], FAIL),
        ([result(FAIL, confirmed=True)], FAIL),
        ([result(UNVERIFIED), result(WARN)], UNVERIFIED),
        ([result(SKIPPED)], UNVERIFIED),
        ([result(UNVERIFIED, confirmed=True)], PASS),
        ([result(SKIPPED, confirmed=True)], PASS),
        ([result(UNVERIFIED, confirmed=True), result(WARN)], WARN),
        ([result(UNVERIFIED, required=False)], WARN),
        ([result(UNVERIFIED, required=False, confirmed=True)], PASS),
        ([result(SKIPPED, required=False)], PASS),
    ],
)
def test_the_first_rule_that_holds_decides(results: list[Result], expected: Status) -> None:
    assert verdict(results) is expected
    assert verdict(reversed(results)) is expected


@pytest.mark.parametrize(
    ("status", "strict", "exit"),
    [
        (PASS, True, 0),
        (WARN, False, 0),
        (WARN, True, 1),
        (FAIL, False, 1),
        (UNVERIFIED, False, 3),
        (UNVERIFIED, True, 3),
    ],
)
def test_the_exit_status_follows_the_verdict(status: Status, strict: bool, exit: int) -> None:
    assert exit_status(status, strict=strict) == exit
