"""Takes out of a manifest what copying it from a web page or a chat puts in."""

import json
import re

from dmsa_tui.procore.pasted import without_invisible

_BULLET = re.compile(r"^([ \t]*)([•◦▪‣·●*-]|\d{1,2}[.)])(?=[ \t]+[\"“”„{}\[\]]|[ \t]*$)", re.M)
_DOUBLE = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))


def cleaned(text: str) -> str:
    """The text without a BOM, invisible characters, no-break spaces and bullets; valid JSON is left as it is.

    Lines stay where they are.
    """
    text = text.removeprefix("\ufeff")
    if _is_json(text):
        return text
    text = without_invisible(text).replace("\u00a0", " ").replace("\u202f", " ")
    return _BULLET.sub(lambda match: match[1] + " " * len(match[2]), text)


def straightened(text: str) -> str:
    """The text with straight quotes; where such stand too, typographic ones may be part of what is quoted."""
    return text if '"' in text else text.translate(_DOUBLE)


def _is_json(text: str) -> bool:
    try:
        json.loads(text, parse_int=float)
    except (ValueError, RecursionError):
        return False
    return True
