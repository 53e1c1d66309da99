"""A document as plain text, for screen readers, for pasting into a chat, and for a dialog."""

from collections.abc import Iterator

from dmsa_tui.documents.model import (
    BLANK_LINE,
    Blank,
    Block,
    Bullets,
    Click,
    Clicks,
    Document,
    Facts,
    Label,
    Link,
    Paragraph,
    Piece,
    Table,
    Words,
    mark,
    one_line,
    pieces,
)
from dmsa_tui.documents.render.lines import Form, document_lines
from dmsa_tui.guide.wrapping import GLUE, WIDTH, held_together, wrapped
from dmsa_tui.onboarding.states import State


def to_text(document: Document, width: int = WIDTH) -> str:
    """The document as plain text in lines of at most `width` columns."""
    form = Form(
        lambda text: wrapped(one_line(text), width=width),
        lambda text: wrapped(one_line(text).upper(), width=width),
        lambda block: _block(block, width),
        lambda number, click: _click(number, click, width),
    )
    return "\n".join(document_lines(document, form)).replace(GLUE, " ") + "\n"


def _click(number: int, click: Click, width: int) -> Iterator[str]:
    start = f"{number:2}. "
    yield from wrapped(_words(click.words), start, width)
    for block in click.below:
        yield from _block(block, width, " " * len(start))


def _block(block: Block, width: int, indent: str = "") -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from wrapped(_words(block.words), indent, width)
    elif isinstance(block, Bullets):
        for item in block.items:
            yield from wrapped(_words(item), f"{indent}- ", width)
    elif isinstance(block, Facts):
        for name, words in block.rows:
            yield from wrapped(f"{one_line(name)}: {_words(words)}", indent, width)
    else:
        yield from _table(block, width, indent)


def _table(table: Table, width: int, indent: str) -> Iterator[str]:
    """In columns where they fit; else each row as an item, its other cells by their names."""
    rows = [[_words(cell) for cell in row] for row in table.rows]
    columns = [max(map(len, column)) for column in zip(table.head, *rows, strict=True)]
    if len(indent) + sum(columns) + 2 * (len(columns) - 1) <= width:
        for cells in (table.head, *rows):
            yield indent + "  ".join(cell.ljust(room) for cell, room in zip(cells, columns, strict=True)).rstrip()
        return
    for first, *rest in rows:
        if len(rest) == 1:
            yield from wrapped(f"{first}: {rest[0]}", f"{indent}- ", width)
            continue
        yield from wrapped(first, f"{indent}- ", width)
        for name, cell in zip(table.head[1:], rest, strict=True):
            if cell:
                yield from wrapped(f"{name}: {cell}", f"{indent}  ", width)


def clicks_lines(clicks: Clicks, width: int = WIDTH) -> list[str]:
    """Numbered clicks with what is below them, in lines of at most `width` columns."""
    numbered = enumerate(clicks.clicks, clicks.first)
    return [line.replace(GLUE, " ") for number, click in numbered for line in _click(number, click, width)]


def words_text(words: Words) -> str:
    """A text on one line."""
    return _words(words).replace(GLUE, " ")


def _words(words: Words) -> str:
    return "".join(map(_piece, pieces(words)))


def _piece(piece: Piece) -> str:
    if isinstance(piece, State):
        return mark(piece)
    if isinstance(piece, Label):
        return held_together(f"“{one_line(piece.text)}”")
    if isinstance(piece, Blank):
        return BLANK_LINE
    if isinstance(piece, Link):
        return piece.url
    return one_line(piece if isinstance(piece, str) else piece.text)
