"""Compares the projects that must be permitted with those that Procore lists: what is missing, and why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from dmsa_tui.checks.expectation import Expectation
from dmsa_tui.procore.records import ProjectAssignment

if TYPE_CHECKING:
    from dmsa_tui.checks.matching import Ambiguous, Match

NEAREST_SOUGHT = 10
"""For how many unknown entries the nearest names are searched."""
Why = Literal["not-permitted", "inactive", "unknown", "ambiguous"]


class Missing(NamedTuple):
    """A project that should be permitted and is not; `id` is None for an entry that names no single project."""

    id: str | None
    name: str
    why: Why
    line: int = 0
    """Where the entry stands in the list; 0 for a project."""
    nearest: tuple[ProjectAssignment, ...] = ()
    """What an entry that is no project may mean."""
    candidates: tuple[ProjectAssignment, ...] = ()
    """The projects that answer to an ambiguous entry."""
    parts: str = ""
    """Which part of an entry that is no project is one."""


class ExpectedProjects(NamedTuple):
    """The comparison of an expectation with the company's projects."""

    expected: int
    assigned: int
    missing: tuple[Missing, ...]
    inactive: tuple[ProjectAssignment, ...] = ()
    """Expected projects that are inactive at Procore, permitted or not."""
    extra: tuple[ProjectAssignment, ...] = ()
    """Permitted projects that a list does not name."""
    listed: tuple[str, ...] = ()
    """The projects that a list means, as Procore writes them, and its ambiguous entries."""
    ambiguous: "tuple[Ambiguous[ProjectAssignment], ...]" = ()
    """Entries of a list that several projects answer to."""
    unclear: tuple[str, ...] = ()
    """Ambiguous entries for which some projects are permitted and others are not known to be."""
    doubtful: "tuple[Match[ProjectAssignment], ...]" = ()
    """Entries whose match a reader should verify."""
    unasked: int = 0
    """Expected projects of which Procore did not say whether they are permitted."""
    templates: tuple[Missing, ...] = ()
    """Projects that are not permitted and not expected, because Procore lists them as templates."""

    def described(self) -> dict[str, Any]:
        """The report's details."""
        return {
            "expected": self.expected,
            "assigned": self.assigned,
            "missing": [{"id": each.id, "name": each.name} for each in self.missing],
            "inactive": _rows(self.inactive),
            "extra": _rows(self.extra),
            "listed": list(self.listed),
            "templates": [{"id": template.id, "name": template.name} for template in self.templates],
            "unknown": [each.name for each in self.missing if each.why == "unknown"],
            "not_in_company": [
                {"entry": each.name, "line": each.line, "nearest": _rows(each.nearest)}
                for each in self.missing
                if each.why == "unknown"
            ],
            "ambiguous": [{"entry": each.entry.text, "candidates": _rows(each.candidates)} for each in self.ambiguous],
        }


def compare_expected(expect: Expectation, projects: Sequence[ProjectAssignment]) -> ExpectedProjects:
    """Compare an expectation with the company's projects; without one, every active project counts."""
    if expect.kind == "list":
        return _compare_list(expect, projects)
    active = [project for project in projects if project.active]
    missing = tuple(_missing(project) for project in active if project.permitted is False)
    assigned = sum(project.permitted is True for project in active)
    return ExpectedProjects(len(active), assigned, missing, unasked=len(active) - assigned - len(missing))


def _compare_list(expect: Expectation, projects: Sequence[ProjectAssignment]) -> ExpectedProjects:
    from dmsa_tui.checks.matching import halves, match, named, nearest

    matched = match(expect.entries, projects)
    missing = [_missing(project) for project in matched.projects if project.permitted is False]
    parted = {each.entry.line: each.sentence() for each in halves(matched.unknown[:NEAREST_SOUGHT], projects)}
    for place, entry in enumerate(matched.unknown):
        near = nearest(entry, projects) if place < NEAREST_SOUGHT else ()
        missing.append(Missing(None, entry.text, "unknown", entry.line, near, parts=parted.get(entry.line, "")))
    unclear: list[str] = []
    assigned = sum(project.permitted is True for project in matched.projects)
    for each in matched.ambiguous:
        answers = {project.permitted for project in each.candidates}
        if answers == {True}:
            assigned += 1
        elif answers == {False}:
            entry = each.entry
            missing.append(Missing(None, entry.text, "ambiguous", entry.line, candidates=each.candidates))
        else:
            unclear.append(f"“{each.entry.text}”")
    meant = {project.id for project in matched.projects}
    meant |= {project.id for each in matched.ambiguous for project in each.candidates}
    return ExpectedProjects(
        expected=len(matched.projects) + len(matched.unknown) + len(matched.ambiguous),
        assigned=assigned,
        missing=tuple(missing),
        inactive=tuple(project for project in matched.projects if not project.active),
        extra=tuple(project for project in projects if project.permitted and project.id not in meant),
        listed=(*map(named, matched.projects), *(each.entry.text for each in matched.ambiguous)),
        ambiguous=matched.ambiguous,
        unclear=tuple(unclear),
        doubtful=matched.doubtful,
        unasked=sum(project.permitted is None for project in matched.projects),
    )


def _missing(project: ProjectAssignment) -> Missing:
    return Missing(project.id, project.name, "not-permitted" if project.active else "inactive")


def _rows(projects: Sequence[ProjectAssignment]) -> list[dict[str, str]]:
    return [{"id": project.id, "name": project.name} for project in projects]
