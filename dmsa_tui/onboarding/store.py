"""Writes the records of all onboardings: each file whole, under a lock, never over another window's answers."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Container, Mapping
from copy import deepcopy
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dmsa_tui.errors import Gone, InvalidInput, StorageError, quoted, why
from dmsa_tui.onboarding.codec import dumps
from dmsa_tui.onboarding.filenames import file_name
from dmsa_tui.onboarding.files import append_line, private_directory, remove, sweep, write_whole
from dmsa_tui.onboarding.merge import Merged, merge
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding, past_login_urls
from dmsa_tui.onboarding.record_files import RecordFiles
from dmsa_tui.onboarding.regular_files import read_regular
from dmsa_tui.onboarding.saved_pages import renamed_pages, set_aside
from dmsa_tui.onboarding.store_lock import unwritten, writing
from dmsa_tui.procore.environments import ENVIRONMENTS

if TYPE_CHECKING:
    from dmsa_tui.onboarding.last_answers import Timed

_BASES_KEPT = 128
_log = logging.getLogger(__name__)


class Saved(NamedTuple):
    """What a save has written."""

    record: Onboarding
    """The record that was given, brought up to date."""
    merged_fields: tuple[str, ...] = ()
    """Fields whose values came from another window, e.g. `company_id` or `confirmed.install`."""
    disputed_fields: tuple[str, ...] = ()
    """Fields that another window had changed too, to other values: this record's values were kept."""


class Store(RecordFiles):
    """The onboardings under `paths.records`, to read and to write. StorageError where the disk refuses."""

    def __init__(self, paths: Paths) -> None:
        super().__init__(paths)
        self._bases: OrderedDict[tuple[str, int], Onboarding] = OrderedDict()

    def keep_index(self, written: Callable[[Container[str]], bytes]) -> None:
        """Write the index, given the names of the files that are there now: nobody is forgotten in the meantime.

        StorageError where the disk refuses, or another window writes.
        """
        with writing(self._directory, "index", timeout=0):
            try:
                write_whole(self.index_path, written({path.name for path in self.files()}))
            except OSError as error:
                raise StorageError(why(error)) from None

    def load(self, name: str) -> Onboarding:
        """The record of that customer; InvalidInput if there is none, DamagedRecord if it cannot be read."""
        path = self.file_of(name)
        if path is None:
            raise InvalidInput(f"There is no onboarding named {quoted(name)}.")
        record = self._read(path)
        self._remember(record)
        return record

    def create(self, record: Onboarding) -> Onboarding:
        """Write a new record; InvalidInput if the name is taken. `record` gets its revision and times."""
        if not record.name:
            raise InvalidInput("An onboarding needs the customer's name.")
        with writing(self._directory, record.name):
            if (path := self.file_of(record.name)) is not None:
                self._read(path)  # a damaged file is a reason of its own
            if holder := self.holder(record.name):
                raise InvalidInput(f"There is already an onboarding named {quoted(holder)}; choose another name.")
            mine = deepcopy(record)
            self._write(record, mine, replace(mine, created_at=datetime.now(UTC)), None)
        return record

    def save(self, record: Onboarding) -> Saved:
        """Write the record, joined with what other windows have written since it was read.

        `record` itself gets the new revision, the times and the other window's values, and nothing else: an answer that
        the person gives while the file is being written stays, and is this window's own at the next save.
        Gone if another window has renamed or deleted it, DamagedRecord if the file cannot be read: neither is written
        over.
        """
        with writing(self._directory, record.name):
            mine, on_disk = deepcopy(record), self._on_disk(record)
            merged = self._join(mine, on_disk)
            self._write(record, mine, merged.record, on_disk)
        return Saved(record, merged.theirs, merged.disputed)

    def rename(self, name: str, new_name: str) -> Onboarding:
        """Give a customer another name; history, last report and saved pages go along. Returns the record.

        InvalidInput if there is no such onboarding, or the new name is taken; DamagedRecord if it cannot be read.
        """
        with writing(self._directory, name):
            path = self.file_of(name)
            if path is None:
                raise InvalidInput(f"There is no onboarding named {quoted(name)}.")
            record = self._read(path)
            if new_name == name:
                return record
            if holder := self.holder(new_name, besides=name):
                raise InvalidInput(f"There is already an onboarding named {quoted(holder)}; choose another name.")
            from dmsa_tui.onboarding.history import history_file

            new, history = replace(record, name=new_name), history_file(self._paths, name)
            try:
                if history.exists():  # behind what an older onboarding of the new name left
                    append_line(history_file(self._paths, new_name), read_regular(history, links=False).rstrip(b"\n"))
                with renamed_pages(self._paths, name, new_name):
                    self._write(new, deepcopy(new), new, record)
                for kept, new_path in zip(self.kept_paths(name), self.kept_paths(new_name), strict=True):
                    if kept.exists():
                        kept.replace(new_path)
                for old in (path, history, self.index_path):
                    old.unlink(missing_ok=True)
            except OSError as error:
                raise StorageError(f"The onboarding {quoted(name)} could not be renamed: {why(error)}.") from None
        return new

    def changed_by_other_window(self, record: Onboarding) -> Saved | None:
        """`record` joined with what other windows have written since it was read; None if they have not.

        Nothing is written. Gone if another window has renamed or deleted it, DamagedRecord if it cannot be read.
        """
        with writing(self._directory, record.name):
            on_disk = self._on_disk(record)
        if on_disk.revision == record.revision:
            return None
        merged = self._join(deepcopy(record), on_disk)
        self._remember(on_disk)
        joined = replace(merged.record, revision=on_disk.revision, updated_at=on_disk.updated_at)
        return Saved(joined, merged.theirs, merged.disputed)

    def keep_report(self, record: Onboarding, document: Mapping[str, Any]) -> None:
        """Keep a full report, given as JSON's object, as the last one on that record; a newer one stays.

        Where the customer has been forgotten meanwhile, or the app's access was ended, nothing is kept.
        """
        from dmsa_tui.onboarding.last_report import encoded, report_file, started_at

        path = report_file(self._paths, record.name)

        def is_newest() -> bool:
            replaced = path.is_symlink() or not path.exists()
            return replaced or started_at(read_regular(path)) <= str(document["started_at"])

        self._keep_beside(record, path, encoded(document, record), "report", is_newest)

    def keep_answers(self, record: Onboarding, answers: "Timed") -> None:
        """Keep the newest answers to what that record asks.

        Where the customer has been forgotten meanwhile, or the app's access was ended, nothing is kept.
        """
        from dmsa_tui.onboarding.last_answers import answers_file, encoded

        path = answers_file(self._paths, record.name)
        self._keep_beside(record, path, encoded(answers, record), "answers")

    def _keep_beside(
        self, record: Onboarding, path: Path, data: bytes, what: str, is_wanted: Callable[[], bool] = lambda: True
    ) -> None:
        with writing(self._directory, record.name):
            if self.file_of(record.name) is None or record.access_ended_at is not None:
                return
            try:
                private_directory(path.parent)
                sweep(path.parent)
                if is_wanted():
                    write_whole(path, data)
            except OSError as error:
                raise StorageError(f"The {what} {path} could not be written: {why(error)}.") from None

    def forget(self, name: str) -> None:
        """Remove a record, its last report and what its scans have read, or a damaged file by its name in `entries`.

        InvalidInput if there is none.
        """
        with writing(self._directory, name):
            path = self.file_of(name) or next((each.path for each in self.entries() if each.name == name), None)
            if path is None:
                raise InvalidInput(f"There is no onboarding named {quoted(name)}.")
            try:
                record = self._note_forgetting(path, name)
                for client_id in (record.client_id, record.sandbox_client_id):
                    for environment_id in ENVIRONMENTS:
                        remove(self._paths.kept_scan(environment_id, record.company_id, client_id))
                for suffix in (".json", ".answers.json"):
                    remove(self._paths.reports / path.with_suffix(suffix).name)
                remove(self.index_path)
                remove(path)
            except OSError as error:
                raise StorageError(f"The file {error.filename or path} could not be removed: {why(error)}.") from None

    def _on_disk(self, record: Onboarding) -> Onboarding:
        path = self.file_of(record.name)
        on_disk = None if path is None else self._read(path)
        if on_disk is None or (record.created_at is not None and on_disk.identity != record.identity):
            sentence = "is no longer there: it was renamed or deleted in another window."
            raise Gone(f"The onboarding {quoted(record.name)} {sentence}")
        return on_disk

    def _join(self, mine: Onboarding, on_disk: Onboarding) -> Merged:
        base = self._bases.get((mine.identity, mine.revision))
        if base is not None:
            return merge(base, mine, on_disk)
        if on_disk.revision == mine.revision:
            return Merged(mine, (), ())
        raise StorageError(
            f"The onboarding {quoted(mine.name)} has changed since it was read; open it again to change it."
        )

    def _write(self, record: Onboarding, mine: Onboarding, content: Onboarding, on_disk: Onboarding | None) -> None:
        new = replace(content, revision=content.revision + 1, updated_at=_updated_at(content, on_disk))
        new.past_login_urls = past_login_urls(content, on_disk)
        data = dumps(new)
        try:
            sweep(self._directory)
            if on_disk is None:
                set_aside(self._paths, new.name)
            self._note(new, on_disk)
            write_whole(self._directory / file_name(new.name), data)
        except OSError as error:
            raise unwritten(self._directory, new.name, error) from None
        _log.debug("record written, revision %d", new.revision)
        for name in (each.name for each in fields(Onboarding)):
            if getattr(new, name) != getattr(mine, name):
                setattr(record, name, deepcopy(getattr(new, name)))
        self._remember(new)

    def _note(self, new: Onboarding, on_disk: Onboarding | None) -> None:
        """Write the history's line before the record: no change is without its line."""
        from dmsa_tui.onboarding.history import Event, changes_between, note

        changes = changes_between(on_disk or Onboarding(new.name), new)
        if on_disk is None or changes:
            note(self._paths, Event.CREATED if on_disk is None else Event.CHANGED, new, changes)

    def _note_forgetting(self, path: Path, name: str) -> Onboarding:
        from dmsa_tui.onboarding.history import Event, note

        try:
            record = self._read(path)
        except StorageError:
            record = Onboarding(name)
        note(self._paths, Event.FORGOTTEN, record, ())
        return record

    def _remember(self, record: Onboarding) -> None:
        self._bases[record.identity, record.revision] = deepcopy(record)
        while len(self._bases) > _BASES_KEPT:
            self._bases.popitem(last=False)


def _updated_at(record: Onboarding, on_disk: Onboarding | None) -> datetime | None:
    """When an answer changed last; to go to another step or action changes none."""
    if on_disk is not None and _answers(record) == _answers(on_disk):
        return on_disk.updated_at
    return datetime.now(UTC)


def _answers(record: Onboarding) -> Onboarding:
    return replace(record, step="", action="", revision=0, updated_at=None)
