"""Reads TOML as the records are written, many times as fast as `tomllib`; all other TOML is left to that."""

import re
from datetime import datetime
from typing import Any

_TEXT = r'"[^"\\\x00-\x1f\x7f]*"'
_KEY = rf"(?:[A-Za-z0-9_-]+|{_TEXT})"
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2} (?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?\+00:00"
_VALUE = rf"{_TEXT}|true|false|0|[1-9][0-9]{{0,17}}|{_MOMENT}|\[\]|\[\n(?:    {_TEXT},\n)+\]"
_LINE = re.compile(rf"(({_KEY}) = ({_VALUE})\n|\[({_KEY})(?:\.({_KEY}))?\]\n|\n)")


def plain_toml(text: str) -> dict[str, Any] | None:
    """What `tomllib.loads` says of `text`; None where it has to be asked."""
    lines = _LINE.findall(text)
    if sum([len(line[0]) for line in lines]) != len(text):
        return None
    document: dict[str, Any] = {}
    table = document
    for _, key, value, outer, inner in lines:
        if key:
            key = key.strip('"')
            if key in table:
                return None
            if value[0] == '"':
                table[key] = value[1:-1]
            elif value[0] == "[":
                table[key] = value[7:-4].split('",\n    "') if value != "[]" else []
            elif value.isdecimal():
                table[key] = int(value)
            elif value in ("true", "false"):
                table[key] = value == "true"
            else:
                try:
                    table[key] = datetime.fromisoformat(value)
                except ValueError:
                    return None
        elif outer:
            above, name = (document, outer) if not inner else (document.setdefault(outer.strip('"'), {}), inner)
            name = name.strip('"')
            if type(above) is not dict or name in above:
                return None
            table = above[name] = {}
    return document
