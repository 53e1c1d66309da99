"""A click by hand in the practice browser ticks its actions; the next one is open, and the cursor stays in the list."""

import pytest
from textual.widgets import OptionList

from dmsa_tui.practice.portal import SETUP
from dmsa_tui.tui.widgets.clicks import Clicks
from tests.tui.driving import ROOMY, Wizard, opened


async def pick(found: Wizard, id: str) -> None:
    """Do that line of the practice browser."""
    chooser = found.app.screen.query_one(Clicks)
    chooser.highlighted = [each.id for each in chooser.options].index(id)
    await found.press("enter")


def open_action(found: Wizard) -> str | None:
    actions = found.step.actions
    assert actions is not None
    return actions.opened


@pytest.mark.parametrize("size", [(80, 24), ROOMY])
async def test_a_click_by_hand_ticks_its_actions_and_opens_the_next(size: tuple[int, int]) -> None:
    async with opened("fresh", step="create-app", size=size) as found:
        screen = found.step
        assert screen.actions is not None
        await found.press("f4")
        await found.sees("Practice browser")
        await pick(found, "verify-organisation")
        await found.sees("The browser shows: The account reads")
        await found.until(lambda: screen.actions and screen.actions.opened == "verification", "its answer to be asked")
        await pick(found, "create-app")
        await found.until(lambda: screen.actions and screen.actions.opened == "app-name", "the name to be asked for")
        assert isinstance(found.app.focused, OptionList), "the next key is for the next click"
        await pick(found, "+hand-over")
        await found.until(lambda: screen.actions and screen.actions.opened == "collaborator", "the next action")
        await found.saves('[ticked."create-app/verification"]', '[ticked."create-app/app-name"]')
        assert found.session.record.app_name == "Practice File Sync"
        assert "create-app/owner" not in found.session.record.ticked


async def test_clicks_that_are_made_stand_under_a_heading_that_says_so() -> None:
    async with opened("fresh", step="permissions", size=(80, 24)) as found:
        found.perform("create-app")
        await found.press("f4")
        await found.sees("Practice browser")
        prompts = [str(each.prompt) for each in found.app.screen.query_one(Clicks).options]
        made = prompts.index("Made already in other steps")
        first = next(place for place, each in enumerate(prompts) if each.startswith("●"))
        assert prompts.index("Clicks of other steps") < made < first, prompts


@pytest.mark.parametrize(("step", "click", "mark"), [("promote", "Reset", "+"), ("install", "Uninstall", "+"),
                                                    ("permissions", "Save Version", "▸")])  # fmt: skip
async def test_only_a_click_that_has_to_be_made_has_the_arrow(step: str, click: str, mark: str) -> None:
    async with opened("ready", step=step, size=(80, 24)) as found:
        found.perform("create-version")
        await found.press("f4")
        await found.sees("Practice browser")
        (shown,) = (text for each in found.app.screen.query_one(Clicks).options if click in (text := str(each.prompt)))
        assert shown.startswith(mark) and ("(optional)" in shown) is (mark == "+")


async def test_the_cursor_of_the_practice_browser_stays_on_its_first_line_and_on_its_last() -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        await found.press("f4")
        await found.sees("Practice browser", "◀ Back to the step")
        clicks = found.app.screen.query_one(Clicks)
        at = clicks.highlighted
        await found.press("up")
        assert at is not None and clicks.highlighted is not None and clicks.highlighted <= at
        await found.press("end")
        last = clicks.highlighted
        await found.press("down")
        assert clicks.highlighted == last != at


async def test_backspace_takes_back_what_a_click_ticked_and_the_click_stays_made() -> None:
    async with opened("fresh", step="manifest", size=(80, 24)) as found:
        found.perform("create-app", "begin-version")
        await found.press("f4")
        await found.sees("Practice browser")
        await pick(found, "add-component")
        await found.press("escape")
        await found.sees("actions are done.")
        await found.press("backspace")
        await found.sees("▸  6 Click Save.")
        assert "manifest" not in found.session.record.confirmed
        await found.press("backspace")
        await found.sees("▸  5 ")
        await found.press("f6", "f6")
        await found.sees("actions are done.")


async def test_another_portal_edition_is_in_the_docked_browser_at_once() -> None:
    async with opened("fresh", step="create-app", size=ROOMY) as found:
        await found.press("f4")
        await found.sees("Practice browser")
        await pick(found, "create-app")
        await found.sees("its App Details &")
        await found.press("f2")
        await found.click("JSON editor", times=2)
        await found.sees("App: App Name → Create", "Click a line, or press Tab and Enter.")
        assert not found.shows("→ Create Version") and not found.shows("App Details"), "that was the other portal"


async def test_what_a_click_made_early_ticks_is_said_and_the_open_action_stays() -> None:
    async with opened("fresh", step="create-app", size=ROOMY) as found:
        found.perform("create-app", "begin-version")
        await found.press("f4")
        await found.sees("Practice browser")
        await pick(found, "add-component")
        await found.sees("Marked done in", "step 2.")
        assert open_action(found) == "owner" and "manifest" in found.session.record.confirmed


async def test_show_me_goes_on_where_clicks_by_hand_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 0.05)
    async with opened("fresh", step="permissions", size=ROOMY) as found:
        found.perform("create-app", "begin-version", "add-component")
        await found.press("f4")
        await found.sees("Practice browser")
        await pick(found, "set-company-levels")
        await found.sees("Company Level shows")
        word = found.session.record.ticked["permissions/company-levels"]
        found.step.show_me()
        await found.sees("This step has been shown.")
        assert found.session.record.ticked["permissions/company-levels"] == word
        rehearsal = found.session.rehearsal
        assert rehearsal is not None and rehearsal.rehearsal.journal.count("set-company-levels") == 1


async def test_after_clicks_by_hand_the_next_press_of_done_puts_the_cursor_into_the_field_again() -> None:
    async with opened("fresh", step="create-app", size=ROOMY) as found:
        await found.press("f4")
        await found.sees("Practice browser")
        await pick(found, "create-app")
        await found.until(lambda: open_action(found) == "app-name", "the name to be asked for")
        await pick(found, "+hand-over")
        await found.until(lambda: open_action(found) == "collaborator", "the next action")
        await found.press("f6")
        await found.until(lambda: open_action(found) == "production-access", "the action after it")
        await found.until(lambda: found.app.focused is not None and not isinstance(found.app.focused, OptionList),
                          "the cursor in its field")  # fmt: skip


@pytest.mark.parametrize("edition", ["json-editor", "configuration-builder", "components"])
async def test_the_key_that_a_saved_version_brings_can_be_copied_where_it_is_asked_for(edition: str) -> None:
    async with opened("fresh", step="permissions", size=(80, 24), answers={"edition": edition}) as found:
        found.perform(
            "create-app", "begin-version", "add-component", "set-company-levels", "set-project-levels", "write-notes"
        )
        await found.press("f4")
        await found.sees("Practice browser")
        await pick(found, "save-version")
        await found.sees("⇥ Copy into the wizard: Sandbox App Version Key")
        assert not found.shows("needs no more clicks")
        await found.press("enter")
        await found.saves('[ticked."permissions/sandbox-key"]')
        shown = found.session.rehearsal and found.session.rehearsal.rehearsal.credentials
        assert shown and found.session.record.sandbox_app_version_key == shown.sandbox_app_version_key
        await found.press("f4")
        await found.sees("it needs no more clicks here.")


async def test_the_manifest_that_the_portal_shows_is_compared_where_an_action_asks_to_paste_it() -> None:
    answers = {"edition": "configuration-builder"}
    async with opened("fresh", step="permissions", size=(80, 24), answers=answers) as found:
        found.perform(
            "create-app", "begin-version", "add-component", "set-company-levels", "set-project-levels", "write-notes"
        )
        await found.press("f4")
        await found.sees("Practice browser")
        assert not found.shows("Manifest")
        await pick(found, "save-version")
        await found.sees("⇥ Copy into the wizard: Manifest")
        await pick(found, "+manifest")
        await found.sees("Compare a manifest", '"schema_version": "4.1"')
        await found.press("f5")
        await found.sees("It asks for everything that the profile file-sync needs.")
        await found.press("escape")
        await found.saves('[ticked."permissions/view-manifest"]')


async def test_an_answered_action_is_done_for_whoever_goes_on_in_the_practice_browser() -> None:
    async with opened("fresh", step="create-app", size=ROOMY) as found:
        await found.press("f4")
        await found.sees("Practice browser")
        await found.click("○ the customer's")
        await pick(found, "verify-organisation")
        await found.saves('[ticked."create-app/owner"]')
        assert not found.session.actions.is_ticked("create-app", "administrator"), "it was not asked yet"


async def test_an_answered_optional_action_is_done_too() -> None:
    async with opened("fresh", step="promote", size=ROOMY, answers={"sandbox_test": "skipped"}) as found:
        found.perform("create-app", "begin-version", "add-component", "set-company-levels", "set-project-levels")
        found.perform("write-notes", "save-version")
        found.perform("verify-organisation", "request-production-access")
        await found.press("f4")
        await found.sees("Practice browser")
        await pick(found, "promote-version")
        await found.saves('[ticked."promote/sandbox-test"]')
        assert not found.session.actions.is_ticked("promote", "sandbox-pair"), "it has no answer"


async def test_whoever_comes_back_to_earlier_actions_is_told_which_are_open() -> None:
    async with opened("fresh", step="install", size=ROOMY) as found:
        actions = found.step.actions
        assert actions is not None
        for each in (each for each in actions.current.all if each.id not in ("company", "compare", "update")):
            found.session.actions.tick("install", each.id, "T")
        actions.choose("dialog")
        await found.press("f6")
        await found.is_told("Actions 1 and 7 are still open.")
        await found.until(lambda: open_action(found) == "company", "the first of them")
        await found.press("f6")
        await found.until(lambda: open_action(found) == "compare", "the next of them")
        assert not found.app._notifications, "it comes next"


async def test_a_click_past_a_comparison_leads_back_to_it_before_it_goes_on() -> None:
    async with opened("fresh", step="install") as found:
        for each in ("verify-organisation", "create-app", "request-production-access", "begin-version", "add-component",
                     "set-company-levels", "set-project-levels", "write-notes", "save-version", "promote-version",
                     "generate-secret"):  # fmt: skip
            found.perform(each)
        assert found.session.rehearsal is not None
        found.session.open_record.note(company_id=found.session.rehearsal.rehearsal.credentials.company_id)
        found.session.actions.tick("install", "company", "Ada")
        await found.press("f4")
        await pick(found, "install-app")
        await found.until(lambda: open_action(found) == "compare", "the comparison that the click went past")
        await found.press("f6")
        await found.until(lambda: open_action(found) not in ("compare", "confirm"), "what follows the click")


async def test_the_browser_tells_of_the_last_click_whoever_made_it() -> None:
    async with opened("fresh", step="create-app") as found:
        await found.press("f4")
        await pick(found, "verify-organisation")
        await found.sees("The browser shows: The account reads")
        found.perform("create-app")
        found.session.open_record.note(app_owner="customer")
        await found.sees_no_more("The account reads Verified")
        assert found.shows("The browser shows: ")


async def test_a_click_on_folded_actions_opens_the_nearest_one() -> None:
    async with opened("fresh", step="install", size=(60, 20)) as found:
        actions = found.step.actions
        assert actions is not None
        second = actions.current.all[1].id
        actions.choose(actions.current.all[3].id)
        await found.click("1–2 to do")
        await found.until(lambda: open_action(found) == second, "the last of them")
        await found.go("create-app")
        actions = found.step.actions
        assert actions is not None
        await found.sees(" more")
        count = int(next(line for line in found.lines if line.strip().endswith(" more")).split()[-2])
        following = actions.current.all[-count].id
        await found.click(" more")
        await found.until(lambda: open_action(found) == following, "the first of them")


async def test_the_browser_says_which_actions_of_the_step_wait_when_it_needs_no_more_clicks() -> None:
    async with opened("ready", step="projects", size=(80, 24)) as found:
        await found.press("f4")
        count = len(found.session.actions.open_in("projects"))
        await found.sees("it needs no more clicks here;", f"{count} actions wait")


async def test_an_app_version_key_that_no_version_has_installs_nothing_until_it_is_corrected() -> None:
    answers = {"app_version_key": "01234567-89ab-cdef-0123-456789abcdef"}
    async with opened("not-installed", step="install", answers=answers) as found:
        rehearsal = found.session.rehearsal
        assert rehearsal is not None
        found.session.know_noted_secret()
        await found.press("f4")
        await pick(found, "install-app")
        await found.sees("✖ The dialog refuses the App Version")
        assert not rehearsal.rehearsal.journal
        await found.quiet()
        assert "install/confirm" not in found.session.record.ticked
        await found.sees("New here, and not in the wizard yet")
        await pick(found, "+renew")
        await found.until(
            lambda: found.session.record.app_version_key == rehearsal.rehearsal.credentials.app_version_key,
            "the right key",
        )
        await pick(found, "install-app")
        await found.sees("The browser shows: Installed Apps")


async def test_the_lines_beside_the_step_stay_under_the_mouse_while_clicks_are_made() -> None:
    async with opened(step="manifest") as found:
        await found.press("f4")
        await found.sees("Create Version", "Click a line")
        clicks = found.step.query_one(Clicks)
        top = clicks.region.y
        for number in range(3):
            await found.press("enter")
            await found.sees("The browser shows")
            await found.pilot.pause()
            assert clicks.region.y == top, f"after click {number + 1}"


@pytest.mark.parametrize(("size", "then"), [((80, 24), "F4 opens"), ((60, 20), "F4 opens"), (ROOMY, "F4 clicks it in")])
async def test_an_action_that_is_marked_done_without_its_click_says_so_until_it_is_made(
    size: tuple[int, int], then: str
) -> None:
    async with opened("fresh", step="promote", size=size) as found:
        await found.press("f4")
        await found.sees("Practice browser")
        if size != ROOMY:
            await found.press("escape")
        found.step.actions.choose("promote")  # type: ignore[union-attr]
        await found.until(lambda: open_action(found) == "promote", "the action to open")
        assert not found.shows("not clicked")
        await found.press("f6")
        said = f"Action 4 is marked done, but not clicked. {then} the practice browser."
        await found.until(lambda: said in " ".join(found.text.split()), "the line")
        if size != ROOMY:
            await found.press("f4")

        def at_the_click() -> str:
            clicks = found.app.screen.query_one(Clicks).options
            return next(" ".join(str(each.prompt).split()) for each in clicks if each.id == "promote-version")

        await found.until(lambda: "Marked done, but not clicked here." in at_the_click(), "the line at the click")
        found.perform(*SETUP[: SETUP.index("promote-version")])
        found.app.screen.query_one(Clicks).focus()
        await found.pilot.pause()
        await pick(found, "promote-version")
        await found.sees_no_more("not clicked")
