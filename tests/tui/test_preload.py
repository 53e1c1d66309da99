"""The first screen waits for nothing that only later screens need; that is there before they are opened."""

import asyncio
import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest
from textual.css.stylesheet import Stylesheet

from dmsa_tui.tui.idle_scheduler import YOUNG_OBJECTS, IdleScheduler
from dmsa_tui.tui.preload import preload
from dmsa_tui.tui.stylesheets import FIRST_SCREEN, LATER_SCREENS
from tests.tui.driving import rehearsal, wizard

LATER_ROOMS = (
    "dmsa_tui.practice",
    "dmsa_tui.documents",
    "dmsa_tui.permit",
    "dmsa_tui.tui.steps",
    "dmsa_tui.tui.dialogs",
)
LATER_MODULES = {
    *("dmsa_tui.guide.model", "dmsa_tui.checks.model", "dmsa_tui.procore.request_record", "dmsa_tui.tui.pasting"),
    *("dmsa_tui.onboarding.validation", "dmsa_tui.session.handover", "json", "tomllib", "tomli_w", "shlex"),
    *("dmsa_tui.tui.widgets.field", "textual.widgets._text_area", "httpx", "keyring", "starlette", "hashlib"),
}
"""What costs a quarter of the time to the first screen, and is not on it."""


@pytest.fixture(autouse=True)
def collection() -> Iterator[None]:
    """The interpreter's own settings come back afterwards."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


async def test_later_sheets_are_read_after_the_first_screen_and_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    once = Stylesheet.read

    def noted(sheets: Stylesheet, path: str) -> None:
        read.append(str(path))
        once(sheets, path)

    monkeypatch.setattr(Stylesheet, "read", noted)
    async with wizard(rehearsal("ready", step="promote")) as found:
        assert read == [str(FIRST_SCREEN)]
        found.app.idle_scheduler = IdleScheduler()
        found.app.on_ready()
        await found.until(lambda: gc.get_threshold()[0] == YOUNG_OBJECTS, "what is loaded while one reads")
        found.app.go_to_step("promote")
        await found.sees("4. Promote")
        assert read == [str(each) for each in (FIRST_SCREEN, *LATER_SCREENS)]


async def test_the_first_screen_reads_no_sheet_of_textuals_own_button() -> None:
    async with wizard(rehearsal("fresh")) as found:
        own = {where for _, where in found.app.stylesheet.source}
        assert "ToastRack.DEFAULT_CSS" in own and "Button.DEFAULT_CSS" not in own, "a tenth of the start"


async def test_every_piece_gives_way_to_keys_first() -> None:
    done: list[str] = []

    async def give_way() -> None:
        done.append("gave way")

    await preload([lambda: done.append("one"), lambda: done.append("two")], give_way)
    assert done == ["gave way", "one", "gave way", "two"]


def test_the_first_screen_of_wizard_and_rehearsal_imports_nothing_of_later_ones() -> None:
    code = (
        "import sys, dmsa_tui.tui.app\n"
        "from dmsa_tui.session.session import Session\n"
        "dmsa_tui.tui.app.DmsaApp(Session.for_rehearsal('fresh'))\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    imported = done.stdout.split()
    assert LATER_MODULES.intersection(imported) == set()
    assert [each for each in imported if each.startswith(LATER_ROOMS)] == []


async def test_tasks_begin_one_after_the_other_on_every_python() -> None:
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, work, **options: asyncio.Task(work, loop=loop, **options))
    async with wizard(rehearsal("fresh")):
        assert loop.get_task_factory() is None, "Textual's own, from Python 3.12 on, runs each at once"
