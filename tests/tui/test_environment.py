"""The environment is changed on the screen: only after a yes, with nothing of the old one used in the new one."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.change_of_environment import environments, move
from dmsa_tui.session.rehearsal_store import HOSTS
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.environment import consequences, pair_of
from dmsa_tui.vocabulary import Status
from tests.tui.driving import Wizard, credentials, opened

LOGIN = {name: urlsplit(urls[0]).hostname for name, urls in HOSTS.items()}
SANDBOX = "developer-sandbox"


def watch(found: Wizard) -> list[str]:
    """The hosts that are asked for a token, as they are asked."""
    rehearsal_store = found.session.rehearsal
    assert rehearsal_store is not None
    answer: Callable[..., Any] = rehearsal_store.rehearsal.app
    asked: list[str] = []

    async def noting(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/oauth/token":
            asked.append(dict(scope["headers"])[b"host"].decode())
        await answer(scope, receive, send)

    found.session.connection.transport = lambda: httpx.ASGITransport(app=noting)
    return asked


def proven(found: Wizard) -> bool:
    token = found.session.results.get("credentials.token")
    return token is not None and token.status is Status.PASS


async def test_a_pair_that_another_environment_took_goes_there_after_a_yes() -> None:
    async with opened("wrong-environment", step="promote", at="client-secret", size=(120, 50)) as found:
        asked, client_id = watch(found), found.session.record.client_id
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees("Change the environment…")
        await found.quiet()
        await found.click("Ask Procore's other environments")
        await found.click("Ask them")
        await found.click("Change to Developer sandbox…")
        await found.sees("Change to Developer sandbox?", "login-sandbox.practice.invalid gets")
        await found.press("enter")  # Close has the focus: Enter alone changes nothing
        await found.sees_no_more("Change to Developer sandbox?")
        assert found.session.record.environment == "production" and found.session.results
        assert LOGIN[SANDBOX] not in asked
        await found.click("Change to Developer sandbox…")
        await found.click("Change it")
        await found.until(lambda: proven(found), "the pair to be proven")
        await found.saves(f'environment = "{SANDBOX}"', f'client_id = "{client_id}"')
        assert asked[-1] == LOGIN[SANDBOX]
        assert not found.step.query_one("#environment").display


async def test_hosts_of_ones_own_are_for_one_environment_only() -> None:
    session = Session(Paths.default(), MemorySecretStore())
    session.open_record.begin(Onboarding("Example Homes", login_url="https://login.example.com", client_id="c" * 43))
    offered = {each.id: each for each in environments(session)}
    assert [urlsplit(each.login_url).hostname for each in offered.values()] == [
        "login.example.com", "login-sandbox.procore.com", "login-sandbox-monthly.procore.com", "login.procoregov.com",
    ]  # fmt: skip
    assert [each.id for each in offered.values() if "Uses the Production credentials" in pair_of(each)] == [
        "production", "monthly-sandbox",
    ]  # fmt: skip
    said = consequences(session, offered["monthly-sandbox"])
    assert "custom hosts are removed (login.example.com)" in said and "paste it again" in said
    await session.credentials.keep(Secret("s" * 43))
    await move(session, offered["monthly-sandbox"])
    assert session.environment == offered["monthly-sandbox"] and session.record.client_id == "c" * 43
    assert await session.credentials.secret() is None


async def test_a_change_tells_what_it_does_to_custom_hosts_and_to_confirmations_there_and_back() -> None:
    session = Session(Paths.default(), MemorySecretStore())
    record = Onboarding("Acme", login_url="https://login.example.com", api_url="https://api.example.com")
    session.open_record.begin(record)
    offered = {each.id: each for each in environments(session)}
    assert "confirmations" not in consequences(session, offered[SANDBOX]), "nothing was confirmed"
    session.open_record.confirm_check("projects.new", "Kai")
    away = consequences(session, offered[SANDBOX])
    assert "No change back restores them." in away
    assert "confirmations after step 3 and in tasks, are cleared for good." in away
    assert "keeps confirmations" not in away
    await move(session, offered[SANDBOX])
    production = next(each for each in environments(session) if each.id == "production")
    back = consequences(session, production)
    assert "Production is asked at Procore's own hosts, not at custom ones." in back
    assert "confirmations" not in back, "none are there to keep"
    session.open_record.confirm_check("projects.new", "Kai")
    assert "confirmations after step 3 and in tasks until you change back to Developer sandbox." in consequences(
        session, production
    )


def test_a_change_speaks_of_a_secret_only_where_there_may_be_one() -> None:
    session = Session(Paths.default(), MemorySecretStore())
    session.open_record.begin(Onboarding("Example Homes"))
    there = next(each for each in environments(session) if each.id == "monthly-sandbox")
    assert "secret" not in consequences(session, there)
    session.credentials.give(Secret("s" * 43))
    assert "The secret kept for Production is not sent" in consequences(session, there)


async def test_away_and_back_from_the_palette_asks_each_environment_about_its_own_pair_only() -> None:
    async with opened(
        "ready", step="promote", at="client-secret", size=(80, 24), answers={"verdict": "pass"}, home=True
    ) as found:
        asked, session, client_id = watch(found), found.session, found.session.record.client_id
        await session.credentials.keep(Secret(credentials(session)[1]))
        session.open_record.confirm_check("projects.new", "the consultant")
        await found.press("f5")
        await found.until(lambda: proven(found), "the pair to be proven")
        await found.press("ctrl+p")
        await found.paste("change the env")
        await found.sees("a sandbox or Federal")
        await found.press("enter")
        await found.sees("In which environment is the company?", "(now)", "login-sandbox.practice.invalid")
        await found.sees("Monthly sandbox and Federal")
        await found.press("enter")  # the one that it is already
        await found.sees_no_more("In which environment is the company?")
        assert len(found.app.screen_stack) == 2

        found.step.action_environment()
        await found.sees("In which environment")
        await found.press("down", "escape")
        await found.is_told("Nothing was chosen. The environment is still Production.")
        found.dismiss_notices()

        first, before = session.connection._client, len(asked)
        found.step.action_environment()
        await found.sees("In which environment")
        await found.press("down", "enter")
        await found.sees("Change to Developer sandbox?", "is not sent to", "The program keeps")
        await found.click("Change it")
        await found.is_told("The environment is Developer sandbox now.")
        found.dismiss_notices()
        await found.sees("Developer sandbox ·")
        await found.quiet()
        assert not session.results and session.results.report is None and session.record.verdict == ""
        assert session.connection._client is None or session.connection._client is not first
        assert not session.record.accepted and session.record.client_id == ""
        assert client_id not in found.text and session.mask.text(client_id) != client_id
        assert await session.credentials.secret() is None
        assert len(asked) == before, "the pair of the production app was sent to the sandbox"

        found.step.action_environment("production")
        await found.click("Change it")
        await found.is_told("The environment is Production now.")
        found.dismiss_notices()
        await found.sees("Production ·")
        await found.until(lambda: proven(found), "the pair to be proven")
        await found.quiet()
        assert session.record.client_id == client_id and set(asked) == {LOGIN["production"]}


async def test_after_a_return_no_click_asks_for_a_secret_that_would_end_the_working_one() -> None:
    async with opened("ready", step="promote", size=(80, 24)) as found:
        session, actions = found.session, found.step.actions
        assert actions is not None
        await session.credentials.keep(Secret(credentials(session)[1]))
        for id in (SANDBOX, "production"):
            await move(session, next(each for each in environments(session) if each.id == id))
        actions.choose("save-pair")
        await found.sees("Generate Client Secret once", "A second click makes a new secret.")
        assert not found.shows("make no new"), "Procore has not said yet that it accepts them"
        await found.press("f5")
        await found.sees("Procore accepts the credentials that the wizard has: make no new", "F6 marks this action")
        await found.press("f6")
        actions.choose("save-pair")
        await found.sees("Take back")
        assert not found.shows("make no new")
