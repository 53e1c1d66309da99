"""Tells template projects from real ones: every company is born with one, and nobody syncs it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dmsa_tui.checks.diagnosis import evidence_of
from dmsa_tui.checks.expected_projects import ExpectedProjects
from dmsa_tui.procore.records import ProjectAssignment
from dmsa_tui.procore.request_record import ProcoreProblem, RequestRecord

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts


async def without_templates(
    facts: "Facts", comparison: ExpectedProjects, projects: Sequence[ProjectAssignment]
) -> tuple[ExpectedProjects, tuple[RequestRecord, ...]]:
    """The comparison without the missing projects that Procore lists as templates.

    A list names what it wants, so nothing is taken from it.
    """
    if not comparison.missing or facts.target.expect.kind == "list":
        return comparison, ()
    listed, request_records = await templates_among(facts, projects)
    if listed is None:
        return comparison, request_records
    templates = tuple(each for each in comparison.missing if each.id in listed)
    missing = tuple(each for each in comparison.missing if each.id not in listed)
    active = comparison._replace(missing=missing, expected=comparison.expected - len(templates), templates=templates)
    return active, request_records


async def templates_among(
    facts: "Facts", projects: Sequence[ProjectAssignment]
) -> tuple[frozenset[str] | None, tuple[RequestRecord, ...]]:
    """The IDs of the projects that Procore lists as templates; None where it does not tell.

    An answer with every active project in it comes from a server that does not know the filter: it tells nothing.
    """
    try:
        answered = await facts.template_projects()
    except ProcoreProblem as problem:
        return None, evidence_of(problem)
    listed = frozenset(project.id for project in answered.value)
    knows_filter = not all(project.id in listed for project in projects if project.active)
    return listed if knows_filter else None, answered.request_records


def may_be_a_template(name: str) -> bool:
    """Whether a project is named like a template, where Procore does not tell."""
    return "template" in name.casefold()
