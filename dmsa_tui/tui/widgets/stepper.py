"""The stepper: every step with its state; a column on wide terminals, a line on narrow ones."""

from collections.abc import Mapping
from datetime import UTC, datetime

from textual import getters
from textual.content import Content
from textual.events import Click, Leave, MouseMove
from textual.message import Message
from textual.style import Style

from dmsa_tui.guide.model import Step
from dmsa_tui.onboarding.approvals import PendingApproval, pending_approvals
from dmsa_tui.onboarding.progress import StepView
from dmsa_tui.onboarding.states import State
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.drawn_if_changed import DrawnIfChanged
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.signs import SIGNS

NOT_BEGUN = StepView(State.TODO)
COLUMN_FROM = 100
"""Columns of the terminal from which on the stepper stands at the left."""
HERE, HOVERED = "bold on $primary 12%", "on $panel"
HERE_IN_OWN_COLORS, HOVERED_IN_OWN_COLORS = "bold reverse", "underline"
"""The terminal's own colors cannot be mixed."""


class Stepper(DrawnIfChanged):
    """All steps, each with its state, or who must act."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """The person clicked a step."""

        def __init__(self, step_id: str) -> None:
            super().__init__()
            self.step_id = step_id

    app = getters.app(BaseApp)

    def __init__(self, here: str) -> None:
        super().__init__(id="stepper")
        self.here = here
        self._hovered: str | None = None

    def on_mount(self) -> None:
        Redraw(self, self.draw).after("record_changes", "result_changes", "run_changes", "minutes")

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps of the guide."""
        return self.app.session.guide.steps

    @property
    def views(self) -> Mapping[str, StepView]:
        """Step id → its state, with the age of earlier answers."""
        return self.app.session.views()

    @property
    def pending_approvals(self) -> dict[str, PendingApproval]:
        """Step id → the approval that it waits for."""
        return {each.step: each for each in pending_approvals(self.app.session.record)}

    def shown(self) -> Content:
        """Every step with its state, the one that is open and the one under the pointer set apart."""
        if not self.app.session.is_open:
            return Content("")
        views, waiting = self.views, self.pending_approvals
        width, column = self.content_size.width, self.app.size.width >= COLUMN_FROM
        own = self.app.native_ansi_color
        here, hovered = (HERE_IN_OWN_COLORS, HOVERED_IN_OWN_COLORS) if own else (HERE, HOVERED)
        named = column or all(1 + len(step.short) < width // len(self.steps) for step in self.steps)
        waits = {id: _worth_telling(views.get(id, NOT_BEGUN).state, wait) for id, wait in waiting.items()}
        needs = [_need(step, waits.get(step.id)) for step in self.steps] if named else []
        edges = _edges(needs, len(self.steps), width)
        parts = []
        for index, step in enumerate(self.steps):
            view = views.get(step.id, NOT_BEGUN)
            wait = waits.get(step.id)
            cells = width if column else edges[index + 1] - edges[index]
            rows = _in_column(step, view, wait, cells) if column else [_in_line(step, view, wait, cells, named)]
            text = Content("\n").join(_filled(row, cells) for row in rows)
            style = here if step.id == self.here else hovered if step.id == self._hovered else ""
            parts.append((text.stylize_before(style) if style else text).stylize(Style.from_meta({"step": step.id})))
        return Content("\n" if column else "").join(parts)

    def tooltip_of(self, step_id: str) -> str:
        """The step's title and its state in words."""
        step = next(each for each in self.steps if each.id == step_id)
        view = self.views.get(step_id, NOT_BEGUN)
        wait = _worth_telling(view.state, self.pending_approvals.get(step_id))
        word = view.words(datetime.now(UTC)) + (f" for {wait.who}: {wait.said}" if wait is not None else "")
        return f"Step {step.number}: {step.title} – {word}"

    def on_mouse_move(self, event: MouseMove) -> None:
        """Highlight the step under the pointer, and set its tooltip."""
        self._hover(event.style.meta.get("step"))

    def on_leave(self, event: Leave) -> None:
        """Remove the highlight."""
        self._hover(None)

    def _hover(self, step_id: str | None) -> None:
        if step_id != self._hovered:
            self._hovered = step_id
            self.tooltip = None if step_id is None else self.tooltip_of(step_id)
            self.refresh()

    def on_click(self, event: Click) -> None:
        """Post `Chosen` for the step."""
        step_id = event.style.meta.get("step")
        if isinstance(step_id, str):
            event.stop()
            self.post_message(self.Chosen(step_id))


def _need(step: Step, wait: PendingApproval | None) -> int:
    """Cells for the sign, the name and how long somebody is waited for, with the gap after it."""
    age = "" if wait is None or wait.days is None else f" {_days(wait.days)}"
    return 1 + len(step.short) + len(age) + 1


def _edges(needs: list[int], count: int, width: int) -> list[int]:
    """Where the steps begin: equally far from each other, unless one needs more and the others can give it."""
    equal = [index * width // count for index in range(count + 1)]
    if sum(needs) > width or all(need <= width // count for need in needs):
        return equal
    spare = width - sum(needs)
    return [sum(needs[:index]) + index * spare // count for index in range(count + 1)]


def _filled(row: Content, cells: int) -> Content:
    return row.truncate(cells).pad_right(max(cells - row.cell_length, 0))


def _in_column(step: Step, view: StepView, wait: PendingApproval | None, cells: int) -> list[Content]:
    """Sign, number and short name; below, the state's word or who is waited for, and since when."""
    sign, style = SIGNS[view.state], _style(view)
    word = f"{sign.word} {_age(view, None)}" if wait is None else f"{wait.who} {_age(view, wait)}"
    indent = " " * max(min(5, cells - len(word.rstrip())), 1)  # a long word with its age begins further left
    return [Content.assemble(" ", (sign.sign, style), f" {step.number} {step.short}"), literal(indent + word, style)]


def _in_line(step: Step, view: StepView, wait: PendingApproval | None, cells: int, named: bool) -> Content:
    """Sign and short name, or the number where not all are `named`; then the age of the answers if it fits.

    How long somebody is waited for is always told.
    """
    sign, style, age = SIGNS[view.state], _style(view), _age(view, wait)
    if wait is None and 2 + len(step.short if named else "1") + len(age) >= cells:
        age = ""
    fits = named and 1 + len(step.short) + (len(age) + 1 if age else 0) < cells
    name = step.short if fits else str(step.number)
    return Content.assemble((sign.sign, style), name, (f" {age}" if age else "", style))


def _worth_telling(state: State, wait: PendingApproval | None) -> PendingApproval | None:
    return wait if state is State.WAITING and wait is not None and not wait.refused else None


def _style(view: StepView) -> str:
    """The state's color; dim where an earlier run found it, which proves nothing about today."""
    style = SIGNS[view.state].style
    return f"{style} dim" if view.since is not None else style


def _age(view: StepView, wait: PendingApproval | None) -> str:
    """How old a wait, or the answers of an earlier run, are, in at most four columns; empty where that is not known."""
    if wait is not None:
        return "" if wait.days is None else _days(wait.days)
    if view.since is None or view.state is State.TODO:
        return ""
    minutes = max(int((datetime.now(UTC) - view.since).total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes}m" if minutes else "<1m"
    return f"{minutes // 60}h" if minutes < 24 * 60 else _days(minutes // (24 * 60))


def _days(days: int) -> str:
    if not days:
        return "<1d"
    return f"{days}d" if days < 100 else ">99d"
