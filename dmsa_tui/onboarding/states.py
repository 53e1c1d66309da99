"""The status language: seven states of a check or a step, the same on every screen and in documents."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """What a person sees of a check or a step. A caution is never green, and nothing unbegun is red."""

    PROVEN = "proven"
    """Procore confirmed it."""
    CONFIRMED = "confirmed"
    """A person says so; Procore did not contradict."""
    CAUTION = "caution"
    """It works, with a caution."""
    FAILING = "failing"
    """Procore says no."""
    WAITING = "waiting"
    """Somebody else has to act."""
    UNVERIFIED = "unverified"
    """Procore did not say."""
    TODO = "todo"
    """Not begun, or not asked yet."""


WORDS = {state: "to do" if state is State.TODO else state.value for state in State}
"""The word beside each sign."""
DONE = (State.PROVEN, State.CAUTION, State.CONFIRMED)
"""The states of a step that is done."""
_BEST_FIRST = (
    State.PROVEN, State.CONFIRMED, State.TODO, State.CAUTION, State.UNVERIFIED, State.WAITING, State.FAILING,
)  # fmt: skip


def worst(states: Iterable[State]) -> State:
    """The state that counts for several together; TODO for none."""
    return max(states, key=_BEST_FIRST.index, default=State.TODO)


def age_words(since: datetime, now: datetime) -> str:
    """How long ago something was asked, in words: just now, 5 minutes ago, 1 hour ago, 2 days ago."""
    passed = max(now - since, timedelta())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if count := int(passed.total_seconds()) // length:
            return f"{count:,} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


def age_of_older(since: datetime, now: datetime) -> str:
    """The same of an answer that is not this run's: no age of it reads as fresh."""
    is_short = now - since < timedelta(minutes=1)
    return "in an earlier session" if is_short else age_words(since, now)
