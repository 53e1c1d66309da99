"""Trial reads: one harmless read of each tool that has one, in the company and on two projects."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import NamedTuple, Protocol

from dmsa_tui.checks.level_comparison import DIRECTORY, Side, compare, wanted_level
from dmsa_tui.checks.memberships import Memberships, chosen, spread
from dmsa_tui.checks.target import ProjectScope, Target
from dmsa_tui.guide.profiles import Profile, ProfileRow
from dmsa_tui.procore.records import GrantedTool, ProjectAssignment
from dmsa_tui.procore.request_record import Answered, ProcoreProblem
from dmsa_tui.vocabulary import Level

TOOLS = (DIRECTORY, "documents")
"""Engine names of the tools with a read that changes nothing and costs little."""
PROJECTS = 2
"""On how many projects of the sample."""


class TrialRead(NamedTuple):
    """One read."""

    row: ProfileRow
    project: ProjectAssignment | None
    """None: in the company."""
    answer: Answered[None] | ProcoreProblem | None
    """None: not sent, because the level is too low or the tool is off, which the checks of the levels say."""
    enough: bool | None
    """Whether the level is enough to read; None if it is not known."""


class ReadQuestions(Protocol):
    """What is asked for the trial reads; `Facts` answers it."""

    target: Target

    def account(self) -> Awaitable[object]: ...

    def memberships(self) -> Awaitable[Answered[Memberships]]: ...

    def company_levels(self) -> Awaitable[Answered[list[GrantedTool]]]: ...

    def project_levels(self, project_id: str, /) -> Awaitable[Answered[list[GrantedTool]]]: ...

    def read(self, tool: str, project_id: str | None = None, /) -> Awaitable[Answered[None]]: ...


def tried(profile: Profile, side: Side) -> tuple[ProfileRow, ...]:
    """The rows of the profile whose tools are read."""
    return tuple(row for row in wanted(profile, side) if row.key.casefold() in TOOLS)


def wanted(profile: Profile, side: Side) -> tuple[ProfileRow, ...]:
    """The rows of the profile that ask for something."""
    return tuple(row for row in profile.rows if not row.optional and wanted_level(row, side) > Level.NONE)


def may_read(profile: Profile, side: Side, granted: Iterable[GrantedTool]) -> dict[str, bool | None]:
    """By the row's key: whether the level is enough to read; None where Procore names a level that is not known."""
    held = compare(profile, side, granted)
    return {each.key: None if each.unclear else (each.granted or Level.NONE) > Level.NONE for each in held}


async def company_reads(facts: ReadQuestions) -> tuple[TrialRead, ...]:
    """Those in the company. Nothing is sent for an account that was not found."""
    await facts.account()
    return await _reads(facts, "company", None)


async def project_reads(facts: ReadQuestions) -> tuple[TrialRead, ...]:
    """Those on projects."""
    on = read_on((await facts.memberships()).value.permitted, facts.target.projects)
    reads = await asyncio.gather(*(_reads(facts, "project", project) for project in on))
    return tuple(read for each in reads for read in each)


def read_on(permitted: tuple[ProjectAssignment, ...], scope: ProjectScope) -> tuple[ProjectAssignment, ...]:
    """The projects that are read: the first and the last of the sample."""
    sample = chosen(permitted, scope)
    return tuple(sample[index] for index in spread(len(sample), PROJECTS))


async def _reads(facts: ReadQuestions, side: Side, project: ProjectAssignment | None) -> tuple[TrialRead, ...]:
    """One read of each tool at once; none where the level is too low: Procore counts failing calls."""
    profile, place = facts.target.profile, None if project is None else project.id
    if not (rows := tried(profile, side)):
        return ()
    try:
        levels = await (facts.company_levels() if place is None else facts.project_levels(place))
        allowed = may_read(profile, side, levels.value)
    except ProcoreProblem:
        allowed = {}

    async def one(row: ProfileRow) -> TrialRead:
        enough = allowed.get(row.key)
        return TrialRead(row, project, None if enough is False else await _answer(facts, row, place), enough)

    return tuple(await asyncio.gather(*map(one, rows)))


async def _answer(facts: ReadQuestions, row: ProfileRow, project_id: str | None) -> Answered[None] | ProcoreProblem:
    try:
        return await facts.read(row.key.casefold(), project_id)
    except ProcoreProblem as problem:
        return problem
