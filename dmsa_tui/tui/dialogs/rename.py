"""The question for a customer's new name."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button

from dmsa_tui.checks.spelling import composed
from dmsa_tui.errors import Unfinished, quoted
from dmsa_tui.onboarding import validation as rules
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Collection


class RenameDialog(Dialog[str]):
    """Gives the new name."""

    HEADING = "Rename the customer"
    HELP = "The name under which this onboarding is saved. It changes nothing at Procore."

    def __init__(self, name: str, others: "Collection[str]", initials: str = "") -> None:
        """`others` are the names that are taken; `initials` stand for a name that may not be shown."""
        super().__init__()
        self._before, self._others, self._initials = name, others, initials

    def compose_dialog(self) -> ComposeResult:
        yield Field(
            "Customer", self._free_name, id="name", value="" if self._initials else self._before,
            hint="The name in your list.", placeholder=f"the new name of {self._initials}" if self._initials else "",
        )  # fmt: skip

    def compose_row(self) -> ComposeResult:
        yield CompactButton("Rename", key="Enter", id="rename", variant="primary")

    def on_mount(self) -> None:
        """Select the name, so that typing replaces it."""
        line = self.query_one(Field).input
        line.focus()
        line.select_all()

    def _free_name(self, text: str) -> str:
        name = rules.customer_name(text)
        if taken := next((each for each in self._others if composed(each) == composed(name)), ""):
            refusal = f"There is already an onboarding named {quoted(taken)}; choose another name."
            raise Unfinished(refusal, f"{quoted(taken)} is taken.")
        return name

    @on(Button.Pressed, "#rename")
    def _rename(self, event: Button.Pressed) -> None:
        event.stop()
        field = self.query_one(Field)
        if field.accepted and not field.has_class("-wrong") and field.input.value.strip():
            self.dismiss(field.accepted)
        else:
            field.complain(field.problem or "Enter a name, or press Esc to keep the old one.")
