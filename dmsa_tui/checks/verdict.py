"""The verdict of a run."""

from collections.abc import Iterable

from dmsa_tui.checks.model import Result
from dmsa_tui.vocabulary import Status

EXIT_STATUS = {Status.PASS: 0, Status.WARN: 0, Status.FAIL: 1, Status.UNVERIFIED: 3}
_ORDER = (Status.PASS, Status.WARN, Status.UNVERIFIED, Status.FAIL)


def verdict(results: Iterable[Result]) -> Status:
    """Fail, unverified, warn or pass, the first that holds."""
    results = tuple(results)
    if any(result.status is Status.FAIL for result in results):
        return Status.FAIL
    if any(result.required and _open(result) for result in results):
        return Status.UNVERIFIED
    if any(
        result.status is Status.WARN or (result.status is Status.UNVERIFIED and _open(result)) for result in results
    ):
        return Status.WARN
    return Status.PASS


def exit_status(verdict: Status, *, strict: bool = False) -> int:
    """The command's exit status: 0 pass or warn, 1 fail (strict: also warn), 3 unverified."""
    return 1 if strict and verdict is Status.WARN else EXIT_STATUS[verdict]


def worst(verdicts: Iterable[Status]) -> Status:
    """The verdict that counts for several runs together; PASS for none."""
    return max(verdicts, key=_ORDER.index, default=Status.PASS)


def is_right(result: Result, *, strict: bool = False) -> bool:
    """Whether a check needs no more attention: it passed, a person confirms it, or it warns (not if strict)."""
    if result.status in (Status.PASS, Status.WARN):
        return result.status is Status.PASS or not strict
    return result.status is not Status.FAIL and not _open(result)


def _open(result: Result) -> bool:
    return result.status in (Status.UNVERIFIED, Status.SKIPPED) and result.confirmed_by is None
