"""Reads a pasted manifest as JSON and says, for what is no JSON, where it breaks and what would be right there."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

from dmsa_tui.guide.manifest.faults import fault_of
from dmsa_tui.guide.manifest.positions import DEEPEST, Places, joined, printable
from dmsa_tui.procore.pasted import holds_credential

LARGEST = 300_000
"""Characters; a manifest has a few thousand."""
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a manifest, or that needs care."""

    severity: Literal["error", "caution"]
    place: str
    """The path of keys, or for broken JSON the line and column."""
    sentence: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """The place and the sentence, for a list."""
        where = "" if self.line is None else f"line {self.line}, column {self.column}"
        place = ", ".join(dict.fromkeys(each for each in (where, self.place) if each))
        return f"{place}: {self.sentence}"


@dataclass(frozen=True)
class Parsed:
    """What a pasted text is: a JSON object, JSON that is broken, or no manifest at all."""

    state: Literal["object", "broken", "unusable"]
    value: dict[str, Any]
    problems: tuple[Problem, ...]


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood there more than once."""

    repeated: tuple[str, ...] = ()


class _Constant(Exception):
    """NaN or an infinity, which Python reads and JSON does not have."""


def parse_manifest(text: str) -> Parsed:
    """Reads `text`; never raises."""
    text = text.removeprefix("\ufeff")
    if reason := _unusable(text):
        return Parsed("unusable", {}, (_whole(text, reason),))
    try:
        # float: Python refuses whole numbers of more than 4,300 digits, and no number means anything here.
        value = json.loads(text, object_pairs_hook=_object, parse_int=float, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        fault = fault_of(text, error)
        return Parsed("broken", {}, (_problem_at(text, fault.position, fault.sentence),))
    except _Constant as error:
        sentence = f"JSON has no {error}; write a text in double quotes."
        return Parsed("broken", {}, (_problem_at(text, _place_of(text, str(error)), sentence),))
    except RecursionError:
        sentence = "The text is nested far too deeply; a manifest has six levels. Paste the manifest alone."
        return Parsed("unusable", {}, (_problem_at(text, _too_deep(text), sentence),))
    if not isinstance(value, dict):
        sentence = "The text is JSON, but not a manifest: a manifest is an object from the first { to the last }."
        return Parsed("broken", {}, (_whole(text, sentence),))
    return Parsed("object", value, tuple(_repetitions(value, Places(text))))


def shown(value: object) -> str:
    """A pasted value for a sentence: short, and with unprintable characters spelled out."""
    if isinstance(value, str) and holds_credential(value):
        return "••••"
    return printable(value if isinstance(value, str) else _kind(value))


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    return "null" if value is None else str(value).lower()


def _unusable(text: str) -> str | None:
    if not text.strip():
        return "There is nothing here; paste the manifest from its first { to its last }."
    if len(text) > LARGEST:
        return f"The text has {len(text):,} characters, and a manifest has a few thousand; paste the manifest alone."
    if text.lstrip().startswith("<"):
        return "This is a web page, not JSON; copy the manifest itself, from its first { to its last }."
    return None


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    result = _Object(pairs)
    if len(result) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        result.repeated = tuple(key for key, count in counts.items() if count > 1)
    return result


def _refuse_constant(name: str) -> NoReturn:
    raise _Constant(name)


def _place_of(text: str, constant: str) -> int:
    matches = re.finditer(rf'"(?:[^"\\]|\\.)*"|{constant}', text, re.DOTALL)
    return next((match.start() for match in matches if not match[0].startswith('"')), 0)


def _repetitions(value: dict[str, Any], places: Places) -> Iterator[Problem]:
    waiting: list[tuple[int, str, Any]] = [(0, "", value)]
    while waiting:
        depth, path, each = waiting.pop()
        if depth > DEEPEST:
            continue
        if isinstance(each, _Object):
            for key in each.repeated:
                place = joined(path, key)
                sentence = "The key is there twice, and only this last one counts; remove one."
                yield Problem("error", place, sentence, *places.key(place))
            waiting += [(depth + 1, joined(path, key), inner) for key, inner in each.items()]
        elif isinstance(each, list):
            waiting += [(depth + 1, f"{path}[{index}]", inner) for index, inner in enumerate(each)]


def _whole(text: str, sentence: str) -> Problem:
    return _problem_at(text, len(text) - len(text.lstrip()) if text.strip() else 0, sentence)


def _too_deep(text: str) -> int:
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += bracket[0] in "{["
        depth -= bracket[0] in "}]"
        if depth > DEEPEST:
            return bracket.start()
    return 0


def _problem_at(text: str, position: int, sentence: str) -> Problem:
    before = text[:position]
    line = before.count("\n") + 1
    column = position - before.rfind("\n")
    return Problem("error", f"line {line}, column {column}", sentence, line, column)
