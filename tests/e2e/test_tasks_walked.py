"""The three tasks in a real pseudo-terminal at 80×24: from home, click after click, to what Procore proves."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.practice_browser import PANEL, click, close_panel, open_panel
from tests.e2e.terminal import FEWER_FRAMES, Terminal, private_environment
from tests.layout.whole import LONG

pytestmark = pytest.mark.skipif(not LONG, reason="long walks; tests/tui and tests/session always go through the tasks")


@contextmanager
def task(folder: Path, scenario: str, number: int, first: str) -> Iterator[Terminal]:
    """The task of that number, chosen on home for a setup whose pair is known."""
    command = [sys.executable, "-m", "dmsa_tui", "demo", "--scenario", scenario]
    with Terminal(command, private_environment(str(folder)) | FEWER_FRAMES) as terminal:
        terminal.wait_for("Start the rehearsal")
        terminal.press("enter")
        for step in (6, 5):
            terminal.wait_for(rf"{step}\. ")
            terminal.press("f7")
        terminal.wait_for(r"4\. ")
        open_panel(terminal)
        terminal.click("Copy into the wizard")  # what mends the fault comes first once the checks have answered
        terminal.wait_for("Procore accepts the credentials")
        terminal.press("ctrl+g")
        terminal.wait_for("T Tasks")
        terminal.press("t")
        terminal.wait_for("Tasks for Practice Builders")
        terminal.press(*["down"] * number, "enter")
        terminal.wait_for(f"▸  1 {first}")
        yield terminal


def tick(terminal: Terminal, following: str) -> None:
    terminal.press("f6")
    terminal.wait_for(following)


def press_button(terminal: Terminal, label: str, shows: str) -> None:
    terminal.click(f" {label} ", last=True)
    terminal.wait_for(shows)


def test_a_rotation_ends_with_the_old_secret_refused_and_the_sync_tool_confirmed(tmp_path: Path) -> None:
    with task(tmp_path, "ready", 0, "Agree on a time") as terminal:
        tick(terminal, "▸  2 ")
        tick(terminal, "▸  3 Test the old secret")
        press_button(terminal, "Test the old secret", "✔ The old secret works: proven")
        tick(terminal, "▸  4 ")
        tick(terminal, "▸  5 Click Reset Client Secret")
        open_panel(terminal)
        click(terminal, "The old secret ends at once")
        close_panel(terminal)
        terminal.wait_for("▸  6 Paste the new secret")
        open_panel(terminal)
        click(terminal, "✔ The new secret works: proven")
        terminal.wait_for("✔ The old secret is refused: proven")
        terminal.wait_for("no valid secret for about 1 minute")
        tick(terminal, "▸  7 Enter the new secret in the sync tool")
        tick(terminal, "✎ The sync tool has the new one: confirmed")
        tick(terminal, "▸  9 ")
        tick(terminal, "actions are done")
        terminal.press("f6")
        terminal.wait_for_no("Task for Practice Builders")


def test_an_offboarding_ends_with_a_refusal_and_an_archived_record(tmp_path: Path) -> None:
    with task(tmp_path, "ready", 1, "Stop the sync") as terminal:
        tick(terminal, "▸  2 ")
        tick(terminal, "▸  3 ")
        tick(terminal, "▸  4 Click Uninstall")
        open_panel(terminal)
        click(terminal, "Uninstalled Apps")
        close_panel(terminal)
        terminal.wait_for("▸  5 ")
        terminal.press("down")
        terminal.wait_for("▸  6 Run the proof")
        terminal.rest(0.5)  # what is above folds
        press_button(terminal, "Prove that it has ended", "✔ The access has ended: proven")
        tick(terminal, "▸  7 ")
        tick(terminal, "▸  8 ")
        press_button(terminal, "Delete it from this machine F6", "Delete the client secret")
        terminal.press("y")
        terminal.wait_for("▸  9 ")
        press_button(terminal, "Archive this onboarding F6", "actions are done")
        terminal.wait_for("These remain")
    assert any("archived = true" in each.read_text("utf-8") for each in tmp_path.rglob("*.toml"))


def test_a_migration_ends_with_every_project_reached_before_the_old_account_goes(tmp_path: Path) -> None:
    with task(tmp_path, "old-account", 1, "Write down the old account") as terminal:
        open_panel(terminal)
        click(terminal, "Old Document Sync is on 12 projects")
        terminal.press("enter")
        terminal.wait_for_no(PANEL)
        tick(terminal, "12 projects of this company")
        tick(terminal, "▸  3 ")
        terminal.press("down")
        terminal.wait_for("▸  4 ")
        tick(terminal, "▸  5 Run all checks")
        press_button(terminal, "Run all checks", "✖ The new account reaches the old one's projects: failing")
        open_panel(terminal)
        click(terminal, "Permitted Projects lists all 12")
        close_panel(terminal)
        press_button(terminal, "Run all checks", "✔ The new account reaches the old one's projects: proven")
        tick(terminal, "▸  6 ")
        tick(terminal, "▸  7 ")
        tick(terminal, "▸  8 Delete the old service account")
        open_panel(terminal)
        click(terminal, "no longer has Old Document Sync")
        close_panel(terminal)
        terminal.wait_for("✎ The old account is retired: confirmed")
