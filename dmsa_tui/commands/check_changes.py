"""What turned at an onboarding since its last report, for `check --all --only-changed`."""

from collections.abc import Iterator

from dmsa_tui.checks.model import Report, Result
from dmsa_tui.vocabulary import CHECKS, Cause

_TITLES = {check.id: check.title for check in CHECKS}
_OF_THIS_MACHINE = Cause.CLOCK_SKEW


def changes(before: Report | None, now: Report) -> tuple[str, ...]:
    """A sentence for each check that turned; without a report of before there is one that says so."""
    if before is None:
        return ("There is no last report to compare with.",)
    return tuple(_changes(before, now))


def _changes(before: Report, now: Report) -> Iterator[str]:
    earlier = {result.id: result for result in before.results}
    for result in now.results:
        old = earlier.get(result.id)
        title = _TITLES.get(result.id, result.id)
        if old is None:
            yield f"{title}: not in the last report, is {_said(result)}. {result.summary}"
        elif _state(old) != _state(result):
            yield f"{title}: was {_said(old)}, is {_said(result)}. {result.summary}"
        elif _missing(old) != _missing(result):
            yield f"{title}: other projects are missing. {result.summary}"


def _state(result: Result) -> tuple[str, str | None]:
    return result.status, None if result.cause is _OF_THIS_MACHINE else result.cause


def _said(result: Result) -> str:
    return f"{result.status} ({result.cause})" if result.cause else str(result.status)


def _missing(result: Result) -> frozenset[str]:
    rows = result.details.get("missing")
    rows = rows if isinstance(rows, list | tuple) else ()
    return frozenset(str(row.get("id") or row.get("name")) for row in rows if isinstance(row, dict))
