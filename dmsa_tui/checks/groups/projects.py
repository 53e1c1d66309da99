"""Group `projects`: the projects that must be permitted are, and future ones will be."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dmsa_tui.checks.diagnosis import evidence_of, is_withheld
from dmsa_tui.checks.expected_projects import ExpectedProjects, Missing, Why, compare_expected
from dmsa_tui.checks.level_comparison import DIRECTORY, compare, compare_template
from dmsa_tui.checks.model import Blocked, Finding
from dmsa_tui.checks.question import asks
from dmsa_tui.checks.raising import is_company_admin
from dmsa_tui.checks.template_projects import may_be_a_template, without_templates
from dmsa_tui.checks.words import NAMED, counted, listed, permitted_too
from dmsa_tui.guide.conditions import is_many
from dmsa_tui.procore.request_record import ProcoreProblem, RequestRecord
from dmsa_tui.vocabulary import Cause, Level, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts
    from dmsa_tui.checks.memberships import Memberships

TOOLS_ASKED = 5
"""Of how many missing projects the tools are asked for: Add All skips those without the Directory tool, silently."""


@asks("projects.permitted", prefetch=lambda facts: (facts.me(), facts.memberships()))
async def permitted(facts: "Facts") -> Finding:
    """The expected projects are permitted; with nothing stated, the active ones that are not are listed."""
    answered = await facts.memberships()
    memberships, expect = answered.value, facts.target.expect
    # In a thread: finding the nearest of thousands of names takes time.
    comparison = await asyncio.to_thread(compare_expected, expect, memberships.projects)
    comparison, request_records = await without_templates(facts, comparison, memberships.projects)
    evidence = (*answered.request_records, *request_records)
    details = comparison.described() | {"active": _active(memberships, comparison)}
    # A list may name inactive projects; otherwise only active ones count.
    counting = [project for project in memberships.projects if project.active or expect.kind == "list"]
    if all(project.permitted is False for project in counting):
        sentence, cause = "The service account is not on any project.", Cause.NO_PROJECTS
        return Finding(Status.FAIL, sentence, cause, evidence, details, _entry(cause, details, expect.kind))
    what = "expected project" if expect.kind == "list" else "active project"
    of = f"{comparison.assigned:,} of {counted(comparison.expected, what)}"
    stated = expect.kind != "none"
    if comparison.missing and (stated or not comparison.unasked):
        bare, request_records = await _without_directory(facts, comparison.missing)
        evidence, details = (*evidence, *request_records), details | {"without_directory": _described(bare)}
        names = f"{'missing' if stated else 'not permitted'}: {_named(comparison.missing, bare, memberships.complete)}"
        sentence = f"{of} {_are(comparison.expected)} permitted; {names}{_also(comparison)}."
        status = Status.FAIL if stated else Status.WARN
        # An entry that is no project here is the list's fault: nobody can permit it.
        foreign = all(each.why == "unknown" for each in comparison.missing)
        cause = Cause.NOT_IN_COMPANY if foreign else Cause.PROJECT_NOT_PERMITTED
        by_name = foreign or len(bare) == len(comparison.missing)  # Add All skips them
        entry = None if by_name else _entry(cause, details, expect.kind)
        return Finding(status, sentence, cause, evidence, details, entry)
    if comparison.unclear:
        sentence = (
            f"Several projects match {listed(comparison.unclear)}, and not all of them are known to be permitted."
        )
        return Finding(Status.UNVERIFIED, sentence, Cause.PERSON, evidence, details)
    if comparison.unasked:
        sentence = (
            f"Procore does not show the account's own project list, and whether {comparison.unasked:,} of "
            f"{counted(comparison.expected, what)} are permitted is not known; {comparison.assigned:,} are."
        )
        return Finding(Status.UNVERIFIED, sentence, Cause.NOT_OFFERED, evidence, details)
    if not memberships.complete and expect.kind != "list":
        sentence = (
            f"{of} that Procore shows the service account {_are(comparison.expected)} permitted; it may hide others, "
            "because it shows neither the account's own project list nor that it is a company admin."
        )
        return Finding(Status.UNVERIFIED, sentence, Cause.NOT_OFFERED, evidence, details)
    sentence = f"All {counted(comparison.expected, what)} are permitted"
    if comparison.expected == 1:
        sentence = f"The one {what} is permitted"
    return Finding(Status.PASS, f"{sentence}{_also(comparison)}.", None, evidence, details)


def _entry(cause: Cause, details: Mapping[str, Any], expected: str) -> str | None:
    """The catalogue's entry with the clicks that the projects step has where every active project is wanted."""
    if expected != "all":
        return None
    return f"{cause}-by-page" if is_many(details["active"]) else f"{cause}-all"


def _active(memberships: "Memberships", comparison: ExpectedProjects) -> int | None:
    """How many active projects the company has, template projects aside; None where Procore may hide some."""
    if not memberships.complete:
        return None
    return sum(project.active for project in memberships.projects) - len(comparison.templates)


async def _without_directory(
    facts: "Facts", missing: Sequence[Missing]
) -> tuple[tuple[Missing, ...], tuple[RequestRecord, ...]]:
    """Those of the first missing active projects that have no Directory tool, as far as Procore tells."""
    asked = [each for each in missing if each.why == "not-permitted"][:TOOLS_ASKED]
    bare: list[Missing] = []
    request_records: tuple[RequestRecord, ...] = ()
    # The first goes alone: where Procore refuses it, it refuses the others too, and counts that against the app.
    for some in (asked[:1], asked[1:]):
        answers = await asyncio.gather(*(_has_directory(facts, each) for each in some))
        for each, (has_it, evidence) in zip(some, answers, strict=True):
            request_records += evidence
            if has_it is False:
                bare.append(each)
        if any(has_it is None for has_it, _ in answers):
            break
    return tuple(bare), request_records


async def _has_directory(facts: "Facts", missing: Missing) -> tuple[bool | None, tuple[RequestRecord, ...]]:
    try:
        answered = await facts.project_tools(missing.id or "")
    except ProcoreProblem as problem:
        return None, evidence_of(problem)
    names = {name.casefold() for each in answered.value if each.is_active for name in (each.engine_name, each.title)}
    return not answered.value or DIRECTORY in names, answered.request_records


def _named(missing: Sequence[Missing], bare: Sequence[Missing], complete: bool) -> str:
    """The first few, each with its peculiarity; then how many others there are of each kind."""
    names = [
        f"“{each.name}”{' (no Directory tool, so Add All skips it)' if each in bare else _noted(each, complete)}"
        for each in missing[:NAMED]
    ]
    names += [each.name for each in missing[NAMED:]]  # only counted
    if len(names) <= NAMED:
        return listed(names)
    counts = Counter(each.why for each in missing)
    kinds: dict[Why, str] = {"inactive": "closed", "unknown": "not known to Procore", "ambiguous": "ambiguous"}
    parts = [f"{counts[why]:,} {word}" for why, word in kinds.items() if counts[why]]
    return listed(names) + (f" ({listed(parts)} in all)" if parts else "")


def _noted(missing: Missing, complete: bool) -> str:
    """What is special about it, in brackets."""
    from dmsa_tui.checks.matching import shown

    match missing.why:
        case "unknown":
            if missing.parts:
                return f" (line {missing.line}: {missing.parts}; give each project its own line)"
            reason = "no such project" if complete else "Procore shows no such project"
            near = f"; nearest: {listed([shown(each) for each in missing.nearest])}" if missing.nearest else ""
            return f" (line {missing.line}: {reason}{near})"
        case "ambiguous":
            return f" (line {missing.line}: several projects match it: {listed(list(map(shown, missing.candidates)))})"
        case "inactive":
            return " (closed at Procore)"
        case "not-permitted":
            return " (perhaps a template project; Procore did not say)" if may_be_a_template(missing.name) else ""


def _also(comparison: ExpectedProjects) -> str:
    """What else a reader should know, as the end of the sentence."""
    permitted = [project for project in comparison.inactive if project.permitted]
    clauses = []
    if permitted:
        names = listed([f"“{project.name}”" for project in permitted])
        clauses.append(f"{names} {'is' if len(permitted) == 1 else 'are'} closed at Procore")
    if comparison.unclear and comparison.missing:
        clauses.append(f"several projects match {listed(comparison.unclear)}")
    clauses += [match.sentence() for match in comparison.doubtful[:NAMED]]
    if len(comparison.doubtful) > NAMED:
        clauses.append(f"{len(comparison.doubtful) - NAMED:,} more lines are matched this way")
    if comparison.templates:
        names = listed([f"“{each.name}”" for each in comparison.templates])
        are = "is a template project and does" if len(comparison.templates) == 1 else "are template projects and do"
        clauses.append(f"{names} {are} not count")
    if comparison.extra:
        clauses.append(permitted_too(len(comparison.extra)))
    return "".join(f"; {clause}" for clause in clauses)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _described(missing: Sequence[Missing]) -> list[dict[str, str | None]]:
    return [{"id": each.id, "name": each.name} for each in missing]


@asks("projects.new", prefetch=lambda facts: facts.account())
async def new(facts: "Facts") -> Finding:
    """The directory's box “Add … to all new projects” is ticked."""
    answered = await facts.account()
    account, evidence = answered.value, answered.request_records
    if account.id is None:
        raise Blocked("install.account")
    added = None if account.record is None else account.record.add_to_new_projects
    if added is None:
        added, more = await _by_user(facts, account.id)
        evidence += more
    if added is None:
        sentence = "Procore did not say whether the service account is added to all new projects."
        return Finding(Status.UNVERIFIED, sentence, Cause.NOT_OFFERED, evidence)
    details = {"add_to_new_projects": added}
    if not added:
        sentence = "The service account is not added to new projects."
        return Finding(Status.FAIL, sentence, Cause.NOT_AUTOMATIC, evidence, details)
    return Finding(Status.PASS, "The service account is added to all new projects.", None, evidence, details)


async def _by_user(facts: "Facts", user_id: str) -> tuple[bool | None, tuple[RequestRecord, ...]]:
    """The second place where Procore may tell it: the account as a user of the company's directory."""
    try:
        user = await facts.directory_user(user_id)
    except ProcoreProblem as problem:
        if not is_withheld(problem):
            raise
        return None, evidence_of(problem)
    return user.value.add_to_new_projects, user.request_records


@asks("projects.company_template", prefetch=lambda facts: facts.account())
async def company_template(facts: "Facts") -> Finding:
    """No company permission template is applied to the account: with one, its own levels in the company do not count.

    Source: Procore support, "Edit a Company Permissions Template", and the source document's warning to leave it alone.
    """
    account = await facts.account()
    record = account.value.record
    if account.value.id is None:
        raise Blocked("install.account")
    if record is None or not record.company_template_stated:
        sentence = "Procore did not say whether a company permission template is applied to the service account."
        return Finding(Status.UNVERIFIED, sentence, Cause.NOT_OFFERED, account.request_records)
    id = record.company_permission_template_id
    details = {"company_permission_template_id": id}
    if id is None:
        sentence = "No company permission template is applied to the service account."
        return Finding(Status.PASS, sentence, None, account.request_records, details)
    sentence = (
        "A company permission template is applied to the service account: in the company, the template's levels "
        "apply instead of the app's."
    )
    return Finding(Status.WARN, sentence, Cause.TEMPLATE_CHANGED, account.request_records, details)


@asks("projects.template", prefetch=lambda facts: (facts.me(), facts.default_template()))
async def template(facts: "Facts") -> Finding:
    """The account's default project permission template gives future projects the profile's levels."""
    account = await facts.account()
    record = account.value.record
    if account.value.id is None:
        raise Blocked("install.account")
    if record is None or not record.default_template_stated:
        sentence = "Procore did not say which default project permission template the service account has."
        return Finding(Status.UNVERIFIED, sentence, Cause.NOT_OFFERED, account.request_records)
    answered = await facts.default_template()
    if answered is None:
        sentence = "The service account has no default project permission template"
        return await _unless_raised(facts, sentence, Cause.NO_DEFAULT_TEMPLATE, account.request_records, {})
    template = answered.value
    tools = compare_template(facts.target.profile, template.levels)
    details = {"template": {"id": template.id, "name": template.name}, "tools": [tool.described() for tool in tools]}
    low = [tool.sentence() for tool in tools if tool.too_low]
    if low:
        sentence = f"In the default project permission template “{template.name}”, {listed(low)}"
        return await _unless_raised(facts, sentence, Cause.TEMPLATE_TOO_LOW, answered.request_records, details)
    if unclear := [tool.sentence() for tool in tools if tool.unclear]:
        sentence = (
            f"It is not clear which levels the default project permission template “{template.name}” gives: "
            f"{listed(unclear)}."
        )
        return Finding(Status.UNVERIFIED, sentence, Cause.NOT_OFFERED, answered.request_records, details)
    sentence = f"The default project permission template “{template.name}” gives the profile's levels."
    return Finding(Status.PASS, sentence, None, answered.request_records, details)


async def _unless_raised(
    facts: "Facts", sentence: str, cause: Cause, evidence: tuple[RequestRecord, ...], details: dict[str, Any]
) -> Finding:
    """A caution, unless company Directory = Admin was seen to raise the account's levels on a project."""
    if await is_company_admin(facts.company_levels()):
        read, on = await _raised_on(facts)
        if on is not None:
            reason = (
                f"Not needed: company Directory = Admin raises the account's levels on projects, as seen on “{on}”, "
                "and new ones get them too."
            )
            return Finding(Status.PASS, f"{reason} {sentence}.", None, evidence, details | {"raised_on": on})
        seen = (
            f"on {counted(read, 'project')} that were read, company Directory = Admin raised nothing"
            if read
            else "no project was read to see whether company Directory = Admin raises them"
        )
        return Finding(Status.WARN, f"{sentence}, which applies to new projects: {seen}.", cause, evidence, details)
    if cause is Cause.NO_DEFAULT_TEMPLATE:
        sentence += ", so it gets no permissions on new projects"
    return Finding(Status.WARN, f"{sentence}.", cause, evidence, details)


async def _raised_on(facts: "Facts") -> tuple[int, str | None]:
    """Of how many projects the levels were read, and one on which a tool is at Admin that the profile wants lower."""
    try:
        sample = await facts.sampled_levels()
    except (ProcoreProblem, Blocked):
        return 0, None
    answered = [(project, answer.value) for project, answer in sample if not isinstance(answer, ProcoreProblem)]
    for project, tools in answered:
        if any(
            tool.too_high and tool.granted is Level.ADMIN for tool in compare(facts.target.profile, "project", tools)
        ):
            return len(answered), project.name
    return len(answered), None
