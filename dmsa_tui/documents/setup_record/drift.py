"""Compares a setup record with a new run of the checks, row by row: same, drifted, or unknown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dmsa_tui.checks.model import Report, Result
from dmsa_tui.documents.setup_record.model import Grant, SetupRecord
from dmsa_tui.documents.setup_record.reading import Recorded, RecordedCheck, RecordedGrant, lowest
from dmsa_tui.onboarding.check_states import GREEN, OPEN
from dmsa_tui.vocabulary import Cause, Level, Status

_LASTING = frozenset({Cause.NOT_OFFERED, Cause.NO_ACCESS, Cause.PERSON})
"""Why Procore is silent for good; any other silence may be over in a minute."""
SECRET = "credentials.secret"
"""The row on the client secret itself, which is no check."""
_OF_THIS_MACHINE = Cause.CLOCK_SKEW


class Drift(StrEnum):
    """How a row of the record compares now."""

    SAME = "same"
    DRIFTED = "drifted"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True)
class Row:
    """One row of the comparison."""

    id: str
    """A check's id, or `permissions.company/documents` for a tool's level."""
    drift: Drift
    then: str | None
    """As the record has it; None where it has nothing."""
    now: str | None
    """None where Procore did not say."""
    sentence: str


def compare(then: Recorded, now: SetupRecord, report: Report, fingerprint: str | None = None) -> tuple[Row, ...]:
    """Every check and every level, in the order of the checks; `now` is the setup record that `report` makes.

    `fingerprint` is that of the client secret of this run; where the record has one too, they are compared first.
    """
    return (*_secret(then.secret_fingerprint, fingerprint), *_checks(then, report), *_grants(then, now))


def verdict(rows: Iterable[Row]) -> Drift:
    """DRIFTED if any row is; else CANNOT_TELL if any row is, or there is none; else SAME."""
    drifts = {row.drift for row in rows}
    if Drift.DRIFTED in drifts:
        return Drift.DRIFTED
    return Drift.SAME if drifts == {Drift.SAME} else Drift.CANNOT_TELL


def _secret(then: str | None, now: str | None) -> Iterator[Row]:
    if then is None or now is None:
        return
    if then == now:
        yield Row(SECRET, Drift.SAME, then, now, "The client secret is the one in the setup record.")
    else:
        sentence = (
            "The client secret differs from the setup record's: if it was reset, the sync tool needs the new one, "
            "and you need a new setup record."
        )
        yield Row(SECRET, Drift.DRIFTED, then, now, sentence)


def _checks(then: Recorded, report: Report) -> Iterator[Row]:
    recorded = {check.id: check for check in then.checks}
    for result in report.results:
        yield _check(recorded.pop(result.id, None), result, then)
    for check in recorded.values():
        yield Row(check.id, Drift.CANNOT_TELL, check.status, None, "This version does not have that check.")


def _check(then: RecordedCheck | None, result: Result, recorded: Recorded) -> Row:
    now = result.status.value
    if then is None:
        sentence = f"The setup record has no result to compare with; now: {result.summary}"
        return Row(result.id, Drift.CANNOT_TELL, None, now, sentence)
    if result.status in OPEN:
        return _silent(then, result)
    stands = (then.status, _cause(then.cause)), (now, _cause(result.cause))
    if then.status in OPEN:
        drift = Drift.DRIFTED if result.status is Status.FAIL else Drift.SAME
        by = f" {then.confirmed_by} had confirmed it." if then.confirmed_by else ""
        sentence = f"Procore did not say at the time of the setup record, but says now: {result.summary}{by}"
    elif stands[0] != stands[1]:
        drift = Drift.DRIFTED
        better = " (for the better)" if result.status in GREEN and then.status == Status.FAIL else ""
        sentence = f"Was {_said(*stands[0])}, is {_said(*stands[1])}{better}: {result.summary}"
    elif result.id == "projects.permitted" and (change := _missing(recorded, result)):
        drift, sentence = Drift.DRIFTED, change
    else:
        drift, sentence = Drift.SAME, result.summary
    return Row(result.id, drift, then.status, now, sentence)


def _silent(then: RecordedCheck, result: Result) -> Row:
    """Silence counts as the same only where the record says so too and nothing hangs on it."""
    same = then.status == result.status and then.cause == result.cause
    lasting = result.cause in _LASTING or (result.status is Status.SKIPPED and result.cause is None)
    drift = Drift.SAME if same and lasting and not result.required else Drift.CANNOT_TELL
    by = f" {then.confirmed_by} confirmed it in the setup record." if then.confirmed_by else ""
    return Row(result.id, drift, then.status, None, result.summary + by)


def _cause(cause: str | None) -> str | None:
    return None if cause == _OF_THIS_MACHINE else cause


def _said(status: str, cause: str | None) -> str:
    return f"{status} ({cause})" if cause else status


def _missing(recorded: Recorded, result: Result) -> str | None:
    rows = result.details.get("missing")
    if recorded.missing is None or not isinstance(rows, list):
        return None
    now = {str(row.get("name") or row.get("id")) for row in rows if isinstance(row, dict)}
    then = set(recorded.missing)
    if now == then:
        return None
    changes = (("new", now - then), ("gone", then - now))
    clauses = "; ".join(f"{word}: {', '.join(sorted(names))}" for word, names in changes if names)
    return f"The missing projects differ from the setup record's ({clauses})."


def _grants(then: Recorded, now: SetupRecord) -> Iterator[Row]:
    grants: dict[tuple[str, str], Grant] = {}
    for permission in now.permissions:
        grants[permission.key, "company"] = permission.company
        grants[permission.key, "project"] = permission.project
    for grant in then.grants:
        yield _grant(grant, grants.get((grant.key, grant.tab)))


def _grant(then: RecordedGrant, now: Grant | None) -> Row:
    id = f"permissions.{then.tab}/{then.key}"
    where = f"{then.tool} on the {then.tab} tab"
    level = None if now is None else lowest(now.granted, now.proof)
    if level is None:
        return Row(id, Drift.CANNOT_TELL, then.granted, None, f"{where}: Procore did not say.")
    if then.granted is None:
        sentence = f"{where}: the setup record has no level to compare with; now {_label(level)}."
        return Row(id, Drift.CANNOT_TELL, None, level, sentence)
    if then.granted != level:
        return Row(id, Drift.DRIFTED, then.granted, level, f"{where}: was {_label(then.granted)}, is {_label(level)}.")
    return Row(id, Drift.SAME, then.granted, level, f"{where}: {_label(level)}.")


def _label(word: str) -> str:
    try:
        return Level.from_word(word).label
    except KeyError:
        return word
