"""The setup record's files that this run has saved: each is written again where it says what is true no more."""

from pathlib import Path
from typing import TYPE_CHECKING

from dmsa_tui.errors import StorageError
from dmsa_tui.session import handover
from dmsa_tui.session.check_results import REPORT
from dmsa_tui.session.open_record import OPENED, PLACE

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


class SavedRecord:
    """The files about the open onboarding."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._of = ""
        """The customer whose files they are."""
        self._files: dict[str, Path] = {}
        """Kind → its file."""
        self._older: set[str] = set()
        """The kinds that are older than the record or Procore's answers."""
        session.open_record.observe(self._record_changed)
        session.results.observe(lambda names: self._changed() if REPORT in names else None)

    @property
    def is_older(self) -> bool:
        """Whether one of the files says what is true no more."""
        return bool(self._older)

    @property
    def path(self) -> Path | None:
        """The file that was saved last; None without any."""
        return [None, *self._files.values()][-1]

    async def save(self, kind: str) -> Path:
        """Write the setup record of that kind; StorageError if the disk refuses."""
        self._of = self._session.record.name
        self._older.discard(kind)  # first: a change while it is written makes it older
        try:
            path = await handover.write_setup_record(self._session, kind)
        except StorageError:
            self._changed()
            raise
        self._files.pop(kind, None)
        self._files[kind] = path
        return path

    async def save_again(self) -> Path | None:
        """Write the older files again; one of them, or None if there was none. StorageError if the disk refuses."""
        older = [kind for kind in self._files if kind in self._older]
        return [None, *[await self.save(kind) for kind in older]][-1]

    def _changed(self) -> None:
        self._older |= self._files.keys()

    def _record_changed(self, names: frozenset[str]) -> None:
        if OPENED in names and self._session.record.name != self._of:
            self._files, self._older = {}, set()
        elif self._session.is_open and names - PLACE:
            self._changed()
