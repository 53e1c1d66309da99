"""The step rail: every step with its state; a column on wide terminals, a line on narrow ones."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from dmsa_tui.guide.model import Step
from dmsa_tui.onboarding.progress import StepState
from dmsa_tui.widgets.signs import STEP_SIGNS


class RailStep(Static):
    """One step on the rail; a click goes there."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """The person clicked a step."""

        def __init__(self, step_id: str) -> None:
            super().__init__()
            self.step_id = step_id

    def __init__(self, step: Step, *, here: bool) -> None:
        super().__init__(id=f"rail-{step.id}", classes="-here" if here else "", markup=False)
        self.step = step
        self.state = StepState.TODO
        self.here = here

    def show(self, state: StepState) -> None:
        """Draw `state`."""
        self.state = state
        self.tooltip = f"Step {self.step.number}: {self.step.title} – {STEP_SIGNS[state].word}"
        self.redraw()

    def redraw(self) -> None:
        """Draw as much as the width allows: sign and number, then the short name, then title and word."""
        sign = STEP_SIGNS[self.state]
        width = self.app.size.width
        mark = Content.styled(sign.sign, sign.style)
        if width < 80:
            self.update(Content.assemble(mark, str(self.step.number)))
        elif width < 100:
            self.update(Content.assemble(mark, self.step.short))
        else:
            name = f" {self.step.number} {self.step.short}"
            self.update(Content.assemble(mark, name.ljust(13), (sign.word, sign.style)))

    def on_click(self, event: Click) -> None:
        """Ask to go to this step."""
        event.stop()
        self.post_message(self.Chosen(self.step.id))


class Rail(Container):
    """All steps."""

    def __init__(self, steps: tuple[Step, ...], here: str) -> None:
        super().__init__(id="rail")
        self.steps = steps
        self.here = here

    def compose(self) -> ComposeResult:
        """One entry for each step."""
        for step in self.steps:
            yield RailStep(step, here=step.id == self.here)

    def show(self, states: Mapping[str, StepState]) -> None:
        """Draw every step's state."""
        for entry in self.query(RailStep):
            entry.show(states.get(entry.step.id, StepState.TODO))

    def on_resize(self) -> None:
        """Draw again: the width decides how much is said."""
        for entry in self.query(RailStep):
            entry.redraw()
