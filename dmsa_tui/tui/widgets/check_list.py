"""The rows of several checks, with buttons below an open one."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button

from dmsa_tui.tui.widgets.backdrop import Backdrop
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.vocabulary import Check

OFFERED = (
    (("again", "Ask again", "A", "again"), ("diagnose", "Diagnosis…", "D", "diagnose")),
    (
        ("remedy", "Go to the step", "G", "mend"),
        ("confirm", "Confirm", "V", "confirm"),
        ("add_projects", "Add them here…", "P", "add"),
    ),
)
"""The buttons below an open row, line by line: action, label, key, class."""


class CheckList(Vertical, Backdrop):
    """The rows of several checks, under a heading of one line."""

    def __init__(self, heading: Content | None, definitions: Sequence[Check], step_id: str) -> None:
        super().__init__(classes="check-list" if heading is None else "check-list -headed")
        self.heading = heading
        self.definitions = definitions
        self.step_id = step_id

    def compose(self) -> ComposeResult:
        for number, check in enumerate(self.definitions):
            row = CheckRow(check, self.step_id)
            yield row if number else row.add_class("-first", update=False)

    def render(self) -> Content:
        """The heading; the first row leaves it its place."""
        return self.heading or Content("")

    def row_of(self, check_id: str) -> CheckRow | None:
        """The row of that check, if it is here."""
        return next((row for row in self.query(CheckRow) if row.definition.id == check_id), None)

    @property
    def first_mended(self) -> CheckRow | None:
        """The first row that shows the key to its step; while checks run, it is seldom the one that has the focus."""
        return next((row for row in self.query(CheckRow) if row.display and row.check_action("remedy", ())), None)

    def mend_first(self) -> None:
        """Go to the step of that row."""
        if (row := self.first_mended) is not None:
            row.action_remedy()

    def put_in_order(self, check_ids: Sequence[str]) -> None:
        """Show the rows in that order, each with the buttons of an open row below it. A row may not be mounted yet."""
        rows = {row.definition.id: row for row in self.query(CheckRow) if row.is_wanted}
        if list(rows) == list(check_ids):
            return
        for row in [rows[check_id] for check_id in check_ids if check_id in rows]:
            for widget in (row, *self.query(f".do-{row.id}")):
                self.move_child(widget, after=len(self.children) - 1)
        for row in rows.values():
            row.set_class(row.definition.id == check_ids[0], "-first")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        row_id, _, action = (event.button.name or "").partition(":")
        row = self.query_one(f"#{row_id}", CheckRow)
        does = {
            "remedy": row.action_remedy, "confirm": row.action_confirm, "again": row.action_again,
            "add_projects": row.action_add_projects,
        }  # fmt: skip
        row.call_later(does.get(action, row.action_diagnose))  # the row's own messages: from here they end at the list

    @on(CheckRow.Opened)
    async def _opened(self, event: CheckRow.Opened) -> None:
        """Show buttons below an open row, as its result allows."""
        event.stop()
        row = event.row
        lines = self.query(f".do-{row.id}")
        if not row.expanded:
            await lines.remove()
        elif not lines:
            for offered in reversed(OFFERED):
                buttons = [
                    CompactButton(label, key=key, name=f"{row.id}:{action}", classes=name)
                    for action, label, key, name in offered
                ]
                await self.mount(Horizontal(*buttons, classes=f"check-buttons do-{row.id}"), after=row)
        for line in self.query(f".do-{row.id}"):
            for button in line.query(CompactButton):
                action = (button.name or "").partition(":")[2]
                button.display = bool(row.check_action(action, ()))
                if action == "confirm":
                    button.label = row.confirms
                elif action == "add_projects":
                    button.label = row.adds
            line.display = any(each.display for each in line.children)
