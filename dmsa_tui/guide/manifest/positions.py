"""Where the keys and values of a JSON text stand."""

import json
import re
from bisect import bisect_right
from functools import cached_property

DEEPEST = 12
"""Levels that are looked at; a manifest has six."""
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]|[^\s{}\[\],:"]+', re.DOTALL)
_LAST = re.compile(r"(.*)(?:\.[^.]*|\[\d+\])", re.DOTALL)


def printable(text: str) -> str:
    """A pasted text for a sentence: short, and with unprintable characters spelled out."""
    short = text if len(text) <= 60 else f"{text[:59]}…"
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in short)


def joined(path: str, key: str) -> str:
    """The path of `key` within the object at `path`, as sentences print it."""
    return f"{path}.{printable(key)}" if path else printable(key)


class Places:
    """The lines and columns, counted from 1, of a text that is JSON. Reads the text at the first question."""

    def __init__(self, text: str) -> None:
        self._text = text

    def key(self, path: str) -> tuple[int, int]:
        """Where the key at the end of `path` stands, the last one if there are several; where it is absent, the
        nearest thing around the gap."""
        return self.at(self._nearest(path, self._found[0]))

    def value(self, path: str) -> tuple[int, int]:
        """Where the value at `path` stands; where it is absent, the nearest thing around the gap."""
        return self.at(self._nearest(path, self._found[1]))

    def at(self, position: int) -> tuple[int, int]:
        """The line and column of a position in the text."""
        line = bisect_right(self._line_starts, position)
        return line, position - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(newline.end() for newline in re.finditer("\n", self._text))]

    def _nearest(self, path: str, first: dict[str, int]) -> int:
        keys, values = self._found
        while path:
            for table in (first, keys, values):
                if path in table:
                    return table[path]
            shorter = _LAST.fullmatch(path)
            path = shorter[1] if shorter else ""
        return values.get("", 0)

    @cached_property
    def _found(self) -> tuple[dict[str, int], dict[str, int]]:
        keys: dict[str, int] = {}
        values: dict[str, int] = {}
        walk = _Walk()
        for token in _TOKEN.finditer(self._text):
            walk.meet(token[0], token.start(), keys, values)
        return keys, values


class _Walk:
    """The place inside the value while its tokens go by."""

    def __init__(self) -> None:
        self._open: list[tuple[str, int | None]] = []
        """Of each bracket around: its path, and for a list how many values went by."""
        self._path = ""
        self._wants_key = False

    def meet(self, token: str, start: int, keys: dict[str, int], values: dict[str, int]) -> None:
        if token in ("{", "["):
            if len(self._open) <= DEEPEST:
                values[self._path] = start
            self._enter(is_list=token == "[")
        elif token in ("}", "]"):
            self._open.pop()
            self._wants_key = False
        elif len(self._open) > DEEPEST:
            return
        elif token == ",":
            path, count = self._open[-1]
            self._wants_key = count is None
            if count is not None:
                self._open[-1] = (path, count + 1)
                self._path = f"{path}[{count + 1}]"
        elif self._wants_key:
            self._path = joined(self._open[-1][0], json.loads(token))
            keys[self._path] = start
            self._wants_key = False
        else:
            values[self._path] = start

    def _enter(self, *, is_list: bool) -> None:
        self._open.append((self._path, 0 if is_list else None))
        self._wants_key = not is_list
        if is_list and len(self._open) <= DEEPEST:
            self._path = f"{self._path}[0]"
