"""On home no onboarding is in front, so a paste goes into none: a company finds the one that has it, or starts one."""

import asyncio

import pytest
from textual.widgets import Input

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.session.session import Session
from dmsa_tui.tui.customer_list import CustomerList
from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
from dmsa_tui.tui.dialogs.pasted import PastedDialog
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.field import Field
from tests.tui.driving import Wizard, opened, wizard

LIKE_A_SECRET = "canary9f3kQ2notarealsecret0000000000000000000"
ADDRESS = "https://us02.procore.com/webclients/host/companies/4711/tools/app-management"
IN_SANDBOX = "https://sandbox.procore.com/4711/company/home"


def customers(**companies: str) -> Session:
    """A session with an onboarding for each name, and the ID of its company."""
    session = Session(Paths.default(), MemorySecretStore())
    for name, company_id in companies.items():
        session.store.create(Onboarding(name.replace("_", " "), company_id=company_id, edition_sure=True))
    return session


def chosen(found: Wizard) -> str:
    entry = found.app.screen.query_one(CustomerList).chosen
    return entry.name if entry else ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LIKE_A_SECRET, "45 characters that look like a client ID or a client secret"),
        ("01234567-89ab-cdef-0123-456789abcdef", "what looks like an App Version Key"),
        ("Harbour Annex", "13 characters of text"),
        ('{"app_name": "x"}', "JSON"),
    ],
)
async def test_what_names_no_company_goes_nowhere_on_home_although_an_onboarding_is_open(text: str, words: str) -> None:
    session = customers(Example_Homes="4711", Harbour_Build="4712")
    session.open_record.open("Example Homes")
    async with wizard(session, size=(80, 24), knows_portal=False) as found:
        await found.sees("E. H.")
        await found.paste(text)
        await found.is_told(f"You pasted {words}.", "Nothing was kept.", "Open the onboarding that it is for")
        await found.quiet()
        assert isinstance(found.app.screen, HomeScreen) and text not in found.text and "Example" not in found.text
        assert session.record == session.store.load("Example Homes") and await session.credentials.secret() is None


@pytest.mark.parametrize("text", ["4711", " Company ID: 4711\n", ADDRESS])
async def test_a_company_that_an_onboarding_has_is_highlighted_and_enter_opens_it(text: str) -> None:
    session = customers(Example_Homes="4712", Harbour_Build="4711")
    session.open_record.open("Example Homes")
    async with wizard(session, size=(80, 24)) as found:
        await found.press("slash", *"example", "escape")
        await found.sees_no_more("H. B.")
        await found.paste(text)
        await found.is_told("H. B. has this company. Press Enter to open it.")
        assert chosen(found) == "Harbour Build"
        await found.press("enter")
        await found.until(lambda: session.record.name == "Harbour Build", "the onboarding")


async def test_a_company_of_an_archived_onboarding_is_highlighted_among_those() -> None:
    session = customers(Example_Homes="4712")
    session.store.create(Onboarding("Harbour Build", company_id="4711", archived=True))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("1 archived")
        await found.paste("4711")
        await found.is_told("H. B. (archived) has this company.")
        assert chosen(found) == "Harbour Build"


async def test_an_address_finds_the_onboarding_of_its_environment_only() -> None:
    session = customers(Example_Homes="4711")
    session.store.create(Onboarding("Harbour Build", "developer-sandbox", "4711"))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("E. H.")
        await found.paste(IN_SANDBOX)
        await found.is_told("H. B. has this company.")
        await found.paste(ADDRESS)
        await found.is_told("E. H. has this company.")


@pytest.mark.parametrize("names", [(), ("Example_Homes",)], ids=["nothing saved", "another one saved"])
async def test_a_company_that_no_onboarding_has_is_filled_into_a_new_one(names: tuple[str, ...]) -> None:
    session = customers(**dict.fromkeys(names, "4712"))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("New N" if names else "New onboarding")
        await found.paste(ADDRESS)
        await found.sees("New onboarding", "Taken as ••••1.")
        await found.is_told("No onboarding has this company yet.")
        await found.press(*"Acme", "enter", "enter")
        await found.until(lambda: session.is_open, "the onboarding")
        record = session.record
        assert (record.name, record.company_id, record.web_url) == ("Acme", "4711", "https://us02.procore.com")


async def test_an_address_of_a_sandbox_chooses_its_environment_in_the_new_onboarding() -> None:
    async with wizard(customers(Example_Homes="4711"), size=(80, 24)) as found:
        await found.sees("New N")
        await found.paste(IN_SANDBOX)
        await found.until(lambda: isinstance(found.app.screen, NewOnboardingDialog), "the question")
        await found.sees("Taken as ••••1.")
        assert found.app.screen.query_one("#environments", Choice).chosen == "developer-sandbox"
        assert not found.app.screen.query_one("#company-id", Field).has_class("-wrong")


async def test_with_nothing_saved_a_secret_goes_nowhere_and_the_sentence_says_to_start() -> None:
    async with wizard(customers(), size=(80, 24)) as found:
        await found.sees("New onboarding")
        await found.paste(LIKE_A_SECRET)
        await found.is_told("Nothing was kept.", "Start an onboarding first")


async def test_on_the_home_of_a_rehearsal_nothing_is_pasted_into_the_practice_company() -> None:
    async with opened("ready", step="create-app", home=True) as found:
        found.app.go_home()
        await found.until(lambda: not found.app.step_in_front, "home")
        for text in (LIKE_A_SECRET, "999"):
            found.dismiss_notices()
            await found.paste(text)
            await found.is_told("Nothing was kept.")
            assert not isinstance(found.app.screen, (PastedDialog, NewOnboardingDialog))


@pytest.mark.parametrize("gap", [0, 1.0], ids=["at once", "a moment later"])
async def test_each_paste_on_home_is_answered_and_the_answer_is_whole(gap: float) -> None:
    async with wizard(customers(Example_Homes="4711"), size=(80, 24)) as found:
        await found.sees("New N")
        for text, words in (
            (LIKE_A_SECRET, ""),
            (LIKE_A_SECRET, "Again nothing was kept."),
            (LIKE_A_SECRET[:44], "You pasted 44"),
            ("1" * 1_000_001, "was ignored."),
            (LIKE_A_SECRET, "You pasted 45"),
        ):
            await found.paste(text)
            await asyncio.sleep(gap)
            await found.sees(words or "You pasted 45", "paste again." if len(text) < 100 else "ignored.")
            shown = [each.message for each in found.app._notifications]
            assert len(shown) == 1, shown


@pytest.mark.parametrize("names", ["Example_Homes", "Harbour_Build"], ids=["of another one", "of that one"])
async def test_a_company_that_is_pasted_into_the_search_goes_where_it_goes_beside_the_search(names: str) -> None:
    session = customers(Pine_Tower="4712", **{names: "4711" if names == "Harbour_Build" else "4713"})
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("P. T.")
        await found.press("slash")
        await found.paste(ADDRESS)
        if names == "Harbour_Build":
            await found.is_told("H. B. has this company. Press Enter to open it.")
            assert chosen(found) == "Harbour Build"
        else:
            await found.is_told("No onboarding has this company yet.")
            await found.sees("Taken as ••••1.")
        assert "procore.com" not in found.text and "4711" not in found.text


@pytest.mark.parametrize("text", [LIKE_A_SECRET, "01234567-89ab-cdef-0123-456789abcdef", '{"app_name": "x"}'])
async def test_what_is_no_name_does_not_stand_in_the_search_and_its_paste_is_answered(text: str) -> None:
    async with wizard(customers(Example_Homes="4711", Pine_Tower="4712"), size=(80, 24)) as found:
        await found.sees("P. T.")
        await found.press("slash")
        await found.paste(text)
        await found.is_told("Nothing was kept.")
        assert found.app.screen.query_one("#search", Input).value == "" and text[:8] not in found.text


@pytest.mark.parametrize("text", ["tower", "\nPine Tower\n", "12"])
async def test_a_name_or_a_number_of_one_that_is_pasted_into_the_search_is_searched_for(text: str) -> None:
    async with wizard(customers(Example_Homes="4711", Pine_Tower_12="4712"), size=(80, 24)) as found:
        await found.sees("E. H.")
        await found.press("slash")
        await found.paste(text)
        await found.sees_no_more("E. H.")
        await found.sees("P. T. 1.")


async def test_an_address_that_the_terminal_types_into_the_search_is_masked_and_enter_finds_its_company() -> None:
    async with wizard(customers(Example_Homes="4711", Pine_Tower="4712"), size=(80, 24)) as found:
        await found.sees("P. T.")
        await found.press("slash", *ADDRESS)
        await found.sees("An address is masked here. Enter finds its company")
        assert "procore.com" not in found.text and "4711" not in found.text
        await found.press("enter")
        await found.is_told("E. H. has this company.")
        assert chosen(found) == "Example Homes"


async def test_a_paste_without_end_is_ignored_on_home_as_on_every_step() -> None:
    async with wizard(customers(Example_Homes="4711"), size=(80, 24)) as found:
        await found.paste("1" * 1_000_001)
        await found.is_told("The paste has 1,000,001 characters and was ignored.")


async def test_a_paste_during_whose_reading_another_one_ends_it_is_taken_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with wizard(Session.for_customers()) as found:
        await found.sees("New onboarding")
        monkeypatch.setattr(found.session.saved, "read", lambda _give_way: asyncio.Event().wait())
        await found.paste("4711")
        await found.until(lambda: any(each.group == "dialog" for each in found.app.workers), "the paste to be taken")
        found.app.workers.cancel_group(found.app.screen, "rows")
        await found.sees("New onboarding")
        await found.pilot.pause()
        assert found.app.screen.query_one("#company-id", Field).accepted == "4711"


async def test_a_company_that_is_pasted_with_its_credentials_says_that_those_were_not_kept() -> None:
    session = customers(Example_Homes="4712", Harbour_Build="4711")
    pair = f'"client_id": "{"k" * 43}", "client_secret": "{LIKE_A_SECRET}"'
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("H. B.")
        await found.paste(f'{{"company_id": "4711", {pair}}}')
        await found.is_told("H. B. has this company.", "The credentials were not kept: paste them again at step 4.")
        await found.press("enter")
        await found.until(lambda: session.is_open, "the onboarding")
        assert session.record.client_id == "" and await session.credentials.secret() is None
