"""Show me: a step of a rehearsal is shown click by click, and any key takes over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.events import MouseDown

from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode
from dmsa_tui.practice.company import many_projects
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.browser_values import values_for
from dmsa_tui.session.mending_clicks import is_mended
from dmsa_tui.session.session import Session
from dmsa_tui.session.show_me import ShowMe
from dmsa_tui.tui.dialogs.practice_browser import PracticeBrowser
from dmsa_tui.tui.dialogs.tasks import task_dialog
from dmsa_tui.tui.steps.practice_line import Played, PracticeLine
from dmsa_tui.tui.widgets.check_list import CheckList
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.clicks import Clicks
from dmsa_tui.tui.widgets.practice_clicks import PracticeClicks
from dmsa_tui.tui.widgets.step_checks import StepChecks
from tests.layout.whole import resize
from tests.tui.driving import DECIDED, ROOMY, UNDECIDED, Wizard, credentials, opened, wizard


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 0.05)


@pytest.fixture
def pauses_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once every action of the step is ticked, the pause for reading lasts until the person acts."""
    next_shown = ShowMe.next

    async def noticed(show: ShowMe) -> Any:
        shown = await next_shown(show)
        if not show._session.actions.open_in(show._step_id):
            monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
        return shown

    monkeypatch.setattr(ShowMe, "next", noticed)


async def test_f4_twice_shows_the_rest_of_the_step_and_waits_at_its_end() -> None:
    async with opened("fresh", step="create-app", size=(80, 24)) as found:
        await found.press("f6", "f4")
        await found.sees("Practice browser", "Show me F4")
        await found.press("f4")
        await found.sees("actions are done.", "This step has been shown.")
        assert found.step.STEP == "create-app" and "create-app" in found.session.record.confirmed
        await found.saves("[confirmed.create-app]")


async def test_what_is_played_is_open_also_where_a_done_action_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
    async with opened("fresh", step="manifest", size=(80, 24)) as found:
        await found.press("f6", "up")
        await found.sees("✎▸  1", "Take back")
        await found.press("f4")
        await found.sees("Practice browser")
        await found.press("f4")
        await found.sees("Playing (any key", "✎  1", "▸  3")


async def test_on_every_step_the_key_opens_the_practice_browser_and_with_it_open_plays() -> None:
    async with opened("fresh", step="create-app", size=(80, 24)) as found:
        await found.sees("F4 opens the practice browser. Press F4 again to click", "F4 Practice")
        await found.press("f4", "f4")
        await found.sees("This step has been shown.", "F4 Practice")
        await found.press("f6")
        await found.sees("2. ", "F4 twice clicks through this step.", "F4 Practice")
        await found.press("f4")
        await found.sees("Practice browser: it replaces", "▸ Developer portal:", "Show me F4")
        await found.press("f4")
        await found.sees("This step has been shown.")
        assert not found.shows("clicks through this step.")


async def test_who_presses_twice_out_of_habit_does_not_stop_what_the_first_press_began(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened("fresh", step="manifest", size=ROOMY) as found:
        found.perform("create-app")
        monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
        await found.press("f4")
        await found.sees("Practice browser")
        await found.press("f4", "f4")
        await found.sees("▸  2 ", "Playing (any key or click stops).")
        await found.quiet()
        assert not found.shows("Paused.")
        found.app.played_at -= 1.0
        await found.press("f4")
        await found.sees("Paused. Press F4 to show the rest.")


async def test_the_line_that_says_how_a_step_is_played_gives_its_row_to_what_the_person_works_at() -> None:
    hint = "F4 twice clicks through this step."
    answers = {"production_access": Approval(ApprovalState.WAITING, "2026-11-01", "Ada"), "edition": "json-editor"}
    at = "production-access-approval"
    async with opened("ready", step="promote", size=(80, 24), answers=answers, at=at) as found:
        await found.sees("Who requested it")
        assert not found.shows(hint) and found.step.actions is not None
        found.step.actions.choose("promote")
        await found.sees(hint)


@pytest.mark.parametrize(
    ("size", "says"),
    [((80, 24), "where you can fix it. F4 again shows how."), ((120, 36), "in the practice browser. F4 shows how.")],
)
async def test_a_rehearsal_of_a_fault_says_which_key_shows_the_fix(size: tuple[int, int], says: str) -> None:
    async with wizard(Session.for_rehearsal("wrong-secret"), size=size, home=True) as found:
        found.app.practices_beside = True
        await found.press("enter")
        await found.sees("7. Check")
        await found.until(lambda: says in " ".join(found.text.split()), says)


async def test_the_next_rehearsal_is_offered_only_on_the_step_whose_key_starts_it() -> None:
    async with opened("wrong-secret", step="install", size=(80, 24), home=True) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.session.run_checks(None, manual=True)
        found.step.show_me()
        await found.sees("What you fixed here passes. F10 goes to step 7")
        assert not found.shows("goes to the next step"), "one key goes on"
        found.step.show_me()
        await found.sees("This step has been shown. Press F6")


async def test_the_shown_handoff_saves_the_setup_record_and_says_where() -> None:
    async with opened("ready", step="handoff", size=(80, 24)) as found:
        found.step.show_me()
        await found.sees("This step has been shown.", "It contains no secret.", "Open the saved record O")
        (record,) = found.session.paths.setup_records.glob("*.html")
        assert found.shows(f"Saved {record.name}")


@pytest.mark.parametrize("size, keys", [((80, 24), "F4 twice"), ((120, 36), "F4")])
async def test_any_key_holds_it_and_does_nothing_else(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], keys: str
) -> None:
    async with opened("fresh", step="create-app", size=size) as found:
        if size != (80, 24):
            await found.press("f4")
            await found.sees("Practice browser")
        monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
        found.step.show_me()
        await found.sees("▸  2 ")
        await found.press("f8")
        await found.sees("Paused.", f"Press {keys} to show the rest.")
        assert found.step.STEP == "create-app" and found.app.stop_playing is None
        ticked = dict(found.session.record.ticked)
        await found.press("f8")
        await found.sees("2. Add the OAuth component")
        assert found.session.record.ticked == ticked


@pytest.mark.parametrize("key", ["f6", "f8", "Done, next F6", "Next step F8"])
async def test_once_the_last_action_is_shown_what_continues_does_so_at_once(pauses_at_the_end: None, key: str) -> None:
    async with opened("fresh", step="manifest", size=(80, 24)) as found:
        found.perform("create-app")
        found.step.show_me()
        await found.sees("actions are done.", "Playing (any key or click stops).")
        if key in ("f6", "f8"):
            await found.press(key)
        else:
            (x, y), *_ = [(line.index(key) + 2, y) for y, line in enumerate(found.lines) if key in line]
            await found.press_and_release(x, y)
        await found.sees("3. ")
        assert found.app.stop_playing is None and not found.app.plays_on


async def test_who_stops_the_playing_after_the_last_action_reads_that_it_was_shown(pauses_at_the_end: None) -> None:
    async with opened("fresh", step="permissions", size=(80, 24)) as found:
        found.step.show_me()
        await found.sees("All required actions are done", "Playing (any key or click stops).")
        await found.press("tab")
        await found.sees("This step has been shown. Press F6 to continue.", "optional")
        assert not found.shows("Paused.")
        await found.press("f6")
        await found.sees("4. Promote to production")


@pytest.mark.parametrize("step", ["create-app", "promote"])
async def test_what_is_shown_never_says_of_its_own_work_that_it_is_missing_or_unproven(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 0.2)
    async with opened("fresh", step=step, size=(80, 24)) as found:
        said = set[str]()

        def is_shown() -> bool:
            said.update(each for each in ("not proven", "Not proven") if found.shows(each))
            said.update(line for line in found.lines if ".  skipped" in line and "!" in line)
            return found.shows("This step has been shown.")

        found.step.show_me()
        await found.until(is_shown, "the end of the step")
        await found.quiet()
        assert is_shown() and not said


async def test_once_the_step_is_done_nothing_says_that_a_rest_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("fresh", step="manifest", size=(80, 24)) as found:
        found.perform("create-app")  # else the showing begins with it, and pauses
        monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
        found.step.show_me()
        await found.sees("▸  2 ", "Playing (any key or click stops). Done: “")
        await found.press("x")
        await found.sees("Paused.")
        await found.press("f6")
        await found.sees("▸  3 ", "Action 2 is marked done, but not clicked. F4 opens the practice browser.")
        assert not found.shows("Paused.")
        found.step.show_me()
        await found.sees("Version 1.0.0 is open")
        await found.press("x")
        await found.sees("Paused.")
        found.session.actions.tick_all("manifest", "Ada")
        await found.sees("This step is done. Press F6 to continue.")
        assert not found.shows("Paused.")


async def test_no_line_says_that_a_step_is_done_while_one_of_its_checks_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("not-installed", step="install", size=(80, 24), answers=UNDECIDED) as found:
        found.session.know_noted_secret()
        monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
        found.step.show_me()
        await found.sees("▸  2 ")
        await found.press("x")
        await found.sees("Paused.")
        found.session.actions.tick_all("install", "Ada")
        assert found.step.actions is not None
        found.step.actions.choose("skip")
        await found.press("f5")
        fails = "Not proven: Installation. Do action 4 again"
        await found.sees("✖ Installation", "optional", f"! {fails}.", f"{fails}: F4 shows how.")
        assert not any(map(found.shows, ("are done", "is done", "goes to the next step", "to continue")))
        await found.press("f6")
        await found.sees("are marked done, but the step is not.", f"! {fails}.", f"{fails}: F4 shows how.")
        assert not any(map(found.shows, ("are done", "is done", "goes to the next step", "to continue")))
        found.perform("install-app")
        await found.press("f5")
        await found.sees("actions are done.", "This step is done. Press F6 to continue.")


FAULTS = {
    "wrong-secret": "promote", "wrong-environment": "promote", "grant-missing": "manifest", "not-installed": "install",
    "missing-documents": "permissions", "tool-disabled": "permissions", "unpermitted-projects": "projects",
    "no-future-projects": "projects", "no-default-template": "projects", "update-reset": "projects",
    "no-directory-admin": "permissions",
}  # fmt: skip
"""Scenario → a step to which its fault leads."""


@pytest.mark.parametrize("from_checker", [True, False])
@pytest.mark.parametrize("scenario", FAULTS)
async def test_show_me_mends_what_fails_on_whatever_step_it_is_pressed(scenario: str, from_checker: bool) -> None:
    start = "check" if from_checker else FAULTS[scenario]
    async with opened(scenario, step=start, size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        if from_checker:
            await found.press("g")
            await found.quiet()  # a fault that no click of this program's steps mends has no such key
        else:
            await found.session.run_checks(None, manual=True)
        for _ in range(12):
            found.step.show_me()
            await found.until(lambda: found.app.stop_playing is None, "the playing to end")
            await found.quiet()
            if found.session.results.report is not None and is_mended(found.session):
                break
            await found.session.run_checks(None, manual=True)
        else:
            raise AssertionError(found.text)


async def test_where_nothing_is_left_to_show_the_key_opens_the_practice_browser() -> None:
    async with opened("ready", step="install", size=(80, 24), answers={"company_id": "562949953400000"}) as found:
        found.session.know_noted_secret()
        found.session.actions.tick_all("install", "Ada")
        await found.press("f5")
        await found.sees("✖ ")
        await found.quiet()
        found.step.show_me()
        await found.sees("Practice browser: it replaces")
        await found.press("escape")
        await found.sees("Nothing is left to show here. Not proven:")


async def test_the_whole_setup_shows_itself_to_its_end() -> None:
    async with opened("fresh", step="create-app", size=(80, 24)) as found:
        found.app.plays_on = True
        found.step.show_me()
        states: dict[str, dict[str, str]] = {}

        def is_at_the_last_step() -> bool:
            now = {id: view.state.value for id, view in found.session.views().items()}
            return "handoff" in states or not states.setdefault(found.step.STEP, now)

        await found.until(is_at_the_last_step, "the last step")
        assert states["projects"]["install"] == states["check"]["projects"] == states["handoff"]["check"] == "proven", (
            states
        )
        await found.sees("Practice Builders is set up", "What the customer gets: the handout", "Try a fault, or start")
        assert {each.state for each in found.session.views().values()} == {"proven", "confirmed"}
        assert not found.app.plays_on, "what the person chooses next is theirs"


async def test_a_whole_setup_that_was_paused_goes_on_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 0.5)
    async with opened("fresh", step="create-app", size=(80, 24), home=True) as found:
        found.app.plays_on = True
        found.step.playing.start()
        await found.sees("Playing")
        await found.press("tab")
        await found.sees("Paused.")
        assert not found.app.plays_on
        monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 0.01)
        await found.press("f4", "f4")
        await found.sees("Practice Builders is set up")


async def test_a_demo_that_plays_goes_on_where_the_rehearsal_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("fresh", step="create-app", size=(80, 24)) as found:
        await found.press("f6", "f6")
        await found.saves('[ticked."create-app/owner"]')
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
    async with wizard(Session.for_rehearsal("fresh"), size=(80, 24), home=False) as found:
        found.app.plays_on = True
        found.app.on_ready()
        await found.sees("Playing (any key or click stops).", "▸  3 ")


async def test_a_play_that_is_paused_after_the_last_action_has_procore_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, done = ShowMe.next, asyncio.Event()

    async def until_done(show: ShowMe) -> Any:
        if not found.session.actions.open_in("promote"):
            done.set()
            await asyncio.Event().wait()
        return await shown(show)

    monkeypatch.setattr(ShowMe, "next", until_done)
    async with opened("fresh", step="promote") as found:
        await found.press("f4", "f4")
        await found.until(done.is_set, "the last action")
        await found.press("tab")
        await found.sees("✔ proven  Credentials")


async def test_where_there_is_room_the_practice_browser_stands_beside_the_step_on_every_step() -> None:
    async with opened("fresh", step="create-app", answers={"edition": "json-editor"}) as found:
        await found.press("f4")
        await found.sees("Practice browser", "Click the Create", "Decide who owns the app")
        await found.press("enter")
        await found.sees("The browser shows: The account reads", "⇥ Copy into the wizard:")
        await found.press("f8")
        await found.sees("2. ", "Practice browser")
        assert found.app.focused is None, "the step's own keys act"
        await found.press("f4")
        await found.sees("This step has been shown.", "● Developer portal")
        await found.click("Close", nth=-1)
        await found.sees_no_more("Practice browser")
        await found.go("permissions")
        await found.sees("3. ", "What Procore says", "Known so far")
        line = found.step.query_one(StepChecks)
        await found.until(lambda: not line.size.height, "the checks in a panel of their own")
        await found.press("f4")
        await found.until(lambda: line.size.height, "the checks in one line")


@asynccontextmanager
async def refused(size: tuple[int, int]) -> AsyncIterator[Wizard]:
    """The checker where Procore refuses the credentials, and the practice browser that offers the mending click."""
    async with opened("wrong-secret", step="check", size=size) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.sees("Procore refuses the credentials.")
        await found.press("f4")
        await found.sees("This fixes what fails")
        yield found


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_a_click_made_new_is_offered_first_and_mends_the_check(size: tuple[int, int]) -> None:
    async with refused(size) as found:
        await found.press("enter")
        await found.sees("⇥ Copy into the wizard: Client")
        await found.press("enter")
        await found.sees("All 13 checks pass", "The fault is fixed. Remember: A reset ends the old secret")
        assert found.step.STEP == "check"


async def test_a_new_secret_goes_into_the_field_of_the_step_that_has_one() -> None:
    async with opened("wrong-secret", step="promote") as found:
        found.session.know_noted_secret()
        await found.press("f5", "f4")
        await found.sees("This fixes what fails")
        await found.press("enter")
        await found.sees("New here, and not in the wizard yet", "Copy into the wizard: Client ID")
        await found.press("enter")
        await found.sees("Procore accepts the credentials.")
        await found.sees_no_more("New here")


async def test_show_me_on_the_checker_mends_the_fault() -> None:
    async with refused((80, 24)) as found:
        await found.press("f4")
        await found.sees("All 13 checks pass")


async def test_where_no_check_fails_the_rehearsal_says_where_to_look_and_of_no_fault_that_it_is_fixed() -> None:
    async with opened("template-project", step="check", size=(80, 24), home=True) as found:
        await found.sees("No check fails here.", "it names the template.")
        assert not found.shows("you can fix it") and not found.shows("Next rehearsal")
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("All 13 checks pass")
        await found.quiet()
        assert found.shows("it names the template.") and not found.shows("Remember")
        row = found.step.query_one(CheckList).row_of("projects.permitted")
        assert row is not None
        row.action_evidence()
        await found.sees("Remember: Every developer", "Next rehearsal R")
        assert not (found.shows("is fixed") or found.shows("it names the template."))


@pytest.mark.parametrize(
    ("scenario", "click", "step"),
    [("tool-disabled", "enable-documents", "permissions"), ("no-default-template", "set-default-template", "projects")],
)
async def test_a_fault_that_is_fixed_on_another_step_says_where_the_rehearsal_ends(
    scenario: str, click: str, step: str
) -> None:
    async with opened(scenario, step="check", home=True) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.go(step)
        assert not found.shows("where this rehearsal ends")
        await found.press("f4")
        await found.sees("This fixes what fails")
        assert found.session.rehearsal is not None
        while click not in found.session.rehearsal.rehearsal.journal:
            await found.press("enter")
            await found.quiet()
        await found.sees("What you fixed here passes. F10 goes to step 7")
        await found.press("f10")
        await found.press("f5")
        await found.sees("The fault is fixed. Remember:")


async def test_where_more_is_to_be_set_up_the_fault_of_the_title_is_said_to_be_fixed() -> None:
    async with opened("not-installed", step="check") as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        found.perform("install-app")
        await found.press("f5")
        await found.sees("The fault is fixed: Installation passes now. The rest was never set up")


async def test_a_task_is_not_done_while_its_proof_is_missing() -> None:
    async with opened("old-account", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        found.session.open_record.note(expect=ExpectMode.ALL, future_projects=True)
        found.perform("permit-all-projects")
        await found.press("f5")
        await found.sees("All 13 checks pass")
        found.session.actions.tick_all("migrate", "Ada")
        await found.sees("The task is marked done, but not proven: The list of projects is empty.")
        assert not (found.shows("The task is done.") or found.shows("Next rehearsal"))


async def test_show_me_says_that_nothing_is_left_once_the_fault_is_fixed() -> None:
    async with opened("wrong-secret", step="check", size=(80, 24), home=True) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("Procore refuses the credentials.")
        await found.press("f4", "f4")
        await found.sees("The fault is fixed.", "Press R to rehearse the next:")
        await found.quiet()
        await found.press("f4", "f4")
        await found.is_told("Nothing is left to show: this rehearsal ends here. R begins the next one.")


@pytest.mark.parametrize("by", ["r", "Next rehearsal R", "rehearse the next"])
async def test_once_the_fault_is_fixed_one_press_starts_the_next_rehearsal(by: str) -> None:
    async with opened("wrong-secret", step="check", size=(80, 24), home=True) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("Procore refuses the credentials.")
        await found.quiet()
        await found.press("r")
        assert found.session.rehearsal is not None and found.session.rehearsal.scenario == "wrong-secret"
        await found.press("f4", "f4")
        await found.sees("The fault is fixed.", "Press R to rehearse the next:")
        await found.quiet()
        await (found.press("r") if by == "r" else found.click(by))
        await found.sees("Credentials work only in their own", "✖ failing")


async def test_the_next_rehearsal_is_offered_only_once_its_key_no_longer_stops_the_playing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    may_end, next_shown = asyncio.Event(), ShowMe.next

    async def held_at_the_end(show: ShowMe) -> Any:
        shown = await next_shown(show)
        if shown is None:
            await may_end.wait()
        return shown

    monkeypatch.setattr(ShowMe, "next", held_at_the_end)
    async with opened("wrong-secret", step="check", size=(80, 24), home=True) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("Procore refuses the credentials.")
        await found.quiet()
        await found.press("f4", "f4")
        await found.sees("All 13 checks pass")
        await found.sees("✔ proven      Credentials")
        assert not (found.shows("Next rehearsal R") or found.shows(" wait "))
        may_end.set()
        await found.sees("The fault is fixed.", "Press R to rehearse the next:")
        await found.press("r")
        await found.sees("Credentials work only in their own")


async def test_the_next_rehearsal_is_offered_also_to_who_stops_the_playing_after_the_fault_is_fixed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(_show: ShowMe) -> Any:
        await asyncio.Event().wait()

    async with opened("wrong-secret", step="check", size=(80, 24), home=True) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("Procore refuses the credentials.")
        await found.quiet()
        shown = ShowMe.next
        mended = asyncio.Event()

        async def until_mended(show: ShowMe) -> Any:
            return await (never if mended.is_set() else shown)(show)

        monkeypatch.setattr(ShowMe, "next", until_mended)
        await found.press("f4", "f4")
        await found.sees("All 13 checks pass")
        mended.set()
        await found.press("tab")
        await found.sees("The fault is fixed.", "Press R to rehearse the next:")


async def test_what_is_said_to_be_done_stands_beside_what_procore_says_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
    async with opened("tool-disabled", step="check", size=ROOMY, answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("✖  Documents is turned off")
        await found.quiet()
        found.step.show_me()
        await found.sees("Playing (any key or click stops). Done: “", "All 13 checks pass", found.session.results.cost)
        assert found.app.stop_playing is not None and not found.shows("✖")


async def test_a_click_is_checked_also_where_the_play_is_stopped_before_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
    run_checks, held = Session.run_checks, asyncio.Event()

    async def unless_held(session: Session, only: frozenset[str] | None, *, manual: bool = False) -> Any:
        if held.is_set():
            await asyncio.Event().wait()
        return await run_checks(session, only, manual=manual)

    async with opened("unpermitted-projects", step="check", size=(80, 24), answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("4 projects are missing")
        await found.quiet()
        assert found.session.rehearsal is not None
        monkeypatch.setattr(Session, "run_checks", unless_held)
        held.set()
        found.step.show_me()
        await found.until(lambda: found.session.rehearsal and found.session.rehearsal.rehearsal.journal, "the click")
        await found.pilot.pause()
        held.clear()
        await found.press("tab")
        await found.sees("All 13 checks pass")
        await found.sees("The fault is fixed. Remember:")


@pytest.mark.parametrize(
    ("scenario", "shows", "stays"),
    [
        ("template-project", "“Standard Project Template” is a", True),
        ("hostile-names", "12 of 12 are shown", False),
    ],
)
async def test_what_a_scenario_has_to_look_at_is_opened_before_its_lesson(
    monkeypatch: pytest.MonkeyPatch, scenario: str, shows: str, stays: bool
) -> None:
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 0.5)  # long enough to be seen
    async with opened(scenario, step="check", size=(80, 24), answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        found.step.show_me()
        await found.sees(shows)
        await found.sees("Remember:")
        assert found.shows(shows) is stays
        assert found.session.actions.is_ticked("install", "company") is False, "nobody compared two names"


async def test_whoever_stops_the_play_reads_on_in_what_it_has_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
    async with opened("hostile-names", step="check", size=(80, 24), answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        found.step.show_me()
        await found.sees("12 of 12 are shown")
        await found.press("tab")
        await found.quiet()
        assert found.shows("12 of 12 are shown")
        await found.press("escape")
        await found.sees("Remember:")


async def test_the_levels_that_were_read_on_all_projects_are_not_replaced_by_a_sample(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dmsa_tui.practice.scenarios.many_projects", lambda world, _: many_projects(world, 30))
    async with opened("large-company", step="check", size=(80, 24), answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        assert found.shows("on 5 of 30")
        found.step.show_me()
        await found.sees("Remember:")
        await found.quiet()
        assert not found.shows("Project permissions on 5 of 30")


async def test_where_the_checks_cannot_start_a_play_says_so_and_the_way_there_stays_in_sight() -> None:
    async with opened("fresh", step="check", size=(80, 24)) as found:
        await found.sees("Go G")
        found.step.show_me()
        await found.sees("✖ Checks cannot start yet")
        await found.quiet()
        assert found.shows("Go G")


async def test_a_fault_that_is_put_back_is_not_called_fixed() -> None:
    async with opened("unpermitted-projects", step="check", size=(120, 36)) as found:
        found.session.know_noted_secret()
        assert found.session.rehearsal is not None
        memberships = found.session.rehearsal.rehearsal.world.company.memberships
        found.session.open_record.note(**DECIDED)
        found.perform("permit-all-projects")
        await found.press("f5")
        await found.sees("The fault is fixed.", "Press R to rehearse the next:")
        memberships.popitem()
        await found.press("f5")
        await found.sees("1 project is missing.", "Four projects are not permitted.", "F4 opens the practice browser")
        assert not found.shows("The fault is fixed") and not found.shows("Next rehearsal R")


async def test_optional_actions_at_the_end_of_a_shown_step_are_gone_past() -> None:
    async with opened("fresh", step="permissions", size=(80, 24)) as found:
        await found.press("f4", "f4")
        await found.sees(
            "This step has been shown. Press F6 to continue.", "7 Copy the Sandbox App Version Key", "optional"
        )
        await found.press("f6")
        await found.sees("4. Promote to production")
        await found.press("f4", "f4")
        await found.sees("1–2 optional", "4 Click Promote Version.", "This step has been shown.")


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_what_a_rehearsal_teaches_is_read_whole_on_the_smallest_screen(scenario: str) -> None:
    async with opened(scenario, step="handoff", size=(60, 20)) as found:
        assert found.session.rehearsal is not None
        await found.go(found.session.rehearsal.starting_record().step)
        line = found.step.query_one(PracticeLine)
        rows = found.lines[line.region.y : line.region.bottom]
        assert " ".join(" ".join(rows).split()) == " ".join(str(line.content).split())


@pytest.mark.parametrize("size", [(60, 20), (80, 24)], ids=str)
@pytest.mark.parametrize("step", ["install", "projects"])
async def test_what_is_played_is_read_whole(step: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 0.15)
    async with opened("fresh", step=step, size=size) as found:
        await found.press("f4", "f4")
        line, seen = found.step.query_one(PracticeLine), 0
        while "This step has been shown" not in str(line.render()):
            await asyncio.sleep(0.05)
            await found.pilot.pause()
            text = str(line.render())
            if text.startswith("Playing"):
                end = " ".join(text.split()[-3:])
                rows = [row.strip() for row in found.lines[line.region.y : line.region.bottom]]
                if "".join(rows).replace(" ", "").startswith("Playing(any"):
                    assert " ".join(rows).strip().endswith(end), found.text
                    seen += 1
        assert seen > 3


async def test_once_nothing_fails_the_browser_says_so_instead_of_naming_another_click() -> None:
    async with opened("tool-disabled", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("Documents is turned off")
        await found.quiet()
        await found.press("f4")
        await found.sees("This fixes what fails")
        assert not found.shows("nothing fails now.")
        await found.press("enter")
        await found.sees("The browser shows: Documents is on again", "◀ Back to the step: nothing fails now.")
        await found.press("enter")
        await found.sees("The fault is fixed.", "All 13 checks pass")
        assert not found.shows("Practice browser")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_where_no_click_is_left_the_line_that_enter_does_leads_back_to_the_step(size: tuple[int, int]) -> None:
    async with opened("fresh", step="manifest", size=size) as found:
        found.perform("create-app")
        await found.press("f4")
        await found.sees("Practice browser", "▸ Developer portal: My Apps → App")
        await found.press("enter")
        await found.sees("The browser shows: Version 1.0.0 is")
        await found.press("enter")
        await found.sees("The browser shows: User Level", "Back to the step: it needs no")
        await found.press("enter")
        await found.until(lambda: not isinstance(found.app.focused, Clicks), "the step's own keys to act")
        if size == ROOMY:
            await found.is_told("Continue in the step with F6.")
        await found.press("f6")
        await found.sees("3. ")


async def test_the_browser_names_no_actions_to_tick_on_the_checker_which_has_none_on_its_screen() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        await found.press("f4")
        await found.sees("◀ Back to the step: it needs no more clicks here.")
        assert found.session.actions.open_in("check")


@pytest.mark.parametrize(("scenario", "step"), [("ready", "check"), ("ready", "handoff"), ("not-installed", "install")])
async def test_a_line_of_the_browser_is_always_highlighted(scenario: str, step: str) -> None:
    async with opened(scenario, step=step) as found:
        await found.press("f4")
        await found.sees("Practice browser")
        chooser = found.step.query_one(Clicks)
        await found.until(lambda: chooser.highlighted_option, "a line to be highlighted")
        assert chooser.highlighted_option is not None and not chooser.highlighted_option.disabled


async def test_where_the_clicks_of_a_step_have_to_wait_that_which_they_wait_for_is_highlighted() -> None:
    async with opened("fresh", step="install") as found:
        await found.press("f4")
        await found.sees("Practice browser")
        highlighted = found.step.query_one(Clicks).highlighted_option
        assert highlighted is not None and highlighted.id == "verify-organisation"
        assert not found.shows("needs no more clicks")


async def test_a_rehearsal_of_a_fault_that_plays_by_itself_has_its_secret() -> None:
    async with wizard(Session.for_rehearsal("not-installed"), size=(80, 24), home=False) as found:
        found.app.plays_on = True
        found.app.on_ready()
        await found.sees("Practice Builders is set up", "You have rehearsed: The app is not installed.")
        assert found.session.views()["check"].state == "proven"


async def test_a_rehearsal_of_a_task_names_it_and_is_over_once_it_is_done() -> None:
    async with opened("old-account", step="check", size=(80, 24), home=True, answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.sees("Then F4 twice opens the task: Move from an", "old service account.")
        found.perform("permit-all-projects")
        lines = values_for(found.session, "migrate")["list_of_projects"].splitlines()
        found.session.open_record.note(expect=ExpectMode.LIST, expected_projects=lines)
        await found.press("f5")
        await found.sees("All 13 checks pass")
        await found.quiet()
        assert not found.shows("fixed") and not found.shows("Next rehearsal")
        found.session.actions.tick_all("migrate", "Ada")
        await found.sees("The task is done. Remember: The new account", "Next rehearsal R")


@pytest.mark.parametrize("size", [(80, 24), ROOMY], ids=["in the dialog", "beside the step"])
async def test_once_nothing_fails_the_browser_opens_the_task_that_is_rehearsed(size: tuple[int, int]) -> None:
    async with opened("old-account", step="check", size=size, answers=DECIDED) as found:
        found.session.know_noted_secret()
        found.perform("permit-all-projects")
        lines = values_for(found.session, "migrate")["list_of_projects"].splitlines()
        found.session.open_record.note(expect=ExpectMode.LIST, expected_projects=lines)
        await found.press("f5")
        await found.sees("All 13 checks pass")
        await found.press("f4")
        await found.sees("▸ Open the task: Move from an old")
        assert not found.shows("nothing fails now")
        await found.click("▸ Open the task")
        await found.sees("Write down the old account")
        assert not found.app._notifications and not isinstance(found.app.screen_stack[-2], PracticeBrowser)
        await found.press("escape")
        found.session.actions.tick_all("migrate", "Ada")
        await found.until(lambda: not found.shows("Open the task"), "the line to go")


async def test_a_click_on_the_line_that_names_the_task_of_a_rehearsal_opens_it() -> None:
    async with opened("old-account", step="check", size=ROOMY, home=True) as found:
        found.session.know_noted_secret()
        await found.click("opens the task: Move")
        await found.sees("Write down the old account")


async def test_show_me_leads_from_the_checks_to_the_task_that_is_rehearsed() -> None:
    async with opened("old-account", step="check", size=(80, 24), home=True, answers=DECIDED) as found:
        found.session.know_noted_secret()
        found.app.play_speed = 20
        await found.press("f4")
        await found.sees("Practice browser")
        await found.press("f4")
        await found.sees("All 13 checks pass")
        await found.sees(" F4 twice opens the task: Move from an old service")
        await found.quiet()
        assert not found.shows("to continue") and not found.shows("Next rehearsal")
        await found.press("f4", "f4")
        await found.sees("Write down the old account")


async def test_show_me_plays_the_whole_step_that_comes_before_a_task() -> None:
    async with opened("old-account", step="projects", size=(80, 24), home=True) as found:
        found.session.know_noted_secret()
        await found.sees("F4 twice clicks through this step.", "Step 7 leads to the task: Move")
        await found.press("f4", "f4")
        await found.sees("This step has been shown. Press F6 to continue.")
        assert not found.session.actions.open_in("projects")


async def test_the_end_of_a_rehearsal_whose_task_is_open_says_so() -> None:
    async with opened("old-account", step="handoff", size=(80, 24), home=True) as found:
        await found.press("f8")
        await found.sees("Still to rehearse is the task: Move from an old service account.")
        assert not found.shows("You have rehearsed")


async def test_the_browser_of_a_migration_reads_the_old_account_before_it_deletes_it() -> None:
    async with opened("old-account", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("Permitted projects")
        await found.quiet()
        found.app.push_screen(task_dialog(found.session.guide.documented("migrate")))
        await found.sees("Write down the old account")
        await found.press("f4", "enter")
        await found.sees("Old Document Sync is on 12 projects.")
        await found.press("enter")
        await found.sees_no_more("Practice browser")
        await found.press("f6", "f6", "f4")
        await found.sees("Practice browser")
        highlighted = found.app.screen.query_one(Clicks).highlighted_option
        assert highlighted is not None and highlighted.id == "permit-all-projects"


async def test_the_browser_says_that_the_list_is_lost_with_an_old_account_that_is_deleted_too_early() -> None:
    async with opened("old-account", step="check") as found:
        found.session.know_noted_secret()
        found.app.push_screen(task_dialog(found.session.guide.documented("migrate")))
        await found.sees("Write down the old account")
        await found.press("f4")
        await found.click("Edit → Delete")
        await found.sees("List of projects is lost: it was not copied.")
        assert set(found.session.record.ticked) == {"migrate/retire"}


@pytest.mark.parametrize(
    ("scenario", "step", "says"),
    [
        ("ready", "6. ", ("Only your answers are missing: which projects must be permitted", "It ends with step 8.")),
        ("wrong-secret", "7. ", ("The secret was reset.", "A reset ends the old secret at once")),
    ],
)
async def test_a_scenario_says_on_its_first_screens_what_it_is_for(
    scenario: str, step: str, says: tuple[str, ...]
) -> None:
    async with wizard(Session.for_rehearsal(scenario), size=(80, 24), home=True) as found:
        await found.sees("Start the rehearsal N")
        assert all(each in " ".join(found.text.split()) for each in says), found.text
        await found.press("enter")
        await found.sees(step)
        await found.until(lambda: all(each in " ".join(found.text.split()) for each in says), "the same on the line")


async def test_once_the_answers_are_given_no_line_says_that_they_are_missing() -> None:
    async with opened("ready", step="projects") as found:
        await found.sees("Only your answers are missing")
        found.session.open_record.note(expect=ExpectMode.ALL, future_projects=True)
        await found.sees_no_more("answers are missing")
        await found.go("check")
        await found.sees("Your answers are given. This rehearsal ends with step 8.")
        assert not found.shows("answers are missing")


async def test_a_rehearsal_opens_with_its_browser_beside_it_and_escape_closes_it_from_everywhere() -> None:
    async with wizard(Session.for_rehearsal("wrong-secret"), home=True) as found:
        found.app.practices_beside = True
        await found.press("enter")
        await found.sees("Practice browser", "Click a line, or press Tab and Enter.", "Fix it in the practice browser.")
        assert isinstance(found.app.focused, CheckRow) or found.app.focused is None
        await found.press("escape")
        await found.sees_no_more("Click a line")
        await found.sees("Known so far", "F4 opens the practice browser,")
        assert found.step.STEP == "check"


async def test_where_a_rehearsal_opens_with_its_browser_the_first_line_says_what_f4_does() -> None:
    async with wizard(Session.for_rehearsal("fresh"), home=True) as found:
        found.app.practices_beside = True
        await found.press("enter")
        await found.sees("Practice: click in the practice browser. F4 clicks through this step")
        await found.press("f4")
        await found.sees("This step has been shown.")


async def test_a_click_that_was_just_shown_is_not_denied_by_an_answer_from_before() -> None:
    async with opened("ready", step="install") as found:
        practice = found.session.rehearsal
        assert practice is not None
        practice.perform("uninstall-app")
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees("○ Installation  to do", "The app is not installed")
        practice.perform("install-app")
        found.session.actions.tick("install", "confirm", "Kim")
        assert not found.session.views()["install"].failing
        await found.sees("✔ Installation  proven")


async def test_the_press_that_started_the_playing_does_not_stop_it_where_it_comes_back_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It goes up through the widgets to the application, which under load begins to play meanwhile."""
    async with opened("fresh", step="create-app", size=(120, 36)) as found:
        monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
        found.step.show_me()
        await found.sees("Playing (any key or click stops).")
        late = MouseDown(None, 1, 1, 0, 0, 1, False, False, False)
        late._set_forwarded()
        found.app.post_message(late)
        await found.pilot.pause()
        assert found.app.stop_playing is not None and not found.shows("Paused.")


async def test_the_button_that_starts_the_playing_stops_it_and_stays_where_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened("fresh", step="create-app", size=(120, 36)) as found:
        await found.press("f4")
        await found.sees("Practice browser", "Show me F4")
        close = found.step.query_one("#end-practice").region
        monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 30.0)
        x, y = found.step.query_one("#show-me").region.offset
        await found.press_and_release(x + 1, y)
        await found.sees("Stop it F4", " F4 Stop it", "Playing")
        assert found.step.query_one("#end-practice").region == close
        await asyncio.sleep(0.5)  # a button that was just pressed takes no other press
        await found.press_and_release(x + 1, y)
        await found.sees("Show me F4", "Paused.")
        await found.quiet()
        assert found.app.stop_playing is None and found.shows("Paused."), "the click did nothing else"
        assert found.step.query_one("#end-practice").region == close


async def test_nothing_moves_when_the_line_of_a_rehearsal_begins_to_speak() -> None:
    async with opened("fresh", step="manifest", size=(120, 36)) as found:
        await found.press("f4")
        await found.sees("Practice browser")
        line, close = found.step.query_one(PracticeLine), found.step.query_one("#end-practice").region
        await found.sees("Practice: click in the practice browser. F4 clicks through this step")
        for sentence in ("Short.", "A sentence of many words. " * 8):
            line.post_message(Played(sentence))
            await found.sees(sentence[:20])
            assert found.step.query_one("#end-practice").region == close


async def test_the_browser_of_the_next_step_is_wrapped_at_its_width_from_the_first_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    widths: list[int] = []
    drawn = PracticeClicks.draw

    def draw(clicks: PracticeClicks) -> None:
        widths.append(clicks.chooser.wrap_width)
        drawn(clicks)

    async with opened("fresh", step="create-app", size=(200, 60)) as found:
        await found.press("f4")
        await found.sees("Practice browser", "Create a New")
        await found.quiet()
        monkeypatch.setattr(PracticeClicks, "draw", draw)
        await found.press("f8")
        await found.sees("2. ", "Practice browser")
        await found.until(lambda: widths, "the clicks")
        assert min(widths) > 30


async def test_the_practice_browser_comes_back_beside_a_step_that_was_opened_without_room_for_it() -> None:
    async with opened("fresh", size=(120, 36)) as found:
        await found.press("f4")
        await found.until(lambda: found.step.query("#side PracticeClicks"), "the column")
        await resize(found, (80, 24))
        await found.press("escape")  # what is out of sight is not closed
        await found.press("f8")
        await found.until(lambda: found.step.STEP == "manifest", "the next step")
        await resize(found, (120, 36))
        await found.until(lambda: found.step.query("#side PracticeClicks"), "the column of this step")
        await found.until(lambda: "F4 Show me" in found.lines[-1], "what the key does now")
        await resize(found, (80, 24))
        await found.until(lambda: "F4 Practice" in found.lines[-1], "what the key does without room")


async def test_the_practice_browser_moves_beside_the_step_where_there_is_room_and_back() -> None:
    async with opened("ready", step="promote", size=(80, 24)) as found:
        await found.press("f4")
        await found.until(lambda: isinstance(found.app.screen, PracticeBrowser), "the dialog")
        for _ in range(2):
            await resize(found, (120, 36))
            await found.until(lambda: found.app.screen is found.app.screen_stack[1], "the step in front")
            await found.until(lambda: found.step.query_one("#side PracticeClicks").region.area, "the column")
            assert found.step.query_one(PracticeClicks).chooser.has_focus
            await resize(found, (80, 24))
            await found.until(lambda: isinstance(found.app.screen, PracticeBrowser), "the dialog again")
        await found.press("escape")
        await found.until(lambda: found.step.STEP == "promote", "the step")
        await resize(found, (120, 36))
        await found.quiet()
        assert not found.step.query(PracticeClicks), "what was closed stays closed"


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_a_step_to_which_a_play_comes_names_no_key_that_plays_it(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    async with opened("fresh", step="create-app", size=size) as found:
        monkeypatch.setattr("dmsa_tui.tui.steps.playing.Playing.start", lambda _: None)  # it stands still before that
        found.app.plays_on = True
        await found.go("manifest")
        await found.sees("▸  1 ")
        assert not found.shows("click through this step") and not found.shows("clicks through this step")
