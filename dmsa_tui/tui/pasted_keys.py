"""A paste that the terminal sends as keys, where no field takes it: none of its letters is a command.

Letters come faster there than fingers type. If what came together looks like a client ID or secret, it is a paste.
"""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import takewhile
from typing import Any

from textual.app import App
from textual.events import Event, InputEvent, Key, Paste
from textual.message import Message

from dmsa_tui.procore.pasted import is_masked
from dmsa_tui.tui.widgets.text_fields import is_text_field

GAP_SECONDS = 0.02
"""Longest time between two keys of a paste; fingers take longer."""


class PastedKeys:
    """Holds back a letter that no field takes until it is known whether more follow at once."""

    def __init__(self, app: App[Any], handle: Callable[[Message], Awaitable[None]]) -> None:
        """`handle` has the application handle what was held back."""
        self._app = app
        self._handle = handle
        self._held: list[Event] = []
        self._waits: asyncio.TimerHandle | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is held back."""
        return bool(self._held)

    def holds(self, message: Message) -> bool:
        """Hold back a letter, and whatever a person does after it; all of it is handled in a moment."""
        if not isinstance(message, (InputEvent, Paste)) or message.is_forwarded:
            return False
        is_letter = _is_letter(message)
        if not self._held and (not is_letter or not self._app.screen_stack or is_text_field(self._app.focused)):
            return False
        self._held.append(message)
        if is_letter:
            if self._waits is not None:
                self._waits.cancel()
            loop = asyncio.get_running_loop()
            self._waits = loop.call_later(GAP_SECONDS, self._app.call_later, self._release)
        return True

    async def _release(self) -> None:
        held, self._held = self._held, []
        letters = list(takewhile(_is_letter, held))
        text = "".join(each.character or "" for each in letters if isinstance(each, Key))
        if is_masked(text):
            held[: len(letters)] = [Paste(text)]
        for each in held:
            await self._handle(each)


def _is_letter(event: Message) -> bool:
    return isinstance(event, Key) and event.is_printable
