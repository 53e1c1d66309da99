"""The main button of a form: it names Enter only while Enter presses it."""

from typing import Protocol, cast

from textual import on
from textual.events import Mount
from textual.widgets import Button
from textual.widgets.button import ButtonVariant

from dmsa_tui.tui.widgets.compact_button import CompactButton


class Form(Protocol):
    """A dialog in which Enter first goes from field to field."""

    def enter_presses(self, button: Button) -> bool:
        """Whether Enter does what that button says, as the focus is now."""


class EnterButton(CompactButton):
    """Follows the focus."""

    def __init__(self, words: str, *, id: str, variant: ButtonVariant = "primary") -> None:
        super().__init__(words, id=id, variant=variant)
        self._words = words

    @on(Mount)
    def _follow_focus(self) -> None:
        self.watch(self.screen, "focused", self.name_key)

    def name_key(self) -> None:
        """Name Enter, or no key."""
        key = "Enter" if cast(Form, self.screen).enter_presses(self) else ""
        if key != self.key:
            self.key = key
            self.label = self._words
