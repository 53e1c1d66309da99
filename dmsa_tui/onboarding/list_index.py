"""What `list` shows of each record, and a file beside many records that spares reading those that have not changed.

The records and the last reports are the truth. A row of the file counts only while its record, and what is kept beside
it, have the size, the times and the number that they had when they were read. What was written in the last seconds gets
no row: a second write in the same tick of the file system's clock would look the same. The file holds no secret, like
the records; `forget` removes it.
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
from dmsa_tui.procore.environments import stand_in
from dmsa_tui.vocabulary import CHECKS

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
    stand_in: str
    """What stands in for Procore there, as in `environments.stand_in`."""
    company_id: str
    step: str
    """The step that was open last."""
    next: str
    """Id of the step or task with which a person goes on, as on home; empty if nothing is left to do."""
    next_words: str
    """The same by its title, as the screens have it."""
    state: str
    """The state that home shows, a value of `State`; empty once the access was ended."""
    archived: bool
    verdict: str
    """As `check` says it (`cautions`); empty without one."""
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
        row, beside = _row(store, kept.get(path.name), stamp)
        problem = None
        if row is None:
            entry = store.entry(path)
            problem = entry.problem
            if entry.record is not None:
                beside = _beside(store, entry.record.name)
                row = _shown(store, entry.record)
            items.append(Listed(entry.name, path, row, problem))
        else:
            items.append(Listed(row.name, path, row, None))
        if row is not None and stamp and beside is not None:
            rows[path.name] = [[*stamp, *beside], list(row)]
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


def _beside(store: Store, name: str) -> list[int] | None:
    """The same of what is kept beside that customer's record; None while it is too young to tell."""
    stamps: list[int] = []
    for path in store.kept_paths(name):
        stamp = _stamp(path)
        if not stamp and path.exists():
            return None
        stamps += stamp or [0]
    return stamps


def _row(store: Store, kept: Any, stamp: list[int]) -> tuple[Row | None, list[int] | None]:
    """The row that was kept, if it is of this very content, and the stamps of what is beside its record."""
    try:
        row = Row(*kept[1])
        beside = _beside(store, row.name) if isinstance(row.name, str) else None
        is_same = stamp and beside is not None and kept[0] == [*stamp, *beside]
    except (LookupError, TypeError):
        return None, None
    is_row = is_same and all(isinstance(each, str | bool | None) for each in row)
    return (row, beside) if is_row else (None, None)


def _shown(store: Store, record: Onboarding) -> Row:
    from dmsa_tui.onboarding.cautions import verdict_with_cautions
    from dmsa_tui.onboarding.known import guide_for
    from dmsa_tui.onboarding.last_answers import LastAnswers
    from dmsa_tui.onboarding.summary import needs_report, summary

    last = store.last_answers(record) if needs_report(record) else LastAnswers()
    guide = guide_for(record)
    goes_on = summary(record, last.answers, CHECKS, guide)
    title = guide.documented(goes_on.task).title if goes_on.task else ""
    return Row(
        record.name, record.environment, stand_in(record.login_url, record.api_url), record.company_id, record.step,
        goes_on.task or goes_on.step, title or (guide.step(goes_on.step).short if goes_on.step else ""),
        goes_on.state or "", record.archived, verdict_with_cautions(record, record.verdict, last.report),
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
