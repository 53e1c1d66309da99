"""The list of projects for a person who adds them by hand: in blocks of 100, as text or CSV.

Procore's own ways at 2,000 active projects or more (support articles, 2026): the user's Projects tab, which shows 100 a
page; Bulk Add a User to Projects in Procore Explore; Select Projects in App Management.
"""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Protocol

BLOCK = 100
WAYS = (
    "Directory → the app's user → Projects: select the projects, 100 per page, and add them",
    "Procore Explore → Bulk Add a User to Projects",
    "App Management → the app → View → Permissions → Select Projects",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ToAdd(Protocol):
    """What the list shows of a project."""

    @property
    def id(self) -> str:
        """Empty where only its name is known."""

    @property
    def number(self) -> str | None: ...
    @property
    def name(self) -> str: ...


def blocks(projects: Sequence[ToAdd], shown_id: Callable[[str], str] = str) -> list[str]:
    """The projects, one a line, in blocks under a heading; `shown_id` is applied to each ID."""
    texts = []
    for first in range(0, len(projects), BLOCK):
        some = projects[first : first + BLOCK]
        heading = f"Projects {first + 1:,} to {first + len(some):,} of {len(projects):,}"
        texts.append("\n".join([heading, *(f"  {_line(each, shown_id)}" for each in some)]))
    return texts


def as_text(projects: Sequence[ToAdd]) -> str:
    """All blocks."""
    return "\n\n".join(blocks(projects))


def as_csv(projects: Sequence[ToAdd]) -> str:
    """The projects, each with its block. No cell is a formula."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("Block", "Project ID", "Number", "Name"))
    for number, project in enumerate(projects):
        table.writerow((number // BLOCK + 1, project.id, _cell(project.number or ""), _cell(project.name)))
    return text.getvalue()


def _line(project: ToAdd, shown_id: Callable[[str], str]) -> str:
    number = f"{project.number} - " if project.number else ""
    return f"{number}{project.name}{f' (ID {shown_id(project.id)})' if project.id else ''}"


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
