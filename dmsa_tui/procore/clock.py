"""Time as the client sees it, replaceable so that no test has to wait."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """The three faces of time that the client uses; all in seconds."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    """Unix time, to be compared with a server's `Date`."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
