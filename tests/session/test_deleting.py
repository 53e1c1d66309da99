"""Deleting an onboarding names what there is, before and afterwards."""

import pytest

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.record_files import Entry
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.saved_changes import consequence, remove
from dmsa_tui.session.session import Session

CLIENT_ID = "k" * 43


def session_with(*names: str, client_id: str = "") -> Session:
    session = Session(Paths.default(), MemorySecretStore())
    for name in names:
        session.store.create(Onboarding(name, client_id=client_id))
    return session


def entry_of(session: Session, name: str) -> Entry:
    return next(each for each in session.store.entries() if each.name == name)


def test_what_was_never_there_is_not_said_to_be_removed() -> None:
    session = session_with("Acme")
    said = consequence(session, entry_of(session, "Acme"), "A.")
    assert said.startswith("A.: the record is removed from this machine. The history of changes stays.")


def test_report_and_secret_are_named_where_there_may_be_some() -> None:
    session = session_with("Acme", client_id=CLIENT_ID)
    session.store.kept_paths("Acme")[0].parent.mkdir(parents=True, exist_ok=True)
    session.store.kept_paths("Acme")[0].write_text("{}")
    said = consequence(session, entry_of(session, "Acme"), "A.")
    removed = "the record, its last report, and the client secret (unless another onboarding uses it) are removed"
    assert said.startswith(f"A.: {removed} from this machine.")


def test_the_one_to_delete_is_told_from_another_of_the_same_initials() -> None:
    session = session_with("Acme")
    session.store.create(Onboarding("Avon", company_id="562949953421312", environment="developer-sandbox"))
    said = consequence(session, entry_of(session, "Avon"), "A. 2")
    assert "Developer sandbox, company ID ••••1312. Last changed" in said
    assert "Production. Last changed" in consequence(session, entry_of(session, "Acme"), "A.")


@pytest.mark.parametrize("is_kept", [True, False])
async def test_a_shared_secret_is_said_to_stay_only_where_there_is_one(is_kept: bool) -> None:
    session = session_with("Acme", "Best", client_id=CLIENT_ID)
    if is_kept:
        session.credentials.store.put(SecretKey("production", "", CLIENT_ID), Secret("s3cret-" * 7))
    done = await remove(session, entry_of(session, "Acme"))
    assert any("another onboarding uses the same client ID" in each for each in done.sentences) == is_kept
