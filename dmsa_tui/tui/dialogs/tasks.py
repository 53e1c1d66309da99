"""The tasks by id, and the one that moves from an old account."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.widgets import Button

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.open_tasks import PROVES, RETIRES, TAKES_LIST
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT as NONE_REPLACED
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.session import migration
from dmsa_tui.session.proofs import TaskProof
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.dialogs.offboard import OffboardDialog
from dmsa_tui.tui.dialogs.rotate import RotateDialog
from dmsa_tui.tui.dialogs.task import TaskDialog
from dmsa_tui.tui.widgets.at_action import Given, at, need
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.copy_secret import CopySecret
from dmsa_tui.tui.widgets.enter_button import EnterButton
from dmsa_tui.tui.widgets.expected_list import ExpectedList
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line
from dmsa_tui.tui.widgets.open_action import OpenAction

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Task

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
        asks = CompactButton("Use this list", id="use-list", tooltip="The setup asks for exactly these projects")
        need(asks, False)
        return (
            at(
                Field(
                    "Old service account or app", _replaced_account, id="old-account", value=record.old_account,
                    hint="Its name, type and owner.",
                ),
                "old_account",
            ),
            at(listed, "expected_projects"),
            at(asks, "expected_projects"),
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
            if self.session.actions.is_ticked(self.guide_id, PROVES):  # before that nobody said that it is reached
                migration.keep_reached(self.session)
                self.app.autosave.soon()

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
        for asks in self.query("#use-list"):
            need(asks, migration.all_reached(self.session) is migration.NOT_ASKED)

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

    @on(Button.Pressed, "#use-list")
    def _use_list(self, event: Button.Pressed) -> None:
        event.stop()
        self.session.open_record.note(expect=ExpectMode.LIST)
        self.app.autosave.soon()
        self.draw()

    @on(Button.Pressed, "#run-checks")
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _run_checks(self, event: Button.Pressed) -> None:
        event.stop()
        await self._prove()

    async def ask_again(self) -> str:
        """Run all checks, as the button does."""
        await self._prove()
        return ""

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


def task_dialog(task: "Task") -> TaskDialog:
    """The dialog of a task for the open onboarding."""
    return DIALOGS.get(task.id, TaskDialog)(task)
