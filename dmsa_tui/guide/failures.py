"""Looks a check's outcome up in the failure catalogue."""

from typing import Protocol

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


def label_in(guide: Guide, finding: Finding, edition_id: str) -> str:
    """The label of a finding's remedy as that portal edition prints it; empty where there is no remedy."""
    remedy = finding.remedy
    if remedy is None:
        return ""
    for failure in guide.failures:
        known = (failure.label, *failure.labels.values())
        if failure.cause == finding.cause and failure.where == remedy.where and remedy.label in known:
            return label_for(failure, edition_id)
    return remedy.label
