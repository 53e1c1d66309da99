"""The first screen: what is listed and found there, what can be rehearsed, and what a recording does not get."""

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.scenarios import ScenariosDialog
from dmsa_tui.tui.home import HomeScreen
from tests.tui.driving import wizard

CUSTOMERS = ["Example Homes", "Harbour Build", "Hillside Works", "Nordic Example", "Orchard Group", "Quarry Lane"]


def customers(*names: str) -> Session:
    """A session with those onboardings saved, and none open."""
    session = Session(Paths.default(), MemorySecretStore())
    for name in names:
        session.store.create(Onboarding(name=name))
    return session


async def test_many_onboardings_are_searched_as_one_types_and_a_recording_names_none_of_them() -> None:
    session = customers(*CUSTOMERS)
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("Search", "Nordic Example", "never checked")
        await found.press(*"nor ex")
        await found.sees_no_more("Harbour Build")
        await found.sees("Nordic Example", "New onboarding")
        await found.press(*"zz")
        await found.sees("No customer's name holds that.")
        await found.press("enter")
        assert isinstance(found.app.screen, HomeScreen) and not session.is_open
        session.mask.recorder = "asciinema"
        found.app.screen.draw()
        await found.sees("another customer")
        assert not any(name in found.text for name in CUSTOMERS)
        await found.press(*"orch", "enter")
        await found.until(lambda: session.is_open, "the onboarding")
        assert session.record.name == "Orchard Group"
        assert "orch" not in found.text


async def test_a_scenario_is_chosen_resumed_and_begun_again_and_a_few_onboardings_need_no_search() -> None:
    session = customers(CUSTOMERS[0])
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("Example Homes")
        assert "Search" not in found.text
        await found.click("Rehearse")
        await found.sees("What do you want to rehearse?", "Nothing exists yet", "from the first click in the portal")
        assert isinstance(found.app.screen, ScenariosDialog)
        assert all(each.teaches.endswith(".") for each in found.app.screen.scenarios)
        assert len(found.app.screen.scenarios) == len(SCENARIOS)
        await found.click("The secret was reset since")
        await found.sees("PRACTICE", "wrong-secret", "Start the rehearsal")
        await found.press("enter")
        await found.click("Start ▶")
        await found.sees("Back", "PRACTICE")
        await found.press("ctrl+g")
        await found.click("Leave the rehearsal")
        await found.click("Rehearse")
        await found.sees("Goes on at step 7 of 8.")
        await found.press("down", "down", "enter")
        await found.sees("Back", "PRACTICE")
        await found.quiet()
        await found.press("ctrl+g")
        await found.click("Leave the rehearsal")
        await found.click("Rehearse")
        await found.press("down", "down")
        await found.click("Begin again")
        await found.sees("Start the rehearsal", "wrong-secret")
        assert not found.session.store.names()
