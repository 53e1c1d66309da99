"""The client secret of the open onboarding: asked of the secret store once, held in memory, compared when replaced."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from dmsa_tui.onboarding.secret_store import MemorySecretStore, SecretStore, StoredIn
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.observable import Observable
from dmsa_tui.session.open_record import SECRET_REPLACED_ELSEWHERE, OpenRecord

SECRET = "client_secret"
"""The name under which observers are told that the secret was replaced."""


class Credentials(Observable):
    """The secret under the open record's environment and client ID."""

    def __init__(self, open_record: OpenRecord, store: SecretStore | MemorySecretStore) -> None:
        super().__init__()
        self.store = store
        self._open_record = open_record
        self._secrets: dict[tuple[str, str], Secret | None] = {}
        """What the store has answered in this run: a keyring may take seconds to answer."""

    def answers_changed(self, names: frozenset[str]) -> None:
        """Let go of a secret that another window has replaced."""
        if SECRET_REPLACED_ELSEWHERE in names:
            self._secrets.pop(self._key, None)
            self._changed(SECRET)

    @property
    def _key(self) -> tuple[str, str]:
        return self._open_record.record.environment, self._open_record.record.client_id

    async def secret(self) -> Secret | None:
        """The open record's client secret, if it is known."""
        key = self._key
        if key[1] and key not in self._secrets:
            found = await asyncio.to_thread(self.store.get, *key)
            self._secrets.setdefault(key, found)  # one may have been given while the keyring was being asked
        return self._secrets.get(key)

    @property
    def held(self) -> tuple[Secret, ...]:
        """The client secrets that this run knows, of whatever pair: none of them is an ID or a name."""
        return tuple(secret for secret in self._secrets.values() if secret is not None)

    async def keep(self, secret: Secret) -> StoredIn:
        """Put the client secret where it is safe; says where that is, and whether it takes another one's place.

        The two are compared in memory, and only that and when one was replaced is noted: nothing made from a secret
        is stored for it.
        """
        key, before = self._key, await self.secret()
        self._secrets[key] = secret
        if before != secret:
            self._changed(SECRET)
        kept = await asyncio.to_thread(self.store.put, *key, secret)
        if before is None or before == secret:
            return kept
        self._open_record.note(secret_replaced_at=datetime.now(UTC))
        return replace(kept, sentence=f"{kept.sentence} It replaces another one; the sync tool needs the new one too.")

    async def try_store(self) -> StoredIn:
        """Find out where a secret would be kept, before Procore shows it once."""
        return await asyncio.to_thread(self.store.probe)

    def forget(self) -> None:
        """Let go of every secret of this run, with the memory that held it."""
        self._secrets = {}
        self.store = MemorySecretStore()
