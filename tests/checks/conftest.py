"""Runs of the checks against the practice company, over HTTP on loopback."""

import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from dmsa_tui.checks.expectation import NOTHING_STATED, Expectation
from dmsa_tui.checks.model import Confirmation, Report, Result
from dmsa_tui.checks.runner import Runner
from dmsa_tui.checks.target import Target
from dmsa_tui.guide.profiles import Profile, load_profile
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.server import serving
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.environments import environment, with_urls
from dmsa_tui.procore.secret import Secret

App = Callable[..., Any]
Wrap = Callable[[App], App]


@dataclass
class Practice:
    """A served practice company, and what was asked of it."""

    rehearsal: Rehearsal
    client: ProcoreClient
    target: Target
    paths: list[str]

    async def run(
        self, *, only: Iterable[str] | None = None, confirmations: dict[str, Confirmation] | None = None, **changes: Any
    ) -> Report:
        return await Runner(self.client, replace(self.target, **changes), only, confirmations).run()


Serve = Callable[..., AbstractAsyncContextManager[Practice]]


@pytest.fixture
def profile() -> Profile:
    return load_profile("file-sync")


@pytest.fixture
def practice(profile: Profile) -> Serve:
    @asynccontextmanager
    async def serve(
        scenario: str,
        *,
        wrap: Wrap = lambda app: app,
        latency: float = 0.0,
        expect: Expectation = NOTHING_STATED,
        timeout: float = 5.0,
    ) -> AsyncIterator[Practice]:
        rehearsal = Rehearsal(scenario)
        noted = rehearsal.credentials
        paths: list[str] = []

        async def counted(scope: Any, receive: Any, send: Any) -> None:
            paths.append(f"{scope['method']} {scope['path']}")
            await wrap(rehearsal.app)(scope, receive, send)

        async with serving(counted, latency=latency) as url:
            place = with_urls(environment("production"), url, url)
            target = Target(
                place,
                noted.company_id,
                noted.client_id or "none",
                profile,
                app_name=noted.app_name or "",
                expect=expect,
            )
            secret = Secret(noted.client_secret or "none")
            async with ProcoreClient(place, noted.company_id, target.client_id, secret, timeout=timeout) as client:
                yield Practice(rehearsal, client, target, paths)

    return serve


@dataclass(frozen=True)
class Answer:
    """What is sent instead of the practice company's own answer; `change` rewrites its JSON."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/json"),)
    change: Callable[[Any], Any] | None = None


@pytest.fixture
def instead() -> Callable[..., Wrap]:
    """An application that answers paths with a given ending in its own way, and leaves the rest to the one inside."""

    def make(answers: dict[str, Answer]) -> Wrap:
        def wrap(app: App) -> App:
            async def answer(scope: Any, receive: Any, send: Any) -> None:
                own = next((own for ending, own in answers.items() if scope["path"].endswith(ending)), None)
                if own is None:
                    await app(scope, receive, send)
                elif own.change is not None:
                    await app(scope, receive, _changing(send, own.change))
                else:
                    await send({"type": "http.response.start", "status": own.status, "headers": list(own.headers)})
                    await send({"type": "http.response.body", "body": own.body})

            return answer

        return wrap

    return make


def _changing(send: Any, change: Callable[[Any], Any]) -> Any:
    started: dict[str, Any] = {}

    async def changed(message: Any) -> None:
        if message["type"] == "http.response.start":
            started.update(message)
            return
        value = change(json.loads(message["body"]))
        if isinstance(value, list):  # a list that leaves rows out does not count them either
            started["headers"] = [
                (name, str(len(value)).encode() if name.lower() == b"total" else told)
                for name, told in started["headers"]
            ]
        await send(started)
        await send(message | {"body": json.dumps(value).encode()})

    return changed


@pytest.fixture
def answer() -> type[Answer]:
    return Answer


@pytest.fixture
def result_of() -> Callable[[Report, str], Result]:
    def find(report: Report, id: str) -> Result:
        return next(result for result in report.results if result.id == id)

    return find
