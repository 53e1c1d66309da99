"""A slow connection sends what was typed in bursts: each key acts, in order, and what it gives is saved."""

import asyncio
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode, Onboarding
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.manifest import ManifestDialog
from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
from dmsa_tui.tui.palette import Palette
from dmsa_tui.tui.stray_typing import DOUBLE_PRESS_SECONDS
from dmsa_tui.tui.widgets.customer_table import CustomerTable
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.search_line import SearchLine
from tests.tui.driving import Wizard, opened, wizard
from tests.tui.hands import key_event, taken_up

TYPED = "Harbor Annex, East"
MANIFEST = '{\n  "app_name": "x",\n    "components": []\n}'
WAITING = Approval(ApprovalState.WAITING, "2026-11-02")


def customers(*names: str) -> Session:
    """A session with those onboardings saved, and none open."""
    session = Session.for_customers()
    for name in names:
        session.store.create(Onboarding(name))
    return session


async def burst_without_rest(found: Wizard, key: str) -> None:
    """One key, and no longer than it takes to send it."""
    assert found.app._driver is not None
    found.app._driver.process_message(key_event(key))


async def burst(found: Wizard, *keys: str) -> None:
    """Send the keys faster than anything can be drawn; a text of several words stands for its letters."""
    assert found.app._driver is not None
    for each in keys:
        for key in each if each in (TYPED, MANIFEST) else (each,):
            found.app._driver.process_message(key_event({" ": "space", "\n": "enter"}.get(key, key)))
    await taken_up(found.app)
    await found.quiet()


async def test_the_keys_of_one_burst_act_in_the_order_in_which_they_were_pressed() -> None:
    """A key for the focused widget waits in that widget's queue, one for the screen acts at once."""
    nothing = {"app_owner": "", "app_name": "", "administrator": ""}
    async with opened(answers=nothing) as found:
        actions, record = found.step.actions, found.session.record
        assert actions is not None

        async def at(action_id: str, *keys: str) -> list[str]:
            """The actions that are ticked after these keys, from that one on."""
            for each in record.ticked:
                found.session.actions.take_back("create-app", each.removeprefix("create-app/"))
            actions.choose(action_id)
            await found.quiet()
            await burst(found, *keys)
            return [each.removeprefix("create-app/") for each in record.ticked]

        # an arrow opens the action after, and F6 ticks that one
        assert await at("open-portal", "down", "f6") == ["sign-in"]
        assert await at("open-portal", "down", "down", "up", "f6") == ["sign-in"]
        # a choice is made, and then the action is ticked; so is a text given, and Tab leads on before Enter
        assert await at("owner", "enter", "enter") == ["owner"]
        assert record.app_owner == "customer"
        found.session.open_record.note(app_owner="")
        await found.quiet()
        assert await at("owner", "space", "right", "space", "f6") == ["owner"]
        assert record.app_owner == "consultant"
        assert await at("app-name", TYPED, "f6") == ["app-name"]
        assert record.app_name == TYPED
        assert await at("administrator", TYPED, "enter", "f6") == ["administrator"], "Enter goes to the contact"
        # letters after it are for the field of the action that it opens
        for each in actions.current.all[:-2]:
            found.session.actions.tick("create-app", each.id, "Kai")
        actions.choose("")
        await found.quiet()
        await burst(found, "4", "2", "f6", TYPED)
        assert (record.active_projects, record.old_account) == (42, TYPED)
        # a dialog that is closed takes no key any more, and one that is opened takes each
        assert await at("open-portal", "f1", "escape", "f6") == ["open-portal"]
        assert await at("open-portal", "down", "ctrl+p", "f6") == []
        assert isinstance(found.app.screen, Palette)
        await burst(found, "escape", "f6")
        assert "create-app/sign-in" in record.ticked


async def test_a_burst_for_a_dialog_is_taken_from_the_key_that_opens_it_to_the_one_that_ends_it() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await burst(found, "enter", TYPED, "tab", *"562949953425831", "enter")
        record = found.session.record
        assert (record.name, record.company_id) == (TYPED, "562949953425831")
        await burst(found, "ctrl+p", *"qr code", "enter")
        await found.sees("For another device")
        await burst(found, "escape", "f3", *"secret")
        assert found.app.screen.query_one(SearchLine).value == "secret"
        await burst(found, "escape")
        found.app.push_screen(ManifestDialog(found.session))
        await burst(found, MANIFEST)
        assert found.app.screen.query_one(TextArea).text == MANIFEST
        await burst(found, "escape", "ctrl+t", *"annex")
        assert found.app.screen.query_one(SearchLine).value == "annex"
        await burst(found, "escape", "ctrl+g")
        await found.until(lambda: found.app.screen.query_one(CustomerTable).chosen, "the setup's line")
        await burst(found, "e", *"Cedar", "enter")
        await found.sees(" Cedar ")
        await burst(found, "slash", *"ced", "escape", "enter")
        await found.until(lambda: found.app.step_in_front, "the step of the setup")
        assert found.step.session.record.name == "Cedar"


@pytest.mark.parametrize("name", ["Kestrel Homes", "Østerbro Bau"])
async def test_a_name_typed_on_home_is_searched_for_and_enter_opens_it(name: str) -> None:
    session = customers("Ashgrove", "Cedar", name)
    before = session.store.entries()
    async with wizard(session, size=(80, 24)) as found:
        await found.until(lambda: found.app.screen.query_one(CustomerTable).chosen, "a setup's line")
        await burst(found, *name[:7], "up")
        assert found.app.screen.query_one(SearchLine).value == name[:7]
        assert session.store.entries() == before
        await burst(found, "enter")
        await found.until(lambda: found.app.step_in_front, "the step of the setup")
        assert found.step.session.record.name == name


@pytest.mark.parametrize("name", ["Acme Sync", "Erin Build", "erin build", "Nora", "Ridge Tower", "Terra", "United"])
async def test_a_name_that_begins_with_a_key_of_home_is_searched_for_and_nothing_else_happens(name: str) -> None:
    session = customers(name.title(), "Cedar")
    before = session.store.entries()
    async with wizard(session, size=(80, 24)) as found:
        await found.until(lambda: found.app.screen.query_one(CustomerTable).chosen, "a setup's line")
        for each in name:  # as fingers type, not as a terminal sends a paste
            await burst_without_rest(found, "space" if each == " " else each)
            await asyncio.sleep(0.1)
        await found.until(lambda: found.app.screen.query_one(SearchLine).value == name, "the search")
        assert session.store.entries() == before and len(found.app.screen_stack) == 1
        await burst(found, "enter")
        await found.until(lambda: found.app.step_in_front, "the step of the setup")
        assert found.step.session.record.name == name.title()


async def test_a_letter_alone_on_home_is_its_key_and_what_is_pressed_after_it_comes_after_it() -> None:
    session = customers("Ashgrove", "Cedar")
    async with wizard(session, size=(80, 24)) as found:
        await found.until(lambda: found.app.screen.query_one(CustomerTable).chosen, "a setup's line")
        await burst(found, "e", "escape", "a")
        await found.until(
            lambda: [each.record and each.record.archived for each in session.store.entries()].count(True),
            "the archive",
        )
        assert not found.app.screen.query_one(SearchLine).value and len(found.app.screen_stack) == 1


async def test_a_name_of_nobody_here_that_begins_with_the_key_of_a_change_changes_nothing() -> None:
    session = customers("Birch", "Cedar")
    before = session.store.entries()
    async with wizard(session, size=(80, 24)) as found:
        await found.until(lambda: found.app.screen.query_one(CustomerTable).chosen, "a setup's line")
        await burst(found, *"Adams")
        await found.until(lambda: found.app.screen.query_one(SearchLine).value == "Adams", "the search")
        assert session.store.entries() == before
        await found.press("escape", "escape", "a")
        await found.is_told("is archived. Press U to undo.")
        await burst(found, *"Uma")
        await found.until(lambda: found.app.screen.query_one(SearchLine).value == "Uma", "the search")
        assert sum(each.record is not None and each.record.archived for each in session.store.entries()) == 1


@pytest.mark.parametrize("names", [("Ashgrove", "Cedar"), ("Nora", "Cedar")], ids=["none with N", "none with NA"])
async def test_a_key_of_home_with_which_no_name_begins_acts_at_once_and_what_follows_is_for_its_dialog(
    names: tuple[str, str],
) -> None:
    async with wizard(customers(*names), size=(80, 24)) as found:
        await found.until(lambda: found.app.screen.query_one(CustomerTable).chosen, "a setup's line")
        await burst(found, "n", *"Acme")
        assert isinstance(found.app.screen, NewOnboardingDialog)
        assert found.app.screen.query_one("#name", Field).input.value == "Acme"


async def test_the_second_enter_of_a_double_press_on_home_answers_nothing() -> None:
    session = Session.for_customers()
    session.store.create(Onboarding("Ashgrove", action="owner"))
    async with wizard(session, size=(80, 24)) as found:
        await found.until(lambda: found.app.screen.query_one(CustomerTable).chosen, "a setup's line")
        await burst(found, "enter", "enter")
        await found.sees("Decide who owns the app")
        assert (found.session.record.app_owner, found.session.record.ticked) == ("", {})
        await asyncio.sleep(DOUBLE_PRESS_SECONDS)
        await burst(found, "enter")
        assert found.session.record.app_owner


async def test_a_letter_in_the_table_replaces_what_was_searched_for() -> None:
    async with wizard(customers("Ashgrove", "Cedar", "Kestrel"), size=(80, 24)) as found:
        await found.until(lambda: found.app.screen.query_one(CustomerTable).chosen, "a setup's line")
        await burst(found, "slash", *"ced", "escape", *"kes")
        assert found.app.screen.query_one(SearchLine).value == "kes"


async def test_the_home_of_a_rehearsal_has_no_search_to_type_in() -> None:
    async with opened("ready", home=True) as found:
        found.app.go_home()
        await found.until(lambda: not found.app.step_in_front, "home")
        await burst(found, *"kes")
        assert not found.app.screen.query_one(SearchLine).value and found.app.screen.query_one(CustomerTable).has_focus


@pytest.mark.parametrize(
    ("step", "at", "selector", "name", "answers"),
    [
        ("create-app", "app-name", "#app-name Input", "app_name", {}),
        ("create-app", "administrator", "#administrator Input", "administrator", {}),
        ("create-app", "verification-approval", "#verification-note Input", "verification", {"verification": WAITING}),
        ("projects", "expected", "#expected", "expected_projects", {"expect": ExpectMode.LIST}),
    ],
)
async def test_a_burst_of_letters_stands_in_the_field_and_in_the_record(
    step: str, at: str, selector: str, name: str, answers: dict[str, Any]
) -> None:
    empty = {"app_name": "", "administrator": ""}
    async with opened("ready", step=step, at=at, answers=empty | answers) as found:
        line = found.step.query_one(selector)
        assert isinstance(line, Input | TextArea)
        line.focus()
        await burst(found, TYPED)
        assert (line.value if isinstance(line, Input) else line.text) == TYPED
        saved = getattr(found.session.record, name)
        assert (saved.note if isinstance(saved, Approval) else saved) in (TYPED, [TYPED])


async def test_tabs_of_a_paste_that_comes_as_keys_stay_in_the_box_and_a_pressed_one_leaves_it() -> None:
    pasted = '{\n\t"app_name": "x",\n\t\t"components": []\n}'
    async with opened("ready", step="manifest") as found:
        found.app.push_screen(ManifestDialog(found.session))
        await found.sees("Paste what View Manifest")
        area = found.app.screen.query_one(TextArea)
        assert found.app._driver is not None
        names = {" ": "space", "\n": "enter", "\t": "tab"}
        keys = [key_event(names.get(each, each)) for each in pasted]
        for each in keys:
            each.time = keys[0].time  # as fast as a terminal sends them
            found.app._driver.process_message(each)
        await taken_up(found.app)
        await found.quiet()
        assert area.text == pasted and area.has_focus
        by_hand = key_event("tab")
        by_hand.time = keys[0].time + 1
        found.app._driver.process_message(by_hand)
        await found.until(lambda: not area.has_focus, "the focus to go on")
        assert area.text == pasted
