"""What `list` shows of each record, and a file beside many records that spares reading those that have not changed.

The records are the truth. A row of the file counts only while its record has the size, the times and the number that it
had when it was read, and a record that was written in the last seconds gets no row: a second write in the same tick of
the file system's clock would look the same. The file holds no secret, like the records; `forget` removes it.
"""

import json
import logging
import os
import time
from collections.abc import Container
from pathlib import Path
from typing import Any, NamedTuple

from dmsa_tui import __version__
from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.regular_files import read_regular
from dmsa_tui.onboarding.store import Store

FROM = 100
"""Records from which on the file is kept; fewer are read as fast."""
LARGEST = 20_000_000
"""Bytes of the file; 10,000 records take 3 million."""
_TICK_NS = 3_000_000_000
"""The coarsest clock of a file system has 2 seconds."""
_SCHEMA = f"dmsa-tui.list-index/1 {__version__}"
_log = logging.getLogger(__name__)


class Row(NamedTuple):
    """What is shown of a record; times as ISO 8601 in UTC."""

    name: str
    environment: str
    company_id: str
    step: str
    archived: bool
    verdict: str
    checked_at: str | None
    updated_at: str | None


class Listed(NamedTuple):
    """One file of the store."""

    name: str
    """The customer's name; of a damaged file, the file's name without its suffix."""
    path: Path
    row: Row | None
    problem: str | None
    """One sentence; None for a record that can be read."""


def listed(store: Store) -> list[Listed]:
    """Every file of the store, in alphabetical order; StorageError if they cannot be listed."""
    files = store.files()
    kept = _kept(store.index_path) if len(files) >= FROM else {}
    items, rows = [], {}
    for path in files:
        stamp = _stamp(path)  # before the content: a write in between makes it read again next time
        row = _row(kept.get(path.name), stamp)
        problem = None
        if row is None:
            entry = store.entry(path)
            row, problem = _shown(entry.record) if entry.record else None, entry.problem
            items.append(Listed(entry.name, path, row, problem))
        else:
            items.append(Listed(row.name, path, row, None))
        if row is not None and stamp:
            rows[path.name] = [stamp, list(row)]
    if len(files) >= FROM and rows != kept:
        _keep(store, rows)
    return sorted(items, key=lambda each: (each.name.casefold(), each.path.name))


def _stamp(path: Path) -> list[int]:
    """What changes with every write of a record; empty while it is too young to tell."""
    try:
        stat = os.lstat(path)
    except OSError:
        return []
    if max(stat.st_mtime_ns, stat.st_ctime_ns) > time.time_ns() - _TICK_NS:
        return []
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


def _kept(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(read_regular(path, LARGEST))
        return dict(document["rows"]) if document["schema"] == _SCHEMA else {}
    except (OSError, StorageError, ValueError, LookupError, TypeError, RecursionError):
        return {}


def _row(kept: Any, stamp: list[int]) -> Row | None:
    """The row that was kept, if it is of this very content."""
    try:
        row = Row(*kept[1]) if stamp and kept[0] == stamp else None
    except (LookupError, TypeError):
        return None
    return row if row and all(isinstance(each, str | bool | None) for each in row) else None


def _shown(record: Onboarding) -> Row:
    return Row(
        record.name, record.environment, record.company_id, record.step, record.archived, record.verdict,
        *(moment.isoformat() if moment else None for moment in (record.checked_at, record.updated_at)),
    )  # fmt: skip


def _keep(store: Store, rows: dict[str, Any]) -> None:
    """Where the disk refuses or another window writes, the next `list` reads again."""

    def written(names: Container[str]) -> bytes:
        there = {name: row for name, row in rows.items() if name in names}
        return json.dumps({"schema": _SCHEMA, "rows": there}).encode()

    try:
        store.keep_index(written)
    except StorageError as error:
        _log.info("the list's index was not written: %s", error)
