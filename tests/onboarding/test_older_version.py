"""Files that version 0.1.0 wrote: names in code may change, keys in files do not."""

import json
from datetime import UTC, datetime
from pathlib import Path

from dmsa_tui.onboarding.codec import dumps, loads
from dmsa_tui.onboarding.last_report import report_file
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Approval, ApprovalState, Confirmed, ExpectMode
from dmsa_tui.onboarding.store import Store
from dmsa_tui.vocabulary import Cause, Status

WRITTEN = Path(__file__).parent / "written"
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_a_record_of_0_1_0_is_read_and_written_with_every_key_and_value() -> None:
    data = (WRITTEN / "record-0.1.0.toml").read_bytes()
    record = loads(data)
    assert record.verification == Approval(ApprovalState.GRANTED, "2026-11-02", "case 7")
    assert record.production_access == Approval(ApprovalState.WAITING, "2026-11-20")
    assert (record.confirmed, record.accepted) == (
        {"create-app": Confirmed("Kim", AT)}, {"install.version": Confirmed("Ada", AT)},
    )  # fmt: skip
    assert (record.expect, record.expected_projects, record.future_projects) == (ExpectMode.LIST, ["1", "2"], True)
    assert (record.step, record.verdict, record.checked_at, record.extra) == ("projects", "warn", AT, {})
    kept = dumps(record).decode()
    for line in data.decode().split("[written]")[0].splitlines():
        assert line in kept.splitlines()


def test_a_last_report_of_0_1_0_is_read() -> None:
    store, paths = Store(Paths.default()), Paths.default()
    record = store.create(loads((WRITTEN / "record-0.1.0.toml").read_bytes()))
    file = report_file(paths, record.name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes((WRITTEN / "last-report-0.1.0.json").read_bytes())
    report = store.last_report(record).report
    assert report is not None and (report.verdict, report.started_at) == (Status.WARN, AT)
    (result,) = report.results
    assert (result.id, result.status, result.cause) == ("install.version", Status.UNVERIFIED, Cause.NO_ACCESS)
    assert result.confirmed_by is not None and result.confirmed_by.by == "Ada"
    assert json.loads(file.read_bytes())["schema"] == "dmsa-tui.last-report/1"
