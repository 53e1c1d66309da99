"""The task that ends an access on the screen: what was proven stays proven, and what fails stays open."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from textual.widgets import Button

from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.ending import ending
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.task import TaskDialog
from dmsa_tui.tui.steps.openers import end_setup
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.turn_line import TurnLine
from tests.refusing import CompanyRefused
from tests.tui.driving import Wizard, credentials, opened
from tests.tui.driving import wizard as wizard_over
from tests.tui.test_tasks_on_screen import COMPLETE, at_action, click, open_task

DONE = ("stop", "app-management", "view", "uninstall", "reset")


async def prove(wizard: Wizard, end: Callable[[], object]) -> TaskDialog:
    """The task of a checked setup whose access has ended: see `prove_in`."""
    dialog = await open_task(wizard, "offboard")
    await wizard.session.run_checks(None)
    await prove_in(wizard, dialog, end)
    return dialog


async def prove_in(wizard: Wizard, dialog: TaskDialog, end: Callable[[], object]) -> None:
    """`end` ends the access, the actions before the proof are marked done, it is proven.

    The app's owner was asked to reset the secret, and it still works.
    """
    end()
    for each in DONE:
        wizard.session.actions.tick("offboard", each, "Ada")
    await at_action(wizard, dialog, "prove")
    dialog.query_one("#prove-ended", Button).press()
    await wizard.sees("✔ The access has ended: proven")


async def test_a_proven_end_stays_proven_when_the_task_is_opened_again_and_marked_done() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE, home=True) as wizard:
        proxy = CompanyRefused(wizard.session)
        await prove(wizard, proxy.refuse)
        waits = "◐ The secret was reset: waiting.  The credentials still get a token."
        await wizard.sees("✔ The app is uninstalled: proven", waits, "✎▸  6 Run the proof")
        await wizard.press("escape")
        wizard.app.go_home()
        await wizard.sees("access ended; task 7 of 9")
        await wizard.press("enter")
        await wizard.sees("▸  7 ", "✔ The access has ended: proven", "✔ The app is uninstalled: proven", waits)
        await wizard.press("f6")
        await wizard.quiet()
        await wizard.sees("✔ The access has ended: proven", "✔ The app is uninstalled: proven", waits)
        assert wizard.session.record.access_ended_at is not None and not wizard.session.results
        dialog = wizard.app.screen
        assert isinstance(dialog, TaskDialog)
        await wizard.session.credentials.keep(Secret(credentials(wizard.session)[1]))
        await at_action(wizard, dialog, "secret")
        await wizard.press("f6")
        await wizard.sees("Delete the client secret?", "Not proven: The secret was reset. The proof needs")


@pytest.mark.parametrize("is_reset", [True, False])
async def test_the_reset_that_somebody_was_asked_for_is_no_reset_and_holds_no_end(is_reset: bool) -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE, home=True) as wizard:
        dialog = await open_task(wizard, "offboard")
        await at_action(wizard, dialog, "reset")
        await wizard.press("f6")
        await wizard.sees("✎ The owner was asked to reset the secret: confirmed.")
        assert not wizard.shows("The secret was reset"), wizard.text
        await prove_in(wizard, dialog, lambda: click(wizard, "uninstall-app"))
        await wizard.sees("◐ The secret was reset: waiting.  The credentials still get a token.")
        if is_reset:
            click(wizard, "reset-secret")
            dialog.query_one("#prove-ended", Button).press()
            await wizard.sees("✔ The secret was reset: proven", "✔ The app is uninstalled: proven")
        wizard.session.open_record.note(archived=True)
        for each in ("user", "secret", "archive"):
            wizard.session.actions.tick("offboard", each, "Ada")
        await at_action(wizard, dialog, "")
        await wizard.sees("All actions are done")
        assert not (await ending(wizard.session)).open_points


async def test_the_summary_of_an_ended_access_runs_no_sync_and_names_no_step_that_is_not_done() -> None:
    answers = {**COMPLETE, "access_ended_at": datetime.now(UTC), "archived": True, "confirmed": {}}
    session = Session.for_customers()
    session.open_record.begin(Onboarding("Cedar", **answers))
    async with wizard_over(session) as wizard:
        await wizard.go("handoff")
        end_setup(wizard.step)
        await wizard.sees("Cedar: access ended", "Nothing: the access was ended.", "Save the record and keep it.")
        for against in ("Run the sync tool", "check again", "Not done", "dmsa-tui verify", "none done"):
            assert not wizard.shows(against), wizard.text


async def test_an_open_task_leaves_the_last_step_done_in_the_heading_the_stepper_and_the_summary() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        client_id, secret = credentials(wizard.session)
        wizard.session.open_record.note(client_id=client_id)
        await wizard.session.credentials.keep(Secret(secret))
        await wizard.session.run_checks(None)
        wizard.session.actions.tick_all("handoff", "Ada")
        wizard.session.actions.tick("rotate", "time", "Ada")
        wizard.step.query_one(ActionList).choose("")
        await wizard.sees("actions are done.", "The task “Rotate the client secret” is not")
        assert wizard.step.query_one(TurnLine).lines()[0].text.plain.endswith("done")
        assert not wizard.shows("the step is not"), wizard.text
        end_setup(wizard.step)
        await wizard.sees("Practice Builders is set up; one task is open")
        await wizard.press("escape")
        wizard.session.open_record.note(active_projects=99)
        await wizard.sees("Still open: 1 item and 1 task")
        end_setup(wizard.step)
        await wizard.sees("Practice Builders: 1 item and 1 task are still open")


@pytest.mark.parametrize("step", ["promote", "check"])
async def test_after_the_end_a_check_without_the_secret_says_so_where_it_was_asked_for_and_leads_nowhere(
    step: str,
) -> None:
    session = Session.for_customers()
    record = Onboarding("Cedar", company_id="4711", client_id="c" * 43, access_ended_at=datetime.now(UTC))
    session.open_record.begin(record)
    async with wizard_over(session, home=False) as wizard:
        await wizard.go(step)
        assert not wizard.shows("ask nothing"), "nobody has asked"
        await wizard.press("f5")
        await wizard.sees("The access was ended. The checks ask nothing")
        assert step == wizard.step.STEP and not wizard.app._notifications


@pytest.mark.parametrize("ends", [("uninstall-app",), ("uninstall-app", "reset-secret")])
async def test_after_the_end_no_check_asks_procore_and_f5_says_so_on_every_step(ends: tuple[str, ...]) -> None:
    async with opened("ready", step="handoff", size=(80, 24), answers=COMPLETE) as wizard:
        await prove(wizard, lambda: [click(wizard, each) for each in ends])
        await wizard.press("escape")
        for step in ("promote", "install", "check"):
            await wizard.go(step)
            for key in ("f5", "ctrl+r", "s") if step == "check" else ("f5",):
                await wizard.press(key)
                await wizard.quiet()
                await wizard.sees("The access was ended. The checks ask nothing")
                assert not wizard.session.results
                assert not wizard.shows("wait for") and not wizard.shows("Press F5"), wizard.text
