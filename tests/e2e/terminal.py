"""A real pseudo-terminal with a program in it: type into it, and read what a person would see."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyte
from pyte.screens import Char

Char._replace = lru_cache(None)(Char._replace)  # type: ignore[method-assign]
"""The same few cells are drawn again and again; making each anew took a third of the time that a walk is read."""

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS",
    "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}  # fmt: skip

WAIT = 60.0
"""Seconds after which what is waited for counts as missing, on a machine that does much else."""
BUTTON_RESTS = 0.25
"""Seconds for which a button takes no second click, and a little more (`Button.active_effect_duration`)."""
ESCAPE_WAITS = 0.12
"""Seconds within which a key after Escape is read as Alt and that key, and a little more (Textual's `ESCAPE_DELAY`)."""


class Terminal:
    """A program in a pseudo-terminal of `columns` × `rows`; every wait has a bound."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], columns: int = 80, rows: int = 24) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        """Everything that the program has written to the terminal."""
        self._understood = 0
        """How much of it is on `screen`."""
        self._text = (-1, "")
        """The text of the screen once so much was understood."""
        self._clicked = ""
        """What was clicked last."""
        self.exit_status: int | None = None
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            try:
                os.execvpe(command[0], list(command), dict(env))
            finally:
                os._exit(127)  # the program is not there: this is no second run of the tests
        os.set_inheritable(self._fd, False)  # the terminal goes with its last copy, and other programs get none
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self.exit_status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._fd)

    @property
    def text(self) -> str:
        """What is on the screen now; a no-break space looks like any other."""
        if self._text[0] != self._understood:
            columns, rows = range(self.screen.columns), map(self.screen.buffer.__getitem__, range(self.screen.lines))
            lines = ("".join([row[column].data for column in columns]) for row in rows)  # as `display`, in less time
            self._text = self._understood, "\n".join(line.rstrip().replace("\u00a0", " ") for line in lines)
        return self._text[1]

    def clear(self) -> None:
        """Forget what is on the screen; what is drawn from now on is alone there."""
        self.screen.reset()
        self._text = (-1, "")

    def press(self, *keys: str) -> None:
        """Type: names of `KEYS`, or text as it is."""
        for key in keys:
            self.send(key)
            if key == "escape":
                time.sleep(ESCAPE_WAITS)
            self.read(0.03)

    def send(self, key: str) -> None:
        """Type one key and do not wait."""
        os.write(self._fd, KEYS.get(key, key).encode())

    def click(self, text: str, *, last: bool = False, below: int = 0) -> None:
        """Press and release the left button in the middle of that text, as a terminal reports it (SGR, 1006).

        `last`: in the lowest line that has it; `below`: so many lines under it. What is being drawn is let come to
        rest first; a button that was just clicked takes no click until it is drawn as before.
        """
        self.wait_for(re.escape(text))
        self._clicked, before = text, self._clicked
        self.rest(BUTTON_RESTS if text == before else 0.08)
        lines = [(row, line) for row, line in enumerate(self.screen.display) if text in line.replace("\u00a0", " ")]
        assert lines, f"{text!r} has gone before it was clicked:\n{self.text}"
        row, line = lines[-1 if last else 0]
        column = line.replace("\u00a0", " ").index(text) + len(text) // 2
        for end in "Mm":
            os.write(self._fd, f"\x1b[<0;{column + 1};{row + 1 + below}{end}".encode())

    def rest(self, seconds: float = 0.08) -> None:
        """Wait until nothing is drawn for so long and nothing is computed: a key then meets a screen that is there."""
        deadline = time.monotonic() + WAIT
        while self.read(seconds) or self._at_work:
            assert time.monotonic() < deadline, f"nothing comes to rest; the screen shows:\n{self.text}"

    @property
    def _at_work(self) -> bool:
        """Whether the program computes, or would if it had a processor (Linux; elsewhere never)."""
        try:
            states = [
                each.read_text().rpartition(")")[2].split()[0] for each in Path(f"/proc/{self.pid}/task").glob("*/stat")
            ]
        except OSError:  # a thread has just ended
            return True
        return "R" in states

    def paste(self, text: str) -> None:
        """Paste as a terminal does that brackets pastes."""
        os.write(self._fd, f"\x1b[200~{text}\x1b[201~".encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(rows, columns)
        self._text = (-1, "")
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def wait_for(self, pattern: str, timeout: float = WAIT) -> str:
        """Wait until the screen matches the regular expression; return the match."""
        deadline = time.monotonic() + timeout
        while True:
            found = re.search(pattern, self.text)
            if found:
                return found.group()
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {timeout} s for {pattern!r}; the screen shows:\n{self.text}")
            self.read(0.05)

    def wait_for_no(self, text: str, timeout: float = WAIT) -> None:
        """Wait until `text` is gone from the screen."""
        deadline = time.monotonic() + timeout
        while text in self.text:
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {timeout} s for {text!r} to go; the screen shows:\n{self.text}")
            self.read(0.05)

    def kill(self, number: int) -> None:
        """Send the program that signal."""
        os.kill(self.pid, number)

    def settings(self) -> list[Any]:
        """What the terminal does with what is typed, as the program has set it."""
        return termios.tcgetattr(self._fd)

    def wait_until_stopped(self, timeout: float = WAIT) -> None:
        """Wait until the program has suspended itself."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
            if pid:
                assert os.WIFSTOPPED(status), f"it has ended: {status}"
                self.read(0.05)
                return
        raise AssertionError(f"not suspended after {timeout} s; the screen shows:\n{self.text}")

    def vanish(self) -> None:
        """The terminal goes, as when its window is closed or the connection breaks."""
        os.close(self._fd)
        self._fd = os.open(os.devnull, os.O_RDONLY)

    def wait_for_exit(self, timeout: float = WAIT) -> int:
        """Wait until the program has ended; return its exit status."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.read(0.05)
                self.exit_status = os.waitstatus_to_exitcode(status)
                return self.exit_status
        raise AssertionError(f"still running after {timeout} s; the screen shows:\n{self.text}")

    def read(self, seconds: float) -> bool:
        """Take what comes within that time; whether anything has."""
        before = len(self.raw)
        self.take(seconds)
        self._stream.feed(bytes(self.raw[self._understood :]))
        self._understood = len(self.raw)
        return len(self.raw) > before

    def take(self, seconds: float) -> None:
        """Take what comes within that time into `raw` only, as quickly as a terminal does."""
        while select.select([self._fd], [], [], seconds)[0]:
            try:
                data = os.read(self._fd, 65536)
            except OSError:  # the other end is closed
                break
            if not data:
                break
            self.raw += data
            seconds = 0.0


def private_environment(home: str) -> dict[str, str]:
    """The environment of a newcomer: an empty home, a plain terminal, no keyring."""
    return {
        "HOME": home,
        "PATH": f"{os.path.dirname(sys.executable)}:/usr/bin:/bin",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "USER": "tester",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }


FEWER_FRAMES = {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_FPS": "20"}
"""For a long walk, whose frames between two clicks nobody looks at."""
