"""Takes out of a text what copying and pasting puts in, and notices a text that has the form of a credential."""

import re
import unicodedata
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase, digits

from dmsa_tui.procore.known_secrets import KNOWN
from dmsa_tui.procore.secret import PART

CREDENTIAL_FORM = re.compile(r"[A-Za-z0-9_-]{40,64}")
"""The form of a client ID and of a client secret.

Loose on purpose: older ones are 64 hex digits, newer ones 43 base64url characters, neither is promised.
Source: Procore documentation, oauth_client_credentials (2026-06) and the portal's own pictures (2024).
"""
KEY_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""The form of an App Version Key."""
_WORD = re.compile(r"[A-Z]?[a-z]{1,20}[0-9]{0,2}|[A-Z]{2,20}[0-9]{0,2}|[0-9]{1,8}")
_PART_OF_NAME = re.compile(r"[A-Z]{0,20}[0-9]{0,8}|[a-z][0-9]{0,4}|[A-Z]?[a-z]{2,}([A-Z][a-z]{2,})*[0-9]{0,4}")
_BEGUN_FORM = re.compile(rf"[A-Za-z0-9_-]{{{PART},}}")
"""From so many characters on, the beginning of a credential is told from a name."""
_PIECE_FROM = 20
"""Characters from which a piece of a random value is told from a name, whoever has the whole."""
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_KINDS = str.maketrans(ascii_lowercase + ascii_uppercase + digits, "a" * 26 + "A" * 26 + "0" * 10)
_KEY_BEGUN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{0,4}(-[0-9a-f]{0,4}){0,2}(-[0-9a-f]{0,12})?", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s:=,;\"'`<>()]+")
_RUN = re.compile(r"[A-Za-z0-9_-]+")
_SECRET = re.compile("secret", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|www\.|[\w.-]+\.procore\.com\b", re.I)
"""How an address of a web page begins, with or without its scheme."""
_JOINERS = "\u200c\u200d"
_QUOTES = {'"': '"', "'": "'", "`": "`", "“": "”", "„": "“”", "‘": "’", "‚": "‘’", "«": "»", "‹": "›"}

_MARKS = "".join({*_QUOTES, *_QUOTES.values()}) + " \t\r\n\f\v\u00a0"


def without_invisible(text: str) -> str:
    """`text` without characters that nobody sees: BOM, zero-width spaces, soft hyphens, direction marks, controls.

    Blanks and line ends stay. A joiner stays beside letters that are not ASCII: there it is part of the writing.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for place, each in enumerate(text):
        if (
            (each in _JOINERS and place and not text[place - 1].isascii())
            or each.isspace()
            or unicodedata.category(each) not in ("Cf", "Cc")
        ):
            kept.append(each)
    return "".join(kept).strip(_JOINERS)


def one_line(text: str) -> str:
    """`text` on one line: nothing invisible, single blanks (a no-break space is one), accents composed."""
    return unicodedata.normalize("NFC", " ".join(without_invisible(text).split()))


def unquoted(text: str) -> str:
    """`text` without blanks and quotation marks around it."""
    text = text.strip()
    while len(text) > 1 and text[-1] in _QUOTES.get(text[0], "") and not {text[0], text[-1]} & set(text[1:-1]):
        text = text[1:-1].strip()
    return text


def is_address(text: str) -> bool:
    """Whether it begins as an address of a web page does."""
    return bool(_ADDRESS.match(unquoted(one_line(text))))


def value_of_form(text: str, form: re.Pattern[str]) -> str:
    """The one word of `text` that has that form, where nothing but words of labels is beside it; else empty."""
    runs = _RUN.findall(without_invisible(text))
    found = [run for run in runs if form.fullmatch(run) and not _is_phrase(run)]
    # A part of a secret that was broken in two is no word: then both parts are the value.
    are_labels = all(_is_phrase(run) or KEY_FORM.fullmatch(run) for run in runs if run not in found)
    return found[0] if len(found) == 1 and are_labels else ""


def bare(text: str) -> str:
    """`text` without blanks and quotation marks around it, also without a single one: for values that hold none."""
    return text.strip(_MARKS)


def credentials_in(text: str) -> list[str]:
    """The words of `text` that are, or hold a piece of, a client ID or secret, by their form or because it is known."""
    return [run for run in _RUN.findall(without_invisible(text)) if _is_whole(run) or _is_piece(run)]


def _is_whole(run: str) -> bool:
    """Whether it has the form of a client ID or secret, and does not plainly read as something else."""
    return bool(CREDENTIAL_FORM.fullmatch(run)) and not _is_phrase(run)


def _is_piece(run: str) -> bool:
    """Whether a part of a secret that this run has held is in it, or it is as mixed as a part of one that it has not.

    Names change between capitals, small letters and digits at every second character at most; of hexadecimal digits
    alone, as older secrets are, no long name is made.
    """
    if KNOWN.has_piece_in(run):
        return True
    if len(run) < _PIECE_FROM or KEY_FORM.fullmatch(run) or _is_phrase(run):
        return False
    kinds = run.translate(_KINDS)
    changes = sum(one != other for one, other in pairwise(kinds))
    is_mixed = set(kinds) >= {"A", "a", "0"} and changes * 2 >= len(run)
    return is_mixed or (bool(_HEX.fullmatch(run)) and changes * 3 >= len(run))


def pair_in(text: str) -> tuple[str, str] | None:
    """The client ID and the client secret of a text that holds two such words; None for any other number.

    The first is the client ID, unless a label says that it is the secret.
    """
    text = without_invisible(text)
    words = list(dict.fromkeys(filter(_is_whole, _RUN.findall(text))))
    if len(words) != 2:
        return None
    first, second = words
    before, _, between = text.partition(second)[0].partition(first)
    turned = _SECRET.search(before) and not _SECRET.search(between)
    return (second, first) if turned else (first, second)


def keys_in(text: str) -> list[str]:
    """The App Version Keys in `text`, each once."""
    return list(dict.fromkeys(run.lower() for run in _RUN.findall(without_invisible(text)) if KEY_FORM.fullmatch(run)))


def _is_phrase(run: str) -> bool:
    """Whether only words and short numbers stand between the dashes, as in `2026-11-29-harbour-annex-phase-two`.

    Of a hundred billion random values of a credential's form none is one: letters and digits mix in much longer runs.
    """
    return all(_WORD.fullmatch(each) for each in re.split(r"[_-]+", run) if each)


def holds_credential(text: str) -> bool:
    """Whether a word of `text` is a client ID or secret, or a piece of one."""
    return bool(credentials_in(text))


def begins_credential(text: str) -> bool:
    """Whether a word of `text` may be the beginning of a client ID or secret that a terminal sends key by key."""
    return any(_is_begun(word) for word in _BETWEEN_WORDS.split(without_invisible(text)))


def _is_begun(word: str) -> bool:
    """Letters and digits mixed, which no name, project number or App Version Key has so."""
    is_mixed = any(map(str.isdigit, word)) and any(map(str.isalpha, word))
    if not is_mixed or not _BEGUN_FORM.fullmatch(word) or _KEY_BEGUN.fullmatch(word):
        return False
    return not all(map(_PART_OF_NAME.fullmatch, re.split(r"[_-]+", word)))


def is_masked(text: str) -> bool:
    """Whether an open field draws `text` as dots: it holds a client ID or secret, or the beginning of one."""
    return holds_credential(text) or begins_credential(text)


def misplaced_in(text: str) -> str:
    """The words of `text` that hold a client ID or secret, or all of it if it is an App Version Key; or empty."""
    key = bare(without_invisible(text))
    return " ".join(credentials_in(text)) or (key if KEY_FORM.fullmatch(key) else "")


def without_credentials(text: str, instead: str = "••••") -> str:
    """`text` with `instead` in the place of each word that holds a client ID or secret."""
    return _RUN.sub(lambda run: instead if holds_credential(run[0]) else run[0], text)


def without_beginnings(kept: str, text: str) -> str:
    """`kept` without the words that were typed on, at any place in them, until they were what `text` must not hold."""
    misplaced = misplaced_in(text).split()
    others = {*_RUN.findall(text)}.difference(misplaced)
    begun = {run for run in _RUN.findall(kept) if any(_goes_on_as(run, each) for each in misplaced)} - others
    return _RUN.sub(lambda run: "" if run[0] in begun else run[0], kept).strip()


def _goes_on_as(begun: str, whole: str) -> bool:
    """Whether typing more into `begun` makes `whole`: all its characters are there, in their order."""
    characters = iter(whole)
    return all(each in characters for each in begun)


def dotted(line: str, *, is_typed: bool = False) -> str:
    """`line` with dots in the place of each such word, as wide as before; all dots where invisible ones cut it.

    `is_typed`: also of what may become one.
    """
    if is_typed and begins_credential(line):
        return "•" * len(line)
    masked = _RUN.sub(lambda run: "•" * len(run[0]) if holds_credential(run[0]) else run[0], line)
    return "•" * len(line) if masked == line and holds_credential(line) else masked
