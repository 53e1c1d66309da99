"""What was noted is not lost while the disk takes its time, and then refuses; what it no longer fits goes."""

import asyncio
import threading
from datetime import UTC, datetime

import pytest

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.history import read_history
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.session.open_record import OpenRecord


async def test_a_record_that_is_opened_again_while_it_is_written_keeps_what_the_disk_then_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Store(Paths.default())
    record = OpenRecord(store)
    record.begin(Onboarding(name="Example Homes"))
    begun, go_on = threading.Event(), threading.Event()

    def refuse(written: Onboarding) -> None:
        begun.set()
        go_on.wait()
        raise StorageError("The disk is full.")

    monkeypatch.setattr(store, "save", refuse)
    record.note(app_name="Sync of June")
    writing = asyncio.create_task(record.flush())
    await asyncio.to_thread(begun.wait)
    record.open("Example Homes")
    go_on.set()
    with pytest.raises(StorageError):
        await writing
    assert (record.record.app_name, record.unsaved) == ("Sync of June", ["app_name"])


async def test_a_record_that_is_closed_while_the_disk_is_looked_at_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Store(Paths.default())
    record = OpenRecord(store)
    record.begin(Onboarding(name="Example Homes"))
    begun, go_on = threading.Event(), threading.Event()

    def looked(name: str) -> tuple[int, int]:
        begun.set()
        go_on.wait()
        return (0, 0)

    monkeypatch.setattr(store, "written_at", looked)
    looking = asyncio.create_task(record.take_over())
    await asyncio.to_thread(begun.wait)
    record.close()
    go_on.set()
    assert await looking is None


@pytest.mark.parametrize(
    "answer",
    [
        {"environment": "federal"},
        {"login_url": "https://proxy.example"},
        {"api_url": "https://proxy.example"},
        {"company_id": "4711"},
        {"client_id": "c" * 43},
    ],
)
async def test_an_ended_access_is_that_of_this_app_in_this_company_at_these_hosts(answer: dict[str, str]) -> None:
    record, paths = OpenRecord(Store(Paths.default())), Paths.default()
    record.begin(Onboarding("Example Homes"))
    record.note(access_ended_at=datetime(2026, 11, 3, tzinfo=UTC))
    record.note(profile="another", app_name="Sync")
    assert record.record.access_ended_at is not None
    await record.flush()
    record.note(**answer)
    await record.flush()
    assert record.record.access_ended_at is None
    told = [change for entry in read_history(paths, record.record).entries for change in entry.changes]
    assert [(each.old, each.new) for each in told if each.field == "access"] == [("given", "ended")], "nobody gave it"
