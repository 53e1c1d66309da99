"""Which projects must be permitted: all active ones, those of a list, or nothing is stated."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple


@dataclass(frozen=True)
class ExpectedProject:
    """One entry of an expected list."""

    text: str
    """The entry as a person recognizes it."""
    line: int = field(default=0, compare=False)
    """The line, from 1; in a JSON text the place among the entries."""
    id: str = ""
    """The text of a column for IDs; it may still be a number."""
    number: str = ""
    name: str = ""
    """The text of a column for names, or the whole line: an ID, a number, a name, or several of them."""
    maybe: bool = False
    """A title, a total or a ruled line: it counts only if a project is called so."""


class Expectation(NamedTuple):
    """Which projects must be permitted."""

    kind: Literal["none", "all", "list"]
    entries: tuple[ExpectedProject, ...] = ()


NOTHING_STATED = Expectation("none")
ALL_ACTIVE = Expectation("all")
