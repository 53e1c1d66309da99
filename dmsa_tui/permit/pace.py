"""A run's progress and remaining time, by requests, which Procore's limits count."""

import time
from collections.abc import Callable, Iterable

from dmsa_tui.checks.estimate import estimate
from dmsa_tui.checks.progress import time_words
from dmsa_tui.checks.words import counted
from dmsa_tui.procore.client import PAGE
from dmsa_tui.procore.counts import RateLimit

PHASES = {"reading": "Reading the projects", "adding": "Adding", "removing": "Removing", "verifying": "Reading back"}
"""What a run tells with its progress → how a line about it begins."""
_ONCE = 12
"""Requests after the plan that no number of projects changes: the first project read back, the sample at the end."""
_LISTS = 3
"""How often the account's list is read after the plan."""
_SECONDS = 1.0
"""Of one request, while nothing is measured."""


class Pace:
    """One run's progress, as a line; `limits` gives the client's rate limits at the moment."""

    def __init__(
        self, limits: Callable[[], Iterable[RateLimit]], chunk: int, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits
        self._chunk = chunk
        self._monotonic = monotonic
        self._phase = ""
        self._began = (0.0, 0)

    def line(self, phase: str, done: int, total: int | None) -> str:
        """E.g. `Adding: 400 of 2,428, about 2 min left`; without an estimate before anything is done."""
        if phase != self._phase or done < self._began[1]:
            self._phase, self._began = phase, (self._monotonic(), done)
        if total is None:
            return f"{PHASES[phase]}: {done:,}"
        progress = f"{PHASES[phase]}: {done:,} of {total:,}"
        since, before = self._began
        if not before < done < total:
            return progress
        each = self._chunk if phase in ("adding", "removing") else PAGE
        requests = -(-(done - before) // each)
        left = estimate(-(-(total - done) // each), self._limits(), (self._monotonic() - since) / requests)
        return f"{progress}, {time_words(left)} left"


def rough_cost(to_add: int, active: int, chunk: int) -> int:
    """About how many requests it takes, before anything is read: the lists come in pages of 100 and of 1,000."""
    return 1 + -(-(to_add - 1) // chunk) + active // 100 + 2 * _LISTS * active // PAGE + 2 * _ONCE


def cost(to_do: int, chunk: int, sent: int, limits: Iterable[RateLimit], seconds: float = 0.0) -> str:
    """The requests, and the least time, that it takes to add or take out `to_do` projects.

    `sent` is what the plan has cost, which the end costs again; `seconds` is how long that took.
    """
    writes = 1 + -(-(to_do - 1) // chunk)
    reads = sent + _ONCE + _LISTS * to_do // PAGE
    least = estimate(writes + reads, limits, seconds / sent if sent and seconds else _SECONDS)
    return f"{counted(writes, 'request')} to write and about {reads:,} to read; {time_words(least)} at least"
