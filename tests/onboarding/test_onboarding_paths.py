"""Where files are kept."""

import os
import stat
import sys
from pathlib import Path

import pytest

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.files import private_directory, write_privately, write_whole
from dmsa_tui.onboarding.paths import Paths

on_posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


@pytest.mark.skipif(sys.platform != "linux", reason="XDG variables are read on Linux")
def test_the_environment_counts_at_the_moment_of_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Paths.default().data == tmp_path / ".local/share/dmsa-tui"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    assert Paths.default().records == tmp_path / "elsewhere/dmsa-tui/onboardings"
    assert Paths.default().profiles == tmp_path / "settings/dmsa-tui/profiles"
    assert not any(tmp_path.iterdir())


def test_a_rehearsal_has_records_of_its_own(paths: Paths) -> None:
    rehearsal = paths.practice()
    assert rehearsal.records != paths.records
    assert not rehearsal.records.is_relative_to(paths.records)
    assert rehearsal.config == paths.config
    assert paths.practice("ready").data != paths.practice("fresh").data


@pytest.mark.parametrize("scenario", ["../..", "/", "..", "a/../../b"])
def test_no_scenario_name_leads_out_of_the_rehearsals(paths: Paths, scenario: str) -> None:
    assert paths.practice(scenario).data.resolve().parent == paths.practice().data.resolve()


@on_posix
def test_directories_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    private_directory(tmp_path / "a" / "b")
    assert [stat.S_IMODE((tmp_path / each).stat().st_mode) for each in ("a", "a/b")] == [0o700, 0o700]


@on_posix
def test_a_directory_that_others_can_read_is_closed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0o755)
    assert stat.S_IMODE(private_directory(tmp_path / "a").stat().st_mode) == 0o700


@on_posix
def test_a_file_is_its_owners_alone_even_if_it_was_not_before(tmp_path: Path) -> None:
    target = tmp_path / "x.toml"
    target.write_text("old")
    target.chmod(0o666)
    write_whole(target, b"new")
    assert target.read_bytes() == b"new" and stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "x.toml"
    write_whole(target, b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_whole(target, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["x.toml"] and target.read_bytes() == b"old"


def test_a_file_where_a_directory_should_be_is_explained(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(StorageError, match="could not be written"):
        write_privately(tmp_path / "a" / "b" / "c.json", "{}")
