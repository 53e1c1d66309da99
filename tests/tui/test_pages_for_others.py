"""What is written for people who are not on the call, and the search through what is known to go wrong."""

import time
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Button, Input, TextArea

from dmsa_tui.documents.setup_record import build
from dmsa_tui.documents.setup_record.model import SetupRecord
from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding import files
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.tui import browser_and_clipboard
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.hanging_text import Paragraphs
from tests.tui.driving import Wizard, opened

KEY = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.fixture
def opened_in_browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a browser of this machine is given."""
    given: list[str] = []
    monkeypatch.delenv("SSH_CONNECTION", raising=False)

    def shown(url: str) -> bool:
        given.append(url)
        return True

    monkeypatch.setattr(browser_and_clipboard, "shown_by_browser", shown)
    return given


def is_scrolled_to(area: TextArea, line: int) -> bool:
    return area.scroll_offset.y == line


def assert_no_line_is_broken_twice(wizard: Wizard) -> None:
    """The page was written in lines that the dialog has room for; an address or a subject is one line, however long."""
    area = wizard.app.screen.query_one(TextArea)
    lines = [line for line in area.text.splitlines() if " " in line.strip() and not line.startswith("Subject:")]
    assert max(map(len, lines)) <= area.wrap_width


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36), (200, 50)], ids=str)
@pytest.mark.parametrize("name", ["handout", "message"])
async def test_a_page_for_others_uses_the_columns_that_there_are_and_is_broken_once(
    size: tuple[int, int], name: str
) -> None:
    async with opened("ready", step="install", size=size) as wizard:
        wizard.step.query_one(f"#{name}", Button).press()
        await wizard.sees("Save Ctrl+S")
        await wizard.quiet()
        assert_no_line_is_broken_twice(wizard)
        area = wizard.app.screen.query_one(TextArea)
        room = min(area.wrap_width, 80)
        assert room - 10 <= max(len(each) for each in area.text.splitlines()) <= max(room, 80)


async def test_the_handout_is_masked_on_screen_and_whole_in_the_file() -> None:
    async with opened("ready", step="install", size=(80, 24), answers={"app_version_key": KEY}) as wizard:
        await wizard.click("Handout for the administrator")
        await wizard.sees("Save Ctrl+S")
        await wizard.quiet()
        assert KEY not in wizard.text
        assert_no_line_is_broken_twice(wizard)
        await wizard.click("Save Ctrl+S")
        await wizard.sees("Saved ")
        (page,) = wizard.session.paths.setup_records.glob("*.handout.html")
        assert wizard.shows(f"Saved {page.name}"), "the name is whole"
        assert KEY in page.read_text(encoding="utf-8") and page.stat().st_mode & 0o077 == 0


async def test_a_saved_page_can_be_opened_and_over_ssh_it_is_said_why_not(
    monkeypatch: pytest.MonkeyPatch, opened_in_browser: list[str]
) -> None:
    async with opened("ready", step="install", size=(80, 24)) as wizard:
        await wizard.click("Handout for the administrator")
        await wizard.sees("Save Ctrl+S")
        await wizard.quiet()
        opens = wizard.app.screen.query_one("#open-saved", Button)
        assert not opens.display, "there is no file yet"
        await wizard.click("Save Ctrl+S")
        await wizard.sees("Saved ", "Open")
        (page,) = wizard.session.paths.setup_records.glob("*.handout.html")
        opens.press()
        await wizard.is_told("Sent to the browser")
        assert opened_in_browser == [page.as_uri()]
        monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
        opens.press()
        await wizard.is_told("The SSH host has no browser. Copy the file to your own machine.")
        assert len(opened_in_browser) == 1


async def test_the_saved_setup_record_opens_by_the_key_that_its_button_names(
    monkeypatch: pytest.MonkeyPatch, opened_in_browser: list[str]
) -> None:
    async with opened("ready", step="handoff", at="save-html", size=(80, 24)) as wizard:
        await wizard.press("o")
        await wizard.is_told("What you type goes nowhere")
        assert not wizard.shows("Open the saved record")
        await wizard.press("ctrl+s")
        await wizard.sees("It contains no secret.", "Open the saved record O")
        (record,) = wizard.session.paths.setup_records.glob("*.html")
        await wizard.press("o")
        await wizard.is_told("Sent to the browser")
        assert opened_in_browser == [record.as_uri()]
        monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
        await wizard.click("Open the saved record")
        await wizard.is_told("The SSH host has no browser. Copy the file to your own machine.")
        assert len(opened_in_browser) == 1


async def test_a_saved_list_of_projects_can_be_opened(opened_in_browser: list[str]) -> None:
    async with opened("ready", step="check", size=(80, 24)) as wizard:
        await wizard.press("ctrl+t")
        await wizard.sees("Company projects")
        assert not wizard.shows("Open Ctrl+O")
        await wizard.press("ctrl+s")
        await wizard.sees("Saved ", "Open Ctrl+O", "Close Esc")
        await wizard.press("ctrl+o")
        await wizard.is_told("Sent to the browser")
        (saved,) = wizard.session.paths.setup_records.glob("*.projects-*.csv")
        assert opened_in_browser == [saved.as_uri()]


@pytest.mark.parametrize("refused", [False, True])
@pytest.mark.parametrize("opens", ["Handout for the administrator", "ctrl+t"])
async def test_a_save_that_ends_after_its_dialog_was_closed_is_told(
    opens: str, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened("ready", step="install", size=(80, 24), answers={"app_version_key": KEY}) as wizard:
        await (wizard.press(opens) if opens == "ctrl+t" else wizard.click(opens))
        await wizard.sees("Save ", "Ctrl+S")
        dialog = wizard.app.screen
        assert isinstance(dialog, Dialog)

        def write_slowly(path: Path, text: str) -> None:
            wizard.app.call_from_thread(dialog.action_close)
            time.sleep(0.3)
            if refused:
                raise StorageError("The disk is full.")

        monkeypatch.setattr(files, "write_privately", write_slowly)
        await wizard.press("ctrl+s")
        await wizard.is_told("The disk is full." if refused else f"Saved {wizard.session.paths.setup_records}")
        assert wizard.app.screen is not dialog


async def test_a_setup_record_that_is_saved_after_its_step_was_left_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("ready", step="handoff", size=(80, 24), at="save-html") as wizard:
        write = build.save_setup_record

        def write_slowly(record: SetupRecord, paths: Paths, kind: str) -> Path:
            wizard.app.call_from_thread(wizard.app.go_to_step, "check")
            time.sleep(0.3)
            return write(record, paths, kind)

        monkeypatch.setattr(build, "save_setup_record", write_slowly)
        await wizard.press("ctrl+s")
        await wizard.is_told("Saved ", ".html", "It contains no secret.")


async def test_the_arrow_keys_scroll_a_page_wherever_the_focus_is() -> None:
    async with opened("ready", step="install", size=(80, 24), answers={"app_version_key": KEY}) as wizard:
        await wizard.click("Handout for the administrator")
        await wizard.sees("Save Ctrl+S")
        await wizard.quiet()
        area = wizard.app.screen.query_one(TextArea)
        for focus in (area, wizard.app.screen.query_one("#save-page")):
            focus.focus()
            before = area.scroll_offset.y
            await wizard.press("down", "down")
            await wizard.until(partial(is_scrolled_to, area, before + 2), "two lines")
        await wizard.press("up")
        await wizard.until(lambda: area.scroll_offset.y == 3, "a line back")


async def test_a_message_can_be_sent_to_whoever_is_waited_for() -> None:
    async with opened("fresh", step="create-app", at="message", size=(80, 24)) as wizard:
        await wizard.click("Message to whoever must act")
        await wizard.sees("Copy", "To ")
        assert_no_line_is_broken_twice(wizard)
        await wizard.click("Save Ctrl+S")
        await wizard.sees("Saved ")
        assert list(wizard.session.paths.setup_records.glob("*-message.txt"))


async def test_the_company_id_can_be_given_where_the_company_matters() -> None:
    async with opened("ready", step="install", answers={"company_id": ""}) as wizard:
        await wizard.sees("the company ID")
        await wizard.fill("company-id", "https://us02.procore.com/598796027816617/company/home/list")
        await wizard.until(lambda: wizard.session.record.company_id == "598796027816617", "the company ID")


def all_lines(wizard: Wizard) -> str:
    """Everything in the dialog's list, read or to be scrolled to, in one line."""
    lines = wizard.app.screen.query_one("#ways", Paragraphs).lines()
    return " ".join(" ".join(f"{line.mark.plain}{line.text.plain}" for line in lines).split())


async def test_what_somebody_sees_can_be_searched_for() -> None:
    async with opened("ready", step="install") as wizard:
        await wizard.press("f3")
        await wizard.sees("Doesn't match your screen?")
        await wizard.paste("invalid_client")
        await wizard.sees("CONSULTANT  step 4:")
        for _ in range(len("invalid_client")):
            await wizard.press("backspace")
        await wizard.paste("zzzz qqqq")
        await wizard.sees("Nothing found")
        await wizard.press("escape")
        wizard.session.know_noted_secret()
        wizard.perform("uninstall-app")
        await wizard.press("f5")
        await wizard.sees("○ Installation  to do", "The app is not installed")
        await wizard.press("f3")
        await wizard.sees("Doesn't match your screen?")
        assert not wizard.shows("found:"), "the step was not begun: it is to do"
        await wizard.press("escape")
        wizard.session.actions.tick_all("install", "Ada")
        await wizard.press("f5")
        await wizard.sees("✖ Installation  failing")
        await wizard.press("f3")
        await wizard.sees("What the checks of this step found:", "The app is not connected to this company")
        found, _, known = all_lines(wizard).partition("Also known for this step:")
        assert "The app is under ‘Uninstalled Apps’. Install it again with" in found
        assert (
            found.count("Perhaps:") == 1
            and "Then:" not in found
            and "The app was not installed, or the second click" in found
        )
        assert "monthly sandbox" not in found and "(401)" not in found
        assert "The monthly sandbox shows no app." in known and "Install it again" not in known


async def test_each_word_of_the_list_finds_the_way_that_says_it_from_its_first_letters_on() -> None:
    async with opened("fresh", step="manifest", answers={"edition": "json-editor"}) as wizard:
        await wizard.press("f3")
        await wizard.sees("schema_version 4.1")
        search = wizard.app.screen.query_one(Input)
        for word in ("sch", "editor", "EDITOR schema"):
            search.value = word
            await wizard.pilot.pause()
            assert "schema_version 4.1" in all_lines(wizard), word
        lines = wizard.app.screen.query_one("#ways", Paragraphs).lines()
        symptoms = [line.text.plain for line in lines if not line.indent]
        assert len({*symptoms}) == len(symptoms), "each way is said once"
        search.value = "page"  # common: it names no way
        await wizard.sees("Do you mean one of these?")


@pytest.mark.parametrize("step", ["install", "handoff"])
async def test_the_access_review_opens_from_the_step(step: str) -> None:
    async with opened("ready", step=step, size=(80, 24)) as wizard:
        await wizard.click("Access review")
        await wizard.sees("Save Ctrl+S")
        await wizard.quiet()
        assert "What the account can do today is not" in wizard.app.screen.query_one(TextArea).text
        assert_no_line_is_broken_twice(wizard)
        await wizard.click("Save Ctrl+S")
        await wizard.sees("Saved ")
        assert list(wizard.session.paths.setup_records.glob("*.access-review.html"))


async def test_a_saved_record_moves_no_button_of_the_last_step() -> None:
    async with opened("ready", step="handoff", at="save-html", size=(80, 60)) as wizard:
        buttons = [wizard.step.query_one(f"#{each}", Button) for each in ("save-html", "save-json", "access-review")]
        before = [each.region for each in buttons]
        await wizard.press("ctrl+s")
        await wizard.sees("It contains no secret.", "Open the saved record O")
        await wizard.quiet()
        assert [each.region for each in buttons] == before
