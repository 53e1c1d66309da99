"""What a run asks Procore: each question is sent once, as early as possible, and shared by all checks."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Hashable, Sequence
from typing import Any, Generic, TypeVar, cast

from dmsa_tui.checks.account import Account, find_account
from dmsa_tui.checks.bounded_gather import bounded_gather
from dmsa_tui.checks.kept_levels import KeptLevels, Levels
from dmsa_tui.checks.level_comparison import DIRECTORY, compare
from dmsa_tui.checks.memberships import Memberships, chosen, find_memberships
from dmsa_tui.checks.model import Blocked
from dmsa_tui.checks.target import Target
from dmsa_tui.checks.trial_reads import TrialRead, company_reads, project_reads, read_on
from dmsa_tui.procore.api import endpoints
from dmsa_tui.procore.api.projects import ProjectStatus
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.records import (
    AppInstallation,
    Company,
    CompanyHost,
    DirectoryRecord,
    DirectoryUser,
    GrantedTool,
    PermissionTemplate,
    Project,
    ProjectAssignment,
    ProjectTool,
    TokenGrant,
    TokenInfo,
)
from dmsa_tui.procore.request_record import Answered, ProcoreProblem, RateLimited
from dmsa_tui.procore.weblinks import web_origin

T = TypeVar("T")

OnProgress = Callable[[str, int, int | None], None]
"""Check id, how many are done, of how many (None: not known)."""
GiveWay = Callable[[], Awaitable[None]]
"""Awaited before each of many requests, so that what is more urgent comes first."""

LevelsOn = tuple[ProjectAssignment, Answered[list[GrantedTool]] | ProcoreProblem]


class Fact(Generic[T]):
    """A question in flight. Several checks may await it; cancelling one does not cancel the request."""

    def __init__(self, task: "asyncio.Task[T]") -> None:
        self._task = task

    def __await__(self) -> Generator[Any, None, T]:
        return asyncio.shield(self._task).__await__()

    @property
    def known(self) -> T | None:
        """The answer if it is there already."""
        done = self._task.done() and not self._task.cancelled() and self._task.exception() is None
        return self._task.result() if done else None


class Facts:
    """The memo of one run: a method a question, named after the endpoint or the record that answers it.

    Everything but the token waits for the token; a refused token lets nothing else be sent. `levels` holds what an
    interrupted run has read project by project: it is not asked again, and what this run reads is added. `kept` keeps
    what a scan of all projects has read when it is stopped, and gives it to the next one.
    """

    def __init__(
        self,
        client: ProcoreClient,
        target: Target,
        on_progress: OnProgress | None = None,
        levels: Levels | None = None,
        give_way: GiveWay | None = None,
        kept: KeptLevels | None = None,
    ) -> None:
        self.target = target
        self._kept = kept
        self._levels = {} if levels is None else levels
        self.earlier: Levels = dict(self._levels)
        """The levels that another run has read."""
        self._same_levels = {tuple(each.value): each.value for each in self._levels.values()}
        self._client = client
        self._on_progress = on_progress
        self._give_way = give_way
        self._facts: dict[Hashable, Fact[Any]] = {}
        self._tasks: list[asyncio.Task[Any]] = []

    def token(self) -> Fact[Answered[TokenGrant]]:
        return self._once("token", self._client.authorize)

    def token_info(self) -> Fact[Answered[TokenInfo]]:
        return self._ask("token_info", lambda: endpoints.token_info(self._client))

    def host(self) -> Fact[Answered[CompanyHost]]:
        return self._ask("host", lambda: endpoints.company_host(self._client))

    def companies(self) -> Fact[Answered[list[Company]]]:
        return self._ask("companies", lambda: endpoints.companies(self._client))

    def me(self) -> Fact[Answered[DirectoryRecord]]:
        return self._ask("me", lambda: endpoints.directory_record(self._client))

    def users_named(self, text: str) -> Fact[Answered[list[DirectoryUser]]]:
        return self._ask(("users", text), lambda: endpoints.find_users(self._client, text))

    def inactive_users(self) -> Fact[Answered[list[DirectoryUser]]]:
        return self._ask("inactive", lambda: endpoints.inactive_users(self._client))

    def company_levels(self) -> Fact[Answered[list[GrantedTool]]]:
        return self._ask("company_levels", lambda: endpoints.granted_tools(self._client))

    def installations(self) -> Fact[Answered[list[AppInstallation]]]:
        return self._ask("installations", lambda: endpoints.app_installations(self._client))

    def assignments(self, user_id: str) -> Fact[Answered[list[ProjectAssignment]]]:
        def progress(done: int, total: int | None) -> None:
            self.progress("projects.permitted", done, total)

        return self._ask(
            ("assignments", user_id),
            lambda: endpoints.project_assignments(self._client, user_id, status=self._status, on_progress=progress),
        )

    def projects(self) -> Fact[Answered[list[Project]]]:
        return self._ask("projects", lambda: endpoints.projects(self._client, status=self._status))

    def template_projects(self) -> Fact[Answered[list[Project]]]:
        return self._ask("template_projects", lambda: endpoints.projects(self._client, templates=True))

    @property
    def _status(self) -> ProjectStatus:
        """Which projects are listed: a list may name inactive ones, which must not be taken for unknown."""
        return "All" if self.target.expect.kind == "list" else "Active"

    def project_members(self, project_id: str, user_id: str) -> Fact[Answered[list[DirectoryUser]]]:
        return self._ask(("members", project_id), lambda: endpoints.project_members(self._client, project_id, user_id))

    def project_tools(self, project_id: str) -> Fact[Answered[list[ProjectTool]]]:
        return self._ask(("tools", project_id), lambda: endpoints.project_tools(self._client, project_id))

    def template(self, id: str) -> Fact[Answered[PermissionTemplate]]:
        return self._ask(("template", id), lambda: endpoints.permission_template(self._client, id))

    def directory_user(self, user_id: str) -> Fact[Answered[DirectoryUser]]:
        return self._ask(("user", user_id), lambda: endpoints.directory_user(self._client, user_id))

    def account(self) -> Fact[Answered[Account]]:
        """The service account's directory record, or what a search found instead."""
        return self._once("account", lambda: find_account(self))

    def memberships(self) -> Fact[Answered[Memberships]]:
        """The company's projects, and on which the account is; Blocked if the account could not be identified."""

        async def find() -> Answered[Memberships]:
            return await find_memberships(self, await self._account_id())

        return self._once("memberships", find)

    def default_template(self) -> Fact[Answered[PermissionTemplate] | None]:
        """The account's default project permission template; None if it has none or Procore did not say."""

        async def find() -> Answered[PermissionTemplate] | None:
            record = (await self.account()).value.record
            id = None if record is None else record.default_permission_template_id
            return None if id is None else await self.template(id)

        return self._once("default_template", find)

    def sampled_levels(self) -> Fact[tuple[LevelsOn, ...]]:
        """The levels on each permitted project that the target's scope chooses, or why they were not given."""
        return self._once("sampled_levels", self._sampled_levels)

    async def _sampled_levels(self) -> tuple[LevelsOn, ...]:
        projects = chosen((await self.memberships()).value.permitted, self.target.projects)
        if self._kept is None or self.target.projects.kind != "all":
            return await self._levels_on_each(projects)
        marks = (await self._account_id(), await self._installed())
        await asyncio.to_thread(self._take_up, self._kept, *marks)
        unfinished = True
        try:
            answers = await self._levels_on_each(projects)
            unfinished = any(isinstance(answer, RateLimited) for _, answer in answers)
            return answers
        finally:
            await asyncio.to_thread(self._kept.keep, self._levels if unfinished else {}, *marks)

    def _take_up(self, kept: KeptLevels, account: str, version: str) -> None:
        too_low: dict[int, bool] = {}
        for project_id, levels in kept.load(account, version).items():
            tools = levels.value  # one list for all projects with these levels
            if id(tools) not in too_low:
                compared = compare(self.target.profile, "project", tools)
                too_low[id(tools)] = any(tool.too_low for tool in compared)
                self._same_levels.setdefault(tuple(tools), tools)
            # A level that was too low may have been raised since, so it is asked again.
            if not too_low[id(tools)] and self._levels.setdefault(project_id, levels) is levels:
                self.earlier[project_id] = levels

    async def _installed(self) -> str:
        """Status, version and pending update of the app as one text, to see a change; empty where it is not told."""
        try:
            rows = (await self.installations()).value
        except ProcoreProblem:
            return ""
        mine = (row for row in rows if row.app_uid == self.target.client_id)
        return " ".join(f"{each.status}/{each.version}/{each.pending_operation_id}" for each in mine)

    def project_levels(self, project_id: str) -> Fact[Answered[list[GrantedTool]]]:
        """The levels on one project that is read, asked once for both."""
        return self._ask(("levels", project_id), lambda: self._levels_on(project_id))

    async def _levels_on_each(self, projects: Sequence[ProjectAssignment]) -> tuple[LevelsOn, ...]:
        done = 0
        are_read = read_on((await self.memberships()).value.permitted, self.target.projects)

        async def one(project: ProjectAssignment) -> LevelsOn:
            nonlocal done
            try:
                levels = self.project_levels if project in are_read else self._levels_on
                return project, await levels(project.id)
            except ProcoreProblem as problem:
                return project, problem
            finally:
                done += 1
                self.progress("permissions.project", done, len(projects))

        return tuple(await bounded_gather(one, projects))

    def read(self, tool: str, project_id: str | None = None) -> Fact[Answered[None]]:
        """One harmless read of a tool of `trial_reads.TOOLS`, in the company or on a project."""
        ask = endpoints.read_users if tool == DIRECTORY else endpoints.read_root_folder
        return self._ask(("read", tool, project_id), lambda: ask(self._client, project_id))

    def company_reads(self) -> Fact[tuple[TrialRead, ...]]:
        """The profile's tools read in the company, but for those whose level is too low for it."""
        return self._once("company_reads", lambda: company_reads(self))

    def project_reads(self) -> Fact[tuple[TrialRead, ...]]:
        """The profile's tools read on the first and the last project of the sample."""
        return self._once("project_reads", lambda: project_reads(self))

    async def _levels_on(self, project_id: str) -> Answered[list[GrantedTool]]:
        kept = self._levels.get(project_id)
        if kept is None:
            if self._give_way is not None:
                await self._give_way()
            answered = await endpoints.granted_tools(self._client, project_id=project_id)
            # Most projects have the same levels: thousands of them must not be held thousands of times.
            tools = self._same_levels.setdefault(tuple(answered.value), answered.value)
            kept = self._levels[project_id] = Answered(tools, answered.request_records)
        return kept

    async def _account_id(self) -> str:
        account = (await self.account()).value
        if account.id is None:
            raise Blocked("install.account")
        return account.id

    @property
    def known_projects(self) -> tuple[ProjectAssignment, ...]:
        """The company's projects, as far as this run has asked for them."""
        asked = cast("Fact[Answered[Memberships]] | None", self._facts.get("memberships"))
        answered = None if asked is None else asked.known
        return () if answered is None else answered.value.projects

    def progress(self, check_id: str, done: int, total: int | None) -> None:
        """Report the progress of a long question."""
        if self._on_progress is not None:
            self._on_progress(check_id, done, total)

    @property
    def clock_skew(self) -> float | None:
        """Seconds by which this machine's clock is off, None if no answer carried a date."""
        return self._client.clock_skew

    def web_base_url(self) -> str:
        """The host of the company's pages: Procore's word if it names one of Procore's, else what the target knows."""
        asked = cast("Fact[Answered[CompanyHost]] | None", self._facts.get("host"))
        answered = None if asked is None else asked.known
        origin = None if answered is None else web_origin(answered.value.web_base_url)
        return origin or self.target.web_base_url or self.target.environment.web_url

    async def close(self) -> None:
        """Cancel what is in flight, and wait until it has ended."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ask(self, key: Hashable, send: Callable[[], Coroutine[Any, Any, T]]) -> Fact[T]:
        async def after_token() -> T:
            await self.token()
            return await send()

        return self._once(key, after_token)

    def _once(self, key: Hashable, ask: Callable[[], Coroutine[Any, Any, T]]) -> Fact[T]:
        if key not in self._facts:
            task = asyncio.create_task(ask())
            task.add_done_callback(_retrieve)
            self._tasks.append(task)
            self._facts[key] = Fact(task)
        return cast("Fact[T]", self._facts[key])


def _retrieve(task: "asyncio.Task[Any]") -> None:
    """Mark an exception as seen: a question that was sent ahead may end up with no check that awaits it."""
    if not task.cancelled():
        task.exception()
