"""One line beside the checks: the cost of the last run, or why requests pause."""

from textual import getters
from textual.widgets import Static

from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.widgets.guide_text import literal, update


class CheckNote(Static):
    """The outcome of the last run; during a pause for a rate limit, its countdown."""

    app = getters.app(BaseApp)

    def __init__(self) -> None:
        super().__init__(id="check-note", markup=False)

    def on_mount(self) -> None:
        self.watch(self.app, "pause", self._paused, init=False)

    def show(self, note: str, *, wrong: bool = False) -> None:
        """Show that text."""
        update(self, literal(note, "$text-error" if wrong else "$foreground-muted"))

    def _paused(self, sentence: str) -> None:
        if sentence:
            update(self, literal(sentence, "$text-warning"))
