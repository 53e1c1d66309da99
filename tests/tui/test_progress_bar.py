"""Long work has a bar with its count, its total and the time left, and what is short has none."""

import asyncio

import httpx
import pytest

from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.permit_pages import Pages
from dmsa_tui.tui.widgets.check_note import CheckNote
from dmsa_tui.tui.widgets.hanging_text import hanging
from dmsa_tui.tui.widgets.progress_bar import progress_line
from tests.tui.driving import Wizard, credentials, opened


class PageByPage(httpx.ASGITransport):
    """The practice company; it answers about as many pages of the list of projects as the test lets it."""

    pages = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/project_assignments") and request.url.params.get("page", "1") != "1":
            while PageByPage.pages <= 0:
                await asyncio.sleep(0.02)
            PageByPage.pages -= 1
        return await super().handle_async_request(request)


async def begin(found: Wizard, pages: int) -> None:
    PageByPage.pages = pages
    await found.session.credentials.keep(Secret(credentials(found.session)[1]))
    await found.press("f5")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)], ids=str)
async def test_a_run_that_reads_a_long_list_has_a_bar_until_it_has_ended(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dmsa_tui.practice.transport.PracticeTransport", PageByPage)
    monkeypatch.setattr("dmsa_tui.session.reading.LONG_SECONDS", 0.0)
    monkeypatch.setattr("dmsa_tui.session.reading.NOTICE_SECONDS", 0.0)
    async with opened("large-company", step="projects", size=size) as found:
        note = found.step.query_one(CheckNote)
        await begin(found, 1)
        await found.until(lambda: " of 2,431" in str(note.render()), "the progress")
        await found.sees("━", "─", " of 2,431", "left · Esc stops")
        assert note.size.height == 1
        await found.press("escape")
        await found.sees("Stopped. F5 checks again.")
        assert not found.session.results.asking and not found.session.reading.total and not found.shows("━")
        await begin(found, 1)
        await found.until(lambda: " of 2,431" in str(note.render()), "the progress")
        PageByPage.pages = 99
        await found.quiet()
        await found.until(lambda: "requests to the practice company" in str(note.render()), "what they cost")
        assert "━" not in str(note.render()) and not found.session.reading.total


async def test_a_short_run_has_none() -> None:
    async with opened("ready", step="projects") as found:
        drawn: list[int] = []
        found.session.reading.observe(lambda _names: drawn.append(found.session.reading.total))
        await begin(found, 99)
        await found.sees("requests to the practice company")
        assert not drawn


def test_the_bar_is_as_long_as_what_is_done_and_gives_way_to_the_words() -> None:
    assert progress_line("5 of 10", 5, 10, 29).plain == f"{'━' * 10}{'─' * 10}  5 of 10"
    assert progress_line("5 of 10", 5, 10, 14).plain == "5 of 10"
    assert progress_line("5", 5, 0, 80).plain == "5"


def test_adding_projects_has_a_bar() -> None:
    session = Session.for_rehearsal("fresh")
    run = session.project_run
    run.progress, run.done, run.total = "Adding: 1,214 of 2,428, about 2 min left", 1214, 2428
    for lines in (Pages(session.mask).working(run, ""), Pages(session.mask).reading(run)):
        drawn = hanging(lines, 54).plain
        assert drawn.count("━") == drawn.count("─") == 20 and "about 2 min left" in drawn
