"""The files of all onboardings, one each, as whoever only looks reads them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.checks.spelling import composed
from dmsa_tui.errors import DamagedRecord, Gone, StorageError, quoted, why
from dmsa_tui.onboarding.codec import loads
from dmsa_tui.onboarding.filenames import SUFFIX, beginning, file_name
from dmsa_tui.onboarding.files import changed_at
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.regular_files import read_regular

if TYPE_CHECKING:
    from dmsa_tui.onboarding.last_answers import LastAnswers
    from dmsa_tui.onboarding.last_report import LastReport


class Entry(NamedTuple):
    """One file of the store: a record, or why it cannot be read."""

    name: str
    """The customer's name; of a damaged file, the file's name without its suffix."""
    path: Path
    record: Onboarding | None
    problem: str | None = None
    """One sentence; None for a record that can be read."""


class RecordFiles:
    """What is under `paths.records`, and what is kept beside it. Raises StorageError where the disk refuses."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._directory = paths.records

    def names(self) -> list[str]:
        """The customers whose records can be read, in alphabetical order."""
        return [entry.name for entry in self.entries() if entry.record is not None]

    def holder(self, name: str, besides: str = "") -> str:
        """Who has that name, whatever its case and the form of its accents; empty for nobody, or `besides` alone."""
        if name != besides and self.file_of(name) is not None:
            return name  # a damaged file too
        near = (self.entry(each) for each in self.files() if each.name.startswith(beginning(name)))
        same = (each.name for each in near if each.record is not None and composed(each.name) == composed(name))
        return next((each for each in same if each != besides), "")

    def entries(self) -> list[Entry]:
        """Every file of the store, including unreadable ones, in alphabetical order."""
        return sorted(map(self.entry, self.files()), key=lambda entry: (entry.name.casefold(), entry.path.name))

    def file_of(self, name: str) -> Path | None:
        """The file for that customer, whatever is in it; None if there is none."""
        path = self._directory / file_name(name)
        return path if os.path.lexists(path) else None

    def files(self) -> list[Path]:
        """The files of all records, unread."""
        try:
            return [each for each in self._directory.iterdir() if each.suffix == SUFFIX and each.name[0] != "."]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StorageError(f"The records in {self._directory} cannot be listed: {why(error)}.") from None

    @property
    def index_path(self) -> Path:
        """The file of `list_index`, beside the records."""
        return self._directory / ".list.json"

    def stamp(self) -> tuple[int, ...]:
        """Another one after a record or a report was written, renamed or removed: each changes its directory."""
        return tuple(map(changed_at, (self._directory, self._paths.reports)))

    def entry(self, path: Path) -> Entry:
        """What is in one of the `files`."""
        try:
            record = self._read(path)
        except StorageError as problem:
            return Entry(path.name.removesuffix(SUFFIX), path, None, str(problem))
        return Entry(record.name, path, record)

    def written_at(self, name: str) -> int:
        """When the record was last written, in nanoseconds; 0 if it is not there."""
        return changed_at(self._directory / file_name(name))

    def name_now(self, record: Onboarding) -> str:
        """The name that another window has given to an onboarding that is gone; Gone if it was deleted."""
        for each in self.entries():
            if each.record is not None and each.record.identity == record.identity:
                return each.name
        raise Gone(f"The onboarding {quoted(record.name)} is no longer there: it was deleted in another window.")

    def last_answers(self, record: Onboarding) -> "LastAnswers":
        """What earlier runs learned about what that record asks now. Never raises."""
        from dmsa_tui.onboarding.last_answers import read_last_answers

        return read_last_answers(self._paths, record)

    def last_report(self, record: Onboarding) -> "LastReport":
        """The last full report about what that record says now, or why there is none. Never raises."""
        from dmsa_tui.onboarding.last_report import read_last_report

        return read_last_report(self._paths, record)

    def kept_paths(self, name: str) -> tuple[Path, Path]:
        """Where that customer's last full report and newer answers are, if there are any."""
        from dmsa_tui.onboarding.last_answers import answers_file
        from dmsa_tui.onboarding.last_report import report_file

        return report_file(self._paths, name), answers_file(self._paths, name)

    def _read(self, path: Path) -> Onboarding:
        try:
            record = loads(read_regular(path))
        except OSError as error:
            raise StorageError(f"The record {path} could not be read: {why(error)}.") from None
        except DamagedRecord as damage:
            raise type(damage)(f"The record {path} cannot be used and was left as it is: {damage}.") from None
        if file_name(record.name) != path.name:
            raise DamagedRecord(
                f"The record {path} was left as it is: it is {quoted(record.name)}'s, "
                f"whose file is {file_name(record.name)}."
            )
        return record
