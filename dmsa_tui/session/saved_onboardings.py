"""The saved onboardings for a list. Reads a few at a time, off the event loop, and only files that changed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.approvals import today
from dmsa_tui.onboarding.known import guide_for
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.record_files import Entry
from dmsa_tui.onboarding.store import Store
from dmsa_tui.onboarding.summary import Summary, may_fail_unbegun, needs_report, summary, urgency
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.session.stand_ins import StandIns
from dmsa_tui.vocabulary import Check

if TYPE_CHECKING:
    from dmsa_tui.procore.weblinks import CompanyPlace

AT_ONCE = 20
"""How many records are read between two keys."""
Stamp = tuple[int, int, int]
"""Tells whether a file has changed: inode, modification time, and size."""


class SavedOnboardings:
    """The onboardings saved on this machine, as a list shows them."""

    def __init__(self, store: Store, definitions: Callable[[], Sequence[Check]]) -> None:
        self._store, self._definitions = store, definitions
        self.stand_ins = StandIns()
        self._read_at: tuple[int, ...] = ()
        self._entries: dict[Path, tuple[Stamp, Entry]] = {}
        self._summaries: dict[Path, tuple[Onboarding, tuple[Stamp | None, Stamp | None, date], Summary]] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing is saved; StorageError if the directory cannot be listed."""
        return not self._store.files()

    async def read(self, give_way: Callable[[], Awaitable[None]]) -> list[Entry]:
        """Every saved onboarding: what fails first, then what has waited longest, then what was changed last.

        `give_way` is waited for before each few records. Raises StorageError if the directory cannot be listed.
        """
        self._read_at = await asyncio.to_thread(self._store.stamp)
        files = await asyncio.to_thread(self._store.files)
        there = set(files)
        entries: list[Entry] = []
        for first in range(0, len(files), AT_ONCE):
            await give_way()
            entries += await asyncio.to_thread(self._read, files[first : first + AT_ONCE])
        self._entries = {path: kept for path, kept in self._entries.items() if path in there}
        entries.sort(key=self._place)
        doubtful = [each for each in entries if each.record is not None and may_fail_unbegun(each.record)]
        if doubtful:
            await self.summaries(doubtful[:AT_ONCE])  # those that would come first
            entries.sort(key=self._place)
        return entries

    async def has_changed(self) -> bool:
        """Whether something was written, renamed or removed since the last `read`, by whichever window or command."""
        return await asyncio.to_thread(self._store.stamp) != self._read_at

    async def summaries(self, entries: Sequence[Entry]) -> dict[Path, Summary]:
        """Summaries of these onboardings; for some, their last report is read."""
        return await asyncio.to_thread(lambda: {entry.path: self._summary(entry) for entry in entries if entry.record})

    def next_step(self, record: Onboarding) -> str:
        """Id of the step that home says comes next in that onboarding; empty if nothing is left to do."""
        return self._summary_of(record).step

    def _read(self, files: Sequence[Path]) -> list[Entry]:
        entries = []
        for path in files:
            stamp = _stamp(path)
            if stamp is None:
                continue  # it was deleted meanwhile
            kept = self._entries.get(path)
            if kept is None or kept[0] != stamp:
                kept = self._entries[path] = stamp, self._store.entry(path)
            entries.append(kept[1])
        return entries

    def _place(self, entry: Entry) -> tuple[tuple[int, int], float, str]:
        if entry.record is None:
            return (0, 0), 0.0, entry.name.casefold()  # as a row that fails, after those of which more is known
        touched = entry.record.updated_at or datetime.min.replace(tzinfo=UTC)
        known = self._summaries.get(entry.path) if may_fail_unbegun(entry.record) else None
        told = known[2] if known is not None and known[0] is entry.record else None
        return urgency(entry.record, told), -touched.timestamp(), entry.name.casefold()

    def _summary(self, entry: Entry) -> Summary:
        record = entry.record
        assert record is not None
        report_path, answers_path = self._store.kept_paths(record.name)
        since = _stamp(report_path), _stamp(answers_path), today()
        kept = self._summaries.get(entry.path)
        # By the record that was read, not by its file as it is now: the file may have changed since.
        if kept is None or kept[0] is not record or kept[1] != since:
            kept = self._summaries[entry.path] = record, since, self._summary_of(record)
        return kept[2]

    def _summary_of(self, record: Onboarding) -> Summary:
        from dmsa_tui.onboarding.last_answers import LastAnswers  # a home without onboardings needs none

        last = self._store.last_answers(record) if needs_report(record) else LastAnswers()
        return summary(record, last.answers, self._definitions(), guide_for(record))._replace(asked_at=last.asked_at)


def of_company(entries: Sequence[Entry], place: "CompanyPlace", login_url: str = "") -> Entry | None:
    """The first onboarding of that company, of an address in its environment; an archived one only if no other is.

    `login_url`: only one that asks this host, if it is given.
    """
    there = [each for each in entries if each.record is not None and _is_at(each.record, place, login_url)]
    return min(there, key=lambda each: each.record is not None and each.record.archived, default=None)


def _is_at(record: Onboarding, place: "CompanyPlace", login_url: str) -> bool:
    is_there = login_url in ("", record.login_url or ENVIRONMENTS[record.environment].login_url)
    return is_there and record.company_id == place.id and place.environment in ("", record.environment)


def with_company(entries: Sequence[Entry], record: Onboarding) -> Entry | None:
    """The onboarding that has the company of `record` already: the same ID at the same hosts; None if none has."""
    wanted = _company(record)
    there = (each for each in entries if each.record is not None and _company(each.record) == wanted)
    return next(there, None) if record.company_id else None


def _company(record: Onboarding) -> tuple[str, ...]:
    return record.company_id, record.environment, record.login_url, record.api_url


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
