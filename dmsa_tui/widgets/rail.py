"""The step rail: every step with its state; a column on wide terminals, a line on narrow ones."""

from collections.abc import Callable, Mapping

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from dmsa_tui.guide.model import Step
from dmsa_tui.onboarding.gates import Wait
from dmsa_tui.onboarding.progress import STEP_IDS, StepState
from dmsa_tui.widgets.signs import STEP_SIGNS


class RailStep(Widget):
    """One step on the rail; a click goes there."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """The person clicked a step."""

        def __init__(self, step_id: str) -> None:
            super().__init__()
            self.step_id = step_id

    def __init__(self, step: Step, state: StepState, wait: Wait | None, *, here: bool) -> None:
        super().__init__(id=f"rail-{step.id}", classes="-here" if here else "")
        self.step = step
        self.show(state, wait)

    def show(self, state: StepState, wait: Wait | None) -> None:
        """Draw `state`, and for whom it waits if it does."""
        self.shown = (state, wait)
        self.state = state
        self.wait = wait if state is StepState.WAITING and wait and not wait.refused else None
        word = STEP_SIGNS[state].word
        if self.wait is not None:
            word += f" for {self.wait.who}: {self.wait.said}"
        self.tooltip = f"Step {self.step.number}: {self.step.title} – {word}"
        self.refresh()

    def render(self) -> Content:
        """As much as the width allows: sign and number, then the short name, then the state's word."""
        sign = STEP_SIGNS[self.state]
        mark = (sign.sign, sign.style)
        width, step = self.app.size.width, self.step
        age = _short_age(self.wait)
        if width < 80:
            return Content.assemble(mark, str(step.number), (f" {age}" if age else "", sign.style))
        if width < 100:
            fits = len(step.short) + len(age) + 2 < width // len(STEP_IDS)
            name = step.short if fits or not age else str(step.number)
            return Content.assemble(mark, name, (f" {age}" if age else "", sign.style))
        word = sign.word if self.wait is None else f"{self.wait.who} {age}".rstrip()
        return Content.assemble(mark, f" {step.number} {step.short}".ljust(13), (word, sign.style))

    def on_click(self, event: Click) -> None:
        """Ask to go to this step."""
        event.stop()
        self.post_message(self.Chosen(self.step.id))


def _short_age(wait: Wait | None) -> str:
    """The age of a wait in at most four columns; empty if there is none, or no date of it."""
    if wait is None or wait.days is None:
        return ""
    return f"{wait.days}d" if wait.days < 100 else ">99d"


class Rail(Container):
    """All steps. `waits` tells which of them wait for an approval; it is asked at each drawing."""

    def __init__(
        self, steps: tuple[Step, ...], states: Mapping[str, StepState], here: str,
        waits: Callable[[], Mapping[str, Wait]] = dict,
    ) -> None:  # fmt: skip
        super().__init__(id="rail")
        self.steps = steps
        self.states = states
        self.here = here
        self.waits = waits

    def compose(self) -> ComposeResult:
        """One entry for each step."""
        waits = self.waits()
        for step in self.steps:
            state = self.states.get(step.id, StepState.TODO)
            yield RailStep(step, state, waits.get(step.id), here=step.id == self.here)

    def show(self, states: Mapping[str, StepState]) -> None:
        """Draw every step's state."""
        waits = self.waits()
        for entry in self.query(RailStep):
            state, wait = states.get(entry.step.id, StepState.TODO), waits.get(entry.step.id)
            if (state, wait) != entry.shown:
                entry.show(state, wait)
