"""Reads a pasted manifest as JSON and says, for what is no JSON, where it breaks and what would be right there."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

LARGEST = 1_000_000
"""Characters; a manifest has a few thousand."""
DEEPEST = 12
"""Levels that are searched for repeated keys; a manifest has six."""
_TYPOGRAPHIC = "“”„‟«»″‘’‚‛′"
_SNIPPET = '"components":{"oauth":{"instances":[{"grant_type":"client_credentials"}]'
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]]', re.DOTALL)
_FRAGMENT = re.compile(r'\s*"[^"\n]*"\s*:')
_CLOSER = {"{": "}", "[": "]"}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a manifest, or that needs care."""

    severity: Literal["error", "caution"]
    place: str
    """A line and column, or the path of keys."""
    sentence: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """The place and the sentence, for a list."""
        return f"{self.place}: {self.sentence}"


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
        return Parsed("unusable", {}, (Problem("error", "the whole text", reason),))
    try:
        # float: Python refuses whole numbers of more than 4,300 digits, and no number means anything here.
        value = json.loads(text, object_pairs_hook=_object, parse_int=float, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return Parsed("broken", {}, (_broken(text, error),))
    except _Constant as error:
        return Parsed("broken", {}, (_problem_at(text, _place_of(text, str(error)), f"JSON has no {error}."),))
    except RecursionError:
        sentence = "The text is nested far too deeply for a manifest, which has six levels."
        return Parsed("unusable", {}, (Problem("error", "the whole text", sentence),))
    if not isinstance(value, dict):
        sentence = "The text is JSON, but no manifest: a manifest is an object from the first { to the last }."
        return Parsed("broken", {}, (Problem("error", "the whole text", sentence),))
    return Parsed("object", value, tuple(_repetitions(value)))


def shown(value: object) -> str:
    """A pasted value for a sentence: short, and with unprintable characters spelled out."""
    text = value if isinstance(value, str) else _kind(value)
    short = text if len(text) <= 60 else f"{text[:59]}…"
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in short)


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
        return f"The text has {len(text):,} characters; a manifest has a few thousand."
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
    found = re.finditer(rf'"(?:[^"\\]|\\.)*"|{constant}', text, re.DOTALL)
    return next((match.start() for match in found if not match[0].startswith('"')), 0)


def _repetitions(value: dict[str, Any]) -> Iterator[Problem]:
    waiting: list[tuple[int, str, Any]] = [(0, "", value)]
    while waiting:
        depth, path, each = waiting.pop()
        if depth > DEEPEST:
            continue
        if isinstance(each, _Object):
            for key in each.repeated:
                place = f"{path}.{shown(key)}".lstrip(".")
                yield Problem("error", place, "The key is there twice, and only the last one counts; remove one.")
            waiting += [(depth + 1, f"{path}.{shown(key)}".lstrip("."), inner) for key, inner in each.items()]
        elif isinstance(each, list):
            waiting += [(depth + 1, f"{path}[{index}]", inner) for index, inner in enumerate(each)]


def _problem_at(text: str, position: int, sentence: str) -> Problem:
    before = text[:position]
    line = before.count("\n") + 1
    column = position - before.rfind("\n")
    return Problem("error", f"line {line}, column {column}", sentence, line, column)


def _broken(text: str, error: json.JSONDecodeError) -> Problem:
    end = len(text.rstrip())
    if _is_printed_snippet(text):
        sentence = (
            "This is the snippet printed in HingePoint's guide: it opens “components” and “oauth” and never closes"
            " them; two closing braces } are missing at its end."
        )
        return _problem_at(text, end, sentence)
    here = text[error.pos : error.pos + 1]
    unterminated = error.msg.startswith("Unterminated string")
    typographic = _typographic(text, error.pos, to_line_end=unterminated)
    if typographic is not None:
        sentence = f'A typographic quote {text[typographic]} stands here; JSON wants the straight one, ".'
        return _problem_at(text, typographic, sentence)
    if unterminated:
        return _problem_at(text, error.pos, 'The text that starts here has no closing quote "; add it.')
    if error.msg.startswith("Extra data"):
        return _extra(text, error.pos)
    comma = _trailing_comma(text, error.pos)
    if comma is not None:
        return _problem_at(text, comma, "The comma before a closing bracket is one too many; remove it.")
    unclosed = _unclosed(text)
    if error.pos >= end and unclosed:
        missing = " ".join(_CLOSER[each] for each in reversed(unclosed[-20:]))
        sentence = f"The text ends too early: {len(unclosed)} closing brackets are missing at the end: {missing}"
        if len(unclosed) == 1:
            sentence = f"The text ends too early: the closing {missing} is missing at the end"
        return _problem_at(text, end, f"{sentence}.")
    return _problem_at(text, error.pos, _expected(error.msg, here, text[error.pos : error.pos + 2]))


def _typographic(text: str, position: int, *, to_line_end: bool) -> int | None:
    line_end = text.find("\n", position)
    last = (len(text) if line_end < 0 else line_end) if to_line_end else position + 1
    return next((at for at in range(position, min(last, len(text))) if text[at] in _TYPOGRAPHIC), None)


def _is_printed_snippet(text: str) -> bool:
    dense = "".join(text.split()).replace("“", '"').replace("”", '"')
    _, found, rest = dense.partition(_SNIPPET)
    return bool(found) and not rest.startswith("}}")


def _extra(text: str, position: int) -> Problem:
    if _FRAGMENT.match(text):
        sentence = "This is a piece of a manifest: it starts with a key; put the whole between { and }."
        return _problem_at(text, len(text) - len(text.lstrip()), sentence)
    if text[position] in "}]":
        return _problem_at(text, position, f"This closing {text[position]} is one too many; remove it.")
    return _problem_at(text, position, "The manifest is complete before this; remove what follows.")


def _trailing_comma(text: str, position: int) -> int | None:
    if text[position : position + 1] == ",":
        after = text[position + 1 :].lstrip()[:1]
        return position if after and after in "}]" else None
    if text[position : position + 1] not in ("}", "]"):
        return None
    before = text[:position].rstrip()
    return len(before) - 1 if before.endswith(",") else None


def _unclosed(text: str) -> list[str]:
    stack: list[str] = []
    for token in _TOKEN.findall(text):
        if token in _CLOSER:
            stack.append(token)
        elif token in ("}", "]") and stack and _CLOSER[stack[-1]] == token:
            stack.pop()
    return stack


def _expected(message: str, here: str, two: str) -> str:
    if two in ("//", "/*"):
        return "JSON has no comments; remove this one."
    if here == "'":
        return "A single quote ' stands here; JSON wants the double one, \"."
    if message.startswith("Expecting ',' delimiter"):
        if here and here in "}]":
            other = "]" if here == "}" else "}"
            return f"A closing {other} is expected before this {here}."
        return "A comma is missing before this."
    if message.startswith("Expecting property name"):
        return 'A key in double quotes " is expected here.'
    if message.startswith("Expecting ':' delimiter"):
        return "A colon : is expected here, between the key and its value."
    if message.startswith("Expecting value"):
        return 'A value is expected here: a text in double quotes ", or { or [.'
    if message.startswith("Invalid control character"):
        return "A line break, a tab or another control character stands inside a quoted text; remove it."
    if "escape" in message:
        return "The backslash \\ here does not start an escape of JSON; double it or remove it."
    return f"JSON ends here: {message}."
