"""Makes what a terminal would obey, or a reader could not see, visible in text from the network."""

import re
import unicodedata
from typing import Any

LONGEST = 500
"""Characters that are kept of one text."""

_LONG = re.compile(f'"[^"]{{{LONGEST + 1}}}')

# Controls, format characters (direction, zero-width, tags), lone surrogates, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str, longest: int = LONGEST) -> str:
    """`text` with every control, direction and invisible character spelled out, cut to `longest` characters."""
    if not text.isprintable():
        # Cut first: an escape is longer than what it stands for, so no more than this can survive.
        text = "".join(_seen(character) for character in text[: longest + 1])
    return text if len(text) <= longest else text[: longest - 1] + "…"


def visible_json(value: Any) -> Any:
    """A parsed JSON value with every string in it, keys included, made visible."""
    kind = type(value)
    if kind is str:
        return value if len(value) <= LONGEST and value.isprintable() else visible(value)
    if kind is list:
        return [visible_json(each) for each in value]
    if kind is dict:
        return {visible(key): visible_json(each) for key, each in value.items()}
    return value


def is_visible_json(body: bytes) -> bool:
    """Whether no string in that JSON text needs a change. False where only a look at each string can tell."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    # A backslash may stand for any character; without one, quotes begin and end strings and nothing else.
    return "\\" not in text and text.isprintable() and not _LONG.search(text)


def _seen(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"
