"""After a run that added projects or took them out: drops old results, and writes record and history."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dmsa_tui.session.check_results import CheckResults
from dmsa_tui.session.open_record import OpenRecord
from dmsa_tui.session.project_run import About

if TYPE_CHECKING:
    from dmsa_tui.permit.model import Report
    from dmsa_tui.session.rehearsal_store import RehearsalStore


class ProjectChanges:
    """Keeps what each run did."""

    def __init__(
        self, open_record: OpenRecord, results: CheckResults, about: Callable[[], About],
        rehearsal: "RehearsalStore | None",
    ) -> None:  # fmt: skip
        self._open_record, self._results, self._about, self._rehearsal = open_record, results, about, rehearsal

    async def wrote(self, of: About, report: "Report | None", by: str) -> None:
        """Note that writing begins, or has ended with that report. Raises DmsaError if the record cannot be written."""
        is_open = self._about() == of
        if is_open:
            self._results.projects_changed()
            self._open_record.note(verdict="")  # it was found before, and home tells what was missing then
        if report is None:
            await self._open_record.flush()  # the next request changes something, and a kill may follow it
            return
        if self._rehearsal is not None:
            await asyncio.to_thread(self._rehearsal.keep_memberships)
        from dmsa_tui.permit.report import change_of

        if not (changes := change_of(report, by, datetime.now(UTC))):
            return
        if is_open:
            kept = self._open_record.record.project_changes
            self._open_record.note(project_changes={**kept, **changes})
            await self._open_record.flush()
            return
        store = self._open_record.store

        def keep() -> None:
            record = store.load(of.name)
            record.project_changes |= changes
            store.save(record)

        await asyncio.to_thread(keep)
