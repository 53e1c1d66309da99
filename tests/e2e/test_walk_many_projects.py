"""From three permitted projects of 2,431 to all green in a real pseudo-terminal at 80×24, by keyboard alone."""

import sys
from pathlib import Path

from tests.e2e.terminal import FEWER_FRAMES, Terminal, private_environment

DEMO = [sys.executable, "-m", "dmsa_tui", "demo", "--scenario", "add-all-disabled"]


def test_the_missing_projects_are_added_stopped_gone_on_with_and_all_is_green(tmp_path: Path) -> None:
    environment = private_environment(str(tmp_path)) | FEWER_FRAMES
    with Terminal(DEMO, environment) as terminal:
        terminal.wait_for("Start the rehearsal")
        terminal.press("enter")
        terminal.wait_for(r"7\. Check")
        terminal.wait_for("3 of 2,431 active projects")
        terminal.wait_for("Add them here P")
        terminal.wait_for("requests to the practice")
        terminal.press("p")
        terminal.wait_for("Add the account to 2,428 projects of Practice Builders")
        terminal.wait_for("50 requests to write")
        terminal.press("Practice", "enter")
        terminal.wait_for("Nothing was sent: Procore calls this company Practice Builders")
        terminal.press(" Builders", "enter")
        terminal.wait_for("Add the other 2,427 too")
        assert terminal.text.count("Admin") >= 4

        # One project is there. Killed at the question, nothing more than it may be there.
        terminal.kill(9)
        terminal.wait_for_exit()

    with Terminal(DEMO, environment) as terminal:
        terminal.wait_for("7 Check ")  # what was read before the program added a project counts no more
        terminal.press("enter")
        terminal.wait_for(r"7\. Check")
        terminal.wait_for("Add them here P")
        terminal.wait_for("requests to the practice")
        terminal.press("p")
        terminal.wait_for("The last run began on")
        terminal.wait_for("It was interrupted")
        terminal.press("shift+tab", "shift+tab", "shift+tab", "enter")
        terminal.wait_for("Add the account to 2,428 projects")
        terminal.press("Practice Builders", "enter")
        terminal.wait_for("Add the other 2,427 too")
        terminal.press("shift+tab", "shift+tab", "enter")
        terminal.wait_for("Done. Procore shows it")
        terminal.wait_for("3 were there, 2,428 were added, 0 are left")
        terminal.press("escape")
        terminal.wait_for(r"All \d+ checks pass")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
