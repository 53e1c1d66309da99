"""One line beside the checks: what asking has cost, or why Procore is not being asked."""

from textual import getters
from textual.widgets import Static

from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.widgets.guide_text import plain, say


class CheckNote(Static):
    """What the last run of checks came to; a pause for a rate limit as it counts down."""

    app = getters.app(BaseApp)

    def __init__(self) -> None:
        super().__init__(id="check-note", markup=False)

    def on_mount(self) -> None:
        """A pause is told wherever the checks are."""
        self.watch(self.app, "pause", self._paused, init=False)

    def show(self, note: str, *, wrong: bool = False) -> None:
        """Say that."""
        say(self, plain(note, "$text-error" if wrong else "$foreground-muted"))

    def _paused(self, sentence: str) -> None:
        if sentence:
            say(self, plain(sentence, "$text-warning"))
