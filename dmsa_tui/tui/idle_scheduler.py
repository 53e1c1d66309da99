"""Delays garbage collection and background requests while a person presses keys.

A full collection takes half a second here, and Python starts one at any time: mostly while the next step is drawn,
which creates much of what is collected.
"""

import asyncio
import gc
import time

QUIET_SECONDS = 2.0
"""Time without a key or the mouse after which the person counts as idle."""
BREATH_SECONDS, LONGEST_BREATH_SECONDS = 0.1, 1.0
"""How long after a key no background request leaves, and how long one is delayed at most."""
YOUNG_OBJECTS, SMALL_COLLECTIONS, MIDDLE_COLLECTIONS = 5_000, 5, 400
"""Python's thresholds: objects for a small collection, small ones for a middle one, middle ones for a full one.

The last is for a run without any pause: ten million objects later.
"""


def start_up() -> None:
    """Collect nothing while modules are imported that live as long as the program."""
    gc.disable()


class IdleScheduler:
    """Knows when the person acted last."""

    def __init__(self) -> None:
        self._touched_at = 0.0

    def begin(self) -> None:
        """Start collecting. What exists now is never looked at again."""
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS, SMALL_COLLECTIONS, MIDDLE_COLLECTIONS)
        gc.enable()

    def touched(self) -> None:
        """Note that the person acted."""
        self._touched_at = time.monotonic()

    async def give_way(self) -> None:
        """Wait until the last key is drawn, so that background work does not delay it."""
        now = time.monotonic()
        until = now + LONGEST_BREATH_SECONDS
        while (left := min(self._touched_at + BREATH_SECONDS, until) - now) > 0:
            await asyncio.sleep(left)
            now = time.monotonic()

    def look(self) -> None:
        """Collect if the person is idle and there is something to collect."""
        _, since_middle, since_full = gc.get_count()
        if (since_middle or since_full) and time.monotonic() - self._touched_at >= QUIET_SECONDS:
            gc.collect()
