"""A paste outside a field is offered to the field it fits; a credential in a field that is not for it is masked."""

import pytest
from textual.widgets import Button, Input

from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.dialogs.manifest import ManifestDialog
from dmsa_tui.tui.dialogs.pasted import PastedDialog
from dmsa_tui.tui.pasting import Pasting
from dmsa_tui.tui.too_small import TooSmallScreen
from dmsa_tui.tui.widgets import burst
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.expected_list import ProjectsArea
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.search_line import SearchLine
from dmsa_tui.tui.widgets.secret_field import SecretField
from tests.tui.driving import Wizard, credentials, opened

KEY = "01234567-89ab-cdef-0123-456789abcdef"
OTHER_KEY = "89abcdef-0123-4567-89ab-cdef01234567"
WORDS_AS_SECRET = "gardensgatewayharborislandjacketkettleladder"
"""Whatever does not know it takes a part of it for a name."""
LIKE_A_SECRET = "canary9f3kQ2notarealsecret0000000000000000000"


async def paste_outside(found: Wizard, text: str) -> None:
    found.app.screen.set_focus(None)
    await found.paste(text)


async def offers(found: Wizard) -> list[str]:
    """The labels of the buttons, the primary one first."""
    await found.until(lambda: isinstance(found.app.focused, Button), "the focus on the first button")
    assert isinstance(found.app.screen, PastedDialog)
    buttons = [each for each in found.app.screen.query(CompactButton) if each.name]
    likely = [each for each in buttons if each.variant == "primary"]
    assert found.app.focused in (likely or [found.app.screen.query_one("#close", CompactButton)])
    return [str(each.label).rpartition(" ")[0] for each in buttons]


async def test_a_secret_pasted_outside_a_field_is_asked_about_masked_and_tested_where_it_belongs() -> None:
    async with opened("ready", step="promote") as found:
        client_id, secret = credentials(found.session)
        assert found.session.record.client_id == client_id
        await paste_outside(found, f"  {secret}\n")
        assert await offers(found) == ["Client secret", "Client ID"]
        assert "Client ID or secret?" in found.text and secret not in found.text
        await found.sees("Client ID replaces the one that is there.")  # nothing of it is shown: it may be the secret
        await found.click("Client secret S")
        await found.sees("Procore accepts the credentials")
        assert (await found.session.credentials.secret()) is not None
        await paste_outside(found, secret)
        await found.is_told("The wizard already has this client secret.")


async def test_the_key_of_the_client_secret_is_no_other_fields_at_the_sandboxs_values() -> None:
    async with opened("fresh", step="promote", at="sandbox-client-id", size=(80, 24)) as found:
        await paste_outside(found, LIKE_A_SECRET)
        await found.sees("Client secret S", "Client ID I", "Sandbox client ID B")


async def test_a_question_that_is_closed_says_that_nothing_was_filled_in() -> None:
    async with opened("fresh", step="create-app") as found:
        await paste_outside(found, LIKE_A_SECRET)
        assert await offers(found) == ["Client secret (step 4)", "Client ID (step 4)"]
        await found.press("enter")
        await found.is_told("Nothing was filled in. Paste again to choose the place.")


async def test_a_paste_leads_to_the_step_that_asks_for_it() -> None:
    async with opened("fresh", step="create-app") as found:
        await paste_outside(found, KEY)
        assert await offers(found) == ["App Version Key (step 4)"]
        await found.press("enter")
        await found.until(lambda: found.session.record.app_version_key == KEY, "the key")
        assert found.step.STEP == "promote"
        found.session.open_record.note(company_id="")
        await paste_outside(found, "https://us02.procore.com/webclients/host/companies/4711/tools/app-management")
        assert await offers(found) == ["Company ID (step 5)"]
        await found.press("enter")
        await found.until(lambda: found.session.record.company_id == "4711", "the company")
        await paste_outside(found, "Number\tName\n12\tHarbor Annex\n13\tStation Square")
        assert await offers(found) == ["List of projects (step 6)"]
        await found.press("enter")
        await found.until(lambda: len(found.session.record.expected_projects) == 3, "the list")
        assert found.step.query_one(ProjectsArea).display
        found.app.push_screen(TooSmallScreen())  # before the step of the field is there
        await Pasting(found.app)._give("company_id", "4712")
        await found.until(lambda: found.session.record.company_id == "4712", "the other company")


async def test_a_paste_that_replaces_an_answer_says_so_masked_and_enter_alone_replaces_nothing() -> None:
    async with opened("ready", step="create-app", answers={"app_version_key": KEY}) as found:
        await paste_outside(found, OTHER_KEY)
        assert await offers(found) == ["App Version Key (step 4)"]
        await found.sees("It replaces ••••cdef.")
        assert found.app.screen.query_one("#close", Button).variant == "primary", "what Enter does is seen"
        await found.press("enter")
        await found.is_told("Nothing was filled in.")
        assert found.session.record.app_version_key == KEY and found.step.STEP == "create-app"
        await paste_outside(found, OTHER_KEY)
        await offers(found)
        await found.click("App Version Key (step 4)")
        await found.until(lambda: found.session.record.app_version_key == OTHER_KEY, "the other key")


async def test_the_company_that_is_there_already_is_not_asked_about() -> None:
    async with opened("ready", step="create-app") as found:
        web, company = found.session.record.web_url or "https://app.procore.com", found.session.record.company_id
        await paste_outside(found, f"{web}/{company}/company/home")
        await found.is_told("The wizard already has this company ID.")


@pytest.mark.parametrize("goes_on", [False, True], ids=["goes home", "goes on there"])
async def test_home_goes_on_where_the_person_was_before_a_paste_led_elsewhere(goes_on: bool) -> None:
    async with opened("fresh", step="create-app", home=True, size=(80, 24)) as found:
        await found.press("f6", "down")
        left_at = found.session.record.action
        await paste_outside(found, KEY)
        await offers(found)
        await found.press("enter")
        await found.until(lambda: found.session.record.app_version_key == KEY, "the key")
        if goes_on:
            await found.press("f6")
            await found.quiet()
        await found.app.autosave.now()
        found.app.go_home()
        await found.pilot.pause()
        reading = ("rows", "summaries")
        await found.until(lambda: not any(each.group in reading for each in found.app.workers), "the list to be read")
        await found.sees("4 Promote" if goes_on else "1 App")
        await found.press("enter")
        await found.until(lambda: found.app.step_in_front, "the step")
        assert ("promote" if goes_on else "create-app") == found.step.STEP
        assert goes_on or found.session.record.action == left_at


async def test_a_number_is_offered_to_both_fields_that_take_one_and_json_to_the_comparison() -> None:
    async with opened("fresh", step="install", answers={"company_id": ""}) as found:
        await paste_outside(found, "4711")
        assert await offers(found) == ["Company ID", "Active projects (step 1)"]
        await found.press("escape")
        await found.quiet()
        assert not found.session.record.company_id, "nothing is filled in without a key"
        await paste_outside(found, '{"schema_version": 1, "client_secret": "' + LIKE_A_SECRET + '"}')
        await found.quiet()
        assert not isinstance(found.app.screen, PastedDialog) and LIKE_A_SECRET not in found.text
        await paste_outside(found, '{"schema_version": 1}')
        assert await offers(found) == ["Compare as a manifest"]
        await found.press("enter")
        await found.until(lambda: isinstance(found.app.screen, ManifestDialog), "the comparison")
        await found.sees('{"schema_version": 1}')


async def test_plain_words_go_to_the_open_actions_field_and_elsewhere_the_paste_says_what_to_do() -> None:
    async with opened("fresh", step="create-app", at="app-name") as found:
        await paste_outside(found, "Sync of June")
        assert await offers(found) == ["App name"]
        await found.press("enter")
        await found.until(lambda: found.session.record.app_name == "Sync of June", "the name")
        await found.go("check")
        await paste_outside(found, "Harbor Annex")
        await found.is_told("12 characters of text", "Go to its field")


@pytest.mark.parametrize("typed", [False, True], ids=["pasted", "key by key"])
async def test_a_credential_in_an_open_field_is_masked_at_once_not_saved_and_asked_about(
    typed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(burst, "GAP_SECONDS", 0.0)  # the keys of a slow connection are no burst
    async with opened("fresh", step="create-app", at="app-name") as found:
        field = found.step.query_one("#app-name", Field)
        field.input.focus()
        before = field.input.value
        if typed:
            await found.press(*LIKE_A_SECRET[:20])
            assert field.input.password and LIKE_A_SECRET[:12] not in found.text, "nor in what is known so far"
            await found.press(*LIKE_A_SECRET[20:])
        else:
            await found.paste(LIKE_A_SECRET)
        assert LIKE_A_SECRET not in found.text
        assert await offers(found) == ["Client secret (step 4)", "Client ID (step 4)"]
        assert LIKE_A_SECRET not in found.text
        await found.press("escape")
        if typed:
            await found.sees("not saved or")
        else:
            await found.is_told("Nothing was filled in.")
        assert field.input.value == (LIKE_A_SECRET if typed else before)
        await found.saves_no_more(LIKE_A_SECRET[:8])
        assert LIKE_A_SECRET[:8] not in found.text


@pytest.mark.parametrize("typed", [False, True], ids=["pasted", "key by key"])
async def test_a_piece_of_a_secret_that_this_run_holds_is_masked_and_taken_by_no_open_field(typed: bool) -> None:
    async with opened("fresh", step="create-app", at="app-name", size=(80, 24)) as found:
        found.session.credentials.give(Secret(WORDS_AS_SECRET))
        field = found.step.query_one("#app-name", Field)
        field.input.focus()
        piece = WORDS_AS_SECRET[8:30]
        await (found.press(*piece) if typed else found.paste(piece))
        await found.is_told("a part of", "not saved", "Copy the whole value")
        if typed:
            await found.sees("•" * len(piece), "not saved or")
        assert piece[:12] not in found.text and not found.session.record.app_name
        found.step.set_focus(None)
        await found.quiet()
        await found.press("ctrl+t")
        await found.until(lambda: isinstance(found.app.focused, SearchLine), "the search")
        if typed:
            await found.press(*piece)
            await found.sees("•" * len(piece))
        await found.press("escape", "ctrl+p")
        await (found.press(*piece) if typed else found.paste(piece))
        await found.sees("•" * len(piece))
        assert piece[:12] not in found.text


async def test_a_piece_of_a_random_value_that_nobody_knows_is_no_name() -> None:
    async with opened("fresh", step="create-app", at="app-name") as found:
        field = found.step.query_one("#app-name", Field)
        field.input.focus()
        field.input.value = ""
        await found.paste("sAzaQl78xWDx1ydoSf76JJN6")
        await found.is_told("a part of what looks like a client ID or a client secret")
        found.step.set_focus(None)
        await found.quiet()
        assert "sAzaQl78" not in found.text and not found.session.record.app_name


@pytest.mark.parametrize("field", ["app-name", "administrator", "old-account"])
@pytest.mark.parametrize("typed", [False, True], ids=["pasted", "key by key"])
async def test_an_app_version_key_in_a_field_for_free_text_is_masked_not_saved_and_asked_about(
    field: str, typed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(burst, "GAP_SECONDS", 0.0)
    async with opened("fresh", step="create-app", at=field, size=(80, 24)) as found:
        given = found.step.query_one(f"#{field}", Field)
        given.input.value = ""
        given.input.focus()
        await (found.press(*KEY) if typed else found.paste(KEY))
        assert await offers(found) == ["App Version Key (step 4)"]
        assert KEY not in found.text
        await found.press("escape")
        if typed:
            await found.sees("This looks like an App Version Key")
        await found.saves_no_more(KEY[:8])
        assert not getattr(found.session.record, field.replace("-", "_"))


@pytest.mark.parametrize("typed", [False, True], ids=["pasted", "key by key"])
async def test_a_credential_among_the_lines_of_a_list_is_dots_and_leaves_it_when_its_place_is_chosen(
    typed: bool,
) -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["Alpha"]}
    async with opened("fresh", step="projects", at="expected", answers=answers) as found:
        area = found.step.query_one(ProjectsArea)
        area.focus()
        area.move_cursor(area.document.end)
        if typed:
            await found.press("enter", *LIKE_A_SECRET[:20])
            assert LIKE_A_SECRET[:12] not in found.text
            await found.press(*LIKE_A_SECRET[20:])
        else:
            await found.paste(f"\n{LIKE_A_SECRET}")
        assert LIKE_A_SECRET not in found.text
        assert await offers(found) == ["Client secret (step 4)", "Client ID (step 4)"]
        assert found.session.record.expected_projects == ["Alpha"]
        await found.saves_no_more(LIKE_A_SECRET[:8])
        await found.click("Client secret (step 4)")
        await found.until(lambda: found.step.STEP == "promote", "the step")
        await found.until(lambda: found.session.credentials.untested, "the secret to be held")
        assert found.session.record.expected_projects == ["Alpha"]


@pytest.mark.parametrize("key", ["f3", "ctrl+t"])
async def test_a_credential_in_the_search_of_a_dialog_is_masked(key: str) -> None:
    async with opened("ready", step="projects", size=(80, 24)) as found:
        await found.press(key)
        await found.until(lambda: isinstance(found.app.focused, SearchLine), "the search")
        await found.press(*LIKE_A_SECRET[:20])
        assert LIKE_A_SECRET[:12] not in found.text
        await found.paste(LIKE_A_SECRET)
        await found.quiet()
        assert LIKE_A_SECRET not in found.text and "•" * 20 in found.text


@pytest.mark.parametrize("key", ["f3", "ctrl+t", "ctrl+p"])
async def test_an_address_in_a_search_is_masked_with_the_ids_in_it(key: str) -> None:
    async with opened("ready", step="projects", size=(80, 24)) as found:
        await found.press(key)
        await found.until(lambda: isinstance(found.app.focused, Input), "the search")
        await found.paste("https://us02.procore.com/562949953421312/project/home")
        await found.quiet()
        assert "https:" not in found.text and "562949953421312" not in found.text and "•" * 20 in found.text


async def test_a_name_with_digits_is_dots_only_while_it_is_typed_and_is_taken() -> None:
    async with opened("fresh", step="create-app", at="app-name") as found:
        field = found.step.query_one("#app-name", Field)
        field.input.focus()
        field.input.value = ""
        await found.press(*"P2026x1y2z42A")
        assert field.input.password
        await found.until(lambda: found.session.record.app_name == "P2026x1y2z42A", "the name to be taken")
        found.step.set_focus(None)
        await found.sees("P2026x1y2z42A")


@pytest.mark.parametrize("field", ["client-id", "client-secret"])
async def test_a_pair_pasted_into_one_of_its_two_fields_fills_both_and_is_tested(field: str) -> None:
    async with opened("ready", step="promote", at=field, answers={"client_id": ""}) as found:
        client_id, secret = credentials(found.session)
        of_id, of_secret = found.step.query_one("#client-id", Field).input, found.step.query_one(SecretField)
        (of_id if field == "client-id" else of_secret).focus()
        await found.paste(f"\n  {client_id}\r\n{secret}\n")
        await found.sees("✔ Procore accepts the credentials.")
        assert found.session.record.client_id == client_id and secret not in found.text


async def test_of_a_client_id_and_a_secret_the_one_that_is_missing_is_proposed() -> None:
    async with opened("ready", step="create-app") as found:
        await paste_outside(found, credentials(found.session)[1])
        assert await offers(found) == ["Client secret (step 4)", "Client ID (step 4)"]
        await found.press("enter")
        await found.sees("✔ Procore accepts the credentials.")
        assert found.session.record.client_id == credentials(found.session)[0]


async def test_a_label_says_which_of_two_values_is_the_secret() -> None:
    async with opened("ready", step="promote", at="client-id", answers={"client_id": ""}) as found:
        client_id, secret = credentials(found.session)
        found.step.query_one("#client-id", Field).input.focus()
        await found.paste(f"Client Secret: {secret}\nClient ID: {client_id}")
        await found.sees("✔ Procore accepts the credentials.")
        assert found.session.record.client_id == client_id


@pytest.mark.parametrize("in_field", [False, True], ids=["outside a field", "in another field"])
async def test_a_pair_is_offered_to_the_step_that_asks_for_it(in_field: bool) -> None:
    async with opened("ready", step="create-app", at="app-name", answers={"client_id": ""}) as found:
        client_id, secret = credentials(found.session)
        found.step.query_one("#app-name", Field).input.focus() if in_field else found.app.screen.set_focus(None)
        await found.paste(f"{client_id}\n{secret}")
        assert await offers(found) == ["Client ID and client secret (step 4)"]
        assert client_id not in found.text and secret not in found.text
        await found.press("enter")
        await found.sees("✔ Procore accepts the credentials.")
        assert found.session.record.client_id == client_id


async def test_a_field_says_that_it_took_only_the_first_line_of_a_paste() -> None:
    async with opened("fresh", step="create-app", at="app-name") as found:
        field = found.step.query_one("#app-name", Field)
        field.input.focus()
        field.input.value = ""
        await found.paste("\nFile Sync\nof June\n")
        await found.sees("Only the first line", "of the paste was taken.")
        assert found.session.record.app_name == "File Sync"
        await found.press("s")
        await found.sees_no_more("first line of the paste")
        field.input.value = ""
        await found.paste("\nFile Sync\n")
        await found.quiet()
        assert not found.shows("first line of the paste"), "nothing was left out"


@pytest.mark.parametrize(
    ("step", "field", "block", "value"),
    [
        ("promote", "app-version-key", f'Production App Version Key:\n"{KEY}"', KEY),
        ("promote", "app-version-key", f"Procore Sync\nProduction\n{KEY}\nCreated today", KEY),
        ("install", "company-id", "Company ID\n562949953421312", "562949953421312"),
        ("install", "company-id", "Harbor Builders\n562949953421312", "562949953421312"),
        ("create-app", "active-projects", "Active projects:\n1,200", "1200"),
        ("create-app", "app-name", "App Name:\nFile Sync", "File Sync"),
    ],
)
async def test_of_a_pasted_block_a_field_takes_the_one_value_and_no_label(
    step: str, field: str, block: str, value: str
) -> None:
    answers = {"company_id": "", "app_version_key": "", "active_projects": None, "app_name": ""}
    async with opened("fresh", step=step, at=field, answers=answers, size=(80, 24)) as found:
        given = found.step.query_one(f"#{field}", Field)
        given.input.focus()
        await found.paste(block)
        await found.until(lambda: given.accepted == value, "the value")
        assert not found.shows("✖") and not found.shows("first line")


async def test_a_secret_is_taken_out_of_a_pasted_block() -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        found.step.query_one(SecretField).focus()
        await found.paste(f"Client Secret\n{credentials(found.session)[1]}\n")
        await found.sees("✔ Procore accepts the credentials.")


EMAIL = "Hi Robin,\nthanks for the call on Monday. The app is ready to be installed.\n\nBest regards,\nKim"
PROSE = "We promoted the version this morning.\nPlease install it in production before Friday."


@pytest.mark.parametrize("text", [EMAIL, PROSE])
async def test_sentences_are_no_list_and_fit_no_field(text: str) -> None:
    async with opened("fresh", step="create-app", at="app-name") as found:
        await paste_outside(found, text)
        await found.is_told(f"You pasted a text of {len([*filter(None, text.splitlines())])} lines. No field takes")
        assert not isinstance(found.app.screen, PastedDialog)


@pytest.mark.parametrize("text", ["St. Mary's Hospital, Phase 2\nSmith & Co.\nHarbor Annex", "Alpha,\nBeta,\nGamma"])
async def test_names_are_a_list(text: str) -> None:
    async with opened("fresh", step="create-app") as found:
        await paste_outside(found, text)
        assert await offers(found) == ["List of projects (step 6)"]


async def test_what_is_typed_on_while_the_question_opens_presses_none_of_its_buttons() -> None:
    async with opened("fresh", step="create-app", at="administrator", size=(80, 24)) as found:
        field = found.step.query_one("#administrator", Field)
        field.input.focus()
        field.input.value = LIKE_A_SECRET
        await found.until(lambda: isinstance(found.app.screen, PastedDialog), "the question")
        for key in ("s", "space", "enter", "i"):
            await found.pilot.press(key)
        assert isinstance(found.app.screen, PastedDialog)
        await found.press("space")
        await found.until(lambda: not isinstance(found.app.screen, PastedDialog), "Close, which has the focus")
