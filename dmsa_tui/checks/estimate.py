"""How long the rest of a run takes, honestly: the requests' own time, and the pauses that Procore's limits force."""

from dmsa_tui.procore.counts import RateLimit

HOUR = 3600.0
SPIKE = 10.0


def estimate(requests_left: int, rate_limit: RateLimit | None, seconds_per_request: float) -> float:
    """Seconds for `requests_left` more requests.

    `seconds_per_request` is as measured over the run so far: with several in flight, elapsed seconds by requests done.
    `rate_limit` is the client's; None, or one without a reset, counts as no limit. What its current window has left
    goes at once, the rest in whole windows of ten seconds or of an hour, whichever its reset lies in (Procore
    documentation, plan_your_app/rate_limiting, 2026-01). Other programs that share the limit make it longer.
    """
    left = max(0, requests_left)
    if rate_limit is None or rate_limit.resets_in is None or left <= rate_limit.remaining or rate_limit.limit < 1:
        return left * seconds_per_request
    window = SPIKE if rate_limit.resets_in <= SPIKE and rate_limit.limit < HOUR / SPIKE else HOUR
    seconds = max(rate_limit.remaining * seconds_per_request, rate_limit.resets_in)
    left -= rate_limit.remaining
    full, rest = divmod(left - 1, rate_limit.limit)
    return seconds + full * max(window, rate_limit.limit * seconds_per_request) + (rest + 1) * seconds_per_request
