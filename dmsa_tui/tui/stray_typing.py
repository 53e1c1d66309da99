"""Letters that are typed where no field has the focus: they go to the empty field of the open action, or it is said
that they go nowhere. Letters that are keys stay keys."""

import time
from typing import TYPE_CHECKING

from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input, TextArea

from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from dmsa_tui.tui.base_app import BaseApp

TYPED_IN = (Input, TextArea, SecretField)
SAID_SECONDS = 5.0
"""Seconds for which the notice is shown; meanwhile it is not repeated."""


class StrayTyping:
    """Leads letters to a field before they are handled, so that those of one burst stay in order."""

    def __init__(self, app: "BaseApp") -> None:
        self._app = app
        self._said_at = -SAID_SECONDS
        self._in_words = False
        """Whether the key before was a letter that went nowhere."""

    def lead(self, event: Key) -> bool:
        """Focus the field that a letter is for. Returns whether the key goes nowhere: a space between such letters
        ticks no action."""
        screen, in_words = self._app.screen, self._in_words
        self._in_words = False
        typed = event.is_printable and event.key not in ("space", "enter", "tab")
        if not typed or isinstance(screen.focused, TYPED_IN) or event.key in screen.active_bindings:
            return in_words and event.key == "space" and not isinstance(screen.focused, TYPED_IN)
        actions = screen.query(ActionList)
        empty = [each for each in actions.first().empty_fields if isinstance(each, TYPED_IN)] if actions else []
        if empty:
            screen.set_focus(empty[0])
        elif actions:
            self._in_words = True
            self._say(screen, has_fields=actions.first().has_fields)
        return False

    def _say(self, screen: Screen[object], *, has_fields: bool) -> None:
        why = "Tab goes to the field." if has_fields else "this action has no field. Ctrl+P finds every command."
        if time.monotonic() - self._said_at >= SAID_SECONDS:
            self._said_at = time.monotonic()
            screen.notify(f"What you type goes nowhere: {why}", severity="warning", timeout=SAID_SECONDS)
