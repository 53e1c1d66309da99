"""Renaming, archiving and deleting what is chosen on home. Renaming and archiving can be undone, the last first."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

from dmsa_tui.errors import DmsaError, InvalidInput
from dmsa_tui.tui.autosave import ended

if TYPE_CHECKING:
    from textual.worker import Worker

    from dmsa_tui.onboarding.record_files import Entry
    from dmsa_tui.tui.base_app import BaseApp
    from dmsa_tui.tui.customer_list import CustomerList

GONE = "This cannot be undone any more: another window changed the onboarding."


class Home(Protocol):
    """What lists the onboardings."""

    @property
    def app(self) -> "BaseApp": ...

    @property
    def listed(self) -> "CustomerList | None":
        """The list; None while there is none."""

    def read(self) -> "Worker[None]":
        """Read what is saved, and list it."""

    def show_keys(self) -> None:
        """Show what the last line shows now."""

    def notify(self, message: str, *, timeout: float | None = None, markup: bool = True) -> None:
        """Notify about home."""

    def tell_problem(self, problem: DmsaError) -> None:
        """Notify about what failed."""


class ChangesOnHome:
    """What a person changes in the chosen onboarding."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._undos: list[Callable[[], Awaitable[None]]] = []
        self.began = False
        """Whether anything was changed: from then on the key for undoing is no letter that begins a search."""

    @property
    def can_be_undone(self) -> bool:
        """Whether there is a change that can be undone."""
        return bool(self._undos)

    async def undo(self) -> None:
        """Undo the last change that is not undone yet; where none is left, say so."""
        if self._undos:
            await self._undos.pop()()
            self._home.show_keys()
        else:
            self._home.notify("Nothing is left to undo.", timeout=4)

    async def rename(self, entry: "Entry", listed: "CustomerList") -> None:
        """Ask for another name, and give it."""
        from dmsa_tui.tui.dialogs.rename import RenameDialog

        others = {each.name for each in listed.entries if each is not entry}
        before = listed.names.shown(entry)
        dialog = RenameDialog(entry.name, others, before if listed.names.is_hidden(entry) else "")
        name = await self._home.app.push_screen_wait(dialog)
        if name and name != entry.name and await self._rename(entry.name, name):

            async def undo() -> None:
                now = self._shown(name)  # names may be hidden by then
                if await self._rename(name, entry.name, GONE):
                    self._say(f"{now} is {self._shown(entry.name)} again.")

            self._say_undoable(f"{before} is now {self._shown(name)}", undo)

    async def _rename(self, name: str, new_name: str, gone: str = "") -> bool:
        from dmsa_tui.session.saved_changes import rename

        return await self._changed(rename(self._home.app.session, name, new_name), new_name, gone)

    async def archive(self, entry: "Entry", listed: "CustomerList") -> None:
        """Archive it, or restore it."""
        away = entry.record is not None and not entry.record.archived
        if await self._archive(entry.name, away):

            async def undo() -> None:
                if await self._archive(entry.name, not away, entry.name, GONE):
                    self._say(f"{self._shown(entry.name)} is {_archived(not away)}.")

            begun = self._open_tasks(entry) if away else ""
            self._say_undoable(f"{listed.names.shown(entry)} is {_archived(away)}{begun}", undo)

    def _open_tasks(self, entry: "Entry") -> str:
        """The tasks that are left in the middle, in words; empty without any."""
        from dmsa_tui.onboarding.known import guide_for
        from dmsa_tui.onboarding.open_tasks import unfinished_tasks

        begun = unfinished_tasks(entry.record, guide_for(entry.record)) if entry.record is not None else []
        said = " and ".join(f"“{task.title}” open at action {at.words}" for task, at in begun)
        return f" with its task {said}" if said else ""

    async def _archive(self, name: str, away: bool, then_chosen: str = "", gone: str = "") -> bool:
        from dmsa_tui.session.saved_changes import archive

        return await self._changed(archive(self._home.app.session, name, away), then_chosen, gone)

    async def delete(self, entry: "Entry", listed: "CustomerList") -> None:
        """Delete it, if the person agrees."""
        from dmsa_tui.session.saved_changes import consequence
        from dmsa_tui.tui.dialogs.confirm import ConfirmDialog

        shown = listed.names.shown(entry)
        dialog = ConfirmDialog(f"Delete {shown}?", consequence(self._home.app.session, entry, shown), "Delete")
        if await self._home.app.push_screen_wait(dialog):
            self._undos.clear()  # the next one would undo something else than what was done last
            await self._changed(self._remove(entry, shown))

    async def _remove(self, entry: "Entry", shown: str) -> None:
        from dmsa_tui.session.saved_changes import remove

        done = await remove(self._home.app.session, entry)
        self._say(" ".join((f"{shown} is deleted.", *done.sentences)))

    async def _changed(self, change: Awaitable[None], then_chosen: str = "", gone: str = "") -> bool:
        """Make the change, list what is saved then, and choose that customer; returns whether it was made.

        `gone`: what to say where the onboarding is no more what it was.
        """
        try:
            await change
        except DmsaError as problem:
            self._home.tell_problem(InvalidInput(gone) if gone and isinstance(problem, InvalidInput) else problem)
            return False
        self.began = True
        await ended(self._home.read())
        self._home.show_keys()
        if then_chosen and (listed := self._home.listed) is not None:
            listed.choose(then_chosen)
        return True

    def _shown(self, name: str) -> str:
        """The name as home shows it."""
        listed = self._home.listed
        entries = (each for each in listed.entries if each.name == name) if listed is not None else ()
        return next((listed.names.shown(each) for each in entries if listed is not None), "•")

    def _say_undoable(self, what: str, undo: Callable[[], Awaitable[None]]) -> None:
        self._undos.append(undo)
        self._home.show_keys()
        sentence = f"{what.removesuffix('.')}. Press {self._home.app.key_text('undo')} to undo."
        self._home.notify(sentence, timeout=8, markup=False)

    def _say(self, sentence: str) -> None:
        self._home.app.notify(sentence, timeout=8, markup=False)


def _archived(away: bool) -> str:
    return "archived" if away else "restored"
