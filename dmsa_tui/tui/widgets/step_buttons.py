"""The buttons of a step. Each names its key, and the next sensible one stands out."""

from textual import getters
from textual.app import ComposeResult
from textual.widgets import Button
from textual.widgets.button import ButtonVariant

from dmsa_tui.onboarding.states import State
from dmsa_tui.session.mending_actions import goes_on_later
from dmsa_tui.session.proven_steps import said_of_settled
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.backdrop import Row
from dmsa_tui.tui.widgets.compact_button import CompactButton

LABELS = {
    "home": "Home",
    "back": "◀ Step",
    "check": "Check",
    "done": "Done, next",
    "next": "Next step ▶",
}
"""Command → its button's label; from left to right. The one that goes back is followed by the step's number."""
DONE = (State.PROVEN, State.CONFIRMED, State.CAUTION)
"""States of checks with which the check step can be done."""


class StepButtons(Row):
    """Home, the step before if there is one, Check, Done and Next step."""

    app = getters.app(BaseApp)

    def __init__(self, step_id: str) -> None:
        super().__init__(id="action-row")
        self.step_id = step_id

    def compose(self) -> ComposeResult:
        number = self.app.session.guide.step(self.step_id).number
        offered = {"check": bool(self.app.session.checks_of(self.step_id)), "back": number > 1}
        for command, label in LABELS.items():
            if offered.get(command, True):
                label += f" {number - 1}" if command == "back" else ""
                yield CompactButton(label, key=self.app.key_text(command), id=command, variant=self._variant(command))

    def let_check(self, can_check: bool) -> None:
        """Whether Check can do anything: a note says what is missing, and leads there."""
        for button in self.query("#check").results(Button):
            button.disabled = not can_check

    def on_mount(self) -> None:
        Redraw(self, self.draw).after("record_changes", "result_changes")
        self.draw()

    def draw(self) -> None:
        """Highlight the next sensible button."""
        for button in self.walk_children(CompactButton):
            button.variant = self._variant(button.id)

    def _variant(self, command: str | None) -> ButtonVariant:
        return "primary" if command == self.next_command else "default"

    @property
    def next_command(self) -> str:
        """Done while actions are open, Check where Done fails or the step is about checks, else Next step.

        Next step also where Procore confirms the step, and where what fails is mended in a later one.
        """
        session = self.app.session
        checks, is_open = session.views()[self.step_id].checks, bool(session.actions.open_in(self.step_id))
        failing = any(each.state is State.FAILING for each in checks)
        if self.step_id == "check" and is_open:
            return "done" if checks and all(each.state in DONE for each in checks) else "check"
        if is_open:
            return "next" if said_of_settled(session, self.step_id) else "done"
        return "check" if failing and not goes_on_later(session, self.step_id) else "next"
