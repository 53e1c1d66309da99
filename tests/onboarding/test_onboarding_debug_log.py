"""The debug log: off unless asked for, for its owner alone, bounded, and without anything that identifies or opens."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding import debug_log
from dmsa_tui.onboarding.paths import Paths
from tests import program

LOG = logging.getLogger("dmsa_tui.test")
on_posix = pytest.mark.skipif(os.name != "posix", reason="modes as POSIX has them")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A log that is being written."""
    yield debug_log.start(tmp_path / "logs")
    debug_log.stop()


def test_ids_keys_secrets_and_queries_are_hidden_though_somebody_logged_them(log: Path) -> None:
    LOG.info("company %s, client %s", 598796027816617, "Iaf_0cBxUJks8EAOIci-KeHlhPHYr3NbvkI3c4DHXqg")
    LOG.info("key 3f12716f-4737-4c82-953b-27a01e30e813 at https://api.procore.com/rest/v1.0/me?token=abc")
    LOG.info("bearer eyJhbGciOiJIUzUxMiJ9eyJhbGciOiJIUzUxMiJ9.eyJhbWVzIjoi.short")
    text = log.read_text("utf-8")
    for hidden in ("598796", "Iaf_0", "XHqg", "3f12716f", "token=", "eyJh", "short"):
        assert hidden not in text
    assert "https://api.procore.com/rest/v1.0/me?…" in text
    assert [line[:2] for line in text.splitlines()] == ["20"] * 3


def test_an_error_is_told_by_type_and_place_and_never_by_its_text(log: Path) -> None:
    try:
        raise ValueError("a secret text")
    except ValueError:
        LOG.exception("it failed")
    (line,) = log.read_text("utf-8").splitlines()
    assert "ValueError at test_onboarding_debug_log.py:" in line and "a secret text" not in line


def test_one_message_is_one_line(log: Path) -> None:
    LOG.info("a\nforged\r\nline")
    assert len(log.read_text("utf-8").splitlines()) == 1


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new file every 500 bytes."""
    (handler,) = (each for each in logging.getLogger("dmsa_tui").handlers if isinstance(each, RotatingFileHandler))
    monkeypatch.setattr(handler, "maxBytes", 500)
    monkeypatch.setattr(debug_log, "LARGEST", 500)


@on_posix
def test_every_file_is_for_its_owner_alone_and_there_is_a_bound(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    for number in range(100):
        LOG.info("a line of some length, the %d.", number)
    files = sorted(log.parent.iterdir())
    assert [each.name for each in files] == ["debug.log", "debug.log.1", "debug.log.2", "debug.log.3"]
    assert {each.stat().st_mode & 0o777 for each in files} == {0o600}
    assert log.parent.stat().st_mode & 0o777 == 0o700


def test_a_file_that_another_window_holds_is_written_on_until_it_is_let_go(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    small(monkeypatch)
    older = [log.with_name(f"debug.log.{number}") for number in (1, 2)]
    for file in older:
        file.write_text(file.name)
    with monkeypatch.context() as held:
        held.setattr(os, "rename", refused)
        held.setattr(os, "replace", refused)
        for number in range(30):
            LOG.info("a line of some length, the %d.", number)
    assert [line.rpartition(" ")[2] for line in log.read_text("utf-8").splitlines()] == [f"{n}." for n in range(30)]
    assert [file.read_text() for file in older] == [file.name for file in older]
    for number in range(30, 100):
        LOG.info("a line of some length, the %d.", number)
    files = sorted(log.parent.iterdir())
    assert len(files) == 4 and {each.stat().st_size <= 500 for each in files[:3]} == {True}
    assert log.read_text("utf-8").endswith(" the 99.\n")


def test_old_files_go_when_the_next_log_begins(tmp_path: Path) -> None:
    old, young = tmp_path / "debug.log.1", tmp_path / "debug.log.2"
    for file in (old, young):
        file.write_text("x")
    os.utime(old, (time.time() - debug_log.KEPT_FOR - 60,) * 2)
    debug_log.start(tmp_path)
    debug_log.stop()
    assert not old.exists() and young.exists()


def test_an_old_file_that_is_held_stops_no_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Access is denied")

    (old := tmp_path / "debug.log.1").write_text("x")
    os.utime(old, (time.time() - debug_log.KEPT_FOR - 60,) * 2)
    monkeypatch.setattr(Path, "unlink", refused)
    assert debug_log.start(tmp_path).exists() and old.exists()
    debug_log.stop()


def test_a_log_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file")
    with pytest.raises(StorageError, match="cannot be written"):
        debug_log.start(tmp_path / "logs")


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The program as a process."""
    return program.run(*words, variables=os.environ | variables)


def test_it_is_off_unless_it_is_asked_for() -> None:
    for value in ("", "0"):
        run("new", "Acme", "--environment", "moon", "--company-id", "5", DMSA_TUI_LOG=value)
    assert not Paths.default().logs.exists()


def test_a_run_tells_its_command_its_steps_and_its_exit_status_without_values() -> None:
    done = run("new", "Acme Builders", "--environment", "production", "--company-id=598796027816617", DMSA_TUI_LOG="1")
    assert done.returncode == 0, done.stderr
    text = (Paths.default().logs / "debug.log").read_text("utf-8")
    assert "new --environment --company-id\n" in text and "record written, revision 1" in text
    assert text.rstrip().endswith("exit status 0") and "Acme" not in text and "5987" not in text
    assert run("--help", DMSA_TUI_LOG="1").returncode == 0


def test_a_home_without_room_for_a_log_costs_a_note_and_no_more(tmp_path: Path) -> None:
    home = tmp_path / "state"
    home.write_text("a file")
    done = run("list", DMSA_TUI_LOG="1", XDG_STATE_HOME=str(home))
    assert done.returncode == 0
    if sys.platform == "linux":
        assert "The log" in done.stderr and "cannot be written" in done.stderr
