"""The client secret of the open onboarding: read from the secret store once, held in memory, compared when replaced."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.check_states import GREEN, knows_client_id, refuses_client_id
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import MemorySecretStore, SecretStore, StoredIn
from dmsa_tui.onboarding.settled import settled_by
from dmsa_tui.procore.known_secrets import KNOWN
from dmsa_tui.procore.pasted import CREDENTIAL_FORM, value_of_form
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session import pair as of_pair
from dmsa_tui.session.held_client_ids import GivenFor, given_for, identity
from dmsa_tui.session.observable import Observable
from dmsa_tui.session.open_record import OPENED, SECRET_REPLACED_ELSEWHERE, OpenRecord
from dmsa_tui.session.pair import Beside, Pair, key_for
from dmsa_tui.session.pair_answers import PairAnswers
from dmsa_tui.vocabulary import Cause

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result
    from dmsa_tui.onboarding.record import Onboarding

TOKEN = "credentials.token"
"""Id of the check that tests the pair."""
SECRET = "client_secret"
"""Observers get this name when the secret was replaced."""


class Credentials(Observable):
    """The secret of the open record's environment, login host and client ID: it is sent to no other host."""

    def __init__(self, open_record: OpenRecord, store: SecretStore | MemorySecretStore) -> None:
        super().__init__()
        self.store = store
        self._open_record = open_record
        self._secrets: dict[SecretKey, Secret | None] = {}
        """What the store answered in this run: a keyring may take seconds."""
        self._kept_for: dict[SecretKey, str] = {}
        """The identity of the onboarding for which it was stored."""
        self._seen_for: dict[SecretKey, str] = {}
        """The identity of the onboarding for which it was stored, or read from the store."""
        self._given: dict[GivenFor, Secret] = {}
        """Secrets of this run that Procore has accepted with no client ID yet: each stays if the client ID changes."""
        self._tried: dict[GivenFor, str] = {}
        """The client ID under which such a secret is stored, if there was one."""
        self._beside: dict[SecretKey, Beside] = {}
        """The accepted secrets that the store has, each while another one is tried in its place."""
        self.settled: StoredIn | None = None
        """Where the secret is that was on trial last, once Procore accepted it."""
        self.pair_answers = PairAnswers()
        self._read = set[SecretKey]()
        """The pairs whose secret is as this run read it from the store."""
        self._answered_for: tuple[SecretKey, Secret | None] | None = None
        """The pair that the results are about: to store its secret changes none of them."""

    def answers_changed(self, names: frozenset[str]) -> None:
        """Drop a secret that another window has replaced, and what was about another onboarding or environment."""
        if not names.isdisjoint((OPENED, "environment")):
            self.pair_answers.refused = None
        if SECRET_REPLACED_ELSEWHERE in names:
            self._secrets.pop(self._key, None)
            self._beside.pop(self._key, None)
            self._given.pop(self._given_for, None)
            self._changed(SECRET)

    @property
    def _key(self) -> SecretKey:
        return SecretKey.of_record(self._open_record.record)

    @property
    def _given_for(self) -> GivenFor:
        return given_for(self._open_record.record)

    def give(self, secret: Secret) -> bool:
        """Hold a secret of the open record in memory, with or without a client ID; `keep` stores it.

        Returns whether it replaces another one that was held so.
        """
        before, self._given[self._given_for] = self.untested, secret
        KNOWN.learn(secret)
        return before is not None and before != secret

    @property
    def untested(self) -> Secret | None:
        """The open record's secret, if it was given in this run and Procore has accepted it with no client ID yet."""
        return self._given.get(self._given_for)

    async def take_back(self) -> bool:
        """Drop the secret that Procore has not accepted yet, for the accepted one if there is; whether it did."""
        given_for = self._given_for
        if self._given.pop(given_for, None) is None:
            return False
        await self._forget_tried(given_for)
        self._changed(SECRET)
        return True

    async def secret(self) -> Secret | None:
        """The open record's client secret, if it is known."""
        return self.untested or await self._stored()

    async def _stored(self) -> Secret | None:
        key = self._key
        if key.client_id and key not in self._secrets:
            secret = await asyncio.to_thread(self.store.get, key)
            KNOWN.learn(secret or Secret(""))
            if key not in self._secrets:  # one may have been given while the keyring was being asked
                self._secrets[key] = secret
                self._seen_for[key] = identity(self._open_record.record)
                self._read.add(key)
        return self._secrets.get(key)

    @property
    def held(self) -> tuple[Secret, ...]:
        """Every client secret that this run holds, of any pair."""
        stored = (secret for secret in self._secrets.values() if secret is not None)
        return (*stored, *self._given.values(), *(beside.secret for beside in self._beside.values()))

    @property
    def is_in_memory_alone(self) -> bool:
        """Whether the open record's secret goes with this run."""
        return self.is_to_store or self.is_on_trial or self.store.is_in_memory_alone(self._key)

    @property
    def any_in_memory_alone(self) -> bool:
        """Whether a secret of any onboarding goes with this run."""
        return bool(self.store.in_memory_alone or self.given_alone_for)

    @property
    def stored_alone_for(self) -> set[str]:
        """The identities of the onboardings whose secrets the store has in memory alone, one for each secret.

        One that several share is the open one's, if that is one of them. An empty identity: nobody gave it in this run.
        """
        open_one = self._key if self._open_record.is_open else None
        here = identity(self._open_record.record) if open_one else ""
        return {here if key == open_one else self._kept_for.get(key, "") for key in self.store.in_memory_alone}

    @property
    def given_alone_for(self) -> set[str]:
        """The identities of the onboardings whose secret was given, and is in no secret store."""
        keys = {place: key_for(place, self._tried.get(place, "")) for place in self._given}
        stored = {place: self._secrets.get(key) for place, key in keys.items() if key not in self._beside}
        return {place.onboarding for place, secret in self._given.items() if stored.get(place) != secret}

    @property
    def is_to_store(self) -> bool:
        """Whether the open record's secret was given before the client ID, under which `keep` stores it."""
        return self.untested is not None and self.untested != self._secrets.get(self._key)

    @property
    def is_on_trial(self) -> bool:
        """Whether the open record's secret is tried in place of one that Procore has accepted."""
        return self._key in self._beside

    def answered(self, token: "Result | None", latest: "Result | None") -> None:
        """Remember the open record's pair if Procore refused it, until it accepts one, which settles the approvals.

        `latest`: also of an earlier run, which does not tell about the secret that is held now.
        """
        self.pair_answers.last_is_no = refuses_client_id(latest)
        if latest is not None and latest.status in GREEN:
            self.pair_answers.client_ids.add(self._open_record.record.client_id)
            if settles := settled_by(self._open_record.record):
                self._open_record.note(approvals_settled_by=settles)
        if knows_client_id(latest):
            self._open_record.prove_client_id()
        if token is None:
            return
        secret = self._secrets.get(self._key)
        self._answered_for = self._key, self.untested or secret
        if token.status in GREEN:
            self.pair_answers.accept(secret)
            if secret is not None:
                self.note_accepted(secret)
            if secret is not None and secret == self.untested:
                self._given.pop(self._given_for)
                self._tried.pop(self._given_for, None)
        elif token.cause is Cause.WRONG_CREDENTIALS and secret is not None:
            self.pair_answers.refused = Pair(self._key, secret)

    def note_accepted(self, secret: Secret) -> None:
        """Remember that Procore accepts the open record's pair with that secret; of the stored one, in the record."""
        if self.accepted_at(secret) is None:
            self.pair_answers.note(Pair(self._key, secret), datetime.now(UTC))
        if secret == self._secrets.get(self._key):
            self._open_record.note(secret_accepted_at=self.accepted_at(secret))

    def accepted_at(self, secret: Secret) -> datetime | None:
        """When Procore accepted the open record's pair with that secret, also in an earlier run; None if it did not."""
        pair = Pair(self._key, secret)
        if (at := self.pair_answers.accepted_at(pair)) is not None:
            return at
        is_as_stored = self._key in self._read and secret == self._secrets.get(self._key)
        return self._open_record.record.secret_accepted_at if is_as_stored else None

    def has_worked(self, secret: Secret) -> bool:
        """Whether Procore has accepted that secret in this run."""
        return secret in self.pair_answers.secrets

    def never_worked(self, secret: Secret) -> bool:
        """Whether Procore has refused that secret, and never accepted it as far as this run knows."""
        return self.pair_answers.last_is_no and secret == self._secrets.get(self._key) and not self.has_worked(secret)

    @property
    def can_swap(self) -> bool:
        """Whether Procore refused the two values that the open record has: each may have been given as the other."""
        return self.refused_held is not None and not self.is_on_trial  # whose client ID is one

    @property
    def refused_held(self) -> Secret | None:
        """The open record's secret, if Procore refused it with its client ID."""
        held = self.untested or self._secrets.get(self._key)
        return held if held is not None and self.pair_answers.refused == Pair(self._key, held) else None

    def problem_of_refused(self, *, client_id: str = "", secret: str = "") -> str:
        """What to do about a value that was given as the other half of the refused pair; empty for any other."""
        pair = self.pair_answers.refused if self.can_swap else None
        if pair is not None and client_id == pair.secret.reveal():
            return of_pair.GIVEN_AS.format("client secret")
        return of_pair.GIVEN_AS.format("client ID") if pair is not None and secret == pair.client_id else ""

    def problem_of_client_id(self, value: str, *, beside: Secret | None = None) -> str:
        """What to do about a value that this run knows as a client secret; empty for any other.

        `beside`: what stands in the field of the secret. If it is another one, both were exchanged by hand.
        """
        if value in self.pair_answers.client_ids:
            return ""
        given, own = Secret(value), [self.untested] if self.untested else [*map(self._secrets.get, self._own_keys)]
        exchanged = beside is not None and beside != given
        if given in (*self.pair_answers.secrets, *self._others) or (given in own and not exchanged):
            told = of_pair.ENTERED_AS_SECRET + ("" if given in self.pair_answers.secrets else of_pair.IF_IT_IS_NONE)
            return self.problem_of_refused(client_id=value) or told
        return ""

    def exchanged(self, text: str) -> tuple[str, Secret | None] | None:
        """Client ID and secret, if `text` was refused as the client ID and each was given in the other's field.

        No secret: the client ID was given in both.
        """
        held, given = self.untested, Secret(value_of_form(text, CREDENTIAL_FORM))
        if held is None or not given or held in (*self.pair_answers.secrets, *self._others):
            return None
        if not self.problem_of_client_id(given.reveal(), beside=held):
            return None
        return held.reveal(), given if held != given else None

    @property
    def keeps_of_another_client_id(self) -> bool:
        """Whether the secret of another client ID is held, for the same host, while the record's own is not known."""
        here = self._key
        return any(
            secret is not None and key != here and replace(key, client_id=here.client_id) == here
            for key, secret in self._secrets.items()
        )

    @property
    def _own_keys(self) -> set[SecretKey]:
        """Under what the open record's secret is or was, also while its client ID is being corrected."""
        tried = key_for(self._given_for, self._tried.get(self._given_for, ""))
        return {self._key, tried, *([self.pair_answers.refused.key] if self.pair_answers.refused else [])}

    @property
    def _others(self) -> list[Secret | None]:
        """The secrets of other pairs and onboardings."""
        stored = [secret for key, secret in self._secrets.items() if key not in self._own_keys]
        return [*stored, *(secret for place, secret in self._given.items() if place != self._given_for)]

    async def swap(self) -> StoredIn | None:
        """Make the refused pair's secret the client ID, and its client ID the secret; None if none is refused."""
        pair = self.pair_answers.refused if self.can_swap else None
        self.pair_answers.refused = None  # at once: the button may be pressed again
        if pair is None:
            return None
        self._secrets.pop(pair.key, None)
        await asyncio.to_thread(self.store.forget, pair.key)  # it stands there under what is the secret
        self._open_record.note_given(client_id=pair.secret.reveal())
        self.give(Secret(pair.client_id))
        return await self.keep(Secret(pair.client_id))

    def know(self, secret: Secret) -> None:
        """Hold the open record's secret in memory alone."""
        KNOWN.learn(secret)
        self._given.pop(self._given_for, None)
        self._read.discard(self._key)
        self._beside.pop(self._key, None)
        self._secrets[self._key] = secret

    async def settle(self) -> None:
        """Store the secret that is on trial, if Procore has accepted it."""
        if (secret := self._secrets.get(self._key)) and self.is_on_trial and self.accepted_at(secret) is not None:
            self.settled = await self.keep(secret)

    async def keep(self, secret: Secret, *, on_trial: bool = False) -> StoredIn:
        """Store the client secret. Returns where it is, and whether it replaced another one.

        The two are compared in memory. The record notes only whether and when one was replaced, nothing made from a
        secret. `on_trial`: Procore was not asked about it yet, so it takes the place of no accepted one in the store.
        """
        key, given_for, before = self._key, self._given_for, await self._stored()
        self.settled, old = None, self._beside.get(key)
        is_accepted = self.accepted_at(secret) is not None
        if is_accepted or self._given.get(given_for) != secret:
            self._given.pop(given_for, None)
        KNOWN.learn(secret)
        await self._forget_tried(given_for, but=key.client_id)
        if old is None and before is not None:
            is_none = self.pair_answers.refused == Pair(key, before) and self.accepted_at(before) is None
            old = Beside(before, of_pair.REPLACES_REFUSED if is_none else of_pair.REPLACES, datetime.now(UTC))
        if on_trial and not is_accepted and old is not None and (at := self.accepted_at(old.secret)) is not None:
            self.pair_answers.note(Pair(key, old.secret), at)  # it may be known from the store alone
            self._beside[key] = old
        else:
            self._beside.pop(key, None)
            self._open_record.note(secret_accepted_at=self.accepted_at(secret))
        if before != secret:
            self._read.discard(key)
        self._secrets[key] = secret
        self._kept_for[key] = self._seen_for[key] = given_for.onboarding
        if before != secret and self._answered_for != (key, secret):
            self._changed(SECRET)
        if before not in (None, secret):
            self._open_record.note(verdict="")  # it was found with the old one
        if key in self._beside:
            return StoredIn("session", of_pair.STAYS)
        kept = await asyncio.to_thread(self.store.put, key, secret)
        if any(each != key and self._is_before(each, key) for each in self._secrets):
            kept = kept._replace(sentence=f"{kept.sentence} {of_pair.LEFT_BEHIND.format(key.service)}")
        if old is None or old.secret == secret:
            return kept
        self._open_record.note(secret_replaced_at=old.since, verdict=self._open_record.record.verdict)
        return kept._replace(sentence=f"{kept.sentence} {old.replaced}")

    def _is_before(self, other: SecretKey, key: SecretKey) -> bool:
        """Whether a keyring has the secret of another client ID that this onboarding had, for the same host."""
        is_kept = self._secrets[other] is not None and not self.store.is_in_memory_alone(other)
        same_host = replace(other, client_id=key.client_id) == key
        return is_kept and same_host and self._seen_for.get(other) == identity(self._open_record.record)

    async def _forget_tried(self, given_for: GivenFor, but: str = "") -> None:
        """Remove the secret from under a client ID that was not its own, which may be the secret itself."""
        tried = self._tried.pop(given_for, "")
        if but and given_for in self._given:
            self._tried[given_for] = but
        if tried and tried != but:
            key = key_for(given_for, tried)
            if (old := self._beside.pop(key, None)) is not None:
                self._secrets[key] = old.secret
                return  # the store has it
            self._secrets.pop(key, None)
            # Whoever waits for it may be cancelled by the next test.
            await asyncio.shield(asyncio.to_thread(self.store.forget, key))

    async def delete(self) -> str:
        """Remove the open record's secret from this machine; the sentence says what became of it."""
        key = self._key
        self._given.pop(self._given_for, None)
        self._tried.pop(self._given_for, None)
        self.pair_answers.forget_secrets()
        self._beside.pop(key, None)
        self._secrets[key] = None
        forgotten = await asyncio.to_thread(self.store.forget, key)
        self._changed(SECRET)
        return forgotten.sentence

    async def try_store(self) -> StoredIn:
        """Find out where a secret would be stored, before Procore shows it once."""
        return await asyncio.to_thread(self.store.probe)

    def forget(self) -> None:
        """Drop every secret from memory that a keyring, or another onboarding of this run, does not need."""
        self._secrets = {}
        self.pair_answers.forget_secrets()
        self._read.clear()
        self._beside.clear()
        if self._open_record.is_open:
            self.forget_given(self._open_record.record)
        if isinstance(self.store, MemorySecretStore):  # of a rehearsal
            self.store = MemorySecretStore()

    def forget_given(self, record: "Onboarding") -> None:
        """Drop what was given for that onboarding, which is deleted or starts over."""
        self._open_record.held_client_ids.forget(record)
        for each in [each for each in self._given if each.onboarding == identity(record)]:
            del self._given[each]
            self._tried.pop(each, None)
