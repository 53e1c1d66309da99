"""Estimates the rest of a run: the requests' own time, and the pauses that Procore's limits force."""

from collections.abc import Iterable

from dmsa_tui.procore.backoff import RESOLUTION
from dmsa_tui.procore.counts import RateLimit

HOUR = 3600.0
SPIKE = 10.0


def estimate(
    requests_left: int, rate_limits: RateLimit | Iterable[RateLimit] | None, seconds_per_request: float
) -> float:
    """Seconds for `requests_left` more requests, by the limit that holds them up most.

    `seconds_per_request` is as measured over the run so far: with several in flight, elapsed seconds by requests done.
    `rate_limits` are the client's; none, or one without a reset, counts as no limit. Other programs that share a limit
    make it longer.
    """
    limits = (rate_limits,) if isinstance(rate_limits, RateLimit) else tuple(rate_limits or ())
    left = max(0, requests_left)
    return max((_held_up(left, each, seconds_per_request) for each in limits), default=left * seconds_per_request)


def _held_up(left: int, rate_limit: RateLimit, each: float) -> float:
    """What the current window has left goes at once, the rest in whole windows of ten seconds or of an hour.

    Which of the two it is, shows in where the reset lies (Procore documentation, plan_your_app/rate_limiting, 2026-01).
    """
    if rate_limit.resets_in is None or left <= rate_limit.remaining or rate_limit.limit < 1:
        return left * each
    window = SPIKE if rate_limit.resets_in <= SPIKE + RESOLUTION and rate_limit.limit < HOUR / SPIKE else HOUR
    left -= rate_limit.remaining
    full, rest = divmod(left - 1, rate_limit.limit)
    first = max(rate_limit.remaining * each, rate_limit.resets_in)
    return first + full * max(window, rate_limit.limit * each) + (rest + 1) * each
