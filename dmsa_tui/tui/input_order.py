"""Keys, pastes and clicks act in the order in which they came, also those of one burst.

Textual hands a key to the focused widget, in whose queue it waits. From there it goes up through the queues of the
widgets around it, last to the application, which looks for its binding. A key that is bound with priority acts at once,
and so overtakes the key before. Here the next key waits until the one before has passed all these queues, and so has
what came of it; after another key than a letter it waits until the screen shows what that key changed.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App
from textual.errors import NoWidget
from textual.events import Event, InputEvent, Key, MouseUp, Paste
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

from dmsa_tui.tui.widgets.text_fields import is_text_field

MOST_ROUNDS = 8
"""How often the queues are passed for one key: what it does may be told by a message, which leads to another one."""
MOST_SECONDS = 1.0
"""How long the next key waits for a widget that is busy with the one before."""


class InputOrder:
    """Holds back what a person does while what was done before is on its way."""

    def __init__(self, app: App[Any], handle: Callable[[Message], Awaitable[None]]) -> None:
        """`handle` has the application handle what was held back."""
        self._app = app
        self._handle = handle
        self._held: deque[Event] = deque()
        self._turn = 0
        """Counts what is followed; what belongs to an earlier turn comes too late."""
        self._on_way = False
        self._rounds = 0
        self._typed_in: Widget | None = None
        """The text field that the last key was a letter for; its own queue keeps letters in order."""
        self._more = False
        """Whether another letter for that field came meanwhile."""
        self._key = ""
        """The last key; empty for a letter."""
        self._undrawn: Screen[Any] | None = None
        """The screen that does not show yet what the last key changed."""
        self._gives_up: asyncio.TimerHandle | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way, or held back."""
        return self._on_way or bool(self._held)

    def holds(self, message: Message) -> bool:
        """Hold back what a person does, where it has to wait; it is handled later."""
        if not isinstance(message, (InputEvent, Paste)) or message.is_forwarded:
            return False
        if self._held or self._has_to_wait(message):
            self._held.append(message)
            return True
        return False

    def hold_back(self, event: Event) -> None:
        """Handle it as soon as what was handed over just now has acted."""
        self._held.appendleft(event)

    def _has_to_wait(self, event: Event) -> bool:
        return (self._on_way and not self._is_one_more_letter(event)) or self._has_to_be_drawn(event)

    def _is_one_more_letter(self, event: Message) -> bool:
        return self._typed_in is not None and self._typed_in is self._app.focused and _is_letter(event)

    def follow(self, event: Message) -> None:
        """Follow what has been handed to a widget or has acted just now, up to the application."""
        if not isinstance(event, (Key, Paste, MouseUp)) or not self._app.screen_stack:
            return
        if self._on_way and self._is_one_more_letter(event):
            self._more = True
            return
        target = self._app.focused or self._app.screen
        if isinstance(event, MouseUp):
            try:
                target, _region = self._app.get_widget_at(event.x, event.y)
            except NoWidget:
                return
        self._turn += 1
        self._on_way, self._undrawn, self._rounds = True, None, MOST_ROUNDS
        self._typed_in = target if _is_letter(event) and is_text_field(target) else None
        self._key = event.key if isinstance(event, Key) and self._typed_in is None else ""
        if self._gives_up is not None:
            self._gives_up.cancel()
        give_up = self._app.call_later
        self._gives_up = asyncio.get_running_loop().call_later(MOST_SECONDS, give_up, self._release, self._turn)
        self._pass(self._turn, tuple(target.ancestors_with_self), 0)

    def _pass(self, turn: int, way: tuple[MessagePump, ...], place: int) -> None:
        """Go through the queue at that place and then through those after it; a widget that has gone is left out."""
        rest = range(place, len(way) - 1)
        if not any(way[each].call_later(self._pass, turn, way, each + 1) for each in rest):
            self._app.call_later(self._arrived, turn, way)

    async def _arrived(self, turn: int, way: tuple[MessagePump, ...]) -> None:
        """Begin anew where something came of it; otherwise handle what was held back."""
        if turn != self._turn:
            return
        self._rounds = MOST_ROUNDS if self._more else self._rounds - 1
        if self._more or (self._rounds and any(each.message_queue_size for each in way[:-1])):
            self._more = False
            self._pass(turn, way, 0)
            return
        self._on_way = False
        if self._key and self._app.screen_stack:
            self._wait_for(self._app.screen)
        await self._go_on()

    # -- what the key before changed -------------------------------------------------------------------------------

    def _wait_for(self, screen: Screen[Any]) -> None:
        self._undrawn = screen
        screen.call_after_refresh(self._app.call_later, self._release, self._turn)

    def _has_to_be_drawn(self, event: Event) -> bool:
        """Whether the event may mean something that is not shown yet; a key that repeats waits for nothing."""
        if self._undrawn is None or not isinstance(event, (Key, Paste)) or not self._app.screen_stack:
            return False
        if isinstance(event, Key) and event.key == self._key:
            return False
        if self._undrawn is not self._app.screen:
            self._wait_for(self._app.screen)  # the key opened or closed it
        return True

    async def _release(self, turn: int) -> None:
        """The screen is drawn, or it took too long."""
        if turn == self._turn:
            self._on_way, self._undrawn = False, None
            await self._go_on()

    async def _go_on(self) -> None:
        """Handle what was held back, until something of it is on its way."""
        while self._held and not self._has_to_wait(self._held[0]):
            await self._handle(self._held.popleft())


def _is_letter(event: Message) -> bool:
    return isinstance(event, Key) and event.is_printable
