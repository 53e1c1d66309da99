"""The client secret of the open onboarding: read from the secret store once, held in memory, compared when replaced."""

import asyncio
from datetime import UTC, datetime

from dmsa_tui.onboarding.secret_store import MemorySecretStore, SecretStore, StoredIn
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.observable import Observable
from dmsa_tui.session.open_record import SECRET_REPLACED_ELSEWHERE, OpenRecord

SECRET = "client_secret"
"""Observers get this name when the secret was replaced."""


class Credentials(Observable):
    """The secret under the open record's environment and client ID."""

    def __init__(self, open_record: OpenRecord, store: SecretStore | MemorySecretStore) -> None:
        super().__init__()
        self.store = store
        self._open_record = open_record
        self._secrets: dict[tuple[str, str], Secret | None] = {}
        """What the store answered in this run: a keyring may take seconds."""
        self._hosts: dict[tuple[str, str], str] = {}
        """The login URL of the record when its secret was first asked for, or given: it is sent to no other one."""

    def answers_changed(self, names: frozenset[str]) -> None:
        """Drop a secret that another window has replaced."""
        if SECRET_REPLACED_ELSEWHERE in names:
            self._secrets.pop(self._key, None)
            self._changed(SECRET)

    @property
    def _key(self) -> tuple[str, str]:
        return self._open_record.record.environment, self._open_record.record.client_id

    async def secret(self) -> Secret | None:
        """The open record's client secret, if it is known, and was not given for another login host."""
        key = self._key
        if self._hosts.setdefault(key, self._open_record.record.login_url) != self._open_record.record.login_url:
            return None
        if key[1] and key not in self._secrets:
            secret = await asyncio.to_thread(self.store.get, *key)
            self._secrets.setdefault(key, secret)  # one may have been given while the keyring was being asked
        return self._secrets.get(key)

    @property
    def held(self) -> tuple[Secret, ...]:
        """Every client secret that this run knows, of any pair: none of them may appear as an ID or a name."""
        return tuple(secret for secret in self._secrets.values() if secret is not None)

    @property
    def is_in_memory_alone(self) -> bool:
        """Whether the open record's secret goes with this run."""
        return self.store.is_in_memory_alone(*self._key)

    def know(self, secret: Secret) -> None:
        """Hold the open record's secret in memory alone."""
        self._secrets[self._key], self._hosts[self._key] = secret, self._open_record.record.login_url

    async def keep(self, secret: Secret) -> StoredIn:
        """Store the client secret. Returns where it is, and whether it replaced another one.

        The two are compared in memory. The record notes only whether and when one was replaced, nothing made from a
        secret.
        """
        key, before = self._key, await self.secret()
        self._secrets[key], self._hosts[key] = secret, self._open_record.record.login_url
        if before != secret:
            self._changed(SECRET)
        kept = await asyncio.to_thread(self.store.put, *key, secret)
        if before is None or before == secret:
            return kept
        self._open_record.note(secret_replaced_at=datetime.now(UTC))
        return kept._replace(sentence=f"{kept.sentence} It replaces another one; the sync tool needs the new one too.")

    async def delete(self) -> str:
        """Remove the open record's secret from this machine; the sentence says what became of it."""
        key = self._key
        self._secrets[key] = None
        forgotten = await asyncio.to_thread(self.store.forget, *key)
        self._changed(SECRET)
        return forgotten.sentence

    async def try_store(self) -> StoredIn:
        """Find out where a secret would be stored, before Procore shows it once."""
        return await asyncio.to_thread(self.store.probe)

    def forget(self) -> None:
        """Drop every secret of this run from memory."""
        self._secrets = {}
        self.store = MemorySecretStore()
