"""The file beside the records spares reading them, and never shows what is no longer in them."""

import json
import os
import stat
from pathlib import Path

import pytest

from dmsa_tui.onboarding import list_index
from dmsa_tui.onboarding.list_index import listed
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.record_files import Entry
from dmsa_tui.onboarding.store import Store
from dmsa_tui.onboarding.store_lock import writing


@pytest.fixture
def store(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Three onboardings whose records count as written long ago, and few enough to be quick."""
    monkeypatch.setattr(list_index, "FROM", 2)
    monkeypatch.setattr(list_index, "_TICK_NS", -1)
    store = Store(paths)
    for name in ("Cedar", "Birch", "alder"):
        store.create(Onboarding(name, environment="production", company_id="1", client_id="c" * 43))
    return store


def names(store: Store) -> list[str]:
    return [each.name for each in listed(store)]


def test_what_did_not_change_is_not_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = listed(store)
    assert [each.name for each in first] == ["alder", "Birch", "Cedar"]
    assert stat.S_IMODE(store.index_path.stat().st_mode) == 0o600 and "c" * 43 not in store.index_path.read_text()
    written = store.index_path.stat().st_mtime_ns
    monkeypatch.setattr(Store, "entry", lambda *_: pytest.fail("a record was read"))
    assert listed(store) == first and store.index_path.stat().st_mtime_ns == written


def test_a_change_of_another_window_is_shown_whatever_its_times_say(store: Store, paths: Paths) -> None:
    listed(store)
    other = Store(paths)
    record = other.load("Birch")
    record.company_id = "2"  # as long as before
    other.save(record)
    assert [each.row.company_id for each in listed(store) if each.row] == ["1", "2", "1"]
    file = next(each for each in store.files() if each.name.startswith("birch"))
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b'company_id = "2"', b'company_id = "3"'))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [each.row.company_id for each in listed(store) if each.row] == ["1", "3", "1"]
    file.write_bytes(b"no record")
    assert [each.problem is None for each in listed(store)] == [True, False, True]


def test_a_report_that_is_kept_beside_a_record_makes_it_read_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(store)
    read, as_ever = [], Store.entry

    def entry(self: Store, path: Path) -> Entry:
        read.append(path.name.partition("-")[0])
        return as_ever(self, path)

    monkeypatch.setattr(Store, "entry", entry)
    report, _answers = store.kept_paths("Birch")
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_bytes(b"{}")
    listed(store)
    listed(store)
    assert read == ["birch"]


def test_a_record_of_the_last_seconds_is_read_each_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_index, "_TICK_NS", 3_000_000_000)
    assert len(listed(store)) == 3 and not store.index_path.exists()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"schema": 1}', b"\xff", b"[" * 9_999, b'{"schema": "%s", "rows": {"%s": [[], 7]}}']
)
def test_an_index_that_cannot_be_used_is_as_good_as_none(store: Store, content: bytes) -> None:
    if b"%s" in content:
        content %= list_index._SCHEMA.encode(), store.files()[0].name.encode()
    first = listed(store)
    store.index_path.write_bytes(content)
    assert listed(store) == first
    assert len(json.loads(store.index_path.read_bytes())["rows"]) == 3, "it is written anew"


def test_a_row_of_another_form_is_not_believed(store: Store) -> None:
    first = listed(store)
    document = json.loads(store.index_path.read_bytes())
    rows = list(document["rows"].values())
    rows[0][1][0], rows[1][1][1:] = 7, []
    store.index_path.write_text(json.dumps(document))
    assert listed(store) == first


def test_who_is_forgotten_or_renamed_is_not_in_it(store: Store) -> None:
    listed(store)
    store.forget("Cedar")
    assert not store.index_path.exists() and names(store) == ["alder", "Birch"]
    assert "Cedar" not in store.index_path.read_text()
    store.rename("Birch", "Beech")
    assert not store.index_path.exists() and names(store) == ["alder", "Beech"]


def test_who_is_forgotten_while_the_list_is_read_is_not_written_again(store: Store, paths: Paths) -> None:
    gone = next(each.name for each in store.files() if each.name.startswith("cedar"))
    Store(paths).forget("Cedar")
    store.keep_index(lambda there: b"gone" if gone not in there else b"there")
    assert store.index_path.read_bytes() == b"gone"


def test_where_it_cannot_be_written_the_list_is_whole_all_the_same(store: Store, paths: Paths) -> None:
    store.index_path.mkdir()
    assert names(store) == ["alder", "Birch", "Cedar"]
    store.index_path.rmdir()
    with writing(paths.records, "Cedar"):
        assert names(store) == ["alder", "Birch", "Cedar"] and not store.index_path.exists()


def test_few_records_have_none(paths: Paths) -> None:
    store = Store(paths)
    store.create(Onboarding("Cedar", environment="production"))
    assert names(store) == ["Cedar"] and not Path(store.index_path).exists()
