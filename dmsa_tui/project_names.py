"""Project names on a shared screen: which texts they are in, and the same texts without them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dmsa_tui.checks.model import Result

HIDDEN = "••••"
_SPEAKING = ("projects.", "permissions.project")
"""Beginnings of the ids of checks whose sentences name projects, each in “quotation marks”."""
_QUOTED = re.compile("“[^”]*”")
_SHORTEST = 2
"""Characters; hiding a name of one letter would hide most of every sentence."""


class ProjectNames:
    """Hides the names, and the IDs, of projects that the results or the record's list name."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._known: re.Pattern[str] | None = None

    def hidden_in(self, text: str, results: Mapping[str, Result], listed: Iterable[str]) -> str:
        """`text` without them."""
        speaking = [each for id, each in results.items() if id.startswith(_SPEAKING)]
        for result in speaking:
            sentence = result.summary.rstrip(".")
            if sentence and sentence in text:
                text = text.replace(sentence, _QUOTED.sub(f"“{HIDDEN}”", sentence))
        known = self._pattern(speaking, tuple(listed))
        return text if known is None else known.sub(HIDDEN, text)

    def _pattern(self, speaking: list[Result], listed: tuple[str, ...]) -> re.Pattern[str] | None:
        """One expression for everything known, worked out again only when something new is known."""
        of = (listed, *map(id, speaking))
        if of != self._of:
            names = {name.strip() for name in (*listed, *_named(result.details for result in speaking))}
            longest_first = sorted((name for name in names if len(name) >= _SHORTEST), key=len, reverse=True)
            words = "|".join(map(re.escape, longest_first))
            self._of, self._known = of, re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None
        return self._known


def _named(values: Iterable[Any]) -> Iterator[str]:
    """Every `name` and `id` of the projects in a check's details."""
    for details in values:
        for rows in (details.get("missing"), details.get("projects")):
            for row in rows if isinstance(rows, list | tuple) else ():
                if isinstance(row, Mapping):
                    yield from (str(row[key]) for key in ("name", "id") if row.get(key))
