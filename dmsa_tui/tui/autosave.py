"""Saves answers soon after they change, and notifies about changes by another window."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from dmsa_tui.checks.words import listed
from dmsa_tui.errors import Gone, StorageError
from dmsa_tui.onboarding.answer_words import answer_words

if TYPE_CHECKING:
    from textual.app import App
    from textual.worker import Worker

    from dmsa_tui.onboarding.store import Saved
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.every_second import EverySecond

TYPING_PAUSE_SECONDS = 0.15
"""Pause in typing before changed answers are written."""
OTHER_WINDOW_SECONDS = 2
"""How often the record's file is checked for changes by another window, as home does with all of them."""
OWN_OF_EACH_WINDOW = ("step", "action", "verdict", "checked_at", "approvals_settled_by", "past_login_urls")
"""Fields that each window has for itself. None is an answer that a person gave, so nobody is notified."""


class Autosave:
    """Writes the open record.

    The application owns it: a timer or worker of a screen would end with the screen, before the last answer is written.
    """

    def __init__(self, app: "App[str]", session: "Callable[[], Session]", is_in_front: Callable[[], bool]) -> None:
        """`session` returns the current session; `is_in_front`: whether the open onboarding is, and not home."""
        self._app = app
        self._session = session
        self._is_in_front = is_in_front
        self._told_gone = ""
        """The identity of the onboarding whose deletion by another window was told last."""

    def soon(self) -> None:
        """Write changed answers after the typing pause."""
        self._app.set_timer(TYPING_PAUSE_SECONDS, self._begin)

    async def now(self) -> None:
        """Write changed answers. If the disk refuses, notify; the answers stay in memory.

        Even if the caller is cancelled, changes by another window are shown.
        """
        await asyncio.shield(ended(self._begin()))

    def watch_other_windows(self, every_second: "EverySecond") -> None:
        """Take over what other windows write, as long as the program runs."""
        self._start(partial(self._watch, every_second), "other-window")

    async def _watch(self, every_second: "EverySecond") -> None:
        while True:  # one worker for all looks: one for each would be half of what idling costs
            await every_second.passed(OTHER_WINDOW_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Take over what another window has written."""
        try:
            self._tell(await self._session().open_record.take_over())
        except StorageError:
            pass  # the next save says it

    def _begin(self) -> "Worker[None]":
        return self._start(self._write, "save")

    def _start(self, work: Callable[[], Coroutine[None, None, None]], group: str) -> "Worker[None]":
        return self._app.run_worker(work, group=group, exit_on_error=False)

    async def _write(self) -> None:
        try:
            self._tell(await self._session().flush())
        except StorageError as problem:
            if isinstance(problem, Gone):
                before, self._told_gone = self._told_gone, self._session().record.identity
                if before == self._told_gone:
                    return
            self._app.notify(f"Not saved: {problem}", severity="error", timeout=10, markup=False)

    def _tell(self, saved: "Saved | None") -> None:
        if saved is None:
            return
        tell = self._app.notify
        merged, disputed = (
            [each for each in names if each not in OWN_OF_EACH_WINDOW]
            for names in (saved.merged_fields, saved.disputed_fields)
        )
        if merged and self._is_in_front():
            did = [f"{'archived' if saved.record.archived else 'restored'} this onboarding"] * ("archived" in merged)
            others = [each for each in merged if each != "archived"]
            did += [f"changed {_named(others)}"] * bool(others)
            tell(f"Another window {' and '.join(did)}. The change is shown here.", timeout=8, markup=False)
        if disputed:
            fields = _named(disputed)
            tell(f"Another window changed {fields}, too. This window's answers stay.", timeout=8, markup=False)


async def ended(worker: "Worker[None]") -> None:
    """Wait for it; at the program's end, which cancels it, there is nobody left to tell."""
    from textual.worker import WorkerCancelled

    with suppress(WorkerCancelled):
        await worker.wait()


def _named(names: list[str]) -> str:
    """Fields of the record, or keys of a table in it, in words."""
    return listed(list(dict.fromkeys(answer_words(each.partition(".")[0]) for each in names)))
