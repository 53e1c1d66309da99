"""What a large company costs: requests and memory."""

import os
import tracemalloc

import pytest

from dmsa_tui.permit.model import Outcome
from dmsa_tui.practice.company import many_projects
from tests.permit.company import Serve

LONG = bool(os.environ.get("DMSA_TUI_LONG_TESTS"))


@pytest.mark.parametrize(("projects", "most"), [(2431, 115), *([(10_000, 430)] if LONG else [])])
async def test_a_large_company_takes_few_requests(company: Serve, projects: int, most: int) -> None:
    async with company("add-all-disabled") as served:
        own = served.rehearsal.world.company
        if projects != 2431:
            own.projects = many_projects(served.rehearsal.world, projects)
            own.memberships = {}
        served.timeout = 60.0
        report = await served.apply()
        assert report.outcome is Outcome.DONE and len(served.assigned) == projects
        assert len(served.log) == report.sent <= most
        assert max(len(each.projects) for each in served.writes) <= 50
        phases = [phase for phase, _, _ in served.said]
        assert phases == sorted(phases, key=["reading", "adding", "verifying"].index)
        adding = [done for phase, done, _ in served.said if phase == "adding"]
        assert adding == sorted(adding) and adding[-1] == projects - report.already


async def test_a_plan_costs_what_its_lists_cost(company: Serve) -> None:
    async with company("add-all-disabled") as served:
        await served.plan()
        pages = [each for each in served.log if each.path.endswith(("/project_assignments", "/directory/ids"))]
        assert len(served.log) - len(pages) <= 8


async def test_the_limits_are_kept(company: Serve) -> None:
    """25 requests in ten seconds are allowed, and more than that are sent in all: none is answered with 429."""
    async with company("rate-limited", permitted=0) as served:
        served.chunk = 1
        report = await served.apply()
        assert report.outcome is Outcome.DONE and len(served.log) > 30
        assert 429 not in served.statuses and served.time.ahead > 10


async def test_it_stays_small(company: Serve) -> None:
    async with company("add-all-disabled") as served:
        tracemalloc.start()
        try:
            await served.apply()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 120_000_000
