"""The tasks, each with its own fields, buttons and proofs."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.widgets import Button

from dmsa_tui.checks.words import counted
from dmsa_tui.errors import DmsaError, InvalidInput
from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.open_tasks import PROVES, RETIRES, TAKES_LIST
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT as NONE_REPLACED
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session import handover, migration
from dmsa_tui.session.failed_proofs import forget_failed, keep, with_failed
from dmsa_tui.session.proofs import NOT_BEGUN, TaskProof
from dmsa_tui.session.rotation import NEW, OLD, OPEN_APP, RESET
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.dialogs.offboard import OffboardDialog
from dmsa_tui.tui.dialogs.task import MUTED, TaskDialog
from dmsa_tui.tui.widgets.at_action import Given, at, need
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.copy_secret import CopySecret
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


WRITES = "setup-record"
"""The rotation's last action, which writes the setup record."""


TOO_LATE = "The reset has ended the old secret: this test can no longer be made."


class RotateDialog(TaskDialog):
    """Rotation of the client secret; one token request proves each part."""

    SHOWS = ("client_id", "environment", "login_url", "name")
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
        """Not what can no longer be proven: the reset ended the old secret, and nobody tested it before."""
        return {action: title for action, title in super().unproven().items() if not self._is_over(action)}

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
            at(CopySecret(), "switch"),
        )  # fmt: skip

    def on_mount(self) -> None:
        """Ask which projects the company has, where nobody has in this run: the list is compared with them."""
        self.query_one(OpenAction).beware = self._beware
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
        unproven = super().unproven() | ({"reached": ALL_PROJECTS} if doubtful else {})
        if PROVES in unproven and not self.session.actions.is_ticked(self.guide_id, RETIRES):
            unproven[RETIRES] = unproven[PROVES]
        return unproven

    def _beware(self, action_id: str) -> str:
        """What is not proven before the old account goes for good."""
        title = self.unproven().get(action_id, "") if action_id == RETIRES else ""
        ids = [each.id for each in self.actions.current.all]
        return f"Not proven: {title}. Do action {ids.index(PROVES) + 1} first." if title else ""

    def held_open(self) -> set[str]:
        """Also the old account's list while it is empty: what step 6 lists later is not its list."""
        return super().held_open() | (set() if self.session.record.expected_projects else {TAKES_LIST})

    def does(self) -> Mapping[str, Callable[[], Awaitable[bool]]]:
        """The checks are the program's own. Once Procore was asked and does not say, a person's word counts."""
        return {PROVES: self._prove} if PROVES in self.held_open() else {}

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
        await self._prove()

    async def _prove(self) -> bool:
        """Run all checks, and keep Procore's no; whether they prove what the new account reaches."""
        button = self.query_one("#run-checks", Button)
        button.loading = True
        try:
            await self.run_all_checks()
            migration.keep_reached(self.session)
            self.app.autosave.soon()
        finally:
            button.loading = False
        return PROVES not in self.unproven()


DIALOGS: Mapping[str, type[TaskDialog]] = {"rotate": RotateDialog, "offboard": OffboardDialog, "migrate": MigrateDialog}
"""Task id → its dialog; a task without fields and proofs needs none of its own."""


def task_dialog(session: "Session", task: "Task") -> TaskDialog:
    """The dialog of a task for the open onboarding."""
    return DIALOGS.get(task.id, TaskDialog)(session, task)
