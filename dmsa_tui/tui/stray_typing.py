"""Letters typed where no field has the focus: they go to the empty or half-typed field of the open action or dialog.

Where there is none, it is said that they go nowhere. Backspace goes to what is half typed. Letters that are keys stay
keys. Enter that does nothing names the key that does, and the second Enter of a double press on home answers nothing.
"""

from typing import TYPE_CHECKING

from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input, TextArea

from dmsa_tui.tui.one_notice import OneNotice
from dmsa_tui.tui.opening import ClosedOnce
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.open_action import OpenAction
from dmsa_tui.tui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from dmsa_tui.tui.base_app import BaseApp

TYPED_IN = (Input, TextArea, SecretField)
DOUBLE_PRESS_SECONDS = 0.4
SAID_SECONDS = 5.0
"""Seconds for which the notice is shown; meanwhile it is not repeated."""


class StrayTyping:
    """Leads letters to a field before they are handled, so that those of one burst stay in order."""

    def __init__(self, app: "BaseApp") -> None:
        self._app = app
        self._notice = OneNotice()
        self._in_words = False
        """Whether the key before was a letter that went nowhere."""

    def lead(self, event: Key) -> bool:
        """Focus the field that a letter is for. Returns whether the key goes nowhere: a space between letters without
        a field ticks no action."""
        opened_at, self._app.opened_at = self._app.opened_at, float("-inf")  # only the very next key is a second press
        if event.key == "enter" and event.time < opened_at + DOUBLE_PRESS_SECONDS:
            return True
        screen, in_words = self._app.screen, self._in_words
        self._in_words = False
        in_field = isinstance(screen.focused, TYPED_IN)
        if in_words and event.key == "space" and not in_field:
            return True
        is_letter = event.is_printable and event.key not in ("space", "tab")
        if screen.is_modal:
            if is_letter and not in_field and isinstance(screen, ClosedOnce):
                self._lead_in_dialog(screen, event)
            return False
        is_for_actions = is_letter or event.key in ("enter", "backspace")
        actions = next(iter(screen.walk_children(ActionList)), None) if is_for_actions else None
        if actions is not None and event.key == "backspace" and not in_field:
            if begun := actions.given.begun:
                screen.set_focus(begun[0])
        elif actions is None or in_field or event.key in screen.active_bindings:
            self._notice.withdraw(self._app)
        elif event.key == "enter":
            self._say(self._way_on(actions))
        else:
            self._lead_letter(screen, actions)
        return False

    def _lead_in_dialog(self, dialog: ClosedOnce, event: Key) -> None:
        is_key = event.key in dialog.active_bindings or dialog.with_key((event.character or "").upper()) is not None
        fields = dialog.query(".dialog-body Input").results(Input)
        empty = next((each for each in fields if not each.value and each.region), None)
        if empty is not None and not is_key:
            dialog.set_focus(empty)

    def _lead_letter(self, screen: Screen[object], actions: ActionList) -> None:
        if fields := [*(each for each in actions.given.empty if isinstance(each, TYPED_IN)), *actions.given.begun]:
            screen.set_focus(fields[0])
            return
        self._in_words = True
        if isinstance(screen.focused, Choice):
            goes = "← → go to an option, Space chooses it."
        else:
            goes = "Tab goes to the field." if actions.given.fields else "no field is open. Ctrl+P finds every command."
        self._say(f"What you type goes nowhere: {goes}")

    def _way_on(self, actions: ActionList) -> str:
        key = self._app.key_text("done")
        if actions.current.action is None:
            return f"Enter does nothing here. Press {key} to continue."
        settled = actions.query_one(OpenAction).on_settled
        if not settled and self._app.session.actions.is_ticked(actions.step_id, actions.current.action.id):
            return f"Enter does nothing here: this action is done. Press {key} to go on."
        return f"Enter marks nothing here. {settled or f'Press {key} to mark this action as done.'}"

    def _say(self, sentence: str) -> None:
        if not self._notice.is_shown(self._app):
            self._notice.say(self._app, sentence, timeout=SAID_SECONDS, severity="warning")
