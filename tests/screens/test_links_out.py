"""Links: a rehearsal opens no browser, and only Procore's https pages are ever opened."""

import webbrowser

import pytest

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.vault import MemoryVault
from dmsa_tui.session import Session
from tests.screens.driving import opened, wizard


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was asked to open."""
    asked: list[str] = []

    def note(url: str, new: int = 0, autoraise: bool = True) -> bool:
        asked.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", note)
    return asked


async def test_a_rehearsal_opens_no_browser(browser: list[str]) -> None:
    async with opened() as found:
        await found.press("ctrl+o")
        await found.sees("This is a rehearsal")
        found.app.open_page("https://us02.procore.com/1")
        await found.quiet()
        assert browser == []


async def test_a_link_that_is_not_an_https_page_of_procore_is_refused(browser: list[str]) -> None:
    async with wizard(Session(Paths.default(), MemoryVault())) as found:
        for url in (
            "http://us02.procore.com/1/company/home",
            "https://procore.com.example.org/",
            "https://example.org/#https://us02.procore.com",
            "https://us02.procore.com@example.org/",
            "javascript:alert(1)",
            "file:///etc/hosts",
            "https://login.practice.invalid/",
        ):
            found.app.clear_notifications()
            found.app.open_page(url)
            await found.is_told("Not opened: only https pages of Procore are.")
            assert browser == []


async def test_the_step_link_of_a_customer_is_opened_and_always_written(browser: list[str]) -> None:
    session = Session(Paths.default(), MemoryVault())
    session.begin(Onboarding(name="Example Builders", company_id="562949953421312"))
    async with wizard(session) as found:
        await found.go("create-app")
        await found.sees("https://developers.procore.com")
        await found.press("ctrl+o")
        await found.until(lambda: browser, "the browser")
        assert browser == ["https://developers.procore.com"]
        await found.press("ctrl+y")
        await found.sees("Sent the link to your terminal's clipboard")
        assert found.app.clipboard == "https://developers.procore.com"


async def test_over_ssh_nothing_is_opened_at_the_far_end(browser: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    async with wizard(Session(Paths.default(), MemoryVault())) as found:
        found.app.open_page("https://us02.procore.com/1")
        await found.sees("There is no browser at this end")
        assert browser == []
