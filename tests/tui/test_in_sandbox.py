"""A setup in the developer sandbox is led to the sandbox's credentials, and the step follows the environment."""

from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.change_of_environment import environments, move
from dmsa_tui.session.credentials import TOKEN
from tests.tui.driving import opened


async def test_the_step_of_the_credentials_follows_a_change_to_the_sandbox() -> None:
    async with opened("ready", step="promote", at="client-secret", size=(120, 50)) as found:
        await found.sees("4. Promote to production")
        there = next(each for each in environments(found.session) if each.id == "developer-sandbox")
        await move(found.session, there)
        await found.sees("4. Get the sandbox credentials", "OAuth Credentials panel.")
        await found.sees_no_more("Promote")
        assert "Production" not in found.text
        await found.press("f1")
        await found.sees("Nothing is promoted")


async def test_the_test_of_the_sandbox_credentials_is_done_only_once_procore_accepts_them_there() -> None:
    async with opened("ready", step="promote", size=(80, 24)) as found:
        session, actions = found.session, found.session.actions
        assert session.rehearsal is not None
        pair = session.rehearsal.rehearsal.credentials
        await found.fill("sandbox-client-id", pair.sandbox_client_id or "")
        await found.press("f6")
        await found.sees("Not proven: Sandbox credentials. Press F6 again to continue.")
        await found.press("f6")
        await found.sees("▸  3 ")
        assert not actions.is_ticked("promote", "sandbox-pair"), "the form of a client ID proves nothing"

        places = {each.id: each for each in environments(session)}
        await move(session, places["developer-sandbox"])
        session.open_record.note(client_id=pair.sandbox_client_id)
        await session.credentials.keep(Secret(pair.sandbox_client_secret or ""))
        await session.run_checks(frozenset({TOKEN}))
        await move(session, places["production"])
        assert session.record.sandbox_client_id == pair.sandbox_client_id
        await found.at("sandbox-client-id")
        await found.press("f6")
        await found.until(lambda: actions.is_ticked("promote", "sandbox-pair"), "what Procore accepted to be done")


async def test_a_button_at_the_action_leads_to_the_sandbox_and_after_its_test_one_leads_back_to_the_same_place() -> (
    None
):
    async with opened("ready", step="promote", size=(80, 24), at="sandbox-client-id") as found:
        session = found.session
        assert session.rehearsal is not None
        pair = session.rehearsal.rehearsal.credentials
        session.actions.tick("promote", "sandbox-test", "Ada")
        await found.click("Change to Developer sandbox…", nth=1)  # the sentence above names it, too
        await found.sees("Change to Developer sandbox?", "confirmations after step 3 and in tasks until")
        await found.click("Change it")
        await found.sees("Get the sandbox credentials")
        await found.at("client-secret")
        await found.sees("Paste both sandbox values here")
        assert not found.shows("Back to Production")
        await found.paste(f"{pair.sandbox_client_id} {pair.sandbox_client_secret}")
        await found.sees("✔ Procore accepts the credentials.", "Back to Production…")
        await found.press("f6")
        await found.sees("Copy and save the Sandbox App Version Key", "Back to Production…")
        await found.quiet()
        found.dismiss_notices()
        await found.click("Back to Production…")
        await found.click("Change it")
        await found.sees("Promote to production", "▸  2 Test the sandbox credentials")
        assert session.record.sandbox_client_id == pair.sandbox_client_id
        assert session.actions.is_ticked("promote", "sandbox-test"), "what was marked here is marked again"
        await found.press("f6")
        await found.until(lambda: session.actions.is_ticked("promote", "sandbox-pair"), "what Procore accepted")
