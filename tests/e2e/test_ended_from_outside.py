"""Signals, a terminal that vanishes, and the shell's own key, in a real terminal: nothing typed is lost."""

import contextlib
import os
import select
import shlex
import shutil
import signal
import sys
import termios
import time
from pathlib import Path

import pytest

from tests import program
from tests.e2e.terminal import WAIT, Terminal, private_environment

WIZARD = [sys.executable, "-m", "dmsa_tui"]
LEFT_ALTERNATE_SCREEN, CURSOR_SHOWN, MOUSE_OFF = b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1003l"
TYPED = "Example Sync Tool 7"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with an onboarding that is at step 1."""
    environment = private_environment(str(tmp_path))
    for words in (
        ["new", "Ace", "--environment", "production", "--company-id", "1"],
        ["set", "Ace", "step=create-app"],
    ):
        assert program.run(*words, variables=environment).returncode == 0
    return tmp_path


def typed_into_a_field(terminal: Terminal) -> None:
    """The app's name has just been typed on step 1, and is not yet written."""
    terminal.wait_for("Ace")
    terminal.press("enter")
    terminal.click("Enter the App Name")
    terminal.wait_for("App name")
    terminal.paste(TYPED)
    terminal.wait_for(TYPED)


def record(home: Path) -> str:
    (path,) = home.rglob("onboardings/*.toml")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
def test_a_signal_saves_what_was_typed_and_leaves_the_terminal_as_it_was(home: Path, number: int) -> None:
    with Terminal(WIZARD, private_environment(str(home)), 120, 36) as terminal:
        before = terminal.settings()
        typed_into_a_field(terminal)
        assert terminal.settings() != before
        terminal.kill(number)
        assert terminal.wait_for_exit() == 128 + number
        assert terminal.settings() == before
        for left in (LEFT_ALTERNATE_SCREEN, CURSOR_SHOWN, MOUSE_OFF):
            assert terminal.raw.rindex(left) > terminal.raw.rindex(b"\x1b[?1049h")
        assert TYPED in record(home)


def test_a_terminal_that_vanishes_saves_what_was_typed_and_leaves_no_program_behind(home: Path) -> None:
    with Terminal(WIZARD, private_environment(str(home)), 120, 36) as terminal:
        typed_into_a_field(terminal)
        terminal.vanish()
        assert terminal.wait_for_exit() == 128 + signal.SIGHUP
        assert TYPED in record(home)


def test_after_a_kill_in_the_middle_of_typing_the_next_start_goes_on_in_that_field(home: Path) -> None:
    environment = private_environment(str(home))
    with Terminal(WIZARD, environment, 120, 36) as terminal:
        typed_into_a_field(terminal)
        deadline = time.monotonic() + WAIT
        while TYPED not in record(home):
            assert time.monotonic() < deadline, "what was typed is not written while the program runs"
            terminal.read(0.05)
        terminal.send("8")
        terminal.kill(signal.SIGKILL)
        assert terminal.wait_for_exit() == -signal.SIGKILL
    with Terminal(WIZARD, environment, 120, 36) as terminal:
        terminal.wait_for("Ace")
        terminal.press("enter")
        terminal.wait_for("Enter the App Name")
        terminal.wait_for(TYPED)
        terminal.rest()
        terminal.press("9", "f6")
        terminal.wait_for("▸  7 ")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    assert f"{TYPED}9" in record(home) or f"{TYPED}89" in record(home)


DRAWS_MUCH_WHILE_IT_ENDS = """
from textual._context import active_app
from dmsa_tui.cli import main
from dmsa_tui.session.session import Session

flush = Session.flush

async def draw_and_flush(session):
    for _ in range(200):
        active_app.get().bell()
    await flush(session)

Session.flush = draw_and_flush
raise SystemExit(main([]))
"""


def test_what_is_still_drawn_for_a_terminal_that_vanished_holds_nothing_up(home: Path) -> None:
    command = [sys.executable, "-c", DRAWS_MUCH_WHILE_IT_ENDS]
    with Terminal(command, private_environment(str(home)), 120, 36) as terminal:
        typed_into_a_field(terminal)
        terminal.vanish()
        assert terminal.wait_for_exit() == 128 + signal.SIGHUP
        assert TYPED in record(home)


ENDS_WHILE_A_STEP_OPENS = """
from dmsa_tui.cli import main
from dmsa_tui.tui.widgets.action_list import ActionList

compose = ActionList.compose

def ends(self):
    self.app.leaving.signaled = {signal}
    self.app.exit(self.app.leaving.farewell)
    return compose(self)

ActionList.compose = ends
raise SystemExit(main([]))
"""


@pytest.mark.parametrize(("number", "status"), [(0, 0), (signal.SIGTERM, 143)], ids=["Ctrl+Q", "SIGTERM"])
def test_an_end_in_the_moment_in_which_a_step_opens_is_no_crash(home: Path, number: int, status: int) -> None:
    command = [sys.executable, "-c", ENDS_WHILE_A_STEP_OPENS.format(signal=int(number))]
    with Terminal(command, private_environment(str(home)), 120, 36) as terminal:
        terminal.wait_for("Ace")
        terminal.press("enter")
        assert terminal.wait_for_exit() == status
        assert b"Ace is saved" in terminal.raw and b"has stopped" not in terminal.raw


@pytest.mark.skipif(shutil.which("setsid") is None, reason="setsid takes the signal away, and is not here")
def test_a_terminal_that_vanishes_is_noticed_without_a_signal(home: Path) -> None:
    with Terminal(["setsid", "--wait", *WIZARD], private_environment(str(home)), 120, 36) as terminal:
        typed_into_a_field(terminal)
        (program,) = Path(f"/proc/{terminal.pid}/task/{terminal.pid}/children").read_text().split()
        ended = os.pidfd_open(int(program))
        try:
            terminal.vanish()
            assert select.select([ended], [], [], WAIT)[0], "it is still running"
        finally:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(ended, signal.SIGKILL)
            os.close(ended)
        assert TYPED in record(home)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
def test_ctrl_z_goes_back_to_the_shell_and_fg_returns(tmp_path: Path) -> None:
    shell = ["bash", "--norc", "--noediting", "-i"]
    with Terminal(shell, private_environment(str(tmp_path)) | {"PS1": "shell> "}, 120, 36) as terminal:
        terminal.wait_for("shell>")
        terminal.press(shlex.join(WIZARD), "enter")
        terminal.wait_for("New onboarding")
        raw = terminal.settings()
        terminal.press("ctrl+z")
        terminal.wait_for("Stopped")
        assert terminal.settings()[3] & termios.ICANON
        assert terminal.raw.rindex(LEFT_ALTERNATE_SCREEN) > terminal.raw.rindex(b"\x1b[?1049h")
        terminal.clear()
        terminal.press("fg", "enter")
        terminal.wait_for("New onboarding")
        assert terminal.settings()[3] & termios.ICANON == raw[3] & termios.ICANON == 0
        terminal.press("enter")
        terminal.wait_for("Customer")
        terminal.paste("Ace")
        terminal.wait_for("Ace")
        terminal.press("ctrl+z")  # in a field: undo
        terminal.wait_for_no("Ace")
        terminal.press("escape")
        terminal.wait_for_no("Customer")  # an escape right before another key would be Alt and that key
        terminal.press("ctrl+q")
        terminal.wait_for("shell>")
        terminal.press("exit", "enter")
        assert terminal.wait_for_exit() == 0, terminal.text


def test_what_is_said_at_the_end_is_broken_between_words(home: Path) -> None:
    with Terminal(WIZARD, private_environment(str(home)), 60, 20) as terminal:
        terminal.wait_for("Ace")
        terminal.press("enter")
        terminal.wait_for("Create the app")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        said = terminal.raw.decode().rpartition("Ace is saved")[2]
        assert "\r\n" in said.strip() and all(len(line) <= 60 for line in said.splitlines())
