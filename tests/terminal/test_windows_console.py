"""What the program asks a Windows console, with the console faked."""

import ctypes
import io
import sys
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from dmsa_tui.commands.wizard import require_terminal
from dmsa_tui.errors import InvalidInput
from dmsa_tui.terminal import colors
from dmsa_tui.terminal.ascii_signs import ascii_encoding
from dmsa_tui.terminal.output import StandardStreams


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A console in the old window, code page 437, whose escape sequences are off."""
    console = SimpleNamespace(window_class="ConsoleWindowClass", code_page=437, mode=1, refuses=False)

    def class_name(window: int, buffer: Any, size: int) -> int:
        buffer.value = console.window_class
        return len(console.window_class)

    def get_mode(handle: int, into: Any) -> int:
        into._obj.value = console.mode
        return 1

    def set_mode(handle: int, mode: int) -> int:
        if not console.refuses:
            console.mode = mode
        return not console.refuses

    kernel = SimpleNamespace(
        GetConsoleWindow=lambda: 7, GetConsoleOutputCP=lambda: console.code_page, GetStdHandle=lambda number: 3,
        GetConsoleMode=get_mode, SetConsoleMode=set_mode,
    )  # fmt: skip
    dlls = SimpleNamespace(kernel32=kernel, user32=SimpleNamespace(GetClassNameW=class_name))
    monkeypatch.setattr(ctypes, "windll", dlls, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    return console


@pytest.mark.parametrize(
    ("window_class", "code_page", "variables", "signs"),
    [
        ("PseudoConsoleWindow", 437, {}, True),
        ("ConsoleWindowClass", 437, {}, False),
        ("ConsoleWindowClass", 437, {"WT_SESSION": "inherited", "TERM_PROGRAM": "vscode"}, False),
        ("ConsoleWindowClass", 437, {"ConEmuANSI": "ON"}, True),
        ("ConsoleWindowClass", 65001, {}, True),
    ],
)
def test_the_console_says_whether_it_has_signs(
    window_class: str, code_page: int, variables: Mapping[str, str], signs: bool, windows: SimpleNamespace
) -> None:
    windows.window_class, windows.code_page = window_class, code_page
    assert (ascii_encoding("auto", variables, "utf-8") is None) is signs


def test_escape_sequences_are_on_before_any_color_is_written(windows: SimpleNamespace) -> None:
    for choice, variables in (("auto", {}), ("always", {}), ("auto", {"FORCE_COLOR": "1"})):
        windows.mode = 1
        assert colors.color_wanted(choice, variables, terminal=True, platform="win32")
        assert windows.mode == 5
    windows.mode, windows.refuses = 1, True
    assert not colors.color_wanted("auto", {}, terminal=True, platform="win32")
    assert colors.color_wanted("always", {}, terminal=True, platform="win32")


@pytest.mark.parametrize(("variable", "written"), [("", "✔ Müller\n".encode()), ("cp1252", b"+ M\xfcller\n")])
def test_what_is_redirected_is_utf_8_unless_a_variable_says_otherwise(
    variable: str, written: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", variable)
    into = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(into, encoding="cp1252", newline="\n"))
    with StandardStreams("win32") as streams:
        print("✔ Müller")
        assert streams.delivered(0) == 0
    assert into.getvalue() == written


def test_mintty_is_told_about_winpty_and_the_stream_that_is_drawn_on_is_asked(
    windows: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, pipe = SimpleNamespace(isatty=lambda: True), SimpleNamespace(isatty=lambda: False)
    monkeypatch.delenv("TERM", raising=False)
    monkeypatch.delenv("MSYSTEM", raising=False)
    with monkeypatch.context() as streams:
        streams.setattr(sys, "stdin", terminal)
        streams.setattr(sys, "stdout", terminal)
        streams.setattr(sys, "stderr", pipe)
        require_terminal()
        streams.setattr(sys, "stdout", pipe)
        streams.setattr(sys, "stderr", terminal)
        with pytest.raises(InvalidInput, match="needs a terminal"):
            require_terminal()
        streams.setenv("MSYSTEM", "MINGW64")
        with pytest.raises(InvalidInput, match="winpty dmsa-tui"):
            require_terminal()
