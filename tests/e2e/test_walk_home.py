"""Thirty customers on home in a real pseudo-terminal: found, opened, renamed, archived, deleted, at two sizes."""

import sys
from pathlib import Path

import pytest

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Store
from tests.e2e.terminal import FEWER_FRAMES, Terminal, private_environment
from tests.layout.whole import LONG

WIZARD = [sys.executable, "-m", "dmsa_tui"]
CUSTOMERS = [f"Builders {number:02}" for number in range(1, 30)] + ["Cedar Ridge Homes"]


def fill(folder: Path) -> Store:
    """Thirty saved onboardings at different steps."""
    share = folder / ".local/share/dmsa-tui"
    store = Store(Paths(share, folder / ".config/dmsa-tui", folder / ".local/state/dmsa-tui", folder / "logs"))
    for number, name in enumerate(CUSTOMERS):
        step = ("create-app", "promote", "projects", "check")[number % 4]
        store.create(Onboarding(name, company_id=str(4711 + number), step=step))
    return store


@pytest.mark.skipif(not LONG, reason="a long walk")
def test_one_of_thirty_is_found_opened_renamed_archived_and_deleted(tmp_path: Path) -> None:
    store = fill(tmp_path)
    assert len(store.names()) == len(CUSTOMERS)
    with Terminal(WIZARD, private_environment(str(tmp_path)) | FEWER_FRAMES) as terminal:
        terminal.wait_for("Customer +Next")
        terminal.rest()
        terminal.press("f9")
        terminal.wait_for(r"Builders \d\d")
        terminal.press("/")
        terminal.rest()
        terminal.press("cedar")
        terminal.wait_for("Cedar Ridge Homes")
        terminal.wait_for_no(r"Builders \d\d")
        terminal.press("enter")
        terminal.wait_for(r"(?m)^ +\d\. ")
        terminal.wait_for("Cedar Ridge Homes")
        terminal.resize(60, 20)
        terminal.wait_for("Ctrl.G Home")
        terminal.press("ctrl+g")
        terminal.wait_for("Customer +Next")
        terminal.resize(80, 24)
        terminal.rest()
        if "Cedar" not in terminal.text:
            terminal.press("f9")
        terminal.wait_for("Cedar Ridge Homes")
        terminal.press("escape")  # from the search to the table
        terminal.rest()
        terminal.press("e")
        terminal.wait_for("Rename")
        terminal.press("Dune Park", "enter")  # in place of the name
        terminal.wait_for("○ Dune Park")
        terminal.wait_for_no("Cedar Ridge Homes")
        terminal.rest()
        assert "Dune Park" in store.names()
        terminal.press("a")
        terminal.wait_for("rchived")
        terminal.rest()
        assert store.load("Dune Park").archived
        terminal.wait_for("Builders 29")
        terminal.press("delete")
        terminal.wait_for("Delete Builders 29.")
        terminal.press("y")
        terminal.wait_for_no("Delete Builders 29")
        terminal.rest()
        assert not store.file_of("Builders 29") and len(store.names()) == len(CUSTOMERS) - 1
        terminal.press("f9")
        terminal.wait_for_no("Builders 28")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
