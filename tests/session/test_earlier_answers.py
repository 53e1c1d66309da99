"""What an earlier run proved is shown with its age until Procore is asked again, and only about the same question."""

import os
import time
from datetime import UTC, datetime, timedelta

from dmsa_tui.documents.open_items import REPLACED
from dmsa_tui.onboarding.record import Confirmed, ExpectMode
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.check_results import FRESH
from dmsa_tui.session.handover import setup_record
from dmsa_tui.session.mending_actions import mending_actions
from dmsa_tui.session.mending_clicks import mending_clicks
from dmsa_tui.session.session import Session
from dmsa_tui.vocabulary import Cause, Status


async def checked() -> Session:
    """A session in which everything was checked and saved."""
    session = Session.for_rehearsal("ready")
    assert session.rehearsal is not None
    session.open_record.begin(session.rehearsal.starting_record())
    secret = session.rehearsal.rehearsal.credentials.client_secret
    assert secret is not None
    await session.credentials.keep(Secret(secret))
    await session.run_checks(None)
    await session.flush()
    await session.disconnect()
    return session


async def test_after_a_restart_a_step_is_proven_with_the_age_of_the_answer() -> None:
    before = await checked()
    again = Session.for_rehearsal("ready")
    again.open_record.open(before.record.name)
    view = again.views()["install"]
    found = min(at for id, at in before.results.found_at.items() if id.startswith("install."))
    assert (view.state, view.since) == (State.PROVEN, found)
    assert not again.results, "nothing was asked in this run"


async def test_an_earlier_answer_about_another_company_is_shown_no_more() -> None:
    before = await checked()
    again = Session.for_rehearsal("ready")
    again.open_record.open(before.record.name)
    again.open_record.note(company_id="4711")
    assert {view.since for view in again.views().values()} == {None}
    assert again.views()["install"].state is not State.PROVEN


async def test_an_answer_about_projects_drops_what_an_earlier_run_found_about_projects_alone() -> None:
    before = await checked()
    again = Session.for_rehearsal("ready")
    again.open_record.open(before.record.name)
    again.open_record.note(expect=ExpectMode.LIST, expected_projects=["P-001"])
    await again.flush()
    for session in (again, Session.for_rehearsal("ready")):
        session.open_record.open(before.record.name)
        proven = {id for id, view in session.views().items() if view.state is State.PROVEN}
        assert proven == {"permissions", "install"}
        shown = {
            check.check.id for view in session.views().values() for check in view.checks if check.result is not None
        }
        assert "permissions.company" in shown and not any(each.startswith("projects.") for each in shown)


async def test_a_replaced_secret_drops_what_an_earlier_run_proved_about_the_old_one() -> None:
    before = await checked()
    again = Session.for_rehearsal("ready")
    again.open_record.open(before.record.name)
    again.credentials.know(Secret("o" * 64))
    await again.credentials.keep(Secret("n" * 64))
    again.open_record.note(secret_replaced_at=datetime.now(UTC) + timedelta(seconds=1))  # a report has whole seconds
    await again.flush()
    restart = Session.for_rehearsal("ready")
    restart.open_record.open(before.record.name)
    for session in (again, restart):
        states = {check.check.id: check.state for view in session.views().values() for check in view.checks}
        assert states["credentials.token"] is State.TODO and states["credentials.account"] is State.TODO
        assert states["permissions.company"] is State.PROVEN, "the account is the same"
    assert REPLACED in [each.what for each in (await setup_record(again)).open_items]


async def test_the_checks_of_an_earlier_run_are_named_when_an_answer_drops_them() -> None:
    before = await checked()
    again = Session.for_rehearsal("ready")
    again.open_record.open(before.record.name)
    named: set[str] = set()
    again.results.observe(named.update)
    again.open_record.note(company_id="4711")
    assert before.results.report is not None
    assert {each.id for each in before.results.report.results} <= named


async def test_a_result_of_this_run_is_shown_with_its_age_after_ten_minutes() -> None:
    session = await checked()
    named: set[str] = set()
    session.results.observe(named.update)
    now = datetime.now(UTC)
    session.results.grow_old(now + FRESH / 2)
    assert {view.since for view in session.views().values()} == {None} and not named
    session.results.grow_old(now + FRESH * 2)
    assert session.views()["install"].since is not None and named == set(session.results)
    await session.run_checks(frozenset({"credentials.token"}))
    token, app = session.views()["promote"].checks
    assert token.since is None and app.since is not None, "asked again, a result is fresh; the others stay old"
    await session.disconnect()


async def begun(scenario: str) -> Session:
    """A session in which nothing was asked or decided yet, and whose secret is known."""
    session = Session.for_rehearsal(scenario)
    assert session.rehearsal is not None
    session.open_record.begin(session.rehearsal.starting_record())
    session.open_record.note(expect=ExpectMode.UNDECIDED, future_projects=None)
    await session.credentials.keep(Secret(session.rehearsal.rehearsal.credentials.client_secret or ""))
    return session


def ticks(session: Session, action: str) -> None:
    session.open_record.note(ticked={**session.record.ticked, action: Confirmed("Kim", datetime.now(UTC))})


async def asks(session: Session, step: str) -> None:
    """What opening a step does: its checks run, and what is known is written."""
    session.open_record.note(step=step)
    await session.run_checks(frozenset(each.id for each in session.checks_of(step)))
    await session.flush()


def restarted(session: Session) -> Session:
    """The same onboarding in a program that knows only what is on disk, as after a kill."""
    assert session.rehearsal is not None
    again = Session.for_rehearsal(session.rehearsal.scenario)
    again.open_record.open(session.record.name)
    assert not again.results, "nothing was asked in this run"
    return again


async def test_what_a_step_alone_has_asked_is_there_after_a_restart_with_its_age() -> None:
    session = await begun("ready")
    await asks(session, "install")
    again = restarted(session)
    view = again.views()["install"]
    assert view.state is State.PROVEN and view.since is not None
    assert again.views()["check"].state is State.TODO, "not everything was asked"
    assert (again.record.verdict, again.record.checked_at is not None) == ("", True)
    await session.disconnect()


async def test_an_answer_that_leaves_a_result_alone_leaves_it_for_the_next_run_too() -> None:
    session = await begun("ready")
    await asks(session, "install")
    session.open_record.note(expect=ExpectMode.ALL)
    await session.flush()
    assert restarted(session).views()["install"].state is State.PROVEN
    session.open_record.note(company_id="4711")
    await session.flush()
    assert restarted(session).views()["install"].state is not State.PROVEN
    await session.disconnect()


async def test_what_a_step_found_failing_is_failing_after_a_restart_and_on_home() -> None:
    session = await begun("unpermitted-projects")
    session.open_record.note(expect=ExpectMode.ALL, future_projects=True)
    ticks(session, "projects/existing-save")
    await asks(session, "projects")
    again = restarted(session)
    assert again.views()["projects"].state is State.FAILING and again.record.verdict == "fail"
    (entry,) = session.store.entries()
    summary = (await session.saved.summaries([entry]))[entry.path]
    assert (summary.state, summary.step) == (State.FAILING, "projects") and "missing" in summary.matter
    await session.disconnect()


async def test_what_was_mended_since_the_last_full_check_counts_after_a_restart() -> None:
    session = await begun("unpermitted-projects")
    session.open_record.note(expect=ExpectMode.ALL, future_projects=True)
    await session.run_checks(None)
    await session.flush()
    assert session.record.verdict == "fail" and session.rehearsal is not None
    while clicks := mending_clicks(session):
        session.rehearsal.perform(clicks[0])
        await session.run_checks(frozenset({"projects.permitted", "projects.new"}))
    await session.flush()
    again = restarted(session)
    assert again.views()["projects"].state is State.PROVEN
    assert again.record.verdict in ("pass", "warn")
    assert again.views()["install"].since is not None and again.views()["install"].state is State.PROVEN
    await session.disconnect()


async def test_what_the_last_step_proved_counts_after_a_restart_where_no_full_check_was_made() -> None:
    session = await begun("unpermitted-projects")
    session.open_record.note(expect=ExpectMode.ALL, future_projects=True)
    await asks(session, "install")
    session.results.found_at["install.connected"] -= timedelta(minutes=1)  # the steps before took their time
    await asks(session, "projects")
    assert session.rehearsal is not None
    while clicks := mending_clicks(session):
        session.rehearsal.perform(clicks[0])
        for step in ("promote", "permissions", "install", "projects"):
            await session.run_checks(frozenset(each.id for each in session.checks_of(step)))
    await session.flush()
    again = restarted(session)
    for each in (session, again):
        assert each.record.verdict in ("pass", "warn") and each.views()["projects"].state is State.PROVEN
    await session.disconnect()


async def test_the_checker_is_not_red_because_a_step_that_nobody_began_was_opened() -> None:
    session = await begun("not-installed")
    await asks(session, "install")
    assert session.results["install.connected"].status == "fail"
    assert {view.state for view in session.views().values()} <= {
        State.TODO, State.PROVEN, State.UNVERIFIED, State.CONFIRMED,
    }  # fmt: skip
    ticks(session, "install/confirm")
    assert session.views()["install"].state is State.TODO, "that no is older than the click"
    await asks(session, "install")
    assert session.views()["install"].state is State.FAILING
    assert session.views()["check"].state is State.TODO, "nobody has opened it"
    session.open_record.go_to("check")
    assert session.views()["check"].state is State.FAILING
    await session.disconnect()


async def test_where_everything_was_asked_the_step_that_mends_it_shows_what_fails_once_it_is_begun() -> None:
    session = await begun("not-installed")
    session.open_record.note(step="check")
    await session.run_checks(None)
    for step in ("check", "install"):  # the person was led there
        session.open_record.note(step=step)
        assert session.views()["check"].state is State.TODO, "nobody has begun what fails"
        assert session.views()["install"].state is State.TODO and not mending_actions(session, "install")
    ticks(session, "install/company")
    assert session.views()["install"].state is session.views()["check"].state is State.TODO, "a name was read aloud"
    before = datetime.now(UTC) - timedelta(seconds=2)  # a report keeps whole seconds
    session.open_record.note(ticked={**session.record.ticked, "install/confirm": Confirmed("Kim", before)})
    await session.run_checks(None)
    assert session.views()["install"].state is session.views()["check"].state is State.FAILING
    assert mending_actions(session, "install"), "the action that mends it is marked"
    await session.flush()
    assert restarted(session).views()["install"].state is State.FAILING
    await session.disconnect()


async def test_a_wrong_company_id_is_wrong_before_its_step_was_begun() -> None:
    session = await begun("ready")
    session.open_record.note(company_id="4711")
    await asks(session, "install")
    states = {each.check.id: each.state for each in session.views()["install"].checks}
    assert states["company.reachable"] is State.FAILING
    await session.disconnect()


async def test_what_procore_refused_three_times_stays_refused_and_nothing_else_takes_the_blame() -> None:
    session = await begun("not-installed")
    ticks(session, "install/install")
    session.open_record.note(step="install")
    for _ in range(5):
        await session.run_checks(frozenset(each.id for each in session.checks_of("install")))
    report = await session.run_checks(None)
    for results in (session.results, {each.id: each for each in report.results}):
        found = results["install.connected"]
        assert (found.status, found.cause) == (Status.FAIL, Cause.NOT_INSTALLED)
        others = {id: each for id, each in results.items() if not id.startswith(("install.connected", "credentials."))}
        assert not any(each.status is Status.FAIL for each in others.values()), "the app is not installed: no more"
    assert report.verdict is Status.FAIL
    await session.run_checks(None, manual=True)
    assert "three" not in session.results["install.connected"].summary
    await session.disconnect()


async def test_nothing_about_future_projects_is_red_before_the_question_was_answered() -> None:
    session = await begun("no-future-projects")
    session.open_record.note(expect=ExpectMode.ALL)
    ticks(session, "projects/new-save")
    await asks(session, "projects")
    states = {each.check.id: each.state for each in session.views()["projects"].checks}
    assert states["projects.new"] is State.TODO
    session.open_record.note(future_projects=True)
    await asks(session, "projects")
    states = {each.check.id: each.state for each in session.views()["projects"].checks}
    assert states["projects.new"] is State.FAILING
    await session.disconnect()


async def test_what_projects_were_before_the_program_added_some_is_no_answer_any_more_also_after_a_kill() -> None:
    session = await begun("unpermitted-projects")
    session.open_record.note(expect=ExpectMode.ALL, future_projects=True)
    await session.run_checks(None)
    await session.flush()
    again = restarted(session)
    assert again.answers.latest("projects.permitted") is not None and again.answers.latest("install.account")
    again.results.projects_changed()
    assert again.answers.latest("projects.permitted") is None, "in the run that adds them"
    directory = session.paths.permits(session.record.environment, session.record.company_id)
    directory.mkdir(parents=True)
    journal = directory / "20261128-101500-000001.jsonl"
    journal.touch()
    os.utime(journal, (time.time() + 2,) * 2)
    killed = restarted(session)
    assert killed.answers.latest("projects.permitted") is None and killed.answers.latest("permissions.project") is None
    assert killed.answers.latest("install.account") is not None
    await session.disconnect()


async def test_the_company_s_own_web_host_is_known_after_a_restart_and_of_an_ended_access() -> None:
    before = await checked()
    assert before.web_url == "https://us02.procore.com"
    again = Session.for_rehearsal("ready")
    again.open_record.open(before.record.name)
    assert again.web_url == "https://us02.procore.com", "links lead to the same host before and after a check"
    again.open_record.note(access_ended_at=datetime.now(UTC))
    assert again.web_url == "https://us02.procore.com"
    again.open_record.note(company_id="4711")
    assert again.web_url == "https://app.procore.com", "another company may be elsewhere"
