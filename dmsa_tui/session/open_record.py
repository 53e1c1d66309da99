"""The open record and what belongs to it: the store, the guide, the client secret, the mask. No Textual."""

import asyncio
from copy import deepcopy
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.merge import merge
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ASKED_ABOUT, Confirmed, Onboarding
from dmsa_tui.onboarding.secret_store import Kept, MemorySecretStore, SecretStore
from dmsa_tui.onboarding.store import Saved, Store
from dmsa_tui.procore.secret import Secret
from dmsa_tui.terminal.recording import recorder_here

if TYPE_CHECKING:
    from dmsa_tui.guide.model import EditionSteps, Guide, Profile, Step
    from dmsa_tui.procore.environments import Environment


class OpenRecord:
    """At most one open onboarding, with its store and its vault."""

    def __init__(self, paths: Paths, vault: SecretStore | MemorySecretStore) -> None:
        self.paths = paths
        self.store = Store(paths)
        self.vault = vault
        self.recorder = recorder_here()
        """The program that records this terminal, so that everything stays masked; empty if none is known to."""
        self._masked = True
        self._names_masked = False
        self._record: Onboarding | None = None
        self._secrets: dict[tuple[str, str], Secret | None] = {}
        """What the vault has answered in this run: a keyring may take seconds to answer."""
        self._saving = asyncio.Lock()
        self._unsaved: set[str] = set()

    # -- the record ------------------------------------------------------------------------------------------------

    @property
    def record(self) -> Onboarding:
        """The open onboarding; LookupError while none is open."""
        if self._record is None:
            raise LookupError("no onboarding is open")
        return self._record

    @property
    def is_open(self) -> bool:
        """Whether an onboarding is open."""
        return self._record is not None

    def begin(self, record: Onboarding) -> None:
        """Create `record` in the store and open it; InvalidInput if the name is taken."""
        self._adopt(self.store.create(record))

    def open(self, name: str) -> None:
        """Open a saved onboarding; StorageError if the disk still refuses the answers of the one that was open."""
        if self._unsaved and self._record is not None:
            if name == self._record.name:
                return  # what is here is newer than what is on disk
            self.store.save(self._record)
        self._adopt(self.store.load(name))

    def _adopt(self, record: Onboarding) -> None:
        before, self._record = self._record, record
        self._unsaved = set()
        self.masked = True
        if before is None or before.name != record.name:
            self._forget_results("name")
            return
        for each in fields(record):  # another window may have changed it meanwhile
            if getattr(before, each.name) != getattr(record, each.name):
                self._forget_results(each.name)

    def note(self, **answers: Any) -> None:
        """Take answers into the open record; `flush` writes them."""
        for key, value in answers.items():
            if getattr(self.record, key) != value:
                setattr(self.record, key, value)
                self._unsaved.add(key)
                self._forget_results(key)
                if key in ASKED_ABOUT and "verdict" not in answers:
                    self._forget_verdict()

    def _forget_results(self, answer: str) -> None:
        """An answer has changed; whoever keeps what Procore said about the old one lets go of it."""

    async def flush(self) -> Saved | None:
        """Write what has been noted, off the event loop; None if there is nothing to write.

        Raises StorageError if the disk refuses; the answers stay in memory and are written with the next flush.
        Whoever waits for it may be cancelled; what another window wrote is taken over all the same.
        """
        return await asyncio.shield(self._flush())

    async def _flush(self) -> Saved | None:
        async with self._saving:
            record = self._record
            if record is None or not self._unsaved:
                return None
            writing, self._unsaved = self._unsaved, set()
            before, written = deepcopy(record), deepcopy(record)
            try:
                saved = await asyncio.to_thread(self.store.save, written)
            except StorageError:
                self._unsaved |= writing
                raise
            if record is not self._record:
                return None  # another onboarding was opened meanwhile
            return self._take_over(before, written, saved.disputed_fields)

    def _take_over(self, before: Onboarding, written: Onboarding, disputed: tuple[str, ...]) -> Saved:
        """Join the open record, which may have got answers since it was `before`, with what was `written`."""
        joined, record = merge(before, self.record, written), self.record
        for each in fields(Onboarding):
            setattr(record, each.name, getattr(joined.record, each.name))
        record.updated_at = written.updated_at
        for answer in joined.theirs:
            self._forget_results(answer)
        if not ASKED_ABOUT.isdisjoint(joined.theirs) and "verdict" not in joined.theirs:
            self._forget_verdict()
        disputed = tuple(dict.fromkeys((*disputed, *joined.disputed)))
        if "secret_replaced_at" in (*joined.theirs, *disputed):
            self._forget_secret()
        return Saved(record, joined.theirs, disputed)

    def _forget_verdict(self) -> None:
        """The last verdict is about what was asked about before."""
        self.note(verdict="", checked_at=None)

    def _forget_secret(self) -> None:
        """Another window has replaced the client secret: the one known here, and what it has shown, is old."""
        self._secrets.pop((self.record.environment, self.record.client_id), None)
        self._forget_results("client_id")

    def confirm(self, step_id: str, by: str | None) -> None:
        """Keep a person's word that a step's actions are done; `by` None takes it back."""
        confirmed = {key: word for key, word in self.record.confirmed.items() if key != step_id}
        if by is not None:
            confirmed[step_id] = Confirmed(by, datetime.now(UTC))
        self.note(confirmed=confirmed)

    def vouch(self, check_id: str, by: str) -> None:
        """Keep a person's word for what Procore did not say about a check."""
        self.note(accepted={**self.record.accepted, check_id: Confirmed(by, datetime.now(UTC))})

    # -- the shared screen -----------------------------------------------------------------------------------------

    @property
    def masked(self) -> bool:
        """Screen-share mode: IDs and other customers' names are masked on screen."""
        return self._masked or bool(self.recorder)

    @masked.setter
    def masked(self, masked: bool) -> None:
        self._masked = masked

    @property
    def names_masked(self) -> bool:
        """Whether project names are masked too: on request, and in a recording, which others may keep."""
        return self._names_masked or bool(self.recorder)

    @names_masked.setter
    def names_masked(self, masked: bool) -> None:
        self._names_masked = masked

    @property
    def maskable(self) -> list[str]:
        """What is known of this customer that the mask hides, in words."""
        record = self.record
        keys = record.app_version_key or record.sandbox_app_version_key
        kinds = {
            "the company ID": record.company_id,
            "the client ID": record.client_id or record.sandbox_client_id,
            "the App Version Key": keys,
        }
        return [words for words, value in kinds.items() if value]

    def mask(self, text: str) -> str:
        """`text` for a shared screen: this customer's IDs and keys are dots unless they are revealed."""
        if not self.masked or self._record is None:
            return text
        record = self._record
        ids = (record.company_id, record.client_id, record.app_version_key)
        others = (record.sandbox_client_id, record.sandbox_app_version_key, *record.other_pairs.values())
        for value in (*ids, *others):
            if len(value) > 4:
                text = text.replace(value, "••••" + value[-4:])
        return text

    # -- the guide -------------------------------------------------------------------------------------------------

    @cached_property
    def guide(self) -> "Guide":
        """The steps, editions and failures."""
        from dmsa_tui.guide.loader import load_guide

        return load_guide()

    def step(self, step_id: str) -> "Step":
        """A step of the guide."""
        return self.guide.step(step_id)

    def edition_of(self, step_id: str) -> "EditionSteps":
        """A step in the portal edition that this customer sees."""
        step = self.step(step_id)
        return step.editions.get(self.record.edition) or step.editions[self.guide.default_edition.id]

    @property
    def profile(self) -> "Profile":
        """The permission profile of the open record."""
        from dmsa_tui.guide.profiles import load_profile

        return load_profile(self.record.profile, self.paths.config)

    # -- the secret ------------------------------------------------------------------------------------------------

    @property
    def environment(self) -> "Environment":
        """The open record's environment with its custom hosts, if any."""
        from dmsa_tui.procore.environments import environment, with_urls

        record = self.record
        return with_urls(environment(record.environment), record.login_url or None, record.api_url or None)

    async def secret(self) -> Secret | None:
        """The open record's client secret, if it is known."""
        key = (self.record.environment, self.record.client_id)
        if key[1] and key not in self._secrets:
            found = await asyncio.to_thread(self.vault.get, *key)
            self._secrets.setdefault(key, found)  # one may have been given while the keyring was being asked
        return self._secrets.get(key)

    @property
    def held_secrets(self) -> tuple[Secret, ...]:
        """The client secrets that this run knows, of whatever pair: none of them is an ID or a name."""
        return tuple(secret for secret in self._secrets.values() if secret is not None)

    async def keep_secret(self, secret: Secret) -> Kept:
        """Put the client secret where it is safe; says where that is, and whether it takes another one's place.

        The two are compared in memory, and only that and when one was replaced is noted: nothing made from a secret
        is stored for it.
        """
        key = (self.record.environment, self.record.client_id)
        before = await self.secret()
        if before != secret:
            self._forget_results("client_id")
        self._secrets[key] = secret
        kept = await asyncio.to_thread(self.vault.put, *key, secret)
        if before is None or before == secret:
            return kept
        self.note(secret_replaced_at=datetime.now(UTC))
        return replace(kept, sentence=f"{kept.sentence} It replaces another one; the sync tool needs the new one too.")

    async def try_vault(self) -> Kept:
        """Find out where a secret would be kept, before Procore shows it once."""
        return await asyncio.to_thread(self.vault.probe)
