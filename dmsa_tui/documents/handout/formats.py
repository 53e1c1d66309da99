"""The handout as Markdown and as plain text."""

from collections.abc import Callable, Iterator, Mapping

from dmsa_tui.documents.handout.build import Handout, Part
from dmsa_tui.documents.handout.html import to_html
from dmsa_tui.documents.setup_record.markdown import plain
from dmsa_tui.guide.markup import spans
from dmsa_tui.guide.wrapping import quoted, wrapped
from dmsa_tui.procore.control_characters import visible


def to_markdown(page: Handout) -> str:
    """The page as Markdown; names can form no markup, link or table cell in it."""
    return "\n".join(_markdown(page)) + "\n"


def to_text(page: Handout) -> str:
    """The page as plain text of 80 columns."""
    return "\n".join(_text(page)) + "\n"


FORMATS: Mapping[str, Callable[[Handout], str]] = {"md": to_markdown, "html": to_html, "text": to_text}
"""Format → its writer."""


def _markdown(page: Handout) -> Iterator[str]:
    yield f"# {plain(page.title)}"
    yield ""
    for name, value in page.facts:
        yield f"- {name}: {plain(value)}"
    if page.link is not None:
        yield f"- Procore: <{page.link}>"
    yield from ("", "## Before you start", "")
    for part in page.parts:
        yield f"- {part.title}: {_stars(part.needs)}"
    yield from (f"- {_stars(note)}" for note in page.notes)
    yield from ("", "## What you grant, and why", "", "| Tool | Company | Project | Why | Caution |")
    yield "| --- | --- | --- | --- | --- |"
    for row in page.granted:
        cells = (row.tool, row.company, row.project, row.why, row.caution or "")
        yield f"| {' | '.join(plain(cell.replace('**', '')) for cell in cells)} |"
    if page.caution is not None:
        yield from ("", f"**Caution:** {plain(page.caution)}")
    for number, part in enumerate(page.parts, 1):
        yield from ("", f"## {number}. {part.title}", "", f"Where: {plain(part.where)}", "")
        if number == 1:
            names = "".join(f"- {plain(name)}\n" for name in page.named_projects)
            yield from (plain(page.projects), "", *([names] if names else []), plain(page.future), "")
        for place, (text, note) in enumerate(part.actions, 1):
            yield f"{place}. {_stars(text)}" + (f" *{_stars(note)}*" if note else "")
        yield from ("", f"It worked when: {_stars(part.expect)}", "")
        yield from (f"- {_stars(warning)}" for warning in part.warnings)
    yield from ("", "## Afterwards", "", *(f"- {_stars(each)}" for each in page.afterwards))
    yield from ("", "## Whom to tell", "", plain(page.tell))


def _stars(text: str) -> str:
    """`text` with its labels in bold, and nothing else of it as markup."""
    pieces = ((_escaped(part), label) for part, label in spans(text))
    return "".join(f"**{piece}**" if label else piece for piece, label in pieces)


def _escaped(text: str) -> str:
    """`plain`, with a space at either edge kept: it stands before or after a label."""
    return " " * (text[:1] == " ") + plain(text) + " " * (len(text) > 1 and text[-1] == " ")


def _text(page: Handout) -> Iterator[str]:
    yield from wrapped(_line(page.title))
    yield ""
    for name, value in page.facts:
        yield from wrapped(_line(value), f"{name + ':':<16} ")
    if page.link is not None:
        yield f"{'Procore:':<16} {page.link}"
    yield from ("", "BEFORE YOU START", "")
    for part in page.parts:
        yield from wrapped(quoted(f"{part.title}: {part.needs}"), "- ")
    for note in page.notes:
        yield from wrapped(quoted(note), "- ")
    yield from ("", "WHAT YOU GRANT, AND WHY", "")
    for row in page.granted:
        yield from wrapped(f"{_line(row.tool)}: company {row.company}, project {row.project}", "- ")
        yield from wrapped(quoted(_line(row.why)), "  ")
        if row.caution:
            yield from wrapped(quoted(f"Caution: {_line(row.caution)}"), "  ")
    if page.caution is not None:
        yield from ("", *wrapped(f"CAUTION: {page.caution}"))
    for number, part in enumerate(page.parts, 1):
        yield from ("", *wrapped(f"{number}. {part.title.upper()}"), "", *wrapped(f"Where: {part.where}"), "")
        if number == 1:
            yield from wrapped(page.projects)
            for name in page.named_projects:
                yield from wrapped(_line(name), "- ")
            yield from (*wrapped(page.future), "")
        yield from _text_actions(part)
    yield from ("", "AFTERWARDS", "")
    for each in page.afterwards:
        yield from wrapped(quoted(each), "- ")
    yield from ("", "WHOM TO TELL", "", *wrapped(_line(page.tell)))


def _text_actions(part: Part) -> Iterator[str]:
    for place, (text, note) in enumerate(part.actions, 1):
        yield from wrapped(quoted(text), f"{place:2}. ")
        if note:
            yield from wrapped(quoted(f"Note: {note}"), "    ")
    yield from ("", *wrapped(quoted(f"It worked when: {part.expect}")), "")
    for warning in part.warnings:
        yield from wrapped(quoted(warning), "- ")


def _line(text: str) -> str:
    return " ".join(visible(each, longest=5_000) for each in text.split())
