"""In a task the keys of a step do what they say: message, handout, portal, IDs and the names of projects."""

import re

import pytest

from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.tui.dialogs.edition import EditionDialog
from dmsa_tui.tui.dialogs.help import HelpDialog
from dmsa_tui.tui.dialogs.page import PageDialog
from dmsa_tui.tui.dialogs.task import KEYS, TaskDialog
from dmsa_tui.tui.keys import ONBOARDING
from dmsa_tui.tui.widgets.secret_field import SecretField
from tests.tui.driving import opened
from tests.tui.test_tasks_on_screen import COMPLETE, at_action, click, open_task


@pytest.mark.parametrize("home", [False, True])
async def test_message_and_handout_are_written_from_a_task_and_about_it(home: bool) -> None:
    async with opened("ready", step="handoff", size=(80, 24), answers=COMPLETE, home=True) as wizard:
        if home:
            wizard.app.go_home()
        await open_task(wizard, "offboard")
        await wizard.sees("Ctrl+E Message", "Ctrl+K Handout")
        await wizard.press("ctrl+e")
        await wizard.is_told("Mark its first action done")
        wizard.session.actions.tick("offboard", "stop", "Ada")
        await wizard.press("ctrl+e")
        await wizard.sees("Please continue: End the app's access")
        await wizard.press("escape")
        await wizard.click("Handout")
        await wizard.sees("Handout for the administrator", "Save")
        assert isinstance(wizard.app.screen, PageDialog)
        await wizard.press("escape")
        assert isinstance(wizard.app.screen, TaskDialog)


async def test_in_a_field_of_a_task_the_keys_of_message_and_handout_edit() -> None:
    async with opened("old-account", step="handoff", size=(120, 40), answers=COMPLETE | {"old_account": ""}) as wizard:
        dialog = await open_task(wizard, "migrate")
        wizard.session.actions.tick("migrate", "levels", "Ada")
        await at_action(wizard, dialog, "old")
        await wizard.press(*"legacy", "home", "ctrl+k")
        await wizard.quiet()
        assert wizard.app.screen is dialog and not wizard.shows("legacy")


async def test_the_labels_of_a_task_follow_the_portal_that_is_chosen_over_it() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        dialog = await open_task(wizard, "rotate")
        await at_action(wizard, dialog, "reset")
        await wizard.sees("Click Reset Client Secret on the Credentials tab")
        await wizard.press("f2")
        await wizard.until(lambda: isinstance(wizard.app.screen, EditionDialog), "the choice")
        await wizard.click("Configuration Builder", times=2)
        await wizard.sees("Click Reset client secret under OAuth Credentials")
        assert wizard.app.screen is dialog


async def test_ids_and_names_are_masked_and_shown_in_a_task() -> None:
    answers = COMPLETE | {"expect": ExpectMode.LIST, "expected_projects": ["P-001"]}
    async with opened("old-account", step="handoff", size=(120, 40), answers=answers) as wizard:
        dialog = await open_task(wizard, "migrate")
        await at_action(wizard, dialog, "switch")
        company = wizard.session.record.company_id
        assert not wizard.shows(company)
        await wizard.press("f9")
        await wizard.is_told("Press F9 again")
        await wizard.press("f9")
        await wizard.sees(company)
        await wizard.press("f9")
        await wizard.sees_no_more(company)
        await at_action(wizard, dialog, "reached")
        await wizard.sees("P-001")
        wizard.app.set_focus(None)
        await wizard.press("ctrl+n")
        await wizard.sees_no_more("P-001")


async def test_an_action_that_is_done_outside_of_procore_offers_no_page_of_procore() -> None:
    async with opened("ready", step="handoff", size=(80, 24), answers=COMPLETE) as wizard:
        dialog = await open_task(wizard, "offboard")
        await wizard.sees("The sync tool")
        assert not wizard.shows("Open Ctrl+O")
        await at_action(wizard, dialog, "uninstall")
        await wizard.sees("App Management", "Open Ctrl+O")
        await at_action(wizard, dialog, "user")
        await wizard.sees("Procore → Company Tools → Directory", "Open Ctrl+O")
        await at_action(wizard, dialog, "prove")
        await wizard.sees("This program")
        assert not wizard.shows("Open Ctrl+O")


@pytest.mark.parametrize("home", [False, True])
async def test_projects_diagnosis_and_links_are_opened_from_a_task(home: bool) -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE, home=True) as wizard:
        if home:
            wizard.app.go_home()
        dialog = await open_task(wizard, "offboard")
        await wizard.press("ctrl+d")
        await wizard.is_told("Nothing has been checked yet")
        await wizard.session.run_checks(None)
        for key, heading in (
            ("ctrl+t", "Company projects"),
            ("ctrl+d", "Diagnosis"),
            ("ctrl+l", "App Management"),
        ):
            await wizard.press(key)
            await wizard.until(lambda: wizard.app.screen is not dialog, key)
            await wizard.sees(heading)
            await wizard.press("escape")
            await wizard.until(lambda: wizard.app.screen is dialog, "the task")


async def test_f5_in_the_task_that_ends_the_access_runs_the_proof_again_once_it_was_run() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        dialog = await open_task(wizard, "offboard")
        await wizard.press("f5")
        await wizard.is_told("action 6 asks Procore whether the access has ended")
        assert not wizard.session.record.failed_proofs, "nobody has uninstalled the app yet"
        await at_action(wizard, dialog, "prove")
        await wizard.press("f5")
        await wizard.sees("The access has ended: failing")
        click(wizard, "uninstall-app")
        await wizard.press("f5")
        await wizard.sees("The access has ended: proven")


async def test_f5_in_a_rotation_tests_the_old_secret_and_later_says_that_none_is_left() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        dialog = await open_task(wizard, "rotate")
        await wizard.press("f5")
        await wizard.sees("The old secret works: proven")
        await wizard.is_told("Checked again")
        await at_action(wizard, dialog, "new-works")
        dialog.query_one("#new-secret", SecretField).give(click(wizard, "reset-secret"))
        await wizard.sees("The new secret works: proven", "The old secret is refused: proven")
        await wizard.press("f5")
        await wizard.is_told("No secret is left to test")


async def test_f5_in_a_migration_runs_the_checks() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["P-001"]}
    async with opened("old-account", step="handoff", size=(120, 40), answers=answers) as wizard:
        await open_task(wizard, "migrate")
        await wizard.quiet()
        wizard.session.actions.tick("migrate", "reached", "Kim")
        wizard.session.open_record.note(expected_projects=["P-001", "P-003"])
        await wizard.pilot.pause()
        assert not wizard.shows("failing")
        await wizard.press("f5")
        await wizard.sees("The new account reaches the old one's projects: failing")


@pytest.mark.parametrize("task_id", ["rotate", "migrate", "offboard"])
async def test_help_over_a_task_names_no_key_that_does_nothing_there(task_id: str) -> None:
    async with opened("ready", step="handoff", size=(80, 24), answers=COMPLETE | {"old_account": ""}) as wizard:
        dialog = await open_task(wizard, task_id)
        bound = {key for key, (_node, _binding, enabled, _tip) in dialog.active_bindings.items() if enabled}
        await wizard.app.push_screen(help_ := HelpDialog(dialog))
        await wizard.pilot.pause()
        lines = str(help_.query("Paragraphs").first().render()).splitlines()
        named = {
            each.id for each in ONBOARDING if any(re.match(rf"{re.escape(each.key_text)}\s", line) for line in lines)
        }
        assert named == {*KEYS} and {each.key for each in ONBOARDING if each.id in KEYS} <= bound
