"""The tasks in the wizard, on the practice company: opened from the palette, each walked to its proof."""

from textual.widgets import Button

from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.dialogs.task import TaskDialog
from dmsa_tui.tui.widgets.secret_field import SecretField
from tests.tui.driving import Wizard, credentials, opened


async def open_task(wizard: Wizard, task_id: str) -> TaskDialog:
    dialog = TaskDialog(wizard.session, wizard.session.guide.documented(task_id))
    wizard.app.push_screen(dialog)
    await wizard.until(lambda: dialog.query("#close"), "the task")
    return dialog


def click(wizard: Wizard, action: str) -> str:
    """Do a click in the practice company; the app's secret afterwards."""
    assert wizard.session.rehearsal is not None
    company = wizard.session.rehearsal.rehearsal
    company.perform(action)
    pair = company.world.require_app().production
    assert pair is not None and pair.secret is not None
    return pair.secret


async def test_a_rotation_is_walked_to_its_proof() -> None:
    async with opened("ready", step="handoff") as wizard:
        client_id, secret = credentials(wizard.session)
        wizard.session.open_record.note(client_id=client_id)
        await wizard.session.credentials.keep(Secret(secret))
        dialog = await open_task(wizard, "rotate")
        await wizard.sees("Rotate the client secret", "The old secret works: to do", "Agree on a time")
        dialog.query_one("#test-old", Button).press()
        await wizard.sees("The old secret works: proven")
        new = click(wizard, "reset-secret")
        dialog.query_one(SecretField).give(new)
        await wizard.sees(
            "The new secret works: proven",
            "The old secret is refused: proven",
            "without a valid secret for about 1 minute",
        )
        dialog.query_one("#tool-updated", Button).press()
        await wizard.sees("The sync tool has the new one: confirmed")
        assert new not in wizard.text and secret not in wizard.text


async def test_a_closed_dialog_goes_on_where_it_was() -> None:
    async with opened("ready", step="handoff") as wizard:
        client_id, secret = credentials(wizard.session)
        wizard.session.open_record.note(client_id=client_id)
        await wizard.session.credentials.keep(Secret(secret))
        dialog = await open_task(wizard, "rotate")
        dialog.query_one("#test-old", Button).press()
        await wizard.sees("The old secret works: proven")
        await wizard.press("escape")
        again = await open_task(wizard, "rotate")
        await wizard.sees("The old secret works: proven")
        again.query_one(SecretField).give(click(wizard, "reset-secret"))
        await wizard.sees("The old secret is refused: proven")


async def test_the_end_of_the_access_is_proven_and_a_working_account_is_failing() -> None:
    async with opened("ready", step="handoff") as wizard:
        client_id, secret = credentials(wizard.session)
        wizard.session.open_record.note(client_id=client_id)
        await wizard.session.credentials.keep(Secret(secret))
        dialog = await open_task(wizard, "offboard")
        dialog.query_one("#prove-ended", Button).press()
        await wizard.sees("The access has ended: failing")
        click(wizard, "uninstall-app")
        dialog.query_one("#prove-ended", Button).press()
        await wizard.sees("The access has ended: proven")


async def test_every_task_is_in_the_palette() -> None:
    from dmsa_tui.tui.palette import commands

    async with opened("ready", step="handoff") as wizard:
        titles = [each.title for each in commands(wizard.app, wizard.app.screen)]
        for task in wizard.session.guide.tasks:
            assert f"Task: {task.title}" in titles
        run = next(each.callback for each in commands(wizard.app, wizard.app.screen) if "Move from" in each.title)
        await run()
        await wizard.sees("Write down the old account")
