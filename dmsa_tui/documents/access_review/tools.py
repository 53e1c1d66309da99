"""What a level on a tool allows, in plain words, and its risk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from dmsa_tui.documents.access_review.model import BeyondAsked, ToolAccess
from dmsa_tui.vocabulary import Level

Side = Literal["company", "project"]

_NOT_LISTED = "Procore listed no level that this program knows."
_ANY_TOOL = {
    Level.READ_ONLY: "Read what the tool shows; change nothing.",
    Level.STANDARD: "Read, and create or change what Procore's Standard level of this tool allows.",
    Level.ADMIN: "Read, create, change and delete everything in it.",
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
    ("documents", Level.READ_ONLY): {
        "company": "Company files that are not private may be copied out of Procore.",
        "project": "Project files that are not private may be copied out of Procore.",
    },
    ("documents", Level.ADMIN): {
        "company": "Files and folders of the company may be deleted, and private ones copied out of Procore.",
        "project": "Files in every project it is on may be deleted, and private ones copied out of Procore.",
    },
    ("directory", Level.READ_ONLY): {
        "company": "Names and contact data of the company's people may be copied out of Procore.",
        "project": "Names and contact data of the project's people may be copied out of Procore.",
    },
    ("directory", Level.ADMIN): {
        "company": "People, and the account itself, may get access to anything, or lose it.",
        "project": "People may get access to the project, or lose it. According to Procore's documentation, this level "
        "also raises all tools there to Admin.",
    },
    ("admin", Level.ADMIN): {
        "company": "Settings may be changed for the whole company, and everyone's work may be disrupted.",
        "project": "Settings of the project may be changed, such as which tools are on.",
    },
}
_ANY_RISK = {
    Level.READ_ONLY: "What the tool shows may be copied out of Procore.",
    Level.STANDARD: "Wrong data may be entered, and what the tool shows may be copied out of Procore.",
    Level.ADMIN: "All of it may be changed, deleted or copied out of Procore.",
}


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
    levels = ((str(row.get("tool")), level_of(row.get("granted"))) for row in rows_of(tools))
    return _sorted(_access(tool, level, "company", None) for tool, level in levels if level is not Level.NONE)


def project_tools(projects: Any) -> tuple[ToolAccess, ...]:
    """The rows of permissions.project: each tool once for each level that it has, and on how many projects."""
    counts = Counter(
        (str(row.get("tool")), level_of(row.get("granted")))
        for project in rows_of(projects)
        for row in rows_of(project.get("tools"))
    )
    items = ((tool, level, count) for (tool, level), count in counts.items() if level is not Level.NONE)
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


def beyond_asked(tools: Any, projects: Any) -> tuple[BeyondAsked, ...]:
    """The levels above those that the app asks for: of permissions.company, then of permissions.project."""
    company = [beyond for row in rows_of(tools) if (beyond := _beyond(row))]
    counted = Counter(
        beyond for project in rows_of(projects) for row in rows_of(project.get("tools")) if (beyond := _beyond(row))
    )
    return (
        *(BeyondAsked(*beyond, None) for beyond in company),
        *(BeyondAsked(*beyond, count) for beyond, count in counted.items()),
    )


def _beyond(row: Mapping[str, Any]) -> tuple[str, str | None, str] | None:
    """Tool, level asked for and level granted, where the second is above the first."""
    asked, granted = level_of(row.get("wanted")) or Level.NONE, level_of(row.get("granted")) or Level.NONE
    if granted <= asked:
        return None
    return str(row.get("tool")), None if asked is Level.NONE else asked.word, granted.word


def directory_level(tools: Any) -> Iterator[Level | None]:
    """The level on Directory, if a row names the tool; None in it where Procore listed none that is known."""
    for row in rows_of(tools):
        if str(row.get("tool")).casefold() == "directory":
            yield level_of(row.get("granted"))
