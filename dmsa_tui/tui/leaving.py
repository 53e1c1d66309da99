"""What is said when the wizard ends, and its end from outside: at a signal, or when its terminal is gone."""

import asyncio
import contextlib
import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

from dmsa_tui.errors import StorageError
from dmsa_tui.session.farewell import farewell
from dmsa_tui.session.names_on_home import shown_name
from dmsa_tui.session.only_in_memory import losses
from dmsa_tui.terminal.output import Guarded
from dmsa_tui.tui.widgets.text_fields import is_text_field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import App
    from textual.driver import Driver

    from dmsa_tui.session.only_in_memory import Loss
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.browser_and_clipboard import SystemClipboard

TERMINATED, HUNG_UP = 15, 1
"""SIGTERM, and SIGHUP: the terminal has gone."""
BY_SIGNAL = 128
"""The exit status is this plus the signal's number, as in shells."""


class Leaving:
    """Ends the application when a signal comes or its terminal goes, and knows what an end leaves behind."""

    def __init__(
        self,
        app: "App[str]",
        sessions: "Callable[[], Sequence[Session]]",
        home_names: "Callable[[], str]",
        clipboard: "SystemClipboard",
    ) -> None:
        """`sessions`: the one in front, then the one behind a rehearsal; `home_names`: the setting of that name."""
        self._app = app
        self._sessions, self._home_names = sessions, home_names
        self._clipboard = clipboard
        self._drawn_on: Guarded | None = None
        self.signaled = 0
        """The signal that ended it, or 0."""

    @property
    def losses(self) -> "list[Loss]":
        """What of customers' credentials goes with the program."""
        return losses(self._sessions(), self._named)

    @property
    def farewell(self) -> str:
        """What is printed once the screen is gone."""
        return farewell(self._sessions(), self._named)

    def _named(self, session: "Session", name: str) -> str:
        return shown_name(session, self._home_names(), name)

    def guard(self, driver: "Driver") -> "Driver":
        """Let Textual draw on a stream that drops what a terminal that has gone cannot take.

        Textual 8.2 writes in a thread, which ends at the first failure; thirty writes later the program would wait
        for it forever.
        """
        if "_file" in vars(driver):
            self._drawn_on = vars(driver)["_file"] = Guarded(vars(driver)["_file"], must_arrive=False)
        return driver

    def hear_signals(self) -> None:
        """End at a signal, and redraw after a pause in the shell.

        Does nothing where the system has no signals, or outside of the main thread.
        """
        self._app.app_resume_signal.subscribe(self._app, lambda _app: self._app.refresh(layout=True))
        loop = asyncio.get_running_loop()
        for number in (TERMINATED, HUNG_UP):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, partial(self.leave, number))
        if closed := getattr(signal, "SIGBREAK", None):  # Windows: Ctrl+Break, and the window is closed
            signal.signal(closed, lambda *_: loop.call_soon_threadsafe(self.leave, TERMINATED))

    def look_for_terminal(self) -> None:
        """End without a terminal: it may go without a signal: `setsid` starts programs that get none."""
        typed_at = sys.__stdin__
        if (self._drawn_on and self._drawn_on.fault) or not (typed_at and os.isatty(typed_at.fileno())):
            self.leave(HUNG_UP)

    def leave(self, number: int) -> None:
        """Save what was typed, and end; `number` is the signal."""
        if not self.signaled:
            self.signaled = number
            self._app.run_worker(self._save_and_end(), group="save", exit_on_error=False)

    async def _save_and_end(self) -> None:
        try:
            with contextlib.suppress(StorageError):  # the farewell names what could not be saved
                await self._sessions()[0].flush()
            if self.signaled != HUNG_UP:
                await self._clipboard.clear_secret()
            await self._sessions()[0].disconnect()
        finally:
            self._app.exit(self.farewell)

    @property
    def may_suspend(self) -> bool:
        """Whether Ctrl+Z suspends; in a text field it means undo."""
        return hasattr(signal, "SIGTSTP") and not is_text_field(self._app.focused)


def has_shell() -> bool:
    """Whether a shell can bring the program back after a stop: an orphaned process group would stay as it is."""
    own, parent = os.getsid(0), os.getppid()
    try:
        elsewhere = os.getsid(parent) != own
    except OSError:  # the parent has gone, or is another user's
        elsewhere = True
    return os.getpgrp() != own and not elsewhere
