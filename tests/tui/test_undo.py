"""What a field held before it was cleared, overwritten or typed into comes back."""

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
