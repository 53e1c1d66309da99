"""The history: every way of changing a record leaves a line, which says what, never an ID, and outlives crashes."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.documents.setup_record.build import build_setup_record, write_setup_record
from dmsa_tui.documents.setup_record.history_words import entry_words
from dmsa_tui.errors import StorageError
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding import files
from dmsa_tui.onboarding.history import Change, Entry, Event, changes_between, history_file, read_history
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Approval, ApprovalState, Confirmed, ExpectMode, FailedProof, Onboarding
from dmsa_tui.onboarding.store import Store

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
on_posix = pytest.mark.skipif(os.name != "posix", reason="modes, limits and signals as POSIX has them")


def events(paths: Paths, record: Onboarding) -> list[tuple[str, list[str]]]:
    """What happened, with the fields."""
    return [(entry.event, [each.field for each in entry.changes]) for entry in read_history(paths, record).entries]


def test_creating_and_changing_leave_a_line_each_and_looking_around_leaves_none(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme", company_id="5"))
    record.client_id, record.app_name = "c" * 43, "Sync"
    store.save(record)
    record.step = "install"
    store.save(record)
    assert events(paths, record) == [("created", ["company_id"]), ("changed", ["app_name", "client_id"])]


def test_a_new_onboarding_had_no_answer_before(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme", environment="developer-sandbox", company_id="5"))
    line = history_file(paths, "Acme").read_text(encoding="utf-8")
    assert '"old"' not in line
    by_older_version = line.replace('"new"', '"old": "production", "new"')
    for content in (line, by_older_version):
        history_file(paths, "Acme").write_text(content, encoding="utf-8")
        (entry,) = read_history(paths, record).entries
        assert entry_words(entry) == "Onboarding created. Given: the company ID. The environment: developer-sandbox."


def test_a_list_that_is_typed_with_pauses_leaves_one_line(
    store: Store, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = store.create(Onboarding("Acme"))
    for lines in (["Har"], ["Harbor Annex"], ["Harbor Annex", "P-102"]):
        record.expected_projects = lines
        store.save(record)
    assert store.load("Acme").expected_projects == ["Harbor Annex", "P-102"], "each pause is saved"
    assert events(paths, record)[1:] == [("changed", ["expected_projects"])]

    record.company_id = "5"
    store.save(record)
    record.company_id, record.expected_projects = "6", ["P-103"]
    store.save(record)
    assert events(paths, record)[2:] == [("changed", ["company_id"]), ("changed", ["company_id", "expected_projects"])]
    for typed in (["P-104"], ["P-105"]):
        record.expected_projects = typed
        store.save(record)
    monkeypatch.setattr("dmsa_tui.onboarding.history._TYPED_ON", timedelta(0))
    record.expected_projects = []
    store.save(record)
    assert events(paths, record)[4:] == [("changed", ["expected_projects"])] * 2, "one for a list, one for a later one"


def test_text_typed_after_an_older_record_was_restored_has_a_line(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme"))
    path = next(paths.records.glob("*.toml"))
    before = path.read_bytes()
    record.company_id = "5"
    store.save(record)
    record.app_name = "Sync"
    store.save(record)
    path.write_bytes(before)
    restored = Store(paths).load("Acme")
    restored.app_name = "Copy"
    Store(paths).save(restored)
    assert events(paths, restored)[1:] == [("changed", ["app_name"])]


def test_no_id_name_or_text_is_in_the_file(store: Store, paths: Paths) -> None:
    record = Onboarding(
        "Acme", company_id="598796027816617", client_id="c" * 43, app_version_key="k" * 36, app_name="Hidden Name",
        sandbox_client_id="s" * 43, sandbox_app_version_key="v" * 36, login_url="https://hidden.example",
        profile="/hidden/profile.toml", expect=ExpectMode.LIST, expected_projects=["Hidden Tower"],
        verification=Approval(ApprovalState.WAITING, "2026-11-01", "hidden note"), extra={"hidden_key": "hidden"},
    )  # fmt: skip
    store.create(record)
    text = history_file(paths, "Acme").read_text()
    for hidden in ("5987960", "ccc", "kkk", "sss", "vvv", "idden"):
        assert hidden not in text.replace('"field": "extra"', "")
    assert {"expect", "verification.state", "client_id", "expected_projects"} <= set(events(paths, record)[0][1])


def test_states_have_both_values_and_words_have_their_giver() -> None:
    old = Onboarding("Acme", confirmed={"manifest": Confirmed("Robin", NOW)})
    new = Onboarding(
        "Acme", verification=Approval(ApprovalState.WAITING), future_projects=True, verdict="fail", checked_at=NOW,
        accepted={"install.version": Confirmed("Kim", NOW)},
    )  # fmt: skip
    assert changes_between(old, new) == (
        Change("verification.state", "not-asked", "waiting"),
        Change("future_projects", "undecided", "yes"),
        Change("confirmed.manifest", "confirmed", "taken back"),
        Change("accepted.install.version", "undecided", "confirmed", "Kim", "confirmed"),
        Change("verdict", "none", "fail", proof="failed"),
    )


@pytest.mark.parametrize(("verdict", "proof"), [("pass", "proven"), ("warn", "proven"), ("unverified", "open")])
def test_a_run_that_says_the_same_again_is_told_with_who_stands_behind_it(verdict: str, proof: str) -> None:
    old = Onboarding("Acme", verdict=verdict, checked_at=NOW, expect=ExpectMode.ALL, future_projects=True)
    new = replace(old, checked_at=NOW + timedelta(days=1))
    assert changes_between(old, new) == (Change("verdict", verdict, verdict, proof=proof),)
    assert changes_between(new, new) == ()


def test_another_windows_answers_are_told_once_by_the_window_that_gave_them(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme"))
    other = Store(paths)
    theirs = other.load("Acme")
    theirs.app_name = "Sync"
    other.save(theirs)
    record.company_id = "5"
    store.save(record)
    assert events(paths, record)[1:] == [("changed", ["app_name"]), ("changed", ["company_id"])]


def test_forgetting_is_told_and_a_new_onboarding_of_that_name_begins_anew(store: Store, paths: Paths) -> None:
    store.create(Onboarding("Acme", company_id="5"))
    store.forget("Acme")
    path = history_file(paths, "Acme")
    assert [json.loads(line)["event"] for line in path.read_bytes().splitlines()] == ["created", "forgotten"]
    again = store.create(Onboarding("Acme"))
    assert events(paths, again) == [("created", [])]
    assert path.read_bytes().count(b"\n") == 3, "what was there stays in the file"


@on_posix
def test_only_the_owner_can_read_it(store: Store, paths: Paths) -> None:
    store.create(Onboarding("Acme"))
    path = history_file(paths, "Acme")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_line_that_was_torn_by_a_crash_is_said_and_hides_no_other(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme"))
    path = history_file(paths, "Acme")
    whole = path.read_bytes()
    for length in range(1, len(whole) - 1):
        path.write_bytes(whole + whole[:length])
        record.app_name = f"Sync {length}"
        store.save(record)
        found = read_history(paths, record)
        assert found.damaged == 1 and [each.event for each in found.entries] == ["created", "changed"]
        assert (found.entries[-1].changes[0].field, found.entries[-1].revision) == ("app_name", record.revision)


@given(st.binary(max_size=200))
def test_no_content_of_the_file_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    home = tmp_path_factory.mktemp("any")
    paths = Paths(home / "data", home, home, home)
    path = history_file(paths, "Acme")
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    read_history(paths, Onboarding("Acme", revision=5))


@pytest.mark.parametrize(
    "line",
    [
        "{}", "[]", "5", '{"at": "x"}', "[" * 5_000,
        '{"at": "2026-11-23T10:00:00Z", "event": "burnt", "step": "", "revision": 1, "changes": []}',
        '{"at": "2026-11-23T10:00:00", "event": "created", "step": "", "revision": 1, "changes": []}',
        '{"at": "2026-11-23T10:00:00Z", "event": "created", "step": 5, "revision": 1, "changes": []}',
        '{"at": "2026-11-23T10:00:00Z", "event": "created", "step": "", "revision": 1, "changes": [{"field": 5}]}',
        '{"at": "2026-11-23T10:00:00Z", "event": "created", "step": "", "revision": 1, "changes": [{"value": "x"}]}',
    ],
)  # fmt: skip
def test_a_line_of_another_shape_counts_as_damaged(store: Store, paths: Paths, line: str) -> None:
    record = store.create(Onboarding("Acme"))
    with history_file(paths, "Acme").open("a") as file:
        file.write(line + "\n")
    found = read_history(paths, record)
    assert (len(found.entries), found.damaged) == (1, 1)


def test_a_line_whose_record_was_not_written_is_left_out(
    store: Store, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = store.create(Onboarding("Acme"))
    record.app_name = "Sync"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("dmsa_tui.onboarding.store.write_whole", full)
        with pytest.raises(StorageError):
            store.save(record)
    assert events(paths, record) == [("created", [])]
    record.company_id = "5"
    store.save(record)
    assert events(paths, record) == [("created", []), ("changed", ["company_id", "app_name"])]


def test_a_record_that_could_not_be_removed_was_not_forgotten(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "Denied")))
        with pytest.raises(StorageError, match="could not be removed"):
            store.forget("Acme")
    assert events(paths, record) == [("created", [])]
    record.app_name = "Sync"
    store.save(record)
    assert [event for event, _ in events(paths, record)] == ["created", "changed"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_history_that_takes_no_line_keeps_the_record_as_it_was(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme"))
    history_file(paths, "Acme").chmod(0o400)
    record.app_name = "Sync"
    with pytest.raises(StorageError, match="could not be saved"):
        store.save(record)
    assert store.load("Acme").app_name == ""


@on_posix
def test_a_disk_that_is_full_in_the_middle_of_a_line_leaves_no_half_of_it(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    files.append_line(path, b"first")
    code = f"""
import resource
from pathlib import Path
from dmsa_tui.onboarding.files import append_line
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
try:
    append_line(Path({str(path)!r}), b"x" * 100)
except OSError as error:
    print(type(error).__name__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert done.stdout == "OSError\n", done.stderr
    assert path.read_bytes() == b"first\n"


def test_the_setup_record_tells_the_newest_and_how_many_there_are_besides(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme", company_id="598796027816617"))
    for day in range(15):
        record.confirmed = {"install": Confirmed(("Kim <b>", "Ann")[day % 2], NOW + timedelta(days=day))}
        store.save(record)
    record.verification = Approval(ApprovalState.WAITING)
    store.save(record)
    setup = build_setup_record(record, load_profile("file-sync"), history=read_history(paths, record))
    for text in (write_setup_record(setup, "md"), write_setup_record(setup, "html")):
        section = text.split("History")[1]
        assert (
            "5 earlier entries" in section
            and "The organization verification: waiting for Procore, before not requested." in section
        )
        assert section.count("confirmed the step “Install the app”") == 11
        assert "Kim <b>" not in section and "598796027816617" not in section
    assert "History" not in write_setup_record(build_setup_record(record, load_profile("file-sync")), "md")


def test_a_task_that_is_done_is_told_by_its_title_as_a_task(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme", company_id="598796027816617"))
    record.confirmed = {"offboard": Confirmed("Kim", NOW)}
    store.save(record)
    setup = build_setup_record(record, load_profile("file-sync"), history=read_history(paths, record))
    section = write_setup_record(setup, "md").split("History")[1]
    assert "Kim confirmed the task “End the app's access”." in section and "offboard" not in section


def test_what_a_task_tried_to_prove_is_told_and_not_that_somebody_was_only_asked(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme"))
    record = store.save(replace(record, old_secret_proven_at=NOW)).record
    record = store.save(replace(record, old_secret_refused_at=NOW)).record
    failed = FailedProof(NOW, "It still works.", "uninstall")
    record = store.save(replace(record, failed_proofs={"offboard/prove": failed, "offboard/reset": failed})).record
    record = store.save(replace(record, failed_proofs={"offboard/prove": replace(failed, said="Still.")})).record
    told = [entry_words(each) for each in read_history(paths, record).entries if each.changes]
    assert told == [
        "Procore accepted the old client secret.",
        "Procore refused the old client secret.",
        "The proof of the task “End the app's access” failed.",
    ]


@pytest.mark.parametrize("is_decided", [True, False])
def test_a_run_is_told_with_the_caution_that_the_screen_has_while_nobody_has_decided_on_projects(
    is_decided: bool,
) -> None:
    before = Onboarding("Acme", expect=ExpectMode.ALL, future_projects=True) if is_decided else Onboarding("Acme")
    changes = changes_between(before, replace(before, verdict="pass", checked_at=NOW))
    said = entry_words(Entry(NOW, Event.CHANGED, "check", 1, changes))
    assert said == f"The checks were run: pass{'' if is_decided else ', with a caution'}."
