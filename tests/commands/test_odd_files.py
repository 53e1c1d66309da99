"""Pipes, devices, links, directories and giants where the program keeps its files: one sentence, and nobody waits."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dmsa_tui import cli
from dmsa_tui.checks.model import Report, RequestCount
from dmsa_tui.checks.report.json_report import as_json
from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding import list_index
from dmsa_tui.onboarding.history import history_file
from dmsa_tui.onboarding.last_report import report_file
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.session.session import Session
from dmsa_tui.session.settings import load_settings
from dmsa_tui.vocabulary import Status
from tests import program

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices as POSIX has them")


def a_pipe(place: Path) -> None:
    os.mkfifo(place)


def a_link_to_a_device(place: Path) -> None:
    place.symlink_to("/dev/zero")


def a_link_to_itself(place: Path) -> None:
    place.symlink_to(place)


def a_directory(place: Path) -> None:
    place.mkdir()


def a_giant(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(10_000_000_000)


ODD = [a_pipe, a_link_to_a_device, a_link_to_itself, a_directory, a_giant]

IN_A_DIRECTORY = {"list": "", "paths": "", "new": "Bolt --environment production --company-id 2"}
"""Command → its words."""


def saved() -> tuple[Paths, Path]:
    """Where the files are, and the record's own."""
    paths = Paths.default()
    store = Store(paths)
    store.create(Onboarding("Acme", company_id="1"))
    (entry,) = store.entries()
    return paths, entry.path


def put(odd: Callable[[Path], None], place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    odd(place)


def refused(place: Path, *words: str, variables: dict[str, str] | None = None) -> None:
    done = program.run(*words, variables=variables)
    assert done.returncode in (2, 4) and done.stderr.count("dmsa-tui: ") == 1, done
    *notes, sentence = done.stderr.splitlines()
    assert str(place) in sentence and all(note.startswith("Note: ") for note in notes), done


@pytest.mark.parametrize("odd", ODD)
def test_a_record_that_is_no_file_is_named_and_left(odd: Callable[[Path], None]) -> None:
    _, place = saved()
    put(odd, place)
    for name in ("Acme", place.stem):  # whose it is, only the file's name tells
        refused(place, "handoff", name)
        refused(place, "set", name, "app-name=Sync")
    listed = program.run("list")
    assert listed.returncode in (0, 1, 4) and str(place) in listed.stdout + listed.stderr
    assert os.path.lexists(place)


@pytest.mark.parametrize("odd", ODD)
def test_a_history_that_is_no_file_is_neither_read_nor_written_to(odd: Callable[[Path], None]) -> None:
    paths, _ = saved()
    place = history_file(paths, "Acme")
    put(odd, place)
    if odd is not a_giant:  # a line more does it no harm
        refused(place, "set", "Acme", "app-name=Sync")
        assert Store(paths).load("Acme").app_name == ""
    refused(place, "handoff", "Acme")


def test_a_link_at_the_history_is_not_followed_out_of_its_directory(tmp_path: Path) -> None:
    paths, _ = saved()
    outside = tmp_path / "outside"
    outside.write_text("mine\n")
    put(lambda place: place.symlink_to(outside), history_file(paths, "Acme"))
    refused(history_file(paths, "Acme"), "set", "Acme", "app-name=Sync")
    refused(history_file(paths, "Acme"), "handoff", "Acme")
    assert outside.read_text() == "mine\n"


@pytest.mark.parametrize("odd", ODD)
def test_a_last_report_that_is_no_file_is_said_and_stops_nothing(odd: Callable[[Path], None]) -> None:
    paths, _ = saved()
    put(odd, report_file(paths, "Acme"))
    done = program.run("handoff", "Acme")
    assert done.returncode == 0 and "Traceback" not in done.stderr


@pytest.mark.parametrize("there", [True, False], ids=["foreign", "missing"])
def test_a_link_at_the_last_report_is_not_followed_out_of_its_directory(
    there: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths, _ = saved()
    outside, place = tmp_path / "outside.json", report_file(paths, "Acme")
    if there:
        outside.write_text("mine\n")
    put(lambda place: place.symlink_to(outside), place)
    assert cli.main(["handoff", "Acme"]) == 0
    noted = capsys.readouterr().err
    assert not there or (str(place) in noted and len(noted.splitlines()) == 1)
    store, target = Store(paths), dict.fromkeys(("login_url", "api_url"))
    record = store.load("Acme")
    store.keep_report(record, as_json(Report(Status.PASS, datetime.now(UTC), 0, target, (), RequestCount())))
    assert place.is_file() and not place.is_symlink() and outside.exists() is there
    assert not there or outside.read_text() == "mine\n"


@pytest.mark.parametrize("odd", ODD)
def test_a_log_that_is_no_file_costs_a_note_and_no_more(odd: Callable[[Path], None]) -> None:
    paths, _ = saved()
    if odd is a_giant:
        pytest.skip("a log that is too large is begun anew")
    put(odd, paths.logs / "debug.log")
    done = program.run("list", variables=os.environ | {"DMSA_TUI_LOG": "1"})
    assert done.returncode == 0 and "Acme" in done.stdout
    assert "debug.log" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("odd", ODD)
def test_a_journal_that_is_no_file_is_named(odd: Callable[[Path], None], tmp_path: Path) -> None:
    place = tmp_path / "run.jsonl"
    put(odd, place)
    words = ["permit", "--company-id", "1", "--client-id", "c", "--resume", str(place)]
    refused(place, *words, variables=os.environ | {"PROCORE_CLIENT_SECRET": "s"})


@pytest.mark.parametrize("odd", ODD)
def test_settings_that_are_no_file_are_named(odd: Callable[[Path], None], tmp_path: Path) -> None:
    put(odd, place := tmp_path / "settings.toml")
    with pytest.raises(StorageError, match="are not used: the file cannot be read") as refusal:
        load_settings(tmp_path, themes=(), keys={})
    assert str(refusal.value).count(str(place)) == 1 and "Errno" not in str(refusal.value)


@pytest.mark.parametrize("odd", ODD)
def test_a_rehearsal_that_is_no_file_is_named(odd: Callable[[Path], None]) -> None:
    place = Paths.default().practice("fresh").data / "journal.json"
    put(odd, place)
    with pytest.raises(StorageError, match=r"The last rehearsal in .* cannot be read: ") as refusal:
        Session.for_rehearsal("fresh")
    assert str(place) in str(refusal.value) and "delete" not in str(refusal.value)


@pytest.mark.parametrize("words", ["set Acme app-name=Sync", "new Bolt --environment production --company-id 2"])
def test_what_is_not_saved_names_the_place_that_keeps_it_from_being(words: str) -> None:
    paths, _ = saved()
    shutil.rmtree(paths.histories)
    put(a_pipe, paths.histories)
    refused(paths.histories, *words.split())


def test_what_is_not_removed_is_named() -> None:
    paths, _ = saved()
    put(a_directory, report_file(paths, "Acme"))
    refused(report_file(paths, "Acme"), "forget", "Acme", "--yes")


@pytest.mark.parametrize("odd", ODD)
def test_an_index_of_the_list_that_is_no_file_costs_nothing(
    odd: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(list_index, "FROM", 1)
    saved()
    put(odd, Store(Paths.default()).index_path)
    assert cli.main(["list"]) == 0
    said = capsys.readouterr()
    assert "Acme" in said.out and said.err == ""


@pytest.mark.parametrize("odd", [a_link_to_itself, a_pipe, a_link_to_a_device])
@pytest.mark.parametrize("directory", ["data", "config", "state"])
def test_a_directory_of_the_program_that_is_none_is_one_sentence(
    directory: str, odd: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    put(odd, place := getattr(Paths.default(), directory))
    ended = {word: cli.main([word, *words.split()]) for word, words in IN_A_DIRECTORY.items()}
    said = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("No onboardings yet")]
    assert ended["paths"] == 0 and set(ended.values()) <= {0, 4}
    assert all(line.startswith("dmsa-tui: ") and str(place) in line for line in said), said
    assert len(said) == list(ended.values()).count(4) and (directory != "data" or ended["new"] == 4)


@pytest.mark.parametrize("directory", ["DATA", "CONFIG", "STATE"])
@pytest.mark.parametrize(("name", "usable"), [("d" * 200 + "/" + "n" * 255, True), ("n" * 300, False)])
def test_a_directory_with_a_long_path_is_used_or_refused_in_one_sentence(
    directory: str,
    name: str,
    usable: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(f"XDG_{directory}_HOME", str(tmp_path / name))
    ended = {word: cli.main([word, *words.split()]) for word, words in IN_A_DIRECTORY.items()}
    said = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("No onboardings yet")]
    refused = set() if usable or directory != "DATA" else {"list", "new"}
    assert {word for word, status in ended.items() if status} == refused and set(ended.values()) <= {0, 4}
    assert len(said) == len(refused) and all("file name too long" in line for line in said)
