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

    A list names what it wants, so nothing is taken from it. An answer with every active project in it comes from a
    server that does not know the filter: it tells nothing.
    """
    if not comparison.missing or facts.target.expect.kind == "list":
        return comparison, ()
    try:
        answered = await facts.template_projects()
    except ProcoreProblem as problem:
        return comparison, evidence_of(problem)
    listed = {project.id for project in answered.value}
    if all(project.id in listed for project in projects if project.active):
        return comparison, answered.request_records
    templates = tuple(each for each in comparison.missing if each.id in listed)
    missing = tuple(each for each in comparison.missing if each.id not in listed)
    active = comparison._replace(missing=missing, expected=comparison.expected - len(templates), templates=templates)
    return active, answered.request_records
