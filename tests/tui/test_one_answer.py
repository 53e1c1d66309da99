"""Home, the step and the checker give one answer: who acts next, on what, and whether something fails."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dmsa_tui.onboarding.record import Approval, ApprovalState
from dmsa_tui.tui.widgets.secret_field import SecretField
from tests.tui.driving import DECIDED, UNDECIDED, Wizard, opened
from tests.tui.test_opening_from_home import WORD

CUSTOMERS: dict[str, Any] = {"app_owner": "customer"}
HELD_UP = Approval(ApprovalState.WAITING, "2026-11-02")


async def home_row(found: Wizard) -> str:
    """The row of the only onboarding on home."""
    await found.press("ctrl+g")
    await found.sees("Next", "Waits for")
    await found.quiet()
    await found.sees_no_more("…  ")
    lines = found.lines
    head = next(place for place, line in enumerate(lines) if "Waits for" in line)
    return lines[head + 1]


async def test_refused_credentials_are_the_administrators_everywhere_where_the_customer_owns_the_app() -> None:
    async with opened("wrong-secret", step="check", answers=CUSTOMERS, home=True) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.sees("Procore refuses the credentials.", "ADMINISTRATOR’S TURN")
        await found.go("promote")
        await found.at("client-id")
        await found.sees("ADMINISTRATOR’S TURN")
        assert "administrator" in await home_row(found)
        await found.press("enter")
        await found.sees("4. Promote", "ADMINISTRATOR’S TURN")


async def test_a_tool_that_only_the_administrator_can_turn_on_is_the_administrators_on_the_step_of_the_levels() -> None:
    async with opened("tool-disabled", step="check", home=True) as found:
        found.session.know_noted_secret()
        found.session.open_record.note(ticked={"handoff/sync": WORD})
        await found.press("f5")
        await found.quiet()
        await found.sees("ADMINISTRATOR’S TURN")
        assert "administrator" in await home_row(found)
        await found.press("enter")
        await found.sees("3. ", "ADMINISTRATOR’S TURN")


async def test_an_approval_that_stops_the_step_is_procores_turn_there_as_on_home() -> None:
    answers = {
        "production_access": HELD_UP,
        "confirmed": dict.fromkeys(("create-app", "manifest", "permissions"), WORD),
        "client_id": "", "app_version_key": "",
    }  # fmt: skip
    async with opened("fresh", step="permissions", answers=answers, home=True) as found:
        row = await home_row(found)
        assert "production access pending" in row and "Procore" in row
        await found.press("enter")
        await found.sees("4. Promote", "PROCORE’S TURN")
        assert not found.shows("CONSULTANT")


@pytest.mark.parametrize(("is_done", "who"), [(False, "consultant"), (True, "Procore")])
async def test_an_approval_beside_which_something_is_left_to_click_is_that_persons(is_done: bool, who: str) -> None:
    ticked = {"create-app/verification": WORD}
    answers = {"verification": HELD_UP, "ticked": ticked, "action": "verification"}
    async with opened("fresh", step="create-app", answers=answers, home=True) as found:
        if is_done:
            found.session.actions.tick_all("create-app", "Ada")
            found.session.actions.tick_all("manifest", "Ada")
        found.session.open_record.note(**({"step": "permissions", "action": ""} if is_done else {}))
        await found.app.autosave.now()
        row = await home_row(found)
        assert "verification pending" in row and who in row, row
        await found.press("enter")
        await found.sees("1. Create the app", f"{who.upper()}’S TURN")


async def test_home_shows_no_failure_in_a_step_that_nobody_has_begun() -> None:
    async with opened("not-installed", step="check", home=True, answers=UNDECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.sees("The app is not installed in this company.")
        assert found.session.record.verdict == "fail"
        await found.go("install")
        await found.quiet()
        row = await home_row(found)
        assert "✖" not in row and "○" in row, row
        await found.press("enter")
        await found.quiet()
        assert "✖" not in found.text


async def test_home_has_the_caution_about_a_company_of_another_name_that_the_checker_has() -> None:
    async with opened("ready", step="check", home=True, answers={**DECIDED, "name": "Fir & Sons"}) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.sees("It works, with a caution: Company.")
        assert found.session.record.verdict == "pass"
        row = await home_row(found)
        assert "!" in row and "a caution: Company" in row, row


async def test_what_a_scan_has_read_of_every_project_stays_said_beside_the_sample_of_a_later_run() -> None:
    async with opened("ready", step="check", answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("s")
        await found.sees("Levels read on 12 of 12")
        await found.press("f5")
        await found.quiet()
        await found.sees("All 12 projects were read just now: proven. The checks have looked", "at 5 of 12 since.")
        assert not found.shows("Levels read on 12 of 12")
        await found.go("install")
        await found.go("check")
        await found.sees("All 12 projects were read", "at 5 of 12 since.")
        scan = found.session.level_scan
        found.session.open_record.note(future_projects=False)
        assert scan.said_beside_sample(datetime.now(UTC)), "levels do not depend on which projects are wanted"
        found.session.open_record.note(company_id="4711")
        assert not scan.said_beside_sample(datetime.now(UTC))


async def test_what_a_scan_has_read_before_a_fix_is_an_earlier_reading_beside_the_sample_after_it() -> None:
    async with opened("tool-disabled", step="check", answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("s")
        await found.sees("Levels read on 12 of 12")
        found.perform("enable-documents")
        await found.press("f5")
        await found.quiet()
        await found.sees("All 13 checks pass", "The earlier reading of all 12 projects, just now: failing.")
        assert not found.shows("All 12 projects were read just now")


async def test_asking_without_the_secret_names_its_field_and_step_and_leads_there() -> None:
    async with opened("ready", step="install", answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.session.credentials.delete()
        await found.press("f5")
        await found.until(lambda: found.step.STEP == "promote", "the step of the credentials")
        await found.is_told("not kept on this machine", "“Client secret” of step 4, Promote to production")
        await found.until(lambda: found.app.focused is not None, "the cursor")
        assert isinstance(found.app.focused, SecretField)


async def test_the_checker_names_the_steps_that_no_check_proves_beside_all_that_pass() -> None:
    answers = {**DECIDED, "app_owner": "consultant", "administrator": "Ada", "old_account": "none"}
    async with opened("ready", step="check", answers=answers) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.sees("All 13 checks pass.", "Still to do:", "1 App, 2 OAuth and 4 Promote.")
        for step in ("create-app", "manifest", "promote"):
            found.session.actions.tick_all(step, "Ada")
        await found.sees_no_more("Still to do")
