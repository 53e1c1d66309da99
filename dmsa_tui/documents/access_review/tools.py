"""What a level on a tool allows, in plain words, and its risk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from dmsa_tui.documents.access_review.model import ToolAccess
from dmsa_tui.vocabulary import Level

Side = Literal["company", "project"]

_NOT_LISTED = "Procore listed no level that this program knows."
_ANY_TOOL = {
    Level.READ_ONLY: "Read what the tool shows; change nothing.",
    Level.STANDARD: "Read, and create or change what Procore's Standard level of this tool allows.",
    Level.ADMIN: "Everything that the tool offers: read, create, change and delete.",
}
_ALLOWS: Mapping[tuple[str, Level], str] = {
    ("documents", Level.READ_ONLY): "Read folders and files that are not private.",
    ("documents", Level.STANDARD): "Read and add folders and files, within Procore's Standard level.",
    ("documents", Level.ADMIN): "Read, create, move and delete all folders and files, private ones included.",
    ("directory", Level.READ_ONLY): "Read names and contact data of people.",
    ("directory", Level.ADMIN): "Read, add and change people, and decide on their permissions.",
    ("home", Level.READ_ONLY): "See projects and read their basic data.",
    ("portfolio", Level.READ_ONLY): "See projects and read their basic data.",
}
_RISKS: Mapping[tuple[str, Level], Mapping[Side, str]] = {
    ("documents", Level.ADMIN): {
        "company": "May delete files and folders of the company.",
        "project": "May delete files in every project it is on.",
    },
    ("directory", Level.ADMIN): {
        "company": "May give people and itself access; by Procore's pages this raises all company tools to Admin.",
        "project": "May give people access to the project; by Procore's pages this raises all tools there to Admin.",
    },
    ("admin", Level.ADMIN): {
        "company": "May change settings of the whole company.",
        "project": "May change settings of the project.",
    },
}
_ANY_RISK = {Level.STANDARD: "May change data in this tool.", Level.ADMIN: "May change and delete data in this tool."}


def rows_of(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list in a report's details; none for anything else."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []


def level_of(word: Any) -> Level | None:
    """The level of a report's word; None for any other value."""
    try:
        return Level.from_word(word) if isinstance(word, str) else None
    except KeyError:
        return None


def company_tools(tools: Any) -> tuple[ToolAccess, ...]:
    """The rows of permissions.company; tools at None are left out."""
    found = ((str(row.get("tool")), level_of(row.get("granted"))) for row in rows_of(tools))
    return _sorted(_access(tool, level, "company", None) for tool, level in found if level is not Level.NONE)


def project_tools(projects: Any) -> tuple[ToolAccess, ...]:
    """The rows of permissions.project: each tool once for each level that it has, and on how many projects."""
    found = Counter(
        (str(row.get("tool")), level_of(row.get("granted")))
        for project in rows_of(projects)
        for row in rows_of(project.get("tools"))
    )
    items = ((tool, level, count) for (tool, level), count in found.items() if level is not Level.NONE)
    return _sorted(_access(tool, level, "project", count) for tool, level, count in items)


def _sorted(rows: Iterable[ToolAccess]) -> tuple[ToolAccess, ...]:
    """The strongest level first."""

    def rank(row: ToolAccess) -> tuple[int, str]:
        return -(level_of(row.level) or Level.NONE), row.tool.casefold()

    return tuple(sorted(rows, key=rank))


def _access(tool: str, level: Level | None, side: Side, projects: int | None) -> ToolAccess:
    if level is None:
        return ToolAccess(tool, None, _NOT_LISTED, None, projects)
    known = (tool.casefold(), level)
    risk = _RISKS[known][side] if known in _RISKS else _ANY_RISK.get(level)
    return ToolAccess(tool, level.word, _ALLOWS.get(known, _ANY_TOOL[level]), risk, projects)


def directory_level(tools: Any) -> Iterator[Level | None]:
    """The level on Directory, if a row names the tool; None in it where Procore listed none that is known."""
    for row in rows_of(tools):
        if str(row.get("tool")).casefold() == "directory":
            yield level_of(row.get("granted"))
