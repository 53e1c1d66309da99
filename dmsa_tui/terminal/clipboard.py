"""The clipboard: this machine's own by its program, read back where that is possible; over SSH the terminal's.

Nothing that is copied is ever an argument of a program: it goes in by standard input.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

TIMEOUT = 3.0
"""Seconds for one call; PowerShell alone needs one of them to start."""
OVER_SSH = frozenset({"SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"})

_POWERSHELL = (
    "-NoProfile", "-NonInteractive", "-Command",
    "[Console]::OutputEncoding=[Text.Encoding]::UTF8; [Console]::Out.Write((Get-Clipboard -Raw))",
)  # fmt: skip


class Tool(NamedTuple):
    """The program that writes and the one that reads the clipboard of a system."""

    name: str
    copy: tuple[str, ...]
    paste: tuple[str, ...]
    """Empty where nothing reads it."""
    encoding: str = "utf-8"
    """What `copy` takes."""


class Outcome(Enum):
    """What came of copying or emptying."""

    VERIFIED = "verified"
    """It was read back."""
    UNVERIFIED = "unverified"
    """The program took it, and it could not be read back."""
    REPLACED = "replaced"
    """Something else was on the clipboard by then, and it was left."""
    FAILED = "failed"


class ClipboardUnreadable(Exception):
    """The clipboard cannot be read; the text is one sentence that says why and what to do."""


def tool_here(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Tool | None:
    """The program for the clipboard of the machine that the person sits at; None over SSH, or where there is none."""
    if any(environ.get(name) for name in OVER_SSH):
        return None
    if platform == "darwin":
        return _found(Tool("pbcopy", ("pbcopy",), ("pbpaste",)))
    windows = Tool("clip", ("clip",), ("powershell", *_POWERSHELL), "utf-16-le")
    if platform == "win32":
        return _found(windows)
    candidates = []
    if environ.get("WAYLAND_DISPLAY"):
        candidates.append(Tool("wl-copy", ("wl-copy",), ("wl-paste", "--no-newline")))
    if environ.get("DISPLAY"):
        selection = ("-selection", "clipboard")
        candidates.append(Tool("xclip", ("xclip", *selection), ("xclip", *selection, "-o")))
        candidates.append(Tool("xsel", ("xsel", "--clipboard", "--input"), ("xsel", "--clipboard", "--output")))
    if environ.get("WSL_DISTRO_NAME"):  # Linux within Windows: the clipboard is that of Windows
        candidates.insert(0, Tool("clip.exe", ("clip.exe",), ("powershell.exe", *_POWERSHELL), "utf-16-le"))
    return next((tool for each in candidates if (tool := _found(each)) is not None), None)


def copied(tool: Tool, text: str) -> Outcome:
    """Put `text` on the clipboard, and read it back. Blocks; it never raises."""
    if _run(tool.copy, text.encode(tool.encoding, "replace")) is None:
        return Outcome.FAILED
    try:
        return Outcome.VERIFIED if read(tool) == text else Outcome.FAILED
    except ClipboardUnreadable:
        return Outcome.UNVERIFIED


def emptied(tool: Tool, text: str) -> Outcome:
    """Empty the clipboard if `text` is still on it, or if nobody can tell. Blocks; it never raises."""
    try:
        if read(tool) != text:
            return Outcome.REPLACED
    except ClipboardUnreadable:
        pass
    if _run(tool.copy, b"") is None:
        return Outcome.FAILED
    try:
        return Outcome.FAILED if read(tool) == text else Outcome.VERIFIED
    except ClipboardUnreadable:
        return Outcome.UNVERIFIED


def read(tool: Tool | None) -> str:
    """What is on the clipboard; ClipboardUnreadable says why it cannot be told. Blocks."""
    if tool is None:
        raise ClipboardUnreadable(
            "No clipboard can be read here: paste with the terminal's own key, often Ctrl+Shift+V."
        )
    data = _run(tool.paste) if tool.paste else None
    if data is None:
        raise ClipboardUnreadable(
            f"{tool.paste[0] if tool.paste else tool.name} could not read the clipboard: "
            "paste with the terminal's own key."
        )
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def described(tool: Tool | None, environ: Mapping[str, str] = os.environ) -> str:
    """One sentence or two: which way copies go here, and what cannot be known of them."""
    if tool is not None:
        if tool.paste:
            return f"Copies go to this machine's clipboard through {tool.name}, and are verified."
        return f"Copies go to this machine's clipboard through {tool.name}. This program cannot verify them."
    if environ.get("TERM_PROGRAM") == "Apple_Terminal":
        return "The macOS Terminal accepts no copies (OSC 52): select with the mouse, or use another terminal."
    sentence = "Unknown: copies go to the terminal (OSC 52), which does not confirm them."
    if environ.get("TMUX"):
        sentence += " tmux passes them on only after `set -g set-clipboard on`."
    elif environ.get("WAYLAND_DISPLAY") or environ.get("DISPLAY"):
        sentence += " With wl-clipboard or xclip installed they go to this machine's own clipboard."
    return sentence


def _found(tool: Tool) -> Tool | None:
    if shutil.which(tool.copy[0]) is None:
        return None
    return tool if shutil.which(tool.paste[0]) else Tool(tool.name, tool.copy, (), tool.encoding)


def _run(words: tuple[str, ...], given: bytes | None = None) -> bytes | None:
    """Give `given` to a program, or take its output where nothing is given; None if it failed or took too long.

    xclip and wl-copy leave a process behind that serves the clipboard, and that would hold a pipe of ours as well.
    """
    try:
        done = subprocess.run(
            words, input=given or b"", stdout=subprocess.PIPE if given is None else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=TIMEOUT, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout or b""
