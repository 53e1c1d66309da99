"""Signals, a terminal that vanishes, and the shell's own key, in a real terminal: nothing typed is lost."""

import re
import signal
import sys
import termios
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, private_environment

WIZARD = [sys.executable, "-m", "dmsa_tui"]
LEFT_ALTERNATE_SCREEN, CURSOR_SHOWN, MOUSE_OFF = b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1003l"
TYPED = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def typed_into_a_field(terminal: Terminal) -> None:
    """A new onboarding whose client ID has just been typed on step 4, and is not yet written."""
    terminal.wait_for("New onboarding")
    terminal.press("n")
    terminal.wait_for("Customer")
    terminal.paste("Ace Builders")
    terminal.click("Start", last=True)
    terminal.wait_for("Create the app")
    for title in ("2. ", "3. ", "4. "):
        terminal.press("f8")
        terminal.wait_for(re.escape(title))
    terminal.click("Client ID", below=1)
    terminal.paste(TYPED)
    terminal.wait_for(TYPED[:30])


def record(home: Path) -> str:
    (path,) = home.rglob("onboardings/*.toml")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
def test_a_signal_saves_what_was_typed_and_leaves_the_terminal_as_it_was(tmp_path: Path, number: int) -> None:
    with Terminal(WIZARD, private_environment(str(tmp_path)), 120, 36) as terminal:
        before = terminal.settings()
        typed_into_a_field(terminal)
        assert terminal.settings() != before
        terminal.kill(number)
        assert terminal.wait_for_exit() == 128 + number
        assert terminal.settings() == before
        for left in (LEFT_ALTERNATE_SCREEN, CURSOR_SHOWN, MOUSE_OFF):
            assert terminal.raw.rindex(left) > terminal.raw.rindex(b"\x1b[?1049h")
        assert TYPED in record(tmp_path)


def test_a_terminal_that_vanishes_saves_what_was_typed_and_leaves_no_program_behind(tmp_path: Path) -> None:
    with Terminal(WIZARD, private_environment(str(tmp_path)), 120, 36) as terminal:
        typed_into_a_field(terminal)
        terminal.vanish()
        assert terminal.wait_for_exit() == 128 + signal.SIGHUP
        assert TYPED in record(tmp_path)


def test_ctrl_z_goes_back_to_the_shell_and_fg_returns(tmp_path: Path) -> None:
    with Terminal(WIZARD, private_environment(str(tmp_path)), 120, 36) as terminal:
        before = terminal.settings()
        terminal.wait_for("New onboarding")
        raw = terminal.settings()
        terminal.press("ctrl+z")
        terminal.wait_until_stopped()
        assert terminal.settings() == before
        assert terminal.raw.rindex(LEFT_ALTERNATE_SCREEN) > terminal.raw.rindex(b"\x1b[?1049h")
        terminal.screen.reset()
        terminal.kill(signal.SIGCONT)
        terminal.wait_for("New onboarding")
        assert terminal.settings()[3] & termios.ICANON == raw[3] & termios.ICANON == 0
        terminal.press("n")
        terminal.wait_for("Customer")
        terminal.paste("Ace")
        terminal.wait_for("Ace")
        terminal.press("ctrl+z")  # in a field: undo
        terminal.wait_for_no("Ace")
        terminal.press("escape", "ctrl+q")
        assert terminal.wait_for_exit() == 0, terminal.text
