"""The colours: dark, light, and high contrast."""

from collections.abc import Mapping

from textual.theme import Theme

DARK = Theme(
    name="dmsa-dark", dark=True, primary="#6cb6ff", secondary="#8b9bb4", accent="#f0a35e", success="#6bd08b",
    warning="#e8c44d", error="#ff7b72", foreground="#e6edf3", background="#10151c", surface="#171e27",
    panel="#202a36", boost="#263240",
)  # fmt: skip
LIGHT = Theme(
    name="dmsa-light", dark=False, primary="#0550ae", secondary="#57606a", accent="#a04100", success="#116329",
    warning="#7d4e00", error="#b3261e", foreground="#1f2328", background="#ffffff", surface="#f6f8fa",
    panel="#e7ecf1", boost="#dfe6ee", variables={"foreground-muted": "#4b535c"},
)  # fmt: skip
HIGH_CONTRAST = Theme(
    name="dmsa-high-contrast", dark=True, primary="#7fd4ff", secondary="#ffffff", accent="#ffd166", success="#7dff9b",
    warning="#ffee58", error="#ff9c94", foreground="#ffffff", background="#000000", surface="#000000",
    panel="#1c1c1c", boost="#262626",
)  # fmt: skip
THEMES = (DARK, LIGHT, HIGH_CONTRAST)


def starting_theme(environ: Mapping[str, str]) -> str:
    """The theme to begin with: TEXTUAL_THEME if it names one of ours, else dark."""
    wanted = environ.get("TEXTUAL_THEME", "")
    return wanted if wanted in {theme.name for theme in THEMES} else DARK.name
