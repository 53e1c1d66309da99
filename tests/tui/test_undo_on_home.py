"""What a key of home changed at once is told, in names as home shows them, and U takes it back."""

from datetime import UTC, datetime

import pytest
from textual.widgets import Input

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Confirmed, Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.session.session import Session
from dmsa_tui.tui.customer_list import CustomerList
from dmsa_tui.tui.widgets.search_line import SearchLine
from tests.tui.driving import Wizard, wizard


def customers(*names: str) -> Session:
    """A session with those onboardings saved, and none open."""
    session = Session(Paths.default(), MemorySecretStore())
    for name in names:
        session.store.create(Onboarding(name))
    return session


def chosen(found: Wizard) -> str:
    entry = found.app.screen.query_one(CustomerList).chosen
    return entry.name if entry else ""


async def choose(found: Wizard, part: str) -> None:
    await found.press("slash", "ctrl+u", *part, "escape")


async def test_archiving_is_told_and_taken_back_by_one_key() -> None:
    session = customers("Harbour Build", "Tower Park")
    async with wizard(session, size=(80, 24)) as found:
        await choose(found, "tower")
        await found.press("a")
        await found.is_told("T. P. is archived. Press U to undo.")
        assert session.store.load("Tower Park").archived
        await found.press("u")
        await found.is_told("T. P. is restored.")
        assert not session.store.load("Tower Park").archived
        await found.until(lambda: chosen(found) == "Tower Park", "its row")


async def test_archiving_in_the_middle_of_a_task_says_so() -> None:
    session = customers("Harbour Build")
    session.store.create(Onboarding("Tower Park", ticked={"rotate/reset": Confirmed("Ada", datetime.now(UTC))}))
    async with wizard(session, size=(80, 24)) as found:
        await choose(found, "tower")
        await found.press("a")
        await found.is_told(
            "T. P. is archived with its task “Rotate the client secret” open at action 1 of 9. Press U to undo."
        )
        await found.press("u")
        await found.is_told("T. P. is restored.")


async def test_a_click_on_the_last_line_takes_it_back_too() -> None:
    session = customers("Harbour Build", "Tower Park")
    async with wizard(session, size=(80, 24)) as found:
        await choose(found, "tower")
        assert not found.shows("U Undo")
        await found.press("a")
        await found.is_told("T. P. is archived. Press U to undo.")
        found.dismiss_notices()
        await found.click("U Undo")
        await found.is_told("T. P. is restored.")
        await found.sees_no_more("U Undo")


async def test_renaming_is_told_and_taken_back_by_one_key() -> None:
    session = customers("Harbour Build", "Kestrel Homes")
    async with wizard(session, size=(80, 24)) as found:
        await choose(found, "kestrel")
        await found.press("e", *"strel", "enter")
        await found.is_told("K. H. is now S. Press U to undo.")
        await found.press("u")
        await found.is_told("S. is K. H. again.")
        assert session.store.names() == ["Harbour Build", "Kestrel Homes"]
        await found.until(lambda: chosen(found) == "Kestrel Homes", "its row")


@pytest.mark.parametrize("keys", [("a",), ("e", *"strel", "enter")], ids=["archived", "renamed"])
async def test_what_was_changed_with_names_in_sight_is_undone_without_them_once_they_are_hidden(
    keys: tuple[str, ...],
) -> None:
    session = customers("Harbour Build", "Kestrel Homes", "Tower Park")
    async with wizard(session, size=(80, 24)) as found:
        await choose(found, "kestrel")
        await found.press("f9")
        await found.sees("Kestrel Homes")
        await found.press(*keys)
        await found.is_told("Kestrel Homes is ")
        await found.press("f9")
        await found.sees("Initials only")
        await found.press("u")
        await found.is_told("K. H.", "restored" if keys == ("a",) else "again")
        assert not any("Kestrel" in each.message for each in found.app._notifications)


async def test_changes_are_taken_back_one_after_the_other_and_the_key_is_offered_while_there_is_one() -> None:
    session = customers("Harbour Build", "Kestrel Homes", "Tower Park")
    async with wizard(session, size=(100, 60)) as found:
        assert "u" not in found.app.screen.active_bindings
        await choose(found, "tower")
        await found.press("a")
        await found.is_told("T. P. is archived.")
        await choose(found, "kestrel")
        await found.press("a")
        await found.is_told("K. H. is archived.")
        await found.press("f1")
        await found.sees("Undo the last renaming or archiving.")
        await found.press("escape", "u")
        await found.is_told("K. H. is restored.")
        assert [session.store.load(each).archived for each in ("Tower Park", "Kestrel Homes")] == [True, False]
        await found.press("u")
        await found.is_told("T. P. is restored.")
        assert not session.store.load("Tower Park").archived
        await found.press("f1")
        await found.sees("Archive the chosen onboarding")
        assert not found.shows("Undo the last renaming or archiving.")
        await found.press("escape", "u")
        await found.is_told("Nothing is left to undo.")
        assert not found.app.screen.query_one(SearchLine).value, "it begins no search"


async def test_after_a_deletion_there_is_nothing_to_take_back() -> None:
    session = customers("Harbour Build", "Tower Park")
    async with wizard(session, size=(80, 24)) as found:
        await choose(found, "tower")
        await found.press("a")
        await found.is_told("T. P. is archived.")
        await found.press("delete")
        await found.sees("Delete ")
        await found.press("shift+tab", "enter")
        await found.is_told("is deleted.")
        await found.press("u")
        await found.is_told("Nothing is left to undo.")
        assert session.store.names() == ["Harbour Build"]


async def test_what_cannot_be_taken_back_any_more_says_why() -> None:
    session = customers("Harbour Build", "Tower Park")
    async with wizard(session, size=(80, 24)) as found:
        await choose(found, "tower")
        await found.press("e", *"Park", "enter")
        await found.is_told("T. P. is now P. Press U to undo.")
        session.store.create(Onboarding("Tower Park"))
        await found.press("u")
        await found.is_told("This cannot be undone any more: another window changed the onboarding.")
        assert session.store.names() == ["Harbour Build", "Park", "Tower Park"]


async def test_in_the_search_the_key_is_a_letter() -> None:
    session = customers("Harbour Build", "Tower Park")
    async with wizard(session, size=(80, 24)) as found:
        await choose(found, "tower")
        await found.press("a")
        await found.is_told("T. P. is archived.")
        await found.press("slash", "ctrl+u", "u")
        assert isinstance(line := found.app.focused, Input) and line.value == "u"
        assert session.store.load("Tower Park").archived


async def test_a_renamed_customers_saved_record_goes_along_and_another_customer_writes_over_none() -> None:
    session = customers("Harbour Build")
    session.store.create(Onboarding("Tower Park", step="handoff"))
    async with wizard(session, size=(80, 50)) as found:
        session.open_record.open("Tower Park")
        await found.go("handoff")
        await found.at("save-html")
        await found.press("ctrl+s")
        await found.until(lambda: session.saved_record.path, "the saved record")
        first = session.saved_record.path
        assert first is not None
        written = first.read_text(encoding="utf-8")
        found.app.go_home()
        await found.until(lambda: chosen(found) == "Tower Park", "home")
        await found.press("e", "ctrl+u", *"Quay", "enter")
        await found.is_told("is now")
        moved = session.saved_record.path
        assert moved is not None and moved != first
        assert moved.read_text(encoding="utf-8") == written and not first.exists()
        assert session.saved_record.older == ["json", "html"], "they still say the former name"
        session.open_record.begin(Onboarding("Tower Park", step="handoff"))
        await found.go("handoff")
        await found.at("save-html")
        await found.press("ctrl+s")
        await found.until(first.exists, "the other customer's record")
        assert moved.read_text(encoding="utf-8") == written


async def test_home_alone_says_that_a_key_undoes() -> None:
    async with wizard(customers("Harbour Build", "Tower Park"), size=(80, 24)) as found:
        await choose(found, "tower")
        await found.press("e", "ctrl+u", *"Quay", "enter")
        await found.is_told("Press U to undo.")
        await found.press("enter")
        await found.until(lambda: found.app.step_in_front, "the step")
        await found.quiet()
        assert not found.app._notifications
