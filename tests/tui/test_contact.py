"""Whom the administrator asks: given once beside the administrator's name, and printed on what is handed over."""

import pytest
from textual.widgets import Input, TextArea

from tests.tui.driving import ROOMY, Wizard, opened

ROBIN, KIM = "Robin, 555 0100", "Kim, kim@example.com"


def open_action(found: Wizard) -> str | None:
    assert found.step.actions is not None
    return found.step.actions.opened


@pytest.mark.parametrize("size", [(80, 24), ROOMY])
async def test_it_is_asked_after_the_administrator_and_enter_leaves_it_empty(size: tuple[int, int]) -> None:
    async with opened(step="create-app", size=size, at="administrator") as found:
        await found.sees("Contact for the handout, optional", "Whom the administrator asks")
        await found.press(*"Ada", "enter")
        assert found.app.focused is found.step.query_one("#contact Input", Input)
        assert open_action(found) == "administrator"
        await found.press("enter")
        await found.until(lambda: open_action(found) == "install-app-visible", "the next action")
        assert "create-app/administrator" in found.session.record.ticked and not found.session.record.contact


async def test_a_contact_that_was_given_is_kept_and_enter_goes_on() -> None:
    async with opened(step="create-app", size=(80, 24), at="administrator") as found:
        await found.press(*"Ada", "tab")
        assert found.app.focused is found.step.query_one("#contact Input", Input)
        await found.paste(KIM)
        await found.press("enter")
        await found.until(lambda: open_action(found) == "install-app-visible", "the next action")
        await found.saves('contact = "Kim, kim@example.com"')


@pytest.mark.parametrize(("given", "named"), [("", ROBIN), (KIM, KIM)])
async def test_the_handout_and_the_message_name_it_or_whom_the_settings_name(given: str, named: str) -> None:
    async with opened("ready", step="install", answers={"contact": given}) as found:
        found.app.contact = ROBIN
        for button in ("#handout", "#message"):
            found.step.query_one(button).focus()
            await found.press("enter")
            await found.sees("Save Ctrl+S")
            await found.quiet()
            assert named in found.app.screen.query_one("#page-text", TextArea).text
            await found.press("escape")
            await found.quiet()


async def test_the_field_shows_whom_the_settings_name() -> None:
    async with opened(step="install", size=(80, 24)) as found:
        found.app.contact = ROBIN
        await found.go("create-app")
        await found.at("contact")
        await found.sees(f"{ROBIN} (from your settings)")
