"""Rehearsals that are shown in a real pseudo-terminal at 80×24: the keys are counted, and each comes to its end."""

import sys
from pathlib import Path

import pytest

from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.vocabulary import STEP_IDS
from tests.e2e.terminal import FEWER_FRAMES, Terminal, private_environment
from tests.layout.whole import LONG

QUICK = """
import sys
from dmsa_tui.cli import main
from dmsa_tui.tui.steps import playing
playing.PAUSE = 0.02
sys.exit(main(["demo", *sys.argv[1:]]))
"""
"""The demo, with less time for reading."""
ALWAYS_PLAYED = "wrong-secret"
"""The scenario that the default suite plays: a fault at its beginning, and every step after it."""
MOST_KEYS = 25
"""How many a newcomer may need from the first screen to a passed check."""
DONE = r"This step has been shown|Press R to\s+rehearse\s+the\s+next"


class Counted(Terminal):
    """A terminal that counts the keys."""

    keys = 0

    def send(self, key: str) -> None:
        self.keys += 1
        super().send(key)


def demo(folder: Path, *options: str, program: str = QUICK) -> Counted:
    return Counted([sys.executable, "-c", program, *options], private_environment(str(folder)) | FEWER_FRAMES)


def number_of(step_id: str) -> int:
    return STEP_IDS.index(step_id) + 1


def show(terminal: Counted, number: int) -> None:
    """Show the step of that number: the key opens the practice browser, and with it open clicks through the step."""
    terminal.wait_for(rf"(?m)^ +{number}\. ")
    terminal.wait_for_no("has been shown")  # the step before
    terminal.wait_for("F4 Practice")
    terminal.press("f4")
    terminal.wait_for("Practice browser: it replaces the real one")
    terminal.press("f4")
    terminal.wait_for(DONE if number == number_of("check") else "This step has been shown")


def show_from(terminal: Counted, first: int, last: int) -> None:
    for number in range(first, last + 1):
        show(terminal, number)
        if number < last:
            terminal.press("f6")


def test_from_the_first_screen_to_a_passed_check_a_newcomer_needs_few_keys(tmp_path: Path) -> None:
    with demo(tmp_path) as terminal:
        terminal.wait_for("Start the rehearsal")
        terminal.press("enter")
        show_from(terminal, 1, number_of("check"))
        terminal.wait_for(r"All \d+ checks pass")
        assert terminal.keys <= MOST_KEYS
        terminal.press("f6")
        show(terminal, number_of("handoff"))
        terminal.press("f6")
        terminal.wait_for("Practice Builders is set up")  # so it is called where no point is open
        terminal.wait_for("Try a fault, or start a real onboarding")
        assert terminal.keys <= MOST_KEYS


@pytest.mark.parametrize(
    "scenario", [each for each in SCENARIOS if each == ALWAYS_PLAYED or (LONG and each != "fresh")]
)
def test_a_scenario_is_played_to_its_end_and_the_next_is_offered(scenario: str, tmp_path: Path) -> None:
    with demo(tmp_path, "--scenario", scenario) as terminal:
        terminal.wait_for("Start the rehearsal")
        terminal.press("enter")
        first = number_of(SCENARIOS[scenario].start)
        if scenario == "old-account":  # its end is a task, whose clicks the person makes
            show_from(terminal, first, number_of("projects"))
            terminal.press("f6")
            terminal.wait_for("F4 twice opens the task")
            terminal.press("f4", "f4")
            terminal.wait_for(r"Move from an old service account .* 1 of 8")
            return
        show_from(terminal, first, number_of("handoff"))
        terminal.press("f6")
        # The names that attack the screen stay two: a play compares none for a person.
        terminal.wait_for("one item is still open" if scenario == "hostile-names" else "Practice Builders is set up")
        terminal.wait_for("Try a fault" if scenario == "ready" else "Next rehearsal R")
        assert terminal.keys <= MOST_KEYS


@pytest.mark.parametrize("scenario", [ALWAYS_PLAYED, *(["fresh"] if LONG else [])])
def test_a_demo_that_plays_comes_to_its_end_without_a_key(scenario: str, tmp_path: Path) -> None:
    with demo(tmp_path, "--play", "--speed", "100", "--scenario", scenario) as terminal:
        terminal.wait_for("Practice Builders is set up")
        assert terminal.keys == 0


def test_a_key_takes_over_from_a_demo_that_plays(tmp_path: Path) -> None:
    with demo(tmp_path, "--play", "--speed", "0.1", program=QUICK.replace("0.02", "3.0")) as terminal:
        terminal.wait_for("Playing .any key or click stops.")
        terminal.press("f8")
        terminal.wait_for("Paused. Press F4 twice to play on to the end.")
        terminal.wait_for(r"(?m)^ +1\. ")
        terminal.press("f8")  # the keys are the person's again
        terminal.wait_for(r"(?m)^ +2\. ")
        terminal.wait_for("F4 twice clicks through this step.")
