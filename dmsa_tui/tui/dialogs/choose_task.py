"""The question which task to open for a customer."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from dmsa_tui.onboarding.open_tasks import progress, unfinished_tasks, why_not_yet
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.states import State
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.guide_text import literal, prose
from dmsa_tui.tui.widgets.hanging_text import Line, hanging
from dmsa_tui.tui.widgets.signs import CONFIRMED, SIGNS
from dmsa_tui.tui.widgets.wrapped_list import ListWithButton, WrappedList

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Guide, Task


class _Tasks(ListWithButton):
    """Ends above and below: a key too many does not lead from the first task to the one that ends the access."""

    def action_cursor_up(self) -> None:
        if not all(each.disabled for each in self.options[: self.highlighted]):
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        if self.highlighted is None or not all(each.disabled for each in self.options[self.highlighted + 1 :]):
            super().action_cursor_down()


class ChooseTaskDialog(Dialog[str]):
    """Gives the id of the task that was chosen."""

    CHOOSE = "Open"
    HELP = "Tasks after the setup. Each is a list of actions with its own proof."

    def __init__(self, guide: "Guide", record: Onboarding, customer: str) -> None:
        """`customer` is the name as home shows it."""
        super().__init__()
        self.guide, self.record, self.customer = guide, record, customer

    @property
    def heading(self) -> str:
        return f"Tasks for {self.customer}"

    def compose_dialog(self) -> ComposeResult:
        yield _Tasks(id="tasks")

    def on_mount(self) -> None:
        self.wrap_again()
        self.query_one(WrappedList).focus()

    def wrap_again(self) -> None:
        chooser = self.query_one(WrappedList)
        kept, width = chooser.highlighted, chooser.wrap_width
        chooser.clear_options()
        chooser.add_options(
            Option(hanging(self._lines(each), width), id=each.id, disabled=bool(why_not_yet(self.record, each.id)))
            for each in self.guide.tasks
        )
        chooser.highlighted = self._begun if kept is None else kept
        if chooser.highlighted is None:
            chooser.action_first()

    @property
    def _begun(self) -> int | None:
        """The place of the task that goes on first; None where none is begun."""
        ids = [each.id for each in self.guide.tasks]
        begun = (each.id for each, _at in unfinished_tasks(self.record, self.guide))
        return next((ids.index(each) for each in begun if not why_not_yet(self.record, each)), None)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def _lines(self, task: "Task") -> list[Line]:
        """Title and reason; then how far it is, or why nobody can begin it yet."""
        head = Line(literal(task.title, "bold"), literal("  "), 2)
        lines = [head, Line(prose(task.why, "$foreground-muted"), indent=2)]
        begun, why_not = progress(self.record, task, self.guide), why_not_yet(self.record, task.id)
        if begun is not None:
            if begun.fails:
                sign = SIGNS[State.FAILING]
                lines.append(Line(literal(f"{sign.sign} {begun.fails}", sign.style), indent=2))
            lines.append(Line(literal(f"Begun: at action {begun.words}.", "$text-accent"), indent=2))
        elif why_not:
            lines.append(Line(literal(why_not, "$text-warning"), indent=2))
        elif task.id in self.record.confirmed:
            lines.append(Line(literal(f"{CONFIRMED.sign} Done.", CONFIRMED.style), indent=2))
        return lines
