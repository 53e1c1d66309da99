"""The progress of a long question, with an estimate, as one sentence."""

import time
from collections.abc import Callable, Iterable

from dmsa_tui.checks.estimate import estimate
from dmsa_tui.procore.counts import RateLimit

SAID_FROM = 5
"""Answers before the first estimate."""


class Progress:
    """The progress of one question; `limits` returns the client's current rate limits."""

    def __init__(
        self, limits: Callable[[], Iterable[RateLimit]], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._begun = (0.0, 0)
        self._last: tuple[int, int | None] | None = None

    def sentence(self, done: int, total: int | None) -> str:
        """E.g. `37 of 2,431, about 4 min left`; without an estimate until a few answers are there."""
        if self._last is None or done < self._last[0] or total != self._last[1]:
            self._begun = (self._monotonic(), done)
        self._last = (done, total)
        if total is None:
            return f"{done:,}"
        since, before = self._begun
        answered = done - before
        if answered < SAID_FROM or done >= total:
            return f"{done:,} of {total:,}"
        left = estimate(total - done, self._limits(), (self._monotonic() - since) / answered)
        return f"{done:,} of {total:,}, {time_words(left)} left"


def time_words(seconds: float) -> str:
    """A span of time as a person says it."""
    if seconds < 10:
        return "a few seconds"
    if seconds < 90:
        return f"about {seconds:.0f} s"
    return f"about {seconds / 60:.0f} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"
