"""Keeps requests under the limits that the server's own headers state.

Source: Procore documentation, plan_your_app/rate_limiting (2026-01): two windows, one of an hour and one of ten
seconds; the headers describe whichever is closer to being used up.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dmsa_tui.procore.backoff import RESOLUTION, Backoff, resets_in
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.counts import RateLimit
from dmsa_tui.procore.request_record import RateLimited

CONCURRENCY = 12
"""Requests in flight at once, at the most: the last questions of a check, side by side."""
OF_A_KIND = 8
"""How many of them are pages of one list, or one question about many projects: others get through beside them."""
_MOST_RESERVED = 2


@dataclass
class _Window:
    limit: int
    allowance: int
    """How many more requests surely fit: what was told, less every request that it may not have counted."""
    reset_at: float
    span: float
    """The longest distance to a reset that was told: how long a window is taken to be after one has passed."""
    assumed: bool = False
    """Entered by the clock; Procore has not described it yet."""

    @property
    def reserve(self) -> int:
        return min(max(1, min(_MOST_RESERVED, self.limit // 10)), self.limit - 1)


class Ticket(NamedTuple):
    """A request that was let through."""

    number: int
    beside: int
    """Requests that were in flight when it left."""


class Pacer:
    """Lets requests to one host through, at the pace that its limits allow."""

    def __init__(self, clock: Clock, backoff: Backoff, host: str, concurrency: int = CONCURRENCY) -> None:
        self._clock = clock
        self._backoff = backoff
        self._host = host
        self._concurrency = concurrency
        self._windows: dict[int, _Window] = {}
        self._in_flight = 0
        self._number = 0
        self._answered = False
        self._held_until = 0.0
        self._held_why = ""
        self._changed = asyncio.Event()
        self._last: tuple[int, int, float | None] | None = None

    @property
    def rate_limit(self) -> RateLimit | None:
        """The limit as last told."""
        if self._last is None:
            return None
        limit, remaining, reset_at = self._last
        left = None if reset_at is None else max(0.0, reset_at - self._clock.monotonic())
        return RateLimit(limit, remaining, left)

    @property
    def rate_limits(self) -> tuple[RateLimit, ...]:
        """Every window that the server has described and that has not passed, less what is under way."""
        now = self._clock.monotonic()
        running = [window for window in self._windows.values() if now < window.reset_at]
        return tuple(RateLimit(each.limit, max(0, each.allowance), each.reset_at - now) for each in running)

    async def enter(self) -> Ticket:
        """Wait for a turn. Raises RateLimited if the limit resets later than this run may wait."""
        while (obstacle := self._obstacle()) is not None:
            seconds, reason = obstacle
            if seconds is None:
                await self._changed.wait()
            elif not await self._backoff.pause(seconds, reason):
                raise RateLimited(
                    f"{reason}; the limit resets in {seconds:.0f} s, and this run may not wait that long.",
                    retry_in=seconds,
                )
        ticket = Ticket(self._number, self._in_flight)
        self._number += 1
        self._in_flight += 1
        for window in self._windows.values():
            window.allowance -= 1
        return ticket

    def leave(self, ticket: Ticket, headers: Mapping[str, str] | None) -> None:
        """The request is over; `headers` are its answer's, None if none came."""
        self._in_flight -= 1
        if headers is not None:
            self._answered = True
            self._note(ticket, headers)
        self._changed.set()
        self._changed = asyncio.Event()

    def hold(self, seconds: float, why: str) -> None:
        """Send nothing for that long: the server has asked for it."""
        self._held_until = max(self._held_until, self._clock.monotonic() + seconds)
        self._held_why = why

    def _obstacle(self) -> tuple[float | None, str] | None:
        """What keeps the next request back: seconds to wait, or None in their place for "until an answer comes"."""
        now = self._clock.monotonic()
        if self._in_flight >= self._concurrency or (self._in_flight and not self._answered):
            # The first request goes alone: it tells how much of the limit others have used up already.
            return None, ""
        if now < self._held_until:
            return self._held_until - now, self._held_why
        for window in list(self._windows.values()):
            if now >= window.reset_at:
                self._renew(window, now)
            elif window.allowance <= window.reserve:
                if self._in_flight:
                    return None, ""
                reason = f"{self._host}'s limit of {window.limit} requests is nearly used up"
                return window.reset_at - now, reason
        return None

    def _renew(self, window: _Window, now: float) -> None:
        if window.assumed:
            # A whole window without a word of it: this limit no longer applies.
            del self._windows[window.limit]
            return
        window.allowance = window.limit
        window.reset_at = now + window.span
        window.assumed = True

    def _note(self, ticket: Ticket, headers: Mapping[str, str]) -> None:
        limit = _whole(headers.get("x-rate-limit-limit"))
        remaining = _whole(headers.get("x-rate-limit-remaining"))
        if limit is None or limit < 1 or remaining is None:
            return
        distance = resets_in(headers, self._clock.wall())
        now = self._clock.monotonic()
        self._last = (limit, remaining, None if distance is None else now + distance)
        if distance is None:
            return
        distance += RESOLUTION
        uncounted = ticket.beside + self._number - ticket.number - 1
        sure, reset_at = max(0, remaining - uncounted), now + distance
        window = self._windows.get(limit)
        if window is None:
            self._windows[limit] = _Window(limit, sure, reset_at, distance)
            return
        window.span = max(window.span, distance)
        if window.assumed or abs(reset_at - window.reset_at) <= 1.0:
            window.allowance = min(max(window.allowance, sure), remaining)
        elif reset_at < window.reset_at:
            return
        else:
            window.allowance = sure
        window.reset_at = max(reset_at, window.reset_at) if not window.assumed else reset_at
        window.assumed = False


def _whole(value: str | None) -> int | None:
    value = (value or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
