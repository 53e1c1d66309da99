"""Which projects must be permitted: all active ones, those of a list, or nothing is stated."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple


@dataclass(frozen=True)
class ExpectedProject:
    """One entry of an expected list."""

    text: str
    """The entry as a person recognizes it."""
    line: int = field(default=0, compare=False)
    """Where it stands, from 1; in a JSON text its place among the entries."""
    id: str = ""
    """What stands in a column for IDs; it may be a number all the same."""
    number: str = ""
    name: str = ""
    """What stands in a column for names, or the whole line: an ID, a number, a name, or several of them."""
    maybe: bool = False
    """A title, a total or a ruled line: it counts only if a project is called so."""


class Expectation(NamedTuple):
    """Which projects must be permitted."""

    kind: Literal["none", "all", "list"]
    entries: tuple[ExpectedProject, ...] = ()


NOTHING_STATED = Expectation("none")
ALL_ACTIVE = Expectation("all")
