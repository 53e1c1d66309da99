"""Hides project names on a shared screen: finds the texts that contain them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result

HIDDEN = "••••"
_SPEAKING = ("projects.", "permissions.project", "permissions.read")
"""Prefixes of the ids of checks whose sentences name projects, each in “quotation marks”."""
_QUOTED = re.compile("“[^”]*”")
_SHORTEST = 2
"""Characters. Hiding a name of one letter would hide most of every sentence."""


class Project(Protocol):
    """What the mask needs of a project."""

    @property
    def name(self) -> str: ...
    @property
    def id(self) -> str: ...


class ProjectNames:
    """Hides names and IDs of the projects that Procore, the results or the record's list name."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._held: tuple[object, ...] = ()
        """Keeps the objects alive whose `id()` is in `_of`, so that no other object gets the same one."""
        self._known: list[str] = []

    def hidden_in(
        self, text: str, results: Mapping[str, "Result"], projects: Sequence[Project], listed: Iterable[str]
    ) -> str:
        """`text` without the names of projects."""
        speaking = [each for id, each in results.items() if id.startswith(_SPEAKING)]
        for result in speaking:
            sentence = result.summary.rstrip(".")
            if sentence and sentence in text:
                text = text.replace(sentence, _QUOTED.sub(f"“{HIDDEN}”", sentence))
        for name in self._names(speaking, projects, tuple(listed)):
            if name in text:  # thousands are known and few are in a text, so that one expression for all would be slow
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", HIDDEN, text)
        return text

    def _names(self, speaking: list["Result"], projects: Sequence[Project], listed: tuple[str, ...]) -> list[str]:
        """Every known name, the longest first; collected again only when a new one is known."""
        of = (listed, id(projects), *map(id, speaking))
        if of != self._of:
            names = {name.strip() for name in (*listed, *_named(result.details for result in speaking))}
            names.update(text for project in projects for text in (project.name, project.id))
            known = (name for name in names if len(name) >= _SHORTEST)
            self._of, self._held, self._known = of, (projects, speaking), sorted(known, key=len, reverse=True)
        return self._known


def _named(values: Iterable[Any]) -> Iterator[str]:
    """Every `name` and `id` of the projects in a check's details."""
    for details in values:
        for rows in (details.get("missing"), details.get("projects")):
            for row in rows if isinstance(rows, list | tuple) else ():
                if isinstance(row, Mapping):
                    yield from (str(row[key]) for key in ("name", "id") if row.get(key))
