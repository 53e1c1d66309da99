"""Work that goes on whatever screen is open: one task at a time, and none is forgotten before it has ended."""

import asyncio
from collections.abc import Coroutine

from dmsa_tui.session.observable import Observable


class Background(Observable):
    """A part of the session that works in the background."""

    def __init__(self) -> None:
        super().__init__()
        self._task: asyncio.Task[None] | None = None
        self._leaving: set[asyncio.Task[None]] = set()
        """Tasks that were let go, and have a request in flight."""

    @property
    def under_way(self) -> bool:
        """Whether it is at work."""
        return self._task is not None

    def _start(self, work: Coroutine[None, None, None]) -> None:
        self._task = asyncio.create_task(work)

    def _let_go(self) -> bool:
        """Cancel the work, which nobody waits for any more; False if there is none."""
        if self._task is None:
            return False
        task, self._task = self._task, None
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)
        task.cancel()
        return True

    async def _all_left(self) -> None:
        """Wait until nothing that was let go has a request in flight."""
        await asyncio.gather(*self._leaving, return_exceptions=True)
