"""A small company in a rehearsal, which keeps what is to be added waiting until a test opens its gate."""

import asyncio

import httpx
import pytest

from dmsa_tui.practice.company import many_projects
from dmsa_tui.session import project_run

PROJECTS = 23
NAME = "Practice Builders"


class Gate(httpx.ASGITransport):
    """The practice company; it keeps every list after the first project until the gate is open."""

    open = asyncio.Event()
    writes: list[bytes] = []  # noqa: RUF012  replaced for each test
    waiting = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if b"/bulk_" in request.url.raw_path:
            Gate.writes.append(request.content)
            if len(Gate.writes) > 1:
                Gate.waiting += 1
                try:
                    await Gate.open.wait()
                finally:
                    Gate.waiting -= 1
        return await super().handle_async_request(request)


def small_company(monkeypatch: pytest.MonkeyPatch) -> None:
    """`add-all-disabled` with 23 projects, 20 of them missing, added in lists of five; the gate is open."""
    monkeypatch.setattr("dmsa_tui.practice.transport.PracticeTransport", Gate)
    monkeypatch.setattr("dmsa_tui.practice.scenarios.many_projects", lambda world, _: many_projects(world, PROJECTS))
    monkeypatch.setattr(project_run, "CHUNK", 5)
    monkeypatch.setattr(project_run, "NOTICE_SECONDS", 0.0)
    monkeypatch.setattr(project_run, "PATIENCE", 0.5)
    Gate.open, Gate.writes, Gate.waiting = asyncio.Event(), [], 0
    Gate.open.set()
