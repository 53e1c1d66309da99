"""One line beside the checks: the cost of the last run, how far a long one is, or why requests pause."""

from textual import getters
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from dmsa_tui.session.proven_steps import state_of_settled
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.guide_text import literal, update
from dmsa_tui.tui.widgets.hanging_text import NBSP
from dmsa_tui.tui.widgets.open_action import OpenAction
from dmsa_tui.tui.widgets.progress_bar import SHORTEST, progress_line
from dmsa_tui.tui.widgets.signs import SIGNS


class CheckNote(Static):
    """That the step is settled, and the outcome of the last run.

    During one its cost so far, or its progress, and during a pause the countdown.
    """

    ALLOW_SELECT = False
    app = getters.app(BaseApp)
    _wants = ""
    _wrong = False

    @property
    def wants(self) -> str:
        """The field that is needed first, to which a click leads; empty if the checks can start."""
        return self._wants

    class Followed(Message):
        """The person clicked a note about a field that is needed first."""

        def __init__(self, field: str) -> None:
            super().__init__()
            self.field = field

    def __init__(self, key: str = "") -> None:
        """`key`: the one that leads to the field that is needed first, where the screen has one."""
        super().__init__(id="check-note", markup=False)
        self._key = key
        self._said = self._leads = Content("")
        """What the note says without a pause, and the link after it."""

    def on_mount(self) -> None:
        self.watch(self.app, "pause", self._draw, init=False)
        self.watch(self.app, "reading_changes", self._draw, init=False)
        self.watch(self.app, "result_changes", self._draw, init=False)
        for actions in self.screen.walk_children(ActionList):
            self.watch(actions, "opened", self._draw, init=False)

    def on_resize(self) -> None:
        """The bar has another length."""
        if self.app.session.reading.total:
            self._draw()

    def show(self, note: str, *, wrong: bool = False, wants: str = "", leads: str = "") -> None:
        """Show that text; `wants`: the field that is needed first, `leads`: what leads to it, before the period."""
        self._wants, self._wrong = wants, wrong
        link = literal(leads.replace(" ", NBSP), "$text-accent underline")
        go = literal(f" Go{NBSP}{self._key}", "$text-accent underline") if self._key else ""
        self._leads = Content.assemble(": ", link, ".", go) if leads else literal("")
        self._said = literal(note, "$text-error" if wrong else "$foreground-muted")
        self._draw()

    def on_click(self) -> None:
        """Lead to what is needed first."""
        if self._wants:
            self.post_message(self.Followed(self._wants))

    def _draw(self) -> None:
        reading, pause = self.app.session.reading, self.app.pause
        if not self.app.session.is_open:
            return  # the screen is about to be left
        if pause:
            update(self, literal(pause, "$text-warning"))
        elif reading.total:
            said, columns = f"{reading.progress} · Esc stops", self.content_size.width
            whole = f"Projects read: {said}"
            said = whole if len(whole) + 2 + SHORTEST <= columns else said
            update(self, progress_line(said, reading.done, reading.total, columns))
        elif self.app.session.results.asking:
            update(self, literal(self.app.session.results.cost or "Asking Procore…", "$foreground-muted"))
        else:
            leads = self._leads.plain and not self._is_in_sight
            done = self._said if self._wrong else self._settled + self._said
            update(self, self._said.truncate(self._said.cell_length - 1) + self._leads if leads else done)

    @property
    def _settled(self) -> Content:
        """That the checks of the step all say yes while actions are open, and what goes on; empty for any other."""
        for actions in self.screen.walk_children(ActionList):
            state = state_of_settled(self.app.session, actions.step_id)
            if state is not None and actions.current.action is not None:
                sign = SIGNS[state]
                return literal(f"{sign.sign} ", sign.style) + literal(f"{actions.query_one(OpenAction).on_settled} ")
        return literal("")

    @property
    def _is_in_sight(self) -> bool:
        """Whether the field that is needed is the open action's: no link has to lead there."""
        opened = (each.current.action for each in self.screen.walk_children(ActionList))
        return any(self._wants in each.fields for each in opened if each is not None)
