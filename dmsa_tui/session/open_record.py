"""The open onboarding: its answers, which of them are not on disk yet, and notices of change."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from dmsa_tui.errors import Gone, StorageError
from dmsa_tui.onboarding.merge import merge
from dmsa_tui.onboarding.record import ASKED_ABOUT, Confirmed, Onboarding, overtaken_verdict
from dmsa_tui.onboarding.store import Saved, Store
from dmsa_tui.session.held_client_ids import CLIENT_IDS, HeldClientIds, given_for, identity
from dmsa_tui.session.last_open import note_open
from dmsa_tui.session.observable import Observable

Done = TypeVar("Done")
OPENED = "opened"
"""Observers get this name when an onboarding was opened, or opened again."""
SECRET_REPLACED_ELSEWHERE = "secret replaced by another window"
"""Observers get this name when another window replaced the secret that this window holds."""
PLACE = {"step", "action"}
"""Fields that say where the person is, which are no answers."""
FIELDS = tuple(field.name for field in fields(Onboarding))
"""Every field of a record."""


def opens_another(names: frozenset[str]) -> bool:
    """Whether observers are told that another onboarding was opened: a renamed one is the same."""
    return OPENED in names and names.issuperset(FIELDS)


class OpenRecord(Observable):
    """At most one open onboarding. Observers get the names of the fields that changed, also by another window."""

    def __init__(self, store: Store, state: Path | None = None) -> None:
        """`state`: the directory in which it is noted what is open."""
        super().__init__()
        self.store, self._state = store, state
        self._record: Onboarding | None = None
        self._unsaved: set[str] = set()
        self._writing: set[str] = set()
        """The fields that are being written, which the disk may still refuse."""
        self.held_client_ids = HeldClientIds()
        self._saving = asyncio.Lock()
        self._seen = -1
        """Modification time, in nanoseconds, of the file that was read last."""
        self.been_open: set[str] = set()
        """The identities of the onboardings that this run has opened."""

    @property
    def record(self) -> Onboarding:
        """The open onboarding. Raises LookupError while none is open."""
        if self._record is None:
            raise LookupError("no onboarding is open")
        return self._record

    @property
    def is_open(self) -> bool:
        """Whether an onboarding is open."""
        return self._record is not None

    @property
    def unsaved(self) -> list[str]:
        """The fields whose answers are not on disk yet, in alphabetical order."""
        return sorted(self._unsaved - PLACE)

    @property
    def for_files(self) -> Onboarding:
        """A copy of the open record without a client ID that may be the client secret."""
        return self.held_client_ids.without(self.record)

    @property
    def holds_client_id(self) -> bool:
        """Whether the open record's client ID is in memory alone, until Procore knows it."""
        return self._record is not None and "client_id" in self.held_client_ids.values(self._record)

    @property
    def any_client_id_held(self) -> bool:
        """Whether there is one in any onboarding of this run; of a sandbox's, its own field says so."""
        held = self.held_client_ids.by_onboarding(self._record)
        return any(values.keys() - {"sandbox_client_id"} for values in held.values())

    def begin(self, record: Onboarding) -> None:
        """Create `record` in the store and open it; InvalidInput if the name is taken."""
        self._adopt(self.store.create(record))

    def open(self, name: str) -> None:
        """Open a saved onboarding. Raises StorageError if the disk still refuses answers of the one that was open.

        If another window has deleted that one, its answers go with it.
        """
        if self._record is not None and (self._unsaved or self._writing):
            if name == self._record.name:
                return  # what is here is newer than what is on disk
            with suppress(Gone):
                self._follow(self.store.save, self.for_files)
        self._adopt(self.store.load(name))

    def close(self) -> None:
        """Close the open onboarding without writing it."""
        self._record, self._unsaved = None, set()
        self._changed(*FIELDS)

    def _adopt(self, record: Onboarding) -> None:
        before, self._record = self._record, record
        self._unsaved = self.held_client_ids.opened(record, before)
        self.been_open.add(identity(record))
        if self._state is not None:
            note_open(self._state, record)
        if before is None or identity(before) != identity(record):
            self._changed(OPENED, *FIELDS)
        else:  # it has another name, or another window has changed it meanwhile
            self._changed(OPENED, *(field for field in FIELDS if getattr(before, field) != getattr(record, field)))

    def note(self, **answers: Any) -> None:
        """Change answers of the open record; `flush` writes them. The last verdict is dropped if it depends on them."""
        place = given_for(self.record)
        asked = {key for key, value in answers.items() if key in ASKED_ABOUT and getattr(self.record, key) != value}
        if "verdict" not in answers and asked:
            answers |= overtaken_verdict(self.record, asked)
        changed = {key for key, value in answers.items() if getattr(self.record, key) != value}
        for key in changed:
            setattr(self.record, key, answers[key])
        if "login_url" in changed and "environment" not in answers:  # with another environment the answers say it
            changed |= self.held_client_ids.moved(self.record, place)
        self._unsaved.update(changed)
        self._changed(*changed)

    def note_given(self, **answers: Any) -> None:
        """Note what a person typed or pasted: a client ID among it may be the secret, so no file gets it yet."""
        self.held_client_ids.give(self.record, answers)
        self.note(**answers)

    def prove_client_id(self) -> None:
        """Let `flush` write the open record's client ID, since Procore knows it."""
        if self.held_client_ids.prove(client_id := self.record.client_id):
            self._unsaved |= {key for key in CLIENT_IDS if getattr(self.record, key) == client_id}

    def go_to(self, step: str) -> None:
        """Note the step that is open; in another one than before, no action was open yet."""
        self.note(step=step, **({} if step == self.record.step else {"action": ""}))

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
            self._writing, self._unsaved = self._unsaved, set()
            before, written = self.for_files, self.for_files
            try:
                saved = await asyncio.to_thread(self._follow, self.store.save, written)
            except StorageError:
                if record is self._record:
                    self._unsaved |= self._writing
                raise
            finally:
                self._writing = set()
            if record is not self._record:
                return None  # another onboarding was opened meanwhile
            return self._take_over(before, written, saved.disputed_fields)

    def _follow(self, do: Callable[[Onboarding], Done], record: Onboarding) -> Done:
        """What `do` returns, also where another window has renamed the record, whose copy gets the new name then."""
        try:
            return do(record)
        except Gone:
            record.name = self.store.name_now(record)
            return do(record)

    async def take_over(self) -> Saved | None:
        """Take over what another window wrote, off the event loop; None if nothing changed.

        Writes nothing. Raises StorageError if the record cannot be read any more.
        """
        async with self._saving:
            record = self._record
            if record is None:
                return None
            written_at = await asyncio.to_thread(self.store.written_at, record.name)
            if written_at == self._seen or record is not self._record:
                return None
            self._seen = written_at
            before = self.for_files
            saved = await asyncio.to_thread(self._follow, self.store.changed_by_other_window, deepcopy(before))
            if saved is None or record is not self._record:
                return None
            return self._take_over(before, saved.record, saved.disputed_fields)

    def _take_over(self, before: Onboarding, written: Onboarding, disputed: tuple[str, ...]) -> Saved:
        """Merge `written`, by another window, into the open record, which may have changed since it was `before`."""
        self.held_client_ids.merged(self.record, before, written)
        joined, record, place = merge(before, self.record, written), self.record, given_for(self.record)
        for each in FIELDS:
            setattr(record, each, getattr(joined.record, each))
        record.updated_at = written.updated_at
        disputed = tuple(dict.fromkeys((*disputed, *joined.disputed)))
        names = {each.partition(".")[0] for each in joined.theirs}
        if not names.isdisjoint(("environment", "login_url")):
            names |= self.held_client_ids.moved(record, place)
        if "secret_replaced_at" in (*joined.theirs, *disputed):
            names.add(SECRET_REPLACED_ELSEWHERE)
        if record.name != written.name:
            record.name = written.name
            names |= {OPENED, "name"}  # what is kept beside it is read again
        self._changed(*names)
        if not names.isdisjoint(ASKED_ABOUT) and "verdict" not in names:
            self.note(**overtaken_verdict(record, names & ASKED_ABOUT))
        return Saved(record, (*["name"] * ("name" in names), *joined.theirs), disputed)

    def confirm_check(self, check_id: str, by: str) -> None:
        """Note that a person confirms what Procore did not say about a check."""
        self.note(accepted={**self.record.accepted, check_id: Confirmed(by, datetime.now(UTC))})

    def take_back_confirmation(self, check_id: str) -> None:
        """Note that nobody confirms that check any more."""
        self.note(accepted={id: word for id, word in self.record.accepted.items() if id != check_id})
