"""Deletes an onboarding with its secrets; a secret that another onboarding uses stays."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import SecretStore
from dmsa_tui.onboarding.store import Entry, Store
from dmsa_tui.procore.environments import ENVIRONMENTS

REMOVED = "The secret was removed from the keyring."
SHARED = "The client secret stays: another onboarding uses the same client ID."
UNREADABLE = (
    "The record could not be read, so its secret could not be looked up; "
    "if the keyring holds one, it is under dmsa-tui and the environment."
)


@dataclass(frozen=True)
class Deleted:
    """What happened to the secrets."""

    certain: bool
    """Whether every secret that nobody uses is gone; False if the keyring did not answer."""
    sentences: tuple[str, ...]


def clients(record: Onboarding) -> dict[str, None]:
    """Every client ID in the record, including those set aside at a change of environment."""
    aside = (value for key, value in record.other_pairs.items() if key.endswith("client_id"))
    return dict.fromkeys(client for client in (record.client_id, record.sandbox_client_id, *aside) if client)


def is_shared(client_id: str, others: Iterable[Onboarding]) -> bool:
    """Whether another onboarding uses the same client ID: one pair serves every company with the app."""
    return any(client_id in clients(other) for other in others)


def delete(store: Store, secrets: SecretStore, entry: Entry, held: Collection[str] = ()) -> Deleted:
    """Remove the record of `entry`, then its secrets. Asks the keyring, which may take its timeout.

    `held`: client IDs that were given for it and are in no file: none of them is shown, it may be the secret.
    Raises InvalidInput if there is no such onboarding any more, and StorageError where the disk refuses.
    """
    store.forget(entry.name)
    if entry.record is None:
        return Deleted(False, (UNREADABLE,))
    others = [each.record for each in store.entries() if each.record is not None]
    certain, sentences = True, set[str]()
    for client_id in clients(entry.record) | dict.fromkeys(held):
        if is_shared(client_id, others):
            if any(secrets.get(environment_id, client_id) for environment_id in ENVIRONMENTS):
                sentences.add(SHARED)
            continue
        shown = "its client ID" if client_id in held else client_id
        # The environment may have been changed since the secret was kept, so each one is looked at.
        for environment_id in ENVIRONMENTS:
            forgotten = secrets.forget(environment_id, client_id)
            certain = certain and forgotten.certain
            sentences.add(forgotten.sentence.replace(client_id, shown))
    return Deleted(certain, (REMOVED,) if REMOVED in sentences and certain else tuple(sorted(sentences)))
