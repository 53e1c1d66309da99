"""The runner: events, crashes, cancellation, and a client that serves several runs."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from dmsa_tui.checks.bounded_gather import bounded_gather
from dmsa_tui.checks.memberships import spread
from dmsa_tui.checks.model import Finding, Report, Result
from dmsa_tui.checks.registry import QUESTIONS
from dmsa_tui.checks.runner import Runner
from dmsa_tui.checks.target import ProjectScope
from dmsa_tui.errors import InvalidInput
from dmsa_tui.procore.pacing import OF_A_KIND
from dmsa_tui.procore.request_record import Answered, RequestRecord
from dmsa_tui.vocabulary import CHECK_BY_ID, CHECKS, Status, with_needs

Find = Callable[[Report, str], Result]
Serve = Callable[..., AbstractAsyncContextManager[Any]]


def test_every_check_has_its_code_and_no_code_is_left_over() -> None:
    assert set(QUESTIONS) == {check.id for check in CHECKS}


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

    monkeypatch.setitem(QUESTIONS, "install.account", QUESTIONS["install.account"]._replace(ask=crash))
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
        assert (first.requests.sent, second.requests.sent) == (20, 19)


async def test_long_questions_tell_how_far_they_are(practice: Serve) -> None:
    told: list[tuple[str, int, int | None]] = []
    async with practice("ready") as company:
        await Runner(company.client, company.target).run(on_progress=lambda *each: told.append(each))
    assert ("projects.permitted", 12, 12) in told
    assert ("permissions.project", 5, 5) in told


def test_only_knows_its_checks() -> None:
    with pytest.raises(InvalidInput, match="the valid ones are: credentials"):
        with_needs({"nonsense"})


def test_the_needs_of_every_check_are_checks() -> None:
    for check in CHECKS:
        assert set(check.needs) <= set(CHECK_BY_ID)


@pytest.mark.parametrize(
    ("count", "size", "indices"),
    [(0, 5, ()), (3, 5, (0, 1, 2)), (12, 5, (0, 2, 5, 8, 11)), (9, 1, (0,)), (2431, 3, (0, 1215, 2430))],
)
def test_a_spread_reaches_from_the_first_to_the_last(count: int, size: int, indices: tuple[int, ...]) -> None:
    assert spread(count, size) == indices


async def test_a_run_after_a_cancelled_one_does_not_read_again_what_was_read(practice: Serve, result_of: Find) -> None:
    every = ProjectScope("all")
    async with practice("ready", latency=0.02) as company:
        target = replace(company.target, projects=every)
        first = Runner(company.client, target)
        reading = asyncio.Event()

        def on_progress(check_id: str, done: int, total: int | None) -> None:
            if check_id == "permissions.project" and done >= 4:
                reading.set()

        task = asyncio.create_task(first.run(on_progress=on_progress))
        await asyncio.wait_for(reading.wait(), 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        report = await Runner(company.client, target, earlier=first).run()
        fresh = await Runner(company.client, target).run()
    details = result_of(report, "permissions.project").details
    assert (details["checked"], details["permitted"]) == (12, 12)
    rows = [{key: value for key, value in row.items() if key != "read_at"} for row in details["projects"]]
    assert {**details, "projects": rows} == result_of(fresh, "permissions.project").details
    assert report.requests.sent <= fresh.requests.sent - 4


async def test_a_finished_run_is_no_reason_to_leave_a_question_out(practice: Serve) -> None:
    async with practice("ready") as company:
        first = Runner(company.client, company.target)
        await first.run()
        company.paths.clear()
        await Runner(company.client, company.target, earlier=first).run()
        assert sum(path.endswith("/settings/permissions") for path in company.paths) == 6


async def test_what_was_read_of_another_company_is_not_taken_over(practice: Serve) -> None:
    async with practice("ready") as company:
        first = Runner(company.client, company.target)
        read = RequestRecord("GET", "https://api.procore.com", 200, None, 1, datetime.now(UTC))
        first._levels["1"] = Answered([], (read,))
        assert Runner(company.client, company.target, earlier=first)._levels
        for change in ({"company_id": "4711"}, {"client_id": "another"}):
            assert not Runner(company.client, replace(company.target, **change), earlier=first)._levels


async def test_questions_side_by_side_are_bounded_and_keep_their_order() -> None:
    running = most = 0

    async def ask(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return -number

    assert await bounded_gather(ask, range(1000)) == [-number for number in range(1000)]
    assert most == OF_A_KIND
    assert await bounded_gather(ask, ()) == []


async def test_an_error_among_questions_ends_the_others() -> None:
    asked: list[int] = []

    async def ask(number: int) -> None:
        asked.append(number)
        await asyncio.sleep(0)
        if number == 3:
            raise InvalidInput("three")

    with pytest.raises(InvalidInput, match="three"):
        await bounded_gather(ask, range(1000))
    assert len(asked) < 30
