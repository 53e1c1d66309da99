"""Reading every project goes on beside other steps, is announced, and never speaks for another customer."""

import asyncio

import httpx
import pytest
from textual.widgets import Button, Static
from textual.widgets._toast import Toast

from dmsa_tui.practice.company import many_projects
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.level_scan import LEVELS
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.widgets.check_row import CheckRow
from tests.tui.driving import Wizard, credentials, opened

PROJECTS = 30


class ExpectedProjects(httpx.ASGITransport):
    """The practice company; about single projects it answers only as often as the test lets it."""

    answers = 0
    waiting = 0
    """Questions about a project that are on their way."""
    at_once: frozenset[str] = frozenset()
    """The projects of the trial reads, about which a step asks as well: it must not wait for the reading."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        asks_levels = b"settings/permissions?project_id=" in request.url.raw_path
        if asks_levels and request.url.params["project_id"] not in ExpectedProjects.at_once:
            ExpectedProjects.waiting += 1
            try:
                while ExpectedProjects.answers <= 0:
                    await asyncio.sleep(0.02)
            finally:
                ExpectedProjects.waiting -= 1
            ExpectedProjects.answers -= 1
        return await super().handle_async_request(request)


@pytest.fixture(autouse=True)
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A company of thirty projects, which answers about the five of the sample."""
    monkeypatch.setattr("dmsa_tui.practice.transport.PracticeTransport", ExpectedProjects)
    monkeypatch.setattr(
        "dmsa_tui.practice.scenarios.many_projects", lambda world, _count: many_projects(world, PROJECTS)
    )
    monkeypatch.setattr("dmsa_tui.checks.bounded_gather.OF_A_KIND", 6)  # what is held leaves room for the other steps
    monkeypatch.setattr("dmsa_tui.session.level_scan.NOTICE_SECONDS", 0.0)
    ExpectedProjects.answers, ExpectedProjects.waiting, ExpectedProjects.at_once = 5, 0, frozenset()


async def begin_to_read(found: Wizard) -> None:
    """Read on a few projects, and be held up."""
    await found.session.credentials.keep(Secret(credentials(found.session)[1]))
    await found.press("f5")
    await found.sees("checks pass")
    read = found.session.results["permissions.read"].details["projects"]
    ExpectedProjects.at_once = frozenset(each["id"] for each in read)
    ExpectedProjects.answers = 8  # and the first one, at once
    found.step.query_one("#every-project", Button).press()
    await found.sees("Levels read on 9 of 30", "Stop (you can")
    await found.until(lambda: ExpectedProjects.waiting, "questions on their way")


async def test_reading_goes_on_at_other_steps_and_at_home_and_is_announced() -> None:
    async with opened("large-company", step="check", size=(80, 24), home=True) as found:
        await begin_to_read(found)
        assert "checks pass" in found.text

        await found.go("permissions")
        await found.sees("levels  30%")
        assert found.step.query_one("#check-permissions-project", CheckRow).state.is_running
        await found.press("ctrl+g")
        await found.until(lambda: isinstance(found.app.screen, HomeScreen), "home")
        await found.sees("levels 9 of 30")  # home's line names no customer and has the room
        ExpectedProjects.answers = 6
        await found.sees("levels 15 of 30", "4 Promote: confirm")  # Enter opens the step that home names
        await found.press("enter")
        await found.sees("4. Promote", "levels  ")

        await found.press("f10")
        await found.quiet()
        await found.sees("Levels read on 15 of 30", "Stop (you can")
        await found.go("handoff")
        ExpectedProjects.answers = PROJECTS
        await found.is_told("Project permissions on every project: proven. F10 opens all checks.")
        await found.quiet()
        assert {each.size.height for each in found.app.screen.query(Toast)} == {1}, "the stepper stays in sight"
        assert not found.session.level_scan.under_way and "levels 100%" not in found.text

        # Opening the checker asks by itself, but no sample takes the place of what was read everywhere.
        await found.press("f10")
        await found.until(lambda: found.step.STEP == "check", "the checker")
        await found.quiet()
        result = found.session.results[LEVELS]
        assert result.details["checked"] == PROJECTS
        ending = found.session.level_scan.ending
        assert ending is not None and ending.sentence.startswith(f"Levels read on {PROJECTS} of {PROJECTS}. ")
        assert ending.sentence.endswith("requests to the practice company.")
        await found.press("f5")
        await found.until(lambda: found.session.results[LEVELS] is not result, "the sample that was asked for")


async def test_a_dialog_is_not_drawn_again_for_each_answer_and_what_came_meanwhile_is_shown_after_it() -> None:
    async with opened("large-company", step="check", size=(80, 24)) as found:
        await begin_to_read(found)
        await found.press("f1")
        await found.quiet()
        before = found.text
        assert "levels  30%" in before
        ExpectedProjects.answers = 6
        await found.until(lambda: found.session.level_scan.done == 15, "more answers")
        await found.quiet()
        assert found.text == before
        await found.press("escape")
        await found.sees("levels  50%", "Levels read on 15 of 30")


async def test_what_is_read_ends_with_what_it_is_about_and_never_speaks_for_another() -> None:
    async with opened("large-company", step="check", size=(80, 24)) as found:
        await begin_to_read(found)
        session, step = found.session, found.step

        # Another window may change the company at any moment.
        session.open_record.note(company_id="4711")
        assert not session.level_scan.under_way and LEVELS not in session.results
        await found.sees("Stopped reading the levels on all projects")
        ExpectedProjects.answers = PROJECTS
        await found.until(lambda: not ExpectedProjects.waiting, "the requests to end")
        await found.quiet()
        assert session.results == {}
        assert "Check permissions on all" in str(step.query_one("#every-project", Button).label)

        # A pause is counted down where one is, and longer than the screen lives on which it began.
        session.connection.on_wait(30, "Procore's limit is nearly used up")
        await found.sees("Procore's limit is nearly used up: continuing in 30 s")
        await found.go("install")
        note = found.step.query_one("#check-note", Static)
        await found.until(lambda: "continuing in 2" in str(note.render()), "the pause on another screen")


async def test_a_rename_by_another_window_stops_no_reading_and_drops_no_answer() -> None:
    async with opened("large-company", step="check", size=(80, 24)) as found:
        session = found.session
        await begin_to_read(found)
        await session.flush()
        session.store.rename(session.record.name, "Another Name")
        assert await session.open_record.take_over() is not None and session.record.name == "Another Name"
        await found.sees("Another Name")
        assert session.level_scan.under_way and "credentials.token" in session.results
        ExpectedProjects.answers = PROJECTS
        await found.sees("Levels read on 30 of 30")


async def test_quitting_while_projects_are_read_waits_for_no_answer_and_leaves_nothing_behind() -> None:
    async with opened("large-company", step="check", size=(80, 24)) as found:
        await begin_to_read(found)
        await found.press("ctrl+q")
        await found.until(lambda: not found.app.is_running, "the end")
        assert not ExpectedProjects.waiting
        assert not found.session.level_scan.under_way
        assert [task for task in asyncio.all_tasks() if "LevelScan" in repr(task)] == []


async def test_another_rehearsal_ends_what_is_read_in_this_one() -> None:
    async with opened("large-company", step="check", size=(80, 24), home=True) as found:
        await begin_to_read(found)
        before = found.session
        await found.press("ctrl+g")
        await found.until(lambda: isinstance(found.app.screen, HomeScreen), "home")
        await found.app.sessions.change("ready")
        assert found.session is not before and not before.level_scan.under_way
        ExpectedProjects.answers = PROJECTS
        await found.until(lambda: not ExpectedProjects.waiting, "the requests to end")
        await found.quiet()
        assert LEVELS not in found.session.results
        assert LEVELS not in before.results or before.results[LEVELS].details.get("checked") != PROJECTS


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)], ids=str)
async def test_the_scan_has_a_bar_as_long_as_what_is_done_beside_its_count_and_the_key_that_stops_it(
    size: tuple[int, int],
) -> None:
    async with opened("large-company", step="check", size=size) as found:
        await begin_to_read(found)
        await found.sees("━", " later) S")
        ExpectedProjects.answers = 6
        await found.sees("Levels read on 15 of 30")
        (line,) = (each for each in found.lines if "15 of 30" in each and "━" in each)
        assert "left" in line, "the time left"
        assert abs(line.count("━") - line.count("─")) <= 1, "half of it is done"
        await found.press("s")
        await found.sees("Stopped.")
        assert not found.shows("━")
