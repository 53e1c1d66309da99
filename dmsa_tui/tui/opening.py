"""The one place that opens and closes screens.

- A screen of a kind that is open is not opened again; who waits for its answer gets None.
- A screen is closed once. What was opened over it is closed first, and whoever waits for an answer gets one.
- A closed screen handles nothing any more, and its work is cancelled: its widgets are going, so that there is nothing
  to ask or to draw.
- While the terminal is too small, the notice that says so stays in front; what opens or closes does so beneath it.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, overload

from textual.await_complete import AwaitComplete
from textual.errors import NoWidget
from textual.events import Callback, Event, InputEvent, MouseEvent, Paste, ScreenSuspend, Unmount
from textual.message import Message
from textual.messages import CloseMessages, Prune
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.worker import Worker

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import ScreenResultCallbackType

    Base = App[str]
    ScreenBase = Screen[Any]
else:
    Base = ScreenBase = object

T = TypeVar("T")
STILL_HANDLED = (ScreenSuspend, Unmount, Prune, CloseMessages, Callback, Worker.StateChanged)
"""What a closed screen still has to handle: how Textual takes it apart, what waits for it, and that its work failed."""
STANDS_WITHIN = 1.0
"""Seconds for which a key waits for the screen that it is meant for."""
UNCUT = "save"
"""The group of the workers that write: they are not cut short."""


class ClosedOnce(ScreenBase):
    """A screen that is closed once, and handles nothing afterwards."""

    COVERS = False
    """Whether it stays in front of whatever else is opened."""
    closed = False

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close this screen and what is open over it; `result` goes to whoever waits for it."""
        return cast("Opening", self.app).close_screen(self, result)

    def _forward_event(self, event: Event) -> None:
        if isinstance(event, MouseEvent) and self._has_gone(event.x, event.y):
            return  # Textual's own handler would ask for the place of what is under the mouse
        super()._forward_event(event)

    def _has_gone(self, x: int, y: int) -> bool:
        """Whether what is drawn there has just been taken away."""
        try:
            return not self.get_widget_at(x, y)[0].is_attached
        except NoWidget:
            return False

    async def _dispatch_message(self, message: Message) -> None:
        if not self.closed or isinstance(message, STILL_HANDLED):
            await super()._dispatch_message(message)


class Opening(Base):
    """How DmsaApp opens and closes screens."""

    async def on_event(self, event: Event) -> None:
        """What is pressed after a key meets the screen that the key has opened, and not before that stands."""
        if isinstance(event, (InputEvent, Paste)) and not self.screen_stack:
            return  # the program is ending; a key may come back from a widget that has gone
        if isinstance(event, (InputEvent, Paste)) and not event.is_forwarded:
            await asyncio.sleep(0)  # a worker that was begun by the key before opens its dialog now
            if self.screen_stack and not self.screen.is_mounted:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.screen._mounted_event.wait(), STANDS_WITHIN)
        await super().on_event(event)

    @overload
    def push_screen(
        self,
        screen: Screen[T] | str,
        callback: "ScreenResultCallbackType[T] | None" = None,
        wait_for_dismiss: Literal[False] = False,
        *,
        mode: str | None = None,
    ) -> AwaitMount: ...

    @overload
    def push_screen(
        self,
        screen: Screen[T] | str,
        callback: "ScreenResultCallbackType[T] | None" = None,
        wait_for_dismiss: Literal[True] = True,
        *,
        mode: str | None = None,
    ) -> "asyncio.Future[T]": ...

    def push_screen(
        self,
        screen: Screen[T] | str,
        callback: "ScreenResultCallbackType[T] | None" = None,
        wait_for_dismiss: bool = False,
        *,
        mode: str | None = None,
    ) -> "AwaitMount | asyncio.Future[Any]":
        """Open `screen`, unless one of its kind is open."""
        if any(type(each) is type(screen) for each in self.screen_stack):
            if not wait_for_dismiss:
                return AwaitMount(self.screen, ())
            unanswered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            unanswered.set_result(None)
            return unanswered
        with self._beneath_cover():
            if wait_for_dismiss:
                return super().push_screen(screen, callback, True, mode=mode)
            return super().push_screen(screen, callback, mode=mode)

    def close_screen(self, screen: Screen[Any], result: Any = None) -> AwaitComplete:
        """Close `screen` and what is open over it; nothing if it is closed already, or the first."""
        if screen not in self.screen_stack[1:]:
            return AwaitComplete()
        with self._beneath_cover():
            while self.screen is not screen:
                self._close_front(None)
            return self._close_front(result)

    def close_to(self, depth: int, then: Screen[None] | None = None) -> None:
        """Close what is in front until `depth` screens are left; `then` is opened in the place of the last closed."""
        with self._beneath_cover():
            while len(self.screen_stack) > depth + (then is not None):
                self._close_front(None)
            if then is None:
                return
            if len(self.screen_stack) > depth:
                self._leave(self.screen)
                self.switch_screen(then)
            else:
                super().push_screen(then)

    def _close_front(self, result: Any) -> AwaitComplete:
        front = self.screen
        self._leave(front)
        return Screen.dismiss(front, result)

    def _leave(self, screen: Screen[Any]) -> None:
        """Nothing reaches a screen that is being closed, and it does nothing more."""
        if isinstance(screen, ClosedOnce):
            screen.closed = True
        for worker in list(self.workers):
            if worker.node is screen and worker.group != UNCUT:
                worker.cancel()

    # -- a terminal that is too small ------------------------------------------------------------------------------

    @property
    def is_covered(self) -> bool:
        """Whether the terminal is too small to show anything but that it is."""
        front = self.screen_stack[-1] if self.screen_stack else None
        return isinstance(front, ClosedOnce) and front.COVERS

    def uncover(self) -> None:
        """There is room again: the cover goes."""
        if self.is_covered:
            self._close_front(None)

    @contextmanager
    def _beneath_cover(self) -> Iterator[None]:
        """Take the cover away, and put one back over what was opened or closed meanwhile."""
        cover = type(self.screen) if self.is_covered else None
        self.uncover()
        try:
            yield
        finally:
            if cover is not None:
                super().push_screen(cover())
