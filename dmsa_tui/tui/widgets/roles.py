"""Who acts, in a word and a color that no state has."""

from textual.content import Content

from dmsa_tui.guide.model import Who
from dmsa_tui.tui.widgets.guide_text import plain

ROLE_WORDS: dict[Who, str] = {"consultant": "CONSULTANT", "admin": "ADMINISTRATOR", "both": "BOTH"}


def role_mark(who: Who) -> Content:
    """The role as a block in its color."""
    return plain(f" {ROLE_WORDS[who]} ", f"bold $role-text on $role-{who}")


def role_word(who: str) -> str:
    """The role in a word; a remedy may name another."""
    return {str(key): word for key, word in ROLE_WORDS.items()}.get(who, who.upper())
