"""The line of the archived onboardings: Enter shows them in sight, and what does nothing there says so."""

import pytest

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.session.session import Session
from dmsa_tui.tui.customer_list import IN_SEARCH, TO_SEARCH, CustomerList
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.home_buttons import HIDDEN_BELOW, OF_CHOSEN
from dmsa_tui.tui.widgets.customer_table import CustomerTable
from tests.tui.driving import wizard


def customers(count: int, archived: int) -> Session:
    """A session with so many onboardings saved, some more archived, and none open."""
    session = Session(Paths.default(), MemorySecretStore())
    for number in range(count):
        session.store.create(Onboarding(f"Customer {number:02}"))
    for number in range(archived):
        session.store.create(Onboarding(f"Archived {number}", archived=True))
    return session


@pytest.mark.parametrize("key", ["a", "e", "t", "delete"])
async def test_a_key_for_an_onboarding_says_on_the_line_of_the_archived_ones_what_to_do(key: str) -> None:
    async with wizard(customers(2, 2), size=(80, 24)) as found:
        await found.sees("2 archived")
        await found.press("end", key)
        await found.is_told("Press Enter to show the archived onboardings, then choose one.")
        await found.press("enter")
        await found.sees("Enter hides them; A restores the chosen one.")
        await found.sees_no_more("Press Enter to show the archived")
        await found.press(key)
        await found.is_told("Choose an archived onboarding below this line first.")
        assert isinstance(found.app.screen, HomeScreen)


@pytest.mark.parametrize("button", OF_CHOSEN)
async def test_a_click_on_a_button_that_needs_an_onboarding_says_so_as_its_key_does(button: str) -> None:
    async with wizard(customers(2, 2), size=(120, 36)) as found:
        await found.sees("2 archived")
        await found.press("end")
        await found.quiet()
        there = found.app.screen.query_one(f"#{button}")
        assert there.disabled
        await found.press_and_release(there.region.x + 1, there.region.y)
        await found.is_told("Press Enter to show the archived onboardings, then choose one.")


async def test_what_to_do_on_that_line_is_told_only_while_it_is_the_chosen_one() -> None:
    told = "Press Enter to show the archived onboardings"
    async with wizard(customers(2, 2), size=(80, 24)) as found:
        await found.sees("2 archived")
        for leaves in (("up",), ("slash",), ("slash", "c")):
            await found.press("end", "a")
            await found.is_told(told)
            await found.press(*leaves)
            await found.until(lambda: not found.app._notifications, "the notice to go")
            await found.press("escape", "escape")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_nothing_is_offered_on_the_line_of_the_archived_ones_that_needs_an_onboarding(
    size: tuple[int, int],
) -> None:
    async with wizard(customers(2, 2), size=size) as found:
        await found.sees("2 archived", "Initials only: others may see this. F9 shows the names.")
        screen = found.app.screen
        assert isinstance(screen, HomeScreen)
        for key, is_offered in (("end", False), ("home", True), ("end", False)):
            await found.press(key)
            assert all(screen.query_one(f"#{each}").disabled is not is_offered for each in OF_CHOSEN)
            named = [each.id for each in screen.commands]
            assert all((each in named) is is_offered for each in OF_CHOSEN)
            in_last_line = " T Tasks" in found.lines[-1]
            assert in_last_line is (is_offered and size[0] < HIDDEN_BELOW["tasks"]), found.text


async def test_an_empty_search_says_how_to_get_there_and_then_what_to_type() -> None:
    async with wizard(customers(2, 0), size=(80, 24)) as found:
        await found.sees(TO_SEARCH)
        await found.press("slash")
        await found.sees(IN_SEARCH)
        assert not found.shows(TO_SEARCH)
        await found.press("escape")
        await found.sees(TO_SEARCH)


async def test_where_the_search_finds_nothing_a_key_says_that_none_is_chosen() -> None:
    async with wizard(customers(2, 0), size=(80, 24)) as found:
        await found.sees("C. 0.")
        await found.press("slash", *"xyz")
        found.app.screen.query_one("#new").focus()
        await found.press("a")
        await found.is_told("No onboarding is chosen.")


@pytest.mark.parametrize(("count", "archived", "in_sight"), [(40, 3, 3), (40, 30, 17), (2, 3, 3)])
async def test_enter_brings_the_archived_ones_into_sight(count: int, archived: int, in_sight: int) -> None:
    async with wizard(customers(count, archived), size=(80, 24)) as found:
        await found.sees("C. ")
        table = found.app.screen.query_one(CustomerTable)
        await found.until(lambda: len(table.keys) == count + 1, "the rows")
        await found.press("end", "enter")
        await found.until(lambda: len(table.keys) == count + 1 + archived, "the archived ones")
        await found.sees("A. 2.", "archived · 1 App")
        listed = found.app.screen.query_one(CustomerList).in_sight
        seen = [each for each in listed if each.record is not None and each.record.archived]
        assert len(seen) == in_sight and table.cursor == count, "the line itself stays chosen, and in sight"
        assert "Hide Enter" in found.text
