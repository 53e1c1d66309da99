"""Deletes an onboarding with its secrets; a secret that another onboarding uses stays."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import product

from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.record_files import Entry
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import SecretStore
from dmsa_tui.onboarding.store import Store
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


def keys(record: Onboarding, held: Iterable[str] = ()) -> dict[SecretKey, None]:
    """Under what its secrets may be kept, also from before its environment or hosts were changed.

    `held`: client IDs that were given for it and are in no file.
    """
    hosts = ("", record.login_url, *record.past_login_urls)
    all_clients = clients(record) | dict.fromkeys(held)
    return dict.fromkeys(SecretKey(*each) for each in product(ENVIRONMENTS, hosts, all_clients))


def keys_in_use(others: Iterable[Onboarding]) -> set[SecretKey]:
    """Under what others find their secrets at their hosts: one pair serves every company with the app."""
    return {
        SecretKey(environment_id, other.login_url, client)
        for other in others
        for environment_id in ENVIRONMENTS
        for client in clients(other)
    }


def delete(store: Store, secrets: SecretStore, entry: Entry, held: Collection[str] = ()) -> Deleted:
    """Remove the record of `entry`, then its secrets. Asks the keyring, which may take its timeout.

    `held`: client IDs that were given for it and are in no file: none of them is shown, it may be the secret.
    Raises InvalidInput if there is no such onboarding any more, and StorageError where the disk refuses.
    """
    store.forget(entry.name)
    if entry.record is None:
        return Deleted(False, (UNREADABLE,))
    in_use = keys_in_use(each.record for each in store.entries() if each.record is not None)
    certain, sentences = True, set[str]()
    for key in keys(entry.record, held):
        if key in in_use:
            if secrets.get(key):
                sentences.add(SHARED)
            continue
        forgotten = secrets.forget(key)
        certain = certain and forgotten.certain
        shown = "its client ID" if key.client_id in held else key.client_id
        sentences.add(forgotten.sentence.replace(key.client_id, shown))
    return Deleted(certain, (REMOVED,) if REMOVED in sentences and certain else tuple(sorted(sentences)))
