"""The row of buttons on home: what can be done with the chosen onboarding, and what begins another one."""

from typing import TYPE_CHECKING

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal

from dmsa_tui.tui import keys
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.widgets.compact_button import ActionButton, CompactButton

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record_files import Entry

PADDED, WHOLE = 98, 76
"""Columns from which the buttons have room around their labels, and have whole labels."""
REAL = "Real onboarding"
"""What leaves a rehearsal that no setup was left for."""
HIDDEN_BELOW = {"resume": 76, "tasks": 82}
"""Button → the columns below which it has no room; the last line has its key."""
OF_CHOSEN = ("tasks", "rename", "archive", "delete")
"""Buttons that act on the chosen onboarding."""
ACT_IN_SEARCH = ("resume", "reveal")
"""Buttons whose keys act in the search too, where letters are text."""


class HomeButtons(Horizontal):
    """The buttons, each with its key."""

    app = getters.app(BaseApp)

    def __init__(self) -> None:
        super().__init__(id="home-actions")

    def compose(self) -> ComposeResult:
        for each in self._offered():
            yield ActionButton("", key=self.app.key_text(each.id), id=each.id, name=each.action, tooltip=each.help)

    def _offered(self) -> "list[keys.KeyCommand]":
        is_rehearsal = self.app.session.rehearsal is not None
        wanted = ["resume", "new", "rehearse", "tasks", "rename", "archive", "delete", "reveal"]
        if is_rehearsal:
            wanted = ["resume", "rehearse", "tasks", "again", "leave"]
        known = {each.id: each for each in keys.all_commands()}
        return [known[id] for id in wanted]

    def show(self, chosen: "Entry | None", *, opens: str, in_search: bool, hides_names: bool, width: int) -> None:
        """Offer what can be done with `chosen`. `opens`: what the first one does; empty where it does nothing."""
        labels = {"resume": opens} if opens else {}
        if chosen is not None and chosen.record is not None and chosen.record.archived:
            labels["archive"] = "Restore"
        if self.app.sessions.before is None:
            labels["leave"] = REAL
        labels["reveal"] = f"{'Show' if hides_names else 'Hide'} names" if width >= WHOLE else "Names"
        buttons = {each.id: each for each in self.walk_children(CompactButton)}
        for command in self._offered():
            if (button := buttons.get(command.id)) is None:
                continue
            button.styles.line_pad = int(width >= PADDED)
            button.display = width >= HIDDEN_BELOW.get(command.id, 0)
            acts = not in_search or command.id in ACT_IN_SEARCH
            button.name_as(labels.get(command.id, command.label), key=self.app.key_text(command.id) if acts else "")
            if command.id == "resume":
                button.disabled = not opens
            else:
                button.disabled = command.id in OF_CHOSEN and chosen is None
