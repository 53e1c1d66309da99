"""The written forms of every document."""

from collections.abc import Callable, Mapping

from dmsa_tui.documents.model import Document
from dmsa_tui.documents.render.html import to_html
from dmsa_tui.documents.render.markdown import to_markdown
from dmsa_tui.documents.render.text import to_text

WRITERS: Mapping[str, Callable[[Document], str]] = {"md": to_markdown, "html": to_html, "text": to_text}
"""Format → its writer."""
FORMATS = (*WRITERS, "json")
"""The formats of the setup record, the handout and the access review."""
