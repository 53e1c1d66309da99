"""The wizard ends or stops from outside: by a signal, with its terminal, or for a while in favor of the shell."""

import asyncio
import contextlib
import signal
from functools import partial
from typing import TYPE_CHECKING

from textual.widgets import Input, TextArea

from dmsa_tui.errors import StorageError

if TYPE_CHECKING:
    from textual.app import App

    from dmsa_tui.session.session import Session

    Base = App[str]
else:
    Base = object

TERMINATED, HUNG_UP = 15, 1
"""SIGTERM, and SIGHUP: the terminal has gone."""
BY_SIGNAL = 128
"""Added to the signal's number it is the exit status, as shells count."""


class Leaving(Base):
    """How DmsaApp ends when nobody has pressed a key for it."""

    session: "Session"
    signaled = 0
    """The signal that ended it, or 0."""

    async def clear_secret_from_clipboard(self) -> None:
        """Empty the clipboard if a secret is on it."""
        raise NotImplementedError

    def hear_signals(self) -> None:
        """End properly at a signal, and draw everything again after a pause in the shell.

        Where the system has no signals, or this is not the main thread, nothing is heard.
        """
        self.app_resume_signal.subscribe(self, lambda _app: self.refresh(layout=True))
        loop = asyncio.get_running_loop()
        for number in (TERMINATED, HUNG_UP):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, partial(self.leave, number))

    def panic(self, *renderables: object) -> None:
        """Textual calls this when the keyboard can be read no more: the terminal has gone."""
        self.leave(HUNG_UP)

    def leave(self, number: int) -> None:
        """Save what was typed, and end; `number` is the signal."""
        if not self.signaled:
            self.signaled = number
            self.run_worker(self._save_and_end(), group="save", exit_on_error=False)

    async def _save_and_end(self) -> None:
        try:
            with contextlib.suppress(StorageError):  # the farewell names what could not be saved
                await self.session.flush()
            if self.signaled != HUNG_UP:
                await self.clear_secret_from_clipboard()
            await self.session.disconnect()
        finally:
            self.exit(self.session.farewell)

    @property
    def may_suspend(self) -> bool:
        """Whether the key for it suspends; in a field it brings back what the field held."""
        return hasattr(signal, "SIGTSTP") and not isinstance(self.focused, (Input, TextArea))
