"""A failure inside the program, in a real terminal: what is said, and what must never be."""

import sys
from pathlib import Path

from tests.e2e.terminal import Terminal, private_environment

CANARY = "canary-9f3kQ2-not-a-real-secret-0000000000000"
BREAK_AN_ACTION = f"""
import sys
from dmsa_tui.tui.home import HomeScreen

def action_new(self):
    client_secret = {CANARY!r}
    raise RuntimeError(client_secret)

HomeScreen.action_new = action_new
from dmsa_tui.cli import main
sys.exit(main(["demo"]))
"""
BREAK_A_WORKER = BREAK_AN_ACTION.replace("def action_new", "async def fail").replace(
    "HomeScreen.action_new = action_new",
    "HomeScreen.action_new = lambda self: self.run_worker(fail(self), exit_on_error=False)",
)


def test_a_crash_says_where_and_no_value(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-c", BREAK_AN_ACTION], private_environment(str(tmp_path)), 120) as terminal:
        terminal.wait_for("Start the rehearsal")
        terminal.press("enter")
        assert terminal.wait_for_exit() == 70
        assert "has stopped: RuntimeError" in terminal.text
        assert CANARY.encode() not in terminal.raw


def test_a_failure_in_the_background_is_said_on_the_screen_and_ends_nothing(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-c", BREAK_A_WORKER], private_environment(str(tmp_path)), 120) as terminal:
        terminal.wait_for("Start the rehearsal")
        terminal.press("enter")
        terminal.wait_for("An internal error occurred: RuntimeError")
        assert CANARY.encode() not in terminal.raw
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
