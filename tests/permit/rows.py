"""The bad days of `permit`: what each ends with. `docs/permit.md` has the same table."""

from dataclasses import dataclass, field
from typing import Any

from dmsa_tui.permit.model import EXIT_STATUS, Outcome, Report
from dmsa_tui.permit.text import to_do
from dmsa_tui.practice.faults import ALL_FAULTS
from dmsa_tui.practice.scenarios import SCENARIOS

HEAD = "| What happens | Outcome | Exit | What it says | What is left to do |\n| --- | --- | --- | --- | --- |\n"


@dataclass(frozen=True)
class Row:
    """One bad day: ten of twelve projects are missing, and are added in lists of `chunk` after the first one."""

    id: str
    outcome: Outcome
    writes: int
    """Requests that were to change something."""
    there: int
    """On how many projects the account is then."""
    faults: tuple[str, ...] = ()
    scenario: str = "ready"
    permitted: int | None = 2
    chunk: int = 3
    undo: bool = False
    """Whether it is about taking out again what was added on a good day."""
    after_resume: Outcome | None = None
    """What `--resume` ends with, once the fault is over; None where it is not tried."""
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        if self.faults:
            return "; ".join(ALL_FAULTS[id].title for id in self.faults)
        return SCENARIOS[self.scenario].title


def _of(fault: str, outcome: Outcome, writes: int, there: int, **more: Any) -> Row:
    return Row(fault, outcome, writes, there, (fault,), **more)


DONE, PARTLY, REFUSED = Outcome.DONE, Outcome.PARTLY, Outcome.REFUSED
STOPPED, UNVERIFIED, PRECONDITION = Outcome.STOPPED, Outcome.UNVERIFIED, Outcome.PRECONDITION

ROWS = (
    Row("ready", DONE, 4, 12),
    Row("unstable", STOPPED, 1, 2, scenario="unstable", after_resume=DONE),
    Row("rate-limited", DONE, 4, 12, scenario="rate-limited"),
    Row("no-directory-admin", PRECONDITION, 0, 8, scenario="no-directory-admin", permitted=None),
    _of("add-refused", REFUSED, 1, 2),
    _of("add-refused-oneself", REFUSED, 1, 2),
    _of("add-invalid", REFUSED, 1, 2),
    _of("bulk-add-absent", DONE, 11, 12),
    _of("add-absent", REFUSED, 2, 2),
    _of("add-seventh-fails", DONE, 3, 12, chunk=9),
    _of("add-some-never", PARTLY, 5, 11),
    _of("add-half-502", DONE, 5, 12),
    _of("add-cut", DONE, 4, 12),
    _of("add-slow", DONE, 4, 12, settings={"timeout": 1.0}),
    _of("add-idle", UNVERIFIED, 1, 2),
    _of("add-idle-once", UNVERIFIED, 4, 9, after_resume=DONE),
    _of("add-shows-late", DONE, 4, 12),
    _of("add-shows-never", UNVERIFIED, 1, 2),
    _of("add-drops-template", PARTLY, 1, 3),
    _of("write-limit-used-up", STOPPED, 3, 6, after_resume=DONE),
    _of("write-token-ends", DONE, 5, 12),
    _of("write-unreadable", DONE, 4, 12),
    _of("write-502", STOPPED, 1, 2),
    _of("update-meanwhile", PARTLY, 4, 6),
    _of("others-add-meanwhile", PARTLY, 4, 12),
    _of("remove-refused", REFUSED, 1, 12, undo=True),
    _of("bulk-remove-absent", DONE, 11, 2, undo=True),
    _of("groups-take-over", PARTLY, 6, 4, undo=True),
)  # fmt: skip


def line_of(row: Row, report: Report) -> str:
    """The row of the document."""
    said = report.problem or "–"
    cells = (row.title + (" (undo)" if row.undo else ""), report.outcome.value, EXIT_STATUS[report.outcome], said)
    return f"| {' | '.join(str(each) for each in cells)} | {to_do(report)} |"
