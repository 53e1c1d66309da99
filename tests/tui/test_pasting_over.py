"""A whole value that is pasted over a wrong one takes its place; over a right one that is masked after a question."""

import json

import pytest

from dmsa_tui.onboarding.pasted_text import unwrapped
from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
from dmsa_tui.tui.dialogs.pasted import PastedDialog
from dmsa_tui.tui.widgets.field import Field
from tests.tui.driving import Wizard, opened

KEY = "01234567-89ab-cdef-0123-456789abcdef"
OTHER_KEY = "89abcdef-0123-4567-89ab-cdef01234567"


def value(found: Wizard, field: str) -> str:
    return found.app.screen.query_one(f"#{field}", Field).input.value


async def test_a_key_takes_the_place_of_a_wrong_one_and_undo_brings_that_back() -> None:
    async with opened("fresh", step="promote", at="app-version-key", size=(80, 24)) as found:
        await found.paste("abcd")
        await found.paste(KEY)
        await found.until(lambda: found.session.record.app_version_key == KEY, "the key")
        assert value(found, "app-version-key") == KEY
        await found.press("ctrl+z")
        assert value(found, "app-version-key") == "abcd"
        await found.paste("8" * 8)  # no whole key: it goes on from there
        assert value(found, "app-version-key") == "abcd" + "8" * 8


async def test_a_client_id_takes_the_place_of_a_wrong_one_however_long_both_would_be_together() -> None:
    async with opened("fresh", step="promote", at="client-id", size=(80, 24)) as found:
        await found.paste("short-secret")
        await found.sees("12 characters")
        await found.paste("c1D-" * 10 + "e2F")
        await found.until(lambda: found.session.record.client_id == "c1D-" * 10 + "e2F", "the client ID alone")


async def test_the_same_key_for_sandbox_and_production_is_refused_in_either_field() -> None:
    async with opened("fresh", step="promote", at="app-version-key", size=(80, 24)) as found:
        await found.paste(KEY)
        await found.at("sandbox-app-version-key")
        found.app.screen.query_one("#sandbox-app-version-key", Field).input.focus()
        await found.paste(KEY)
        await found.sees("are the same")
        assert found.session.record.sandbox_app_version_key == ""


async def test_a_right_key_is_replaced_after_a_question_only() -> None:
    async with opened("fresh", step="promote", at="app-version-key", size=(80, 24)) as found:
        await found.paste(KEY)
        await found.paste(OTHER_KEY)
        await found.sees("Where does this belong?", "It replaces")
        assert isinstance(found.app.screen, PastedDialog) and KEY not in found.text
        await found.click("App Version Key A")
        await found.until(lambda: found.session.record.app_version_key == OTHER_KEY, "the other key")


async def test_a_key_behind_other_letters_is_called_wrong_and_offered_as_no_secret() -> None:
    async with opened("fresh", step="promote", at="app-version-key", size=(80, 24)) as found:
        await found.press(*"abcd", *KEY)
        await found.sees("This is not an App Version Key: it has 40 characters")
        await found.pilot.pause(0.5)
        assert not isinstance(found.app.screen, PastedDialog)


async def test_a_value_that_was_broken_into_lines_is_taken_as_one() -> None:
    async with opened("fresh", step="promote", at="app-version-key", size=(80, 24)) as found:
        await found.paste(f"{KEY[:12]}\n{KEY[12:]}\n")
        await found.until(lambda: found.session.record.app_version_key == KEY, "the whole key")
        await found.press("ctrl+u")
        await found.paste(f"{KEY[:12]}\nand no more")
        await found.sees("it has 12 characters", "Only the first line of the")
        await found.at("client-id")
        await found.paste(f"{'c1D' * 10}\n  {'e2F' * 5}")
        await found.until(lambda: found.session.record.client_id == "c1D" * 10 + "e2F" * 5, "the whole client ID")


async def test_a_company_takes_the_place_of_a_wrong_one_in_a_new_onboarding_and_its_broken_address_is_one() -> None:
    async with opened("fresh", home=True, size=(80, 24)) as found:
        dialog = NewOnboardingDialog(found.session)
        await found.app.push_screen(dialog)
        await found.pilot.pause()
        dialog.query_one("#company-id", Field).input.focus()
        await found.press(*"Acme")
        await found.paste("https://app.procore.com/5981343\n25571120/company/home")
        await found.until(lambda: value(found, "company-id").startswith("https:"), "the address alone")
        assert dialog.query_one("#company-id", Field).accepted == "598134325571120"


def test_json_that_a_terminal_has_wrapped_is_what_was_copied() -> None:
    printed = json.dumps({"login_url": "http://127.0.0.1:8080", "app_name": "Practice Sync", "company_id": 598134})
    for width in (20, 35, 59):
        lines = [printed[at : at + width] for at in range(0, len(printed), width)]
        assert unwrapped("\n".join(lines)) == printed, width
        assert unwrapped("\r\n".join(lines) + "\r\n") == printed, width
    for other in (printed, "Fir Homes\nand Sons", '{\n  "a": 1\n}', '{"a": "b\n'):
        assert unwrapped(other) == other


NOTE = "Client ID: {}\nClient Secret: {}\nApp Version Key: {}\n"
CLIENT_ID, SECRET = "c1D-" * 10 + "e2F", "s3C_" * 10 + "r4T"


async def test_a_key_that_is_pasted_with_the_pair_is_filled_in_and_it_is_said() -> None:
    async with opened("fresh", step="promote", at="client-secret", size=(80, 24)) as found:
        record = found.session.record
        await found.paste(NOTE.format(CLIENT_ID, SECRET, KEY))
        await found.until(lambda: record.app_version_key == KEY, "the key")
        await found.is_told("The App Version Key in the paste is filled in, too.")
        assert record.client_id == CLIENT_ID
        found.dismiss_notices()
        await found.at("client-secret")
        found.step.query_one("#client-secret").focus()
        await found.paste(NOTE.format(CLIENT_ID, SECRET, OTHER_KEY))
        await found.is_told("The App Version Key in the paste was not taken. Paste it alone into its field.")
        assert record.app_version_key == KEY, "a right one is replaced by a paste of its own only"
        found.dismiss_notices()
        await found.paste(NOTE.format(CLIENT_ID, SECRET, f"{KEY} (sandbox: {OTHER_KEY})"))
        await found.is_told("The paste has several App Version Keys: none was taken.")


async def test_the_question_about_a_pair_names_the_key_beside_it() -> None:
    async with opened("fresh", step="create-app", size=(80, 24)) as found:
        await found.paste(NOTE.format(CLIENT_ID, SECRET, KEY))
        await found.sees("its client secret, with an App", "All are masked, and not saved.")
        await found.press("enter")
        await found.until(lambda: found.session.record.app_version_key == KEY, "the key")
        await found.is_told("The App Version Key in the paste is filled in, too.")


async def test_a_part_is_not_put_behind_a_client_id_that_procore_has_accepted() -> None:
    async with opened("ready", step="promote", at="client-id", size=(80, 24)) as found:
        client_id = found.session.record.client_id
        found.session.credentials.pair_answers.client_ids.add(client_id)
        field = found.step.query_one("#client-id", Field)
        field.input.focus()
        await found.press("end")
        await found.paste("aB3dE5fG7h")
        await found.is_told("Procore accepted the Client ID that is here. Press Ctrl+U first")
        assert value(found, "client-id") == client_id == found.session.record.client_id
        await found.press("ctrl+u")
        await found.paste("aB3dE5fG7h")
        assert value(found, "client-id") == "aB3dE5fG7h"


@pytest.mark.parametrize("cut", [22, 41])
async def test_a_client_id_that_was_broken_anywhere_is_taken_whole_though_its_first_line_would_do(cut: int) -> None:
    client_id = "c1D-" * 10 + "e2F"
    async with opened("fresh", step="promote", at="client-id", size=(80, 24)) as found:
        await found.paste(f"{client_id[:cut]}\n  {client_id[cut:]}\n")
        await found.until(lambda: found.session.record.client_id == client_id, "the whole client ID")
        assert "Only the first line" not in found.text


async def test_what_is_said_of_a_refused_value_that_was_broken_into_lines_is_about_the_whole() -> None:
    secret = "s1E-" * 10 + "c2R"
    async with opened("fresh", step="promote", at="client-id", size=(80, 24)) as found:
        found.session.credentials.give(Secret(secret))
        await found.paste(f"{secret[:22]}\n{secret[22:]}\n")
        await found.sees("You entered this as the client secret.")
        assert "Only the first line" not in found.text
