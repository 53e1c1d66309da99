"""The step rail: every step with its state; a column on wide terminals, a line on narrow ones."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from dmsa_tui.guide.model import Step
from dmsa_tui.onboarding.progress import StepState
from dmsa_tui.widgets.signs import STEP_SIGNS


class RailStep(Widget):
    """One step on the rail; a click goes there."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """The person clicked a step."""

        def __init__(self, step_id: str) -> None:
            super().__init__()
            self.step_id = step_id

    def __init__(self, step: Step, state: StepState, *, here: bool) -> None:
        super().__init__(id=f"rail-{step.id}", classes="-here" if here else "")
        self.step = step
        self.show(state)

    def show(self, state: StepState) -> None:
        """Draw `state`."""
        self.state = state
        self.tooltip = f"Step {self.step.number}: {self.step.title} – {STEP_SIGNS[state].word}"
        self.refresh()

    def render(self) -> Content:
        """As much as the width allows: sign and number, then the short name, then the state's word."""
        sign = STEP_SIGNS[self.state]
        mark = (sign.sign, sign.style)
        width = self.app.size.width
        if width < 80:
            return Content.assemble(mark, str(self.step.number))
        if width < 100:
            return Content.assemble(mark, self.step.short)
        return Content.assemble(mark, f" {self.step.number} {self.step.short}".ljust(13), (sign.word, sign.style))

    def on_click(self, event: Click) -> None:
        """Ask to go to this step."""
        event.stop()
        self.post_message(self.Chosen(self.step.id))


class Rail(Container):
    """All steps."""

    def __init__(self, steps: tuple[Step, ...], states: Mapping[str, StepState], here: str) -> None:
        super().__init__(id="rail")
        self.steps = steps
        self.states = states
        self.here = here

    def compose(self) -> ComposeResult:
        """One entry for each step."""
        for step in self.steps:
            yield RailStep(step, self.states.get(step.id, StepState.TODO), here=step.id == self.here)

    def show(self, states: Mapping[str, StepState]) -> None:
        """Draw every step's state."""
        for entry in self.query(RailStep):
            state = states.get(entry.step.id, StepState.TODO)
            if state is not entry.state:
                entry.show(state)
