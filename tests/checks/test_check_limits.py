"""A company with a limit of 25 requests in ten seconds: long checks keep to it. The time is made up."""

import asyncio
import re
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

import pytest

from dmsa_tui.checks.expectation import ALL_ACTIVE
from dmsa_tui.checks.runner import Runner
from dmsa_tui.checks.target import ProjectScope, Target
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.practice.company import many_projects
from dmsa_tui.practice.http.application import build
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.transport import transport
from dmsa_tui.practice.world import Window
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.secret import Secret
from dmsa_tui.vocabulary import Cause, Status

PROJECTS = 120
START = 1_780_000_000.4


@dataclass
class MadeUpTime:
    """Seconds since the start; they pass while somebody sleeps, and a little with every answer."""

    now: float = 0.0

    def wall(self) -> float:
        return START + self.now

    async def sleep(self, seconds: float) -> None:
        end = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, end)


@pytest.mark.parametrize(
    ("spent_by_others", "latency"), [(0, 0.0), (0, 0.7), (7, 0.05), (24, 0.7), (25, 0.0), (25, 0.05), (25, 0.7)]
)
async def test_a_spike_limit_is_run_into_at_most_once(profile: Profile, spent_by_others: int, latency: float) -> None:
    rehearsal, time = Rehearsal("rate-limited"), MadeUpTime()
    company = rehearsal.world.company
    company.projects = many_projects(rehearsal.world, PROJECTS)
    company.memberships = dict.fromkeys(
        (each.id for each in company.projects), next(iter(company.memberships.values()))
    )
    app, statuses = build(rehearsal.world, time.wall), list[int]()

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                headers = [pair for pair in message["headers"] if pair[0] != b"date"]
                message = {**message, "headers": [*headers, (b"date", formatdate(time.wall(), usegmt=True).encode())]}
            await send(message)

        await time.sleep(latency)
        await app(scope, receive, sent)

    noted = rehearsal.credentials
    assert noted.client_id and noted.client_secret
    place, secret = ENVIRONMENTS["production"], Secret(noted.client_secret)
    clock = Clock(lambda: time.now, time.wall, time.sleep)

    def client() -> ProcoreClient:
        return ProcoreClient(
            place, noted.company_id, noted.client_id or "", secret, transport=transport(watched), wait=None, clock=clock
        )

    for _ in range(spent_by_others):
        async with client() as other:
            await other.get("/rest/v1.0/company_base_url")
    statuses.clear()
    target = Target(place, noted.company_id, noted.client_id, profile, expect=ALL_ACTIVE, projects=ProjectScope("all"))
    began = time.now
    async with client() as ours:
        report = await Runner(ours, target).run()
        assert {each.limit for each in ours.rate_limits} <= {25, 3600} and ours.rate_limits
    assert report.verdict is Status.PASS
    assert statuses.count(429) <= 1
    assert report.requests.sent > PROJECTS
    windows = -(-report.requests.sent // 25)
    assert windows - 1 <= (time.now - began) / 10 < 1.5 * windows + 2


async def test_a_scan_that_the_hourly_limit_stops_says_when_it_can_go_on_and_how(profile: Profile) -> None:
    rehearsal = Rehearsal("ready")
    company = rehearsal.world.company
    company.projects = many_projects(rehearsal.world, PROJECTS)
    company.memberships = dict.fromkeys(
        (each.id for each in company.projects), next(iter(company.memberships.values()))
    )
    rehearsal.world.windows = (Window(60, 3600),)
    noted, place = rehearsal.credentials, ENVIRONMENTS["production"]
    assert noted.client_id and noted.client_secret
    target = Target(place, noted.company_id, noted.client_id, profile, expect=ALL_ACTIVE, projects=ProjectScope("all"))
    secret, over = Secret(noted.client_secret), transport(rehearsal.app)
    async with ProcoreClient(place, noted.company_id, noted.client_id, secret, transport=over) as client:
        report = await Runner(client, target).run()
    result = next(each for each in report.results if each.id == "permissions.project")
    assert (result.status, result.cause) == (Status.UNVERIFIED, Cause.RATE_LIMITED)
    assert 0 < result.details["checked"] < PROJECTS == result.details["permitted"]
    told = re.search(r" It can continue at \d\d:\d\d; --wait (\d+) waits until then\.$", result.summary)
    assert told is not None and 60 < int(told[1]) <= 3_700
