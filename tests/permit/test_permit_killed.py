"""A run that is killed at any line of its journal goes on, and ends with exactly what was planned."""

import asyncio
import json
import os

import pytest

from dmsa_tui.permit.model import Outcome
from dmsa_tui.practice.company import many_projects
from tests import program
from tests.permit.company import Company, Serve

LINES = 13
"""The header; the first project before and after; the yes; four lists before and after; the end."""
LONG = bool(os.environ.get("DMSA_TUI_LONG_TESTS"))
ALIKE = range(7, 11)
"""The second and the third list: nothing is other there than at the first and the last one."""
NOTHING_BETWEEN = (2, 4, 5, LINES)
"""Nothing happens between the line before and these: that one's "after" is this one's "before"."""
MOMENTS = [
    (line, when) for line in range(1, LINES + 1) for when in ("before", "after")
    if LONG or (line not in ALIKE and (when == "after" or line not in NOTHING_BETWEEN))
]  # fmt: skip
TORN = [(line, "torn") for line in (1, 2, 3, 4, LINES)]


async def _in_a_process(served: Company, **more: str) -> tuple[int, str]:
    noted = served.rehearsal.credentials
    told = {
        "url": served.url, "company_id": noted.company_id, "client_id": noted.client_id or "",
        "secret": noted.client_secret or "", "directory": str(served.directory), "chunk": "10", **more,
    }  # fmt: skip
    done = await asyncio.to_thread(program.run, given=json.dumps(told), module="tests.permit.killed")
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout.strip()


def _forty(served: Company) -> None:
    """Forty projects that are missing, and five that are there."""
    own = served.rehearsal.world.company
    own.projects = own.projects[:5] + many_projects(served.rehearsal.world, 40)
    own.memberships = {id: each for id, each in own.memberships.items() if id in {each.id for each in own.projects[:5]}}


async def test_a_whole_run_has_that_many_lines(company: Serve) -> None:
    async with company("ready") as served:
        _forty(served)
        assert await _in_a_process(served) == (0, "done")
        lines = served.lines()
        assert len(lines) == LINES and lines[-1]["end"] == "done"
        assert [len(each.projects) for each in served.writes] == [1, 10, 10, 10, 9]


@pytest.mark.parametrize(("line", "when"), [*MOMENTS, *TORN])
async def test_killed_at_any_line_it_goes_on_to_exactly_what_was_planned(company: Serve, line: int, when: str) -> None:
    async with company("ready") as served:
        _forty(served)
        before = dict(served.memberships)
        everything = {str(each.id) for each in served.rehearsal.world.company.active_projects}
        status, _ = await _in_a_process(served, line=str(line), when=when)
        assert status == -9
        if line == 1 and when != "after":  # nothing was sent, and there is no run to go on with
            assert served.assigned == {str(id) for id in before} and served.writes == []
            return
        served.chunk = 10
        report = await served.resume()
        assert report.outcome is Outcome.DONE and set(report.added) == everything - {str(id) for id in before}
        assert served.assigned == everything
        assert {id: served.memberships[id] for id in before} == before
        undone = await served.undo()
        assert undone.outcome is Outcome.DONE and served.memberships == before


async def test_killed_twice_it_still_goes_on(company: Serve) -> None:
    async with company("ready") as served:
        _forty(served)
        await _in_a_process(served, line="7", when="before")
        journal = str(served.journals[-1])
        await _in_a_process(served, line="4", when="torn", journal=journal)
        status, said = await _in_a_process(served, journal=journal)
        assert (status, said) == (0, "done")
        assert len(served.assigned) == 45


async def test_the_lock_of_a_killed_run_does_not_last(company: Serve) -> None:
    async with company("ready") as served:
        _forty(served)
        await _in_a_process(served, line="3", when="after")
        assert (served.directory / "run.lock").exists()
        assert (await served.resume()).outcome is Outcome.DONE
