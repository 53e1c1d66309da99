"""How long a server wants us to wait, and how long this run may."""

import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache

from dmsa_tui.procore.clock import Clock

_SECONDS = re.compile(r"[0-9]{1,9}")
_FARTHEST_RESET = 2 * 3600.0
RESOLUTION = 1.0
"""`Date` and the reset time are whole seconds: the true distance may be this much longer."""

OnWait = Callable[[float, str], None]


def server_time(headers: Mapping[str, str]) -> float | None:
    """The answer's `Date` as unix seconds; None if it has none that can be read."""
    return _http_date(headers.get("date", ""))


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that `Retry-After` asks for, as a number or as a date against the answer's own; None if unreadable.

    Source: RFC 9110 section 10.2.3. `now` is the local unix time, used where the answer has no `Date`.
    """
    value = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    date = _http_date(value)
    if date is None:
        return None
    server_now = server_time(headers)
    return max(0.0, date - (now if server_now is None else server_now))


def resets_in(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds until `X-Rate-Limit-Reset` (unix time), against the answer's `Date`; None if absent or past belief."""
    value = headers.get("x-rate-limit-reset", "").strip()
    if not re.fullmatch(r"[0-9]{1,11}", value):
        return None
    server_now = server_time(headers)
    distance = int(value) - (now if server_now is None else server_now)
    if distance < 0 or distance > _FARTHEST_RESET:
        return None
    return distance


@lru_cache(maxsize=16)  # answers come by the dozen in a second
def _http_date(value: str) -> float | None:
    if not value[:1].isalpha():
        return None
    try:
        return parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


class Backoff:
    """The pauses of one run: a total that must not be exceeded, and the time that they took.

    Pauses that run side by side count once.
    """

    def __init__(self, clock: Clock, budget: float | None, on_wait: OnWait | None) -> None:
        self._clock = clock
        self._budget = budget
        self._on_wait = on_wait
        self._ends: list[float] = []
        self._began = 0.0
        self._spent = 0.0

    @property
    def throttled_ms(self) -> int:
        """Milliseconds waited so far for a limit."""
        return round(self._used() * 1000)

    async def pause(self, seconds: float, reason: str) -> bool:
        """Wait; False, at once, if that would exceed what the run may wait in all."""
        now = self._clock.monotonic()
        end = now + seconds
        farthest = max(self._ends, default=now)
        if self._budget is not None and self._used() + max(end, farthest) - now > self._budget:
            return False
        if not self._ends:
            self._began = now
        self._ends.append(end)
        if self._on_wait is not None and end > farthest:
            self._on_wait(seconds, reason)
        try:
            await self._clock.sleep(seconds)
        finally:
            self._ends.remove(end)
            if not self._ends:
                self._spent += self._clock.monotonic() - self._began
        return True

    async def back_off(self, seconds: float, reason: str) -> None:
        """A short pause before trying again; the number of tries bounds it, not the budget."""
        if self._on_wait is not None:
            self._on_wait(seconds, reason)
        await self._clock.sleep(seconds)

    def _used(self) -> float:
        return self._spent + (self._clock.monotonic() - self._began if self._ends else 0.0)
