"""The onboarding that is chosen on home, for what acts on one."""

from typing import TYPE_CHECKING

from dmsa_tui.errors import StorageError
from dmsa_tui.tui.one_notice import OneNotice
from dmsa_tui.tui.setups import open_record

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record_files import Entry
    from dmsa_tui.tui.changes_on_home import Home


class ChosenOnHome:
    """Gives the chosen one; where none is chosen, or its record cannot be read, it is said."""

    def __init__(self, home: "Home") -> None:
        self._home = home
        self._notice = OneNotice()

    def entry(self) -> "Entry | None":
        """The chosen one."""
        listed = self._home.listed
        if listed is not None and listed.chosen is None:
            self._notice.say(self._home.app, listed.says_nothing_chosen, timeout=4)
        return listed.chosen if listed is not None else None

    def readable(self) -> "Entry | None":
        """The chosen one, if its record can be read."""
        entry = self.entry()
        if entry is not None and entry.record is None:
            self._home.tell_problem(StorageError(entry.problem or ""))
            return None
        return entry

    def moved(self) -> None:
        """Another one may be chosen: say no more that none is."""
        listed = self._home.listed
        self._notice.keep_only(self._home.app, listed.says_nothing_chosen if listed is not None else "")

    def forget(self) -> None:
        """The person does something else."""
        self._notice.withdraw(self._home.app)

    async def choose_task(self) -> None:
        """Choose a task for it, and open it over home."""
        from dmsa_tui.onboarding.known import guide_for
        from dmsa_tui.tui.dialogs.choose_task import ChooseTaskDialog

        app, entry, listed = self._home.app, self.readable(), self._home.listed
        if entry is None or entry.record is None or listed is None:
            return
        dialog = ChooseTaskDialog(guide_for(entry.record), entry.record, listed.names.shown(entry))
        chosen = await app.push_screen_wait(dialog)
        if chosen and open_record(app, entry):
            app.open_task(chosen)
