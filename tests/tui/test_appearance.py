"""The same screens in ASCII, in the terminal's own colors, without colors, and without anything that moves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from rich.color import ColorType
from rich.style import Style
from textual.color import Color
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input

from dmsa_tui.session.session import Session
from dmsa_tui.session.settings import FILE
from dmsa_tui.tui.app import DmsaApp
from dmsa_tui.tui.dialogs.link import IN_ASCII, LinkDialog
from dmsa_tui.tui.themes import ANSI, DARK
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.qr_code import QrCode
from tests.tui.driving import Wizard, rehearsal, wizard

OWN = {"default", *(f"color({number})" for number in range(1, 7))}
"""What the theme may use: no palette has the same black, white or grey."""

DIALOGS = ("f1", "f4", "ctrl+l", "ctrl+p")


def with_settings(text: str, *, step: str = "install") -> Session:
    """A rehearsal of a person who has that settings file."""
    session = rehearsal("ready", step=step)
    Path(session.paths.config).mkdir(parents=True, exist_ok=True)
    (Path(session.paths.config) / FILE).write_text(text, encoding="utf-8")
    return session


async def looked_at(found: Wizard) -> AsyncIterator[str]:
    """Go through a page with an open row, dialogs, the builder below a notification, and the first screen."""
    await found.go("check")
    found.app.screen.query(CheckRow).first().focus()
    await found.press("enter")
    await found.pilot.pause()
    yield "check"
    await found.go("install")
    for key in DIALOGS:
        await found.press(key)
        await found.until(lambda: isinstance(found.app.screen, ModalScreen), key)
        await found.pilot.pause()
        yield key
        await found.press("escape")
        await found.until(lambda: not isinstance(found.app.screen, ModalScreen), f"{key} to close")
    await found.go("permissions")
    found.app.screen.query_one("#levels-set").focus()
    found.app.notify("Said.", severity="warning")
    await found.pilot.pause()
    yield "permissions"
    found.app.go_home()
    found.app.clear_notifications()
    await found.pilot.pause()
    yield "home"


async def styles(found: Wizard, drawn: Widget, focused: Widget | None) -> list[Style]:
    """How the first line of a widget is drawn while that one has the focus."""
    drawn.scroll_visible(animate=False, immediate=True)
    found.step.set_focus(focused, scroll_visible=False)
    await found.pilot.pause()
    line = found.step._compositor.render_strips()[drawn.region.y].crop(drawn.region.x, drawn.region.right)
    return [segment.style for segment in line if segment.style and segment.text.strip()]


def colors_on(found: Wizard) -> set[str]:
    """Every color that the screen is drawn in, by the name that it has for the terminal."""
    used = {
        color
        for strip in found.app.screen._compositor.render_strips()
        for segment in strip
        if segment.style is not None
        for color in (segment.style.color, segment.style.bgcolor)
        if color is not None
    }
    return {each.name if each.type is not ColorType.TRUECOLOR else "mixed" for each in used}


def grounds_on(found: Wizard) -> set[str]:
    """Every color that words are drawn on."""
    segments = (each for strip in found.app.screen._compositor.render_strips() for each in strip)
    return {each.style.bgcolor.name for each in segments if each.text.strip() and each.style and each.style.bgcolor}


async def test_the_poorest_terminal_gets_ascii_in_the_same_cells_and_its_own_colors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANG", "C")
    session = with_settings(f'theme = "{ANSI.name}"\nanimations = "none"')
    async with wizard(session, size=(80, 24)) as found:
        assert found.app.animation_level == "none"
        async for place in looked_at(found):
            assert found.text.isascii(), (place, found.text)
            assert {len(line) for line in found.lines} == {80}, place
            assert colors_on(found) <= OWN, place
            assert grounds_on(found) == {"default"}, "letters of an unknown color are on an unknown ground alone"
            if isinstance(found.app.screen, LinkDialog):
                assert not found.app.screen.query_one(QrCode).display
                assert IN_ASCII in str(found.app.screen.query_one("#link-note").render())
            if isinstance(found.app.focused, Input):
                assert not found.app.focused.cursor_blink
        await found.go("install")
        button, row = found.step.query_one("#next", Button), found.step.query_one("#company-id", Field).input
        assert all(style.reverse for style in await styles(found, button, button))
        assert not any(style.reverse for style in await styles(found, button, None))
        found.app.theme = DARK.name
        await found.until(lambda: "mixed" in colors_on(found), "the colors of the other theme")
        assert await styles(found, row, row) != await styles(found, row, None)


def test_without_colors_the_terminals_own_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = DmsaApp(with_settings(f'theme = "{ANSI.name}"'))
    assert app.theme == DARK.name and ANSI not in app.appearance.offered_themes


@pytest.mark.parametrize(
    ("text", "ssh", "level"), [("", "", "full"), ("", "1", "none"), ('animations = "basic"', "1", "basic")]
)
def test_nothing_moves_over_ssh_unless_the_person_wants_it(
    text: str, ssh: str, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ssh:
        monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
    assert DmsaApp(with_settings(text)).animation_level == level


async def test_the_first_frame_in_the_terminals_own_colors_shows_where_the_keys_go() -> None:
    async with wizard(Session.for_customers()) as found:
        found.app.theme = str(ANSI.name)
        await found.pilot.pause()
        main, other = found.app.screen.query(CompactButton)
        assert main.has_focus and main.styles.background == Color.parse("ansi_white")
        assert other.styles.background == Color.parse("ansi_default") and other.styles.text_style.underline
