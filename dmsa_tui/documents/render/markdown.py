"""A document as Markdown that reads well as it is, and in which no name can form markup, a link or a table cell."""

import re
from collections.abc import Iterable, Iterator

from dmsa_tui.documents.model import (
    BLANK_LINE,
    Blank,
    Block,
    Bullets,
    Click,
    Document,
    Facts,
    Label,
    Link,
    Note,
    Paragraph,
    Piece,
    Table,
    Value,
    Words,
    mark,
    one_line,
    pieces,
)
from dmsa_tui.documents.render.lines import Form, document_lines
from dmsa_tui.onboarding.states import State

_LINKED = re.compile(r"@|//|\.(?=[^\W\d_])")
"""What some readers turn into a link by themselves: an address, `//`, and a full stop inside a word (0.al is a domain).
"""
_EDGES = re.compile(r"([(\[{\"'“‘<]*)(.*?)([)\]}\"'”’>.,;:!?]*)")
_START = re.compile(r"[#+\-=>\[]|\d+(?=[.)]$)")
_SPECIAL = re.compile(
    r"""[`*<~|]                        # code, emphasis, HTML, strike-through, a table's cell
    | (?<![^\W_])_ | _(?![^\W_])       # emphasis, which is nothing between letters
    | \](?=[(\[:]) | \[(?=\^)          # a link, a reference, a footnote
    | &(?=\#?\w+;)                     # an entity
    | \\(?=[!-/:-@\[-`{-~]|$)          # an escape
    """,
    re.VERBOSE,
)


def to_markdown(document: Document) -> str:
    """The document as Markdown."""
    lines = "\n".join(line.rstrip() for line in document_lines(document, _FORM))
    return re.sub(r"\n{3,}", "\n\n", lines).rstrip() + "\n"


def plain(text: str) -> str:
    """`text` so that Markdown shows it as it is, on one line: backslashes where they are needed, and as code what a
    reader would turn into a link."""
    line = one_line(text)
    first, *others = line.lstrip(" ").split(" ")
    edge = " " * line.startswith(" ")
    return edge + " ".join((_word(first, starts=True), *(_word(word, starts=False) for word in others)))


def _word(word: str, *, starts: bool) -> str:
    edges = _EDGES.fullmatch(word)
    assert edges is not None  # it fits everything
    before, inner, after = edges.groups()
    if not _LINKED.search(inner):
        return _escaped(word, starts=starts)
    if "`" in inner or "|" in inner or "\\" in inner:
        return _escaped(word, starts=starts, dots=True)
    return f"{_escaped(before, starts=starts)}`{inner}`{_escaped(after, starts=False)}"


def _escaped(text: str, *, starts: bool, dots: bool = False) -> str:
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    if dots:
        escaped = re.sub(r"[@/.:]", r"\\\g<0>", escaped)
    if starts and (match := _START.match(text)):
        start = match[0]
        return f"{start}\\{escaped[len(start) :]}" if start.isdigit() else f"\\{escaped.removeprefix(chr(92))}"
    return escaped


def _code(text: str) -> str:
    """`text` as code, which needs no escapes, unless it could end the code or the table's cell."""
    line = one_line(text)
    return plain(text) if not line or "`" in line or "|" in line or "\\" in line else f"`{line}`"


def _click(number: int, click: Click) -> Iterator[str]:
    start = f"{number}. "
    yield start + _words(click.words)
    for block in click.below:
        spaced = isinstance(block, Table | Paragraph)
        yield from ("",) * spaced
        yield from ((f"{' ' * len(start)}{line}" if line else "") for line in _block(block))
        yield from ("",) * spaced


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield f"> {_words(block.words)}" if block.warning else _words(block.words)
    elif isinstance(block, Bullets):
        yield from (f"- {_words(item)}" for item in block.items)
    elif isinstance(block, Facts):
        yield from (f"- {plain(name)}: {_words(words)}" for name, words in block.rows)
    else:
        yield _row(map(plain, block.head))
        yield f"|{' --- |' * len(block.head)}"
        yield from (_row(map(_words, row)) for row in block.rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _words(words: Words) -> str:
    return "".join(map(_piece, pieces(words)))


def _piece(piece: Piece) -> str:
    if isinstance(piece, State):
        return mark(piece)
    if isinstance(piece, Label):
        return f"**{plain(piece.text)}**" if piece.text.strip() else ""
    if isinstance(piece, Value):
        return _code(piece.text)
    if isinstance(piece, Blank):
        return BLANK_LINE
    if isinstance(piece, Link):
        return f"<{piece.url}>"
    return plain(piece.text if isinstance(piece, Note) else piece)


_FORM = Form(lambda text: [f"# {plain(text)}"], lambda text: [f"## {plain(text)}"], _block, _click)
