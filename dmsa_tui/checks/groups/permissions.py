"""Group `permissions`: the levels in the company and on the permitted projects are those of the profile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dmsa_tui.checks.bounded_gather import bounded_gather
from dmsa_tui.checks.diagnosis import diagnose, evidence_of
from dmsa_tui.checks.kept_levels import earlier_words, read_at
from dmsa_tui.checks.level_comparison import ToolLevel, compare
from dmsa_tui.checks.model import Blocked, Finding
from dmsa_tui.checks.question import asks
from dmsa_tui.checks.raising import is_company_admin, unexplained
from dmsa_tui.checks.words import continues_at, counted, listed, on_projects
from dmsa_tui.procore.records import GrantedTool, ProjectAssignment
from dmsa_tui.procore.request_record import Answered, ProcoreProblem, RateLimited, RequestRecord
from dmsa_tui.vocabulary import Cause, Level, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts, LevelsOn


@asks("permissions.company", prefetch=lambda facts: facts.company_levels())
async def company(facts: "Facts") -> Finding:
    """Every company row is at least at its level; what is above counts, unless company Directory = Admin raised it."""
    answered = await facts.company_levels()
    tools = compare(facts.target.profile, "company", answered.value)
    details = {"tools": [tool.described() for tool in tools]}
    low = [tool for tool in tools if tool.too_low]
    if low:
        sentence = f"In the company, {_sentences(low)}."
        return Finding(Status.FAIL, sentence, Cause.LEVEL_TOO_LOW, answered.request_records, details)
    if unclear := _unclear(tools):
        return Finding(Status.UNVERIFIED, unclear, Cause.NOT_OFFERED, answered.request_records, details)
    if high := unexplained(tools, by_company=False):
        sentence = f"In the company, Procore grants more than the sync tool's profile asks for: {_sentences(high)}."
        return Finding(Status.WARN, sentence, Cause.LEVEL_TOO_HIGH, answered.request_records, details)
    wanted = counted(sum(tool.wanted not in (None, Level.NONE) for tool in tools), "company tool")
    raised = [tool for tool in tools if tool.too_high]
    note = f"; Directory = Admin also raises {counted(len(raised), 'tool')} to Admin" if raised else ""
    have = "has" if wanted.startswith("1 ") else "have"
    sentence = f"{wanted} {have} at least the level of the sync tool's profile{note}."
    return Finding(Status.PASS, sentence, None, answered.request_records, details)


TOOLS_ASKED = 25
"""For how many projects the tools are asked: a profile granted nowhere must not double a long run."""
_WITHHELD = "; the level is too low or the tool is turned off, and Procore does not show which"
_UNASKED = f"; only the first {TOOLS_ASKED} were checked for a tool that is turned off"


class _Comparison:
    """Granted levels compared with the profile; projects with the same levels share one."""

    def __init__(self, tools: tuple[ToolLevel, ...] = ()) -> None:
        self.low = [tool for tool in tools if tool.too_low]
        self.high = unexplained(tools, by_company=False)
        """Above the profile, and not raised by the project's own Directory = Admin."""
        self.high_for_admin = unexplained(tools, by_company=True)
        """Above the profile, and not raised by company Directory = Admin either."""
        self.raised = any(tool.too_high for tool in tools)
        self.absent = [tool for tool in self.low if tool.absent]
        self.unclear = _unclear(tools)
        self.rows = [tool.described() for tool in tools]
        self._tools = tools

    def rows_with(self, disabled: Sequence[ToolLevel]) -> list[dict[str, Any]]:
        """The report's rows where some tools are turned off."""
        pairs = zip(self._tools, self.rows, strict=True)
        return [row | {"disabled": True} if tool in disabled else row for tool, row in pairs] if disabled else self.rows


@dataclass(frozen=True, slots=True)
class _OnProject:
    """The result for one project."""

    project: ProjectAssignment
    levels: _Comparison
    disabled: tuple[ToolLevel, ...] = ()
    """Tools that are turned off in the project, which is why they are not granted."""
    unexplained: str = ""
    """Why it is not known if a tool that is not granted is turned off, as the end of a sentence."""
    problem: ProcoreProblem | None = None
    evidence: tuple[RequestRecord, ...] = ()
    read_at: datetime | None = None
    """When the levels were read, where another run did."""

    @property
    def low(self) -> list[ToolLevel]:
        return [tool for tool in self.levels.low if tool not in self.disabled]

    def described(self) -> dict[str, Any]:
        rows = self.levels.rows_with(self.disabled)
        row: dict[str, Any] = {"id": self.project.id, "name": self.project.name, "tools": rows}
        if self.read_at is not None:
            row["read_at"] = self.read_at.isoformat(timespec="seconds").replace("+00:00", "Z")
        return row if self.problem is None else row | {"problem": str(self.problem)}


@asks("permissions.project", prefetch=lambda facts: (facts.me(), facts.sampled_levels()))
async def project(facts: "Facts") -> Finding:
    """Every project row is at its level on the permitted projects, or on a sample of them that is called a sample."""
    memberships = (await facts.memberships()).value
    if not memberships.permitted:
        raise Blocked("projects.permitted", "no project is permitted")
    answers = await facts.sampled_levels()
    comparisons: dict[int, _Comparison] = {}

    asked = 0

    async def read_one(each: "LevelsOn") -> _OnProject:
        nonlocal asked
        on_project = _held(facts, comparisons, *each)
        if not on_project.levels.absent:
            return on_project
        asked += 1
        if asked > TOOLS_ASKED:
            return replace(on_project, unexplained=_UNASKED)
        return await _explained(facts, on_project)

    read = await bounded_gather(read_one, answers)
    permitted, answered = len(memberships.permitted), [each for each in read if each.problem is None]
    evidence = tuple(request_record for each in read for request_record in each.evidence)
    details = {
        "checked": len(answered),
        "permitted": permitted,
        "projects": [each.described() for each in read],
    }

    disabled = [each for each in answered if each.disabled]
    low = [each for each in answered if each.low]
    unclear = [each.levels.unclear for each in answered if each.levels.unclear]
    refused = [each for each in read if each.problem is not None]
    earlier = {each.project.id: facts.earlier[each.project.id] for each in answered if each.read_at is not None}
    of = f"{len(answered):,} of {counted(permitted, 'permitted project')}{earlier_words(earlier)}"
    if low:
        note = next((each.unexplained for each in low if each.unexplained), "")
        sentence = f"{_on_projects(low, [each.low for each in low])} (read on {of}){note}."
        return Finding(Status.FAIL, sentence, Cause.LEVEL_TOO_LOW, evidence, details)
    if disabled:
        sentence = f"{_switched_off(disabled)} (read on {of})."
        return Finding(Status.FAIL, sentence, Cause.TOOL_DISABLED, evidence, details)
    if refused:
        first = refused[0]
        assert first.problem is not None
        finding = diagnose(first.problem, "permissions.project", facts.target)
        limited = next((each.problem for each in refused if isinstance(each.problem, RateLimited)), None)
        sentence = (
            f"The levels could be read on {of}; on “{first.project.name}”: {finding.summary}{continues_at(limited)}"
        )
        return Finding(finding.status, sentence, finding.cause, evidence, details)
    if unclear:
        return Finding(Status.UNVERIFIED, unclear[0], Cause.NOT_OFFERED, evidence, details)
    high = [(each, each.levels.high) for each in answered if each.levels.high]
    if high and await is_company_admin(facts.company_levels()):
        high = [(each, each.levels.high_for_admin) for each in answered if each.levels.high_for_admin]
    if high:
        tools = _on_projects([each for each, _ in high], [tools for _, tools in high])
        sentence = f"Procore grants more than the sync tool's profile asks for: {tools} (read on {of})."
        return Finding(Status.WARN, sentence, Cause.LEVEL_TOO_HIGH, evidence, details)
    raised = sum(each.levels.raised for each in answered)
    sentence = f"The levels match the sync tool's profile on {of}."
    if raised:
        sentence = (
            f"The levels are at least those of the sync tool's profile on {of}; "
            f"Directory = Admin raises other tools to Admin on {raised:,}."
        )
    return Finding(Status.PASS, sentence, None, evidence, details)


def _held(
    facts: "Facts",
    comparisons: dict[int, _Comparison],
    project: ProjectAssignment,
    answer: Answered[list[GrantedTool]] | ProcoreProblem,
) -> _OnProject:
    if isinstance(answer, ProcoreProblem):
        return _OnProject(project, _Comparison(), problem=answer, evidence=evidence_of(answer))
    # Equal levels are one list: the facts see to that, and hold it for as long as this lasts.
    levels = comparisons.get(id(answer.value))
    if levels is None:
        levels = comparisons[id(answer.value)] = _Comparison(compare(facts.target.profile, "project", answer.value))
    at = read_at(answer) if project.id in facts.earlier else None
    return _OnProject(project, levels, evidence=answer.request_records, read_at=at)


async def _explained(facts: "Facts", on_project: _OnProject) -> _OnProject:
    """With the tools that are turned off in the project, if Procore tells."""
    try:
        switches = await facts.project_tools(on_project.project.id)
    except ProcoreProblem as problem:
        return replace(on_project, unexplained=_WITHHELD, evidence=(*on_project.evidence, *evidence_of(problem)))
    active = {name.casefold() for each in switches.value if each.is_active for name in (each.engine_name, each.title)}
    rows = facts.target.profile.rows
    names = {row.key: {name.casefold() for name in (row.key, row.tool, *row.also_known_as)} for row in rows}
    disabled = tuple(tool for tool in on_project.levels.absent if switches.value and not names[tool.key] & active)
    return replace(on_project, disabled=disabled, evidence=(*on_project.evidence, *switches.request_records))


def _sentences(tools: Sequence[ToolLevel]) -> str:
    return listed([tool.sentence() for tool in tools])


def _unclear(tools: Sequence[ToolLevel]) -> str | None:
    unclear = [tool for tool in tools if tool.unclear]
    return f"It is not clear what Procore grants: {_sentences(unclear)}." if unclear else None


def _on_projects(projects: Sequence[_OnProject], tools: Sequence[Sequence[ToolLevel]]) -> str:
    """The first project's deviations, with the projects that have the same, and then those that have others."""
    same, others = _grouped(projects, tools)
    more = f"; other levels differ {on_projects(others)}" if others else ""
    return f"{on_projects(same, 'On')}, {_sentences(tools[0])}{more}"


def _switched_off(projects: Sequence[_OnProject]) -> str:
    same, others = _grouped(projects, [each.disabled for each in projects])
    names = [tool.tool for tool in projects[0].disabled]
    more = f", and other tools {on_projects(others, 'in')}" if others else ""
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} turned off {on_projects(same, 'in')}{more}"


def _grouped(projects: Sequence[_OnProject], tools: Sequence[Sequence[ToolLevel]]) -> tuple[list[str], list[str]]:
    """The names of the projects whose tools are the first one's, and of the others."""
    groups: tuple[list[str], list[str]] = ([], [])
    for each, own in zip(projects, tools, strict=True):
        groups[list(own) != list(tools[0])].append(each.project.name)
    return groups
