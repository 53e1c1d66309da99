"""Texts of the guide and of the network as Textual content. Labels stand out; foreign markup has no effect."""

from textual.content import Content
from textual.widgets import Static

from dmsa_tui.guide.markup import spans

INDENT = "\u00a0\u00a0"
"""Two columns that survive at the start of a line, where ordinary spaces do not."""

LABEL_STYLE = "$text-primary bold"


def prose(text: str, style: str = "", label: str = LABEL_STYLE) -> Content:
    """A text of the guide. What it has between **stars** gets the style `label`."""
    return Content.assemble(*((part, f"{style} {label}" if is_label else style) for part, is_label in spans(text)))


def literal(text: str, style: str = "") -> Content:
    """A text exactly as it is; markup in it has no effect."""
    return Content.styled(text, style) if style else Content(text)


def update(place: Static, content: Content) -> None:
    """Show `content` in a Static, and lay out again only if it needs more or fewer rows."""
    shown, size = place.content, place.content_size
    if not (isinstance(shown, Content) and shown.is_same(content)):
        place.update(content, layout=not size or len(content.wrap(size.width)) != size.height)
