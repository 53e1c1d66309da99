"""A person who quits while something opens has quit, and nothing else: a program that ends mounts nothing any more."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial

import pytest
from textual._context import active_message_pump
from textual.css.query import NoMatches
from textual.events import Compose
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
from dmsa_tui.tui.palette import Palette
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.vocabulary import STEP_IDS
from tests.frames import only_when_asked
from tests.layout.dialogs import DIALOGS, ROWS, Case
from tests.tui.driving import WithoutHome, Wizard, opened, rehearsal

OF_OURS = DIALOGS | {"hosts": ROWS["hosts"], "commands": Case(lambda _found: Palette())}


def open_step(step: str, found: Wizard) -> None:
    found.app.go_to_step(step)


def open_dialog(case: Case, found: Wizard) -> None:
    found.app.push_screen(case.make(found))


STEPS = {each: partial(open_step, each) for each in STEP_IDS}
OVER_STEPS = {name: partial(open_dialog, case) for name, case in OF_OURS.items()}


def has_children(pump: object) -> bool:
    """Whether it is a widget of ours, below a screen, that composes others."""
    composes = isinstance(pump, Widget) and type(pump).compose.__module__.startswith("dmsa_tui")
    return composes and not isinstance(pump, Screen)


async def opened_until_quit(session: Session, opens: Callable[[Wizard], None], composed: set[type]) -> bool:
    """Open it, and quit as the first widget of a class that is not in `composed` is composed. False: there is none."""
    app, before = WithoutHome(session), len(composed)

    def quit_at_another(message: Message) -> None:
        kind = type(pump := active_message_pump.get())
        if isinstance(message, Compose) and has_children(pump) and kind not in composed:
            composed.add(kind)
            app.exit("farewell")

    with only_when_asked():
        async with app.run_test(size=(120, 36), message_hook=quit_at_another) as pilot:
            found, empty = Wizard(app, pilot, []), app.screen
            app.call_later(opens, found)
            await found.until(lambda: app._exit or (app.screen is not empty and app.screen.is_mounted), "the screen")
    is_quit = len(composed) > before
    assert (app.return_code, app.return_value) == ((0, "farewell") if is_quit else (None, None))
    return is_quit


@pytest.mark.parametrize("kinds", [STEPS, OVER_STEPS], ids=["steps", "dialogs"])
async def test_quitting_while_anything_opens_ends_as_asked(kinds: Mapping[str, Callable[[Wizard], None]]) -> None:
    session, composed = rehearsal("unpermitted-projects", step="check"), set[type]()
    for opens in kinds.values():
        while await opened_until_quit(session, opens, composed):
            pass
    assert Field in composed


async def test_a_program_that_is_taken_down_while_a_dialog_opens_fails_nothing() -> None:
    session = rehearsal()
    for moment in range(6):
        app = WithoutHome(session)
        async with app.run_test(size=(120, 36)):
            app.push_screen(NewOnboardingDialog(session))
            for _ in range(moment):
                await asyncio.sleep(0)


@pytest.mark.parametrize("name", ["practice browser", "rotate", "migrate"])
async def test_what_is_closed_while_it_opens_ends_nothing(name: str) -> None:
    async with opened("unpermitted-projects", step="promote") as found:
        step = found.app.screen
        for moment in range(5):
            dialog = DIALOGS[name].make(found)
            found.app.push_screen(dialog)
            for _ in range(moment):
                await asyncio.sleep(0)
            dialog.dismiss(None)
            await found.pilot.pause()
            assert found.app.is_running and found.app.screen is step
        await found.app.push_screen(DIALOGS[name].make(found))
        await found.sees("Practice browser" if name == "practice browser" else "Esc")


class Fails(Widget):
    """A widget that fails as soon as it is mounted."""

    def __init__(self, fault: Exception) -> None:
        super().__init__()
        self.fault = fault

    def on_mount(self) -> None:
        raise self.fault


@pytest.mark.parametrize(("fault", "quits"), [(NoMatches("no"), False), (RuntimeError("no"), True)])
async def test_a_fault_of_the_program_is_reported_while_it_runs_and_while_it_ends(
    fault: Exception, quits: bool
) -> None:
    app = WithoutHome(rehearsal())
    with pytest.raises(type(fault)):
        async with app.run_test():
            app.screen.mount(Fails(fault))
            if quits:
                app.exit("farewell")
    assert app.return_code == 1
