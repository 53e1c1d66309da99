"""A pasted company address of another environment is offered, never taken silently; its host is kept for links."""

import pytest
from textual.widgets import Button

from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.dialogs.pasted import PastedDialog
from dmsa_tui.tui.widgets.field import Field
from tests.tui.driving import credentials, opened


async def test_the_install_step_offers_the_environment_of_the_address() -> None:
    async with opened("ready", step="install") as found:
        before = found.session.record.company_id
        field = await found.fill("company-id", "https://sandbox.procore.com/4711/company/home")
        await found.sees("Change to Developer sandbox")
        assert field.has_class("-wrong") and found.session.record.company_id != "4711"
        await found.fill("company-id", f"https://us02.procore.com/{before}/company/home")
        await found.until(lambda: found.session.record.web_url == "https://us02.procore.com", "the host")
        assert found.session.record.company_id == before
        assert found.step.query_one("#environment", Button).has_class("-unneeded")


@pytest.mark.parametrize("in_field", [True, False], ids=["into its field", "outside a field"])
@pytest.mark.parametrize(
    "text", ["562949953421312", "https://us02.procore.com/562949953421312/company/home"], ids=["number", "address"]
)
async def test_a_paste_of_another_company_names_both_and_replaces_the_recorded_one_only_by_a_key(
    text: str, in_field: bool
) -> None:
    async with opened("ready", step="install", at="company-id", size=(80, 24)) as found:
        recorded = found.session.record.company_id
        field = found.step.query_one("#company-id", Field)
        for answer in ("close", "company-id"):
            if in_field:
                field.input.focus()
                field.input.select_all()
            else:
                found.app.screen.set_focus(None)
            await found.paste(text)
            await found.until(lambda: isinstance(found.app.screen, PastedDialog), "the question")
            await found.sees(f"replaces ••••{recorded[-4:]} with", "••••1312")
            assert recorded not in found.text and "562949953421312" not in found.text
            assert found.session.record.company_id == field.input.value == recorded
            found.app.screen.query_one(f"#{answer}", Button).press()
            await found.until(lambda: not isinstance(found.app.screen, PastedDialog), "the step")
        await found.until(lambda: found.session.record.company_id == "562949953421312", "the other company")


async def test_the_same_company_is_pasted_and_another_one_typed_without_a_question() -> None:
    async with opened("ready", step="install", at="company-id") as found:
        recorded = found.session.record.company_id
        field = found.step.query_one("#company-id", Field)
        field.input.focus()
        await found.paste(f"https://us02.procore.com/{recorded}/company/home")
        await found.quiet()
        assert field.accepts(field.input.value) and found.session.record.company_id == recorded
        await found.press("ctrl+u", *"562949953421312")
        await found.until(lambda: found.session.record.company_id == "562949953421312", "the other company")
        assert not isinstance(found.app.screen, PastedDialog)


async def test_a_wrong_company_id_that_is_typed_does_not_leave_its_action_marked_done() -> None:
    async with opened("ready", step="install", at="company-id", answers={"company_id": ""}) as found:
        found.session.know_noted_secret()
        found.step.query_one("#company-id", Field).input.focus()
        await found.press(*"562949953499999", "enter")
        await found.until(lambda: found.session.answers.latest("company.reachable"), "Procore's answer")
        await found.sees("✖▸  1 Read aloud the company's name and ID")
        assert "install/company" not in found.session.record.ticked
        assert found.session.rehearsal is not None
        await found.press("ctrl+u", *found.session.rehearsal.rehearsal.credentials.company_id, "enter")
        await found.until(lambda: "install/company" in found.session.record.ticked, "the tick")
        await found.quiet()
        assert "install/company" in found.session.record.ticked


async def test_a_held_secret_is_no_client_id() -> None:
    async with opened("ready", step="promote", at="client-id") as found:
        secret = credentials(found.session)[1]
        await found.session.credentials.keep(Secret(secret))
        await found.fill("client-id", secret)
        await found.sees("You entered this as the client secret.")
        assert found.session.record.client_id != secret


async def test_the_checks_start_as_soon_as_the_company_id_is_pasted() -> None:
    async with opened("ready", step="install", answers={"company_id": ""}) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees("Checks start once the company ID is known.")
        assert found.session.rehearsal is not None
        await found.fill("company-id", found.session.rehearsal.rehearsal.credentials.company_id)
        await found.sees_no_more("Checks start once the company ID is known.")
        await found.until(lambda: "install.connected" in found.session.results, "Procore's answer")


@pytest.mark.parametrize("size", [(60, 20), (80, 24)], ids=str)
async def test_who_reads_a_wrong_company_id_aloud_is_told_the_key_that_shows_it(size: tuple[int, int]) -> None:
    async with opened("ready", step="install", size=size, answers={"company_id": "562949953499999"}) as found:
        found.session.know_noted_secret()
        await found.go("install")
        await found.press("f5")
        await found.sees("✖▸  1 Read aloud the company's name and ID")
        assert "Press F9 twice to show it here." in " ".join(found.text.split()), found.text
        assert found.app.focused is not None and found.app.focused.region.bottom <= size[1] - 3
        await found.press("f9", "f9")
        await found.sees("IDs SHOWN")
        await found.until(lambda: "Press F9 twice" not in " ".join(found.text.split()), "the key to leave the note")
