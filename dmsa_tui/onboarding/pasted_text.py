"""Which answers a pasted text can be, told by its form."""

import json
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding import validation
from dmsa_tui.procore.pasted import (
    CREDENTIAL_FORM,
    bare,
    holds_credential,
    is_address,
    keys_in,
    pair_in,
    without_invisible,
)

MANIFEST = "manifest"
"""Stands among the fields of the record for a manifest, which is compared and not kept."""
CREDENTIALS = ("client_secret", "client_id", "sandbox_client_id")
PAIR = "client_pair"
"""Stands for client ID and client secret, which were pasted together."""
WHOLE_LENGTHS = frozenset({43, 64})
"""Characters of the client IDs and secrets that were seen; Procore promises none."""
KEYS = ("app_version_key", "sandbox_app_version_key")

CONNECTION = ("company_id", "environment", "login_url", "api_url", "app_name", "app_version_key")


class PastedText(NamedTuple):
    """What can be said about a pasted text without showing it."""

    words: str
    """What it looks like, to go on a sentence with."""
    fields: tuple[str, ...] = ()
    """The record's fields that it can be, the client secret among them; none: its form does not say."""
    is_credential: bool = False
    """Whether it is a client ID or a client secret, or holds one."""
    is_prose: bool = False
    """Whether it is sentences, which no field takes."""


_LETTER = re.compile(
    r"\s*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b.{0,60}[,.!:]|"
    r"(?:thanks|thank you|cheers|sincerely|(?:best|kind|warm|many)? ?(?:regards|wishes|thanks))[,.!]?)\s*",
    re.IGNORECASE,
)
"""How a letter begins or ends, on a line of its own."""
_SENTENCE = re.compile(r"\s*(?:\S+\s+){3,}\S+[.!?]\s*")
_REST_OF_ADDRESS = re.compile(r"(?=\S*[\d/.])(?!\S*://)\S+")


def pasted_text(text: str) -> PastedText:
    """Tell by the form of `text` what it can be."""
    inside = bare(without_invisible(text))
    if CREDENTIAL_FORM.fullmatch(inside):
        words = f"{len(inside)} characters that look like a client ID or a client secret"
        return PastedText(words, CREDENTIALS, is_credential=True)
    if pair_in(text) is not None:
        words = "what looks like a client ID and its client secret"
        words += ", with an App Version Key" if keys_in(text) else ""
        return PastedText(words, (PAIR,), is_credential=True)
    if holds_credential(text):
        words = "a text that contains" if CREDENTIAL_FORM.search(text) else "a part of"
        return PastedText(f"{words} what looks like a client ID or a client secret", is_credential=True)
    if _passes(validation.app_version_key, inside):
        return PastedText("what looks like an App Version Key", KEYS)
    if inside[:1] == "{":
        return PastedText("JSON", (MANIFEST,))
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and _is_prose(lines):
        return PastedText(f"a text of {len(lines):,} lines", is_prose=True)
    if len(lines) > 1 or "\t" in inside or inside[:1] == "[":
        return PastedText(f"a list of {len(lines):,} lines" if len(lines) > 1 else "a list", ("expected_projects",))
    if inside.isdecimal():
        return PastedText("a number", ("company_id", "active_projects"))
    if _passes(validation.company_id, inside):
        return PastedText("an address at Procore", ("company_id",))
    if is_address(inside):
        return PastedText("an address that names no company at Procore")
    return PastedText(f"{len(inside):,} characters of text")


def is_name(text: str) -> bool:
    """Whether nothing in its form tells it from a name, or from a part of one."""
    found = pasted_text(text)
    return not (found.fields or found.is_credential or found.is_prose or is_address(text))


def _is_prose(lines: Sequence[str]) -> bool:
    """Whether they are no list: a letter, or sentences in at least every second line."""
    return any(map(_LETTER.fullmatch, lines)) or sum(bool(_SENTENCE.fullmatch(each)) for each in lines) * 2 >= len(
        lines
    )


def is_broken_address(lines: Sequence[str]) -> bool:
    """Whether these are one address of a web page that was broken into lines, and not one beside other words."""
    first, *rest = map(str.strip, lines)
    goes_on = all(_REST_OF_ADDRESS.fullmatch(each) for each in rest)
    return is_address(first) and " " not in first and bool(rest) and goes_on


def is_broken_credential(lines: Sequence[str]) -> bool:
    """Whether these are a client ID or secret broken into lines: together as long as one of Procore's, alone not."""
    lengths = [len(each.strip()) for each in lines]
    is_one = sum(lengths) in WHOLE_LENGTHS and WHOLE_LENGTHS.isdisjoint(lengths) and len(lines) > 1
    joined = "".join(map(str.strip, lines))
    return is_one and bool(CREDENTIAL_FORM.fullmatch(joined)) and holds_credential(joined)


def unwrapped(text: str) -> str:
    """JSON in one line where a terminal has broken it inside a value; any other text as it is."""
    inside = without_invisible(text).strip()
    if inside[:1] != "{" or _is_object(inside):
        return text
    joined = "".join(inside.splitlines())
    return joined if _is_object(joined) else text


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def connection_in(text: str) -> dict[str, str]:
    """Where to connect, as the line of JSON of `dmsa-tui practice` says: field of the record → its value.

    Empty for any other text. A client ID and a secret in it are `pair_in`'s.
    """
    try:
        said = json.loads(without_invisible(text))
    except ValueError:
        return {}
    found = {each: said.get(each) for each in CONNECTION} if isinstance(said, dict) else {}
    given = {each: str(value) for each, value in found.items() if value and isinstance(value, str | int)}
    for name, rule in (("app_name", validation.app_name), ("app_version_key", validation.app_version_key)):
        if not _passes(rule, given.get(name, "")):
            given.pop(name, None)
    return given


def _passes(rule: Callable[[str], object], text: str) -> bool:
    try:
        rule(text)
    except InvalidInput:
        return False
    return True
