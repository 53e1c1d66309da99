"""How far a run is and what it costs, in requests: Procore's limits count those, and not projects."""

import pytest

from dmsa_tui.permit.pace import Pace, cost, rough_cost
from dmsa_tui.procore.counts import RateLimit


def test_an_estimate_counts_requests_by_the_limits() -> None:
    now = [0.0]
    pace = Pace(lambda: (RateLimit(3600, 60, 1800.0),), 50, lambda: now[0])
    assert pace.line("reading", 0, 10_000) == "Reading the projects: 0 of 10,000"
    now[0] = 2.0
    # Nine pages are left of 60 requests: nobody has to wait for the next hour.
    assert pace.line("reading", 1_000, 10_000) == "Reading the projects: 1,000 of 10,000, about 18 s left"
    assert pace.line("adding", 1, 10_001) == "Adding: 1 of 10,001"
    now[0] = 4.0
    assert pace.line("adding", 51, 10_001) == "Adding: 51 of 10,001, about 35 min left"  # 199 more than the hour has
    assert pace.line("removing", 0, None) == "Removing: 0"


@pytest.mark.parametrize(("projects", "plan", "took"), [(2_428, 41, 109), (10_000, 141, 385)])
def test_what_it_costs_is_said_about_right(projects: int, plan: int, took: int) -> None:
    said = cost(projects, 50, plan, ())
    words = said.replace(",", "").split()
    writes, reads = int(words[0]), int(words[words.index("about") + 1])
    assert abs(writes + reads - took) <= 0.05 * took, said
    assert abs(rough_cost(projects, projects, 50) - took) <= 0.05 * took
