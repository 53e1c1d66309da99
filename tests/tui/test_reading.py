"""A page that is longer than the dialog is read with the keys, whichever button has the focus."""

from textual.widget import Widget
from textual.widgets import Button

from dmsa_tui.checks.model import Result
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.vocabulary import Cause, Status
from tests.tui.driving import Wizard, keep, opened


async def reads_with_the_keys(found: Wizard) -> None:
    await found.until(lambda: isinstance(found.app.screen, Dialog), "the dialog")
    dialog = found.app.screen
    await found.until(lambda: any(each.allow_vertical_scroll for each in pages(dialog)), "a long page")
    page = next(each for each in pages(dialog) if each.allow_vertical_scroll)
    await found.quiet()  # a page is broken anew once its scrollbar is there
    dialog.query_one("#close", Button).focus()
    page.scroll_home(animate=False)
    for there, back in (("down", "up"), ("pagedown", "pageup"), ("end", "home")):
        await found.press(there)
        await found.until(lambda: page.scroll_target_y > 0 and page.scroll_y == page.scroll_target_y, there)
        await found.press(back)
        await found.until(lambda: page.scroll_target_y == 0 and page.scroll_y == 0, back)
    await found.press("escape")
    await found.until(lambda: found.app.screen is not dialog, "the step")


def pages(dialog: object) -> list[Widget]:
    assert isinstance(dialog, Dialog)
    return list(dialog.query(".dialog-body, TextArea").results(Widget))


async def test_help_and_what_to_do_when_the_screen_differs_are_read_with_the_keys() -> None:
    async with opened("ready", step="projects", size=(80, 24)) as found:
        for key in ("f1", "f3"):
            await found.press(key)
            await reads_with_the_keys(found)


async def test_handout_access_review_and_diagnosis_are_read_with_the_keys() -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        for name in ("handout", "access-review"):
            found.step.query_one(f"#{name}", Button).press()
            await reads_with_the_keys(found)
        await found.go("check")
        names = ("credentials.token", "company.access", "permissions.company", "projects.permitted")
        keep(found.session, *(Result(each, Status.FAIL, "Procore says no.", Cause.NO_ACCESS) for each in names))
        button = found.step.query_one("#diagnosis", Button)
        await found.until(lambda: not button.disabled, "something to diagnose")
        button.press()
        await reads_with_the_keys(found)
