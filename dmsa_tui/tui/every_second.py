"""One timer for what is looked at again and again: to wake the processor costs more than the looks themselves."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

SECOND = 1.0


class EverySecond:
    """Tells who waits for it that a second has passed, as long as the application runs."""

    def __init__(self, app: "App[str]") -> None:
        self._app = app
        self._passed = asyncio.Event()
        self._looks: list[Callable[[], object]] = []

    def begin(self) -> None:
        """Start the timer, once the application runs."""
        self._app.set_interval(SECOND, self._pass)

    def call(self, look: Callable[[], object]) -> None:
        """Call `look`, which must not take long, every second from now on."""
        self._looks.append(look)

    async def passed(self, seconds: int = 1) -> None:
        """Wait until so many seconds have passed."""
        for _ in range(seconds):
            await self._passed.wait()

    def _pass(self) -> None:
        self._passed.set()
        self._passed = asyncio.Event()
        for look in self._looks:
            look()
