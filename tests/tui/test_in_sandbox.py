"""A setup in the developer sandbox is led to the sandbox's credentials, and the step follows the environment."""

from dmsa_tui.session.change_of_environment import environments, move
from tests.tui.driving import opened


async def test_the_step_of_the_credentials_follows_a_change_to_the_sandbox() -> None:
    async with opened("ready", step="promote", at="client-secret", size=(120, 50)) as found:
        await found.sees("4. Promote to production")
        there = next(each for each in environments(found.session) if each.id == "developer-sandbox")
        await move(found.session, there)
        await found.sees("4. Get the sandbox credentials", "Sandbox OAuth Credentials.")
        await found.sees_no_more("Promote")
        assert "Production" not in found.text
        await found.press("f1")
        await found.sees("Nothing is promoted")
