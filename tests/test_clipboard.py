"""The clipboard by the programs of each system, made of scripts on the PATH, and where there is none."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from dmsa_tui.terminal import clipboard
from dmsa_tui.terminal.clipboard import ClipboardUnreadable, Outcome, copied, described, emptied, read, tool_here

pytestmark = pytest.mark.skipif(os.name != "posix", reason="programs made of shell scripts")

SECRET = "s3cret-ü-✔\nsecond line"
MACHINES = {
    "macOS": ("darwin", {}, "pbcopy", "pbpaste"),
    "Windows": ("win32", {}, "clip", "powershell"),
    "Wayland": ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, "wl-copy", "wl-paste"),
    "X11": ("linux", {"DISPLAY": ":0"}, "xclip", "xclip"),
    "X11 with xsel": ("linux", {"DISPLAY": ":0"}, "xsel", "xsel"),
    "Linux in Windows": ("linux", {"WSL_DISTRO_NAME": "Debian"}, "clip.exe", "powershell.exe"),
}

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put programs on the PATH that keep the clipboard in a file."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    board = tmp_path / "board"

    def script(name: str, body: str) -> None:
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(stat.S_IRWXU)

    def start(copy: str, paste: str = "", keeps: str = 'cat > "$board"') -> None:
        from_utf_16 = "iconv -f utf-16le -t utf-8" if copy.startswith("clip") else "cat"
        keep = f'board="{board}"; {from_utf_16} | {keeps}'
        if copy == paste:
            script(copy, f'case "$*" in *-o*) cat "{board}";; *) {keep};; esac')
        else:
            script(copy, keep)
            if paste:
                script(paste, f'cat "{board}"')

    return start


@pytest.mark.parametrize("machine", MACHINES)
def test_each_system_s_own_program_is_used_and_read_back(machine: str, install: Install) -> None:
    platform, variables, copy, paste = MACHINES[machine]
    install(copy, paste)
    tool = tool_here(variables, platform)
    assert tool is not None and tool.name == copy
    assert copied(tool, SECRET) is Outcome.VERIFIED
    assert read(tool) == SECRET
    assert emptied(tool, SECRET) is Outcome.VERIFIED and read(tool) == ""
    assert "this machine's clipboard" in described(tool, variables)


@pytest.mark.parametrize("machine", MACHINES)
def test_over_ssh_no_program_of_the_far_machine_is_used(machine: str, install: Install) -> None:
    platform, variables, copy, paste = MACHINES[machine]
    install(copy, paste)
    assert tool_here({**variables, "SSH_CONNECTION": "1 2 3 4"}, platform) is None
    assert "copies go to the terminal" in described(None, {"SSH_CONNECTION": "1 2 3 4"})


def test_where_there_is_none_it_is_said_and_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for platform, variables, _, _ in MACHINES.values():
        assert tool_here(variables, platform) is None
    assert "does not confirm them" in described(None, {})
    assert "xclip" in described(None, {"DISPLAY": ":0"})
    with pytest.raises(ClipboardUnreadable, match="terminal's own key"):
        read(None)


def test_no_clipboard_of_a_desktop_that_is_not_there(install: Install) -> None:
    install("xclip", "xclip")
    install("wl-copy", "wl-paste")
    assert tool_here({}, "linux") is None


def test_a_copy_that_did_not_arrive_is_not_called_copied(install: Install) -> None:
    install("xclip", "xclip", keeps='tr a-z A-Z > "$board"')
    tool = tool_here({"DISPLAY": ":0"}, "linux")
    assert tool is not None and copied(tool, SECRET) is Outcome.FAILED


def test_what_cannot_be_read_back_is_unverified(install: Install) -> None:
    install("pbcopy")
    tool = tool_here({}, "darwin")
    assert tool is not None
    assert copied(tool, SECRET) is Outcome.UNVERIFIED and emptied(tool, SECRET) is Outcome.UNVERIFIED
    assert "cannot verify them" in described(tool, {})
    with pytest.raises(ClipboardUnreadable):
        read(tool)


def test_what_somebody_else_has_copied_meanwhile_is_left(install: Install) -> None:
    install("xclip", "xclip")
    tool = tool_here({"DISPLAY": ":0"}, "linux")
    assert tool is not None
    copied(tool, SECRET)
    copied(tool, "another text")
    assert emptied(tool, SECRET) is Outcome.REPLACED and read(tool) == "another text"


@pytest.mark.parametrize("body", ["exit 1", "exec sleep 60"])
def test_a_program_that_fails_or_hangs_is_given_up(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "TIMEOUT", 0.3)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    (tmp_path / "pbcopy").write_text(f"#!/bin/sh\n{body}\n")
    (tmp_path / "pbcopy").chmod(stat.S_IRWXU)
    tool = tool_here({}, "darwin")
    assert tool is not None and copied(tool, SECRET) is Outcome.FAILED


def test_a_secret_is_never_an_argument_of_a_program(install: Install, tmp_path: Path) -> None:
    install("xclip", "xclip", keeps='cat > "$board"; echo "$*" >> "$board.words"')
    tool = tool_here({"DISPLAY": ":0"}, "linux")
    assert tool is not None
    copied(tool, SECRET)
    assert "s3cret" not in (tmp_path / "board.words").read_text()
