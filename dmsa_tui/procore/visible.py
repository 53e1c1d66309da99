"""Makes what a terminal would obey, or a reader could not see, visible in text from the network."""

import unicodedata
from typing import Any

LONGEST = 500
"""Characters that are kept of one text."""

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
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list):
        return [visible_json(each) for each in value]
    if isinstance(value, dict):
        return {visible(key): visible_json(each) for key, each in value.items()}
    return value


def _seen(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"
