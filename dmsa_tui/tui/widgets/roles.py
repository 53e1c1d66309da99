"""Who acts: a word and a color that no state has."""

from textual.content import Content

from dmsa_tui.onboarding.states import State
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import NBSP
from dmsa_tui.tui.widgets.signs import SIGNS
from dmsa_tui.vocabulary import PROCORE, WHO, Turn

ROLE_WORDS: dict[Turn, str] = {
    "consultant": "CONSULTANT",
    "admin": "ADMINISTRATOR",
    "both": "BOTH OF YOU",
    PROCORE: "PROCORE",
}
TURNS: dict[Turn, str] = {
    "consultant": "CONSULTANT’S TURN",
    "admin": "ADMINISTRATOR’S TURN",
    "both": "BOTH OF YOU",
    PROCORE: "PROCORE’S TURN",
}
_OF_NO_ROLE = SIGNS[State.WAITING].style
"""Procore is none of the two on the call: what waits for it has the color of what waits."""


def role_mark(who: str) -> Content:
    """The role as a colored block, or the name that a remedy has."""
    color = who if who in WHO else "both"
    return literal(f"{NBSP}{role_word(who)}{NBSP}", f"bold $role-text on $role-{color}")


def turn_mark(who: Turn, room: int) -> Content:
    """Whose turn it is, as a colored block: in the role's word alone where there is no room for more."""
    word = TURNS[who] if len(TURNS[who]) + 2 <= room else ROLE_WORDS[who]
    style = f"bold {_OF_NO_ROLE} reverse" if who == PROCORE else f"bold $role-text on $role-{who}"
    return literal(f"{NBSP}{word.replace(' ', NBSP)}{NBSP}", style)


def role_word(who: str) -> str:
    """The role as a word, or the name that a remedy has."""
    return {str(key): word for key, word in ROLE_WORDS.items()}.get(who, who.upper())
