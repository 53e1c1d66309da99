"""The last line among the actions of a rehearsed step: which key clicks through it. It gives way to everything else."""

from textual import getters
from textual.widgets import Static

from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.widgets.at_action import UNNEEDED, need
from dmsa_tui.tui.widgets.folded_lines import IF_ROOM
from dmsa_tui.tui.widgets.guide_text import literal, update


class PracticeHint(Static):
    """One row, for terminals on which the line of a rehearsal has no rows of its own."""

    DEFAULT_CSS = "PracticeHint { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }"
    app = getters.app(BaseApp)

    def __init__(self) -> None:
        super().__init__(id="practice-hint", classes=f"{IF_ROOM} {UNNEEDED}", markup=False)

    def on_mount(self) -> None:
        """Say what the line of a rehearsal would say."""
        for line in self.screen.query("#practice-line"):
            self.watch(line, "hint", self.show)

    def show(self, sentence: str) -> None:
        """Say that; nothing for an empty sentence."""
        need(self, bool(sentence))
        update(self, literal(sentence, "$foreground-muted"))
