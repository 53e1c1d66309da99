"""The first lines of a step or task: its title, who acts, how far it is, where, and the page to open."""

from collections.abc import Sequence

from textual import getters
from textual.content import Content
from textual.events import Click
from textual.style import Style

from dmsa_tui.guide.model import Step, Task
from dmsa_tui.onboarding.states import WORDS, State
from dmsa_tui.session.mending_actions import said_of_failing
from dmsa_tui.session.whose_turn import turn_at, turn_on_checker
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import NBSP, TALL, HangingText, Line
from dmsa_tui.tui.widgets.roles import turn_mark
from dmsa_tui.tui.widgets.shortened import shortened_address, shortened_path

MUTED = "$foreground-muted"


class TurnLine(HangingText):
    """Who acts, and where."""

    app = getters.app(BaseApp)

    def __init__(self, step: Task, actions: ActionList | None) -> None:
        """`actions` are those of the step, if it has a list of them."""
        super().__init__(id="turn")
        self._step_id = step.id
        self.actions = actions

    @property
    def step(self) -> Task:
        """The step or task, as it reads in the record's environment."""
        return self.app.session.guide.documented(self._step_id)

    def on_mount(self) -> None:
        if self.actions is None:
            Redraw(self, self.draw).after("record_changes", "result_changes", "mask_changes")
        else:
            self.watch(self.actions, "drawn", self._drawn_after, init=False)

    def _drawn_after(self) -> None:
        self.draw()

    @property
    def link(self) -> str | None:
        """The page of the open action, or else the step's; none where the action is done elsewhere."""
        places = self.app.session.places
        opened = self.actions.current.action if self.actions is not None else None
        if opened is not None and opened.where and opened.link is None:
            return None
        return (places.fill(opened.link) if opened is not None else None) or places.fill(self.step.link)

    def lines(self) -> Sequence[Line]:
        """Title and turn in one line, place and page in another; without room, the page is only opened."""
        step, width = self.step, self.columns
        number = f"{step.number}. " if isinstance(step, Step) else ""
        title = literal(f"{number}{step.title}", "bold $text-accent")
        room = width - title.cell_length - len(self._progress) - 1
        lines = [Line(_apart(title, self._turn(room) + literal(self._progress, MUTED), width))]
        if self.actions is None:
            return lines
        where, link, opens = literal(self._where, MUTED), self.link, self._opener
        if link is None:
            return [*lines, Line(where)]
        opened = self.actions.current.action
        if self.app.size.height < TALL or (opened is not None and link in (opened.note or "")):
            shown = literal(shortened_path(self._where, width - opens.cell_length - 1), MUTED)
            return [*lines, Line(_apart(shown, opens, width))]
        address = self.app.session.mask.text(link)
        page = literal(address, MUTED) + "  " + opens
        if where.cell_length + 2 + page.cell_length <= width:
            return [*lines, Line(_apart(where, page, width))]
        shorter = literal(shortened_address(address, width - opens.cell_length - 2), MUTED)
        return [*lines, Line(where), Line(shorter + "  " + opens)]

    def _turn(self, room: int) -> Content:
        """Whose turn it is; empty where nobody has to act."""
        session = self.app.session
        actions = self.actions
        who = turn_on_checker(session) if actions is None else turn_at(session, self.step, actions.current.action)
        return turn_mark(who, room) if who is not None else literal("")

    @property
    def _where(self) -> str:
        """The place of the open action or its procedure, or else the step's."""
        opened = self.actions.current.action if self.actions is not None else None
        procedure = opened.procedure if opened is not None else None
        of_action = None if opened is None else opened.where
        return of_action or (procedure.where if procedure is not None else None) or self.step.where

    @property
    def _progress(self) -> str:
        place, count = self.actions.current.place if self.actions is not None else (0, 0)
        if not count:
            return ""
        if place:
            # A count that the next answer raises says so.
            return f" {place} of {count}{'+' if self.app.session.actions.may_grow(self._step_id) else ''}"
        session, view = self.app.session, self.app.session.views().get(self.step.id)
        if session.record.access_ended_at is not None and isinstance(self.step, Step):
            return ""  # neither done nor to do
        if said_of_failing(session, self.step.id, ""):
            return ""
        if view is not None and view.state is State.WAITING:
            return f" {WORDS[State.WAITING]}"
        is_to_do = view is not None and view.state is State.TODO and session.record.access_ended_at is None
        lacks = view is not None and bool(view.missing)
        is_open = is_to_do or lacks or bool(session.actions.open_in(self.step.id))
        # The first action of the last step is that nothing is open before it, and a task has proofs of its own.
        if self.step.id == session.guide.steps[-1].id or not isinstance(self.step, Step):
            is_open |= bool(self.actions is not None and self.actions.unproven())
        return f" {WORDS[State.TODO] if is_open else 'done'}"

    @property
    def _opener(self) -> Content:
        opens = literal(f"Open {self.app.key_text('open')}", "$text-accent underline")
        return opens.stylize(Style.from_meta({"does": "open_link"}))

    async def on_click(self, event: Click) -> None:
        """Open the page."""
        if event.style.meta.get("does"):
            event.stop()
            await self.screen.run_action("open_link")


def _apart(left: Content, right: Content, width: int) -> Content:
    """Both in one line, at its two ends; the left one gives way."""
    room = width - right.cell_length - 1
    left = left.truncate(max(room, 0), ellipsis=True)
    return left + literal(NBSP * max(width - left.cell_length - right.cell_length, 1)) + right
