"""Help over a dialog says something about that dialog."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from textual.screen import Screen

from dmsa_tui.session.session import Session
from dmsa_tui.tui import dialogs
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.dialogs.help import HelpDialog
from dmsa_tui.tui.dialogs.practice_browser import PracticeBrowser
from dmsa_tui.tui.dialogs.task import TaskDialog
from dmsa_tui.tui.dialogs.troubleshooting import TroubleshootingDialog
from dmsa_tui.tui.palette import Palette
from dmsa_tui.tui.widgets.hanging_text import Paragraphs
from tests.layout.dialogs import DIALOGS
from tests.tui.driving import opened, wizard

KINDS = {name: case for name, case in DIALOGS.items() if name != "commands"}


async def test_help_over_every_dialog_begins_with_what_that_dialog_is_for() -> None:
    async with opened("ready", step="projects", size=(80, 24)) as found:
        for name, case in KINDS.items():
            dialog = case.make(found)
            assert isinstance(dialog, Dialog)
            await found.app.push_screen(HelpDialog(dialog))
            await found.pilot.pause()
            said = found.app.screen.query_one(Paragraphs).render().plain
            about = said.partition("What the signs mean")[0].strip()
            assert about, name
            found.app.pop_screen()


def kinds(of: type[Dialog[Any]]) -> Iterator[type[Dialog[Any]]]:
    for each in of.__subclasses__():
        yield each
        yield from kinds(each)


def test_a_new_kind_of_dialog_has_help() -> None:
    for module in pkgutil.iter_modules(dialogs.__path__):
        importlib.import_module(f"{dialogs.__name__}.{module.name}")
    own = [
        each for each in kinds(Dialog) if not issubclass(each, TaskDialog) and each.__module__.startswith("dmsa_tui")
    ]
    assert [each.__name__ for each in own if not each.HELP] == [] and len(own) > 15


async def test_help_says_of_home_without_a_setup_what_the_two_ways_are() -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await found.press("f1")
        await found.sees("A rehearsal uses a practice company")
        assert not found.shows("Choose an onboarding")


async def test_help_over_the_practice_browser_explains_its_signs() -> None:
    async with opened(size=(80, 24)) as found:
        await found.press("f4", "f1")
        await found.sees("copies values into the wizard")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_last_line_names_what_the_keys_do_over_a_step_and_the_steps_own_afterwards(
    size: tuple[int, int],
) -> None:
    async with opened(size=size) as found:
        own = found.lines[-1].split()
        assert {"F2", "F3", "F4", "F10", "F1"} <= set(own)
        await found.press("f3")
        await found.until(lambda: isinstance(found.app.screen, TroubleshootingDialog), "the dialog")
        await found.until(lambda: "F3" not in found.lines[-1], "the keys of the dialog")
        assert all(each in found.lines[-1] for each in ("Ctrl+G Home", "Ctrl+P Commands", "F1 Help"))
        await found.press("escape")
        await found.until(lambda: found.lines[-1].split() == own, "the step's keys again")


@pytest.mark.parametrize(("words", "opens"), [("F1 Help", HelpDialog), ("Ctrl+P Commands", Palette)])
async def test_a_click_on_a_key_of_the_last_line_does_what_the_key_does_while_a_dialog_is_open(
    words: str, opens: type[Screen[Any]]
) -> None:
    async with opened(size=(80, 24)) as found:
        await found.press("f2")
        await found.until(lambda: "F10" not in found.lines[-1], "the keys of the dialog")
        await found.click(words)
        await found.until(lambda: isinstance(found.app.screen, opens), words)


async def test_the_last_line_says_that_the_key_of_the_practice_browser_plays_while_that_is_in_front() -> None:
    async with opened(size=(80, 24)) as found:
        await found.press("f4")
        await found.until(lambda: isinstance(found.app.screen, PracticeBrowser), "the dialog")
        await found.until(lambda: "F4 Show me" in found.lines[-1], "what the key does")
        assert "F2" not in found.lines[-1]
        await found.press("f1")
        await found.until(lambda: isinstance(found.app.screen, HelpDialog), "the help")
        await found.until(lambda: "F4" not in found.lines[-1], "the keys of the help")
        await found.press("escape")
        await found.until(lambda: "F4 Show me" in found.lines[-1], "what the key does again")
