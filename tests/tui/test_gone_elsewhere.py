"""Another window renames or deletes the onboarding that is open here, while answers are not saved yet."""

import pytest

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.onboarding.store import Store
from dmsa_tui.session.session import Session
from dmsa_tui.tui.home import HomeScreen
from tests.tui.driving import Wizard, wizard

NAMES = ("Sage Example", "Reed Example")


def two_customers() -> Session:
    session = Session(Paths.default(), MemorySecretStore())
    for name in NAMES:
        session.store.create(Onboarding(name, step="install", edition_sure=True))
    session.open_record.open("Sage Example")
    return session


async def answers_unsaved(found: Wizard) -> None:
    await found.go("install")
    await found.app.autosave.now()
    found.session.open_record.note(app_name="Sync of June")


async def goes_home(found: Wizard) -> HomeScreen:
    found.app.go_home()
    home = found.app.screen
    assert isinstance(home, HomeScreen)
    await found.until(lambda: home.listed is not None and home.listed.entries, "the list")
    await found.quiet()
    return home


async def opens(found: Wizard, home: HomeScreen, name: str) -> None:
    assert home.listed is not None
    home.listed.choose(name)
    await found.press("enter")
    await found.until(lambda: found.app.step_in_front and found.session.record.name == name, name)


async def test_a_rename_by_another_window_is_followed_and_the_answers_are_saved_under_the_new_name() -> None:
    async with wizard(two_customers()) as found:
        await answers_unsaved(found)
        other = Store(Paths.default())
        other.rename("Sage Example", "Sage Example Homes")
        await found.app.autosave.now()
        await found.is_told("Another window changed the customer's name")
        assert not any(each.severity == "error" for each in found.app._notifications)
        await found.sees("Sage Example Homes")
        assert other.load("Sage Example Homes").app_name == "Sync of June"
        assert sorted(other.names()) == ["Reed Example", "Sage Example Homes"]


async def test_a_rename_by_another_window_is_followed_though_nothing_is_to_be_saved() -> None:
    async with wizard(two_customers()) as found:
        await found.go("install")
        await found.app.autosave.now()
        Store(Paths.default()).rename("Sage Example", "Sage Example Homes")
        await found.app.autosave.look()
        await found.sees("Sage Example Homes")


async def test_after_a_deletion_by_another_window_the_chosen_row_opens_and_it_was_told_once() -> None:
    async with wizard(two_customers()) as found:
        await answers_unsaved(found)
        Store(Paths.default()).forget("Sage Example")
        await found.app.autosave.now()
        await found.is_told("it was deleted in another window")
        found.dismiss_notices()
        found.session.open_record.note(app_name="Sync of July")
        await found.app.autosave.now()
        home = await goes_home(found)
        await opens(found, home, "Reed Example")
        assert not found.app._notifications
        assert found.session.store.names() == ["Reed Example"], "what was deleted stays deleted"


async def test_another_onboarding_of_the_same_name_does_not_get_the_answers_of_the_one_that_was_deleted() -> None:
    async with wizard(two_customers()) as found:
        await answers_unsaved(found)
        other = Store(Paths.default())
        other.forget("Sage Example")
        other.create(Onboarding("Sage Example"))
        await found.app.autosave.now()
        assert other.load("Sage Example").app_name == ""
        home = await goes_home(found)
        await opens(found, home, "Reed Example")


@pytest.mark.parametrize("opened", ["Sage Example Homes", "Reed Example"])
async def test_a_row_opens_though_answers_of_a_renamed_onboarding_are_not_saved_yet(opened: str) -> None:
    async with wizard(two_customers()) as found:
        await answers_unsaved(found)
        other = Store(Paths.default())
        home = await goes_home(found)
        found.session.open_record.note(app_name="Sync of July")
        other.rename("Sage Example", "Sage Example Homes")
        home.read()
        await found.quiet()
        await opens(found, home, opened)
        assert other.load("Sage Example Homes").app_name == "Sync of July"


async def test_an_error_on_home_names_a_customer_as_home_does() -> None:
    async with wizard(two_customers(), size=(80, 24)) as found:
        await found.go("install")
        await found.app.autosave.now()
        home = await goes_home(found)
        assert home.listed is not None and home.listed.names.are_hidden
        store = found.session.store
        path = store.file_of("Reed Example")
        assert path is not None
        for problem in (
            StorageError("The onboarding “Sage Example” could not be saved."),
            StorageError(f"The record {path} cannot be used."),
        ):
            found.dismiss_notices()
            home.tell_problem(problem)
            found.app.notify(f"Not saved: {problem}", severity="error", markup=False)
            await found.until(lambda: len(found.app._notifications) == 2, "both notices")
            told = " ".join(each.message for each in found.app._notifications).casefold()
            assert "sage" not in told and "reed" not in told
        found.dismiss_notices()
        await found.press("f9")
        home.tell_problem(StorageError("The onboarding “Sage Example” could not be saved."))
        await found.is_told("Sage Example")
