"""What a document is made of: sections of blocks, and in the blocks texts with values, labels and marks.

Every document is built from these once; `render` writes it as HTML, Markdown and plain text. A `str` is text from
anywhere: no renderer takes anything in it for markup.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from dmsa_tui.guide.markup import spans
from dmsa_tui.onboarding.states import WORDS, State
from dmsa_tui.procore.control_characters import visible

MARKS = {
    State.PROVEN: ("✔", "Procore says yes."),
    State.CONFIRMED: ("✎", "A person confirmed it. Procore did not say, or was not asked."),
    State.CAUTION: ("!", "It works, with a caution."),
    State.FAILING: ("✖", "Procore says no."),
    State.WAITING: ("◐", "Someone else must act."),
    State.UNVERIFIED: ("?", "Procore did not say, and nobody has confirmed it."),
    State.TODO: ("○", "Still to do, or not checked yet."),
}
"""Sign and meaning: no two look alike."""


@dataclass(frozen=True)
class Label:
    """Words exactly as a screen prints them."""

    text: str


@dataclass(frozen=True)
class Value:
    """A value to copy, such as an ID. It is never broken over two lines and, in HTML, selected whole by a click."""

    text: str


@dataclass(frozen=True)
class Link:
    """An https address to open."""

    url: str


@dataclass(frozen=True)
class Note:
    """Words of less weight."""

    text: str


@dataclass(frozen=True)
class Blank:
    """A line on which somebody writes an answer."""


BLANK_LINE = "_" * 20
"""As characters."""

Piece: TypeAlias = str | Label | Value | Link | Note | Blank | State
Words: TypeAlias = str | tuple[Piece, ...]
"""A text; its pieces stand beside each other without a space between them."""


@dataclass(frozen=True)
class Paragraph:
    """Sentences."""

    words: Words
    warning: bool = False
    """Whether it has to be read before anything else."""


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Facts:
    """Names and what stands behind them."""

    rows: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


Block: TypeAlias = Paragraph | Bullets | Facts | Table


@dataclass(frozen=True)
class Click:
    """One thing to do, and what is needed for it."""

    words: Words
    below: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Clicks:
    """Numbered things to do; in HTML each has a box to tick."""

    first: int
    """The number of the first: they are counted through the whole document."""
    clicks: tuple[Click, ...]


@dataclass(frozen=True)
class Section:
    """A heading and what is under it."""

    title: str
    blocks: tuple[Block | Clicks, ...]


@dataclass(frozen=True)
class Document:
    """The whole page."""

    title: str
    opening: tuple[Block, ...]
    """What stands before the first section."""
    sections: tuple[Section, ...]


def pieces(words: Words) -> tuple[Piece, ...]:
    """The pieces of a text."""
    return (words,) if isinstance(words, str) else words


def one_line(text: str) -> str:
    """`text` on one line, with a space at an edge kept and what cannot be seen spelled out."""
    return visible(re.sub(r"\s+", " ", text), longest=5_000)


def prose(text: str) -> tuple[Piece, ...]:
    """A sentence of the guide, with its **labels** as labels."""
    return tuple(Label(part) if label else part for part, label in spans(text))


def mark(state: State) -> str:
    """Sign and word of a state."""
    return f"{MARKS[state][0]} {WORDS[state]}"


def legend(*states: State) -> Bullets:
    """What the marks mean."""
    return Bullets(tuple((state, f": {MARKS[state][1]}") for state in states))
