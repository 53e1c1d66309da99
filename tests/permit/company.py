"""Runs against a served practice company: everything that it was asked, and pauses that pass at once."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dmsa_tui.checks.expectation import NOTHING_STATED, Expectation
from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.target import Target
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.permit.adding import Adding
from dmsa_tui.permit.model import Plan, Report
from dmsa_tui.permit.probing import Probe
from dmsa_tui.permit.undoing import Undoing
from dmsa_tui.practice.faults import chosen
from dmsa_tui.practice.http.application import build
from dmsa_tui.practice.http.faulty import Faulty
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.server import serving
from dmsa_tui.practice.world import Membership
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.environments import environment, with_urls
from dmsa_tui.procore.secret import Secret

WRITES = ("POST", "PATCH", "PUT", "DELETE")


class Time:
    """Time that passes while somebody sleeps, for the client and for the server alike."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.clock = Clock(lambda: time.monotonic() + self.ahead, self.wall, self._sleep)

    def wall(self) -> float:
        return time.time() + self.ahead

    async def _sleep(self, seconds: float) -> None:
        self.ahead += seconds
        await asyncio.sleep(0)


@dataclass
class Someone:
    """A person with answers at hand; what they were asked is kept."""

    name: str | None = ""
    """What they type for the company's name; empty: the right one."""
    yes: bool = True
    takes_them: bool = True
    asked: list[str] = field(default_factory=list)
    then: Callable[[str], None] = lambda question: None

    async def company_name(self, company: str, plan: Plan) -> str | None:
        self._ask("name")
        return company if self.name == "" else self.name

    async def takes(self, doubtful: Sequence[str]) -> bool:
        self._ask("takes")
        return self.takes_them

    async def goes_on(self, first: Probe, more: int) -> bool:
        self._ask("goes on")
        return self.yes

    def _ask(self, question: str) -> None:
        self.asked.append(question)
        self.then(question)


@dataclass(frozen=True)
class Asked:
    """One request, as the server saw it."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]

    @property
    def projects(self) -> list[str]:
        """The projects that it is to change."""
        if self.path.endswith(("/actions/add", "/actions/remove")):
            return [self.path.split("/projects/")[1].split("/")[0]]
        return [str(row["project_id"]) for row in json.loads(self.body)["users"]]


@dataclass
class Company:
    """A served practice company."""

    rehearsal: Rehearsal
    url: str
    directory: Path
    time: Time
    log: list[Asked]
    person: Someone = field(default_factory=Someone)
    expect: Expectation = NOTHING_STATED
    timeout: float = 5.0
    wait: float | None = 60.0
    chunk: int = 50
    said: list[tuple[str, int, int | None]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """Of every answer."""

    @property
    def memberships(self) -> dict[int, Membership]:
        return self.rehearsal.world.company.memberships

    @property
    def assigned(self) -> set[str]:
        return {str(id) for id in self.memberships}

    @property
    def target(self) -> Target:
        noted = self.rehearsal.credentials
        place = with_urls(environment("production"), self.url, self.url)
        return Target(
            place, noted.company_id, noted.client_id or "", load_profile("file-sync"), app_name=noted.app_name or "",
            expect=self.expect,
        )  # fmt: skip

    @property
    def writes(self) -> list[Asked]:
        """The requests that were to change something, the token's aside."""
        return [each for each in self.log if each.method in WRITES and each.path != "/oauth/token"]

    @property
    def journals(self) -> list[Path]:
        return sorted(self.directory.glob("*.jsonl"))

    def lines(self) -> list[dict[str, Any]]:
        """The lines of the newest journal."""
        return [json.loads(line) for line in self.journals[-1].read_text().splitlines()]

    def wants(self, *texts: str) -> None:
        """A list of projects instead of all active ones."""
        self.expect = expected_list("\n".join(texts))

    async def plan(self, **options: Any) -> Report:
        return await self._adding(lambda run: run.plan(), **options)

    async def apply(self, **options: Any) -> Report:
        return await self._adding(lambda run: run.apply(), **options)

    async def resume(self, path: Path | None = None, *, apply: bool = True, **options: Any) -> Report:
        return await self._adding(lambda run: run.resume(path or self.journals[-1], apply=apply), **options)

    async def undo(self, path: Path | None = None, *, apply: bool = True, **options: Any) -> Report:
        async with self._client() as client:
            run = Undoing(client, self.target, self.person, self.directory, **self._options(), **options)
            return await run.undo(path or self.journals[-1], apply=apply)

    async def _adding(self, do: Callable[[Adding], Any], started: Callable[[Adding], None] = lambda run: None,
                      **options: Any) -> Report:  # fmt: skip
        async with self._client() as client:
            run = Adding(client, self.target, self.person, self.directory, **self._options(), **options)
            started(run)
            report: Report = await do(run)
            return report

    def _options(self) -> dict[str, Any]:
        return {
            "chunk": self.chunk, "clock": self.time.clock, "on_progress": lambda *told: self.said.append(told),
        }  # fmt: skip

    def _client(self) -> ProcoreClient:
        target, secret = self.target, Secret(self.rehearsal.credentials.client_secret or "")
        return ProcoreClient(
            target.environment, target.company_id, target.client_id, secret, timeout=self.timeout, wait=self.wait,
            clock=self.time.clock,
        )  # fmt: skip


@asynccontextmanager
async def serve_company(
    home: Path, scenario: str = "ready", *faults: str, permitted: int | None = None
) -> AsyncIterator[Company]:
    """Serves a scenario; `permitted` leaves the account that many of its projects."""
    rehearsal, passing, log, statuses = Rehearsal(scenario), Time(), list[Asked](), list[int]()
    own = rehearsal.world.company
    if scenario == "no-directory-admin":
        own.raises_tools = False
    if permitted is not None:
        own.memberships = dict(list(own.memberships.items())[:permitted])
    app = Faulty(build(rehearsal.world, passing.wall), chosen(faults), rehearsal.world, passing.wall)

    async def counted(scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        log.append(Asked(scope["method"], scope["path"], message.get("body", b""), headers))
        waiting = [message]

        async def told(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        async def again() -> Any:
            return waiting.pop() if waiting else await receive()

        await app(scope, again, told)

    async with serving(counted) as url:
        yield Company(rehearsal, url, home / "permit", passing, log, statuses=statuses)


Serve = Callable[..., AbstractAsyncContextManager[Company]]
