"""The tasks, each with its own fields, buttons and proofs."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.widgets import Button

from dmsa_tui.checks.words import counted
from dmsa_tui.errors import DmsaError, InvalidInput
from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT as NONE_REPLACED
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.onboarding.states import State, age_words
from dmsa_tui.procore.known_secrets import KNOWN
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session import migration
from dmsa_tui.session.offboarding import uninstalled
from dmsa_tui.session.proofs import NOT_BEGUN, TaskProof
from dmsa_tui.session.rotation import OLD
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.dialogs.task import TaskDialog
from dmsa_tui.tui.widgets.at_action import Given, at, need
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.enter_button import EnterButton
from dmsa_tui.tui.widgets.expected_list import ExpectedList
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line
from dmsa_tui.tui.widgets.open_action import OpenAction
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.tui.widgets.signs import SIGNS

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Task
    from dmsa_tui.session.session import Session

MUTED = "$foreground-muted"


class RotateDialog(TaskDialog):
    """Rotation of the client secret; one token request proves each part."""

    SHOWS = ("client_id", "environment", "name")
    PROVES: ClassVar = {"old-works": "The old secret works", "new-works": "The new secret works"}

    def __init__(self, session: "Session", task: "Task") -> None:
        super().__init__(session, task)
        session.rotation.reopen()

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
        )

    def on_mount(self) -> None:
        """Ask for the old secret where it is not kept."""
        self.query_one(OpenAction).without_caution = self._tested
        super().on_mount()
        self.look_for_secret("#old-secret", "Paste the old secret: this program tests it and holds it in memory only.")

    def _tested(self) -> frozenset[str]:
        return frozenset({OLD} if self.session.rotation.old_worked.state is State.PROVEN else ())

    async def has_secret(self) -> bool:
        """Whether the old secret is at hand; the proofs say it where it no longer is."""
        is_here = await self.session.rotation.look_for_old()
        self.draw()
        return is_here

    def proofs(self) -> Mapping[str, TaskProof]:
        """Procore's answers, and a person's confirmation."""
        rotation = self.session.rotation
        return {
            "The old secret works": rotation.old_worked,
            "The new secret works": rotation.new_works,
            "The old secret is refused": rotation.old_refused,
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
        """Also enable the second test of the old secret."""
        super().draw()
        for again in self.query("#ask-old"):
            need(again, self.session.rotation.asks_again)

    def draw_again(self) -> None:
        """Start over for another app or environment."""
        self.session.rotation.begin()
        self.draw()

    def begin_again(self) -> None:
        """Start again with the test of the secret that is kept now."""
        self.session.rotation.begin(again=True)

    def receive(self, given: dict[str, Any]) -> None:
        """Take the secret that the practice browser shows."""
        if secret := given.get("client-secret"):
            self.actions.choose_field("client_secret")
            self.query_one("#new-secret", SecretField).give(secret)

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
        event.field.show_note(literal("Testing…", MUTED))
        if event.field.id == "old-secret":
            rotation.begin()
            proof = await rotation.test_old(secret)
        else:
            await rotation.take_new(secret)
            proof = rotation.new_works
            if proof.state is State.PROVEN:  # the record knows of the rotation now, if nothing was ticked before
                self.actions.choose("new-works")
                self.session.actions.tick(self.guide_id, "new-works", self.app.person)
        await self.app.autosave.now()
        sign = SIGNS[proof.state]
        event.field.kept(literal(f"{sign.sign} {proof.summary}", sign.style))
        self.draw()
        if rotation.new_works is proof and proof.state is State.PROVEN:
            await self.run_all_checks()  # every answer of before was got with the old secret


class OffboardDialog(TaskDialog):
    """Offboarding, proven by Procore's refusal."""

    PROVES: ClassVar = {"prove": "The access has ended"}
    _ended: TaskProof = NOT_BEGUN
    _given: Secret | None = None
    """What was pasted for the proof: not more than that is known of it."""

    def given(self) -> Sequence[Given]:
        """Buttons: ask Procore, delete the secret, archive the record."""
        secret = SecretField("Client secret", self._rule, id="pair-secret")
        need(secret, False)
        return (
            at(secret, "prove"),
            at(EnterButton("Prove that it has ended", id="prove-ended", variant="default"), "prove"),
            at(CompactButton("Delete it from this machine", id="forget-secret"), "secret"),
            at(CompactButton("Archive this onboarding", id="archive"), "archive"),
        )

    def proofs(self) -> Mapping[str, TaskProof]:
        """Procore's answer to the pair, and to a call for the company."""
        at, ended = self.session.record.access_ended_at, self._ended
        if ended.state in (State.TODO, State.UNVERIFIED) and at is not None:
            ended = TaskProof(State.PROVEN, f"Proven {age_words(at, datetime.now(UTC))}.", at=at)
        return {"The access has ended": ended, "The app is uninstalled": uninstalled(self.session, ended)}

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
        self._given = secret
        event.field.kept(literal("Held in memory only.", MUTED))
        await self._prove()

    def begin_again(self) -> None:
        """Forget the proof."""
        self._ended, self._given = NOT_BEGUN, None
        self.session.open_record.note(access_ended_at=None)

    @on(Button.Pressed, "#prove-ended")
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _prove_ended(self, event: Button.Pressed) -> None:
        event.stop()
        await self._prove()

    async def _prove(self) -> None:
        from dmsa_tui.session.offboarding import prove_ended

        self._ended = proof = await prove_ended(self.session, self._given)
        if proof.state is State.PROVEN:
            self.session.open_record.note(access_ended_at=proof.at, verdict="")
        elif proof.state is State.FAILING:
            self.session.open_record.note(access_ended_at=None)
        else:  # another secret may prove it
            need(self.query_one("#pair-secret"), True)
        await self.app.autosave.now()
        self.draw()

    @on(Button.Pressed, "#forget-secret")
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _forget_secret(self, event: Button.Pressed) -> None:
        event.stop()
        self.notify(await self.session.credentials.delete(), timeout=8, markup=False)

    @on(Button.Pressed, "#archive")
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _archive(self, event: Button.Pressed) -> None:
        from dmsa_tui.session.saved_changes import archive

        event.stop()
        try:
            await archive(self.session, self.session.record.name, archived=True)
        except DmsaError as problem:
            self.notify(str(problem), severity="error", timeout=10, markup=False)
        else:
            self.notify("Archived. You can still read the record.", timeout=6)


NO_OLD_ACCOUNT = (
    "This practice company has no old account. To rehearse this task, choose “Replace an old service account” on home."
)


ALL_PROJECTS = "Each line is one project of this company"


def _replaced_account(text: str) -> str:
    if (name := fields.old_account(text)) == NONE_REPLACED:
        raise InvalidInput("This task replaces an old account: enter its name, type and owner.")
    return name


class MigrateDialog(TaskDialog):
    """Migration from an old account: the projects that it reached become the list of projects."""

    SHOWS = ("old_account", "expected_projects")
    PROVES: ClassVar = {"check": "The new account reaches the old one's projects"}

    def given(self) -> Sequence[Given]:
        """Fields: the old account's name and projects; a button that checks them."""
        record = self.session.record
        listed = ExpectedList(record.expected_projects, lambda: self.session.results.projects)
        need(listed, not self.session.mask.names_hidden)
        return (
            at(
                Field(
                    "Old service account or app", _replaced_account, id="old-account", value=record.old_account,
                    hint="Its name, type and owner.",
                ),
                "old_account",
            ),
            at(listed, "expected_projects"),
            at(EnterButton("Run all checks", id="run-checks", variant="default"), "check"),
        )  # fmt: skip

    def on_mount(self) -> None:
        """Ask which projects the company has, where nobody has in this run: the list is compared with them."""
        super().on_mount()
        if not self.session.results.projects:
            self._ask_for_projects()

    @work(group="proof", exit_on_error=False)
    async def _ask_for_projects(self) -> None:
        if await self.session.connection.missing() is None:
            await self.run_all_checks()

    def unproven(self) -> dict[str, str]:
        """Also a list with lines that are no projects of the company."""
        doubtful = any(each.is_doubtful for each in self.query(ExpectedList))
        return super().unproven() | ({"reached": ALL_PROJECTS} if doubtful else {})

    def proofs(self) -> Mapping[str, TaskProof]:
        """Procore's answer about the list, and a person's confirmation."""
        return {
            "The new account reaches the old one's projects": migration.all_reached(self.session),
            "The old account is retired": migration.retired(self.session),
        }

    def proof_lines(self) -> list[Line]:
        """Also where a practice company has no old account."""
        rehearsal = self.session.rehearsal
        if rehearsal is None or rehearsal.rehearsal.credentials.old_account is not None:
            return super().proof_lines()
        return [
            Line(literal(NO_OLD_ACCOUNT, "$text-warning"), literal("! ", "$text-warning"), 2),
            *super().proof_lines(),
        ]

    def draw(self) -> None:
        """Also the list, whose names may be masked now."""
        super().draw()
        for listed in self.query(ExpectedList):
            need(listed, not self.session.mask.names_hidden)
            listed.count()

    def record_changed(self, names: Names) -> None:
        """Show what another window gave, and leave alone what is typed in the other field."""
        if "old_account" in names:
            for field in self.query("#old-account").results(Field):
                field.show_value(self.session.record.old_account)
        if "expected_projects" in names:
            for listed in self.query(ExpectedList):
                listed.show_value(self.session.record.expected_projects)

    def receive(self, given: dict[str, Any]) -> None:
        """Take the old account's name and projects from the practice browser."""
        self.query_one("#old-account", Field).fill(given.get("old-account", ""))
        self.query_one(ExpectedList).fill(given.get("list-of-projects", ""))

    @on(Field.Accepted)
    def _old_account_given(self, event: Field.Accepted) -> None:
        self.session.open_record.note(old_account=event.value)
        self.app.autosave.soon()

    @on(ExpectedList.Given)
    def _list_given(self, event: ExpectedList.Given) -> None:
        if event.lines != self.session.record.expected_projects:
            self.session.open_record.note(expect=ExpectMode.LIST, expected_projects=event.lines)
            self.app.autosave.soon()

    @on(Button.Pressed, "#run-checks")
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _run_checks(self, event: Button.Pressed) -> None:
        event.stop()
        event.button.loading = True
        try:
            await self.run_all_checks()
        finally:
            event.button.loading = False


DIALOGS: Mapping[str, type[TaskDialog]] = {"rotate": RotateDialog, "offboard": OffboardDialog, "migrate": MigrateDialog}
"""Task id → its dialog; a task without fields and proofs needs none of its own."""


def task_dialog(session: "Session", task: "Task") -> TaskDialog:
    """The dialog of a task for the open onboarding."""
    return DIALOGS.get(task.id, TaskDialog)(session, task)
