"""Projects are added from a session: its questions, its stops, and whatever changes while it writes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dmsa_tui.onboarding.record import Confirmed
from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.summary import Summary
from dmsa_tui.permit.model import Outcome, Report
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.project_run import CHANGED, LEFT, QUIT, REPLACED, Ended, GoOnAsked, NameAsked
from dmsa_tui.session.saved_onboardings import SavedOnboardings
from dmsa_tui.session.session import Session
from tests.session.gate import NAME, PROJECTS, Gate, small_company


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """23 projects, 20 of them missing, added in lists of five; and the gate open."""
    small_company(monkeypatch)


@asynccontextmanager
async def opened(scenario: str = "add-all-disabled") -> AsyncIterator[Session]:
    session = Session.for_rehearsal(scenario)
    assert session.rehearsal is not None
    if not session.store.names():
        session.open_record.begin(session.rehearsal.starting_record())
    else:
        session.open_record.open(session.store.names()[0])
    await session.credentials.keep(Secret(session.rehearsal.rehearsal.credentials.client_secret or ""))
    yield session
    await session.disconnect()


async def until(condition: Callable[[], Any], what: str) -> None:
    for _ in range(3000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"waited for {what}")


async def asked(session: Session, kind: type) -> Any:
    run = session.project_run
    await until(lambda: isinstance(run.question, kind) or not run.under_way, "a question")
    assert isinstance(session.project_run.question, kind), session.project_run.ending
    return session.project_run.question


async def over(session: Session) -> Ended:
    await until(lambda: not session.project_run.under_way, "the end")
    return session.project_run.ending


async def on_home(session: Session) -> Summary:
    """What home says of the only setup, as another run of the program reads it now."""

    async def at_once() -> None: ...

    saved = SavedOnboardings(session.store, lambda: session.definitions)
    (said,) = (await saved.summaries(await saved.read(at_once))).values()
    return said


def there(session: Session) -> int:
    assert session.rehearsal is not None
    return len(session.rehearsal.rehearsal.world.company.memberships)


async def at_the_second_list(session: Session) -> None:
    """Name and yes are given, and the first list after the first project is under way."""
    Gate.open.clear()
    session.project_run.begin("Ada")
    await asked(session, NameAsked)
    session.project_run.answer(NAME)
    await asked(session, GoOnAsked)
    session.project_run.answer(True)
    await until(lambda: Gate.waiting, "a list under way")


async def test_observers_learn_that_it_writes_as_soon_as_the_name_was_typed() -> None:
    async with opened() as session:
        run, seen = session.project_run, list[tuple[bool, bool]]()
        run.begin("Ada")
        await asked(session, NameAsked)
        run.observe(lambda names: seen.append((run.writes, run.question is None)))
        run.answer(NAME)
        await asked(session, GoOnAsked)
        assert (True, True) in seen, "before the next question"
        run.stop()
        await over(session)


def report_of(ending: Ended) -> Report:
    assert ending.report is not None, ending
    return ending.report


async def test_home_tells_no_old_count_once_the_first_project_may_have_been_added() -> None:
    async with opened() as session:
        session.open_record.note(ticked={"projects/chosen-add": Confirmed("Ada", datetime(2026, 11, 2, tzinfo=UTC))})
        await session.run_checks(None)
        await session.flush()
        assert (await on_home(session)).matter == "20 projects are missing"
        session.project_run.begin("Ada")
        await asked(session, NameAsked)
        session.project_run.answer(NAME)
        await asked(session, GoOnAsked)
        said = await on_home(session)  # nothing was saved since: as a kill leaves it
        assert (said.state, said.matter) == (State.TODO, "")


async def test_all_missing_projects_are_added_and_the_record_the_results_and_the_rehearsal_know_it() -> None:
    async with opened() as session:
        await session.run_checks(None)
        assert "projects.permitted" in session.results
        run = session.project_run
        told: list[str] = []
        run.observe(lambda names: told.append(run.progress))
        run.begin("Ada")
        question = await asked(session, NameAsked)
        assert (question.company, len(question.plan.to_add)) == (NAME, PROJECTS - 3) and Gate.writes == []
        assert question.cost.startswith("5 requests to write and about") and question.template
        run.answer(NAME)
        first = await asked(session, GoOnAsked)
        assert first.more == PROJECTS - 4 and len(Gate.writes) == 1 and there(session) == 4
        assert "projects.permitted" not in session.results and "credentials.token" in session.results
        run.answer(True)
        report = report_of(await over(session))
        assert report.outcome is Outcome.DONE and there(session) == PROJECTS and report.writes == 5
        assert any(line.startswith("Adding: 11 of 20") for line in told)
        (change,) = session.record.project_changes.values()
        assert (change.by, change.added, change.outcome) == ("Ada", 20, "done")
        assert not session.open_record.unsaved
        journal = report.journal
        assert journal is not None and journal.is_relative_to(session.paths.state / "permit")
        assert "practice" in session.paths.state.parts and journal.stat().st_mode & 0o777 == 0o600
        secret = await session.credentials.secret()
        assert secret is not None
        kept = [path.read_bytes() for path in Path.home().rglob("*") if path.is_file()]
        assert kept and not any(secret.reveal().encode() in each for each in kept)

    async with opened() as again:  # the company is as it was left, and what was added can be taken out
        assert there(again) == PROJECTS
        found = await again.project_run.latest()
        assert found is not None and (found.path, found.ended, found.undone) == (journal, "done", False)
        again.project_run.take_out(found.path, "Ada")
        await asked(again, NameAsked)
        again.project_run.answer(NAME)
        report = report_of(await over(again))
        assert (report.outcome, there(again)) == (Outcome.DONE, 3)
        assert [each.removed for each in again.record.project_changes.values()] == [0, 20]
        again.reset_rehearsal()
        assert there(again) == 3 and not list(again.paths.permit_journals.rglob("*.jsonl"))


async def test_closed_before_the_name_nothing_is_written_and_another_run_can_begin_at_once() -> None:
    async with opened() as session:
        session.project_run.begin("Ada")
        await asked(session, NameAsked)
        session.project_run.stop()
        assert not session.project_run.under_way and session.project_run.ending == Ended(about=session._about())
        session.project_run.begin("Ada")
        await asked(session, NameAsked)
        session.project_run.answer("Another Company")
        ending = await over(session)
        assert ending.wrong and ending.report is None and "is not the name of this company" in ending.sentence
        assert Gate.writes == [] and there(session) == 3 and await session.project_run.latest() is None


async def test_a_stop_ends_after_the_request_under_way_and_a_second_one_at_once_and_both_go_on() -> None:
    async with opened() as session:
        await at_the_second_list(session)
        session.project_run.stop()
        assert session.project_run.stopping and session.project_run.under_way
        Gate.open.set()
        report = report_of(await over(session))
        assert (report.outcome, len(report.added), there(session)) == (Outcome.STOPPED, 6, 9)

        found = await session.project_run.latest()
        assert found is not None
        Gate.open.clear()
        session.project_run.go_on(found.path, "Ada")
        assert len((await asked(session, NameAsked)).plan.to_add) == 14
        session.project_run.answer(NAME)
        await until(lambda: Gate.waiting, "a list under way")
        session.project_run.stop()
        session.project_run.stop()
        report = report_of(await over(session))
        assert report.outcome is Outcome.STOPPED and len(report.left) == 14 and not Gate.waiting

        found = await session.project_run.latest()
        assert found is not None and found.ended == ""
        Gate.open.set()
        session.project_run.go_on(found.path, "Ada")
        await asked(session, NameAsked)
        session.project_run.answer(NAME)
        assert report_of(await over(session)).outcome is Outcome.DONE and there(session) == PROJECTS


async def test_another_secret_company_list_or_onboarding_stops_it_and_what_was_done_is_kept_where_it_belongs() -> None:
    async with opened() as session:
        for happens, why in (
            (lambda: session.credentials.keep(Secret("s" * 44)), REPLACED),
            (lambda: _note(session, expected_projects=["P-0001"]), CHANGED),
            (lambda: _note(session, company_id="4711"), CHANGED),
        ):
            pair = session.credentials
            assert session.rehearsal is not None
            noted = session.rehearsal.rehearsal.credentials
            await pair.keep(Secret(noted.client_secret or ""))
            session.open_record.note(company_id=noted.company_id, expected_projects=[])
            before = there(session)
            Gate.writes.clear()
            await at_the_second_list(session)
            await happens()
            assert session.project_run.stopping
            # Whoever asks now asks as somebody else, and must not close what the run goes on with.
            await session.connection.client()
            Gate.open.set()
            ending = await over(session)
            report = report_of(ending)
            assert (report.outcome, report.problem, there(session)) == (Outcome.STOPPED, why, before + 6), why
            assert report.target["company_id"] == noted.company_id
        # It is no result of the company that the record names now, nor is its journal.
        assert session.project_run.outcome == Ended() and await session.project_run.latest() is None
        assert [each.added for each in session.store.load(NAME).project_changes.values()] == [6, 6, 6]


async def _note(session: Session, **answers: Any) -> None:
    session.open_record.note(**answers)


async def test_opening_another_onboarding_stops_it_and_the_first_record_tells_what_was_done() -> None:
    async with opened() as session:
        await at_the_second_list(session)
        other = session.store.load(NAME)
        other.name, other.company_id = "Other", "4711"
        session.open_record.begin(other)
        Gate.open.set()
        ending = await over(session)
        assert report_of(ending).problem == LEFT and session.project_run.outcome == Ended()
        assert session.record.project_changes == {}
        (change,) = session.store.load(NAME).project_changes.values()
        assert change.added == 6


async def test_leaving_waits_a_moment_for_the_request_and_then_goes_without_it() -> None:
    async with opened() as session:
        await at_the_second_list(session)
        await session.disconnect()
        assert report_of(session.project_run.ending).problem == QUIT
        (change,) = session.store.load(NAME).project_changes.values()
        assert change.added == 1 and not Gate.waiting

    async with opened() as session:
        found = await session.project_run.latest()
        assert found is not None
        session.project_run.go_on(found.path, "Ada")
        await asked(session, NameAsked)
        session.project_run.answer(NAME)
        await until(lambda: len(Gate.writes) > 2, "a list under way")
        asyncio.get_running_loop().call_later(0.1, Gate.open.set)
        await session.disconnect()
        assert report_of(session.project_run.ending).problem == QUIT


async def test_a_second_window_is_refused_and_a_full_disk_ends_it_with_what_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened() as session:
        await at_the_second_list(session)
        async with opened() as window:
            window.project_run.begin("Bob")
            ending = await over(window)
            assert ending.wrong and "Another run is adding or removing projects" in ending.sentence

        def full(*_: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("dmsa_tui.permit.journal.append_line", full)
        Gate.open.set()
        ending = await over(session)
        report = report_of(ending)
        assert ending.wrong and "cannot be written" in str(report.problem) and len(Gate.writes) == 2
        assert report.journal is not None and len(report.added) == 1
