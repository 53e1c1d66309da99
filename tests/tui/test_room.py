"""What has room is whole: the columns of a roomy terminal, the rows of a small one."""

import pytest
from textual.widgets import Button, Input

from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.link import LinkDialog
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import HangingText
from dmsa_tui.tui.widgets.permission_builder import PermissionBuilder
from dmsa_tui.tui.widgets.qr_code import QrCode
from dmsa_tui.tui.widgets.secret_field import SecretField
from tests.layout.whole import assert_all_in_sight
from tests.tui.driving import credentials, opened, rehearsal, wizard


async def test_the_right_column_leaves_the_actions_their_room_and_says_each_check_in_a_line() -> None:
    async with opened("ready", step="install") as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees("✔ Service account  proven")
        assert found.step.query_one("#side").outer_size.width == 34
        assert {each.size.height for each in found.step.query(CheckRow)} == {1}
        # the address and the key that opens it, and the value and the key that copies it
        await found.sees("App Management  ", "Procore calls it “Practice Builders”.", "••••6617    Copy Ctrl+Y")


async def test_the_builder_has_a_line_for_each_row_beside_the_right_column_too() -> None:
    async with opened(step="permissions", at="levels-set") as found:
        assert found.step.query_one(PermissionBuilder).has_focus
        await found.sees(
            "Company Level · 0 of 4 set  Project Level · 0 of 4 set",
            "[ ] Directory !    → Admin",
            "[ ] Home !         → Read-only",
        )
        assert found.step.actions is not None and not found.step.actions.max_scroll_y
        assert not found.shows("Admin = Admin"), "the rows say it"


async def test_the_next_action_is_whole_where_there_is_a_row_for_it() -> None:
    async with opened(step="promote", at="client-id", size=(80, 24)) as found:
        await found.sees("1–8 to do", "App Version Key on App Details &", "   Versions.")
        assert "1–8 to do" in found.lines[4], "a blank row is not above what has no room"


async def test_tab_goes_to_the_field_of_the_open_action_where_the_list_scrolls() -> None:
    async with opened(step="promote", at="client-id", size=(60, 20)) as found:
        assert found.step.actions is not None and found.step.actions.max_scroll_y
        found.step.set_focus(None)
        await found.press("tab")
        assert found.app.focused is found.step.query_one("#client-id Input", Input)
        await found.press("tab")
        assert found.app.focused is found.step.query_one("#client-secret")
        found.step.actions.scroll_home(animate=False)
        await found.press("pagedown")
        await found.until(lambda: found.step.actions and found.step.actions.scroll_y, "the list to scroll")


async def test_after_the_last_required_action_the_optional_one_says_what_is_next() -> None:
    async with opened(step="permissions", size=(80, 24)) as found:
        session = found.session
        for each in session.actions.of("permissions"):
            if not each.optional:
                session.actions.tick("permissions", each.id, "Ada")
        await found.sees("optional", "All required actions are done: F8 goes to the next step.")
        assert found.step.query_one("#next", Button).variant == "primary"
        await found.press("f8")
        await found.until(lambda: found.step.STEP == "promote", "the next step")


async def test_the_dots_of_a_secret_begin_where_the_text_of_the_fields_begins() -> None:
    async with opened("ready", step="promote", at="client-id", size=(80, 24)) as found:
        found.step.set_focus(None)
        found.step.query_one(SecretField).kept(literal("Kept."))
        await found.quiet()
        dots = [line for line in found.lines if "•••••••" in line]
        assert len(dots) == 2 and len({line.index("•") for line in dots}) == 1


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36), (200, 60)], ids=str)
async def test_the_code_is_in_the_middle_of_its_screen(size: tuple[int, int]) -> None:
    async with opened(step="create-app", size=size) as found:
        await found.press("ctrl+l")
        await found.until(lambda: isinstance(found.app.screen, LinkDialog), "the dialog")
        await found.quiet()
        code, room = found.app.screen.query_one(QrCode).region, found.app.screen.query_one("#link-page").region
        assert abs((code.y - room.y) - (room.bottom - code.bottom)) <= 1
        assert code.area and abs(code.x - (size[0] - code.right)) <= 1
        assert_all_in_sight(found)


async def test_a_key_checks_all_projects_and_the_line_says_what_it_cost() -> None:
    async with opened("large-company", step="check", size=(80, 24)) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees("Check permissions on all projects (now: 5 of 2,431) S")
        await found.press("s")
        await found.sees("Levels read on 2,431 of 2,431. ", " requests to the practice company.")


async def test_what_was_saved_and_what_is_open_is_not_green() -> None:
    async with opened("ready", step="handoff", at="saved-note") as found:
        await found.click("Save the record (Markdown)")
        await found.sees("Saved")
        open_items = found.step.query("#open-items HangingText").results(HangingText)
        saved = found.step.query_one("#saved-note", HangingText)
        for note in [each.render() for each in (saved, *open_items)]:
            assert "✔" not in str(note) and "success" not in repr(note)


async def test_the_welcome_shows_what_another_window_began_meanwhile() -> None:
    session = Session.for_rehearsal("fresh")
    async with wizard(session) as found:
        await found.sees("Start the rehearsal")
        rehearsal()  # another window
        await found.press("enter")
        await found.sees("Practice Builders", "1 App")
