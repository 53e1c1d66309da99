"""The runner: events, crashes, cancellation, and a client that serves several runs."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any

import pytest

from dmsa_tui.checks import registry
from dmsa_tui.checks.memberships import spread
from dmsa_tui.checks.model import Finding, Report, Result, Status
from dmsa_tui.checks.registry import CHECKS, with_needs
from dmsa_tui.checks.runner import Runner
from dmsa_tui.problems import BadInput

Find = Callable[[Report, str], Result]
Serve = Callable[..., AbstractAsyncContextManager[Any]]


async def test_each_check_starts_after_its_needs_and_ends_once(practice: Serve) -> None:
    events: list[tuple[str, Status]] = []
    async with practice("ready") as company:
        await Runner(company.client, company.target).run(lambda result: events.append((result.id, result.status)))
    for check in CHECKS:
        started, ended = events.index((check.id, Status.RUNNING)), events.index((check.id, Status.PASS))
        assert started < ended
        assert all(events.index((need, Status.PASS)) < started for need in check.needs)
    assert len(events) == 2 * len(CHECKS)


async def test_a_check_that_crashes_is_unverified_and_the_others_go_on(
    practice: Serve, monkeypatch: pytest.MonkeyPatch, result_of: Find
) -> None:
    async def crash(facts: object) -> Finding:
        token = "s3cret-token"
        raise RuntimeError(token)

    broken = tuple(replace(check, ask=crash) if check.id == "install.account" else check for check in CHECKS)
    monkeypatch.setattr("dmsa_tui.checks.runner.CHECKS", broken)
    async with practice("ready") as company:
        report = await Runner(company.client, company.target).run()
    result = result_of(report, "install.account")
    assert result.status is Status.UNVERIFIED
    assert "RuntimeError" in result.summary and "s3cret" not in result.summary
    assert result_of(report, "projects.permitted").status is Status.PASS
    assert report.verdict is Status.UNVERIFIED


async def test_a_cancelled_run_ends_at_once_and_tells_what_is_known(practice: Serve, result_of: Find) -> None:
    async with practice("ready", latency=0.1) as company:
        runner = Runner(company.client, company.target)
        known = asyncio.Event()

        def on_event(result: Result) -> None:
            if result.status is Status.PASS:
                known.set()

        before = asyncio.all_tasks()
        task = asyncio.create_task(runner.run(on_event))
        await known.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 1)
        report = runner.partial_report()
        left = {each for each in asyncio.all_tasks() - before if "_converse" not in repr(each)}
        assert not left
    assert result_of(report, "credentials.token").status is Status.PASS
    interrupted = result_of(report, "projects.template")
    assert interrupted.status is Status.SKIPPED and "interrupted" in interrupted.summary
    assert report.verdict is Status.UNVERIFIED


async def test_each_run_counts_its_own_requests_and_keeps_the_token(practice: Serve) -> None:
    async with practice("ready") as company:
        first, second = await company.run(), await company.run()
        assert (first.requests.sent, second.requests.sent) == (14, 13)


async def test_long_questions_tell_how_far_they_are(practice: Serve) -> None:
    told: list[tuple[str, int, int | None]] = []
    async with practice("ready") as company:
        await Runner(company.client, company.target).run(on_progress=lambda *each: told.append(each))
    assert ("projects.permitted", 12, 12) in told
    assert ("permissions.project", 5, 5) in told


def test_only_knows_its_checks() -> None:
    with pytest.raises(BadInput, match="the valid ones are: credentials"):
        with_needs({"nonsense"})


def test_the_needs_of_every_check_are_checks() -> None:
    for check in CHECKS:
        assert set(check.needs) <= set(registry.BY_ID)


@pytest.mark.parametrize(
    ("count", "size", "indices"),
    [(0, 5, ()), (3, 5, (0, 1, 2)), (12, 5, (0, 2, 5, 8, 11)), (9, 1, (0,)), (2431, 3, (0, 1215, 2430))],
)
def test_a_spread_reaches_from_the_first_to_the_last(count: int, size: int, indices: tuple[int, ...]) -> None:
    assert spread(count, size) == indices
