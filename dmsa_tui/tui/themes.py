"""The colors: dark, light, high contrast, and the terminal's own."""

from collections.abc import Iterable, Mapping

from textual.theme import BUILTIN_THEMES, Theme

ROLE_COLORS = {"role-consultant": "#4fc3d9", "role-admin": "#e58fd0", "role-both": "#b4e33d", "role-text": "#101010"}
"""Theme variables of who acts: no color of a state, and each brings its own text color for any background."""
ON_BUTTONS = {"on-primary": "auto 87%", "on-warning": "auto 87%"}
"""Theme variables of the words on a button that goes on, and on one that warns."""
VIOLET, DEEP_VIOLET = "#b79df5", "#6639ba"
"""A person's word, on dark and on light grounds."""
# The states' colors are set, because Textual draws them so near to white or black that they look alike.
DARK = Theme(
    name="dmsa-dark", dark=True, primary="#6cb6ff", secondary="#8b9bb4", accent="#f0a35e", success="#6bd08b",
    warning="#e8c44d", error="#ff7b72", foreground="#e6edf3", background="#10151c", surface="#171e27",
    panel="#202a36",
    variables={
        "foreground-muted": "#e6edf3b3", "scrollbar-background": "#1a222c", "text-confirmed": VIOLET,
        "text-success": "#6bd08b", "text-warning": "#f2d04b", "text-error": "#ff9b94", "text-accent": "#f0a86b",
        "button-ground": "#202a36",
    },
)  # fmt: skip
LIGHT = Theme(
    name="dmsa-light", dark=False, primary="#0550ae", secondary="#57606a", accent="#0a58b8", success="#116329",
    warning="#7d4e00", error="#b3261e", foreground="#1f2328", background="#ffffff", surface="#f6f8fa",
    panel="#e7ecf1",
    variables={
        "foreground-muted": "#4b535c", "scrollbar-background": "#eef1f4", "text-confirmed": DEEP_VIOLET,
        "text-success": "#116329", "text-warning": "#7d4e00", "text-error": "#a51d16", "text-accent": "#0a58b8",
        "button-ground": "#e7ecf1",
    },
)  # fmt: skip
HIGH_CONTRAST = Theme(
    name="dmsa-high-contrast", dark=True, primary="#7fd4ff", secondary="#ffffff", accent="#ffd166", success="#7dff9b",
    warning="#ffee58", error="#ff9c94", foreground="#ffffff", background="#000000", surface="#000000",
    panel="#1c1c1c",
    variables={"scrollbar-background": "#1c1c1c", "button-ground": "#1c1c1c", "text-confirmed": VIOLET},
)  # fmt: skip
ANSI = Theme(
    name="dmsa-ansi", ansi=True, primary="ansi_blue", secondary="ansi_cyan", accent="ansi_magenta",
    success="ansi_green", warning="ansi_yellow", error="ansi_red", foreground="ansi_default",
    background="ansi_default", surface="ansi_default", panel="ansi_default",
    variables={
        "role-consultant": "ansi_cyan", "role-admin": "ansi_magenta", "role-both": "ansi_white",
        "role-text": "ansi_default", "text-confirmed": "ansi_blue",
        "on-primary": "ansi_default", "on-warning": "ansi_default", "button-ground": "ansi_default",
        "text-primary": "ansi_default", "text-muted": "ansi_bright_black", "text-disabled": "ansi_bright_black",
        "foreground-muted": "ansi_bright_black", "border": "ansi_blue", "border-blurred": "ansi_default",
        "ansi-background": "ansi_default", "ansi-foreground": "ansi_default",
        "block-cursor-foreground": "ansi_default", "block-cursor-background": "ansi_white",
        "block-cursor-text-style": "none", "block-cursor-blurred-text-style": "underline",
        "input-cursor-foreground": "ansi_default", "input-cursor-background": "ansi_white",
        "input-cursor-text-style": "none",
        "input-selection-foreground": "ansi_default", "input-selection-background": "ansi_white",
        "screen-selection-foreground": "ansi_default", "screen-selection-background": "ansi_white",
        "scrollbar-background": "ansi_default", "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default", "scrollbar-hover": "ansi_cyan", "scrollbar-active": "ansi_cyan",
        "link-color-hover": "ansi_default", "link-background-hover": "ansi_white",
    },
)  # fmt: skip
"""The terminal's own colors, of which nobody but the person knows what they look like.

Black and the bright ones are not used: many palettes have grounds and greys in their places. White as a ground stands
for reversed, and bright black for dim (`widgets/terminal_colors.py`).
"""
THEMES = (DARK, LIGHT, HIGH_CONTRAST, ANSI)
TEXTUALS = tuple(theme for theme in BUILTIN_THEMES.values() if not theme.ansi)
"""Textual's own. Those in the terminal's colors are left out: ours draws no states on grounds that are unknown."""


def theme_names() -> list[str]:
    """What a setting may name."""
    return [each.name for each in (*THEMES, *TEXTUALS)]


def starting_theme(wish: str, environ: Mapping[str, str], offered: Iterable[Theme] = (*THEMES, *TEXTUALS)) -> str:
    """The theme to begin with: `wish`, or TEXTUAL_THEME, if it names one of those that are offered.

    Else dark; with sixteen colors, in which the states of dark are all white, the terminal's own.
    """
    names = {theme.name for theme in offered}
    few = ANSI.name if _has_sixteen_colors(environ) else ""
    return next((each for each in (wish, environ.get("TEXTUAL_THEME", ""), few) if each in names), DARK.name)


def _has_sixteen_colors(environ: Mapping[str, str]) -> bool:
    """Whether Rich, which draws, will use no more."""
    term = environ.get("TERM", "").strip().lower()
    if term in ("", "dumb", "unknown") or environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return False
    return term.rpartition("-")[2] not in ("256color", "kitty")
