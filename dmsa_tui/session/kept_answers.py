"""What Procore answered, kept beside the record: the last full report, newer answers to single checks, the verdict."""

import asyncio
from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.check_states import GREEN
from dmsa_tui.onboarding.ended_access import has_access_again, not_ended
from dmsa_tui.onboarding.open_answers import PERMITTED
from dmsa_tui.onboarding.open_tasks import FROM_OLD, PROVES, without_failed
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.credentials import TOKEN
from dmsa_tui.session.open_record import OPENED
from dmsa_tui.vocabulary import CHECKS, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dmsa_tui.checks.model import Report
    from dmsa_tui.onboarding.check_states import CheckState
    from dmsa_tui.onboarding.last_answers import Timed
    from dmsa_tui.onboarding.store import Store
    from dmsa_tui.session.check_results import CheckResults
    from dmsa_tui.session.open_record import OpenRecord


REFUSED = "Procore refused the client ID and secret that were entered. The client ID was not saved: enter both again."


class KeptAnswers:
    """Writes and reads them for the open record, so that nothing is forgotten when the program is killed."""

    def __init__(
        self,
        store: "Store",
        open_record: "OpenRecord",
        results: "CheckResults",
        shown: "Callable[[], Iterable[CheckState]]",
    ) -> None:
        """`shown` gives all checks as the rail shows them."""
        self._store, self._open_record, self._results, self._shown = store, open_record, results, shown
        self._report_to_save: Report | None = None

    def read(self, names: frozenset[str]) -> None:
        """Read what earlier runs found when an onboarding is opened."""
        if OPENED in names:
            last = self._store.last_answers(self._open_record.record)
            self._results.keep_earlier(last.report, last.times, is_full=last.is_full)

    def note_full(self, report: "Report") -> None:
        """Note the verdict of a full report in the record; `flush` writes the report beside it."""
        if self._results.asked_all and not self._results.reached(report):
            return  # what was known stands, with its age
        self._results.keep_report(report)
        self._note_access()
        if self._is_not_kept:
            self._note_asked(report)
            return
        self._report_to_save = report
        self._open_record.note(verdict=report.verdict.value, checked_at=report.started_at)

    def note_partial(self, report: "Report") -> None:
        """Note what the checks of a step change in the verdict: something fails, or what failed is mended.

        Nothing else is said about checks that nobody has run; once every check was, it is as good as a full run.
        """
        from dmsa_tui.checks.verdict import verdict
        from dmsa_tui.onboarding.last_answers import single_answers

        if self._results.report is None and all(each.id in self._results for each in CHECKS):
            full = single_answers(self._results.timed, self._open_record.for_files).report
            assert full is not None
            self.note_full(full)
            return
        self._note_access()
        if not self._results.reached(report):
            return  # as for a full report
        if self._is_not_kept:
            self._note_asked(report)
            return
        failing = any(check.state is State.FAILING for check in self._shown())
        found = Status.FAIL if failing else verdict(result for result, _at in self._results.timed.values())
        word = found.value if failing or self._results.asked_all else ""
        if word != self._open_record.record.verdict or not word:
            self._open_record.note(verdict=word, checked_at=report.started_at)

    def _note_asked(self, report: "Report") -> None:
        """Note when Procore refused a pair whose client ID is in no file: without a verdict, as the pair is lost."""
        if self._open_record.holds_client_id and self._for_files:
            self._open_record.note(checked_at=report.started_at)

    @property
    def _is_not_kept(self) -> bool:
        """Whether the file is about no client ID, or about what was found before the access was ended, which stands."""
        return self._open_record.holds_client_id or self._open_record.record.access_ended_at is not None

    def _note_access(self) -> None:
        """What a task has noted goes once Procore says otherwise: the access is there again, or all projects are."""
        permitted = self._results.get(PERMITTED)
        if has_access_again(self._results.get("install.connected")):
            self._open_record.note(**not_ended())
        if permitted is not None and permitted.status in GREEN:
            self._open_record.note(failed_proofs=without_failed(self._open_record.record, FROM_OLD, PROVES))

    @property
    def _for_files(self) -> "Timed | None":
        """The answers to keep. Of a pair whose client ID is in no file only that Procore refused it, in our own words.

        None: nothing is to be kept, as the file has another client ID.
        """
        timed = self._results.timed
        if not self._open_record.holds_client_id:
            return timed
        if self._open_record.for_files.client_id or TOKEN not in timed:
            return None
        token, at = timed[TOKEN]
        if token.status is not Status.FAIL:
            return None
        from dmsa_tui.checks.model import Result

        return {TOKEN: (Result(TOKEN, Status.FAIL, REFUSED, token.cause), at)}

    async def flush(self) -> None:
        """Write the last full report for documents, and what Procore answered since.

        Raises StorageError if the disk refuses; the next flush tries again.
        """
        results = self._results
        if (report := self._report_to_save) is not None and report is results.report:
            from dmsa_tui.checks.report.json_report import as_json

            self._report_to_save = None
            try:
                await asyncio.to_thread(self._store.keep_report, self._open_record.record, as_json(report))
            except StorageError:
                self._report_to_save = report
                raise
        if results.has_new and self._open_record.is_open and (answers := self._for_files) is not None:
            results.has_new = False
            try:
                await asyncio.to_thread(self._store.keep_answers, deepcopy(self._open_record.for_files), answers)
            except StorageError:
                results.has_new = True
                raise
