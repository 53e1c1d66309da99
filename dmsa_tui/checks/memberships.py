"""On which projects the service account is. A company admin sees every project, so the project list proves nothing."""

from collections.abc import Awaitable, Sequence
from typing import NamedTuple, Protocol

from dmsa_tui.checks.bounded_gather import bounded_gather
from dmsa_tui.checks.diagnosis import evidence_of, is_withheld
from dmsa_tui.checks.raising import is_company_admin
from dmsa_tui.checks.target import ProjectScope, Target
from dmsa_tui.procore.records import DirectoryUser, GrantedTool, Project, ProjectAssignment
from dmsa_tui.procore.request_record import Answered, ProcoreProblem, RequestRecord, StoppedAsking

PROBE_LIMIT = 100
"""How many projects are asked one by one where Procore withholds the account's project list."""


class Memberships(NamedTuple):
    """The company's projects."""

    projects: tuple[ProjectAssignment, ...]
    complete: bool = True
    """Whether these surely are all projects: a list for one who is no company admin holds only the own ones."""

    @property
    def permitted(self) -> tuple[ProjectAssignment, ...]:
        """Active projects that the account is on; only the account's own inactive ones where there is no active one."""
        permitted = tuple(project for project in self.projects if project.permitted)
        return tuple(project for project in permitted if project.active) or permitted


class ProjectQuestions(Protocol):
    """What is asked to find the service account's projects; `Facts` answers it."""

    target: Target

    def assignments(self, user_id: str, /) -> Awaitable[Answered[list[ProjectAssignment]]]: ...

    def projects(self) -> Awaitable[Answered[list[Project]]]: ...

    def project_members(self, project_id: str, user_id: str, /) -> Awaitable[Answered[list[DirectoryUser]]]: ...

    def company_levels(self) -> Awaitable[Answered[list[GrantedTool]]]: ...

    def progress(self, check_id: str, done: int, total: int | None, /) -> None: ...


async def find_memberships(facts: ProjectQuestions, user_id: str) -> Answered[Memberships]:
    """The account's project list; where Procore withholds it, each project's members. ProcoreProblem if neither."""
    try:
        answered = await facts.assignments(user_id)
    except ProcoreProblem as problem:
        if not is_withheld(problem):
            raise
        return await _probed(facts, user_id, problem)
    return Answered(Memberships(tuple(answered.value)), answered.request_records)


async def _probed(facts: ProjectQuestions, user_id: str, withheld: ProcoreProblem) -> Answered[Memberships]:
    listed = await facts.projects()
    worth = _worth_probing(facts, listed.value)
    reported = 0

    async def one(project: Project) -> tuple[bool | None, tuple[RequestRecord, ...], ProcoreProblem | None]:
        nonlocal reported
        try:
            members = await facts.project_members(project.id, user_id)
        except ProcoreProblem as problem:
            # A project without the Directory tool refuses this, which says nothing about the others.
            if not is_withheld(problem) and not isinstance(problem, StoppedAsking):
                raise
            return None, evidence_of(problem), problem
        finally:
            reported += 1
            facts.progress("projects.permitted", reported, len(worth))
        return any(member.id == user_id for member in members.value), members.request_records, None

    answers = dict(zip(worth, await bounded_gather(one, worth), strict=True))
    problems = [problem for _, _, problem in answers.values() if problem is not None]
    if problems and len(problems) == len(answers):
        raise problems[0]
    on_it = {project.id: permitted for project, (permitted, _, _) in answers.items()}
    request_records = (
        *evidence_of(withheld),
        *listed.request_records,
        *(record for _, records, _ in answers.values() for record in records),
    )
    projects = tuple(_membership(each, on_it.get(each.id)) for each in listed.value)
    return Answered(Memberships(projects, await is_company_admin(facts.company_levels())), request_records)


def _membership(project: Project, permitted: bool | None) -> ProjectAssignment:
    return ProjectAssignment(project.id, project.name, project.number, project.active is not False, permitted)


def _worth_probing(facts: ProjectQuestions, projects: Sequence[Project]) -> tuple[Project, ...]:
    """All projects if there are few; else the expected ones; an even sample of what is still too many."""
    if len(projects) > PROBE_LIMIT and facts.target.expect.kind == "list":
        from dmsa_tui.checks.matching import match

        matched = match(facts.target.expect.entries, projects)
        several = (project for each in matched.ambiguous for project in each.candidates)
        projects = tuple({project.id: project for project in (*matched.projects, *several)}.values()) or projects
    return tuple(projects[index] for index in spread(len(projects), PROBE_LIMIT))


def chosen(permitted: tuple[ProjectAssignment, ...], scope: ProjectScope) -> tuple[ProjectAssignment, ...]:
    """The permitted projects on which the permissions are read."""
    if scope.kind == "none":
        return ()
    size = len(permitted) if scope.kind == "all" else scope.size
    return tuple(permitted[index] for index in spread(len(permitted), size))


def spread(count: int, size: int) -> tuple[int, ...]:
    """At most `size` indices below `count`, evenly spaced, with the first and the last among them."""
    if count <= size:
        return tuple(range(count))
    if size == 1:
        return (0,)
    return tuple(index * (count - 1) // (size - 1) for index in range(size))
