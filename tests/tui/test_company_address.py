"""A pasted company address of another environment is offered, never taken silently; its host is kept for links."""

from textual.widgets import Button

from dmsa_tui.procore.secret import Secret
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


async def test_a_held_secret_is_no_client_id() -> None:
    async with opened("ready", step="promote", at="client-id") as found:
        secret = credentials(found.session)[1]
        await found.session.credentials.keep(Secret(secret))
        await found.fill("client-id", secret)
        await found.sees("This is the client secret")
        assert found.session.record.client_id != secret
