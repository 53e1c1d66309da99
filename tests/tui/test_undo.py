"""What a field held before it was cleared, overwritten or typed into comes back."""

from pathlib import Path

from textual.widgets import TextArea

from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.tui.widgets.expected_list import ExpectedList
from dmsa_tui.tui.widgets.field import Field
from tests.tui.driving import opened


async def test_ctrl_z_brings_back_what_a_field_held() -> None:
    async with opened(answers={"app_name": "Example Sync"}, at="app-name") as found:
        field = found.step.query_one("#app-name", Field)
        field.input.focus()
        await found.press("end", "ctrl+u", *"New")
        assert field.input.value == "New"
        for held in ("", "Example Sync", "Example Sync"):
            await found.press("ctrl+z")
            assert field.input.value == held
        await found.paste(" 2")
        await found.press("backspace", "backspace", "ctrl+z")
        assert field.input.value == "Example Sync 2"
        await found.quiet()
        assert found.session.record.app_name == "Example Sync 2"


async def test_an_id_that_is_brought_back_stays_masked() -> None:
    async with opened("ready", step="promote", at="client-id") as found:
        id = found.session.record.client_id
        found.step.query_one("#client-id", Field).input.focus()
        await found.press("ctrl+u", "ctrl+z")
        await found.quiet()
        assert found.step.query_one("#client-id", Field).input.value == id
        assert id not in found.text


async def test_ctrl_z_takes_back_a_dropped_file_and_a_paste_in_the_list_of_projects(tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("Harbor Annex\nMill Lane School\n")
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["Depot 7"]}
    async with opened("ready", step="projects", at="expected", answers=answers) as found:
        area = found.step.query_one("#expected", TextArea)
        area.focus()
        area.move_cursor(area.document.end)
        await found.paste("\nStation Square")
        await found.press("ctrl+z")
        assert area.text == "Depot 7"
        found.step.query_one(ExpectedList).fill("Offered from elsewhere")
        await found.pilot.pause()
        await found.press("ctrl+z")
        assert area.text == "Depot 7"
        area.select_all()
        await found.paste(str(listed))
        await found.until(lambda: "Mill Lane School" in area.text, "the file's content")
        await found.press("ctrl+z")
        await found.quiet()
        assert area.text == "Depot 7" and found.session.record.expected_projects == ["Depot 7"]
