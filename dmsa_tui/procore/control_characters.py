"""Makes what a terminal would obey, or a reader could not see, visible in text from the network."""

import unicodedata
from typing import Any

LONGEST = 500
"""Characters that are kept of one text."""

_PRINTABLE = bytes(range(0x20, 0x7F))

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
    # A backslash may stand for any character; without one, quotes begin and end strings and nothing else.
    if b"\\" in body or _has_long_string(body):
        return False
    if body.isascii():
        return not body.translate(None, _PRINTABLE)
    try:
        return body.decode().isprintable()
    except UnicodeDecodeError:
        return False


def _has_long_string(body: bytes) -> bool:
    """Whether more bytes than `LONGEST` stand between two quotes; each look goes to the last quote within reach."""
    quote = body.find(b'"')
    while 0 <= quote < len(body) - LONGEST:
        last = body.rfind(b'"', quote + 1, quote + LONGEST + 2)
        if last < 0:
            return True
        quote = last
    return False


def _seen(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"
