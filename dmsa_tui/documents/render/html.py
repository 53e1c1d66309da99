"""A document as one HTML page that holds everything itself: no script, nothing fetched; made to be printed too."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from dmsa_tui.documents.model import (
    Blank,
    Block,
    Bullets,
    Clicks,
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
from dmsa_tui.onboarding.states import State

_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
"""Not to be broken over two lines."""


def to_html(document: Document) -> str:
    """The page. Names stay text in it; a click on a value selects it whole."""
    return "\n".join(_page(document)) + "\n"


def _page(document: Document) -> Iterator[str]:
    style = files("dmsa_tui.documents.render").joinpath("page.css").read_text(encoding="utf-8")
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{_text(document.title)}</title><style>\n{style}</style></head><body>"
    yield f"<h1>{_text(document.title)}</h1>"
    yield from map(_block, document.opening)
    for section in document.sections:
        yield f"<h2>{_text(section.title)}</h2>"
        yield from map(_block, section.blocks)
    yield "</body></html>"


def _block(block: Block | Clicks) -> str:
    if isinstance(block, Paragraph):
        return f'<p class="warning">{_words(block.words)}</p>' if block.warning else f"<p>{_words(block.words)}</p>"
    if isinstance(block, Bullets):
        return f"<ul>{_cells('li', block.items)}</ul>"
    if isinstance(block, Facts):
        rows = (f"<dt>{_text(name)}</dt><dd>{_words(words)}</dd>" for name, words in block.rows)
        return f"<dl>{''.join(rows)}</dl>"
    if isinstance(block, Table):
        rows = (f"<tr>{_cells('td', row)}</tr>\n" for row in block.rows)
        head = f"<thead><tr>{_cells('th', block.head)}</tr></thead>"
        return f"<table>{head}<tbody>\n{''.join(rows)}</tbody></table>"
    return f'<ol start="{block.first}">\n{"".join(_clicks(block))}</ol>'


def _clicks(block: Clicks) -> Iterator[str]:
    for click in block.clicks:
        below = "".join(map(_block, click.below))
        yield f'<li><label><input type="checkbox"> {_words(click.words)}</label>{below}</li>\n'


def _cells(tag: str, cells: Iterable[Words]) -> str:
    return "".join(f"<{tag}>{_words(cell)}</{tag}>" for cell in cells)


def _words(words: Words) -> str:
    return "".join(map(_piece, pieces(words)))


def _piece(piece: Piece) -> str:
    if isinstance(piece, State):
        return f'<span class="mark {piece.value}">{mark(piece)}</span>'
    if isinstance(piece, Label):
        return f"<b>{_text(piece.text)}</b>"
    if isinstance(piece, Value):
        return f"<code>{_text(piece.text)}</code>"
    if isinstance(piece, Note):
        return f'<span class="note">{_text(piece.text)}</span>'
    if isinstance(piece, Blank):
        return '<span class="blank"></span>'
    if isinstance(piece, Link):
        return f'<a href="{_text(piece.url)}" rel="noreferrer">{_text(piece.url)}</a>'
    return _DATE.sub(r"<time>\g<0></time>", _text(piece))


def _text(text: str) -> str:
    return escape(one_line(text), quote=True)
