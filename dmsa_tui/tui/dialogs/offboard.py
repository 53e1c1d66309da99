"""The task that ends the access of an app, proven by Procore's refusal."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar

from textual import on, work
from textual.widgets import Button

from dmsa_tui.checks.words import listed
from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.ended_access import ended_by, not_ended
from dmsa_tui.onboarding.known import guide_for
from dmsa_tui.onboarding.open_tasks import unfinished_tasks
from dmsa_tui.onboarding.record import Refusal
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.known_secrets import KNOWN
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.failed_proofs import keep, with_failed
from dmsa_tui.session.offboarding import (
    COMPANY_REFUSED,
    PROVE,
    RESET,
    UNINSTALL,
    proven_end,
    reset_proof,
    uninstalled,
    was_reset,
)
from dmsa_tui.session.proofs import NOT_BEGUN, TaskProof
from dmsa_tui.tui.dialogs.task import MUTED, TaskDialog
from dmsa_tui.tui.widgets.at_action import Given, at, need
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.enter_button import EnterButton
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.secret_field import SecretField

DELETES, ARCHIVES = "Delete it from this machine", "Archive this onboarding"
NEEDED = "Not proven: {}. The proof needs this secret: without it, Procore cannot be asked."
ACCESS_ENDED = "The access has ended"
ASKED, WAS_RESET = "The owner was asked to reset the secret", "The secret was reset"
"""Titles of the optional reset: what a person's word says, and what Procore says."""


class OffboardDialog(TaskDialog):
    """Offboarding, proven by Procore's refusal."""

    PROVES: ClassVar = {"prove": ACCESS_ENDED}
    _ended: TaskProof = NOT_BEGUN
    _given: tuple[SecretKey, Secret] | None = None
    """What was pasted for the proof, and for which app and host: not more than that is known of it."""

    def given(self) -> Sequence[Given]:
        """Buttons: ask Procore, delete the secret, archive the record."""
        secret = SecretField("Client secret", self._rule, id="pair-secret")
        need(secret, False)
        return (
            at(secret, "prove"),
            at(EnterButton("Prove that it has ended", id="prove-ended", variant="default"), "prove"),
            at(CompactButton(DELETES, key=self.app.key_text("done"), id="forget-secret"), "secret"),
            at(CompactButton(ARCHIVES, key=self.app.key_text("done"), id="archive"), "archive"),
        )

    def proofs(self) -> Mapping[str, TaskProof]:
        """Procore's answer to the pair, and to a call for the company."""
        ended, kept = with_failed(self.session, self.guide_id, PROVE, self._ended), proven_end(self.session)
        if ended.state in (State.TODO, State.UNVERIFIED) and kept is not NOT_BEGUN:
            ended = kept
        reset = reset_proof(self.session, self._ended)
        return {
            ACCESS_ENDED: ended,
            "The app is uninstalled": uninstalled(self.session, ended),
            **({} if reset is None else {ASKED if reset.state is State.CONFIRMED else WAS_RESET: reset}),
        }

    def on_mount(self) -> None:
        """Ask for the secret where it is not kept: without it there is no proof."""
        super().on_mount()
        self.look_for_secret("#pair-secret", "Paste it for the proof: it is held in memory only.")

    def _rule(self, text: str) -> Secret:
        return fields.client_secret(text, client_id=self.session.record.client_id)

    @on(SecretField.Given)
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _prove_with(self, event: SecretField.Given) -> None:
        event.stop()
        secret = event.field.take()
        if secret is None or self.lacks_client_id(event.field):
            return
        KNOWN.learn(secret)
        self._given = SecretKey.of_record(self.session.record), secret
        event.field.kept(literal("Held in memory only.", MUTED))
        await self._prove()

    def begin_again(self) -> None:
        """Forget the proof."""
        self._ended, self._given = NOT_BEGUN, None
        self.session.open_record.note(**not_ended())

    @on(Button.Pressed, "#prove-ended")
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _prove_ended(self, event: Button.Pressed) -> None:
        event.stop()
        await self._prove()

    async def ask_again(self) -> str:
        """Run the proof again; before anybody ran it, it would only deny what nobody has done yet."""
        if self.actions.opened != PROVE and self.proofs()[ACCESS_ENDED] is NOT_BEGUN:
            number = [each.id for each in self.actions.current.all].index(PROVE) + 1
            return f"Nothing is proven yet: action {number} asks Procore whether the access has ended."
        await self._prove()
        return ""

    async def _prove(self) -> None:
        from dmsa_tui.session.offboarding import prove_ended

        of, given = self._given or (None, None)
        self._ended = proof = await prove_ended(
            self.session, given if of == SecretKey.of_record(self.session.record) else None
        )
        if proof.state is State.PROVEN:
            refused = Refusal.COMPANY if proof.summary == COMPANY_REFUSED else Refusal.TOKEN
            changes = ended_by(self.session.record, proof.at, refused, proof.evidence)
            self.session.open_record.note(**changes, verdict="")
            self.session.actions.tick(self.guide_id, PROVE, self.app.person)
        elif proof.state is State.FAILING:
            self.session.open_record.note(**not_ended())
        else:  # another secret may prove it
            need(self.query_one("#pair-secret"), True)
        keep(self.session, self.guide_id, PROVE, proof, UNINSTALL)
        keep(self.session, self.guide_id, RESET, was_reset(self.session, proof), RESET)
        if proof.state is State.FAILING:  # whoever can put it right acts next
            self.actions.choose(UNINSTALL, takes_cursor=False)
        elif proof.state is State.PROVEN:
            self.actions.choose(PROVE)  # its tick opens no other: what was proven is read first
        await self.app.autosave.now()
        self.draw()

    def does(self) -> Mapping[str, Callable[[], Awaitable[bool]]]:
        """The last actions are the program's own, as far as this machine is concerned."""
        return {"secret": self._delete_secret, "archive": self._archive_record}

    async def _delete_secret(self) -> bool:
        from dmsa_tui.tui.dialogs.confirm import ConfirmDialog

        self._given = None
        if await self.session.credentials.secret() is None:
            return True
        consequence = "This deletes it from this machine alone. The record stays. This cannot be undone."
        waiting = [title for title, proof in self.proofs().items() if proof.state is State.WAITING]
        if lacks := [*self.unproven().values(), *waiting]:
            consequence = f"{NEEDED.format(listed(lacks))}\n\n{consequence}"
        question = ConfirmDialog("Delete the client secret?", consequence, "Delete it")
        if not await self.app.push_screen_wait(question):
            return False
        self.notify(await self.session.credentials.delete(), timeout=8, markup=False)
        return True

    async def _archive_record(self) -> bool:
        from dmsa_tui.session.saved_changes import archive

        if self.session.record.archived:
            return True
        if (still := self._still_open()) and not await self._archives_open(still):
            return False
        try:
            await archive(self.session, self.session.record.name, archived=True)
        except DmsaError as problem:
            self.notify(str(problem), severity="error", timeout=10, markup=False)
            return False
        self.notify("Archived. You can still read the record.", timeout=6)
        return True

    def _still_open(self) -> list[str]:
        """What speaks against putting the onboarding away, in sentences: what Procore denies, and other open tasks."""
        record = self.session.record
        failing = [f"{title}: failing." for title, proof in self.proofs().items() if proof.state is State.FAILING]
        others = (each for each in unfinished_tasks(record, guide_for(record)) if each[0].id != self.guide_id)
        return [*failing, *(f"The task “{task.title}” is open at action {at.words}." for task, at in others)]

    async def _archives_open(self, still: Sequence[str]) -> bool:
        from dmsa_tui.tui.dialogs.confirm import ConfirmDialog

        consequence = "\n\n".join((*still, "It leaves the list on home, where it can be restored."))
        return bool(await self.app.push_screen_wait(ConfirmDialog("Archive this onboarding?", consequence, "Archive")))

    @on(Button.Pressed, "#forget-secret, #archive")
    def _own_pressed(self, event: Button.Pressed) -> None:
        """The button does what its key does: do it, mark it done, and go on."""
        event.stop()
        self.action_done()
