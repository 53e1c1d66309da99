"""The question which task to open for a customer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.guide_text import literal, prose
from dmsa_tui.tui.widgets.hanging_text import Line, hanging
from dmsa_tui.tui.widgets.wrapped_list import WrappedList

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Task


class ChooseTaskDialog(Dialog[str]):
    """Gives the id of the task that was chosen."""

    def __init__(self, tasks: "Sequence[Task]", customer: str) -> None:
        """`customer` is the name as home shows it."""
        super().__init__()
        self.tasks = tasks
        self.customer = customer

    @property
    def heading(self) -> str:
        return f"Tasks for {self.customer}"

    def compose_dialog(self) -> ComposeResult:
        yield WrappedList(id="tasks")

    def on_mount(self) -> None:
        self.wrap_again()
        self.query_one(WrappedList).focus()

    def wrap_again(self) -> None:
        chooser = self.query_one(WrappedList)
        kept, width = chooser.highlighted, chooser.wrap_width
        chooser.clear_options()
        chooser.add_options(Option(hanging(_lines(each), width), id=each.id) for each in self.tasks)
        chooser.highlighted = kept or 0

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


def _lines(task: "Task") -> list[Line]:
    head = Line(literal(task.title, "bold"), literal("▶ ", "$text-accent"), 2)
    return [head, Line(prose(task.why, "$foreground-muted"), indent=2)]
