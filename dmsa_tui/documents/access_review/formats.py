"""The access review as HTML, Markdown, text and JSON."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from html import escape
from importlib.resources import files

from dmsa_tui.documents.access_review.model import SCHEMA, AccessReview
from dmsa_tui.documents.access_review.sections import Bullets, Table, opening, sections, title
from dmsa_tui.documents.setup_record.markdown import plain
from dmsa_tui.guide.wrapping import wrapped
from dmsa_tui.procore.control_characters import visible

_STYLE = """
:root { color-scheme: light; }
body { font: 14px/1.4 system-ui, "Segoe UI", Roboto, Arial, sans-serif; color: #1b1f24; background: #fff;
  max-width: 60rem; margin: 1.5rem auto; padding: 0 1.5rem; overflow-wrap: break-word; }
h1 { font-size: 1.45rem; margin: 0; }
h2 { font-size: 1.05rem; margin: 1.1rem 0 .3rem; border-bottom: 1px solid #c8ced6; break-after: avoid; }
p, ul { margin: .3rem 0; }
ul { padding-left: 1.1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .7rem .25rem 0; border-bottom: 1px solid #e6e9ed; }
th:empty { padding: 0; border: 0; }
td:first-child, td:last-child { overflow-wrap: anywhere; }
td:first-child { width: 20%; font-weight: 600; }
tr { break-inside: avoid; }
@page { margin: 12mm; }
@media print { body { font-size: 8.5pt; line-height: 1.3; max-width: none; margin: 0; padding: 0; } }
"""


def to_html(review: AccessReview) -> str:
    """One page that holds everything itself: no script, nothing fetched. Names stay text in it."""
    return "\n".join(_html(review)) + "\n"


def to_markdown(review: AccessReview) -> str:
    """The review as Markdown; names can form no markup, link or table cell in it."""
    return "\n".join(_markdown(review)) + "\n"


def to_text(review: AccessReview) -> str:
    """The review as plain text of 80 columns."""
    return "\n".join(_text(review)) + "\n"


def to_json(review: AccessReview) -> str:
    """The review as one JSON object (`dmsa-tui.access-review/1`), indented, with a line end."""
    return json.dumps({"schema": SCHEMA, **asdict(review)}, indent=2, default=_utc_text) + "\n"


FORMATS: Mapping[str, Callable[[AccessReview], str]] = {
    "md": to_markdown, "html": to_html, "json": to_json, "text": to_text,
}  # fmt: skip
"""Format → its writer."""


def access_review_schema() -> str:
    """The JSON Schema of `to_json`, as published with the package."""
    return files("dmsa_tui.documents.access_review").joinpath("access_review_schema.json").read_text(encoding="utf-8")


def _utc_text(value: object) -> str:
    assert isinstance(value, datetime)
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _line(text: str) -> str:
    return " ".join(visible(each, longest=5_000) for each in text.split())


def _safe(text: str) -> str:
    return escape(_line(text), quote=True)


def _html(review: AccessReview) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_safe(title(review))}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{_safe(title(review))}</h1>"
    yield from (f"<p>{_safe(sentence)}</p>" for sentence in opening(review))
    for section in sections(review):
        yield f"<h2>{_safe(section.title)}</h2>"
        for block in section.blocks:
            if isinstance(block, Table):
                yield f"<table><thead><tr>{_cells('th', block.head)}</tr></thead><tbody>"
                yield from (f"<tr>{_cells('td', row)}</tr>" for row in block.rows)
                yield "</tbody></table>"
            elif isinstance(block, Bullets):
                yield f"<ul>{_cells('li', block.items)}</ul>"
            else:
                yield f"<p>{_safe(block)}</p>"
    yield "</body></html>"


def _cells(tag: str, texts: tuple[str, ...]) -> str:
    return "".join(f"<{tag}>{_safe(text)}</{tag}>" for text in texts)


def _markdown(review: AccessReview) -> Iterator[str]:
    yield f"# {plain(title(review))}"
    for sentence in opening(review):
        yield from ("", plain(sentence))
    for section in sections(review):
        yield from ("", f"## {section.title}", "")
        for block in section.blocks:
            if isinstance(block, Table):
                yield f"| {' | '.join(block.head)} |"
                yield f"|{' --- |' * len(block.head)}"
                yield from (f"| {' | '.join(map(plain, row))} |" for row in block.rows)
            elif isinstance(block, Bullets):
                yield from (f"- {plain(item)}" for item in block.items)
            else:
                yield from (plain(block), "")


def _text(review: AccessReview) -> Iterator[str]:
    yield from wrapped(_line(title(review)))
    for sentence in opening(review):
        yield from ("", *wrapped(_line(sentence)))
    for section in sections(review):
        yield from ("", section.title.upper(), "")
        for block in section.blocks:
            if isinstance(block, Table):
                yield from _text_table(block)
            elif isinstance(block, Bullets):
                for item in block.items:
                    yield from wrapped(_line(item), "- ")
            else:
                yield from (*wrapped(_line(block)), "")


def _text_table(table: Table) -> Iterator[str]:
    """Each row as an item: its first cell, then the others under it by their names."""
    for first, *rest in table.rows:
        if len(rest) == 1:
            yield from wrapped(_line(f"{first}: {rest[0]}"), "- ")
            continue
        yield from wrapped(_line(first), "- ")
        for name, cell in zip(table.head[1:], rest, strict=True):
            if cell:
                yield from wrapped(_line(f"{name}: {cell}"), "  ")
