"""What a run cost Procore, and what Procore said about its limits."""

from typing import NamedTuple


class RequestCounts(NamedTuple):
    """Requests of one client so far."""

    sent: int = 0
    """Every request that got a connection, those for tokens and those sent again included."""
    retried: int = 0
    """How many of them repeated an earlier one."""
    throttled_ms: int = 0
    """Time spent waiting for a rate limit; waits side by side count once."""
    writes: int = 0
    """How many of them were to change something at Procore; those that got no connection count too."""


class RateLimit(NamedTuple):
    """The limit that Procore named last; of its two windows it names the one closer to being used up.

    Source: Procore documentation, plan_your_app/rate_limiting (2026-01).
    """

    limit: int
    remaining: int
    resets_in: float | None
    """Seconds from now; None where Procore did not say."""
