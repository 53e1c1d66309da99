"""What Windows and macOS do with files that Linux does not: held open for a moment, and kept in the drive's cache."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dmsa_tui.onboarding import files
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Store


def held(act: Callable[..., Any], times: int, name: str) -> Callable[..., Any]:
    """`act`, refused that many times for a path that ends so, as Windows does while a virus scanner reads it."""
    left = times

    def refusing(path: Any, *args: Any, **options: Any) -> Any:
        nonlocal left
        if left and str(path).endswith(name):
            left -= 1
            raise PermissionError(13, "Access is denied", str(path))
        return act(path, *args, **options)

    return refusing


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "HELD_TRIES", 25)
    monkeypatch.setattr("dmsa_tui.onboarding.files.time.sleep", lambda _: None)


def test_a_leftover_that_another_program_holds_stops_no_save(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = Paths.default()
    store = Store(paths)
    store.create(record := Onboarding("Acme"))
    (leftover := paths.records / f".old{files.TEMPORARY}").touch()
    monkeypatch.setattr(Path, "unlink", held(Path.unlink, 1, files.TEMPORARY))
    record.app_name = "Sync"
    store.save(record)
    assert store.load("Acme").app_name == "Sync" and leftover.exists()
    record.app_name = "Other"
    store.save(record)
    assert not leftover.exists()


@pytest.mark.usefixtures("windows")
def test_a_record_that_is_read_at_the_moment_is_replaced_and_removed_a_little_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Store(Paths.default())
    store.create(record := Onboarding("Acme"))
    monkeypatch.setattr(os, "replace", held(os.replace, 20, files.TEMPORARY))
    record.app_name = "Sync"
    store.save(record)
    assert store.load("Acme").app_name == "Sync"
    monkeypatch.setattr(Path, "unlink", held(Path.unlink, 20, ".toml"))
    store.forget("Acme")
    assert store.names() == []


@pytest.mark.usefixtures("windows")
def test_a_file_that_stays_held_is_an_error_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file := tmp_path / "a").touch()
    monkeypatch.setattr(Path, "unlink", held(Path.unlink, 99, "a"))
    with pytest.raises(PermissionError):
        files.remove(file)


@pytest.mark.parametrize("refused", [False, True])
def test_macos_is_asked_to_empty_the_drives_cache(
    refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    synced: list[int] = []

    def answer(_descriptor: int, command: int) -> int:
        asked.append(command)
        if refused:
            raise OSError(45, "Operation not supported")
        return 0

    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", answer)
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(descriptor))
    files.write_whole(tmp_path / "a", b"text")
    files.append_line(tmp_path / "b", b"text")
    assert asked == [51, 51]
    assert (len(synced) > 2) == refused  # the directories are always synced as well
