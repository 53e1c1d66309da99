"""Looks a check's outcome up in the failure catalogue."""

from dmsa_tui.guide.model import Failure, Guide


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
