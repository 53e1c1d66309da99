"""The first screen while nothing is saved: two sentences, and what can be begun."""

from collections.abc import Sequence
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.keys import HOME
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal

SENTENCES = (
    "Set up a service account (DMSA) in Procore for a sync tool, with the customer's administrator.",
    "After each step the program asks Procore whether it worked.",
)
IN_REHEARSAL = (
    "You set up a service account (DMSA): with it, a sync tool works in a customer's Procore. "
    "This is a practice company: nothing leaves this machine.",
    "You click in a practice browser, and the checks turn green as they would at Procore.",
)
KEY_OF = {each.action: each.id for each in HOME}


class Welcome(Vertical):
    """Says `sentences`, and has a button for each of `actions`: its name, its label, the first being the main one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,right", "app.focus_next", show=False),
        Binding("up,left", "app.focus_previous", show=False),
    ]

    app = getters.app(BaseApp)

    def __init__(self, sentences: Sequence[str], actions: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._sentences, self._actions = sentences, actions

    def compose(self) -> ComposeResult:
        yield Static(literal("\n\n".join(self._sentences)), id="sentences")
        for number, (action, label) in enumerate(self._actions):
            key = self.app.key_text(KEY_OF[action])
            yield CompactButton(label, key=key, name=action, variant="default" if number else "primary")
