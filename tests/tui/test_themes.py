"""Every text color that the screens use can be read on every ground that they use it on (WCAG 2.2, AA: 4.5 to 1)."""

import itertools
import math
import re
from collections.abc import Awaitable
from pathlib import Path
from typing import cast

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.color import Color, rgb_to_lab
from textual.theme import Theme
from textual.widgets import Button

import dmsa_tui
from dmsa_tui.session.session import Session
from dmsa_tui.tui.app import DmsaApp
from dmsa_tui.tui.themes import ANSI, DARK, LIGHT, ROLE_COLORS, TEXTUALS, THEMES, starting_theme
from dmsa_tui.tui.widgets.terminal_colors import DimWords
from tests.tui.driving import opened, wizard

GROUNDS = ("background", "surface", "panel")
PACKAGE = Path(dmsa_tui.__file__).parent


def text_colors() -> set[str]:
    """The theme variables that the widgets and screens draw text with."""
    sources = [*PACKAGE.glob("tui/**/*.py")]
    names = {
        name for path in sources for name in re.findall(r"\$((?:text|foreground)[a-z-]*)", path.read_text("utf-8"))
    }
    assert {"text-success", "text-error", "foreground-muted"} <= names
    return names


def luminance(color: Color) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def variables_in(theme: Theme) -> dict[str, str]:
    """The variables as the application has them in that theme."""
    app = DmsaApp(Session.for_customers())
    app.set_reactive(DmsaApp.theme, theme.name)
    return app.get_css_variables()


OF_KNOWN_COLORS = [*(each for each in THEMES if not each.ansi), *TEXTUALS]


@pytest.mark.parametrize("theme", OF_KNOWN_COLORS, ids=lambda theme: str(theme.name))
def test_text_can_be_read_on_every_ground(theme: Theme) -> None:
    variables = variables_in(theme)
    too_faint = {}
    for name, ground_name in itertools.product(text_colors(), GROUNDS):
        ground = Color.parse(variables[ground_name])
        ratio = contrast(ground + Color.parse(variables[name]), ground)
        if ratio < 4.5:
            too_faint[name, ground_name] = round(ratio, 2)
    assert too_faint == {}
    lit_up = Color.parse(variables["background"]) + Color.parse(variables["primary"]).with_alpha(0.28)
    assert contrast(Color.parse(variables["foreground"]), lit_up) >= 4.5, "the line that has the cursor"


@pytest.mark.parametrize("theme", TEXTUALS, ids=lambda theme: str(theme.name))
def test_the_words_on_a_button_can_be_read(theme: Theme) -> None:
    variables = variables_in(theme)
    for ground in ("primary", "warning"):
        assert contrast(Color.parse(variables[f"on-{ground}"]), Color.parse(variables[ground])) >= 4.5


@pytest.mark.parametrize("theme", OF_KNOWN_COLORS, ids=lambda theme: str(theme.name))
def test_a_plain_button_is_seen_to_be_one_on_the_page_and_in_a_dialog(theme: Theme) -> None:
    variables = variables_in(theme)
    button = Color.parse(variables["button-ground"])
    for name in ("background", "surface"):
        assert contrast(button, Color.parse(variables[name])) >= 1.1, name
    for name in ("button-foreground", "text-accent"):  # its words, and its key
        assert contrast(button + Color.parse(variables.get(name, variables["foreground"])), button) >= 4.5, name


@pytest.mark.parametrize("theme", OF_KNOWN_COLORS, ids=lambda theme: str(theme.name))
def test_no_two_states_look_alike(theme: Theme) -> None:
    variables = variables_in(theme)
    states = [
        rgb_to_lab(Color.parse(variables[f"text-{name}"])) for name in ("success", "warning", "error", "confirmed")
    ]
    assert min(math.dist(one, other) for one, other in itertools.combinations(states, 2)) > 16


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: str(theme.name))
def test_each_role_has_a_color_that_is_no_state_and_no_other_role_and_its_word_can_be_read(theme: Theme) -> None:
    variables = {**ROLE_COLORS, **theme.to_color_system().generate(), **theme.variables}
    roles = ("role-consultant", "role-admin", "role-both")
    others = ("text-success", "text-warning", "text-error", "text-confirmed", "success", "warning", "error", "primary")
    for role in roles:
        color = Color.parse(variables[role])
        assert contrast(color, Color.parse(variables["role-text"])) > 7
        assert max(color.rgb) - min(color.rgb) > 80, f"{role} is gray"
        for other in {*roles, *others, *GROUNDS} - {role}:
            apart = math.dist(rgb_to_lab(color), rgb_to_lab(Color.parse(variables[other])))
            assert apart > 23, f"{role} looks like {other}"


@pytest.mark.parametrize("step", ["permissions", "check"])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: str(theme.name))
async def test_a_button_that_does_nothing_now_can_be_read_and_has_no_ground(theme: Theme, step: str) -> None:
    async with opened(step=step) as found:
        found.app.theme = theme.name
        await found.quiet()
        check, on = found.step.query_one("#check", Button), found.step.query_one("#next", Button)
        assert check.disabled and check.variant == ("primary" if step == "check" else "default")
        _, _, ground, color = check.colors
        assert contrast(ground + color.multiply_alpha(check.styles.text_opacity), ground) >= 4.5
        assert check.opacity == 1
        assert ground == found.step.background_colors[1] != on.background_colors[1]


@pytest.mark.parametrize(
    ("wish", "in_environment", "expected"),
    [
        ("", "", DARK.name),
        ("", LIGHT.name, LIGHT.name),
        ("", "textual-ansi", DARK.name),
        (LIGHT.name, DARK.name, LIGHT.name),
    ],
)
def test_an_unknown_theme_in_the_environment_is_no_reason_to_fail(
    wish: str, in_environment: str, expected: str
) -> None:
    assert starting_theme(wish, {"TEXTUAL_THEME": in_environment}) == expected


@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        ({"TERM": "xterm"}, ANSI), ({"TERM": "screen"}, ANSI), ({"TERM": "alacritty"}, ANSI), ({"TERM": "dumb"}, DARK),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, DARK), ({"TERM": "xterm-256color"}, DARK),
        ({"TERM": "xterm-kitty"}, DARK),
    ],
)  # fmt: skip
def test_what_has_sixteen_colors_is_what_rich_draws_with_sixteen(environ: dict[str, str], theme: Theme) -> None:
    assert starting_theme("", environ) == theme.name
    drawn = Console(force_terminal=True, legacy_windows=False, _environ=environ).color_system
    assert (drawn == "standard") == (theme is ANSI)
    assert starting_theme("", {}) == DARK.name


def test_a_console_of_sixteen_colors_begins_with_its_own() -> None:
    assert starting_theme("", {"TERM": "linux"}) == ANSI.name
    assert starting_theme("", {"TERM": "linux"}, (DARK, LIGHT)) == DARK.name
    assert starting_theme(LIGHT.name, {"TERM": "linux"}) == LIGHT.name


def test_without_colors_the_terminals_own_are_not_begun_with() -> None:
    assert starting_theme(ANSI.name, {}) == ANSI.name
    assert starting_theme(ANSI.name, {"TEXTUAL_THEME": LIGHT.name}, (DARK, LIGHT)) == LIGHT.name


async def test_a_theme_chosen_in_the_palette_stays_until_the_setting_changes() -> None:
    async with wizard(Session.for_customers()) as found:
        offered = {each.title: each.callback for each in found.app.get_system_commands(found.app.screen)}
        assert {"Theme: nord", f"Theme: {LIGHT.name}"} <= offered.keys() and "Theme: ansi-dark" not in offered
        await cast("Awaitable[None]", offered["Theme: nord"]())
        assert found.app.theme == "nord"
    assert DmsaApp(Session.for_customers()).theme == "nord"
    settings = Session.for_customers().paths.config / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'theme = "{LIGHT.name}"', encoding="utf-8")
    assert DmsaApp(Session.for_customers()).theme == LIGHT.name
    settings.write_text("", encoding="utf-8")
    assert DmsaApp(Session.for_customers()).theme == "nord"
    settings.write_text('theme = "nordic"', encoding="utf-8")
    assert "nordic" in DmsaApp(Session.for_customers()).trouble


def test_what_cannot_be_read_of_the_chosen_theme_changes_nothing() -> None:
    state = Session.for_customers().paths.state
    (state / "chosen-theme").mkdir(parents=True)
    assert DmsaApp(Session.for_customers()).theme == DARK.name


@pytest.mark.parametrize("letters", ["#ffffff", "default", "blue", ""])
@pytest.mark.parametrize("under", ["#000000", "default", "blue", ""])
@pytest.mark.parametrize("ground", ["#202020", "ansi_default", "ansi_blue"])
def test_a_dim_word_in_colors_of_the_theme_before_is_drawn_all_the_same(letters: str, under: str, ground: str) -> None:
    style = Style(color=letters or None, bgcolor=under or None, dim=True)
    (drawn,) = DimWords().apply([Segment("word", style)], Color.parse(ground))
    assert drawn.text == "word" and drawn.style is not None and not drawn.style.dim
    is_known = letters.startswith("#") and (under if under != "default" else ground).startswith("#")
    assert (drawn.style.color != style.color) == is_known
