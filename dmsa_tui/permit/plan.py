"""Plans which projects to add: all active ones, or those of a list, less those that the account is on."""

from collections.abc import Sequence
from dataclasses import replace

from dmsa_tui.checks.expectation import Expectation
from dmsa_tui.checks.facts import Facts
from dmsa_tui.checks.level_comparison import DIRECTORY
from dmsa_tui.checks.matching import match, nearest
from dmsa_tui.checks.template_projects import may_be_a_template, templates_among
from dmsa_tui.checks.words import listed
from dmsa_tui.permit.model import Account, Failed, Outcome, Plan, Unknown
from dmsa_tui.permit.preconditions import Obstacle
from dmsa_tui.procore.api.tool_projects import projects_with_tool
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.records import ProjectAssignment
from dmsa_tui.procore.request_record import ProcoreProblem

NO_DIRECTORY = "its Directory tool is turned off"
CLOSED = "it is closed"


async def make_plan(facts: Facts, client: ProcoreClient, account: Account) -> Plan:
    """The plan for the target's expectation; all active projects where it states nothing. Obstacle where it is open.

    The account's own project list has to be whole: what it does not name would be taken for missing or for added.
    """
    try:
        projects = (await facts.assignments(account.id)).value
    except ProcoreProblem as problem:
        raise Obstacle(Outcome.UNVERIFIED, f"The account's project list cannot be read: {problem}") from None
    if any(project.permitted is None for project in projects):
        raise Obstacle(Outcome.UNVERIFIED, "Procore's project list does not say which projects the account is on.")
    before = tuple(project.id for project in projects if project.permitted)
    plan = replace(planned(facts.target.expect, projects), before=before)
    if plan.to_add and facts.target.expect.kind != "list":
        plan = await _without_templates(facts, plan, projects)
    return await _addable(client, plan) if plan.to_add or plan.after_a_yes else plan


def planned(expect: Expectation, projects: Sequence[ProjectAssignment]) -> Plan:
    """The plan by the list of projects alone."""
    if expect.kind != "list":
        return _plan(tuple(project for project in projects if project.active))
    matched = match(expect.entries, projects)
    exact = {each.project.id for each in matched.matches if each.doubt is None}
    doubtful = [each for each in matched.doubtful if each.project.id not in exact]
    unknown = [Unknown(each.line, each.text, _near(nearest(each, projects))) for each in matched.unknown]
    unknown += [
        Unknown(each.entry.line, each.entry.text, f"{len(each.candidates)} projects match it")
        for each in matched.ambiguous
    ]
    return replace(
        _plan(tuple(project for project in matched.projects if project.id in exact)),
        unknown=tuple(sorted(unknown, key=lambda each: each.line or 0)),
        doubtful=tuple(each.sentence() for each in doubtful),
        after_a_yes=tuple(dict.fromkeys(each.project for each in doubtful)),
    )


def with_doubtful(plan: Plan, yes: bool) -> Plan:
    """The plan after a person said whether the entries of a list were taken for the right projects."""
    if yes:
        more = _plan(plan.after_a_yes)
        plan = replace(
            plan,
            wanted=(*plan.wanted, *more.wanted),
            already=(*plan.already, *more.already),
            to_add=(*plan.to_add, *more.to_add),
            cannot=(*plan.cannot, *more.cannot),
        )
    else:
        plan = replace(plan, unknown=(*plan.unknown, *(Unknown(None, each, "not confirmed") for each in plan.doubtful)))
    return replace(plan, doubtful=(), after_a_yes=())


def _plan(wanted: tuple[ProjectAssignment, ...]) -> Plan:
    free = [project for project in wanted if not project.permitted]
    return Plan(
        wanted,
        already=tuple(project for project in wanted if project.permitted),
        to_add=tuple(project for project in free if project.active),
        cannot=tuple(Failed(each.id, each.name, CLOSED) for each in free if not each.active),
    )


async def _without_templates(facts: Facts, plan: Plan, projects: Sequence[ProjectAssignment]) -> Plan:
    """The plan without the template projects that nobody has named: every company is born with one."""
    known, _ = await templates_among(facts, projects)
    if known is None:
        perhaps = [f"“{each.name}”" for each in plan.to_add if may_be_a_template(each.name)]
        note = f"This may be a template project; Procore did not say: {listed(perhaps)}. To leave it out, give a list."
        return replace(plan, notes=(note,)) if perhaps else plan
    templates = {each.id for each in plan.to_add if each.id in known}
    names = [f"“{each.name}”" for each in plan.to_add if each.id in templates]
    return replace(
        plan,
        wanted=tuple(each for each in plan.wanted if each.id not in templates),
        to_add=tuple(each for each in plan.to_add if each.id not in templates),
        notes=(f"Left out, because Procore lists it as a template: {listed(names)}.",) if names else (),
    )


async def _addable(client: ProcoreClient, plan: Plan) -> Plan:
    """The projects without those that have no Directory tool, where Procore says so."""
    try:
        able = (await projects_with_tool(client, DIRECTORY)).value
    except ProcoreProblem:  # a beta endpoint: without it the answers to the requests tell
        able = frozenset()
    if not able:
        return replace(plan, tools_known=False)
    bare = [project for project in (*plan.to_add, *plan.after_a_yes) if project.id not in able and project.active]
    return replace(
        plan,
        to_add=tuple(project for project in plan.to_add if project.id in able),
        cannot=(*plan.cannot, *(Failed(each.id, each.name, NO_DIRECTORY) for each in bare)),
        after_a_yes=tuple(each for each in plan.after_a_yes if each not in bare),
    )


def _near(projects: Sequence[ProjectAssignment]) -> str:
    if not projects:
        return "not a project of this company"
    return f"not a project of this company; near: {listed([f'“{project.name}”' for project in projects])}"
