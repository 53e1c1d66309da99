"""Every bad day ends as it should: outcome, exit status, what is there, what is left, and the table in the document."""

import re
from pathlib import Path

import pytest

from dmsa_tui.permit.batches import IN_A_ROW
from dmsa_tui.permit.model import EXIT_STATUS, Outcome, Report
from dmsa_tui.permit.text import report_text, to_do
from dmsa_tui.practice.writing_faults import WRITING_FAULTS
from tests.permit.company import Company, Serve
from tests.permit.rows import HEAD, ROWS, Row, line_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "permit.md"


def kept_lines() -> list[str]:
    """The rows of the document's table."""
    _, _, table = DOCUMENT.read_text("utf-8").partition(HEAD)
    return table.split("\n\n")[0].strip().splitlines()


def plainly(line: str) -> str:
    """Without what differs from run to run: ports and IDs."""
    line = re.sub(r"continue at \d\d:\d\d", "continue at 14:30", line)
    return re.sub(r"127\.0\.0\.1:\d+", "the API host", re.sub(r"\d{15}", "…", line))


async def ran(served: Company, row: Row) -> Report:
    for name, value in row.settings.items():
        setattr(served, name, value)
    served.chunk = row.chunk
    if not row.undo:
        return await served.apply()
    assert (await served.apply()).outcome is Outcome.DONE
    served.log.clear()
    return await served.undo()


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
async def test_a_bad_day_ends_as_the_table_says(company: Serve, row: Row) -> None:
    async with company(row.scenario, *row.faults, permitted=row.permitted) as served:
        before = served.assigned
        report = await ran(served, row)
        assert (report.outcome, len(served.writes), len(served.assigned)) == (row.outcome, row.writes, row.there)
        assert report.writes >= row.writes
        confirmed = set(report.added) if not row.undo else served.assigned
        assert confirmed <= served.assigned, "nothing is reported as added that is not there"
        if report.outcome is Outcome.DONE:
            assert report.left == () and report.problem is None
        else:
            assert report.problem and report.problem.endswith((".", "”")) and report.problem.isprintable()
            assert EXIT_STATUS[report.outcome] in (1, 3)
        if not row.undo and report.outcome in (Outcome.REFUSED, Outcome.PRECONDITION):
            assert served.assigned == before and report.added == ()
        assert to_do(report) in " ".join(report_text(report).split())
        assert plainly(line_of(row, report)) in kept_lines(), "make the table again: python -m tests.permit.table"
        if row.after_resume is not None:
            resumed = await served.resume()
            assert (resumed.outcome, resumed.left) == (row.after_resume, ())
            sent = [id for each in served.writes for id in each.projects]
            assert len(served.assigned) == 12 and len(resumed.added) == 10 <= len(set(sent))


def test_the_table_has_these_rows_and_every_fault_is_in_it() -> None:
    assert len(kept_lines()) == len(ROWS)
    assert {id for row in ROWS for id in row.faults} == set(WRITING_FAULTS)


async def test_after_a_refusal_nothing_more_is_sent(company: Serve) -> None:
    async with company("ready", "add-refused", permitted=2) as served:
        report = await served.apply()
        assert served.log[-1] == served.writes[-1] and len(served.writes) == 1
        assert report.cause == "no-access" and len(report.left) == 10
        text = report_text(report)
        assert "Projects 1 to 10 of 10" in text
        assert all(project.name in text for project in served.rehearsal.world.company.active_projects[2:])


async def test_what_failed_in_a_list_is_tried_once_more_alone(company: Serve) -> None:
    async with company("ready", "add-seventh-fails", permitted=2) as served:
        served.chunk = 9
        await served.apply()
        assert [len(each.projects) for each in served.writes] == [1, 9, 1]
        assert served.writes[2].projects == [served.writes[1].projects[6]]


async def test_after_an_error_only_what_is_not_there_is_sent_again(company: Serve) -> None:
    async with company("ready", "add-half-502", permitted=0) as served:
        served.chunk = 11
        await served.apply()
        first, second, third = (each.projects for each in served.writes)
        assert len(second) == 11 and third == second[5:] and first[0] not in second


async def test_another_persons_project_is_never_called_this_runs(company: Serve) -> None:
    async with company("ready", "others-add-meanwhile", permitted=2) as served:
        served.chunk = 3
        report = await served.apply()
        theirs = {each.id for each in report.failed if "someone else added it, with the template" in each.said}
        assert len(theirs) == 2 and not theirs & set(report.added)
        undone = await served.undo()
        assert theirs <= served.assigned and not theirs & set(undone.removed)


async def test_two_minutes_are_waited_for_what_does_not_show(company: Serve) -> None:
    async with company("ready", "add-shows-never", permitted=2) as served:
        await served.apply()
        assert 120 <= served.time.ahead < 150


async def test_many_that_fail_one_after_the_other_are_not_tried_alone_for_ever(company: Serve) -> None:
    async with company("ready", permitted=1) as served:
        own = served.rehearsal.world.company
        own.not_now = {project.id for project in own.projects[2:]}
        served.chunk = 50
        report = await served.apply()
        assert report.outcome is Outcome.PARTLY and len(served.writes) <= 2 + IN_A_ROW
        assert len(report.failed) == 10
