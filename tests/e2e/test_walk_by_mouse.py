"""The whole demo in a real pseudo-terminal at 120×36, by mouse reports alone."""

import sys
from pathlib import Path

from tests.e2e.terminal import FEWER_FRAMES, Terminal, private_environment

DEMO = [sys.executable, "-m", "dmsa_tui", "demo"]


def do(terminal: Terminal, *clicks: tuple[str, str]) -> None:
    """In the practice browser beside the step: click each line, and wait for what shows that it is done."""
    for line, shows in clicks:
        terminal.click(line)
        terminal.wait_for(shows)
        terminal.rest(0.5)  # the list scrolls to what comes next


def go_on(terminal: Terminal, following: str) -> None:
    terminal.click("Next step F8")
    terminal.wait_for(following)


def finish(terminal: Terminal, following: str) -> None:
    """Tick every action, also without its answer; then the same button goes on."""
    while True:
        before = terminal.wait_for(r"▸ +\d+|actions are marked done")
        if not before.startswith("▸"):
            break
        terminal.click("Done, next F6")
        if terminal.wait_for(rf"(?s)No answer yet|\A(?!.*{before}\b)"):
            terminal.click("Done, next F6")
            terminal.wait_for_no(before)
    terminal.click("Done, next F6")
    terminal.wait_for(following)


def test_from_nothing_to_a_passed_check_by_mouse_alone(tmp_path: Path) -> None:
    with Terminal(DEMO, private_environment(str(tmp_path)) | FEWER_FRAMES, 120, 36) as terminal:
        terminal.click("Start the rehearsal")
        terminal.wait_for(r"1\. Create the app")
        terminal.wait_for("Practice browser")
        do(
            terminal,
            ("▸ Developer portal: My Apps →", "My Apps shows"),
            ("Developer portal: Sign In", "The account reads"),
            ("Developer portal: Request", "● Developer portal: Request"),
        )
        terminal.click("⇥ Copy into the wizard")
        terminal.wait_for("▸ +10 Ask who will install the app")
        finish(terminal, r"2\. ")

        do(
            terminal,
            ("▸ Developer portal: My Apps →", "Version 1.0.0 is"),
            ("▸ Developer portal: Components →", "Components lists"),
        )
        go_on(terminal, r"3\. ")

        do(
            terminal,
            ("▸ Developer portal: Service", "● Developer portal: Service"),
            ("Developer portal: Project Level", "● Developer portal: Project Level"),
            ("Developer portal: Instructions", "● Developer portal: Instructions"),
            ("Developer portal: Save Version", "● Developer portal: Save Version"),
        )
        go_on(terminal, r"4\. ")

        do(
            terminal,
            ("▸ Developer portal: App Details", "The browser shows:"),
            ("Developer portal: Credentials", "● Developer portal: Credentials"),
        )
        terminal.click("⇥ Copy into the wizard")
        terminal.wait_for("Procore accepts the credentials")
        go_on(terminal, r"5\. ")

        do(
            terminal,
            ("Procore: Admin → Company", "● Procore: Admin → Company"),
        )
        terminal.click("6 Projects")
        terminal.wait_for(r"6\. ")

        terminal.click("○ all active")
        terminal.wait_for("Add the 12 missing projects")  # the rows above make room for it
        terminal.click("○ yes")
        do(
            terminal,
            ("Procore: Permissions → Project", "● Procore: Permissions → Project"),
            ("Procore: Permissions → User", "● Procore: Permissions → User"),
            ("Future projects then", "The browser shows: The box"),
            ("Adds the account", "The browser shows: Complete"),
        )
        go_on(terminal, r"7\. ")
        terminal.wait_for(r"All \d+ checks pass")
        terminal.click("Credentials")
        terminal.wait_for("https://login.practice.invalid/oauth/token →")
