"""A secret that Procore has accepted with no client ID yet: it is held for its onboarding and host."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dmsa_tui.checks.model import Result
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.farewell import farewell
from dmsa_tui.session.saved_changes import remove, rename
from dmsa_tui.session.session import Session
from dmsa_tui.vocabulary import Status

WRONG_ID, RIGHT_ID = "w" * 43, "r" * 43
SECRET = Secret("s3cret-" * 7)
ACCEPTED = Result("credentials.token", Status.PASS, "Procore accepts the credentials.")


def with_secret_alone() -> Session:
    """An onboarding whose secret was given before its client ID."""
    session = Session.for_customers()
    session.open_record.begin(Onboarding("Example Homes", login_url="https://login.example.com"))
    session.credentials.give(SECRET)
    return session


def said_at_the_end(session: Session) -> str:
    """What is printed, with every name whole."""
    return farewell([session], lambda _session, name: name)


async def test_it_is_known_before_the_client_id_and_in_memory_alone() -> None:
    session = with_secret_alone()
    assert await session.credentials.secret() == SECRET and session.credentials.is_in_memory_alone
    assert await session.connection.missing_fields() == ["company_id", "client_id"]
    assert session.loses_secret and "is gone" in said_at_the_end(session)


async def test_the_farewell_does_not_take_the_lost_secret_for_that_of_the_open_customer() -> None:
    session = with_secret_alone()
    session.open_record.begin(Onboarding("Zeta Homes"))
    said = said_at_the_end(session)
    assert said.startswith("Zeta Homes is saved.")
    assert "The client secret of another onboarding, Example Homes, was only in memory and is gone" in said


@pytest.mark.parametrize(
    "elsewhere",
    [
        lambda session: session.open_record.note(environment="developer-sandbox"),
        lambda session: session.open_record.note(login_url=""),
        lambda session: session.open_record.begin(
            Onboarding("Example Builders", login_url="https://login.example.com")
        ),
    ],
)
async def test_it_is_known_for_its_onboarding_environment_and_host_alone(elsewhere: Callable[[Session], None]) -> None:
    session = with_secret_alone()
    elsewhere(session)
    assert await session.credentials.secret() is None
    session.open_record.note(client_id=RIGHT_ID)
    assert await session.credentials.secret() is None


async def test_it_outlives_another_onboarding_and_a_new_name() -> None:
    session = with_secret_alone()
    session.open_record.begin(Onboarding("Example Builders"))
    session.open_record.open("Example Homes")
    assert await session.credentials.secret() == SECRET
    await rename(session, "Example Homes", "Example Houses")
    assert await session.credentials.secret() == SECRET


async def test_it_goes_with_its_onboarding_and_with_no_other() -> None:
    session = with_secret_alone()
    session.open_record.begin(Onboarding("Example Builders"))
    await remove(session, session.store.entry(session.store.file_of("Example Builders") or Path()))
    assert SECRET in session.credentials.held
    await remove(session, session.store.entry(session.store.file_of("Example Homes") or Path()))
    assert SECRET not in session.credentials.held


async def test_it_goes_from_a_wrong_client_id_to_the_right_one_and_stays_under_that_alone() -> None:
    session = with_secret_alone()
    for each in (WRONG_ID, RIGHT_ID):
        session.open_record.note(client_id=each)
        assert await session.credentials.secret() == SECRET
        await session.credentials.keep(SECRET)
    right = SecretKey.of_record(session.record)
    assert session.credentials.store.get(replace(right, client_id=WRONG_ID)) is None
    assert session.credentials.store.get(right) == SECRET
    assert await session.credentials.take_back()
    assert await session.credentials.secret() is None
    assert session.credentials.store.get(right) is None


async def test_another_secret_takes_its_place() -> None:
    session = with_secret_alone()
    session.open_record.note(client_id=RIGHT_ID)
    await session.credentials.keep(Secret("n" * 43))
    assert await session.credentials.secret() == Secret("n" * 43) and SECRET not in session.credentials.held


@pytest.mark.parametrize("is_deleted_alone", [True, False])
async def test_a_secret_that_was_accepted_is_in_no_memory_once_it_is_deleted(is_deleted_alone: bool) -> None:
    session = with_secret_alone()
    session.open_record.note(client_id=RIGHT_ID)
    await session.credentials.keep(SECRET)
    session.credentials.answered(ACCEPTED, ACCEPTED)
    assert session.credentials.problem_of_client_id(SECRET.reveal())
    if is_deleted_alone:
        await session.credentials.delete()
    else:
        session.close()
        session.open_record.begin(Onboarding("Example Builders"))
    assert not session.credentials.problem_of_client_id(SECRET.reveal())


async def kept_in_memory(session: Session, name: str) -> None:
    """An onboarding whose secret is in memory alone, under its client ID."""
    session.open_record.begin(Onboarding(name, login_url="https://login.example.com", client_id=RIGHT_ID))
    await session.credentials.keep(SECRET)


async def test_the_secret_of_one_login_host_is_no_other_host_s_and_is_not_lost_there() -> None:
    session = Session.for_customers()
    await kept_in_memory(session, "Example Homes")
    session.open_record.begin(Onboarding("Zeta Homes", client_id=RIGHT_ID))
    assert await session.credentials.secret() is None and not session.credentials.is_in_memory_alone
    said = said_at_the_end(session)
    assert said.count("client secret") == 1 and "of another onboarding, Example Homes," in said


async def test_a_secret_that_several_onboardings_share_is_lost_once() -> None:
    session = Session.for_customers()
    await kept_in_memory(session, "Example Homes")
    for name in ("Alpha Homes", "Zeta Homes"):
        session.open_record.begin(Onboarding(name, login_url="https://login.example.com", client_id=RIGHT_ID))
    assert await session.credentials.secret() == SECRET
    said = said_at_the_end(session)
    assert said.count("client secret") == 1 and "of another" not in said
    session.open_record.begin(Onboarding("Example Builders"))
    said = said_at_the_end(session)
    assert said.count("client secret") == 1 and "of another onboarding, Example Homes," in said


class InKeyring(MemorySecretStore):
    """Keeps what it has beyond the run."""

    def is_in_memory_alone(self, key: SecretKey) -> bool:
        return False


async def test_a_secret_that_a_changed_client_id_leaves_in_the_keyring_is_named_and_no_other_is() -> None:
    session, left = (
        Session(Paths.default(), InKeyring()),
        "the secret of the client ID before, under dmsa-tui/production",
    )
    for name, client_id in (("Example Homes", WRONG_ID), ("Zeta Homes", "z" * 43)):
        session.open_record.begin(Onboarding(name, client_id=client_id))
        assert left not in (await session.credentials.keep(SECRET)).sentence, "that of another onboarding is in use"
    session.open_record.note(client_id=RIGHT_ID)
    assert left in (await session.credentials.keep(Secret("n3w-" * 10))).sentence
