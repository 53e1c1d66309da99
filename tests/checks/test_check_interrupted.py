"""Ctrl+C in the middle of a run, and a server that hangs: the run ends, and ends cleanly."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from dmsa_tui.checks.model import Report, Result
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.vocabulary import Cause, Status
from tests import program
from tests.server_thread import serve_in_thread

Find = Callable[[Report, str], Result]
Serve = Callable[..., AbstractAsyncContextManager[Any]]


def test_an_interrupted_command_leaves_no_task_behind() -> None:
    """The interrupt comes while some answers are there and others are on their way, which never come."""
    rehearsal = Rehearsal("ready")
    noted = rehearsal.credentials
    assert noted.client_id and noted.client_secret

    async def held(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"].endswith("/settings/permissions"):
            await asyncio.Event().wait()
        await rehearsal.app(scope, receive, send)

    with serve_in_thread(held) as url:
        command = [sys.executable, "-X", "dev", "-W", "default", "-m", "dmsa_tui", "check", "--projects", "all"]
        command += ["--timeout", "3600"]
        command += ["--login-url", url, "--api-url", url, "--company-id", noted.company_id]
        names = {"PROCORE_CLIENT_ID": noted.client_id, "PROCORE_CLIENT_SECRET": noted.client_secret}
        process = subprocess.Popen(
            command, env=os.environ | names, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        with program.beside(process):
            assert process.stdout is not None
            first = process.stdout.readline()
            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=60)
    assert "PASS" in first
    assert process.returncode == 130
    assert "interrupted" in rest
    for trouble in ("Task was destroyed", "never retrieved", "never awaited", "Traceback", "ResourceWarning"):
        assert trouble not in errors


async def test_an_answer_that_never_comes_does_not_hold_the_run(practice: Serve, result_of: Find) -> None:
    """What comes byte by byte without an end is held to the same limit: tests/procore/test_procore_failures.py."""

    def hanging(app: Any) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            if scope["path"].endswith("/settings/permissions"):
                await asyncio.sleep(2)
            await app(scope, receive, send)

        return answer

    async with practice("ready", wrap=hanging, timeout=0.3) as company:
        report = await asyncio.wait_for(company.run(), 60)
    for id in ("permissions.company", "permissions.project"):
        assert (result_of(report, id).status, result_of(report, id).cause) == (Status.UNVERIFIED, Cause.TIMEOUT)
    assert result_of(report, "projects.permitted").status is Status.PASS
