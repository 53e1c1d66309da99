"""What is drawn can be read on a video call: WCAG's 4.5 to 1, in what is dim, highlighted or an example too."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from rich.style import Style
from textual._context import visible_screen_stack
from textual.color import Color
from textual.geometry import Region
from textual.widgets import Input
from textual.widgets._toast import Toast

from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.tui.notices import withdraw
from dmsa_tui.tui.palette import Palette
from dmsa_tui.tui.themes import DARK, HIGH_CONTRAST, LIGHT
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.secret_field import SecretField
from tests.tui.driving import Wizard, credentials, opened, wizard
from tests.tui.test_themes import contrast

DIM = 3.0
"""Of a word that is muted, or a state's, on the line that has the cursor."""
THEMES = [str(each.name) for each in (DARK, LIGHT, HIGH_CONTRAST)]


def drawn_words(found: Wizard, within: Region) -> Iterator[tuple[str, float]]:
    """Each word in that part of the screen, and its contrast."""
    visible_screen_stack.set(found.app._background_screens)  # what can be seen around a dialog
    for y, strip in enumerate(found.app.screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            place, x = Region(x, y, len(text), 1), x + len(text)
            if style is None or not any(map(str.isalnum, text)) or not within.overlaps(place):
                continue
            if style.color and style.bgcolor:
                words, ground = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
                if style.reverse:
                    words, ground = ground, words
                yield text.strip(), round(contrast(words, ground), 2)


def faint(found: Wizard, within: Region | None = None) -> dict[str, float]:
    """What cannot be read."""
    return {text: ratio for text, ratio in drawn_words(found, within or found.app.screen.region) if ratio < 4.5}


@pytest.mark.parametrize("theme", THEMES)
async def test_an_answer_of_an_earlier_run_is_dim_and_can_be_read(theme: str) -> None:
    async with opened("tool-disabled", step="permissions") as found:
        found.app.theme = theme
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        report = await found.session.run_checks(None)
        await found.sees("failing")
        side = found.step.query_one("#side").region
        fresh = dict(drawn_words(found, side))
        found.session.results.forget_all()
        found.session.results.keep_earlier(report._replace(started_at=report.started_at - timedelta(days=2)))
        await found.sees("proven 2d", "2 days ago")
        assert faint(found) == {}
        assert dict(drawn_words(found, side))["failing"] < fresh["failing"], "it is dim"


@pytest.mark.parametrize("theme", THEMES)
async def test_examples_and_highlighted_lines_can_be_read(theme: str) -> None:
    session = Session.for_customers()
    session.open_record.begin(Onboarding("Acme"))
    session.open_record.close()
    async with wizard(session, size=(80, 24)) as found:
        found.app.theme = theme
        await found.quiet()
        await found.sees("Press / to search by part of a customer's name")
        assert faint(found) == {}
        for key, seen in (("r", "Nothing exists yet"), ("n", "or paste an address")):
            await found.press(key)
            await found.sees(seen)
            await found.pilot.pause()
            assert faint(found, found.app.screen.query_one(".dialog").region) == {}
            await found.press("escape")
        await found.press("ctrl+p")
        await found.until(lambda: isinstance(found.app.screen, Palette), "the palette")
        await found.sees("a command, or what goes wrong", "Explain this screen")
        assert faint(found, Region(0, 1, 80, 12)) == {}


@pytest.mark.parametrize("theme", THEMES)
async def test_behind_a_dialog_the_customer_and_the_keys_that_work_there_can_be_read_and_all_else_is_dim(
    theme: str,
) -> None:
    async with opened("fresh", step="manifest", size=(80, 24)) as found:
        found.app.theme = theme
        for keys in (["f2"], ["f1"], ["f2", "f1"]):  # the last one: a dialog over a dialog
            await found.press(*keys)
            await found.sees("Ctrl+G Home  Ctrl+P Commands  F1 Help")
            await found.quiet()
            top, last = Region(0, 0, 80, 1), Region(0, 23, 80, 1)
            read = dict([*drawn_words(found, top), *drawn_words(found, last)])
            assert {"PRACTICE", "Ctrl+G", "Home", "F1", "Help"} <= read.keys()
            assert {text: ratio for text, ratio in read.items() if ratio < 4.5} == {}
            assert "Next step" in faint(found, Region(0, 22, 80, 1)), "it cannot be pressed now"
            await found.press(*["escape"] * len(keys))


def _is_default(style: Style) -> bool:
    return all(each is None or each.is_default for each in (style.color, style.bgcolor))


async def test_in_the_terminals_own_colors_too_the_screen_behind_a_dialog_is_seen_and_is_dim() -> None:
    async with opened("fresh", step="create-app", size=(80, 24)) as found:
        found.app.theme = "dmsa-ansi"
        for key in ("f3", "ctrl+p"):
            await found.press(key)
            await found.sees("╰")
            await found.sees("Next step F8")  # of the step behind
            strips = found.app.screen._compositor.render_strips()
            behind = [each for each in strips[22] if each.text.strip()]
            assert behind and all(each.style and each.style.dim and _is_default(each.style) for each in behind)
            assert "PRACTICE" in found.line(0) and not any(each.style and each.style.dim for each in strips[23])
            await found.press("escape")


@pytest.mark.parametrize("home", [True, False])
async def test_behind_the_palette_the_last_line_names_its_keys(home: bool) -> None:
    async with opened("fresh", step="create-app", size=(80, 24), home=home) as found:
        if home:
            found.app.go_home()
            await found.sees("T Tasks")
        await found.sees("Ctrl+P Commands")
        before = found.lines[-1]
        await found.press("ctrl+p")
        await found.sees("Choose  Enter Run  Esc Close")
        assert found.lines[-1].split() == ["↑", "↓", "Choose", "Enter", "Run", "Esc", "Close"]
        found.session.open_record.note(app_name="Another name")
        await found.quiet()
        assert "Esc Close" in found.lines[-1], "a change of the record draws the step's keys"
        await found.press("escape")
        await found.until(lambda: found.lines[-1] == before, "the keys of the screen")


async def test_behind_a_dialog_the_last_line_of_home_names_what_works_there() -> None:
    session = Session.for_customers()
    session.open_record.begin(Onboarding("Acme"))
    session.open_record.close()
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("T Tasks  Ctrl+P Commands  F1 Help")
        await found.press("n")
        await found.sees("New onboarding", "╰")
        await found.quiet()
        assert found.lines[-1].split() == ["Ctrl+P", "Commands", "F1", "Help"]
        await found.press("escape")
        await found.sees("T Tasks  Ctrl+P Commands  F1 Help")


@pytest.mark.parametrize("theme", THEMES)
async def test_a_notice_can_be_read_and_is_not_taken_for_a_line_of_the_page(theme: str) -> None:
    async with opened("ready", size=(80, 24)) as found:
        found.app.theme = theme
        grounds = set()
        for severity in ("information", "warning", "error"):
            found.app.notify("Something was done.", severity=severity, timeout=30)
            await found.sees("Something was done.")
            await found.quiet()
            (toast,) = found.app.screen.query(Toast)
            assert faint(found, toast.region) == {}
            grounds.add(toast.background_colors[1])
            withdraw(found.app, *found.app._notifications)
        assert len(grounds) == 3 and not grounds & {found.step.background_colors[1], Color(0, 0, 0, 0)}


@pytest.mark.parametrize(
    "theme", ["nord", "gruvbox", "catppuccin-latte", "solarized-light", "monokai", "atom-one-dark"]
)
async def test_every_word_can_be_read_in_textuals_own_themes_too(theme: str) -> None:
    async with opened("tool-disabled", step="permissions", size=(80, 24), home=True) as found:
        found.app.theme = theme
        await found.quiet()
        assert found.step.query_one("#check", CompactButton).disabled
        assert not {text: ratio for text, ratio in faint(found).items() if ratio < DIM}
        for part in ("TurnLine", "StepButtons", "KeyBar"):
            assert faint(found, found.step.query_one(part).region) == {}, part
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.go("check")
        await found.press("f5")
        await found.sees("failing")
        await found.quiet()
        assert not {text: ratio for text, ratio in faint(found).items() if ratio < DIM}
        await found.press("ctrl+g")
        await found.sees("Rehearse R")
        await found.quiet()
        assert not {text: ratio for text, ratio in faint(found).items() if ratio < DIM}


@pytest.mark.parametrize("theme", THEMES)
async def test_an_empty_field_is_seen_before_anything_is_typed_in_it(theme: str) -> None:
    async with opened("fresh", step="promote", at="client-secret", size=(80, 24)) as found:
        found.app.theme = theme
        found.step.set_focus(None)
        await found.quiet()
        lines = [(each.region.y, each.region.right) for each in found.step.query(Input) if each.is_on_screen]
        secret = found.step.query_one(SecretField).region
        assert lines
        for y, right in (*lines, (secret.y + 1, secret.right)):  # the label is above
            strip = found.step._compositor.render_strips()[y]
            within, beside = (next(iter(strip.crop(x, x + 1))).style for x in (right - 2, right + 1))
            assert within and beside and within.bgcolor and beside.bgcolor
            grounds = [Color.from_rich_color(style.bgcolor) for style in (within, beside)]
            assert contrast(*grounds) >= 1.3
