"""A name that is typed where letters are keys: it is searched for. A letter alone acts, a moment later."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, runtime_checkable

from textual.app import App
from textual.events import Event, Key, MouseDown, Paste
from textual.message import Message
from textual.screen import Screen

TYPING_SECONDS = 0.4
"""How soon the next letter of a name comes at the latest."""


@runtime_checkable
class SearchesForNames(Protocol):
    """A screen on which a name may be typed."""

    def acts_by_letter(self, key: str) -> bool:
        """Whether this letter is a key there."""

    def changes_at_once(self, key: str) -> bool:
        """Whether this letter changes something without a question: any second letter makes it a name."""

    def begins_name(self, text: str) -> bool:
        """Whether a name begins so."""

    def search_for(self, text: str) -> None:
        """Go to the search, which `text` begins."""


class TypedName:
    """Holds back a letter that is a key until it is known whether a name goes on with another letter.

    That is a letter with which a listed name begins, or which changes something at once, whatever it is that is typed.
    """

    def __init__(
        self, app: App[Any], act: Callable[[Event], Awaitable[None]], hold_back: Callable[[Event], None]
    ) -> None:
        """`act` has the application handle a letter that came alone; `hold_back` what came next, until it has acted."""
        self._app = app
        self._act = act
        self._hold_back = hold_back
        self._first: Key | None = None
        self._held_on: Screen[Any] | None = None
        self._waits: asyncio.TimerHandle | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a letter is held back."""
        return self._first is not None

    async def takes(self, message: Message) -> bool:
        """Whether it is a letter that is held back, or what came after one."""
        if not isinstance(message, (Key, MouseDown, Paste)) or message.is_forwarded or not self._app.screen_stack:
            return False
        screen = self._app.screen
        letter = (message.character or "") if isinstance(message, Key) and message.is_printable else ""
        if self._first is None:
            return isinstance(message, Key) and letter.isalnum() and self._hold(message, screen)
        if letter and screen is self._held_on and isinstance(screen, SearchesForNames):
            text = f"{self._first.character}{letter}"
            if screen.begins_name(text) or screen.changes_at_once(self._first.key):
                self._forget()
                screen.search_for(text)
                return True
        if acts := await self._act_alone():
            self._hold_back(message)
        return acts

    def _hold(self, letter: Key, screen: Screen[Any]) -> bool:
        if not (isinstance(screen, SearchesForNames) and screen.acts_by_letter(letter.key)):
            return False
        if not (screen.begins_name(letter.character or "") or screen.changes_at_once(letter.key)):
            return False
        self._first, self._held_on = letter, screen
        loop = asyncio.get_running_loop()
        self._waits = loop.call_later(TYPING_SECONDS, self._app.call_later, self._act_alone)
        return True

    async def _act_alone(self) -> bool:
        first, held_on = self._first, self._held_on
        self._forget()
        if first is None or not self._app.screen_stack or self._app.screen is not held_on:
            return False
        await self._act(first)
        return True

    def _forget(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
        self._first = self._held_on = self._waits = None
