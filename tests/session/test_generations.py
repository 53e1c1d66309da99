"""What Procore said about an older question counts for nothing: results, reports and scans of before."""

import asyncio
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dmsa_tui.checks.model import Report, RequestCount, Result
from dmsa_tui.errors import StaleResult
from dmsa_tui.onboarding.check_states import can_confirm
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.onboarding.store import Store
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.credentials import TOKEN
from dmsa_tui.session.level_scan import LEVELS
from dmsa_tui.session.session import Session
from dmsa_tui.vocabulary import NOT_SENT, Cause, Status


def ready() -> Session:
    """A session on the practice company with its pair known."""
    session = Session.for_rehearsal("ready")
    assert session.rehearsal is not None
    session.open_record.begin(session.rehearsal.starting_record())
    secret = session.rehearsal.rehearsal.credentials.client_secret
    assert secret is not None
    session.credentials._secrets[SecretKey.of_record(session.record)] = Secret(secret)
    return session


async def test_an_answer_that_arrives_for_an_older_generation_is_not_kept() -> None:
    session = ready()

    def answered(names: frozenset[str]) -> None:
        if any(each in session.results for each in names) and session.record.company_id != "4711":
            session.open_record.note(company_id="4711")

    session.results.observe(answered)
    with pytest.raises(StaleResult):
        await session.run_checks(None)
    assert not session.results and not session.results.running
    assert session.results.report is None and session.results.requests is None and not session.record.verdict
    await session.disconnect()


async def test_a_replaced_secret_clears_every_result() -> None:
    session = ready()
    report = await session.run_checks(None)
    assert report.verdict is Status.PASS and len(session.results) == len(session.definitions)
    same = await session.credentials.secret()
    assert same is not None
    await session.credentials.keep(same)
    assert session.results.report is report and session.results, "the same secret again proves the same"
    await session.credentials.keep(Secret("n0t-the-same" * 4))
    assert session.results == {} and session.results.report is None and session.results.projects == ()
    await session.disconnect()


async def test_a_token_of_before_does_not_prove_that_the_pair_is_accepted_now() -> None:
    session = ready()
    await session.run_checks(None)
    asked_at = session.results.timed[TOKEN][1]
    assert session.rehearsal is not None
    session.rehearsal.perform("reset-secret")
    await session.run_checks(frozenset({TOKEN}))
    assert session.results.timed[TOKEN][1] == asked_at, "nothing was asked: the answer is no younger"
    await session.run_checks(frozenset({TOKEN}), manual=True)
    assert session.results[TOKEN].cause is Cause.WRONG_CREDENTIALS
    assert session.results.timed[TOKEN][1] > asked_at
    await session.disconnect()


async def test_a_scan_that_was_cancelled_writes_nothing_though_its_answers_arrive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = ready()
    begun, let_go = asyncio.Event(), asyncio.Event()
    levels = Result(LEVELS, Status.PASS, "Of every project.")

    class Deaf:
        """A runner that hears of its cancellation when all answers are there."""

        projects = (object(),)

        def __init__(self, *_: object, **__: object) -> None: ...

        async def run(self, on_event: Any, on_progress: Any) -> Report:
            begun.set()
            try:
                await let_go.wait()
            except asyncio.CancelledError:
                await let_go.wait()
            on_progress(LEVELS, 3, 9)
            on_event(levels)
            return Report(Status.PASS, datetime.now(UTC), 1, {}, (levels,), RequestCount(7))

    monkeypatch.setattr("dmsa_tui.checks.runner.Runner", Deaf)
    session.level_scan.begin()
    await begun.wait()
    task = session.level_scan._task
    assert task is not None
    session.level_scan.stop()
    await asyncio.sleep(0)
    let_go.set()
    await asyncio.gather(task, return_exceptions=True)
    assert session.results == {} and session.results.requests is None and session.results.projects == ()
    assert session.level_scan.progress == ""
    assert not session.level_scan.answers
    await session.disconnect()


@pytest.mark.skipif(os.name != "posix", reason="only there a directory can be synced")
def test_a_record_is_durable_when_save_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    fsync, replace = os.fsync, os.replace

    def counted(descriptor: int) -> None:
        synced.append("directory" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def renamed(source: str, target: Path) -> None:
        synced.append("rename")
        replace(source, target)

    store = Store(Paths.default())
    record = store.create(Onboarding("Acme"))
    monkeypatch.setattr(os, "fsync", counted)
    monkeypatch.setattr(os, "replace", renamed)
    record.app_name = "Sync"
    store.save(record)
    # The line of the history, then the record: its bytes before its name, and the directory after it.
    assert synced == ["file", "file", "rename", "directory"]
    synced.clear()
    store.create(Onboarding("Second"))
    assert synced == ["file", "directory", "file", "rename", "directory"]


@pytest.mark.parametrize(
    ("hosts", "answered"),
    [
        ({}, "2 requests to Procore."),
        (dict.fromkeys(("login_url", "api_url"), "http://127.0.0.1:8642"), "2 requests to 127.0.0.1:8642."),
        ({"login_url": "https://a.example", "api_url": "https://b.example"}, "2 requests to the custom hosts."),
        ({"login_url": "https://login.example.com"}, "2 requests to Procore and the custom host."),
    ],
)
def test_what_a_run_cost_names_who_was_asked(hosts: dict[str, Any], answered: str) -> None:
    session = Session(Paths.default(), MemorySecretStore())
    session.open_record.begin(Onboarding("Acme", **hosts))
    session.results.requests = RequestCount(2)
    assert session.results.cost == answered
    practiced = ready()
    practiced.results.requests = RequestCount(2)
    assert practiced.results.cost == "2 requests to the practice company."


@pytest.mark.parametrize("status", [Status.FAIL, Status.UNVERIFIED])
async def test_what_is_not_sent_keeps_the_last_answer_of_an_earlier_run_and_is_no_persons_to_confirm(
    status: Status,
) -> None:
    results = ready().results
    run = results.begin_run()
    before = Result(LEVELS, status, "Before.")
    stopped = Result(LEVELS, Status.UNVERIFIED, "Not asked.", Cause.NO_ACCESS, details={NOT_SENT: True})
    assert not can_confirm(stopped) and can_confirm(replace(stopped, details={}))
    report = Report(status, datetime.now(UTC), 1, {}, (before,), RequestCount())
    results.keep_earlier(report)
    results.keep(stopped, run)
    assert results.latest(LEVELS) is before and results.not_sent == {LEVELS}
    assert results.settled(report._replace(results=(stopped,))).results == (before,)
    results.keep(before, run)
    assert not results.not_sent
    results.end_run(run)


async def test_a_yes_of_before_does_not_stand_where_asking_stopped_and_a_no_does() -> None:
    results = ready().results
    run = results.begin_run()
    for before, stands in ((Status.PASS, Status.UNVERIFIED), (Status.WARN, Status.UNVERIFIED), (Status.FAIL,) * 2):
        results.keep(Result(LEVELS, before, "Before."), run)
        stopped = Result(LEVELS, Status.UNVERIFIED, "Not asked.", details={NOT_SENT: True})
        results.keep(stopped, run)
        report = results.settled(Report(Status.UNVERIFIED, datetime.now(UTC), 1, {}, (stopped,), RequestCount()))
        assert results[LEVELS].status is report.results[0].status is stands
    results.end_run(run)


def test_the_cost_of_a_run_begins_at_nothing_and_never_falls_while_another_runs_beside_it() -> None:
    results = ready().results
    asked = Result("projects.new", Status.RUNNING, "")
    first = results.begin_run()
    results.keep(asked, first, RequestCount(6))
    beside = results.begin_run()
    for run, sent, shown in ((first, 7, "7"), (beside, 1, "7"), (first, 8, "8")):
        results.keep(asked, run, RequestCount(sent))
        assert results.cost == f"{shown} requests to the practice company so far."
    results.keep_run(Report(Status.PASS, datetime.now(UTC), 1, {}, (), RequestCount(2)), (), beside)
    assert results.cost == "8 requests to the practice company so far."
    results.end_run(beside)
    results.end_run(first)
    assert results.cost == "8 requests to the practice company."
    following = results.begin_run()
    assert results.requests is None, "the requests of the run before are none of this one's"
    results.keep(asked, following, RequestCount(1))
    assert results.cost == "1 request to the practice company so far."
    results.end_run(following)


def test_a_run_that_has_sent_nothing_names_no_number_of_requests_beside_what_an_older_token_proves() -> None:
    results = ready().results
    run = results.begin_run()
    results.keep(Result("credentials.token", Status.PASS, "Accepted."), run, RequestCount(0))
    assert len(results.cost) == 0
    results.end_run(run)
    assert results.cost == "No new request to the practice company."
