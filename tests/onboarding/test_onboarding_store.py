"""The store: no answer is lost, whatever happens to the process, the disk or the other window."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dmsa_tui.errors import DamagedRecord, InvalidInput, NewerRecord, StorageError
from dmsa_tui.onboarding import store_lock
from dmsa_tui.onboarding.files import write_whole
from dmsa_tui.onboarding.history import history_file, read_history
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Store

on_posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")
HOSTILE = ["../x", "CON", "a" * 300, "🏗 Bau", "a/b\\c:d", "-rf", " ", "\x1b]52;c;x\x07", "acme\n"]


LONG = os.environ.get("DMSA_TUI_LONG_TESTS") == "1"
KILLS, WRITES = (1_000, 200) if LONG else (40, 50)
"""How often a process is killed while it writes, and how often each of two processes writes at once."""


def only_file(paths: Paths) -> Path:
    """The one record file of the store."""
    (path,) = paths.records.glob("*.toml")
    return path


def run(code: str, paths: Paths, *args: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a process of its own; `paths` and `args` are there as variables."""
    head = (
        "import sys; from pathlib import Path; from dmsa_tui.onboarding.paths import Paths;"
        "from dmsa_tui.onboarding.store import Store; from dmsa_tui.onboarding.record import Onboarding, Confirmed;"
        f"paths = Paths(*[Path({str(paths.data.parent)!r}) / each for each in ('data', 'config', 'state', 'logs')]);"
        "args = sys.argv[1:]\n"
    )
    return subprocess.run(
        [sys.executable, "-c", head + code, *args], capture_output=True, text=True, timeout=600 if LONG else 60
    )


def test_a_store_that_was_never_used_is_empty_and_leaves_no_trace(store: Store, paths: Paths) -> None:
    assert store.names() == [] and store.entries() == []
    with pytest.raises(InvalidInput, match="no onboarding named “Acme”"):
        store.load("Acme")
    assert not paths.data.exists()


def test_what_was_created_is_there_for_the_next_run(store: Store, paths: Paths) -> None:
    created = store.create(Onboarding("Acme & Söhne", company_id="562949954728542"))
    assert created.revision == 1 and created.created_at is not None and created.updated_at is not None
    assert Store(paths).load("Acme & Söhne") == created
    assert Store(paths).names() == ["Acme & Söhne"]


def test_a_taken_name_is_refused_and_the_first_record_stays(store: Store) -> None:
    store.create(Onboarding("Acme", app_name="first"))
    with pytest.raises(InvalidInput, match="already an onboarding named “Acme”"):
        store.create(Onboarding("Acme", app_name="second"))
    assert store.load("Acme").app_name == "first"


def test_a_save_keeps_the_answers_and_counts(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme"))
    record.app_name = "Acme – Sync"
    saved = store.save(record)
    assert saved.record is record and saved.merged_fields == () and record.revision == 2
    assert Store(paths).load("Acme") == record


@on_posix
def test_only_the_owner_can_read_a_record(store: Store, paths: Paths) -> None:
    store.create(Onboarding("Acme"))
    assert stat.S_IMODE(only_file(paths).stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.records.stat().st_mode) == 0o700 == stat.S_IMODE(paths.data.stat().st_mode)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_inside_the_store(store: Store, paths: Paths, name: str) -> None:
    store.create(Onboarding(name))
    assert Store(paths).load(name).name == name
    assert only_file(paths).parent == paths.records
    assert {each.name for each in paths.data.parent.iterdir()} == {"data"}
    store.forget(name)
    assert store.names() == []


def test_customers_with_names_alike_are_kept_apart(store: Store) -> None:
    for name in ("Acme", "Acmé", "Acme 2", "Acme!"):
        store.create(Onboarding(name, app_name=name))
    assert [store.load(name).app_name for name in store.names()] == store.names()
    assert len(store.names()) == 4


@pytest.mark.parametrize(("there", "same"), [("Delta Homes", "delta homes"), ("Müller AG", "Mu\u0308ller ag")])
def test_a_name_that_differs_in_case_or_form_alone_is_taken_but_not_by_itself(
    store: Store, there: str, same: str
) -> None:
    store.create(Onboarding(there))
    store.create(Onboarding("Acme"))
    with pytest.raises(InvalidInput, match=f"already an onboarding named “{there}”"):
        store.create(Onboarding(same))
    with pytest.raises(InvalidInput, match=f"already an onboarding named “{there}”"):
        store.rename("Acme", same)
    assert store.rename(there, same).name == same and len(store.names()) == 2


# -- two windows -----------------------------------------------------------------------------------------------------


def test_two_windows_keep_both_their_answers(store: Store, paths: Paths) -> None:
    mine = store.create(Onboarding("Acme"))
    other = Store(paths)
    theirs = other.load("Acme")
    theirs.company_id = "5"
    other.save(theirs)
    mine.app_name = "Sync"
    saved = store.save(mine)
    assert saved.merged_fields == ("company_id",) and saved.disputed_fields == ()
    assert (mine.company_id, mine.app_name) == ("5", "Sync")
    assert Store(paths).load("Acme") == mine


def test_an_answer_that_both_windows_changed_is_named(store: Store, paths: Paths) -> None:
    mine = store.create(Onboarding("Acme"))
    other = Store(paths)
    theirs = other.load("Acme")
    theirs.company_id, mine.company_id = "5", "6"
    other.save(theirs)
    saved = store.save(mine)
    assert saved.disputed_fields == ("company_id",) and mine.company_id == "6"


def test_taking_an_answer_back_wins_over_an_older_state(store: Store) -> None:
    record = store.create(Onboarding("Acme", company_id="5"))
    record.company_id = "6"
    store.save(record)
    record.company_id = "5"
    store.save(record)
    assert store.load("Acme").company_id == "5"


def test_an_answer_given_while_the_file_is_written_is_not_undone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    record = store.create(Onboarding("Acme"))

    def write_slowly(path: Path, data: bytes) -> None:
        record.app_name = "typed meanwhile"
        write_whole(path, data)

    monkeypatch.setattr("dmsa_tui.onboarding.store.write_whole", write_slowly)
    record.company_id = "5"
    store.save(record)
    assert record.app_name == "typed meanwhile"
    monkeypatch.undo()
    store.save(record)
    assert store.load("Acme").app_name == "typed meanwhile"


def test_a_record_that_another_window_forgot_does_not_come_back(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme"))
    Store(paths).forget("Acme")
    with pytest.raises(StorageError, match="renamed or deleted in another window"):
        store.save(record)
    assert store.names() == []


def test_a_record_whose_origin_is_unknown_overwrites_nothing(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme"))
    record.app_name = "newer"
    store.save(record)
    with pytest.raises(StorageError, match="open it again"):
        Store(paths).save(Onboarding("Acme", app_name="from nowhere", revision=1))
    assert store.load("Acme").app_name == "newer"


WRITER = """
from datetime import datetime, UTC
store = Store(paths)
record = store.load("Acme")
for number in range(int(args[1])):
    record.confirmed[f"{args[0]}-{number}"] = Confirmed(args[0], datetime.now(UTC))
    store.save(record)
"""


def test_two_processes_that_write_at_once_lose_no_update(store: Store, paths: Paths) -> None:
    from concurrent.futures import ThreadPoolExecutor

    store.create(Onboarding("Acme"))
    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(lambda who: run(WRITER, paths, who, str(WRITES)), ("left", "right")):
            assert done.returncode == 0, done.stderr
    record = store.load("Acme")
    assert set(record.confirmed) == {f"{who}-{number}" for who in ("left", "right") for number in range(WRITES)}
    assert record.revision == 2 * WRITES + 1
    history = read_history(paths, record)
    assert (len(history.entries) + history.earlier, history.damaged) == (record.revision, 0)


KILLED = """
import os, random, signal, sys, time
from dmsa_tui.onboarding.history import history_file, read_history
store = Store(paths)
store.create(Onboarding("Acme", company_id="0"))
last = 1
for turn in range(int(args[0])):
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        record = store.load("Acme")
        while True:
            count = int(record.company_id) + 1
            record.company_id, record.expected_projects = str(count), [f"project {count}"] * 300
            store.save(record)
            os.write(writable, b"%d\\n" % record.revision)
    os.close(writable)
    with os.fdopen(readable, "rb") as reports:
        reports.readline()
        time.sleep(random.random() * 0.02)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        reported = [int(line) for line in reports.read().split()]
    record = Store(paths).load("Acme")
    assert record.expected_projects == [f"project {record.company_id}"] * 300, "a torn record"
    assert record.revision >= max(reported, default=last), "a save that was reported is gone"
    assert record.revision > last
    last = record.revision
history = read_history(paths, record)
assert len(history.entries) + history.earlier == record.revision, "a write without its line, or a line without a write"
store.save(store.load("Acme"))
print(record.revision, history.damaged, file=sys.stderr)
print(sorted(each.name for each in paths.records.iterdir() if each.name != ".lock"))
"""


@on_posix
def test_a_process_killed_while_it_writes_leaves_the_old_record_or_the_new_one(paths: Paths) -> None:
    done = run(KILLED, paths, str(KILLS))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(".toml") == 1, done.stdout
    assert ".tmp" not in done.stdout
    if LONG:
        print(f"{KILLS} kills; the last revision and the torn lines of the history: {done.stderr.strip()}")


# -- files that cannot be used ---------------------------------------------------------------------------------------


def test_a_record_cut_off_anywhere_is_explained_and_never_overwritten(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme", company_id="5", app_name="Sync"))
    path = only_file(paths)
    whole = path.read_bytes()
    ends = {at + more for at, each in enumerate(whole) if each == 10 for more in (0, 1)}
    # Without its last line end alone, the file still says everything.
    for length in sorted({*range(0, len(whole) - 1, 5), *ends} & {*range(len(whole) - 1)}):
        path.write_bytes(whole[:length])
        with pytest.raises(DamagedRecord, match="was left as it is"):
            store.load("Acme")
        with pytest.raises(DamagedRecord):
            store.save(record)
        with pytest.raises(DamagedRecord):
            store.create(Onboarding("Acme"))
        (entry,) = store.entries()
        assert entry.record is None and entry.problem is not None and store.names() == []
        assert path.read_bytes() == whole[:length]
    path.write_bytes(whole)
    assert store.load("Acme") == record


def test_one_damaged_file_does_not_hide_the_others(store: Store, paths: Paths) -> None:
    store.create(Onboarding("Acme"))
    store.create(Onboarding("Best"))
    (paths.records / "torn.toml").write_bytes(b"name = ")
    (paths.records / "folder.toml").mkdir()
    assert store.names() == ["Acme", "Best"]
    assert [entry.name for entry in store.entries() if entry.problem] == ["folder", "torn"]


def test_a_newer_record_is_kept_and_explained(store: Store, paths: Paths) -> None:
    store.create(Onboarding("Acme"))
    path = only_file(paths)
    newer = path.read_bytes().replace(b"onboarding/1", b"onboarding/2")
    path.write_bytes(newer)
    with pytest.raises(NewerRecord, match="update dmsa-tui"):
        store.load("Acme")
    with pytest.raises(NewerRecord):
        store.create(Onboarding("Acme"))
    assert path.read_bytes() == newer


def test_a_copy_under_another_name_is_not_taken_for_the_record(store: Store, paths: Paths) -> None:
    store.create(Onboarding("Acme"))
    (paths.records / "copy.toml").write_bytes(only_file(paths).read_bytes())
    assert store.names() == ["Acme"]
    (copy,) = (entry for entry in store.entries() if entry.problem)
    assert copy.name == "copy" and "“Acme”" in str(copy.problem)


def test_a_damaged_file_can_be_forgotten_by_the_name_that_the_list_shows(store: Store, paths: Paths) -> None:
    store.create(Onboarding("Acme"))
    (paths.records / "torn.toml").write_bytes(b"")
    store.forget("torn")
    assert [entry.name for entry in store.entries()] == ["Acme"]


def test_forgetting_what_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(InvalidInput, match="no onboarding named"):
        store.forget("Acme")


# -- disks that do not take part ------------------------------------------------------------------------------------

FULL = """
import resource
store = Store(paths)
record = store.load("Acme")
record.expected_projects = ["a long name"] * 500
resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
try:
    store.save(record)
except Exception as problem:
    print(type(problem).__name__, problem)
"""


@on_posix
def test_a_disk_that_takes_no_more_leaves_the_last_record(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme"))
    done = run(FULL, paths)
    assert done.stdout.startswith("StorageError The onboarding “Acme” could not be saved"), done.stderr
    assert "what was saved before is unchanged" in done.stdout and "\n" not in done.stdout.strip()
    assert store.load("Acme") == record
    assert [each.name for each in paths.records.iterdir() if each.suffix == ".tmp"] == []


def test_a_store_that_cannot_be_made_is_explained(paths: Paths) -> None:
    paths.data.parent.mkdir(exist_ok=True)
    paths.data.write_text("a file where the directory should be")
    store = Store(paths)
    with pytest.raises(StorageError, match="cannot be listed: not a directory"):
        store.entries()
    with pytest.raises(StorageError, match="could not be saved"):
        store.create(Onboarding("Acme"))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_without_write_permission_is_explained(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme"))
    paths.records.chmod(0o500)
    try:
        with pytest.raises(StorageError, match="could not be saved"):
            store.save(record)
    finally:
        paths.records.chmod(0o700)


def test_a_window_that_holds_the_lock_too_long_is_named(
    store: Store, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    record = store.create(Onboarding("Acme"))
    monkeypatch.setattr(store_lock, "LOCK_TIMEOUT", 0.05)
    with FileLock(paths.records / ".lock"), pytest.raises(StorageError, match="another window has locked"):
        store.save(record)


def test_looking_around_is_no_change_of_a_record(store: Store) -> None:
    record = store.create(Onboarding("Acme"))
    begun, revision = record.updated_at, record.revision
    record.step, record.action = "install", "company"
    store.save(record)
    assert (record.updated_at, record.revision) == (begun, revision + 1) and store.load("Acme") == record
    record.app_name = "Sync"
    store.save(record)
    assert begun is not None and record.updated_at is not None and record.updated_at > begun


def test_a_renamed_onboarding_takes_its_answers_its_report_and_its_history_along(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme", company_id="5"))
    record.app_name = "Sync"
    store.save(record)
    paths.reports.mkdir(parents=True)
    for kept in store.kept_paths("Acme"):
        kept.write_text("{}")
    renamed = store.rename("Acme", "Acme & Söhne")
    assert (renamed.name, renamed.app_name, renamed.revision) == ("Acme & Söhne", "Sync", record.revision + 1)
    assert store.names() == ["Acme & Söhne"] and store.load("Acme & Söhne") == renamed
    assert all(kept.exists() for kept in store.kept_paths("Acme & Söhne"))
    assert not any(kept.exists() for kept in store.kept_paths("Acme"))
    told = [[each.field for each in entry.changes] for entry in read_history(paths, renamed).entries]
    assert told == [["company_id"], ["app_name"], ["name"]] and not history_file(paths, "Acme").exists()
    (change,) = read_history(paths, renamed).entries[-1].changes
    assert (change.old, change.new) == ("Acme", "Acme & Söhne"), "who looks for the old name finds it"
    renamed.app_name = "Another"
    assert store.save(renamed).record.app_name == "Another"


def test_a_name_that_is_taken_or_gone_is_refused_and_nothing_moves(store: Store) -> None:
    store.create(Onboarding("Acme", app_name="One"))
    store.create(Onboarding("Bolt", app_name="Two"))
    with pytest.raises(InvalidInput, match="already an onboarding named “Bolt”"):
        store.rename("Acme", "Bolt")
    with pytest.raises(InvalidInput, match="no onboarding named “Crane”"):
        store.rename("Crane", "Dome")
    assert [(each.name, store.load(each.name).app_name) for each in store.entries()] == [
        ("Acme", "One"),
        ("Bolt", "Two"),
    ]


def test_a_disk_that_refuses_the_new_name_leaves_the_old_one(
    store: Store, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create(Onboarding("Acme", app_name="One"))

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dmsa_tui.onboarding.store.write_whole", full)
    with pytest.raises(StorageError, match="no space left"):
        store.rename("Acme", "Bolt")
    assert store.names() == ["Acme"] and history_file(paths, "Acme").exists()
