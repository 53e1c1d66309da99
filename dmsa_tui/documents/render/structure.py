"""A document as plain values, for its JSON: the same sections and blocks, each text with its labels in “quotes”."""

from typing import Any

from dmsa_tui.documents.model import Block, Bullets, Clicks, Document, Facts, Paragraph, Table
from dmsa_tui.documents.render.text import words_text


def structure(document: Document) -> dict[str, Any]:
    """Title, opening and sections."""
    return {
        "title": document.title,
        "opening": [_block(block) for block in document.opening],
        "sections": [
            {"title": section.title, "blocks": [_block(block) for block in section.blocks]}
            for section in document.sections
        ],
    }


def _block(block: Block | Clicks) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": words_text(block.words), "warning": block.warning}
    if isinstance(block, Bullets):
        return {"kind": "list", "items": [words_text(item) for item in block.items]}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": [{"name": name, "value": words_text(words)} for name, words in block.rows]}
    if isinstance(block, Table):
        return {
            "kind": "table",
            "head": list(block.head),
            "rows": [[words_text(cell) for cell in row] for row in block.rows],
        }
    return {
        "kind": "clicks",
        "clicks": [
            {"number": number, "text": words_text(click.words), "below": [_block(each) for each in click.below]}
            for number, click in enumerate(block.clicks, block.first)
        ],
    }
