"""What waits while a person presses keys: collecting garbage, and the requests of long work.

A full collection takes as long as the program is large, half a second here, and Python begins one whenever it likes:
mostly in the middle of drawing the next step, which leaves behind much of what is collected.
"""

import asyncio
import gc
import time

QUIET_SECONDS = 2.0
"""Seconds without a key or the mouse, after which a pause is taken to be one."""
IDLE_CHECK_SECONDS = 1.0
BREATH_SECONDS, LONGEST_BREATH_SECONDS = 0.1, 1.0
"""Seconds after a key in which no further request of long work leaves, and how long one is kept at the most."""
YOUNG_OBJECTS, SMALL_COLLECTIONS, MIDDLE_COLLECTIONS = 5_000, 5, 400
"""Python's thresholds: objects for a small collection, small ones for a middle one, middle ones for a full one.

The last one is for a run that never pauses: ten million objects later.
"""


def start_up() -> None:
    """Collect nothing while what lives as long as the program is being imported."""
    gc.disable()


class IdleScheduler:
    """Knows when a person last did something."""

    def __init__(self) -> None:
        self._touched_at = 0.0

    def begin(self) -> None:
        """The first screen stands: what is here now stays, and need not be looked at again."""
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS, SMALL_COLLECTIONS, MIDDLE_COLLECTIONS)
        gc.enable()

    def touched(self) -> None:
        """A person has just done something."""
        self._touched_at = time.monotonic()

    async def give_way(self) -> None:
        """Wait until what a person has just pressed is drawn: the answers of long work would keep it waiting."""
        now = time.monotonic()
        until = now + LONGEST_BREATH_SECONDS
        while (left := min(self._touched_at + BREATH_SECONDS, until) - now) > 0:
            await asyncio.sleep(left)
            now = time.monotonic()

    def look(self) -> None:
        """Collect if a person pauses and there is something to collect."""
        _, since_middle, since_full = gc.get_count()
        if (since_middle or since_full) and time.monotonic() - self._touched_at >= QUIET_SECONDS:
            gc.collect()
