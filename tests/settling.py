"""A Pilot that waits until the program has done what it was told.

Textual's own sends a message to every widget at each pause, and sleeps at each key until the processor is idle.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual import app as textual_app
from textual import pilot as textual_pilot
from textual._wait import wait_for_idle
from textual.app import App
from textual.pilot import Pilot, WaitForScreenTimeout
from textual.screen import Screen

BOUND = 30.0
"""Seconds, as in Textual's own."""
MOST_FRAMES = 10
"""After so many it is still to be drawn again: there is no room for it, or its changes are held back."""
WAITING = {"dialog", "other-window"}
"""Workers that wait for a person or another window. While another one works, only the processor tells what comes."""
MOMENT = 0.002
"""Seconds between two looks at what waits for a timer, a thread or another process."""


async def at_rest(app: App[Any]) -> None:
    """Wait until nothing is left to do at once, and the screen in front is laid out."""
    loop: Any = asyncio.get_running_loop()
    deadline, frames = loop.time() + BOUND, 0
    while app.is_running and app._exception is None:
        if loop.time() > deadline:
            raise WaitForScreenTimeout("The program does not come to rest.")
        await asyncio.sleep(0)
        if loop._ready:
            continue
        if (keys := getattr(app, "pasted_keys", None)) is not None and keys.is_busy:
            await asyncio.sleep(MOMENT)  # a letter waits for what comes with it
            continue
        if app.animation_level == "none" and app.animator._animations:
            await asyncio.sleep(MOMENT)  # they end with the animator's next frame
            continue
        if frames == MOST_FRAMES or not (app.screen_stack and is_to_be_drawn(app.screen)):
            return
        app.screen._on_timer_update()
        frames += 1


def is_to_be_drawn(screen: Screen[Any]) -> bool:
    """Whether something waits for the next frame."""
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._dirty_widgets
        or screen._callbacks
    )


def is_waited_for(app: App[Any]) -> bool:
    """Whether a widget of the screen in front has messages to handle."""
    pumps = (app, *(app.screen.walk_children(with_self=True) if app.screen_stack else ()))
    return any(each._message_queue.values for each in pumps if not each._closing)


async def settled(app: App[Any]) -> None:
    """Wait until every message has been handled too, one that waits for an answer included."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + BOUND
    await at_rest(app)
    while app.is_running and app._exception is None and is_waited_for(app):
        if loop.time() > deadline:
            raise WaitForScreenTimeout("The program does not come to rest.")
        await asyncio.sleep(MOMENT)
        await at_rest(app)


@contextmanager
def settling(app: App[Any]) -> Iterator[None]:
    """Let the Pilot of `app` wait like this."""

    async def idle(*_: float) -> None:
        await at_rest(app)
        if any(each.is_running and each.group not in WAITING for each in app.workers):
            await wait_for_idle(0)
            await at_rest(app)

    async def screen(_pilot: Pilot[Any], timeout: float = BOUND) -> bool:
        await settled(app)
        return app._exception is None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(textual_app, "wait_for_idle", idle)
        patch.setattr(textual_pilot, "wait_for_idle", idle)
        patch.setattr(Pilot, "_wait_for_screen", screen)
        yield
