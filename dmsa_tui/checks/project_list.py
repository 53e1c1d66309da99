"""Every project that a run knows, with its state, to search, filter and save."""

import csv
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from dmsa_tui.checks.expectation import Expectation
from dmsa_tui.checks.matching import match
from dmsa_tui.procore.records import ProjectAssignment

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would calculate with."""


class Standing(StrEnum):
    """What became of a project, in the words that people read."""

    MISSING = "missing"
    NOT_PERMITTED = "not permitted"
    """Where nobody has said which projects must be there: then none is missing."""
    PERMITTED = "permitted"
    EXTRA = "permitted, not expected"
    LEFT_OUT = "not expected"
    UNKNOWN = "no such project"
    AMBIGUOUS = "several match"
    UNASKED = "not known"


class Listed(NamedTuple):
    """A project of the company, or an entry of the expected list that is none."""

    id: str
    """Empty for an entry that names no single project."""
    number: str
    name: str
    active: bool
    standing: Standing


class Choice(StrEnum):
    """Which of the projects are shown."""

    ALL = "all"
    MISSING = "missing"
    PERMITTED = "permitted"
    INACTIVE = "inactive"


_MISSING = frozenset({Standing.MISSING, Standing.NOT_PERMITTED, Standing.UNKNOWN, Standing.AMBIGUOUS})
_ENTRIES = frozenset({Standing.UNKNOWN, Standing.AMBIGUOUS})
_PERMITTED = frozenset({Standing.PERMITTED, Standing.EXTRA})


def listing(expect: Expectation, projects: Sequence[ProjectAssignment]) -> tuple[Listed, ...]:
    """Each project once, after the entries of the expected list that name none or are ambiguous.

    Where nothing or everything is expected, that is every active project.
    """
    if expect.kind != "list":
        rows = tuple(_listed(project, expected=project.active) for project in projects)
        if expect.kind == "all":
            return rows
        lacking = {Standing.MISSING: Standing.NOT_PERMITTED}
        return tuple(row._replace(standing=lacking.get(row.standing, row.standing)) for row in rows)
    matched = match(expect.entries, projects)
    meant = {project.id for project in matched.projects}
    doubtful = [each for each in matched.ambiguous if not all(project.permitted for project in each.candidates)]
    meant |= {project.id for each in matched.ambiguous if each not in doubtful for project in each.candidates}
    entries = [Listed("", "", entry.text, True, Standing.UNKNOWN) for entry in matched.unknown]
    entries += [Listed("", "", each.entry.text, True, Standing.AMBIGUOUS) for each in doubtful]
    return (*entries, *(_listed(project, expected=project.id in meant) for project in projects))


def _listed(project: ProjectAssignment, *, expected: bool) -> Listed:
    if project.permitted:
        standing = Standing.PERMITTED if expected else Standing.EXTRA
    elif not expected:
        standing = Standing.LEFT_OUT
    else:
        standing = Standing.UNASKED if project.permitted is None else Standing.MISSING
    return Listed(project.id, project.number or "", project.name, project.active, standing)


def chosen(rows: Iterable[Listed], choice: Choice) -> list[Listed]:
    """Those that `choice` shows."""
    match choice:
        case Choice.ALL:
            return list(rows)
        case Choice.MISSING:
            return [row for row in rows if row.standing in _MISSING]
        case Choice.PERMITTED:
            return [row for row in rows if row.standing in _PERMITTED]
        case Choice.INACTIVE:
            return [row for row in rows if not row.active]


def projects_of(rows: Iterable[Listed]) -> list[Listed]:
    """Without the entries of the expected list that name no single project."""
    return [row for row in rows if row.standing not in _ENTRIES]


def as_csv(rows: Iterable[Listed]) -> str:
    """The rows for a spreadsheet, and for `--expect`; a text that would be a formula begins with an apostrophe."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(("Project ID", "Project Number", "Project Name", "Active", "State"))
    for row in rows:
        active = "yes" if row.active else "no"
        writer.writerow((row.id, _harmless(row.number), _harmless(row.name), active, row.standing))
    return file.getvalue()


def as_text(rows: Iterable[Listed]) -> str:
    """The rows for a message, a line each."""
    return "".join(f"{_line(row)}\n" for row in rows)


def _line(row: Listed) -> str:
    known = [f"number {row.number}" if row.number else "", f"ID {row.id}" if row.id else ""]
    parts = [*(each for each in known if each), *([] if row.active else ["inactive"]), row.standing.value]
    return f"{row.name} ({', '.join(parts)})"


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
