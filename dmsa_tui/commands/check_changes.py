"""What turned at an onboarding since its last report, for `check --all --only-changed`."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from dmsa_tui.checks.model import Report, Result
from dmsa_tui.checks.words import counted
from dmsa_tui.vocabulary import CHECKS, Cause, Status

_TITLES = {check.id: check.title for check in CHECKS}
_OF_THIS_MACHINE = Cause.CLOCK_SKEW


class Change(NamedTuple):
    """One thing that turned."""

    sentence: str
    before: Result | None = None
    now: Result | None = None
    """None: the onboarding as a whole."""

    @property
    def follows(self) -> bool:
        """Whether another check is the reason: this one could not be asked, or passes now that it is asked again."""
        return self.now is not None and self.before is not None and (
            "need" in self.now.details or (self.before.status is Status.SKIPPED and self.now.status is Status.PASS)
        )  # fmt: skip

    def described(self) -> dict[str, Any]:
        """As in the JSON: the check, how it was, and the sentence; how it is stands in `checks`."""
        return {
            "check": None if self.now is None else self.now.id,
            "was": None if self.before is None else {"status": self.before.status, "cause": self.before.cause},
            "sentence": self.sentence,
        }


def changes(before: Report | None, now: Report) -> tuple[Change, ...]:
    """What turned; one change that says so where nothing was asked, or nothing is there to compare with.

    Nothing turns at a setup that was never checked and has no client ID or company ID yet: it is only begun.
    """
    asked = now.results[0].details
    if before is None and asked.get("lacks") in ("client-id", "company-id"):
        return ()
    if asked.get("asked") is False:
        return (Change(now.results[0].summary),)
    if before is None:
        return (Change("There is no last report to compare with."),)
    return tuple(_changes(before, now))


def sentences(changed: Sequence[Change]) -> Iterator[str]:
    """A sentence for each; what only follows from the others is counted."""
    own = [each for each in changed if not each.follows] or changed
    yield from (each.sentence for each in own)
    rest = [each for each in changed if each not in own]
    for status, said in ((Status.SKIPPED, "not run because of that"), (Status.PASS, "run again, and pass")):
        if count := sum(each.now is not None and each.now.status is status for each in rest):
            yield f"{counted(count, 'other check')} {'is' if count == 1 else 'are'} {said}."


def _changes(before: Report, now: Report) -> Iterator[Change]:
    earlier = {result.id: result for result in before.results}
    for result in now.results:
        old = earlier.get(result.id)
        title = _TITLES.get(result.id, result.id)
        if old is None:
            yield Change(f"{title}: not in the last report, is {_said(result)}. {result.summary}", None, result)
        elif _state(old) != _state(result):
            yield Change(f"{title}: was {_said(old)}, is {_said(result)}. {result.summary}", old, result)
        elif _missing(old) != _missing(result):
            yield Change(f"{title}: other projects are missing. {result.summary}", old, result)


def _state(result: Result) -> tuple[str, str | None]:
    return result.status, None if result.cause is _OF_THIS_MACHINE else result.cause


def _said(result: Result) -> str:
    return f"{result.status} ({result.cause})" if result.cause else str(result.status)


def _missing(result: Result) -> frozenset[str]:
    rows = result.details.get("missing")
    rows = rows if isinstance(rows, list | tuple) else ()
    return frozenset(str(row.get("id") or row.get("name")) for row in rows if isinstance(row, dict))
