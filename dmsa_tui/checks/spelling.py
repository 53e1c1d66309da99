"""What two spellings of a name or a number have in common."""

import unicodedata
from difflib import SequenceMatcher

TYPOGRAPHY = str.maketrans(
    dict.fromkeys("’‘‛ʼ´`′", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"\u00ad": None}
)


def folded(text: str) -> str:
    """The text without what two people write differently: case, blanks, kinds of dashes and quotes."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(TYPOGRAPHY))
        text = "".join(each for each in text if unicodedata.category(each) != "Cf")
        return " ".join(unicodedata.normalize("NFC", text.casefold()).split())
    return " ".join(text.replace("`", "'").split()).casefold()


def composed(text: str) -> str:
    """The same, with the dashes and quotes as they are."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def bare(text: str) -> str:
    """A number of digits without its leading zeros; empty for any other text."""
    return text.lstrip("0") if text.isascii() and text.isdigit() else ""


def is_number(text: str) -> bool:
    """Whether the text is one word with a digit."""
    return any(map(str.isdigit, text)) and len(text.split()) == 1


def alike(one: str, other: str) -> bool:
    """Whether a person may have meant the one by the other."""
    return SequenceMatcher(None, folded(one), folded(other)).ratio() >= 0.6
