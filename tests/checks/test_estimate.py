"""The estimate counts the pauses that the rate limit forces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.checks.estimate import estimate
from dmsa_tui.procore.counts import RateLimit


@pytest.mark.parametrize(
    ("left", "limit", "seconds"),
    [
        (0, None, 0),
        (100, None, 10),
        (100, RateLimit(3600, 3000, 1800), 10),
        (100, RateLimit(3600, 0, None), 10),
        (100, RateLimit(3600, 100, 1800), 10),
        (101, RateLimit(3600, 100, 1800), 1800.1),
        (100, RateLimit(3600, 0, 1800), 1810),
        (10_000, RateLimit(3600, 3600, 3600), 3600 + 3600 + 280),
        (25, RateLimit(25, 0, 4), 4 + 2.5),
        (60, RateLimit(25, 10, 4), 4 + 10 + 2.5),
        (20, RateLimit(3600, 0, 5), 5 + 2),
        (4000, RateLimit(3600, 0, 5), 5 + 3600 + 40),
    ],
)
def test_the_rest_takes_its_own_time_and_the_windows(left: int, limit: RateLimit | None, seconds: float) -> None:
    assert estimate(left, limit, 0.1) == pytest.approx(seconds)


LIMITS = st.none() | st.builds(RateLimit, st.integers(1, 5000), st.integers(0, 5000), st.none() | st.floats(0, 7200))


@given(st.integers(0, 50_000), LIMITS, st.floats(0, 5))
def test_more_requests_never_take_less_and_never_less_than_their_own_time(
    left: int, limit: RateLimit | None, each: float
) -> None:
    assert estimate(left, limit, each) >= left * each * 0.999
    assert estimate(left + 1, limit, each) >= estimate(left, limit, each) * 0.999


def test_of_two_windows_the_slower_one_counts() -> None:
    hour, spike = RateLimit(3600, 3600, 3600), RateLimit(25, 25, 10)
    assert estimate(10_000, (spike, hour), 0.1) == estimate(10_000, hour, 0.1) > estimate(10_000, spike, 0.1)
    assert estimate(1000, (spike, hour), 0.1) == estimate(1000, spike, 0.1) > estimate(1000, hour, 0.1)
    assert estimate(10, (), 0.1) == 1
