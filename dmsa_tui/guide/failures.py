"""Looks a check's outcome up in the failure catalogue."""

from typing import Protocol

from dmsa_tui.guide.conditions import is_named
from dmsa_tui.guide.model import Failure, Guide


class Remedy(Protocol):
    """Where to put it right, and what to click there."""

    @property
    def where(self) -> str: ...
    @property
    def label(self) -> str: ...


class Finding(Protocol):
    """What a check found."""

    @property
    def cause(self) -> str | None: ...
    @property
    def remedy(self) -> Remedy | None: ...


def failure_for(guide: Guide, check_id: str, cause: str, id: str | None = None) -> Failure | None:
    """The entry `id` if given; else the one for `cause` at that check; else the first for the cause at any check."""
    if id is not None:
        return next(failure for failure in guide.failures if failure.id == id)
    of_cause = [failure for failure in guide.failures if failure.cause == cause]
    for failure in of_cause:
        if check_id in failure.checks:
            return failure
    return next((failure for failure in of_cause if not failure.checks), None)


def label_for(failure: Failure, edition_id: str) -> str:
    """What to click, as that portal edition prints it."""
    return failure.labels.get(edition_id, failure.label)


def place_for(failure: Failure, edition_id: str) -> str:
    """Where to click it, by the path of that portal edition."""
    return failure.places.get(edition_id, failure.where)


def way_in(guide: Guide, finding: Finding, edition_id: str) -> tuple[str, str]:
    """Place and label of a finding's remedy in that portal edition, found in whichever; empty without a remedy."""
    remedy = finding.remedy
    if remedy is None:
        return "", ""
    if (failure := entry_of(guide, finding)) is not None:
        return place_for(failure, edition_id), label_for(failure, edition_id)
    return remedy.where, remedy.label


def entry_of(guide: Guide, finding: Finding) -> Failure | None:
    """The entry from which a finding has its remedy, in whichever portal edition it was found."""
    remedy = finding.remedy
    if remedy is None:
        return None
    for failure in guide.failures:
        places, labels = (failure.where, *failure.places.values()), (failure.label, *failure.labels.values())
        is_its = any(is_named(remedy.label, each) for each in labels)
        if failure.cause == finding.cause and remedy.where in places and is_its:
            return failure
    return None
