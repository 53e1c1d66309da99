"""Links: only Procore's https pages are ever opened, and where no browser is, they go out another way."""

import webbrowser
from itertools import zip_longest

import pytest
import segno
from textual.color import Color
from textual.widgets import Static

from dmsa_tui.guide.links import fill_link
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.link import LinkDialog
from dmsa_tui.tui.dialogs.tasks import task_dialog
from dmsa_tui.tui.widgets.open_action import OpenAction
from dmsa_tui.tui.widgets.qr_code import QUIET, QrCode, modules
from tests.layout.whole import assert_all_in_sight
from tests.tui.driving import Wizard, opened, wizard

COMPANY = "562949953421312"
PORTAL = "https://developers.procore.com"
PAGE = f"https://app.procore.com/{COMPANY}/company/app_management"


class Browser:
    """A browser of this machine."""

    def __init__(self, basename: str = "firefox", opens: bool = True) -> None:
        self.basename = basename
        self.opens = opens
        self.asked: list[str] = []

    def open(self, url: str) -> bool:
        self.asked.append(url)
        return self.opens


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The machine's browser."""
    found = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda: found)
    return found


def customer() -> Session:
    session = Session(Paths.default(), MemorySecretStore())
    session.open_record.begin(Onboarding(name="Example Builders", company_id=COMPANY))
    return session


async def test_a_rehearsal_opens_no_browser_and_says_that_nothing_is_behind_its_code(browser: Browser) -> None:
    async with opened(step="install") as found:
        await found.press("ctrl+o")
        await found.sees("This is a rehearsal")
        assert await found.app.browser.open_page("https://us02.procore.com/1") is None
        found.session.results.web_base_url = "https://web.practice.invalid"
        await found.press("ctrl+l")
        await found.press("enter")
        await found.sees("▀")
        await says(found, "the practice company has no such page")
        assert browser.asked == []


FOREIGN = (
    "http://us02.procore.com/1/company/home",
    "https://procore.com.example.org/",
    "https://example.org/#https://us02.procore.com",
    "https://us02.procore.com@example.org/",
    "javascript:alert(1)",
    "file:///etc/hosts",
    "https://login.practice.invalid/",
)


async def test_only_pages_of_procore_are_opened_and_where_no_browser_is_they_are_shown_copied_and_drawn(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_browser() -> Browser:
        raise webbrowser.Error

    async def assert_it_goes_another_way(reason: str) -> None:
        found.app.copy_to_clipboard("")
        await found.press("ctrl+o")
        await found.sees("For another device", "▀")
        await says(found, reason, "Sent the link to")
        assert found.app.clipboard == PORTAL
        await close(found)

    async with wizard(customer(), size=(80, 24)) as found:
        await found.go("create-app")
        await found.sees("Open Ctrl+O")
        for url in FOREIGN:
            found.app.clear_notifications()
            assert await found.app.browser.open_page(url) is None
            await found.is_told("Not opened: only https pages of Procore can be opened here.")
        assert browser.asked == []
        await found.press("ctrl+y")
        await found.is_told("Sent the link to your terminal. Not there? Select it by mouse.")
        assert found.app.clipboard == PORTAL
        await found.press("ctrl+o")
        await found.until(lambda: browser.asked == [PORTAL], "the browser")
        browser.asked.clear()
        with monkeypatch.context() as over_ssh:
            over_ssh.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
            await assert_it_goes_another_way("The SSH host has no browser.")
        browser.basename = "w3m"
        await assert_it_goes_another_way("This machine has no browser")
        assert browser.asked == []
        browser.basename, browser.opens = "firefox", False
        await assert_it_goes_another_way("This machine has no browser")
        assert browser.asked == [PORTAL]
        monkeypatch.setattr(webbrowser, "get", no_browser)
        await assert_it_goes_another_way("This machine has no browser")
        found.app.push_screen(task_dialog(found.session.guide.documented("migrate")))
        await found.sees("Start over")
        await found.press("ctrl+o")
        await found.sees("For another device", "This machine has no browser", "Show the code")
        await found.press("escape", "escape")
        await found.sees("Developer Portal")
        found.session.results.web_base_url = "https://procore.com.example.org"
        await found.press("ctrl+l", "end")
        await found.sees("No code: only https pages of")
        assert "▀" not in found.text


async def says(found: Wizard, *texts: str) -> None:
    """Wait until all of that is beside the code, its lines broken anywhere."""

    def said() -> str:
        return " ".join(str(each.content) for each in found.app.screen.query("#link-words Static").results(Static))

    await found.until(lambda: all(each in said() for each in texts), repr(texts))


async def close(found: Wizard) -> None:
    """Close the dialog."""
    await found.press("escape")
    await found.until(lambda: not isinstance(found.app.screen, LinkDialog), "the step")


def drawn(found: Wizard) -> list[list[bool]]:
    """The modules on the screen, read from the cells: True is dark."""
    code = found.app.screen.query_one(QrCode)
    left, top, width, height = code.region
    rows: list[list[bool]] = []
    for line in found.lines[top : top + height]:
        cells = line[left : left + width]
        rows += [[cell in "▀█" for cell in cells], [cell in "▄█" for cell in cells]]
    return rows


def expected(link: str) -> list[list[bool]]:
    """The symbol in its quiet zone, as segno draws it."""
    return [[bool(module) for module in row] for row in segno.make_qr(link, error="l").matrix_iter(border=4)]


def colors(found: Wizard) -> set[tuple[Color, Color]]:
    """Ink and ground of every cell of the code."""
    code = found.app.screen.query_one(QrCode)
    found_styles = set()
    for strip in code.render_lines(code.size.region):
        for segment in strip:
            assert segment.style and segment.style.color and segment.style.bgcolor
            ink, ground = segment.style.color.get_truecolor(), segment.style.bgcolor.get_truecolor()
            found_styles.add((Color(*ink), Color(*ground)))
    return found_styles


async def test_a_code_holds_its_link_in_a_quiet_zone_dark_on_light_in_every_theme() -> None:
    async with wizard(customer(), size=(80, 24)) as found:
        await found.go("install")
        await found.press("ctrl+l")
        await found.sees("whole company ID")
        assert "▀" not in found.text and COMPANY not in found.text
        await found.press("enter")
        await found.sees("▀")
        assert COMPANY not in found.text
        for theme in ("dmsa-dark", "dmsa-light", "dmsa-high-contrast"):
            found.app.theme = theme
            await found.pilot.pause()
            rows = drawn(found)
            for row, wanted in zip_longest(rows[: len(expected(PAGE))], expected(PAGE)):
                assert row == wanted
            assert not any(map(any, rows[len(expected(PAGE)) :])), "the half row below is light"
            assert colors(found) == {(Color(0, 0, 0), Color(255, 255, 255))}
        await found.press("enter")
        await says(found, "Sent the link to your terminal.")
        assert found.app.clipboard == PAGE
        await close(found)
        found.session.mask.hide_ids(False)
        await found.press("ctrl+l")
        await found.sees("▀")
        await says(found, PAGE)
        await close(found)
        found.session.mask.hide_ids(True)
        found.session.mask.recorder = "asciinema"
        await found.press("ctrl+l")
        await found.sees("No code: asciinema is recording this terminal")
        await found.press("enter")
        await found.sees("Not copied: asciinema is recording")
        assert "▀" not in found.text
        await close(found)
        found.session.mask.recorder = ""
        await assert_each_page_has_its_code(found)


async def assert_each_page_has_its_code(found: Wizard) -> None:
    """A larger code takes a larger window, or a sentence says what it takes."""
    found.app.go_to_step("create-app")
    await found.sees("1. Create the app")
    await found.press("ctrl+l")
    await found.sees("Procore Developer", "Procore's guide")
    await says(found, PORTAL)
    await found.press("down")
    docs = f"{PORTAL}/documentation/content/verification-and-production-access"
    await found.until(lambda: len(drawn(found)) == len(expected(docs)) + 1, "the larger code")
    assert drawn(found)[:-1] == expected(docs)
    await found.pilot.resize_terminal(60, 20)
    await found.sees("No room for the code", "71 columns and 24 rows", "60 and 20")
    assert not found.app.screen.query_one(QrCode).display
    assert_all_in_sight(found)
    await found.pilot.resize_terminal(80, 24)
    await found.until(lambda: len(drawn(found)) == len(expected(docs)) + 1, "the code again")
    assert_all_in_sight(found)
    await found.press("down")
    await found.sees("Show the code Enter")
    assert isinstance(found.app.screen, LinkDialog) and not found.app.screen.query_one(QrCode).display
    await found.press("enter", "enter")  # to the button, and on it
    await found.sees_no_more("Show the code Enter")
    assert found.app.screen.query_one(QrCode).display


def test_a_symbol_has_its_quiet_zone_and_a_link_too_long_for_any_has_none() -> None:
    found = modules(PORTAL)
    assert found is not None
    edge = [*found[:QUIET], *found[-QUIET:], *(row[:QUIET] + row[-QUIET:] for row in found)]
    assert not any(map(any, edge)) and found[QUIET][QUIET]
    assert modules(f"{PORTAL}/{'a' * 5000}") is None


@pytest.mark.parametrize(
    ("template", "link"),
    [
        ("{docs}/content/oauth-keys", f"{PORTAL}/documentation/content/oauth-keys"),
        ("{sandbox}", "https://sandbox.procore.com"),
        ("{web}/{company_id}/company/home", None),
    ],
)
def test_what_is_documented_needs_no_customer(template: str, link: str | None) -> None:
    assert fill_link(template) == link


async def test_an_address_that_is_a_sample_is_not_offered_and_the_notes_are_read_before_they_are_copied() -> None:
    async with opened(step="permissions", size=(80, 24)) as found:
        assert found.step.actions is not None
        found.step.actions.choose("notes")
        await found.sees(
            "URL: the sync tool's help page or your",
            "Open the app under App Management",
        )
        await found.sees("after every update of this app.", "Setup guide    Copy Ctrl+Y")
        assert not found.shows("example.com")


async def test_a_masked_value_that_may_not_have_arrived_is_to_be_shown_before_it_is_selected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dmsa_tui.terminal.clipboard.tool_here", lambda: None)
    async with opened("ready", step="install") as found:
        found.app.system_clipboard.copy_text(found.session.record.company_id, "the company ID")
        await found.is_told("Sent the company ID to your terminal. Not there? F9 twice shows it.")
        found.app.system_clipboard.copy_text("Sync of June", "the app name")
        await found.is_told("Not there? Select it by mouse.")
        assert found.step.actions is not None
        found.step.actions.choose("version-id")
        await found.press("ctrl+y")
        await found.is_told("Sent the App Version Key to your terminal.")
        found.app.go_to_step("handoff", "integration")
        await found.sees("Copy the client secret")
        await found.press("ctrl+y")
        await found.is_told("Sent the client ID to your terminal.")


async def test_the_key_copies_one_value_of_an_action_after_the_other() -> None:
    async with opened("fresh", step="permissions", size=(80, 24)) as found:
        assert found.step.actions is not None
        found.step.actions.choose("notes")
        for value, is_first in (("Instructions Page Name", True), ("Post-Installation Notes", False)) * 2:
            await found.quiet()
            shown = found.step.query_one(OpenAction).render().plain
            assert (shown.index("Ctrl+Y") < shown.rindex("Post-Installation Notes")) == is_first, shown
            await found.press("ctrl+y")
            await found.is_told(f"Sent the {value}")
