"""Watching goes on whatever screen is open, for as long as the onboarding is, and tells its end."""

from datetime import UTC, datetime

import pytest

from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.session.watching import ACCESS_ENDED, LEFT, Watching
from dmsa_tui.tui.widgets.check_row import CheckRow
from tests.tui.driving import Wizard, opened


async def begins_to_watch(found: Wizard) -> Watching:
    """Press the key, and wait for the first round."""
    found.session.know_noted_secret()
    await found.press("ctrl+r")
    await found.sees("Watching: checks again in", "Stop watching")
    return found.session.watching


async def test_watching_goes_on_at_another_step_which_names_it_and_tells_its_end() -> None:
    async with opened("no-future-projects", step="check", size=(80, 24)) as found:
        watching = await begins_to_watch(found)
        await found.go("projects")
        await found.is_told("Watching goes on.")
        await found.sees("watching")
        found.perform("add-to-new-projects")
        watching.ask_now()
        await found.is_told("All checks pass; watching has ended.")
        assert not found.shows("watching the") and not watching.under_way
        assert found.session.record.verdict == "pass"


async def test_the_checker_shows_again_that_it_watches_and_the_key_stops_it() -> None:
    async with opened("no-future-projects", step="check", size=(80, 24)) as found:
        watching = await begins_to_watch(found)
        await found.go("projects")
        await found.go("check")
        await found.sees("Watching: checks again in", "Stop watching")
        await found.press("ctrl+r")
        await found.sees("Watching was stopped.", "Watch Ctrl+R")
        assert not watching.under_way


@pytest.mark.parametrize("does", ["confirm", "tick"])
async def test_what_has_the_checks_run_again_never_ends_watching_behind_its_button(does: str) -> None:
    async with opened("no-future-projects", step="check", size=(80, 24)) as found:
        watching = await begins_to_watch(found)
        if does == "confirm":
            found.step.post_message(CheckRow.Confirmed("install.version"))
        else:
            found.session.actions.tick_all("projects", "Ada")
        await found.quiet()
        found.perform("add-to-new-projects")
        watching.ask_now()
        await found.sees("watching has ended", "Watch Ctrl+R")


async def test_an_answer_that_changes_meanwhile_is_asked_about_and_ends_no_watch() -> None:
    async with opened("no-future-projects", step="check", size=(80, 24)) as found:
        watching = await begins_to_watch(found)
        await found.go("projects")
        found.session.open_record.note(future_projects=False)
        watching.ask_now()
        await found.is_told("watching has ended.")
        assert not watching.ending.wrong


async def test_watching_ends_with_a_word_where_the_access_was_ended_or_another_onboarding_is_opened() -> None:
    async with opened("no-future-projects", step="check", size=(80, 24)) as found:
        watching = await begins_to_watch(found)
        await found.go("projects")
        found.session.open_record.note(access_ended_at=datetime.now(UTC))
        await found.is_told(ACCESS_ENDED)
        assert not watching.under_way
        found.session.open_record.note(access_ended_at=None)
        await found.go("check")
        await begins_to_watch(found)
        await found.go("projects")
        found.session.open_record.begin(Onboarding(name="Another", step="projects"))
        await found.is_told(LEFT)


async def test_watching_goes_on_at_home_and_when_the_same_onboarding_is_opened_again() -> None:
    async with opened("no-future-projects", step="check", size=(80, 24), home=True) as found:
        watching = await begins_to_watch(found)
        await found.press("ctrl+g")
        await found.sees("watching the checks", "Practice Builders")
        await found.press("enter")
        await found.until(lambda: bool(found.app.step_in_front), "a step")
        await found.quiet()
        await found.session.flush()
        found.session.open_record.open(found.session.record.name)  # read again, as another window's rename has it
        assert watching.under_way
        await found.go("check")
        await found.sees("Stop watching")
