"""What a reader makes of a page of Markdown."""

from markdown_it import MarkdownIt

_INERT = {"text", "code_inline"}


def structure(markdown: str) -> list[str]:
    """The kinds of everything in the page, without its text and without code, which cannot act."""
    tokens = MarkdownIt("gfm-like", {"html": True}).parse(markdown)
    return [
        kind
        for token in tokens
        for kind in (token.type, *(each.type for each in token.children or [] if each.type not in _INERT))
    ]


def read(markdown: str) -> str:
    """What somebody reads who sees the page rendered, on one line."""
    tokens = MarkdownIt("gfm-like", {"html": True}).parse(markdown)
    inline = (child for token in tokens for child in token.children or [])
    return " ".join("".join(child.content or " " * (child.type == "softbreak") for child in inline).split())
