"""Leaving, resuming, a second window, a disk that refuses, a damaged file."""

import asyncio
import errno
import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.mending_actions import mending_actions
from dmsa_tui.session.rehearsal_store import RehearsalStore
from dmsa_tui.session.session import Session
from dmsa_tui.tui.customer_list import CustomerList
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.field import Field
from tests.tui.driving import UNDECIDED, Wizard, credentials, opened, wizard


class Hanging:
    """Checks that never end, and that notice when nobody waits for them any more."""

    def __init__(self, session: Session, patch: pytest.MonkeyPatch) -> None:
        self.begun = 0
        self.cancelled = 0
        patch.setattr(session, "run_checks", self._run)

    async def _run(self, *_: object, manual: bool = False) -> None:
        self.begun += 1
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


@pytest.mark.parametrize("leave", ["f8", "ctrl+g"])
async def test_leaving_a_screen_ends_what_only_it_has_asked(leave: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("ready", step="install", home=True) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        hanging = Hanging(found.session, monkeypatch)
        await found.press("f5")
        await found.until(lambda: hanging.begun == 1, "the checks to begin")
        await found.press(leave)
        await found.until(lambda: hanging.cancelled >= 1, "the checks to be cancelled")
        found.app.go_home()
        await found.until(lambda: hanging.cancelled == hanging.begun, "the checks of the next screen to be cancelled")


async def test_typing_goes_on_while_procore_is_being_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        hanging = Hanging(found.session, monkeypatch)
        await found.press("f5")
        await found.until(lambda: hanging.begun == 1, "the checks to begin")
        field = await found.fill("sandbox-app-version-key", "01234567-89ab-cdef-0123-456789abcdef")
        assert field.has_class("-right")
        await found.saves("01234567-89ab-cdef")


async def test_checks_turn_after_a_click_in_the_practice_panel() -> None:
    async with opened("not-installed", step="install", answers=UNDECIDED) as found:  # else the steps before are begun
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f6", "f5")
        await found.sees("✔ Company  proven")
        assert not found.shows("✖"), "nothing is red before the click is done"
        found.session.actions.tick("install", "confirm", "Ada")
        await found.sees("✖ Installation  failing")
        await found.press("f4")
        await found.click("Procore: Admin → Company")
        await found.sees("● Procore: Admin → Company")
        await found.press("escape")
        await found.sees("✔ Installation  proven")


async def test_a_rehearsal_begun_again_knows_nothing_of_the_last_one() -> None:
    async with opened("fresh", home=True) as found:
        everything = [each.action.id for each in practice(found).rehearsal.actions() if not each.action.optional]
        found.perform(*[each for each in everything if each != "add-all-existing"])
        client_id, secret = credentials(found.session)
        found.session.open_record.note(client_id=client_id)
        await found.session.credentials.keep(Secret(secret))
        await found.go("install")
        await found.sees("✔ Installation  proven")
        await found.press("ctrl+g")
        await found.click("Start over")
        await found.sees("This deletes the answers")
        await found.press("enter")  # asks first, and Enter alone forgets nothing
        await found.sees_no_more("This deletes the answers")
        assert found.session.open_record.is_open
        await found.click("Start over")
        await found.sees("This deletes the answers")
        await found.click("Start over Y    Cancel")
        await found.click("Start the rehearsal")
        await found.sees("1. Create the app")
        assert await found.session.credentials.secret() is None
        found.perform(*[each for each in everything[: everything.index("install-app")]])
        assert credentials(found.session) == (client_id, secret)
        found.session.open_record.note(client_id=client_id)
        await found.session.credentials.keep(Secret(secret))
        await found.go("install")
        found.session.actions.tick("install", "confirm", "Ada")
        await found.sees("✖ Installation  failing")


def practice(found: Wizard) -> RehearsalStore:
    assert found.session.rehearsal is not None
    return found.session.rehearsal


async def test_a_closed_onboarding_opens_at_the_same_step_with_the_same_answers() -> None:
    async with opened() as found:
        await found.fill("app-name", "Sync of June")
        await found.go("projects")
        await found.click("○ a list")
        await found.press("ctrl+q")
        await found.until(lambda: found.app.return_value is not None, "the farewell")
    async with wizard(Session.for_rehearsal("fresh")) as found:
        await found.sees("6 Projects")
        await found.press("enter")
        await found.sees("6. ", "● a list")
        await found.go("create-app")
        assert found.step.query_one("#app-name", Field).input.value == "Sync of June"


async def test_a_killed_wizard_opens_at_the_action_that_was_open_though_none_is_ticked() -> None:
    async with opened(step="promote", size=(80, 24)) as found:
        await found.press("down", "down", "down")
        await found.sees("4 of 10")
        opened_last = found.step.query_one(ActionList).opened
        assert opened_last and not found.session.record.ticked
        await found.saves(f'action = "{opened_last}"')
        on_disk = found.saved
    again = Session.for_rehearsal("fresh")
    (path,) = again.paths.records.glob("*.toml")
    path.write_text(on_disk, encoding="utf-8")  # whatever was written after the kill
    async with wizard(again, size=(80, 24)) as found:
        await found.sees("4 Promote")
        await found.press("enter")
        await found.sees("4 of 10")
        await found.press("f6")
        await found.sees("5 of 10")
        await found.go("manifest")
        await found.sees("1 of ")
        await found.go("promote")
        await found.sees("3 of 10")  # the first that is neither ticked nor passed over


async def test_home_opens_a_failing_step_at_the_click_that_fixes_it() -> None:
    answers = {"expect": ExpectMode.ALL, "future_projects": True}
    async with opened("unpermitted-projects", step="projects", answers=answers, home=True, size=(80, 24)) as found:
        found.session.know_noted_secret()
        found.session.actions.tick_all("projects", "Ada")
        await found.press("f5")
        await found.until(lambda: found.session.record.verdict == "fail", "the verdict")
        await found.quiet()
        left_at = "new-edit"
        found.step.take_back(left_at)
        await found.until(lambda: found.step.query_one(ActionList).opened == left_at, "the click")
        assert left_at not in mending_actions(found.session, "projects")
        found.app.go_home()
        await found.sees("6 Projects: 4 projects are missing")
        await found.press("enter")
        await found.until(lambda: found.app.step_in_front == "projects", "the step")
        await found.quiet()
        assert found.step.query_one(ActionList).opened in mending_actions(found.session, "projects")


async def test_an_answer_of_another_window_is_taken_over_and_said() -> None:
    async with opened() as found:
        other = Session.for_rehearsal("fresh")
        other.open_record.open("Practice Builders")
        other.open_record.note(app_owner="consultant", client_id="z" * 40)
        await other.flush()
        await found.fill("app-name", "Mine")
        await found.is_told("Another window changed", "the client ID")
        assert found.session.record.client_id == "z" * 40
        await found.at("app-owner")
        await found.sees("● the consultant's")
        assert found.session.record.app_name == "Mine"


async def test_a_field_that_both_windows_changed_keeps_this_windows_answer_and_says_so() -> None:
    async with opened() as found:
        other = Session.for_rehearsal("fresh")
        other.open_record.open("Practice Builders")
        other.open_record.note(app_name="Theirs")
        found.session.open_record.note(app_name="Mine")
        await other.flush()
        found.app.autosave.soon()
        await found.is_told("This window's answers stay")
        await found.saves('app_name = "Mine"')


async def test_a_field_shows_what_another_window_gave_it() -> None:
    async with opened() as found:
        other = Session.for_rehearsal("fresh")
        other.open_record.open("Practice Builders")
        other.open_record.note(app_name="Theirs")
        await other.flush()
        await found.click("○ the customer's")
        await found.is_told("Another window changed the app's name")
        await found.at("app-name")
        await found.sees("Theirs")
        assert found.step.query_one("#app-name", Field).input.value == "Theirs"


Refuse = Callable[[bool], None]


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Switches between a full disk (True) and one with room."""
    replace = os.replace
    full = [False]

    def put(source: str, target: Path) -> None:
        if full[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(source, target)

    monkeypatch.setattr("dmsa_tui.onboarding.files.os.replace", put)

    def switch(refuses: bool) -> None:
        full[0] = refuses

    return switch


async def test_a_full_disk_is_said_and_the_answers_are_saved_once_there_is_room(disk: Refuse) -> None:
    async with opened() as found:
        disk(True)
        field = await found.fill("app-name", "Sync of June")
        await found.is_told("Not saved", "no space left on device")
        assert field.input.value == "Sync of June"
        assert "Sync of June" not in found.saved
        disk(False)
        await found.press("f8")
        await found.saves("Sync of June")


async def test_quitting_with_unsaved_answers_asks_once(disk: Refuse) -> None:
    async with opened() as found:
        disk(True)
        await found.fill("app-name", "Sync of June")
        await found.is_told("Not saved")
        await found.press("ctrl+q")
        await found.is_told("Press Ctrl+Q again to quit without saving.")
        assert found.app.return_value is None
        await found.press("ctrl+q")
        await found.until(lambda: found.app.return_value is not None, "the farewell")
        assert found.app.return_value == "The last answers for Practice Builders could not be saved: the app's name."


async def test_unsaved_answers_are_still_there_when_the_record_is_opened_again(disk: Refuse) -> None:
    async with opened(home=True) as found:
        disk(True)
        await found.fill("app-name", "Sync of June")
        await found.is_told("Not saved")
        await found.press("ctrl+g")
        await found.sees("Start over")
        await found.press("enter")
        await found.until(lambda: isinstance(found.app.screen, StepScreen), "the step")
        found.dismiss_notices()
        await found.sees("1. Create the app")
        assert found.step.query_one("#app-name", Field).input.value == "Sync of June"
        disk(False)
        await found.press("ctrl+q")
        await found.until(lambda: found.app.return_value is not None, "the farewell")
        assert "Sync of June" in found.saved


async def test_another_record_is_not_opened_over_unsaved_answers(disk: Refuse) -> None:
    async with opened(home=True) as found:
        found.session.store.create(Onboarding(name="Second Builders"))
        disk(True)
        await found.fill("app-name", "Sync of June")
        await found.is_told("Not saved")
        await found.press("ctrl+g")
        found.dismiss_notices()
        await found.sees("Second Builders")
        await found.press("home")
        await found.until(lambda: chosen(found) == "Second Builders", "the other setup")
        await found.press("enter")
        await found.is_told("could not be saved")
        assert isinstance(found.app.screen, HomeScreen)
        assert found.session.record.app_name == "Sync of June"


def chosen(found: Wizard) -> str:
    entry = found.app.screen.query_one(CustomerList).chosen
    return entry.name if entry else ""


def customers() -> Session:
    return Session(Paths.default(), MemorySecretStore())


async def test_a_damaged_record_is_listed_with_its_reason_cannot_be_chosen_and_stays_as_it_is() -> None:
    session = customers()
    session.store.create(Onboarding(name="Example Builders"))
    damaged = session.paths.records / "broken.toml"
    damaged.write_text("name = [", encoding="utf-8")
    async with wizard(session) as found:
        await found.sees("✖ B.", "Its record cannot be read.")
        assert "broken" not in found.text
        await found.press("f9")
        await found.sees("✖ broken", "The record ")
        await found.press("home", "enter")
        await found.is_told("is not TOML")
        await found.press("e")
        assert isinstance(found.app.screen, HomeScreen) and not session.is_open
        await found.press("end", "enter")
        await found.sees("1. Create the app")
    assert damaged.read_text(encoding="utf-8") == "name = ["


async def test_a_record_that_is_damaged_while_the_list_is_open_is_not_opened() -> None:
    session = customers()
    session.store.create(Onboarding(name="Example Builders"))
    async with wizard(session) as found:
        await found.sees("Example Builders")
        (path,) = session.paths.records.glob("*.toml")
        path.write_text("schema = 1", encoding="utf-8")
        await found.press("enter")
        await found.is_told("cannot be used and was left as it is")
        assert isinstance(found.app.screen, HomeScreen) and not session.is_open
        assert path.read_text(encoding="utf-8") == "schema = 1"


async def test_a_customer_may_be_called_like_a_line_of_the_list() -> None:
    session = customers()
    for name in ("+new", "+reset", "[red]Builders[/]"):
        session.store.create(Onboarding(name=name))
    async with wizard(session) as found:
        await found.sees("○ N.", "○ R.")
        await found.press("f9")
        await found.sees("+new", "+reset", "[red]Builders[/]")
        await found.press("slash", *"+new", "enter")
        await found.sees("1. Create the app")
        assert session.record.name == "+new"


async def test_a_save_that_is_cancelled_with_whoever_waited_for_it_leaves_no_error_in_the_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened() as found:
        said: list[str] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: said.append(context["message"]))
        monkeypatch.setattr(found.session, "flush", asyncio.Event().wait)
        waits = asyncio.create_task(found.app.autosave.now())
        await found.until(lambda: any(each.group == "save" for each in found.app.workers), "the save to begin")
        saves = [each for each in found.app.workers if each.group == "save"]
        waits.cancel()
        await asyncio.wait([waits])
        found.app.workers.cancel_group(found.app, "save")
        await found.until(lambda: all(each.is_finished for each in saves), "the save to end")
        await found.pilot.pause()
        gc.collect()  # which is when a task tells of an error that nobody has looked at
        assert said == []
        monkeypatch.undo()  # leaving saves as well
