"""The colors of Textual's own themes, changed as little as it takes to read what we write in them."""

from collections.abc import Mapping, Sequence
from functools import partial

from textual.color import Color
from textual.theme import Theme

READ, DIM = 4.5, 3.0
"""Contrast (WCAG 2.2, AA) of text, and of what is dim, or a sign with its word, on a ground that is lit up."""
GROUNDS = ("background", "surface", "panel")
LIT_UP = (("primary", 0.28), ("warning", 0.22), ("error", 0.22))
"""What tints a ground, and how much (`first.tcss`): the line that has the cursor, and notices."""
STATES = ("success", "warning", "error")
TEXTS = ("text-primary", "text-accent", "text-confirmed")
ON_BUTTON = "text-accent"
"""The color of keys, which buttons name."""
QUIET = 10.0
"""Contrast of white or black with a panel: on a louder one, what can be read has hardly a color of its own."""
APART = 1.15
"""Contrast of a button's ground with the page's and the dialog's: on a nearer one its words look like any other."""
STEPS = 25
WHITE, BLACK = Color(255, 255, 255), Color(0, 0, 0)


def readable(theme: Theme, variables: Mapping[str, str]) -> dict[str, str]:
    """The theme's variables, with colors of text that can be read on every ground that we write on.

    A state has the theme's own color: Textual mixes it with so much white or black that two of them look alike.
    """
    colors = {name: Color.parse(variables[name]) for name in (*GROUNDS, *STATES, *TEXTS, "primary", "foreground")}
    pole = WHITE if theme.dark else BLACK
    panel = _moved(colors["panel"], colors["background"], [(pole, QUIET)])
    under = [colors["background"], colors["surface"]]
    button = _moved(panel, pole, [(each, APART) for each in under])
    lit_up = [each + colors[tint].with_alpha(part) for each in under for tint, part in LIT_UP]

    def moved(color: Color, on_lit_up: float = DIM, *, on_button: bool = False) -> str:
        grounds = (*under, panel, button) if on_button else (*under, panel)
        wanted = [*((each, READ) for each in grounds), *((each, on_lit_up) for each in lit_up)]
        return _moved(color, pole, wanted).hex

    muted = colors["background"] + Color.parse(variables["foreground-muted"])
    texts = {f"text-{name}": colors[name] for name in STATES} | {name: colors[name] for name in TEXTS}
    return {
        **variables,
        **{name: moved(color, on_button=name == ON_BUTTON) for name, color in texts.items()},
        **dict.fromkeys(("foreground", "button-foreground"), moved(colors["foreground"], READ, on_button=True)),
        "foreground-muted": moved(muted),
        **{f"on-{name}": max(WHITE, BLACK, key=partial(contrast, colors[name])).hex for name in ("primary", "warning")},
        "panel": panel.hex,
        "button-ground": button.hex,
    }


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio as WCAG defines it, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _moved(color: Color, towards: Color, wanted: Sequence[tuple[Color, float]]) -> Color:
    """The nearest color on the way that has these contrasts."""
    for step in range(STEPS):
        candidate = color.blend(towards, step / STEPS)
        if all(contrast(candidate, other) >= ratio for other, ratio in wanted):
            return candidate
    return towards


def _luminance(color: Color) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
