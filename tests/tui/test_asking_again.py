"""Following until all is right, asking elsewhere about a pair, lending the secret: each only as a person wants it."""

import asyncio

import httpx
import pytest
from textual.app import App

from dmsa_tui.checks.model import Result
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.tui.browser_and_clipboard import SystemClipboard
from dmsa_tui.vocabulary import Cause, Status
from tests.tui.driving import Wizard, credentials, keep, opened, wizard


async def with_secret(wizard: Wizard) -> str:
    """Give the session the practice app's secret; returns it."""
    _, secret = credentials(wizard.session)
    await wizard.session.credentials.keep(Secret(secret))
    return secret


async def test_following_asks_again_and_ends_by_itself_once_all_is_right() -> None:
    async with opened("no-future-projects", step="check") as wizard:
        await with_secret(wizard)
        await wizard.click("Watch Ctrl+R")
        await wizard.sees("New projects are not added.", "Watching: checks again in", "Stop watching")
        wizard.perform("add-to-new-projects")
        await wizard.press("f5")
        await wizard.sees("checks pass", "watching has ended", "Watch Ctrl+R")
        assert wizard.session.record.verdict == "pass"


async def test_watching_a_setup_that_works_says_what_is_left_and_which_key_stops_it() -> None:
    async with opened("no-default-template", step="check") as wizard:
        wizard.session.actions.tick_all("projects", "Ada")
        await with_secret(wizard)
        await wizard.press("ctrl+r")
        await wizard.sees("Watching: checks again in", "Only 1 caution", "Default project template. Ctrl+R stops.")


@pytest.mark.parametrize(
    ("future", "left"),
    [
        (True, "Only 1 caution left: Company."),
        (None, "Only 1 caution and 2 checks to do left: Company, New projects and"),
    ],
)
async def test_watching_calls_no_caution_a_pass_when_it_ends_and_counts_what_is_to_do(
    future: bool | None, left: str
) -> None:
    answers = {"name": "Example Homes", "expect": ExpectMode.ALL, "future_projects": future}
    async with opened("ready", step="check", answers=answers) as wizard:
        await with_secret(wizard)
        await wizard.press("ctrl+r")
        await wizard.sees(left, "Watching has ended.")
        assert not wizard.shows("checks pass")


async def test_a_step_says_that_it_asks_while_the_keyring_is_still_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = asyncio.Event()
    async with opened("ready", step="check", size=(80, 24)) as wizard:
        await with_secret(wizard)
        held = wizard.session.credentials.secret

        async def secret() -> Secret | None:
            await answered.wait()
            return await held()

        monkeypatch.setattr(wizard.session.credentials, "secret", secret)
        await wizard.press("f5")
        await wizard.sees("… asking Procore")
        wizard.app.go_to_step("handoff")
        await wizard.sees("The checks are still running.")
        answered.set()
        await wizard.sees_no_more("The checks are still running.")


async def test_the_checker_says_which_key_checks_the_rest_after_single_questions() -> None:
    async with opened("ready", step="check", size=(80, 24)) as wizard:
        await with_secret(wizard)
        await wizard.session.run_checks(frozenset({"company.reachable"}))
        await wizard.sees("Not checked yet:", "Press F5 to check everything.")


async def test_following_can_be_stopped() -> None:
    async with opened("no-future-projects", step="check") as wizard:
        await with_secret(wizard)
        await wizard.press("ctrl+r")
        await wizard.sees("Watching: checks again in")
        await wizard.press("ctrl+r")
        await wizard.sees("Watching was stopped.", "Watch Ctrl+R")
        assert not [worker for worker in wizard.app.workers if worker.group == "checks" and worker.is_running]


async def test_a_refused_pair_goes_elsewhere_only_after_a_yes() -> None:
    async with opened("wrong-environment", step="promote", at="client-secret") as wizard:
        await with_secret(wizard)
        await wizard.press("f5")
        await wizard.until(lambda: "credentials.token" in wizard.session.results, "the token's check")
        assert wizard.session.results["credentials.token"].cause is Cause.WRONG_CREDENTIALS

        await wizard.click("Ask Procore's other environments")
        await wizard.sees("Nothing leaves this machine")
        assert not wizard.shows("procore.com (")
        await wizard.press("escape")
        await wizard.quiet()
        assert wizard.session.results["credentials.token"].cause is Cause.WRONG_CREDENTIALS

        await wizard.click("Ask Procore's other environments")
        await wizard.click("Ask them")
        await wizard.sees("but Developer sandbox does")
        token = wizard.session.results["credentials.token"]
        assert (token.status, token.cause) == (Status.FAIL, Cause.WRONG_ENVIRONMENT)


async def test_procores_hosts_are_not_asked_about_what_a_host_in_their_place_refused() -> None:
    session = Session.for_customers()
    record = Onboarding(name="Acme", client_id="a" * 43, company_id="1", step="promote")
    record.login_url = record.api_url = "http://127.0.0.1:9"
    session.open_record.begin(record)
    async with wizard(session, home=False) as found:
        await found.go("promote")
        await found.at("client-secret")
        keep(session, Result("credentials.token", Status.FAIL, "Refused.", Cause.WRONG_CREDENTIALS))
        await found.sees("✖ Credentials  failing")
        await found.quiet()
        assert not found.shows("Ask Procore's other environments")
        session.open_record.note(login_url="", api_url="")
        keep(session, Result("credentials.token", Status.FAIL, "Refused.", Cause.WRONG_CREDENTIALS))
        await found.click("Ask Procore's other environments")
        await found.sees("are sent once to each", "login-sandbox.procore.com")


async def test_the_countdown_of_a_pause_goes_when_the_pause_is_over() -> None:
    async with opened("ready", step="check") as found:
        await with_secret(found)
        await found.press("f5")
        await found.sees("requests to the practice company.")
        found.app.pause = "The limit is nearly used up: continuing in 1 s"
        await found.sees("continuing in 1 s")
        found.app.pause = ""
        await found.sees("requests to the practice company.")
        assert not found.shows("continuing")


async def test_the_secret_is_copied_after_a_yes_and_cleared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.browser_and_clipboard.CLIPBOARD_CLEAR_SECONDS", 0.3)
    sent: list[str] = []
    async with opened("ready", step="handoff", at="copy-secret") as wizard:
        monkeypatch.setattr(wizard.app, "copy_to_clipboard", sent.append)
        secret = await with_secret(wizard)
        await wizard.click("Copy the client secret")
        await wizard.sees("Copy the client secret?")
        await wizard.press("enter")  # Close has the focus: Enter alone gives nothing away
        await wizard.sees_no_more("Copy the client secret?")
        assert sent == []

        await wizard.click("Copy the client secret")
        await wizard.click("Copy it")
        await wizard.until(lambda: sent == [secret, ""], "the secret to be taken back")


async def test_the_clipboard_is_emptied_only_of_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    app: App[str] = App()
    monkeypatch.setattr(app, "copy_to_clipboard", sent.append)
    await SystemClipboard(app, Session.for_customers, lambda: "F9").clear_secret()
    assert sent == []


class Slow(httpx.ASGITransport):
    """The practice company, an ocean away."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.1)
        return await super().handle_async_request(request)


async def test_every_permitted_project_can_be_read_stopped_and_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.practice.transport.PracticeTransport", Slow)
    async with opened("large-company", step="check", size=(120, 60)) as wizard:
        await with_secret(wizard)
        await wizard.press("f5")
        await wizard.quiet()
        await wizard.click("Check permissions on all projects")
        await wizard.until(lambda: wizard.shows("of 2,431, about"), "the estimate")
        await wizard.click("Stop (you can")
        await wizard.sees("Stopped. The levels read so far are kept")
        kept = wizard.session.level_scan._stopped
        assert kept is not None and 0 < len(kept._levels) < 2431
