"""Client IDs in memory alone: other windows, environments and onboardings."""

from dmsa_tui.onboarding.codec import loads
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import Forgotten, SecretStore
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.session.change_of_environment import move
from dmsa_tui.session.saved_changes import archive, remove, rename
from dmsa_tui.session.session import Session

GIVEN, THEIRS = "g" * 43, "t" * 43


def session_of(name: str = "Example Homes", client_id: str = "") -> Session:
    """A session with a new onboarding open."""
    session = Session.for_customers()
    session.open_record.begin(Onboarding(name, client_id=client_id))
    return session


def another_window(name: str = "Example Homes") -> Session:
    """A second window on it."""
    session = Session.for_customers()
    session.open_record.open(name)
    return session


def saved(session: Session) -> Onboarding:
    """The open record as its file has it."""
    path = session.store.file_of(session.record.name)
    assert path is not None
    return loads(path.read_bytes())


async def test_another_window_has_it_only_once_procore_knows_it() -> None:
    mine = session_of()
    other = another_window()
    mine.open_record.note_given(client_id=GIVEN)
    await mine.flush()
    await other.open_record.take_over()
    assert not other.record.client_id
    mine.open_record.prove_client_id()
    await mine.flush()
    await other.open_record.take_over()
    assert other.record.client_id == GIVEN


async def test_what_another_window_writes_meanwhile_stays_in_both_windows() -> None:
    mine = session_of()
    other = another_window()
    mine.open_record.note_given(client_id=GIVEN)
    await mine.flush()
    other.open_record.note(app_name="Theirs")
    await other.flush()
    mine.open_record.note(administrator="Mine")
    await mine.flush()
    await mine.open_record.take_over()
    assert mine.record.client_id == GIVEN and mine.record.app_name == "Theirs"
    assert saved(mine) == Onboarding(**{**vars(saved(mine)), "app_name": "Theirs", "administrator": "Mine"})


async def test_a_client_id_of_another_window_stays_in_the_file_until_procore_knows_this_one() -> None:
    mine = session_of()
    other = another_window()
    mine.open_record.note_given(client_id=GIVEN)
    await mine.flush()
    other.open_record.note(client_id=THEIRS)
    await other.flush()
    told = await mine.open_record.take_over()
    assert told is not None and told.disputed_fields == ("client_id",) and mine.record.client_id == GIVEN
    mine.open_record.note(app_name="Mine")
    await mine.flush()
    assert saved(mine).client_id == THEIRS and mine.record.client_id == GIVEN
    mine.open_record.prove_client_id()
    await mine.flush()
    assert saved(mine).client_id == GIVEN


async def test_it_is_held_no_longer_once_another_window_or_command_has_saved_it() -> None:
    mine = session_of()
    other = another_window()
    mine.open_record.note_given(client_id=GIVEN)
    await mine.flush()
    other.open_record.note(client_id=GIVEN)
    await other.flush()
    await mine.open_record.take_over()
    mine.open_record.note(app_name="Mine")
    await mine.flush()
    assert saved(mine).client_id == GIVEN and not mine.loses_client_id


async def test_a_client_id_that_came_from_the_file_is_kept_as_it_is() -> None:
    mine = session_of(client_id=THEIRS)
    mine.open_record.note_given(client_id=THEIRS, app_name="Mine")
    await mine.flush()
    assert saved(mine).client_id == THEIRS and not mine.loses_client_id


async def test_it_comes_back_with_its_onboarding_after_another_one_and_a_new_name() -> None:
    mine = session_of()
    mine.open_record.note_given(client_id=GIVEN)
    await archive(mine, "Example Homes", True)
    await rename(mine, "Example Homes", "Example Houses")
    assert mine.record.client_id == GIVEN
    mine.open_record.note(app_name="Mine")  # unsaved, when another one is opened
    mine.open_record.begin(Onboarding("Example Builders"))
    assert not mine.record.client_id and mine.loses_client_id
    mine.open_record.open("Example Houses")
    await mine.flush()
    assert mine.record.client_id == GIVEN and not saved(mine).client_id


async def test_it_gives_way_to_what_a_command_saved_while_another_onboarding_was_open() -> None:
    mine = session_of()
    mine.open_record.note_given(client_id=GIVEN)
    await mine.flush()
    mine.open_record.begin(Onboarding("Example Builders"))
    other = another_window()
    other.open_record.note(client_id=THEIRS)
    await other.flush()
    mine.open_record.open("Example Homes")
    assert mine.record.client_id == THEIRS and not mine.loses_client_id


async def test_it_goes_with_its_onboarding() -> None:
    mine = session_of()
    mine.open_record.note_given(client_id=GIVEN)
    path = mine.store.file_of("Example Homes")
    assert path is not None
    await remove(mine, mine.store.entry(path))
    assert not mine.loses_client_id


class Silent(SecretStore):
    """A keyring that does not answer."""

    def forget(self, key: SecretKey) -> Forgotten:
        return Forgotten(False, f"The keyring may still hold the secret under {key.environment}, {key.client_id}.")


async def test_deleting_its_onboarding_never_names_it() -> None:
    mine = session_of()
    mine.credentials.store = Silent()
    mine.open_record.note_given(client_id=GIVEN)
    path = mine.store.file_of("Example Homes")
    assert path is not None
    said = (await remove(mine, mine.store.entry(path))).sentences
    assert "production, its client ID." in " ".join(said) and GIVEN not in " ".join(said)


async def test_set_aside_at_a_change_of_environment_it_is_in_no_file_and_comes_back() -> None:
    mine = session_of()
    mine.open_record.note_given(client_id=GIVEN)
    await move(mine, ENVIRONMENTS["developer-sandbox"])
    await mine.flush()
    path = mine.store.file_of("Example Homes")
    assert path is not None and GIVEN not in path.read_text() and not mine.record.client_id
    mine.open_record.begin(Onboarding("Example Builders"))
    mine.open_record.open("Example Homes")
    await move(mine, ENVIRONMENTS["production"])
    await mine.flush()
    assert mine.record.client_id == GIVEN and GIVEN not in path.read_text()


async def test_it_is_not_shown_in_an_environment_that_another_window_chose() -> None:
    mine = session_of()
    other = another_window()
    mine.open_record.note_given(client_id=GIVEN)
    await mine.flush()
    await move(other, ENVIRONMENTS["developer-sandbox"])
    await other.flush()
    await mine.open_record.take_over()
    assert not mine.record.client_id
    await move(other, ENVIRONMENTS["production"])
    await other.flush()
    await mine.open_record.take_over()
    assert mine.record.client_id == GIVEN


async def test_one_that_was_proven_while_another_onboarding_was_open_is_saved_when_it_is_back() -> None:
    mine = session_of()
    mine.open_record.note_given(client_id=GIVEN)
    mine.open_record.begin(Onboarding("Example Builders"))
    mine.open_record.note_given(client_id=GIVEN)
    mine.open_record.prove_client_id()
    mine.open_record.open("Example Homes")
    await mine.flush()
    assert saved(mine).client_id == GIVEN
