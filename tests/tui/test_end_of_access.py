"""The task that ends an access on the screen: what was proven stays proven, and what fails stays open."""

from collections.abc import Callable

from textual.widgets import Button

from dmsa_tui.session.ending import ending
from dmsa_tui.tui.dialogs.task import TaskDialog
from tests.refusing import CompanyRefused
from tests.tui.driving import Wizard, opened
from tests.tui.test_tasks_on_screen import COMPLETE, at_action, click, open_task

DONE = ("stop", "app-management", "view", "uninstall", "reset")


async def prove(wizard: Wizard, end: Callable[[], object]) -> TaskDialog:
    """The task of a checked setup: `end` ends the access, the actions before the proof are marked done, it is proven.

    The secret is said to be reset, and still works.
    """
    dialog = await open_task(wizard, "offboard")
    await wizard.session.run_checks(None)
    end()
    for each in DONE:
        wizard.session.actions.tick("offboard", each, "Ada")
    await at_action(wizard, dialog, "prove")
    dialog.query_one("#prove-ended", Button).press()
    await wizard.sees("✔ The access has ended: proven")
    return dialog


async def test_a_proven_end_stays_proven_when_the_task_is_opened_again_and_marked_done() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE, home=True) as wizard:
        proxy = CompanyRefused(wizard.session)
        await prove(wizard, proxy.refuse)
        await wizard.sees("✔ The app is uninstalled: proven", "✖ The secret was reset: failing")
        await wizard.press("escape")
        wizard.app.go_home()
        await wizard.sees("proof failing; task at 5 of 9")
        await wizard.press("enter")
        await wizard.sees("✖▸  5 Ask the app's owner")
        await wizard.sees("✔ The access has ended: proven", "✔ The app is uninstalled: proven", "was reset: failing")
        await wizard.press("f6")
        await wizard.quiet()
        await wizard.sees("✔ The access has ended: proven", "✔ The app is uninstalled: proven", "was reset: failing")
        assert wizard.session.record.access_ended_at is not None and not wizard.session.results


async def test_a_secret_that_was_not_reset_stays_open_until_procore_refuses_it() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE, home=True) as wizard:
        dialog = await prove(wizard, lambda: click(wizard, "uninstall-app"))
        wizard.session.actions.tick("offboard", "user", "Ada")
        wizard.session.open_record.note(archived=True)
        for each in ("secret", "archive"):
            wizard.session.actions.tick("offboard", each, "Ada")
        assert wizard.session.actions.open_in("offboard"), "the proof is to be run again"
        await at_action(wizard, dialog, "prove")
        await wizard.press("f6")
        await wizard.sees("Not proven: The secret was reset.", "again to leave it open")
        dialog.actions.choose("archive")
        await wizard.press("f6")
        assert not wizard.shows("All actions are done")
        assert any("secret was not reset" in each.text for each in (await ending(wizard.session)).open_points)
        click(wizard, "reset-secret")
        await at_action(wizard, dialog, "reset")
        await wizard.press("f6")  # done again
        await at_action(wizard, dialog, "prove")
        dialog.query_one("#prove-ended", Button).press()
        await wizard.sees("✔ The secret was reset: proven", "✔ The app is uninstalled: proven")
        await wizard.press("f6")
        await wizard.sees("All actions are done")
        assert not (await ending(wizard.session)).open_points
