"""The setup record's files that this run has saved, and which of them say what is true no more."""

from pathlib import Path

from dmsa_tui.onboarding.saved_pages import page_name
from dmsa_tui.session.check_results import REPORT, CheckResults
from dmsa_tui.session.open_record import OPENED, PLACE, OpenRecord


class SavedRecord:
    """The files about the open onboarding; `handover` writes them."""

    def __init__(self, open_record: OpenRecord, results: CheckResults) -> None:
        self._open_record = open_record
        self._of = ""
        """The customer whose files they are."""
        self._files: dict[str, Path] = {}
        """Kind → its file; writing one again leaves it in its place."""
        self._older: set[str] = set()
        """The kinds that are older than the record or Procore's answers."""
        open_record.observe(self._record_changed)
        results.observe(lambda names: self._changed() if REPORT in names else None)

    @property
    def older(self) -> list[str]:
        """The kinds to write again, the one that a person asked for last; none while all say what is true."""
        return [*self._files] if self._older & self._files.keys() else []

    @property
    def path(self) -> Path | None:
        """The file that a person asked for last; None without any."""
        return [None, *self._files.values()][-1]

    def begin(self, kind: str) -> None:
        """It is being written: a change from now on makes it older."""
        self._older.discard(kind)

    def wrote(self, kind: str, path: Path) -> None:
        """It is on disk."""
        self._of = self._open_record.record.name
        self._files[kind] = path

    def asked_for(self, kind: str) -> None:
        """A person asked for that form: it comes after the others, which are written with it."""
        if kind in self._files:  # another onboarding may be open by now
            self._files[kind] = self._files.pop(kind)

    def failed(self, kind: str) -> None:
        """The disk refused it: what was there is as old as before."""
        self._older.add(kind)

    def renamed(self, name: str, new_name: str) -> None:
        """Its customer has another name: the files went along, and have the former name in them."""
        if name == self._of:
            moved = {kind: path.with_name(page_name(new_name, path.suffix[1:])) for kind, path in self._files.items()}
            self._of, self._files = new_name, moved
            self._changed()

    def _changed(self) -> None:
        self._older |= self._files.keys()

    def _record_changed(self, names: frozenset[str]) -> None:
        is_open = self._open_record.is_open
        if not is_open or (OPENED in names and self._open_record.record.name != self._of):
            self._of, self._files, self._older = "", {}, set()
        elif names - PLACE:
            self._changed()
