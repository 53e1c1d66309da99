"""A credential that is pasted into a text is asked about as it was pasted, and the text is what it was before."""

import pytest
from textual.widgets import Input, TextArea

from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.dialogs.pasted import PastedDialog
from dmsa_tui.tui.dialogs.task import TaskDialog
from dmsa_tui.tui.widgets.burst import GAP_SECONDS
from dmsa_tui.tui.widgets.expected_list import ProjectsArea
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.search_line import SearchLine
from tests.tui.driving import Wizard, opened
from tests.tui.hands import key_event

SECRET = "canary9f3kQ2notarealsecret00000_00000-00000"
LINES = ["P-001 Annex", "P-002 Depot", "P-003 Station"]
LISTED = {"expect": ExpectMode.LIST, "expected_projects": LINES}
NAME = "Maria O'Neil; Birch"
PLACES = ["start", "in a word", "end"]


async def put_in(found: Wizard, text: str, *, as_keys: bool) -> None:
    """Paste into the field in focus, bracketed or as a terminal without that sends it: as keys."""
    if not as_keys:
        await found.paste(text)
        return
    assert found.app._driver is not None
    keys = [key_event({" ": "space", "\n": "enter"}.get(each, each)) for each in text]
    for each in keys:
        each.time = keys[0].time  # as fast as a terminal sends them
        found.app._driver.process_message(each)


async def is_asked_about_that(found: Wizard) -> None:
    await found.until(lambda: isinstance(found.app.screen, PastedDialog), "the question")
    await found.sees(f"{len(SECRET)} characters that look like a client ID or a client secret")


async def is_held(found: Wizard) -> None:
    await found.until(lambda: found.session.credentials.untested == Secret(SECRET), "the secret to be held")


def cursor_to(line: Input | TextArea, place: str) -> None:
    if isinstance(line, Input):
        line.cursor_position = {"start": 0, "in a word": 3, "end": len(line.value)}[place]
    else:
        line.move_cursor({"start": (0, 0), "in a word": (1, 8), "end": line.document.end}[place])


@pytest.mark.parametrize("chosen", ["s", "escape"])
@pytest.mark.parametrize("as_keys", [False, True], ids=["bracketed", "as keys"])
@pytest.mark.parametrize("place", PLACES)
async def test_the_list_of_projects_keeps_every_line(place: str, as_keys: bool, chosen: str) -> None:
    async with opened("fresh", step="projects", at="expected", answers=LISTED) as found:
        area = found.step.query_one(ProjectsArea)
        area.focus()
        cursor_to(area, place)
        cursor = area.selection
        await put_in(found, SECRET, as_keys=as_keys)
        await is_asked_about_that(found)
        assert area.text.splitlines() == LINES and area.selection == cursor
        await found.press(chosen)
        if chosen == "s":
            await is_held(found)
        await found.quiet()
        assert found.session.record.expected_projects == LINES
        assert area.text.splitlines() == LINES


@pytest.mark.parametrize("as_keys", [False, True], ids=["bracketed", "as keys"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("field", ["administrator", "app-name"])
async def test_a_line_of_text_keeps_what_it_held(field: str, place: str, as_keys: bool) -> None:
    name = field.replace("-", "_")
    async with opened("fresh", step="create-app", at=field, answers={name: NAME}) as found:
        line = found.step.query_one(f"#{field}", Field).input
        line.focus()
        cursor_to(line, place)
        cursor = line.cursor_position
        await put_in(found, SECRET, as_keys=as_keys)
        await is_asked_about_that(found)
        assert (line.value, line.cursor_position) == (NAME, cursor)
        await found.press("s")
        await is_held(found)
        assert getattr(found.session.record, name) == NAME


@pytest.mark.parametrize("as_keys", [False, True], ids=["bracketed", "as keys"])
async def test_a_field_of_a_dialog_keeps_what_it_held(as_keys: bool) -> None:
    async with opened("fresh", step="create-app", home=True, size=(80, 24)) as found:
        found.app.go_home()
        await found.quiet()
        await found.press("n")
        await found.until(lambda: found.app.screen.query("#name Input"), "the dialog")
        line = found.app.screen.query_one("#name Input", Input)
        line.focus()
        await found.press(*"Birch")
        await found.pilot.pause(2 * GAP_SECONDS)  # what a person typed is not in the burst
        await put_in(found, SECRET, as_keys=as_keys)
        await found.is_told(f"{len(SECRET)} characters that look like", "No field here takes it.")
        assert line.value == "Birch"


async def test_the_list_of_a_task_keeps_every_line() -> None:
    async with opened("fresh", step="projects", answers=LISTED | {"old_account": "Sync, service account"}) as found:
        found.app.open_task("migrate")
        await found.until(lambda: found.app.screen.query(ProjectsArea), "the task")
        task = found.app.screen
        assert isinstance(task, TaskDialog)
        area = task.query_one(ProjectsArea)
        task.actions.choose(next(each.id for each in task.actions.current.all if "expected_projects" in each.fields))
        await found.quiet()
        area.focus()
        cursor_to(area, "end")
        await found.paste(SECRET)
        await found.is_told(f"{len(SECRET)} characters that look like", "No field here takes it.")
        assert area.text.splitlines() == LINES


@pytest.mark.parametrize("key", ["f3", "ctrl+t"])
async def test_a_search_keeps_what_is_searched_for(key: str) -> None:
    async with opened("ready", step="projects", size=(80, 24)) as found:
        await found.press(key)
        await found.until(lambda: isinstance(found.app.focused, SearchLine), "the search")
        await found.press(*"harbor")
        await found.paste(SECRET)
        await found.is_told(f"{len(SECRET)} characters that look like")
        assert isinstance(found.app.focused, SearchLine) and found.app.focused.value == "harbor"


async def test_among_pasted_lines_a_credential_stands_on_its_own_line() -> None:
    async with opened("fresh", step="projects", at="expected", answers=LISTED) as found:
        area = found.step.query_one(ProjectsArea)
        area.focus()
        cursor_to(area, "end")
        await found.paste(f"{SECRET}\nP-004 Quay")
        await found.until(lambda: isinstance(found.app.screen, PastedDialog), "the question")
        await found.press("escape")
        await found.until(lambda: len(found.session.record.expected_projects) == 4, "the lines")
        assert found.session.record.expected_projects == [*LINES, "P-004 Quay"]
