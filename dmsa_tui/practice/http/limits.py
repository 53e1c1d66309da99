"""Rate limits: fixed windows, and the headers that describe the one that is closest to its end."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dmsa_tui.practice.http.asgi import Clock
from dmsa_tui.practice.world import Window


@dataclass(frozen=True)
class Standing:
    """How a request stands against the limits."""

    limit: int
    remaining: int
    reset: int
    """Unix seconds at which the window starts anew."""
    refused: bool
    retry_after: int
    """Seconds until then."""

    @property
    def headers(self) -> dict[str, str]:
        """Procore's three headers, and Retry-After on a refusal."""
        headers = {
            "X-Rate-Limit-Limit": str(self.limit),
            "X-Rate-Limit-Remaining": str(self.remaining),
            "X-Rate-Limit-Reset": str(self.reset),
        }
        return {**headers, "Retry-After": str(self.retry_after)} if self.refused else headers


class _Counter:
    def __init__(self, window: Window) -> None:
        self.window = window
        self.ends = 0.0
        self.used = 0

    def roll(self, now: float) -> None:
        if now >= self.ends:
            self.ends = now + self.window.seconds
            self.used = 0

    @property
    def remaining(self) -> int:
        return self.window.limit - self.used


class RateLimiter:
    """Counts the requests to the API; one that is refused does not count."""

    def __init__(self, windows: Sequence[Window], clock: Clock) -> None:
        self._counters = [_Counter(window) for window in windows]
        self._clock = clock

    def take(self) -> Standing:
        """Counts one request and tells how it stands."""
        now = self._clock()
        for counter in self._counters:
            counter.roll(now)
        closest = min(self._counters, key=lambda counter: counter.remaining)
        refused = closest.remaining <= 0
        if not refused:
            for counter in self._counters:
                counter.used += 1
        return Standing(
            limit=closest.window.limit,
            remaining=closest.remaining,
            reset=math.ceil(closest.ends),
            refused=refused,
            retry_after=max(1, math.ceil(closest.ends - now)),
        )
