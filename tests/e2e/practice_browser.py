"""The practice browser in a terminal, by keyboard."""

from tests.e2e.terminal import Terminal

PANEL = "Practice browser"


def open_panel(terminal: Terminal) -> None:
    terminal.press("f4")
    terminal.wait_for(PANEL)


def click(terminal: Terminal, shows: str) -> None:
    """Do the highlighted click of the practice browser and wait for what the browser shows."""
    terminal.press("enter")
    terminal.wait_for(shows)


def close_panel(terminal: Terminal) -> None:
    """Close the practice browser; an escape right before another key would reach the program as Alt and that key."""
    terminal.press("escape")
    terminal.wait_for_no(PANEL)
