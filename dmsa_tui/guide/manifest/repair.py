"""Puts a broken manifest right as far as only one meaning is possible, and says what was changed."""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from dmsa_tui.guide.manifest.cleaning import cleaned, straightened
from dmsa_tui.guide.manifest.dictated import put_right
from dmsa_tui.guide.manifest.faults import fault_of
from dmsa_tui.guide.manifest.positions import Places

LARGEST = 200_000
"""Characters that are repaired; a manifest has a few thousand."""
MOST_CHANGES = 100
_FENCED = re.compile(r"\s*```[a-z]*[ \t]*\n(.*?)\n?```\s*", re.DOTALL)


@dataclass(frozen=True)
class Repair:
    """A manifest that was put right."""

    text: str
    """Complete, valid JSON: an object."""
    changes: tuple[str, ...]
    """One sentence each, with line and column in the text as it stood then; empty if nothing had to be changed."""


def repair_manifest(text: str) -> Repair | None:
    """The text as valid JSON with a schema version; None where only a person knows what is meant. Never raises."""
    if len(text) > LARGEST or not text.strip():
        return None
    changes = []
    given, text = text, straightened(cleaned(text))
    if text != given.removeprefix("\ufeff"):
        changes.append("Bullets, typographic quotes and hidden characters, which copying adds, were removed.")
    if fence := _FENCED.fullmatch(text):
        text = fence[1]
        changes.append("The marks ``` around the text were removed.")
    for _ in range(MOST_CHANGES):
        try:
            value = json.loads(text, parse_int=float, parse_constant=_refuse_constant)
        except json.JSONDecodeError as error:
            fault = fault_of(text, error)
            if not fault.edits:
                return None
            line, column = Places(text).at(fault.position)
            changes.append(f"line {line}, column {column}: {fault.sentence}")
            for edit in fault.edits:
                text = text[: edit.start] + edit.new + text[edit.end :]
        except (RecursionError, ValueError):
            return None
        else:
            return _finished(text, value, changes) if isinstance(value, dict) else None
    return None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"JSON has no {name}")


def _finished(text: str, value: dict[str, Any], changes: list[str]) -> Repair:
    schema = _schema_of(value)
    if schema is not None:
        after = text.index("{") + 1
        text = f'{text[:after]}"schema_version": "{schema}"{"," * bool(value)}{text[after:]}'
        changes.append(f'schema_version: The key was missing; "{schema}" fits the rest of it.')
    if (dictated := put_right(text)) is not None:
        text, more = dictated
        changes += more
    return Repair(_indented(text) if changes else text, tuple(changes))


def _schema_of(value: dict[str, Any]) -> str | None:
    """The schema version to add: only where none is stated, and the form tells which it is."""
    if "schema_version" in value or ("components" in value) == ("permissions" in value):
        return None
    return "3.2" if "components" in value else "4.1"


def _indented(text: str) -> str:
    """`text` with one key a line; unchanged where that would drop something, such as a repeated key."""
    pairs = 0

    def count(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal pairs
        pairs += len(items) - len(dict(items))
        return dict(items)

    try:
        value = json.loads(text, object_pairs_hook=count)
    except ValueError:  # a number of more digits than Python reads
        return text
    return text if pairs else json.dumps(value, indent=2, ensure_ascii=False)
