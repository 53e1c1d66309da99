"""A run in a process of its own that kills itself at one line of its journal: before it is on disk, or after."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from dmsa_tui.checks.target import Target
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding import files
from dmsa_tui.permit import journal
from dmsa_tui.permit.adding import Adding
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.environments import environment, with_urls
from dmsa_tui.procore.secret import Secret
from tests.permit.company import Someone


def kill_at(line: int, when: str) -> None:
    """Make the journal's line of that number, from 1, the last thing that this process does."""
    written = 0

    def append(path: Path, data: bytes) -> None:
        nonlocal written
        written += 1
        if written == line and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        files.append_line(path, data)
        if written == line:
            if when == "torn":
                with path.open("r+b") as file:
                    file.truncate(path.stat().st_size - len(data) // 2)
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(journal, "append_line", append)  # noqa: B010 (a name that the module does not export)


async def add(options: dict[str, str]) -> None:
    """Add the missing projects of the company that `options` name."""
    place = with_urls(environment("production"), options["url"], options["url"])
    target = Target(place, options["company_id"], options["client_id"], load_profile("file-sync"))
    async with ProcoreClient(place, target.company_id, target.client_id, Secret(options["secret"])) as client:
        run = Adding(client, target, Someone(), Path(options["directory"]), chunk=int(options["chunk"]))
        report = await (run.resume(Path(options["journal"]), apply=True) if "journal" in options else run.apply())
        print(report.outcome.value)


def main(words: list[str]) -> int:
    """Do what standard input says."""
    told: dict[str, str] = json.loads(sys.stdin.read())
    if "line" in told:
        kill_at(int(told["line"]), told["when"])
    asyncio.run(add(told))
    return 0
