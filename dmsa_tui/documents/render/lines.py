"""The way through a document, for the forms that are made of lines."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dmsa_tui.documents.model import Block, Click, Clicks, Document


@dataclass(frozen=True)
class Form:
    """How each part of a document is written, as lines."""

    title: Callable[[str], Iterable[str]]
    heading: Callable[[str], Iterable[str]]
    block: Callable[[Block], Iterable[str]]
    click: Callable[[int, Click], Iterable[str]]
    """With its number."""


def document_lines(document: Document, form: Form) -> Iterator[str]:
    """The lines of the whole page, with an empty one before each part."""
    yield from form.title(document.title)
    for block in document.opening:
        yield from ("", *form.block(block))
    for section in document.sections:
        yield from ("", *form.heading(section.title))
        for part in section.blocks:
            yield ""
            if isinstance(part, Clicks):
                for number, click in enumerate(part.clicks, part.first):
                    yield from form.click(number, click)
            else:
                yield from form.block(part)
