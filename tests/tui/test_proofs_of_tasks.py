"""What Procore denies of a task is seen: before what cannot be undone, at its end, at each action that it disproves."""

from textual.widgets import Button, TextArea

from dmsa_tui.onboarding.record import ExpectMode
from tests.tui.driving import opened
from tests.tui.test_tasks_on_screen import COMPLETE, at_action, click, open_task


async def test_before_the_old_account_is_deleted_the_action_says_what_is_not_proven() -> None:
    async with opened("old-account", step="handoff", size=(120, 40), answers={"expect": ExpectMode.ALL}) as wizard:
        dialog = await open_task(wizard, "migrate")
        await at_action(wizard, dialog, "retire")
        await wizard.sees("! Not proven: The new account reaches the old one's projects. Do action 5 first.")
        await wizard.press("f6")
        await wizard.sees("one's projects. Press F6 again to")
        assert not wizard.session.actions.is_ticked("migrate", "retire")


async def test_f6_at_the_checks_of_a_migration_runs_them_and_marks_them_done_once_they_prove_it() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["P-001"]}
    async with opened("old-account", step="handoff", size=(120, 40), answers=answers) as wizard:
        dialog = await open_task(wizard, "migrate")
        wizard.session.actions.tick("migrate", "reached", "Kim")
        wizard.session.open_record.note(expected_projects=["P-001", "P-003"])
        await at_action(wizard, dialog, "check")
        await wizard.press("f6")
        await wizard.sees("The new account reaches the old one's projects: failing")
        assert not wizard.session.actions.is_ticked("migrate", "check") and dialog.actions.opened == "check"
        wizard.session.open_record.note(expected_projects=["P-001"])
        await wizard.press("f6")
        await wizard.until(lambda: wizard.session.actions.is_ticked("migrate", "check"), "the tick")
        assert wizard.shows("The new account reaches the old one's projects: proven")


async def test_a_proof_of_a_migration_that_procore_denies_when_the_task_is_opened_again_is_kept() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["P-001", "P-003"]}
    async with opened("old-account", step="handoff", size=(120, 40), answers=answers) as wizard:
        for each in ("reached", "check"):
            wizard.session.actions.tick("migrate", each, "Kim")
        wizard.session.know_noted_secret()
        await open_task(wizard, "migrate")
        await wizard.sees("The new account reaches the old one's projects: failing")
        await wizard.until(lambda: "migrate/check" in wizard.session.record.failed_proofs, "Procore's no")
        assert not wizard.session.actions.is_ticked("migrate", "check")


async def test_checks_of_a_migration_that_could_not_ask_about_the_projects_say_what_they_wait_for() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["P-001"]}
    async with opened("old-account", step="handoff", size=(120, 40), answers=answers) as wizard:
        dialog = await open_task(wizard, "migrate")
        await wizard.quiet()
        wizard.session.actions.tick("migrate", "reached", "Kim")
        await at_action(wizard, dialog, "check")
        click(wizard, "uninstall-app")
        dialog.query_one("#run-checks", Button).press()
        await wizard.sees("The new account reaches the old one's projects: to do.  Not checked: waits for")


async def test_an_empty_list_is_not_marked_done_as_the_old_accounts() -> None:
    async with opened("old-account", step="handoff", size=(120, 40), answers={"expect": ExpectMode.ALL}) as wizard:
        dialog = await open_task(wizard, "migrate")
        await at_action(wizard, dialog, "reached")
        await wizard.press("f6")
        await wizard.sees("No answer yet")
        await wizard.press("f6")
        await wizard.until(lambda: dialog.actions.opened != "reached", "the next action")
        assert not wizard.session.actions.is_ticked("migrate", "reached"), "what step 6 lists later is not its list"


async def test_the_secret_for_the_sync_tool_is_copied_where_a_migration_enters_it() -> None:
    async with opened("old-account", step="handoff", size=(120, 40)) as wizard:
        wizard.session.know_noted_secret()
        dialog = await open_task(wizard, "migrate")
        await at_action(wizard, dialog, "switch")
        await wizard.click("Copy the client secret…")
        await wizard.sees("Copy the client secret?")


async def test_a_task_with_a_proof_that_is_open_is_not_done_and_a_list_that_is_not_asked_for_is_not_empty() -> None:
    async with opened("old-account", step="handoff", size=(120, 40), answers={"expect": ExpectMode.ALL}) as wizard:
        dialog = await open_task(wizard, "migrate")
        await at_action(wizard, dialog, "reached")
        dialog.query_one(TextArea).focus()
        await wizard.paste("P-001 - Harbor Annex")
        await wizard.sees("1 project of this company.")
        wizard.session.open_record.note(expect=ExpectMode.UNDECIDED)
        for action in wizard.session.actions.open_in("migrate"):
            wizard.session.actions.tick("migrate", action.id, "Kim")
        dialog.actions.choose("")
        await wizard.sees("The setup does not ask for this", "list yet: click “Use this list” at action 2.", "to do")
        assert not wizard.shows("The list of projects is empty") and not wizard.shows("actions are done."), wizard.text
        await at_action(wizard, dialog, "reached")
        await wizard.click("Use this list")
        await wizard.until(lambda: wizard.session.record.expect is ExpectMode.LIST, "the list to be asked for")
        await wizard.sees_no_more("The setup does not ask for this")
        assert not wizard.shows("Use this list"), wizard.text


async def test_a_reset_that_procore_disproves_waits_and_its_action_stays_done() -> None:
    async with opened("ready", step="handoff", size=(120, 40), home=True, answers=COMPLETE) as wizard:
        dialog = await open_task(wizard, "offboard")
        for _ in range(4):
            await wizard.press("f6")
        await at_action(wizard, dialog, "reset")
        await wizard.press("f6")
        await wizard.until(lambda: wizard.session.actions.is_ticked("offboard", "reset"), "the tick")
        await at_action(wizard, dialog, "prove")
        dialog.query_one("#prove-ended", Button).press()
        await wizard.sees("The access has ended: failing", "✖▸  4 Click Uninstall", "✎  5 Ask the app's owner")
        await wizard.sees("◐ The secret was reset: waiting")
        assert not wizard.shows("✖✎  5")
        click(wizard, "uninstall-app")
        await at_action(wizard, dialog, "prove")
        dialog.query_one("#prove-ended", Button).press()
        await wizard.sees("The access has ended: proven", "still get a token", "✎▸  6 Run the proof")
        assert wizard.session.actions.is_ticked("offboard", "prove"), "what is proven is done"
        await wizard.press("f6")
        await wizard.sees("▸  7 ")
        await at_action(wizard, dialog, "reset")
        await wizard.press("backspace")
        await wizard.until(lambda: not wizard.session.record.failed_proofs, "the word to be taken back")
        await wizard.sees("The access has ended: proven")
        assert not wizard.shows("✖") and not wizard.shows("The secret was reset")
