"""Plain text in 80 columns, for screen readers and for pasting into a chat."""

import textwrap

from dmsa_tui.guide.markup import plain, spans

WIDTH = 80
GLUE = "\0"
"""Stands for a space in a text that is held together."""


def quoted(text: str) -> str:
    """`text` with each label in quotes, and held together: whoever searches the text for one finds it on one line."""
    whole = (f"**{held_together(part)}**" if label else part for part, label in spans(text))
    return plain("".join(whole))


def held_together(text: str) -> str:
    """`text` for `wrapped`, which then does not break it."""
    return text.replace(" ", GLUE)


def wrapped(text: str, start: str = "", width: int = WIDTH) -> list[str]:
    """`text` in lines of at most `width` columns; the first begins with `start`, the others are indented as far."""
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
    # A long address is worth more than its indent: broken, it could not be followed.
    return [(line if len(line) <= width else line.lstrip()).replace(GLUE, " ") for line in lines]
