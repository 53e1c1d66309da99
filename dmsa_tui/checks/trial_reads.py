"""Trial reads: one harmless read of each tool that has one, in the company and on two projects."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import NamedTuple, Protocol

from dmsa_tui.checks.level_comparison import DIRECTORY, Side, compare, wanted_level
from dmsa_tui.checks.memberships import Memberships, chosen, spread
from dmsa_tui.checks.target import Target
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
    """None: not sent, because the level is too low."""


class ReadQuestions(Protocol):
    """What is asked for the trial reads; `Facts` answers it."""

    target: Target

    def account(self) -> Awaitable[object]: ...

    def memberships(self) -> Awaitable[Answered[Memberships]]: ...

    def company_levels(self) -> Awaitable[Answered[list[GrantedTool]]]: ...

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
    """Those in the company. Nothing is sent for an account that was not found, nor where the level is too low."""
    await facts.account()
    profile = facts.target.profile
    try:
        allowed = may_read(profile, "company", (await facts.company_levels()).value)
    except ProcoreProblem:
        allowed = {}

    async def one(row: ProfileRow) -> TrialRead:
        enough = allowed.get(row.key) is not False
        return TrialRead(row, None, await _answer(facts, row, None) if enough else None)

    return tuple(await asyncio.gather(*map(one, tried(profile, "company"))))


async def project_reads(facts: ReadQuestions) -> tuple[TrialRead, ...]:
    """Those on projects, sent at once: what the levels there are is asked at the same time."""
    permitted = (await facts.memberships()).value.permitted
    sample = chosen(permitted, facts.target.projects)

    async def one(project: ProjectAssignment, row: ProfileRow) -> TrialRead:
        return TrialRead(row, project, await _answer(facts, row, project.id))

    rows = tried(facts.target.profile, "project")
    on = [sample[index] for index in spread(len(sample), PROJECTS)]
    return tuple(await asyncio.gather(*(one(project, row) for project in on for row in rows)))


async def _answer(facts: ReadQuestions, row: ProfileRow, project_id: str | None) -> Answered[None] | ProcoreProblem:
    try:
        return await facts.read(row.key.casefold(), project_id)
    except ProcoreProblem as problem:
        return problem
