"""Keys that come faster than fingers type: a paste that the terminal sends as keys."""

from collections.abc import Callable
from typing import Generic, TypeVar

from textual.events import Key

from dmsa_tui.procore.pasted import CREDENTIAL_FORM, KEY_FORM, is_masked

GAP_SECONDS = 0.03
"""Longest time between two keys of a burst; fingers take longer."""
_CONTROLS = {"enter": "\n", "tab": "\t"}

Held = TypeVar("Held")


class Burst(Generic[Held]):
    """The last burst of keys in a field, and what the field held before it."""

    def __init__(self) -> None:
        self._text = ""
        self._at = float("-inf")
        self._before: tuple[str, Held] | None = None

    def follow(self, event: Key, before: Callable[[], tuple[str, Held]]) -> bool:
        """Take down a key before the field does. Whether it is in a burst.

        `before` gives the field's text, and what restores the field.
        """
        goes_on, self._at = event.time - self._at < GAP_SECONDS, event.time
        letter = (event.character or "") if event.is_printable else _CONTROLS.get(event.key, "")
        if not goes_on:
            self._text, self._before = "", before()
        if not letter:
            self._before = None  # it has edited, so what came is no paste
        self._text += letter
        return goes_on

    def take(self) -> tuple[str, Held] | None:
        """The text of a burst that is a whole credential, and what restores the field; None for any other burst.

        Nor for what goes on where a credential was begun: a slow connection brings it in pieces.
        """
        before, self._before = self._before, None
        pasted = self._text.strip()
        is_whole = CREDENTIAL_FORM.fullmatch(pasted) or KEY_FORM.fullmatch(pasted)
        if before is None or not is_whole or is_masked(before[0]):
            return None
        return pasted, before[1]
