"""One line beside the checks: the cost of the last run, or why requests pause."""

from textual import getters
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.widgets.guide_text import literal, update
from dmsa_tui.tui.widgets.hanging_text import NBSP


class CheckNote(Static):
    """The outcome of the last run; during a pause for a rate limit, its countdown."""

    ALLOW_SELECT = False
    app = getters.app(BaseApp)
    _wants = ""

    @property
    def wants(self) -> str:
        """The field that is needed first, to which a click leads; empty if the checks can start."""
        return self._wants

    class Followed(Message):
        """The person clicked a note about a field that is needed first."""

        def __init__(self, field: str) -> None:
            super().__init__()
            self.field = field

    def __init__(self) -> None:
        super().__init__(id="check-note", markup=False)
        self._shown = Content("")
        """What the note says without a pause."""

    def on_mount(self) -> None:
        self.watch(self.app, "pause", self._paused, init=False)

    def show(self, note: str, *, wrong: bool = False, wants: str = "", leads: str = "") -> None:
        """Show that text; `wants`: the field that is needed first, `leads`: what a click says that leads to it."""
        self._wants = wants
        link = literal("  ") + literal(leads.replace(" ", NBSP), "$text-accent underline") if leads else literal("")
        self._shown = literal(note, "$text-error" if wrong else "$foreground-muted") + link
        update(self, self._shown)

    def on_click(self) -> None:
        """Lead to what is needed first."""
        if self._wants:
            self.post_message(self.Followed(self._wants))

    def _paused(self, sentence: str) -> None:
        update(self, literal(sentence, "$text-warning") if sentence else self._shown)
