"""What the command palette offers: every key's command, every step, the themes."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.screen import Screen

from dmsa_tui import keys
from dmsa_tui.themes import THEMES

if TYPE_CHECKING:
    from dmsa_tui.app import DmsaApp

Runs = Callable[[], Awaitable[None]]


def commands(app: "DmsaApp", screen: Screen[object]) -> Iterator[SystemCommand]:
    """The commands that can be run while `screen` is open."""
    on_step = bool(screen.query("#rail"))
    for each in keys.all_commands():
        if each in keys.APP or (on_step and screen.check_action(each.action, ()) is not False):
            yield SystemCommand(
                each.label, f"{each.help} ({app.key_text(each.id)})", _running(app, screen, each.action)
            )
    if app.session.is_open:
        for step in app.session.guide.steps:
            yield SystemCommand(f"Step {step.number}: {step.short}", step.title, _opening(app, step.id))
    yield SystemCommand(
        "Picture", "Save a picture of this screen (SVG), while its IDs are masked.", _running(app, screen, "screenshot")
    )
    for theme in THEMES:
        yield SystemCommand(f"Theme: {theme.name}", "Change the colours.", _painting(app, theme.name))


def _running(app: "DmsaApp", screen: Screen[object], action: str) -> Runs:
    async def run() -> None:
        await app.run_action(action, screen if hasattr(screen, f"action_{action}") else app)

    return run


def _opening(app: "DmsaApp", step_id: str) -> Runs:
    async def run() -> None:
        app.go_to_step(step_id)

    return run


def _painting(app: "DmsaApp", theme: str) -> Runs:
    async def run() -> None:
        app.theme = theme

    return run
