"""Quits the wizard by a key: what is saved first, and what a person is told before anything is lost."""

import time
from typing import TYPE_CHECKING

from dmsa_tui.tui.opening import ClosedOnce

if TYPE_CHECKING:
    from dmsa_tui.session.only_in_memory import Loss
    from dmsa_tui.tui.base_app import BaseApp

QUIT_SECONDS = 2.0
"""Seconds in which a second Ctrl+C quits."""
LOSS_SECONDS = 8.0
"""Seconds in which a second Ctrl+Q quits though credentials are lost."""


class Quitting:
    """Quits, where that loses something only at the second press."""

    def __init__(self, app: "BaseApp") -> None:
        self._app = app
        self._interrupted_at, self._told_loss_at = -QUIT_SECONDS, -LOSS_SECONDS
        self._told_unsaved = self._told_adding = False

    def run_changed(self) -> None:
        """The run that adds projects may have ended: the next one is told about again."""
        self._told_adding = self._told_adding and self._app.session.project_run.under_way

    async def quit(self) -> None:
        """Save, close the connection and quit; where projects are added or credentials lost, at the second press."""
        from dmsa_tui.errors import StorageError

        app, run = self._app, self._app.session.project_run
        if run.under_way and run.writes and not self._told_adding:
            self._told_adding = True
            sentence = "Projects are being added. Ctrl+Q again stops after this request and quits."
            app.notify(sentence, severity="warning", timeout=8)
            return
        if time.monotonic() - self._told_loss_at >= LOSS_SECONDS and (goes := self._losses):
            self._told_loss_at = time.monotonic()
            sentence = f"{' '.join(each.warning for each in goes)} {app.key_text('quit')} again quits."
            app.notify(sentence, severity="warning", timeout=LOSS_SECONDS, markup=False)
            return
        try:
            await app.session.flush()
        except StorageError as problem:
            if not self._told_unsaved:
                self._told_unsaved = True
                sentence = f"Not saved: {problem} Press Ctrl+Q again to quit without saving."
                app.notify(sentence, severity="error", markup=False)
                return
        await app.system_clipboard.clear_secret()
        await app.session.disconnect()
        app.exit(app.leaving.farewell)

    async def ask(self) -> None:
        """Quit; where credentials are lost, after a question."""
        from dmsa_tui.tui.dialogs.confirm import ConfirmDialog

        if goes := self._losses:
            dialog = ConfirmDialog("Quit?", " ".join(each.warning for each in goes), "Quit")
            if not await self._app.push_screen_wait(dialog):
                return
            self._told_loss_at = time.monotonic()
        await self.quit()

    async def interrupt(self) -> None:
        """Quit at the second time; the first says so."""
        if time.monotonic() - self._interrupted_at < QUIT_SECONDS:
            await self.quit()
            return
        self._interrupted_at = self._told_loss_at = time.monotonic()
        but = "; ".join(["", *(each.clause for each in self._losses)])
        sentence = f"Press Ctrl+C again to quit. Every answer is saved{but}."
        self._app.notify(sentence, timeout=QUIT_SECONDS, markup=False)

    @property
    def _losses(self) -> "list[Loss]":
        """What of customers' credentials goes with the program, also what is still in a field."""
        for each in self._app.screen_stack:
            if isinstance(each, ClosedOnce):
                each.keep_typed()
        return self._app.leaving.losses
