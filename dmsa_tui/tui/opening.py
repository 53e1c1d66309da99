"""The one place that opens and closes screens.

- A screen of a kind that is open is not opened again; who waits for its answer gets None.
- A screen is closed once. What was opened over it is closed first, and whoever waits for an answer gets one.
- A closed screen handles nothing any more, and its work is cancelled: its widgets are going, so that there is nothing
  to ask or to draw.
- While the terminal is too small, the notice that says so stays in front; what opens or closes does so beneath it.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from textual import on
from textual.actions import SkipAction
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.errors import NoWidget
from textual.events import (
    Callback,
    Click,
    Event,
    InputEvent,
    MouseDown,
    MouseEvent,
    MouseUp,
    Paste,
    ScreenSuspend,
    Unmount,
)
from textual.geometry import Region
from textual.message import Message
from textual.messages import CloseMessages, Prune
from textual.notifications import Notify
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker

from dmsa_tui.tui.notices import PassingNotice, withdraw_passing
from dmsa_tui.tui.widgets.compact_button import CompactButton

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from dmsa_tui.tui.keys import KeyCommand
    from dmsa_tui.tui.widgets.key_bar import ShownKey

    ScreenBase = Screen[Any]
else:
    ScreenBase = object

STILL_HANDLED = (ScreenSuspend, Unmount, Prune, CloseMessages, Callback, Worker.StateChanged)
"""What a closed screen still handles: being removed, callbacks that others wait for, and failed workers."""
MOUNT_TIMEOUT_SECONDS = 1.0
"""How long a key waits for its screen to be mounted."""
MEANT_FOR_DIALOG = 0.3
"""Seconds in which a press where a dialog was is meant for the dialog."""
WRITING_GROUP = "save"
"""The group of workers that write: they are not cancelled."""


class HasOpenScreens(Protocol):
    """What a screen needs of the application to close itself."""

    open_screens: "OpenScreens"

    def key_text(self, command_id: str) -> str: ...


class ClosedOnce(ScreenBase):
    """A screen that is closed once, and handles nothing afterwards."""

    STEP: ClassVar[str] = ""
    """The step's id in the guide; empty on a screen that is no step."""

    @property
    def over_step(self) -> "Sequence[KeyCommand] | None":
        """The commands that the last line of a step names while this is in front; None: the step's own."""
        return None

    LAST_LINE: "ClassVar[Sequence[ShownKey]]" = ()
    """What the last line behind it names instead of all that; empty: nothing else."""
    COVERS = False
    """Whether it stays in front of every screen that is opened."""
    closed = False
    _held: "list[Callable[[], object]] | None" = None
    """What waits until the mouse button is released; None while none is held."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close this screen and those over it, with `result` for the caller."""
        return cast(HasOpenScreens, self.app).open_screens.close(self, result)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: "SeverityLevel" = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Notify about this screen; what stays true after it is left, the application tells."""
        seconds = self.app.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.app.post_message(Notify(PassingNotice(message, title, severity, seconds, markup=markup)))

    def keep_typed(self) -> None:
        """Called before it is closed: keep what was typed and not taken yet."""

    def with_key(self, key: str) -> CompactButton | None:
        """The button in use that names this key."""
        buttons = (each for each in self.walk_children(CompactButton) if each.key == key)
        return next((each for each in buttons if each.can_be_pressed), None)

    def button_of(self, command_id: str) -> CompactButton | None:
        """The button in use that names the key of this command."""
        return self.with_key(cast(HasOpenScreens, self.app).key_text(command_id))

    def action_press(self, command_id: str) -> None:
        """Press that button; where there is none, the key may mean something else."""
        if (button := self.button_of(command_id)) is None:
            raise SkipAction
        button.press()

    def _forward_event(self, event: Event) -> None:
        if isinstance(event, MouseDown):
            self._held = self._held or []
        elif isinstance(event, MouseUp):
            self._release()
        if isinstance(event, MouseEvent) and self._has_gone(event.x, event.y):
            return  # Textual's own handler would ask for the place of what is under the mouse
        super()._forward_event(event)

    @on(ScreenSuspend)
    def _release(self) -> None:
        held, self._held = self._held or (), None
        for each in held:
            self.call_later(each)

    def _has_gone(self, x: int, y: int) -> bool:
        """Whether the widget drawn at that place has been removed."""
        try:
            return not self.get_widget_at(x, y)[0].is_attached
        except NoWidget:
            return False

    async def _dispatch_message(self, message: Message) -> None:
        # A program that ends mounts no widgets any more, and removes its screens without closing them first.
        has_gone = self.closed or self._pruning or self._closing or self.app._exit
        if isinstance(message, Click) and not self.size.contains(int(message.screen_x), int(message.screen_y)):
            return  # the terminal is smaller by now, and Textual's palette would ask for the widget at that place
        if not has_gone or isinstance(message, STILL_HANDLED):
            await super()._dispatch_message(message)


def once_released(widget: Widget, do: Callable[[], object]) -> None:
    """Call `do` once no mouse button is held: a click misses what moves between press and release."""
    screen = widget.screen
    if isinstance(screen, ClosedOnce) and screen._held is not None:
        screen._held.append(do)
    else:
        do()


class OpenScreens:
    """The screens of the application that are open."""

    def __init__(self, app: App[str]) -> None:
        self._app = app
        self._closed_box, self._closed_at = Region(), -MEANT_FOR_DIALOG

    def is_meant_for_closed(self, event: Event) -> bool:
        """Whether that is a press where a dialog was a moment ago: what has come there was not aimed at."""
        if not isinstance(event, MouseDown) or event.is_forwarded:
            return False
        is_late = time.monotonic() - self._closed_at > MEANT_FOR_DIALOG
        return not is_late and self._closed_box.contains(event.x, event.y)

    async def wait_for_front(self, event: Event) -> bool:
        """Wait until the screen is mounted that the key before opened: `event` is meant for it.

        False: no screen is left to handle the event.
        """
        if not isinstance(event, (InputEvent, Paste)):
            return True
        if not self._app.screen_stack:
            return False  # the program is ending; a key may come back from a widget that has gone
        if not event.is_forwarded:
            await asyncio.sleep(0)  # a worker that was begun by the key before opens its dialog now
            if self._app.screen_stack and not self._app.screen.is_mounted:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._app.screen._mounted_event.wait(), MOUNT_TIMEOUT_SECONDS)
        return True

    def has_kind_of(self, screen: Screen[Any]) -> bool:
        """Whether a screen of the same class is open."""
        return any(type(each) is type(screen) for each in self._app.screen_stack)

    def close(self, screen: Screen[Any], result: Any = None) -> AwaitComplete:
        """Close `screen` and what is open over it; nothing if it is closed already, or the first."""
        if screen not in self._app.screen_stack[1:]:
            return AwaitComplete()
        with self.beneath_cover():
            while self._app.screen is not screen:
                self._close_front(None)
            return self._close_front(result)

    def close_to(self, depth: int, then: Screen[None] | None = None) -> None:
        """Close screens until `depth` are left; `then` takes the place of the last one closed."""
        if then is not None or len(self._app.screen_stack) > depth:
            withdraw_passing(self._app)
        with self.beneath_cover():
            while len(self._app.screen_stack) > depth + (then is not None):
                self._close_front(None)
            if then is None:
                return
            if len(self._app.screen_stack) > depth:
                self._leave(self._app.screen)
                self._app.switch_screen(then)
            else:
                App.push_screen(self._app, then)

    def _close_front(self, result: Any) -> AwaitComplete:
        front = self._app.screen
        if boxes := front.query(".dialog"):
            self._closed_box, self._closed_at = boxes.first().region, time.monotonic()
        self._leave(front)
        return Screen.dismiss(front, result)

    def _leave(self, screen: Screen[Any]) -> None:
        """Mark a screen as closed, and cancel its work."""
        if isinstance(screen, ClosedOnce):
            screen.keep_typed()
            screen.closed = True
        for worker in list(self._app.workers):
            if worker.node is screen and worker.group != WRITING_GROUP:
                worker.cancel()

    # -- a terminal that is too small ------------------------------------------------------------------------------

    @property
    def is_covered(self) -> bool:
        """Whether the notice about a too small terminal is in front."""
        front = self._app.screen_stack[-1] if self._app.screen_stack else None
        return isinstance(front, ClosedOnce) and front.COVERS

    def uncover(self) -> None:
        """Remove that notice."""
        if self.is_covered:
            self._close_front(None)

    @contextmanager
    def beneath_cover(self) -> Iterator[None]:
        """Remove the notice, and put it back over what was opened or closed meanwhile."""
        cover = type(self._app.screen) if self.is_covered else None
        self.uncover()
        try:
            yield
        finally:
            if cover is not None:
                App.push_screen(self._app, cover())
