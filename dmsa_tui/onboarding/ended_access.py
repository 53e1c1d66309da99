"""An access that was ended: what was proven before counts no more, and Procore's no is nobody's fault."""

from datetime import datetime
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.vocabulary import Cause

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result

ENDED = "The app's access was ended on "
"""What the sentence begins with."""
_WANTED = frozenset({Cause.NOT_INSTALLED, Cause.WRONG_CREDENTIALS})
"""What the app's uninstall and a reset of its secret lead to."""


def said_of_end(record: Onboarding) -> str:
    """That the access was ended, and when, in a sentence; empty where it was not."""
    ended = record.access_ended_at
    return "" if ended is None else f"{ENDED}{ended.astimezone().date().isoformat()}."


def is_wanted(record: Onboarding, result: "Result") -> bool:
    """Whether Procore's no is what the task was for."""
    return record.access_ended_at is not None and result.cause in _WANTED


def was_before_end(record: Onboarding, at: datetime) -> bool:
    """Whether the access was ended after that time, or in the same second: reports give whole ones."""
    ended = record.access_ended_at
    return ended is not None and at.replace(microsecond=0) <= ended.replace(microsecond=0)
