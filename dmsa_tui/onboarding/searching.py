"""How names are compared with what a person types to find them: muller finds Müller."""

import unicodedata

_WITHOUT_MARKS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that Unicode does not split into a plain one and its mark."""


def folded(text: str) -> str:
    """The text in lower case, without accents."""
    if text.isascii():
        return text.casefold()
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in split if not unicodedata.combining(each)).translate(_WITHOUT_MARKS)
