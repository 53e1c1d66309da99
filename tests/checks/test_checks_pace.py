"""The sentence that says how far a long question is."""

import pytest

from dmsa_tui.checks.progress import Progress
from dmsa_tui.procore.counts import RateLimit


class Clock:
    """Time that moves when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def pace(*limits: RateLimit) -> tuple[Progress, Clock]:
    clock = Clock()
    return Progress(lambda: limits, clock), clock


def test_the_first_answers_are_counted_without_an_estimate() -> None:
    watched, clock = pace()
    assert watched.sentence(0, 100) == "0 of 100"
    clock.now = 3.0
    assert watched.sentence(4, 100) == "4 of 100"
    assert watched.sentence(7, None) == "7"


@pytest.mark.parametrize(
    ("elapsed", "expected"),
    [(1.0, "a few seconds"), (20.0, "about 20 s"), (200.0, "about 3 min"), (9000.0, "about 2.5 h")],
)
def test_the_rest_is_estimated_by_what_has_passed(elapsed: float, expected: str) -> None:
    watched, clock = pace()
    watched.sentence(0, 2000)
    clock.now = elapsed
    assert watched.sentence(1000, 2000) == f"1,000 of 2,000, {expected} left"


def test_a_rate_limit_makes_the_rest_longer() -> None:
    watched, clock = pace(RateLimit(limit=3600, remaining=100, resets_in=1800.0))
    watched.sentence(0, 2000)
    clock.now = 100.0
    assert watched.sentence(1000, 2000) == "1,000 of 2,000, about 32 min left"


def test_a_second_question_is_measured_from_its_own_beginning() -> None:
    watched, clock = pace()
    watched.sentence(0, 100)
    clock.now = 1000.0
    watched.sentence(100, 100)
    watched.sentence(0, 50)
    clock.now = 1010.0
    assert watched.sentence(25, 50) == "25 of 50, about 10 s left"
