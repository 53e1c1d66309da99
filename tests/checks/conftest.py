"""Runs of the checks against the practice company, over HTTP on loopback."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from dmsa_tui.checks.expect import NOTHING_STATED, Expectation
from dmsa_tui.checks.model import Confirmation, Report, Result
from dmsa_tui.checks.runner import Runner
from dmsa_tui.checks.target import Target
from dmsa_tui.guide.model import Profile
from dmsa_tui.guide.profiles import load_profile
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
        self, *, only: Iterable[str] | None = None, accept: dict[str, Confirmation] | None = None, **changes: Any
    ) -> Report:
        return await Runner(self.client, replace(self.target, **changes), only, accept).run()


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


def answering(path: str, status: int, body: bytes, content_type: bytes = b"application/json") -> Wrap:
    """An application that answers `path` (an ending) itself and leaves the rest to the one that it wraps."""

    def wrap(app: App) -> App:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            if not scope["path"].endswith(path):
                await app(scope, receive, send)
                return
            headers = [(b"content-type", content_type)]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})

        return answer

    return wrap


@pytest.fixture
def result_of() -> Callable[[Report, str], Result]:
    def find(report: Report, id: str) -> Result:
        return next(result for result in report.results if result.id == id)

    return find
