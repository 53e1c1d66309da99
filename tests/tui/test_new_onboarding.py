"""New onboarding: a pasted address offers its environment, hosts of one's own are checked, Enter starts."""

import pytest
from textual.widgets import Button, Input

from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.scroll_pane import ScrollPane
from tests.tui.driving import Wizard, wizard

NO_ID = "This is not a company ID or an https address of Procore"
ADDRESS = "https://sandbox.procore.com/4711/company/home"


async def new_dialog(found: Wizard) -> NewOnboardingDialog:
    await found.press("enter")
    await found.sees("New onboarding")
    await found.pilot.pause()
    assert isinstance(found.app.screen, NewOnboardingDialog)
    return found.app.screen


async def test_enter_offers_the_environment_of_a_pasted_address_then_takes_it_then_starts() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await new_dialog(found)
        await found.press(*"Acme", "tab")
        await found.paste(ADDRESS)
        await found.sees("Use Developer sandbox")
        await found.press("enter")
        await found.sees("change the environment to")
        assert not found.session.is_open
        await found.press("enter")
        await found.sees("Taken as ••••1.", "● Developer sandbox")
        await found.press("enter")
        await found.until(lambda: found.session.is_open, "the setup")
        record = found.session.record
        assert (record.name, record.company_id, record.environment) == ("Acme", "4711", "developer-sandbox")
        assert not record.login_url and not record.api_url


async def test_the_company_id_is_masked_while_it_is_typed_and_shown_on_request() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        dialog = await new_dialog(found)
        assert not found.shows("Show ID")
        await found.press(*"Acme", "tab", *"562949953421312")
        await found.sees("15 digits: ••••1312.", "Show ID F9")
        assert not found.shows("562949953421312")
        await found.press("f9")
        await found.sees("562949953421312", "Mask ID F9", "IDs SHOWN")
        assert dialog.focused is dialog.query_one("#company-id", Field).input
        await found.press("f9")
        await found.sees_no_more("562949953421312")
        await found.sees("IDs masked")
        await found.press("f9", "escape")
        await found.sees_no_more("New onboarding ─")
        await found.sees_no_more("IDs SHOWN")


async def test_the_notice_about_a_wrong_company_goes_when_its_field_changes() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await new_dialog(found)
        await found.press(*"Acme", "tab", *"12x", "enter")
        await found.until(lambda: bool(found.app._notifications), "the notice")
        await found.press("backspace")
        await found.sees("2 digits")
        assert not found.app._notifications


async def test_the_sentence_of_a_shown_id_masks_it_no_more() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await new_dialog(found)
        await found.press(*"Acme", "tab")
        await found.paste("https://app.procore.com/562949953421312/company/home")
        await found.press("tab")
        await found.sees("Taken as ••••1312.")
        await found.press("f9")
        await found.sees("Taken as 562949953421312.")


async def test_enter_goes_to_the_next_empty_field_before_it_starts() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        dialog = await new_dialog(found)
        await found.sees("for example 562949953421312, or paste", "It can come later.")
        await found.press(*"Acme", "enter")
        await found.until(lambda: dialog.focused is dialog.query_one("#company-id", Field).input, "the company ID")
        assert not found.session.is_open
        await found.press(*"4711", "enter")
        await found.until(lambda: found.session.is_open, "the setup")
        assert found.session.record.company_id == "4711"


async def test_what_was_typed_is_there_again_after_escape_and_gone_after_a_start() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await new_dialog(found)
        await found.press(*"Acme", "tab", *"4711", "tab", "right", "escape")
        await found.sees_no_more("Company ID")
        dialog = await new_dialog(found)
        await found.sees("Acme", "● Developer sandbox")
        assert dialog.query_one("#company-id", Field).accepted == "4711"
        await found.press("enter")
        await found.until(lambda: found.session.is_open, "the setup")
        assert found.session.record.name == "Acme" and not found.app.begun_onboarding


async def test_the_next_customers_name_replaces_the_one_that_was_typed_before() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await new_dialog(found)
        await found.press(*"Acme", "escape")
        await found.sees_no_more("Company ID")
        dialog = await new_dialog(found)
        await found.sees("Acme")
        await found.press(*"Birch")
        fields = {each: dialog.query_one(f"#{each}", Field).input.value for each in ("name", "company-id")}
        assert fields == {"name": "Birch", "company-id": ""}


async def test_what_was_typed_is_there_again_after_the_key_for_home() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await new_dialog(found)
        await found.press(*"Acme", "tab", *"4711", "ctrl+g")
        await found.sees_no_more("Company ID")
        dialog = await new_dialog(found)
        await found.sees("Acme")
        assert dialog.query_one("#company-id", Field).accepted == "4711"


async def test_enter_on_the_environments_starts_and_the_arrows_choose() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await new_dialog(found)
        await found.press(*"Acme", "tab", *"4711", "tab", "right", "right")
        await found.sees("● Monthly sandbox", "monthly refresh")
        await found.press("enter")
        await found.until(lambda: found.session.is_open, "the setup")
        assert found.session.record.environment == "monthly-sandbox"


async def test_a_problem_that_was_corrected_is_no_longer_shown() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        dialog = await new_dialog(found)
        await found.press(*"Acme", "tab", *"wrong", "enter")
        await found.is_told(NO_ID)
        await found.sees(f"✖ {NO_ID}")
        dialog.query_one("#company-id", Field).input.value = "4711"
        await found.sees_no_more(f"✖ {NO_ID}")


@pytest.mark.parametrize(
    ("login", "api", "refused"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/", ""),
        ("https://login.stand-in.example", "", "Enter both URLs, or leave both empty"),
        ("http://login.stand-in.example", "", "accepted for this machine (127.0.0.1) only"),
        ("https://someone@login.stand-in.example", "", "is more than a host"),
        ("http://127.0.0.1:45969/http://sandbox.example.com", "", "is more than a host"),
    ],
)
async def test_custom_hosts_are_folded_away_and_are_https_or_on_this_machine(
    login: str, api: str, refused: str
) -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        dialog = await new_dialog(found)
        assert not found.shows("Login URL")
        await found.press(*"Acme")
        await found.click("▸ Custom hosts")
        await found.sees("Login URL", "▾ Custom hosts")
        await found.paste(login)
        await found.pilot.pause()
        dialog.query_one("#api-url", Field).input.value = api
        await found.pilot.pause()
        await found.press("enter", *(() if api else ("enter",)))
        if refused:
            await found.sees(refused)
            assert not found.session.is_open
        else:
            await found.until(lambda: found.session.is_open, "the setup")
            assert found.session.record.login_url == login and found.session.record.api_url == api.rstrip("/")
            found.session.open_record.note(client_id="an-id")
            found.session.credentials.know(Secret("not-a-secret"))
            await found.press("ctrl+p", *"custom hosts", "enter")
            await found.sees("Use them", login)
            found.app.screen.query_one("#api-url", Field).input.value = "api.example.com"
            await found.press("enter")
            await found.sees("✖ The API URL")
            found.app.screen.query_one("#api-url", Field).input.value = ""
            await found.press("enter")
            await found.sees("✖ Enter both URLs, or leave both empty")
            found.app.screen.query_one("#login-url", Field).input.value = ""
            await found.press("enter")
            await found.until(lambda: not found.session.record.login_url, "Procore's own hosts")
            assert await found.session.credentials.secret() is None, "it was given for the host before"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_only_the_dialog_itself_scrolls(size: tuple[int, int]) -> None:
    async with wizard(Session.for_customers(), size=size) as found:
        dialog = await new_dialog(found)
        dialog.query_one("#fold", Button).press()
        await found.sees("▾ Custom hosts")
        scrolling = [each for each in dialog.query("*") if each.show_vertical_scrollbar]
        assert all(isinstance(each, ScrollPane) for each in scrolling) and len(scrolling) <= 1


async def test_a_name_that_is_taken_is_refused_at_its_field() -> None:
    session = Session.for_customers()
    session.store.create(Onboarding("Acme"))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("Acme")
        await found.press("n")
        await found.sees("New onboarding")
        await found.press(*"Acme", "enter", "enter")
        await found.sees("There is already an onboarding named “Acme”")
        assert not session.is_open


async def test_where_a_name_is_taken_a_free_one_is_named() -> None:
    session = Session.for_customers()
    session.store.create(Onboarding("Acme"))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("Acme")
        await found.press("n")
        await found.sees("New onboarding")
        await found.press(*"Acme")
        await found.click("Monthly sandbox")
        await found.click("Start Enter")
        await found.sees("There is already an onboarding named “Acme”; “Acme (Monthly sandbox)” is", "free.")
        await found.press(*" (Monthly sandbox)")
        await found.click("Start ▶")
        await found.until(lambda: session.is_open, "the setup")
        assert (session.record.name, session.record.environment) == ("Acme (Monthly sandbox)", "monthly-sandbox")


async def test_a_click_on_a_button_hits_it_although_the_field_that_it_leaves_says_more_then() -> None:
    async with wizard(Session.for_customers()) as found:
        dialog = await new_dialog(found)
        await found.press(*"Acme", "tab", *"abc123")
        await found.sees("••••••")
        await found.pilot.pause()
        x, y = dialog.query_one("#start", Button).region.offset
        await found.press_and_release(x + 1, y)
        await found.sees("This is not a company ID")
        await found.until(lambda: dialog.focused is dialog.query_one("#company-id", Field).input, "the wrong field")


async def test_customers_with_the_same_initials_are_told_apart() -> None:
    session = Session.for_customers()
    for name, company in (("Alpine Brick AG", "4711"), ("Alpine Builders AG", "4712"), ("Birch", "1")):
        session.store.create(Onboarding(name, company_id=company))
    async with wizard(session) as found:
        await found.sees("A. B. A.  ", "A. B. A. (2)", "B. ")
        assert not found.shows("B. (")
        rows = [line for line in found.lines if "A. B. A." in line]
        await found.press("n")
        await found.sees("New onboarding")
        await found.press(*"Zinc", "tab", *"4712", "enter")
        await found.sees("A. B. A. (", ") already has this company ID in Production.")
        assert len(rows) == 2


@pytest.mark.parametrize("answer", ["open", "another", "close"])
async def test_a_company_that_is_here_already_is_named_as_home_names_it_and_can_be_opened(answer: str) -> None:
    session = Session.for_customers()
    session.store.create(Onboarding("Cedar Ridge", company_id="4711", step="install", action="admin-tool"))
    session.store.create(Onboarding("Elm Street", company_id="4712"))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("C. R.")
        await found.press("n")
        await found.sees("New onboarding")
        await found.press(*"Birch", "tab", *"4711", "enter")
        await found.sees("C. R. already has this company ID in Production.")
        assert not session.is_open and not found.shows("Cedar")
        if answer == "open":
            await found.press("enter")
            await found.until(lambda: session.is_open, "the setup")
            assert session.record.name == "Cedar Ridge" and found.step.STEP == "install"
        elif answer == "another":
            await found.press("s")
            await found.until(lambda: session.is_open, "the setup")
            assert (session.record.name, session.record.company_id) == ("Birch", "4711")
        else:
            await found.press("escape")
            await found.sees_no_more("already has")
            assert isinstance(found.app.screen, NewOnboardingDialog) and found.shows("Birch")


async def test_the_same_number_in_another_environment_is_another_company() -> None:
    session = Session.for_customers()
    session.store.create(Onboarding("Cedar Ridge", company_id="4711", environment="monthly-sandbox"))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("Cedar Ridge")
        await found.press("n")
        await found.sees("New onboarding")
        await found.press(*"Birch", "tab", *"4711", "enter")
        await found.until(lambda: session.is_open, "the setup")
        assert session.record.name == "Birch"


async def test_letters_typed_on_the_environments_go_to_the_first_empty_field() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        dialog = await new_dialog(found)
        await found.press(*"Acme", "tab", "tab", "right", *"4711")
        assert dialog.query_one("#company-id", Field).input.value == "4711"
        await found.sees("● Developer sandbox")
        await found.press("tab", *"89")  # every field has an answer: nothing is overwritten
        assert dialog.query_one("#company-id", Field).input.value == "4711"


async def test_enter_on_a_wrong_company_id_stays_there_and_says_what_is_wrong() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        dialog = await new_dialog(found)
        dialog.query_one("#fold", Button).press()
        await found.sees("Login URL")
        dialog.query_one("#name Input", Input).value = "Acme"
        dialog.query_one("#company-id Input", Input).focus()
        await found.press(*"12a", "enter")
        await found.is_told("A company ID has only digits")
        await found.sees("✖ A company ID has only digits")
        assert dialog.focused is dialog.query_one("#company-id", Field).input


async def test_a_problem_goes_when_the_field_is_emptied() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        dialog = await new_dialog(found)
        await found.press(*"Acme", "tab", *"12a", "enter")
        await found.sees("✖ A company ID has only digits")
        dialog.query_one("#company-id", Field).input.value = ""
        await found.sees_no_more("✖")
        await found.sees("It can come later.")


async def test_enter_without_a_name_says_why_nothing_starts() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        dialog = await new_dialog(found)
        await found.press("enter")
        await found.sees("✖ Enter the customer's name first.")
        assert dialog.focused is dialog.query_one("#name", Field).input


async def test_the_button_names_enter_only_while_enter_starts() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        dialog = await new_dialog(found)
        dialog.query_one("#company-id", Field).fill("4711")
        await found.sees("Start ▶")
        await found.press(*"Acme")
        await found.sees("Start Enter ▶")
        dialog.query_one("#company-id", Field).fill("")
        dialog.query_one("#fold", Button).focus()
        await found.sees_no_more("Start Enter ▶")
        dialog.query_one("#name", Field).input.focus()
        await found.pilot.pause()
        assert not found.shows("Start Enter ▶"), "Enter goes to the company ID"
        await found.press("tab")
        await found.sees("Start Enter ▶")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_what_is_wrong_with_a_host_is_said_at_its_field_in_sight(size: tuple[int, int]) -> None:
    async with wizard(Session.for_customers(), size=size) as found:
        dialog = await new_dialog(found)
        await found.press(*"Acme")
        dialog.query_one("#fold", Button).press()
        await found.sees("▾ Custom hosts")
        await found.paste("https://login.example.com")
        dialog.query_one("#start", Button).press()
        await found.sees("API URL", "✖ Enter both URLs, or leave both empty")
        field = dialog.query_one("#api-url", Field)
        await found.until(lambda: dialog.focused is field.input, "the field")
        assert dialog.query_one(ScrollPane).region.contains_region(field.region)
        assert not found.app._notifications
        dialog.query_one("#login-url", Field).input.value = ""
        await found.sees_no_more("✖")


LINE = (
    '{"login_url": "http://127.0.0.1:8642", "api_url": "http://127.0.0.1:8642", "company_id": "598442879583768", '
    '"client_id": "V8mzH6BEWc4iJNkxdyB_yyRstT-_I7apPYat37Nkbdw", '
    '"client_secret": "notasecretH6BEWc4iJNkxdyB_yyRstT-_I7apPYat3", "app_name": "Practice File Sync", '
    '"app_version_key": "25c550ba-9130-5d6e-98a2-166132a85f04", "pid": 1}'
)


@pytest.mark.parametrize("on_home", [False, True])
async def test_the_line_of_the_practice_company_fills_in_the_company_its_hosts_and_the_pair(on_home: bool) -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        if on_home:  # as a terminal of 80 columns has wrapped it
            await found.paste("\n".join(LINE[at : at + 80] for at in range(0, len(LINE), 80)))
            await found.sees("New onboarding")
        else:
            await new_dialog(found)
            await found.paste(LINE)
            await found.sees("Login URL http://127.0.0.1:8642", "App name Practice File Sync", "Fill in")
            assert not any(found.shows(each) for each in ("notasecret", "598442879583768", "25c550ba"))
            await found.press("enter")
        await found.until(lambda: isinstance(found.app.screen, NewOnboardingDialog), "the dialog")
        await found.until(lambda: found.app.screen.query_one("#api-url", Field).accepted, "the hosts")
        await found.press(*"Acme", "enter")
        await found.until(lambda: found.session.is_open, "the setup")
        record = found.session.record
        assert (record.company_id, record.login_url, record.api_url) == (
            "598442879583768", "http://127.0.0.1:8642", "http://127.0.0.1:8642",
        )  # fmt: skip
        await found.until(lambda: record.client_id.startswith("V8mzH6"), "the client ID")
        assert (record.app_name, record.app_version_key[:8]) == ("Practice File Sync", "25c550ba")
        secret = await found.session.credentials.secret()
        assert secret is not None and secret.reveal().startswith("notasecret")
        assert "notasecret" not in found.saved


async def test_the_same_line_in_custom_hosts_fills_in_all_that_is_said() -> None:
    session = Session.for_customers()
    session.open_record.begin(Onboarding("Acme", company_id="562949953412345", step="promote"))
    async with wizard(session, size=(80, 24)) as found:
        await found.go("promote")
        await found.press("ctrl+p", *"custom hosts", "enter")
        await found.sees("Login URL", "Use them")
        await found.paste(LINE)
        await found.sees("Login URL http://127.0.0.1:8642", "Company ID ••••", "App name Practice File Sync", "Fill in")
        await found.press("enter")
        await found.sees("Filled in with them: Company ID, App name, App Version Key")
        await found.press("enter")
        await found.until(lambda: session.record.app_version_key[:8] == "25c550ba", "the answers")
        record = session.record
        assert (record.login_url, record.api_url) == ("http://127.0.0.1:8642", "http://127.0.0.1:8642")
        assert (record.company_id, record.app_name) == ("598442879583768", "Practice File Sync")
        await found.until(lambda: record.client_id.startswith("V8mzH6"), "the client ID")
        secret = await session.credentials.secret()
        assert secret is not None and secret.reveal().startswith("notasecret")
        await found.sees("Promote to production")
        await found.saves("598442879583768")
        assert "notasecret" not in found.saved


async def test_a_paste_in_a_dialog_is_offered_to_the_field_that_it_fits() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        dialog = await new_dialog(found)
        dialog.query_one("#fold", Button).focus()
        await found.paste(ADDRESS)
        await found.sees("Where does this belong?", "Company ID")
        await found.press("enter")
        await found.sees("Use Developer sandbox")
        dialog.query_one("#fold", Button).focus()
        await found.paste("01234567-89ab-cdef-0123-456789abcdef")
        await found.is_told("You pasted what looks like an App Version Key. No field here takes it.")


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_a_field_that_is_typed_in_is_in_sight_with_what_is_said_of_it(size: tuple[int, int]) -> None:
    async with wizard(Session.for_customers(), size=size) as found:
        await found.press("n", "tab", "tab", "tab", "enter")
        await found.sees("Login URL", "Where the client secret is sent")
        await found.press(*"zzz")
        await found.sees(" zzz", "The login URL does not start with https://")
        await found.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", *"Ace")
        await found.sees("Customer", " Ace", "The name in your list.")


async def test_an_address_in_the_name_is_refused_in_a_sentence_and_nothing_typed_is_lost() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await found.press("n")
        await found.sees("New onboarding")
        address = "https://app.procore.com/4711/company/home"
        await found.press(*address, "enter")
        await found.sees("This is an address, not a name: it belongs in the company ID.", address)
        assert not found.session.is_open


async def test_what_was_typed_before_the_dialog_was_closed_says_so_and_is_cleared_by_a_click() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await new_dialog(found)
        assert not found.shows("typed before")
        await found.press(*"Acme", "escape")
        await found.sees_no_more("Custom hosts")
        dialog = await new_dialog(found)
        await found.sees("Clear what was typed before", "Acme")
        await found.click("Clear what was typed before")
        await found.sees_no_more("typed before")
        assert dialog.query_one("#name", Field).input.value == "" and not found.shows("Acme")
        await found.press("escape")
        await found.sees_no_more("Custom hosts")
        await new_dialog(found)
        assert not found.shows("typed before")


TYPED_OUT = "https://Login.procore.com/", "https://api.procore.com"


async def test_procores_own_hosts_typed_out_are_no_other_hosts() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        dialog = await new_dialog(found)
        await found.press(*"Acme")
        await found.click("▸ Custom hosts")
        for id, url in zip(("login-url", "api-url"), TYPED_OUT, strict=True):
            dialog.query_one(f"#{id}", Field).fill(url)
        await found.click("Start Enter ▶")
        await found.until(lambda: found.session.is_open, "the setup")
        await found.sees("Acme · Production ")
        assert not found.shows("at api.procore.com")
        assert (found.session.record.login_url, found.session.record.api_url) == ("", "")


@pytest.mark.parametrize(("hosts", "left"), [(TYPED_OUT, True), (("https://a.example", "https://b.example"), False)])
async def test_a_change_of_the_hosts_drops_what_holds_at_the_ones_before_and_only_that(
    hosts: tuple[str, str], left: bool
) -> None:
    session = Session.for_customers()
    session.open_record.begin(Onboarding("Acme", company_id="562949953412345", web_url="https://us02.procore.com"))
    async with wizard(session, size=(80, 24)) as found:
        await found.go("install")
        session.actions.tick_all("install", "Ada")
        await found.press("ctrl+p", *"custom hosts", "enter")
        await found.sees("Use them")
        for id, url in zip(("login-url", "api-url"), hosts, strict=True):
            found.app.screen.query_one(f"#{id}", Field).fill(url)
        await found.click("Use them")
        await found.sees_no_more("Use them")
        await found.quiet()
        assert bool(session.record.web_url) is left, "its links lead to the company's host there"
        assert bool(session.record.ticked) is left
        assert (session.record.login_url == "") is left
