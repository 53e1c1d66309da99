"""The whole demo in a real pseudo-terminal at 80×24, by keyboard alone."""

import sys
from pathlib import Path

from tests.e2e.practice_browser import click, close_panel, open_panel
from tests.e2e.terminal import Terminal, private_environment

DEMO = [sys.executable, "-m", "dmsa_tui", "demo"]


def next_step(terminal: Terminal, following: str) -> None:
    terminal.press("f8")
    terminal.wait_for(following)


def walk_to_install(terminal: Terminal) -> None:
    """From the first screen to the installed app."""
    terminal.wait_for("Start the rehearsal")
    terminal.press("enter")
    terminal.wait_for("1. Create the app")
    terminal.rest(0.5)  # the choice gets the cursor once the step is drawn
    terminal.press("space")
    terminal.wait_for("● the customer")
    terminal.press("f6")
    terminal.wait_for("▸  2 Open the Procore Developer Portal")
    terminal.press("backspace")
    terminal.wait_for("▸  1 Decide who owns the app")

    open_panel(terminal)
    click(terminal, "reads Verified")
    click(terminal, "My Apps shows Practice File Sync")
    click(terminal, "access is granted")
    terminal.press("enter")
    terminal.wait_for("▸ 10 Ask who will install the app")
    next_step(terminal, r"2\. ")

    open_panel(terminal)
    click(terminal, "Version 1.0.0 is open")
    click(terminal, "Authentication shows “Not Configured”")
    close_panel(terminal)
    terminal.wait_for("actions are done")
    terminal.press("f6")
    terminal.wait_for(r"3\. ")

    open_panel(terminal)
    click(terminal, "Company Level shows")
    click(terminal, "Project Level shows")
    click(terminal, "The three fields are filled in")
    click(terminal, "● Developer portal: Save Version")
    close_panel(terminal)
    next_step(terminal, r"4\. ")

    open_panel(terminal)
    click(terminal, "(?s)● Developer portal: App Details & Versions → Promote")
    click(terminal, "(?s)● Developer portal: Credentials")
    terminal.press("enter")
    terminal.wait_for("Procore accepts the credentials")
    next_step(terminal, r"5\. ")

    open_panel(terminal)
    click(terminal, "Installed Apps shows")
    close_panel(terminal)


def test_a_newcomer_goes_from_nothing_to_all_green_and_resumes_after_quitting(tmp_path: Path) -> None:
    environment = private_environment(str(tmp_path)) | {"TEXTUAL_FPS": "20"}
    with Terminal(DEMO, environment) as terminal:
        walk_to_install(terminal)
        terminal.press("f8")
        terminal.wait_for(r"6\. ")

        terminal.rest(0.5)  # the choice gets the cursor once the step is drawn
        terminal.press("right", "space")
        terminal.wait_for("● all active")
        terminal.press("tab", "space")
        terminal.wait_for("● yes")
        open_panel(terminal)
        click(terminal, "● Procore: Permissions → Project Permissions")
        click(terminal, "(?s)● Procore: Permissions → User")
        click(terminal, "The browser shows: The box for new projects")
        click(terminal, "Complete: the user has joined 12 projects")
        close_panel(terminal)
        terminal.press("f8")
        terminal.wait_for(r"All \d+ checks pass")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0

    with Terminal(DEMO, environment) as terminal:
        terminal.wait_for(r"Practice Builders\s+8 Handoff")
        terminal.press("enter")
        terminal.wait_for(r"8\. Hand over the credentials")  # the step that its row names
        terminal.press("down")  # to the values that the sync tool asks for
        terminal.wait_for("It is not kept on this machine")
