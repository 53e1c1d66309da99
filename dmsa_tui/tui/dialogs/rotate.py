"""The task that rotates the client secret, each part proven by one token request."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Button

from dmsa_tui.checks.words import counted
from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session import handover
from dmsa_tui.session.failed_proofs import forget_failed, keep, with_failed
from dmsa_tui.session.proofs import NOT_BEGUN, TaskProof
from dmsa_tui.session.rotation import NEW, OLD, OPEN_APP, RESET
from dmsa_tui.tui.dialogs.task import MUTED, TaskDialog
from dmsa_tui.tui.widgets.at_action import Given, at, need
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.enter_button import EnterButton
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line
from dmsa_tui.tui.widgets.open_action import OpenAction
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.tui.widgets.signs import SIGNS

if TYPE_CHECKING:
    pass

WRITES = "setup-record"
"""The rotation's last action, which writes the setup record."""
NOTHING_TO_TEST = "No secret is left to test here: one that you paste at its action is tested at once."
MISSING = "The client secret is missing: paste it here. Nothing was asked."
TOO_LATE = "The reset has ended the old secret: this test can no longer be made."


class RotateDialog(TaskDialog):
    """Rotation of the client secret; one token request proves each part."""

    SHOWS = ("client_id", "environment", "login_url", "name")
    PROVES: ClassVar = {"old-works": "The old secret works", "new-works": "The new secret works"}

    def compose_dialog(self) -> ComposeResult:
        self.session.rotation.reopen()
        yield from super().compose_dialog()

    def given(self) -> Sequence[Given]:
        """Fields and buttons: test the old secret, take the new one, test the old one again."""
        old = SecretField("Old client secret", self._rule, id="old-secret")
        again = CompactButton("Test the old secret again", id="ask-old")
        for each in (old, again):
            need(each, False)
        return (
            at(old, "old-works"),
            at(EnterButton("Test the old secret", id="test-old", variant="default"), "old-works"),
            at(SecretField("New client secret", self._rule, id="new-secret"), "client_secret"),
            at(again, "client_secret"),
            at(EnterButton("Run all checks and write it", id="write-record", variant="default"), WRITES),
        )

    def on_mount(self) -> None:
        """Ask for the old secret where it is not kept."""
        self.query_one(OpenAction).without_caution = self._tested
        self.query_one(OpenAction).beware = self._beware
        super().on_mount()
        self.look_for_secret("#old-secret", "Paste the old secret: this program tests it and holds it in memory only.")

    def _tested(self) -> frozenset[str]:
        is_tested = self.session.rotation.old_worked.state is State.PROVEN
        return frozenset({OLD} if is_tested or self._is_over(OLD) else ())

    def _beware(self, action_id: str) -> str:
        """That the old secret can no longer be tested, where nobody has."""
        is_done = self.session.actions.is_ticked(self.guide_id, OLD)
        is_asked_for = self.session.rotation.new_works.state is State.UNVERIFIED  # the new one may be the old one
        return TOO_LATE if action_id == OLD and self._is_over(OLD) and not (is_done or is_asked_for) else ""

    async def has_secret(self) -> bool:
        """Whether the old secret is at hand; the proofs say it where it no longer is."""
        is_here = await self.session.rotation.look_for_old()
        self.draw()
        return is_here

    def unproven(self) -> dict[str, str]:
        """Not what can no longer be proven, or what a person confirmed in Procore's place.

        The reset ended the old secret, and nobody tested it before.
        """
        proofs, lacks = self.proofs(), super().unproven().items()
        return {
            action: title
            for action, title in lacks
            if not (self._is_over(action) or proofs[title].state is State.CONFIRMED)
        }

    def held_open(self) -> set[str]:
        """Also that: nobody's word makes it done."""
        return super().held_open() | {each for each in self.PROVES if self._is_over(each)}

    def _is_over(self, action_id: str) -> bool:
        actions = self.session.actions
        return any(each.id == action_id and actions.is_over(self.guide_id, each) for each in self.actions.current.all)

    def proofs(self) -> Mapping[str, TaskProof]:
        """Procore's answers, and a person's confirmation."""
        rotation = self.session.rotation
        return {
            "The old secret works": rotation.old_worked,
            "The new secret works": with_failed(self.session, self.guide_id, NEW, rotation.new_worked),
            "The old secret is refused": rotation.old_is_refused,
            "The sync tool has the new one": rotation.tool_updated,
        }

    def proof_lines(self) -> list[Line]:
        """Add how long the sync has had no valid secret."""
        rotation, lines = self.session.rotation, super().proof_lines()
        if rotation.tool_updated is NOT_BEGUN and (minutes := rotation.minutes()):
            gap = f"The sync has had no valid secret for about {counted(minutes, 'minute')}."
            lines.append(Line(literal(gap, "$text-warning"), indent=2))
        return lines

    def draw(self) -> None:
        """Also enable the tests of the old secret, each while it can be made."""
        super().draw()
        for test in self.query("#test-old"):
            need(test, not self._is_over(OLD))
        for again in self.query("#ask-old"):
            need(again, self.session.rotation.asks_again)

    def draw_again(self) -> None:
        """Start over for another app, environment or login host."""
        self.session.rotation.begin()
        self.draw()

    def begin_again(self) -> None:
        """Start again with the test of the secret that is kept now."""
        self.session.rotation.begin(again=True)

    def receive(self, given: dict[str, Any]) -> None:
        """Take the secret that the practice browser shows."""
        if not (secret := given.get("client-secret")):
            return
        asked = next(self.actions.given.shown(SecretField), None)
        if asked is None:
            self.actions.choose_field("client_secret")
            asked = self.query_one("#new-secret", SecretField)
        asked.give(secret)

    def does(self) -> Mapping[str, Callable[[], Awaitable[bool]]]:
        """The last action is the program's own."""
        return {WRITES: self._write_record}

    async def _write_record(self) -> bool:
        """Ask Procore about everything, and write the setup record of it."""
        if await self.session.credentials.secret() is None:
            self.actions.choose(NEW)
            self.ask_for_secret("#new-secret", MISSING)
            return False
        if not await self.run_all_checks():
            self.notify("Procore did not answer: this action stays open.", severity="warning", timeout=8)
            return False
        self.session.actions.tick(self.guide_id, WRITES, self.app.person)  # before: the paper says what is left
        self.app.autosave.soon()
        try:
            path = await handover.save_setup_record(self.session, "html")
        except DmsaError as problem:
            self._take_back(WRITES)
            self.notify(str(problem), severity="error", timeout=10, markup=False)
            return False
        self.notify(f"The setup record is saved: {path.name}", timeout=8, markup=False)
        return True

    @on(Button.Pressed, "#write-record")
    def _write_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_done()

    async def ask_again(self) -> str:
        """Test the old secret, as the button of now does."""
        if self.session.rotation.asks_again:
            await self.session.rotation.test_refusal()
        elif self._is_over(OLD):
            return NOTHING_TO_TEST
        else:
            self.session.rotation.begin()
            await self.session.rotation.test_old()
            self.app.autosave.soon()
        return ""

    def _rule(self, text: str) -> Secret:
        return fields.client_secret(text, client_id=self.session.record.client_id)

    @on(Button.Pressed, "#test-old")
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _test_old(self, event: Button.Pressed) -> None:
        event.stop()
        self.session.rotation.begin()
        await self.session.rotation.test_old()
        self.app.autosave.soon()
        self.draw()

    @on(Button.Pressed, "#ask-old")
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _ask_old(self, event: Button.Pressed) -> None:
        event.stop()
        await self.session.rotation.test_refusal()
        self.draw()

    @on(SecretField.Given)
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _test_given(self, event: SecretField.Given) -> None:
        event.stop()
        secret, rotation = event.field.take(), self.session.rotation
        if secret is None or self.lacks_client_id(event.field):
            return

        def stands() -> bool:  # in the field: it may be cleared, or typed over, before the answer comes
            return event.field.typed is secret

        event.field.show_note(literal("Testing…", MUTED))
        if event.field.id == "old-secret":
            rotation.begin()
            proof = await rotation.test_old(secret, stands)
        elif not await rotation.take_new(secret, stands):
            return
        else:
            proof = rotation.new_works
            keep(self.session, self.guide_id, NEW, proof, NEW)
            if proof.state is State.PROVEN:  # the record knows of the rotation now, if nothing was ticked before
                self.actions.choose(NEW)
                self._take_back_after_new()
                for each in (OPEN_APP, RESET, NEW):  # there is no new one without the others
                    self.session.actions.tick(self.guide_id, each, self.app.person)
            elif rotation.is_old_again:
                self._take_back_after_new()
        await self.app.autosave.now()
        sign = SIGNS[proof.state]
        said = literal(f"{sign.sign} {proof.summary}", sign.style)
        if stands():  # not over another text that was given meanwhile
            event.field.kept(said, refused=proof.state is State.FAILING)
        self.draw()
        if rotation.new_works is proof and proof.state is State.PROVEN:
            await self.run_all_checks()  # every answer of before was got with the old secret

    @on(SecretField.Cleared)
    @on(SecretField.Refused)
    def _other_text(self, event: SecretField.Cleared | SecretField.Refused) -> None:
        event.stop()
        if event.field.id == "new-secret":
            self.session.rotation.drop_refused()
            forget_failed(self.session, self.guide_id, NEW)
            self.draw()

    def _take_back_after_new(self) -> None:
        """What comes after the new secret and was marked done before it works was done with another one."""
        if self.session.rotation.tool_updated is not NOT_BEGUN:
            return
        ids = [each.id for each in self.actions.current.all]
        for each in ids[ids.index(NEW) + 1 :]:
            if self.session.actions.is_ticked(self.guide_id, each):
                self.session.actions.take_back(self.guide_id, each)
