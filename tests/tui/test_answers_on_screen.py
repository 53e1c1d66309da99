"""What is typed is on disk shortly after; what is wrong stays to be mended, says why, and overwrites nothing."""

import tomllib
from functools import partial
from typing import Any

import pytest
from textual.widgets import Input

from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
from dmsa_tui.tui.widgets.field import Field
from tests.tui.driving import Wizard, opened, wizard

KEY = "01234567-89ab-cdef-0123-456789abcdef"
OTHER_KEY = "89abcdef-0123-4567-89ab-cdef01234567"
CLIENT_ID = "a1B2c3D4e5" * 4 + "xyz"


def on_disk(found: Wizard, field: str) -> Any:
    return tomllib.loads(found.saved).get(field)


async def saved_as(found: Wizard, field: str, value: object) -> None:
    await found.until(lambda: on_disk(found, field) == value, f"{field} to be saved as {value!r}")


def says_below(field: Field, words: str) -> bool:
    return words in sentence(field)


def sentence(field: Field) -> str:
    """What stands under the field."""
    return field.lines()[-1].text.plain


async def test_what_is_typed_is_on_disk_shortly_after() -> None:
    async with opened(at="app-name") as found:
        found.step.query_one("#app-name", Field).input.focus()
        await found.press(*"Sync")
        await saved_as(found, "app_name", "Sync")
        await found.press("backspace")
        await saved_as(found, "app_name", "Syn")


async def test_what_was_typed_right_before_leaving_is_on_disk_as_well() -> None:
    async with opened(home=True) as found:
        field = found.step.query_one("#app-name", Field)
        field.input.value = "Sync"
        await found.until(lambda: found.session.record.app_name, "the answer to be noted")
        found.app.go_home()
        await saved_as(found, "app_name", "Sync")


async def test_a_cleared_field_is_saved_as_nothing() -> None:
    async with opened(answers={"app_name": "Sync"}, at="app-name") as found:
        field = found.step.query_one("#app-name", Field)
        field.input.focus()
        await found.press("home", *["delete"] * len("Sync"))
        await saved_as(found, "app_name", "")
        assert not field.has_class("-wrong")


async def test_a_choice_is_on_disk_with_the_day_on_which_it_was_made() -> None:
    async with opened(at="verification-approval") as found:
        await found.click("○ waiting")
        await found.until(lambda: on_disk(found, "verification").get("state") == "waiting", "the approval to be saved")
        await found.sees("Waiting for Procore since 20")
        assert on_disk(found, "production_access") != on_disk(found, "verification")


async def test_wrong_input_stays_and_says_why_and_overwrites_nothing() -> None:
    kept = {"client_id": CLIENT_ID, "app_version_key": KEY, "sandbox_app_version_key": OTHER_KEY}
    async with opened("ready", step="promote", at="client-id", answers=kept) as found:
        for field_id, text, says in (
            ("client-id", "too short", "This is not a client ID"),
            ("client-id", KEY, "not a client ID"),
            ("app-version-key", "0123", "This is not an App Version Key"),
            ("app-version-key", OTHER_KEY, "are the same"),
            ("app-version-key", CLIENT_ID, "This is the client ID"),
        ):
            name = field_id.replace("-", "_")
            field = found.step.query_one(f"#{field_id}", Field)
            field.input.focus()
            field.input.select_all()
            await found.paste(text)
            await found.until(partial(says_below, field, says), says)
            assert sentence(field).count("✖") == 1
            assert field.has_class("-wrong") and field.input.value == text
            await found.quiet()
            assert on_disk(found, name) == getattr(found.session.record, name) == kept[name]


async def test_an_upper_case_version_key_is_taken() -> None:
    async with opened(step="promote", at="client-id") as found:
        field = await found.fill("app-version-key", KEY.upper())
        await saved_as(found, "app_version_key", KEY)
        assert not field.has_class("-wrong")


async def test_a_padded_client_id_is_trimmed() -> None:
    async with opened(step="promote", at="client-id") as found:
        for number, padded in enumerate(("  {}  ", "{}\n", "\n\n {}\r\n", "\t{}\n\n")):
            client_id = f"{CLIENT_ID}{number}"
            field = await found.fill("client-id", padded.format(client_id))
            await found.until(lambda: found.session.record.client_id == client_id, "the client ID")  # noqa: B023
            assert field.has_class("-right")


async def test_a_key_that_becomes_the_sandbox_key_later_is_marked_but_kept() -> None:
    async with opened(step="promote", at="client-id", answers={"app_version_key": KEY}) as found:
        field = found.step.query_one("#app-version-key", Field)
        assert field.has_class("-right")
        found.session.open_record.note(sandbox_app_version_key=KEY)  # in another window
        await found.until(lambda: field.has_class("-wrong"), "the production key to be marked")
        assert on_disk(found, "app_version_key") == KEY


async def new_dialog(found: Wizard) -> NewOnboardingDialog:
    await found.click("New onboarding")
    await found.sees("New onboarding")
    assert isinstance(found.app.screen, NewOnboardingDialog)
    return found.app.screen


async def test_a_pasted_address_becomes_the_company_id() -> None:
    async with wizard(Session.for_customers()) as found:
        dialog = await new_dialog(found)
        dialog.query_one("#name Input", Input).value = "Example Builders"
        company = dialog.query_one("#company-id Input", Input)
        company.value = ""
        company.focus()
        await found.paste("https://us02.procore.com/562949953421312/company/home/list")
        await found.sees("From the address: 15 digits, ••••1312.")
        await found.click("Start Enter ▶")
        await found.sees("1. Create the app")
        await saved_as(found, "company_id", "562949953421312")


async def test_an_onboarding_cannot_begin_with_a_wrong_company_id_or_without_a_name() -> None:
    async with wizard(Session.for_customers()) as found:
        dialog = await new_dialog(found)
        dialog.query_one("#name Input", Input).value = "Example Builders"
        dialog.query_one("#company-id Input", Input).value = "Example Builders"
        await found.click("Start Enter ▶")
        await found.sees("✖ This is not a company ID")
        dialog.query_one("#company-id Input", Input).value = "123456"
        dialog.query_one("#name Input", Input).value = "  "
        await found.click("Start Enter ▶")
        await found.sees("✖ Enter the customer's name first.")
        assert not list(found.session.paths.records.glob("*.toml"))


@pytest.mark.parametrize("key", ["f6", "enter"])
async def test_a_press_that_an_answer_holds_up_is_refused_where_it_is_noticed(key: str) -> None:
    async with opened("fresh", step="create-app", size=(80, 24), at="active-projects") as found:
        found.step.query_one("#active-projects", Field).input.focus()
        await found.press(*"about forty", key)
        await found.is_told("The number of active projects is a whole number in digits, such as 1200")


async def test_the_field_whose_answer_procore_denies_has_the_focus_once_that_is_known() -> None:
    answers = {"company_id": "562949953400000"}
    async with opened("ready", step="install", size=(80, 24), answers=answers, at="company-id") as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("✖ Company")
        await found.until(lambda: found.step.query_one("#company-id", Field).input.has_focus, "the field's focus")
