"""Rotates the open onboarding's client secret, each part proven by one token request.

The old secret works, it is reset in the portal, the new one works, and at once the old one is asked again: Procore must
refuse it. Once the new one is kept, the old one is held here, in memory, and nowhere else: after a restart that last
part cannot be proven, and a secret that Procore accepts is called new only where it differs from a known old one; else
a person says so. The fingerprint in the saved setup record tells an old one, and proves none new: others may have reset
it since. One that Procore refused before the new one was given is no old one: anything might have been pasted.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from dmsa_tui.checks.words import counted
from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.open_tasks import IS_OLD_SECRET
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.states import State, age_of_older
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.proofs import NOT_BEGUN, TaskProof

if TYPE_CHECKING:
    from dmsa_tui.procore.other_environments import ProbeResult
    from dmsa_tui.session.connection import Connection
    from dmsa_tui.session.credentials import Credentials
    from dmsa_tui.session.open_record import OpenRecord

TASK, OLD, OPEN_APP, RESET, NEW, TOOL = "rotate", "old-works", "open-app", "reset", "new-works", "tool"
"""The task, and its actions that stand for the old secret, the reset in the portal, the new one and the sync tool."""
_ACCEPTED = "Procore accepts the old secret."
_NOT_KNOWN = "The old secret is not known on this machine: paste it, or continue with the new one."
_GONE = "This program no longer has the old secret. Paste it at action 3."
_GONE_BY_RESET = "This program no longer has the old secret, and the reset has ended it."
_UNTESTED = "Nobody tested the old secret before the reset."
_NOT_RESET = "Procore still accepts the old secret: the reset did not happen."
_IN_DOUBT = "Procore accepts it. It may still be the old one: paste the old secret at action 3 first."
_IN_DOUBT_STILL = "Procore accepts it. It may still be the old one: no other secret has worked before it."
_IN_DOUBT_AFTER = "Procore accepts it. It may still be the old one: if you copied it after the reset, mark this done."
_NOT_OF_RECORD = (
    "Procore accepts it, and it is not the secret of the saved setup record. If you copied it after the reset, mark "
    "this done."
)
_NOT_ACCEPTED = (
    "Procore does not accept this secret. Copy the new one again from the app with this client ID, and paste it. "
    "Reset again only if the new one is lost."
)
_ACCEPTED_BEFORE = "Procore accepted the old secret."
_IS_NEW = "This is the new secret, which this program keeps already. Paste the old one."
_REFUSES_THIS = "Procore refuses this secret. Whether it is the old one, this program cannot tell."
_NOT_HELD = "This program has no old secret to test. Procore says that a reset ends it at once."


Counts = Callable[[], bool]
"""Whether an answer still counts when it comes: the value may have been withdrawn meanwhile."""


def _always() -> bool:
    return True


class Rotation:
    """One rotation. Its parts are `old_works`, `new_works`, `old_refused` and `tool_updated`."""

    def __init__(
        self, open_record: "OpenRecord", credentials: "Credentials", connection: "Connection",
        recorded: Callable[[], str | None] = lambda: None,
    ) -> None:  # fmt: skip
        """`recorded`: gives the fingerprint of the old secret, where a saved setup record has it."""
        self._open_record, self._credentials, self._connection = open_record, credentials, connection
        self._recorded = recorded
        self._of: tuple[str, str, SecretKey] | None = None
        self._start()

    def _start(self, kept: Literal["old", "new", "in doubt"] = "old") -> None:
        self._kept = kept
        """Which one is kept on this machine; in doubt: it was given as the new one, and no old one was known."""
        self._old: Secret | None = None
        """The one that worked before the new one was given."""
        self._given: Secret | None = None
        """The one that was given as the old one: where none is kept, it is what is tested again."""
        self._refused: Secret | None = None
        """The one that was given or kept as the old one, and that Procore refused."""
        self.old_works = self.new_works = self.old_refused = NOT_BEGUN

    def begin(self, *, again: bool = False) -> None:
        """Continue the rotation of the open record's app. With `again`, or for another app or host, start over."""
        record = self._open_record.record
        of = (record.name, str(record.created_at), SecretKey.of_record(record))
        if again or of != self._of:
            self._start()
        self._of = of
        if again:
            self._open_record.note(old_secret_proven_at=None, old_secret_refused_at=None)

    def reopen(self) -> None:
        """The task is opened again: a new secret that was not kept is not in its field any more."""
        self.begin()
        if self._kept == "old":
            self.new_works = NOT_BEGUN

    @property
    def old_worked(self) -> TaskProof:
        """The proof of the old secret, of an earlier run too; once a reset is ticked it is of before that."""
        record, proof = self._open_record.record, self.old_works
        if proof.summary in (_NOT_KNOWN, _GONE) and self.is_reset:
            proof = replace(proof, summary=_GONE_BY_RESET)
        at, reset = record.old_secret_proven_at, tick_of(record, TASK, RESET)
        if at is not None and proof.state in (State.TODO, State.UNVERIFIED):
            said = _ACCEPTED_BEFORE if proof is NOT_BEGUN else f"{_ACCEPTED_BEFORE} {proof.summary}"
            proof = TaskProof(State.PROVEN, said, at=at, of=age_of_older(at, datetime.now(UTC)))
        if proof.state in (State.TODO, State.UNVERIFIED) and self.is_reset and not self._is_ticked(OLD):
            return replace(proof, state=State.UNVERIFIED, summary=_UNTESTED)
        if proof.state is not State.PROVEN or reset is None or reset.at < proof.at:
            return proof
        return replace(proof, of="before the reset", summary=proof.summary.replace(_ACCEPTED, _ACCEPTED_BEFORE))

    async def test_old(self, given: Secret | None = None, counts: Counts = _always) -> TaskProof:
        """Start over: ask for a token with the given secret, or the stored one, and hold it for the last proof.

        Where the new one is kept already, no more is asked than whether Procore refuses the old one. An answer that
        does not count any more when it comes is dropped.
        """
        if self._kept != "in doubt" and self._kept_may_be_new:
            return await self._test_beside_new(given, counts)
        given_before = self._given
        self._start("in doubt" if self._kept == "in doubt" else "old")
        secret, self._given = given or await self._kept_old() or given_before, given_before
        if secret is None:
            self.old_works = TaskProof(State.UNVERIFIED, _NOT_KNOWN)
            return self.old_works
        asked = await self._ask(secret)
        if not counts():
            return self.old_works
        self._given = given or given_before
        if asked.answer == "accepted":
            self._old = secret
            not_reset = self._is_ticked(RESET) and not self._kept_may_be_new
            state, sentence = (State.CAUTION, _NOT_RESET) if not_reset else (State.PROVEN, _ACCEPTED)
            self.old_works = TaskProof(state, sentence, asked.request_records)
            if state is State.PROVEN:
                self._open_record.note(old_secret_proven_at=self.old_works.at, old_secret_refused_at=None)
        elif asked.answer == "unanswered":
            self.old_works = TaskProof(State.UNVERIFIED, "Procore did not answer.", asked.request_records)
        else:
            self._refused = secret
            sentence = "Procore does not accept the old secret: it was already reset, or belongs to another app."
            self.old_works = TaskProof(State.FAILING, sentence, asked.request_records)
        return self.old_works

    async def _test_beside_new(self, given: Secret | None, counts: Counts) -> TaskProof:
        if given is not None and given == await self._credentials.secret():
            return TaskProof(State.FAILING, _IS_NEW)
        if self.old_refused.state is not State.PROVEN:
            self.old_refused = await self._test_refusal(given, counts)
        return self.old_refused

    async def take_new(self, new: Secret, counts: Counts = _always) -> bool:
        """Ask for a token with the new secret. If it works, store it, and ask once more with the old one.

        Returns whether the answer still counted when it came; if not, nothing is kept of it.

        The old one is the one that was tested, or else the one that is kept: nobody need have tested it first. Where
        neither is known, or Procore refused it, the new one may be the old one.
        """
        self.begin()
        kept = await self._credentials.secret()
        is_kept_new = kept == new and self._kept_may_be_new
        is_asked = self._old is None and kept is None and self._kept == "old"
        recorded = await asyncio.to_thread(self._recorded) if is_asked else None
        is_recorded = recorded == new.fingerprint(self._open_record.record.client_id)
        has_worked = not is_kept_new and (kept == new or self._credentials.has_worked(new))
        if new == self._old or has_worked or is_recorded:
            self.new_works = TaskProof(State.FAILING, IS_OLD_SECRET)
            return True
        asked = await self._ask(new)
        if not counts():
            return False
        if asked.answer != "accepted":
            silent = asked.answer == "unanswered"
            sentence = "Procore did not answer. Nothing was kept." if silent else _NOT_ACCEPTED
            self.new_works = TaskProof(State.UNVERIFIED if silent else State.FAILING, sentence, asked.request_records)
            return True
        if self._old is None and kept is not None and not (kept in (new, self._refused) or self._never_worked(kept)):
            self._old = kept
        await self._credentials.keep(new)
        if self._old is None and self._kept != "new":
            self._kept = "in doubt"
            sentence = _IN_DOUBT if self._refused is None else _IN_DOUBT_STILL
            if recorded is not None:
                sentence = _NOT_OF_RECORD
            elif self._is_ticked(RESET):
                sentence = _IN_DOUBT_AFTER
            self.new_works = TaskProof(State.UNVERIFIED, sentence, asked.request_records)
        else:
            self._kept = "new"
            self.new_works = TaskProof(State.PROVEN, "Procore accepts the new secret.", asked.request_records)
        self.old_refused = await self._test_refusal()
        return True

    @property
    def is_old_again(self) -> bool:
        """Whether the old secret was given as the new one: nobody can have given a new one to the sync tool."""
        return self.new_works.summary == IS_OLD_SECRET

    def drop_refused(self) -> None:
        """What Procore said no to as the new secret is not in its field any more."""
        if self.new_works.state is State.FAILING:
            self.new_works = NOT_BEGUN

    async def look_for_old(self) -> bool:
        """Whether the old secret is at hand. Where it was tested before and is gone, its proof says so."""
        is_here = (self._old or await self._kept_old()) is not None
        was_tested = self._is_ticked(OLD) or self._open_record.record.old_secret_proven_at is not None
        if was_tested and not is_here and self.old_works is NOT_BEGUN and not self._is_ticked(NEW):
            self.old_works = TaskProof(State.UNVERIFIED, _GONE)
        return is_here

    async def test_refusal(self) -> None:
        """Ask with the old secret again, where Procore did not answer before."""
        self.begin()
        self.old_refused = await self._test_refusal()

    @property
    def new_worked(self) -> TaskProof:
        """The proof of the new secret, of an earlier run too: the old one is refused only once the new one works."""
        at, word = self._open_record.record.old_secret_refused_at, tick_of(self._open_record.record, TASK, NEW)
        if word is not None and self.new_works.state in (State.TODO, State.UNVERIFIED) and at is None:
            return TaskProof(State.CONFIRMED, f"{word.by} says so.", at=word.at)
        if at is None or self.new_works is not NOT_BEGUN:
            return self.new_works
        return TaskProof(
            State.PROVEN, "Procore accepted the new secret.", at=at, of=age_of_older(at, datetime.now(UTC))
        )

    @property
    def old_is_refused(self) -> TaskProof:
        """The proof that Procore refuses the old secret, of an earlier run too."""
        at = self._open_record.record.old_secret_refused_at
        if at is None or self.old_refused.state not in (State.TODO, State.UNVERIFIED):
            return self.old_refused
        return TaskProof(State.PROVEN, "Procore refused the old secret.", at=at, of=age_of_older(at, datetime.now(UTC)))

    @property
    def tool_updated(self) -> TaskProof:
        """A person's word, the tick of the action, that the sync tool has the new secret."""
        word = tick_of(self._open_record.record, TASK, TOOL)
        if word is None or self.is_old_again or (self._reset_seen and word.at < self.new_works.at):
            return NOT_BEGUN
        stood = ""
        if self._reset_seen:
            minutes = self._between(word.at)
            stood = f" The sync had no valid secret for about {counted(minutes, 'minute')}."
        return TaskProof(State.CONFIRMED, f"{word.by} says so.{stood}", at=word.at)

    def minutes(self) -> int:
        """Whole minutes, at least one, since the new secret worked while the sync tool lacks it; 0 before that."""
        if not self._reset_seen:
            return 0
        updated = self.tool_updated
        return self._between(updated.at if updated.state is State.CONFIRMED else datetime.now(UTC))

    def _between(self, end: datetime) -> int:
        return max(1, round((end - self.new_works.at).total_seconds() / 60))

    def forget(self) -> None:
        """Drop the old secret."""
        self._old = self._given = None

    @property
    def is_reset(self) -> bool:
        """Whether the old secret has ended, by Procore's answer to the new one or by a person's word."""
        return self._reset_seen or self._is_ticked(RESET) or self._is_ticked(NEW)

    @property
    def asks_again(self) -> bool:
        """Whether the old secret is held, and Procore has not refused it though the new one works."""
        return self._reset_seen and self._old is not None

    def _never_worked(self, kept: Secret) -> bool:
        return self._kept == "old" and self._credentials.never_worked(kept)

    async def _kept_old(self) -> Secret | None:
        return None if self._kept == "in doubt" else await self._credentials.secret()

    @property
    def _kept_may_be_new(self) -> bool:
        record = self._open_record.record
        reset, replaced = tick_of(record, TASK, RESET), record.secret_replaced_at
        is_later = reset is not None and replaced is not None and replaced > reset.at
        return self._kept != "old" or self._is_ticked(NEW) or is_later

    def _is_ticked(self, action_id: str) -> bool:
        return tick_of(self._open_record.record, TASK, action_id) is not None

    @property
    def _reset_seen(self) -> bool:
        return self.new_works.state is State.PROVEN

    async def _test_refusal(self, given: Secret | None = None, counts: Counts = _always) -> TaskProof:
        """With the old secret, or the one that was given as it: any other one would be refused, too."""
        secret = given or self._old
        if secret is None:
            return TaskProof(State.UNVERIFIED, _NOT_HELD)
        asked = await self._ask(secret)
        if not counts():
            return self.old_refused
        if asked.answer == "refused" and secret != self._old:
            return TaskProof(State.UNVERIFIED, _REFUSES_THIS, asked.request_records)
        if asked.answer == "refused":
            self.forget()
            proof = TaskProof(State.PROVEN, "Procore refuses the old secret.", asked.request_records)
            self._open_record.note(old_secret_refused_at=proof.at)
            return proof
        if asked.answer == "unanswered":
            return TaskProof(State.UNVERIFIED, "Procore did not answer. Test again.", asked.request_records)
        sentence = "Procore still accepts the old secret: check that you reset the secret of this app."
        return TaskProof(State.FAILING, sentence, asked.request_records)

    async def _ask(self, secret: Secret) -> "ProbeResult":
        from dmsa_tui.procore.other_environments import try_pair

        client_id, environment = self._open_record.record.client_id, self._connection.environment
        return await try_pair(client_id, secret, environment, transport=self._connection.transport())
