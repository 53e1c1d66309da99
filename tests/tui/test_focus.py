"""Where the cursor is when an action opens, and how what was chosen is kept."""

import pytest
from textual.widgets import Input, TextArea

from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode
from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.field import Field
from tests.tui.driving import opened


async def test_space_and_enter_keep_what_the_arrows_chose() -> None:
    async with opened(answers={"verification": Approval()}) as found:
        await found.at("verification-approval")
        await found.until(lambda: isinstance(found.app.focused, Choice), "the choice")
        await found.press("right", "right", "space")
        await found.sees("● granted")
        await found.press("space")
        await found.until(lambda: found.session.record.ticked, "the tick")
        assert found.session.record.verification.state is ApprovalState.GRANTED


async def test_a_choice_has_the_cursor_when_its_action_opens_also_with_an_answer() -> None:
    answers = {"expect": ExpectMode.UNDECIDED, "future_projects": True, "app_owner": "customer"}
    async with opened(step="projects", answers=answers) as found:
        await found.until(lambda: found.app.focused is found.step.query_one("#expect"), "the choice")
        await found.press("right", "space")
        assert found.session.record.expect is not ExpectMode.UNDECIDED
        await found.go("create-app")
        await found.at("app-owner")
        await found.until(lambda: found.app.focused is found.step.query_one("#app-owner"), "the choice")


async def test_the_palette_leads_to_the_list_of_projects_and_its_box() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["1001"], "future_projects": None}
    async with opened(step="install", answers=answers) as found:
        await found.press("ctrl+p", *"List of projects")
        await found.sees("Answer it in step 6")
        await found.press("enter")
        await found.until(lambda: found.step.STEP == "projects", "the step")
        await found.until(lambda: isinstance(found.app.focused, TextArea), "the list")


async def test_what_is_typed_in_front_of_a_full_field_names_the_key_that_leads_there() -> None:
    async with opened(answers={"app_name": "Sync"}, size=(80, 24)) as found:
        await found.at("app-name")
        await found.press("f6", "up")
        await found.quiet()
        await found.press("x")
        await found.is_told("What you type goes nowhere: Tab goes to the field.")
        await found.press("tab")
        assert found.app.focused is found.step.query_one("#app-name Input", Input), found.app.screen.focus_chain


async def test_what_is_typed_at_a_choice_names_the_keys_that_choose_and_the_option_under_them_is_marked() -> None:
    async with opened(size=(80, 24)) as found:
        await found.until(lambda: isinstance(found.app.focused, Choice), "the choice")
        choice = found.step.query_one("#app-owner", Choice)
        await found.until(lambda: marked(choice).startswith("○ "), "the first option under the keys")
        await found.press("x")
        await found.is_told("What you type goes nowhere: ← → go to an option, Space chooses it.")
        await found.press("left")
        await found.until(lambda: marked(choice).startswith("○ "), "the last option under the keys")
        assert not found.session.record.app_owner, "an arrow alone answers nothing"
        await found.press("space")
        await found.until(lambda: marked(choice).startswith("● "), "the chosen one")
        found.step.set_focus(None)
        await found.until(lambda: not marked(choice), "no mark without the focus")


def marked(choice: Choice) -> str:
    drawn = choice.render()
    return "".join(drawn.plain[each.start : each.end] for each in drawn.spans if "reverse" in str(each.style))


async def test_the_key_for_the_checker_leads_back_to_the_action_from_which_it_was_pressed() -> None:
    async with opened(size=(80, 24), answers={"app_name": "Sync"}) as found:
        for leads_back in ("f10", "escape"):
            await found.at("administrator")
            await found.quiet()
            await found.press("f10")
            await found.until(lambda: found.step.STEP == "check", "the checker")
            await found.sees("F10 Back")
            await found.press(leads_back)
            await found.until(lambda: found.step.STEP == "create-app", "the step")
            await found.until(lambda: found.step.open_fields == ("administrator",), "the action")
        # its own key also where the checker was reached by Back
        await found.go("handoff")
        await found.press("f7")
        await found.until(lambda: found.step.STEP == "check", "the checker")
        await found.sees("F10 Back")
        await found.press("f10")
        await found.until(lambda: found.step.STEP == "handoff", "the step")


async def test_a_checker_that_was_opened_first_has_no_key_that_leads_back() -> None:
    async with opened(step="check", size=(80, 24)) as found:
        assert not found.shows("F10")
        await found.press("f10", "escape")
        await found.quiet()
        assert found.step.STEP == "check"


async def test_an_answer_that_was_broken_off_goes_on_where_it_stopped() -> None:
    answers = {"old_account": "non", "action": "old-account"}
    async with opened(answers=answers, size=(80, 24)) as found:
        await found.sees("non")
        await found.press("e", "enter")
        await found.until(lambda: "create-app/old-account" in found.session.record.ticked, "the tick")
        assert found.session.record.old_account == "none"


async def test_the_last_step_shows_the_old_account_that_is_to_be_retired() -> None:
    async with opened(step="handoff", answers={"old_account": "Sync 2019, Sam"}, size=(80, 24)) as found:
        assert found.step.actions is not None
        found.step.actions.choose("retire")
        await found.sees("Old service account or app  Sync 2019, Sam")


@pytest.mark.parametrize(
    ("field", "key"), [("company-id", "ctrl+d"), *(("client-secret", f"ctrl+{each}") for each in "ked")]
)
async def test_a_key_that_edits_opens_no_page_over_what_was_typed(field: str, key: str) -> None:
    step = "install" if field == "company-id" else "promote"
    async with opened("ready", step=step, at=field, size=(80, 24)) as found:
        widget = found.step.query_one(f"#{field}")
        typed_in = widget.input if isinstance(widget, Field) else widget
        typed_in.focus()
        await found.press(*"47", "left", key)
        await found.quiet()
        assert found.app.screen is found.step and found.app.focused is typed_in


async def test_a_key_that_a_button_in_sight_names_presses_it_from_a_field_too() -> None:
    asked = Approval(ApprovalState.WAITING, "2026-11-10", "Kim")
    async with opened("fresh", step="create-app", size=(80, 24), answers={"verification": asked}) as found:
        assert found.step.actions is not None
        found.step.actions.choose("verification")
        await found.quiet()
        since = found.step.query_one("#verification-since", Field).input
        since.focus()
        await found.sees("Message to whoever must act… Ctrl+E")
        await found.press("ctrl+e")
        await found.sees("Subject: ")
        assert since.value == "2026-11-10"


async def test_a_half_typed_answer_has_the_cursor_when_its_action_is_opened_again() -> None:
    async with opened(size=(80, 24), at="app-name") as found:
        await found.press("A", "b", "up")
        await found.pilot.pause()
        await found.press("f6")
        await found.until(lambda: isinstance(found.app.focused, Input), "the cursor")
        await found.press("c", "d")
        assert found.step.query_one("#app-name", Field).input.value == "Abcd"
        found.step.set_focus(None)
        await found.press("backspace")
        await found.quiet()
        assert found.session.record.app_name == "Abc" and "create-app/new-app" in found.session.record.ticked


async def test_a_tick_that_is_taken_back_elsewhere_is_named() -> None:
    async with opened(size=(80, 24), answers={"app_owner": "customer"}) as found:
        assert found.step.actions is not None
        found.step.actions.choose("open-portal")
        await found.press("f6")
        await found.quiet()
        found.step.set_focus(None)
        await found.press("backspace")
        await found.is_told("Taken back: 2 Open the Procore Developer Portal in your browser.")
        assert "create-app/open-portal" not in found.session.record.ticked


@pytest.mark.parametrize("part", ["Customer", "The name in your list."])
async def test_a_click_on_a_fields_label_or_sentence_puts_the_cursor_into_it(part: str) -> None:
    async with opened() as found:
        found.app.push_screen(NewOnboardingDialog(found.session))
        await found.sees("The name in your list.")
        found.app.screen.query_one("#company-id Input").focus()
        await found.click(part)
        await found.paste("Cedar Ridge Homes")
        assert found.app.screen.query_one("#name", Field).input.value == "Cedar Ridge Homes"
