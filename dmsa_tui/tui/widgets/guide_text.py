"""Texts of the guide and of the network as Textual content: labels stand out, markup in foreign text means nothing."""

from textual.content import Content
from textual.widgets import Static

from dmsa_tui.guide.markup import spans

INDENT = "\u00a0\u00a0"
"""Two columns that survive at the start of a line, where ordinary spaces do not."""

LABEL_STYLE = "$text-primary bold"


def prose(text: str, style: str = "", label: str = LABEL_STYLE) -> Content:
    """A guide's text; what it holds between **stars** is drawn in the style of `label`."""
    return Content.assemble(*((part, f"{style} {label}" if is_label else style) for part, is_label in spans(text)))


def plain(text: str, style: str = "") -> Content:
    """Any text exactly as it is: no markup is interpreted."""
    return Content.styled(text, style) if style else Content(text)


def say(place: Static, content: Content) -> None:
    """Show `content` there; a layout of the screen is asked for only if it takes more rows, or fewer."""
    shown, size = place.content, place.content_size
    if not (isinstance(shown, Content) and shown.is_same(content)):
        place.update(content, layout=not size or len(content.wrap(size.width)) != size.height)


def mask(text: str, keep: int = 4) -> str:
    """An ID for a shared screen: dots, and the last `keep` characters."""
    return "" if not text else "••••" + text[-keep:] if len(text) > 2 * keep else "••••"
