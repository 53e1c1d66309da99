"""Writes into a manifest what its check dictates: levels and keys as a manifest spells them, and no secret."""

import json
import re
from collections.abc import Iterator
from typing import Any

from dmsa_tui.guide.manifest.lint import SECRET_KEYS
from dmsa_tui.guide.profiles import TABS
from dmsa_tui.procore.pasted import holds_credential, without_credentials
from dmsa_tui.vocabulary import Level

TAKEN_OUT = "[removed]"


def put_right(text: str) -> tuple[str, list[str]] | None:
    """The JSON text with what is dictated, and a sentence for each change; None where nothing is, or a key repeats."""
    repeated = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        repeated = repeated or len(dict(items)) < len(items)
        return dict(items)

    try:
        manifest = json.loads(text, object_pairs_hook=pairs)
        if repeated or not isinstance(manifest, dict):
            return None
        changes = [*_schema(manifest), *_levels(manifest), *_secrets(manifest, "")]
    except (ValueError, RecursionError):  # a number of more digits than Python reads
        return None
    return (json.dumps(manifest, indent=2, ensure_ascii=False), changes) if changes else None


def _schema(manifest: dict[str, Any]) -> Iterator[str]:
    stated = manifest.get("schema_version")
    if isinstance(stated, int | float) and not isinstance(stated, bool):
        manifest["schema_version"] = str(stated)
        yield f'schema_version: The number became a text, "{stated}".'


def _levels(value: Any, place: str = "") -> Iterator[str]:
    """In every block of permissions, wherever it stands."""
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _levels(inner, f"{place}[{number}]")
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        at = f"{place}.{key}".lstrip(".")
        if key == "permissions" and isinstance(inner, dict):
            for tab in TABS:
                if isinstance(inner.get(tab), dict):
                    inner[tab], changes = _tools(inner[tab], f"{at}.{tab}")
                    yield from changes
        else:
            yield from _levels(inner, at)


def _tools(tools: dict[str, Any], place: str) -> tuple[dict[str, Any], list[str]]:
    result: dict[str, Any] = {}
    changes = []
    for tool, word in tools.items():
        key = re.sub(r"[ -]", "_", tool.strip().lower())
        if key != tool and (key in tools or key in result):
            key = tool  # both spellings are there: only a person knows which one counts
        level = _level(word)
        if level is Level.NONE:
            changes.append(f"{place}.{tool}: None means that a tool is left out, so it was removed.")
            continue
        right = word if level is None else level.manifest_word
        if key != tool or right != word:
            changes.append(f'{place}.{tool}: This became "{key}": "{right}".')
        result[key] = right
    return result, changes


def _level(word: Any) -> Level | None:
    if not isinstance(word, str):
        return None
    try:
        return Level.from_word(word.replace("_", "-"))
    except KeyError:
        return None


def _secrets(value: Any, place: str) -> Iterator[str]:
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        items = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    for key, inner in items:
        at = f"{place}[{key}]" if isinstance(value, list) else f"{place}.{key}".lstrip(".")
        if isinstance(key, str) and (holds_credential(key) or (key.lower() in SECRET_KEYS and inner)):
            del value[key]
            yield f"{without_credentials(at)}: What looks like a client secret was removed."
        elif isinstance(inner, str) and holds_credential(inner):
            value[key] = without_credentials(inner, TAKEN_OUT)
            yield f"{at}: What looks like a client secret was removed from the text."
        else:
            yield from _secrets(inner, at)
