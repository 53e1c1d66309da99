"""What is written for people who are not on the call, and the search through what is known to go wrong."""

import pytest

from dmsa_tui.checks.model import Result
from dmsa_tui.vocabulary import Cause, Status
from tests.tui.driving import keep, opened

KEY = "01234567-89ab-cdef-0123-456789abcdef"


async def test_the_handout_is_masked_on_screen_and_whole_in_the_file() -> None:
    async with opened("ready", step="install", answers={"app_version_key": KEY}) as wizard:
        await wizard.click("Handout for the administrator")
        await wizard.sees("Save to a file")
        assert KEY not in wizard.text
        await wizard.click("Save to a file")
        await wizard.sees("Saved ")
        (page,) = wizard.session.paths.setup_records.glob("*-handout.html")
        assert KEY in page.read_text(encoding="utf-8") and page.stat().st_mode & 0o077 == 0


async def test_a_message_can_be_sent_to_whoever_is_waited_for() -> None:
    async with opened("ready", step="create-app", at="message") as wizard:
        await wizard.click("Message to whoever has to act")
        await wizard.sees("Copy", "To ")
        await wizard.click("Save to a file")
        await wizard.sees("Saved ")
        assert list(wizard.session.paths.setup_records.glob("*-message.txt"))


async def test_the_company_id_can_be_given_where_the_company_matters() -> None:
    async with opened("ready", step="install", answers={"company_id": ""}) as wizard:
        await wizard.sees("the company ID")
        await wizard.fill("company-id", "https://us02.procore.com/598796027816617/company/home/list")
        await wizard.until(lambda: wizard.session.record.company_id == "598796027816617", "the company ID")


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
        missing = Result("install.connected", Status.FAIL, "The app is not installed.", Cause.NOT_INSTALLED)
        keep(wizard.session, missing)
        await wizard.press("f3")
        await wizard.sees("What the checks of this step found:", "The app is not connected to this company")


@pytest.mark.parametrize("step", ["install", "handoff"])
async def test_the_access_review_opens_from_the_step(step: str) -> None:
    async with opened("ready", step=step) as wizard:
        await wizard.click("Access review")
        await wizard.sees("What the account can do today is not", "Save to a file")
        await wizard.click("Save to a file")
        await wizard.sees("Saved ")
        assert list(wizard.session.paths.setup_records.glob("*-access-review.html"))
