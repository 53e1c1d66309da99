"""Which portal a person sees is asked where they can tell: on the page for a new app, and again if not sure."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.session.session import Session
from dmsa_tui.tui.steps import openers
from tests.tui.driving import ROOMY, Wizard, opened, wizard

QUESTION = "Which developer portal do you see?"
GUIDE = load_guide()
OLDER = GUIDE.edition("configuration-builder")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes to a step stays there."""
    monkeypatch.setattr(openers, "STAYS_SECONDS", 0.01)


@asynccontextmanager
async def setup(size: tuple[int, int] = (80, 24), **answers: Any) -> AsyncIterator[Wizard]:
    """A real customer's setup on its first step."""
    session = Session(Paths.default(), MemorySecretStore())
    session.open_record.begin(Onboarding("Acme", app_owner="customer", **answers))
    async with wizard(session, size=size, home=False, knows_portal=False) as found:
        await found.go("create-app")
        yield found


async def stays(found: Wizard) -> None:
    """Let so much time pass that whoever stays on a step is asked."""
    await found.quiet()
    await found.pilot.pause(0.1)


async def tick(found: Wizard, action_id: str) -> None:
    actions = found.step.actions
    assert actions is not None
    actions.choose(action_id)
    await found.pilot.pause()
    await found.press("f6")
    await found.quiet()


@pytest.mark.parametrize("size", [(80, 24), ROOMY])
async def test_before_there_is_an_app_the_question_says_what_its_page_shows(size: tuple[int, int]) -> None:
    async with setup(size) as found:
        await tick(found, "sign-in")
        await found.sees(QUESTION, "Look at My Apps, Create a New App", "Platform Policies", "Not sure yet")
        assert not found.shows("Configuration Builder, Versions"), "that is seen in an app"
        await found.click(OLDER.name, times=2)
        await found.sees_no_more(QUESTION)
        assert (found.session.record.edition, found.session.record.edition_sure) == (OLDER.id, True)
        for each in ("new-app", "create"):
            await tick(found, each)
            assert not found.shows(QUESTION), "it was answered"


@pytest.mark.parametrize("leaves", ["click", "escape"])
async def test_who_is_not_sure_has_the_newest_and_is_asked_on_the_page_for_a_new_app(leaves: str) -> None:
    async with setup() as found:
        await tick(found, "sign-in")
        await found.sees(QUESTION)
        await (found.click("Not sure yet", times=2) if leaves == "click" else found.press("escape"))
        await found.sees_no_more(QUESTION)
        await found.is_told("The labels are those of Components until you choose a portal (F2).")
        assert found.session.record.edition == GUIDE.default_edition.id
        await found.saves("edition_sure = false")
        await tick(found, "verification")
        assert not found.shows(QUESTION)
        await tick(found, "new-app")
        await found.sees(QUESTION, "● Not sure yet")
        await found.click("JSON editor", times=2)
        await found.saves("edition_sure = true", 'edition = "json-editor"')


async def test_who_is_still_not_sure_is_asked_in_front_of_the_app() -> None:
    async with setup(edition_sure=False) as found:
        await tick(found, "new-app")
        await found.sees(QUESTION)
        await found.press("escape")
        await found.sees_no_more(QUESTION)
        await tick(found, "create")
        await found.sees(QUESTION, "Look at the page of your app", "App Details & Versions")
        assert not found.shows("Not sure yet")
        await found.press("enter")
        await found.sees_no_more(QUESTION)
        assert found.session.record.edition_sure


async def test_a_rehearsal_knows_its_portal_and_offers_no_doubt() -> None:
    async with opened("fresh", step="create-app") as found:
        for each in ("sign-in", "new-app"):
            await tick(found, each)
            assert not found.shows(QUESTION)
        await found.press("f2")
        await found.sees(QUESTION, "App Details & Versions")
        assert not found.shows("Not sure yet")


async def test_a_choice_by_key_that_is_left_changes_nothing() -> None:
    async with setup() as found:
        await found.press("f2")
        await found.sees(QUESTION, "Not sure yet")
        await found.press("escape")
        await found.sees_no_more(QUESTION)
        assert found.session.record.edition_sure is None
        found.app.go_to_step("manifest")
        await found.sees(QUESTION, "Look at the page of your app")


async def test_nobody_is_asked_before_they_are_signed_in_and_whoever_has_answered_is_asked_no_more() -> None:
    async with setup() as found:
        await tick(found, "open-portal")
        assert not found.shows(QUESTION), "My Apps cannot be seen yet"
        await tick(found, "sign-in")
        await found.sees(QUESTION)
        await found.click("JSON editor", times=2)
        await found.saves("edition_sure = true")
        found.step.take_back("sign-in")
        await tick(found, "sign-in")
        assert not found.shows(QUESTION)


async def test_whoever_has_not_ticked_the_signing_in_is_asked_at_the_page_for_a_new_app() -> None:
    async with setup() as found:
        await tick(found, "new-app")
        await found.sees(QUESTION, "Look at My Apps, Create a New App")


@pytest.mark.parametrize("step", ["manifest", "permissions", "promote"])
async def test_whoever_has_ticked_nothing_is_asked_on_the_first_step_about_the_app_once(step: str) -> None:
    async with setup() as found:
        await found.go("install")
        await stays(found)
        assert not found.shows(QUESTION), "the labels there are the same in every edition"
        found.app.go_to_step(step)
        await found.sees(QUESTION, OLDER.name)
        await found.press("escape")
        await found.sees_no_more(QUESTION)
        for each in ("create-app", step):
            await found.go(each)
            await stays(found)
            assert not found.shows(QUESTION)


async def test_no_question_lies_over_a_step_that_is_only_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openers, "STAYS_SECONDS", 0.1)
    async with setup() as found:
        title, now = found.app.terminal_title, time.monotonic()
        monkeypatch.setattr(title, "acted", lambda: setattr(title, "acted_at", now + 3600))  # the next key comes soon
        for each in ("manifest", "permissions", "promote"):
            await found.press("f8")
            await found.sees(f". {GUIDE.step(each).title} ")
            await found.pilot.pause(0.3)
            assert not found.shows(QUESTION)
        title.acted_at = now
        await found.sees(QUESTION)


async def test_whoever_is_led_to_what_fails_is_asked_when_they_next_come_to_the_portal_by_themselves() -> None:
    async with setup() as found:
        found.app.go_to_step("promote", "save-pair")
        await found.until(lambda: found.step.STEP == "promote", "the step")
        await stays(found)
        assert not found.shows(QUESTION), "it lies over what the person was led to"
        await found.press("f7")
        await found.sees(QUESTION)


async def test_whoever_chose_the_portal_in_the_palette_is_not_asked() -> None:
    async with setup() as found:
        await found.press("ctrl+p")
        await found.press(*"portal:", *"json")
        await found.sees("Portal: JSON editor")
        await found.press("enter")
        await found.saves("edition_sure = true", 'edition = "json-editor"')
        await found.is_told("Portal: JSON editor. All labels follow.")
        await found.go("manifest")
        await stays(found)
        assert not found.shows(QUESTION)


async def test_the_portal_in_use_is_told_when_it_is_chosen_and_named_in_the_last_line_where_there_is_room() -> None:
    async with setup(ROOMY, edition=OLDER.id, edition_sure=True) as found:
        await found.go("manifest")
        await found.sees(f"F2 Portal: {OLDER.name}")
        await found.press("f2")
        await found.click("since August 2026", times=2)
        await found.is_told("Portal: Components. All labels follow.")
        await found.sees("F2 Portal: Components")


@pytest.mark.parametrize("leaves", ["escape", "Close"])
async def test_that_a_dot_that_was_moved_chose_nothing_is_told_when_the_dialog_is_closed(leaves: str) -> None:
    async with setup(ROOMY, edition=OLDER.id, edition_sure=True) as found:
        await found.go("manifest")
        for moves in (False, True):
            await found.press("f2")
            await found.sees(QUESTION)
            if moves:
                await found.click("since August 2026")
                await found.sees("● Components")
            await (found.press(leaves) if leaves == "escape" else found.click(leaves))
            await found.sees_no_more(QUESTION)
            await found.quiet()
            told = [each.message for each in found.app._notifications]
            assert told == [f"Nothing was chosen. The portal is still {OLDER.name}."] * moves
        assert found.session.record.edition == OLDER.id
