"""A tick says what is missing; letters find the field; what fails leads to the click that mends it."""

import pytest
from textual.widgets import Button, Input

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.record import Approval, ExpectMode
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.ending import ending
from dmsa_tui.session.handover import open_points, setup_record
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.tui.widgets.turn_line import TurnLine
from tests.tui.driving import UNDECIDED, credentials, opened
from tests.tui.test_ending import ANSWERS, WORD, checked


async def test_an_action_without_its_answer_is_ticked_only_after_it_said_so() -> None:
    async with opened(size=(80, 24)) as found:
        assert isinstance(found.app.focused, Choice)
        await found.press("f6")
        await found.sees("No answer yet: Whose developer account. Press F6 again to continue.")
        assert not found.session.record.ticked
        await found.press("f6")
        await found.sees("Decide who owns", "skipped")
        await found.at("app-owner")
        await found.press("space", "f6")
        await found.sees_no_more("skipped")
        assert "create-app/owner" in found.session.record.ticked
        # letters where no field has the focus: into the field of the open action, in their order
        await found.at("app-name")
        name = found.step.query_one("#app-name Input", Input)
        name.value = ""
        found.step.set_focus(None)
        await found.press(*"xyz")
        assert name.value == "xyz"
        await found.press("f6")
        found.step.set_focus(None)
        await found.press("x")
        await found.is_told("What you type goes nowhere")


async def test_the_line_of_folded_actions_counts_a_skipped_one_as_skipped() -> None:
    async with opened(step="create-app", size=(80, 24)) as found:
        actions = found.step.actions
        assert actions is not None
        await found.press("f6", "f6")
        found.session.actions.tick("create-app", "open-portal", "Ada")
        actions.choose("administrator")
        await found.sees(" ! 1–6: 1 done, 1 skipped, 4 to do")
        found.session.open_record.note(app_owner="customer")
        await found.sees(" 1–6: 2 done, 4 to do")


async def test_an_optional_action_that_nobody_skipped_is_not_counted_as_skipped_once_a_later_one_is_done() -> None:
    async with opened(step="create-app", size=(80, 24)) as found:
        actions = found.step.actions
        assert actions is not None
        found.session.actions.tick_all("create-app", "Ada")
        actions.choose("request")
        await found.sees("optional")
        assert not found.shows("skipped")
        actions.choose("collaborator")
        found.step.set_focus(None)
        await found.press("down")
        await found.sees("▸  9 Click Request")
        assert not found.session.record.skipped


async def test_a_question_that_is_open_comes_into_sight_with_its_field_and_its_line_counts_what_is_missing() -> None:
    listed = {"expect": ExpectMode.LIST, "expected_projects": ["Market Hall", "No such"], "future_projects": None}
    async with opened("ready", step="projects", at="expected", answers=listed, size=(80, 24)) as found:
        found.step.query_one("#expected").focus()
        await found.pilot.pause()
        await found.press("f6")
        await found.sees("No answer yet: Future projects wanted. Press F6 again to continue.", "Decide which existing")
        assert isinstance(found.app.focused, Choice) and found.app.focused.id == "future-projects"
        await found.press("f6")
        await found.sees("1 answer missing")
        assert not found.shows("skipped")
        await found.at("future-projects")
        await found.press("space", "f6")
        await found.sees_no_more("missing")


async def test_a_sandbox_test_that_was_skipped_does_not_look_like_one_that_was_done() -> None:
    async with opened("ready", step="promote", at="sandbox-test", size=(80, 24)) as found:
        found.session.open_record.note(sandbox_test="skipped")
        await found.press("f6")
        await found.until(
            lambda: any(line.strip().startswith("✎") and line.rstrip().endswith("skipped") for line in found.lines),
            "the line to say so",
        )


async def test_a_space_between_letters_that_go_nowhere_ticks_nothing_and_the_next_one_does() -> None:
    async with opened(step="manifest", size=(80, 24)) as found:
        await found.press("P", "space", "F", "space")
        await found.is_told("What you type goes nowhere")
        assert not found.session.record.ticked
        await found.press("space")
        await found.sees("▸  2 ")
        assert len(found.session.record.ticked) == 1


async def test_enter_on_an_action_that_is_done_does_not_ask_to_mark_it() -> None:
    async with opened(step="manifest", size=(80, 24)) as found:
        await found.press("f6")
        await found.sees("▸  2 ")
        assert found.step.actions is not None
        found.step.actions.choose(next(iter(found.session.record.ticked)).partition("/")[2])
        await found.pilot.pause()
        await found.press("enter", "enter")
        await found.is_told("Enter does nothing here: this action is done. Press F6 to go on.")


async def test_enter_where_it_does_nothing_names_the_key_that_goes_on_and_ticks_nothing() -> None:
    async with opened(step="manifest", size=(80, 24)) as found:
        assert found.app.focused is None
        await found.press("enter", "enter")
        await found.is_told("Enter marks nothing here. Press F6 to mark this action as done.")
        assert len(found.app._notifications) == 1 and not found.session.record.ticked
        await found.press("f6")
        assert not found.app._notifications, "it is about the action before"
        found.session.actions.tick_all("manifest", "Ada")
        await found.sees("actions are done.")
        await found.press("enter")
        await found.is_told("Enter does nothing here. Press F6 to continue.")
        assert found.step.STEP == "manifest"


async def test_what_goes_nowhere_is_said_no_more_once_the_person_has_moved_on() -> None:
    async with opened(step="manifest", size=(80, 24)) as found:
        await found.press("x")
        await found.is_told("What you type goes nowhere")
        await found.press("down")
        assert not found.app._notifications


async def test_a_tick_ahead_of_the_others_goes_on_from_there_and_comes_back_at_the_end() -> None:
    async with opened(step="manifest", size=(80, 24)) as found:
        count = found.step.query_one(ActionList).current.place[1]
        await found.press("down", "down")
        await found.sees(f"3 of {count}")
        await found.press("f6")
        await found.sees(f"4 of {count}")
        await found.press(*["f6"] * (count - 3))
        await found.sees(f"1 of {count}")


async def test_where_two_answers_are_missing_the_next_press_goes_on_without_them() -> None:
    async with opened(step="promote", size=(80, 24), at="client-id") as found:
        await found.press("f6")
        await found.sees("No answer yet: Client ID and Client secret.", "again to")


async def test_a_wrong_answer_is_not_called_missing_and_goes_on_once_it_is_cleared() -> None:
    async with opened(size=(80, 24)) as found:
        await found.at("active-projects")
        await found.press("f6")
        await found.sees("No answer yet", "again to continue")
        await found.press(*"lots", "f6")
        await found.sees_no_more("again to continue")
        await found.sees("✖ The number of active projects")
        await found.press("ctrl+u", "f6")
        await found.sees("No answer yet", "again to continue")
        await found.press("f6")
        await found.until(lambda: found.session.record.ticked, "the tick")


async def test_an_optional_action_without_its_answer_asks_for_it_and_nothing_is_recorded_that_nobody_said() -> None:
    async with opened(step="promote", size=(80, 24)) as found:
        await found.press("f6")
        await found.sees("No answer yet: Sandbox test. Press F6 again to continue.")
        assert isinstance(found.app.focused, Choice)
        await found.press("f6")
        await found.sees("2 of 10")
        await found.press("up", "f6", "f6", "f6", "f6")  # an arrow opens it again
        await found.sees("3 of 10", "optional")
        assert not found.shows("skipped")
        await found.press("up", "down", "down")
        await found.sees("4 of 10")
        assert not (found.session.record.ticked or found.session.record.skipped)
        await found.press("up")
        await found.press("up", "up", "space", "f6")
        await found.until(lambda: "promote/sandbox-test" in found.session.record.ticked, "the tick")


async def test_the_checker_leads_to_the_action_that_mends() -> None:
    async with opened("wrong-secret", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("Procore refuses the credentials")
        await found.quiet()
        await found.press("g")
        await found.until(lambda: found.step.STEP == "promote", "the step")
        await found.sees("Client secret")
        await found.quiet()
        assert isinstance(found.app.focused, SecretField)
        assert found.step.open_fields == ("client_id", "client_secret")


def test_an_action_that_mends_is_one_of_its_step_in_every_edition() -> None:
    guide = load_guide()
    for failure in (each for each in guide.failures if each.actions):
        for edition in guide.step(failure.screen).editions.values():
            assert {action.id for action in edition.actions} & set(failure.actions), failure.id


async def test_enter_stays_in_a_line_that_its_rule_refuses_and_nothing_is_ticked() -> None:
    async with opened("fresh", step="promote", at="client-id") as found:
        field = await found.fill("client-id", "short")
        await found.press("enter")
        assert found.app.focused is field.input and "promote/try-pair" not in found.session.record.ticked
        await found.press("f6")
        assert found.app.focused is field.input and "promote/try-pair" not in found.session.record.ticked


async def test_a_secret_of_the_wrong_form_ticks_nothing() -> None:
    async with opened("fresh", step="promote", at="client-id") as found:
        await found.fill("client-id", "kQ7y" + "a" * 40)
        await found.press("enter")
        secret = found.step.query_one("#client-secret", SecretField)
        assert found.app.focused is secret
        await found.press(*"short", "f6")
        await found.sees("This is not a client secret", "No answer yet: Client secret")
        assert "promote/try-pair" not in found.session.record.ticked


async def test_a_secret_that_comes_first_leads_to_the_client_id_and_enter_goes_on_once_the_pair_is_kept() -> None:
    async with opened("ready", step="promote", at="client-id", answers={"client_id": ""}) as found:
        client_id, secret = credentials(found.session)
        field = found.step.query_one("#client-secret", SecretField)
        field.focus()
        await found.paste(secret)
        await found.until(lambda: found.app.focused is found.step.query_one("#client-id", Field).input, "the client ID")
        await found.paste(client_id)
        await found.sees("Procore accepts the credentials.")
        field.focus()
        await found.press("enter")
        await found.until(lambda: "promote/try-pair" in found.session.record.ticked, "the tick")


async def test_space_on_a_button_does_what_the_button_says_and_ticks_nothing() -> None:
    async with opened("fresh", step="projects") as found:
        await found.sees("Decide which existing projects")
        found.step.query_one("#message", Button).focus()
        await found.press("space")
        await found.sees("To the Procore administrator")
        assert not found.session.record.ticked and not found.shows("No answer yet")


async def test_what_is_not_decided_yet_gets_the_cursor_first() -> None:
    async with opened("fresh", step="projects") as found:
        await found.until(lambda: found.app.focused is found.step.query_one("#expect"), "the cursor")


async def test_an_approval_that_nobody_answered_looks_so_and_not_requested_is_an_answer() -> None:
    async with opened(step="promote", at="production-access-approval", size=(80, 24)) as found:
        choice = found.step.query_one("#production-access", Choice)
        await found.sees("○ not requested")
        await found.press("f6")
        await found.sees("No answer yet: Production access.")
        await found.click("○ not requested")
        await found.sees("● not requested")
        await found.press("f6")
        await found.sees("Production access (not requested).")  # an answer, without which the step gets nowhere
        await found.press("f6")
        await found.until(lambda: "promote/access-granted" in found.session.record.ticked, "the tick")
        found.session.open_record.note(production_access=Approval())
        await found.app.autosave.now()
        await found.until(lambda: not choice.chosen, "no option to be filled")
        await found.saves_no_more('since = "20')


@pytest.mark.parametrize("leave", ["f8", "f7"])
async def test_a_refused_text_is_shown_once_before_the_step_is_left_which_would_lose_it(leave: str) -> None:
    async with opened(step="promote", size=(80, 24)) as found:
        field = await found.fill("app-version-key", "0123")
        await found.sees("✖ This is not an App Version Key")
        await found.at("sandbox-test")
        await found.press(leave)
        await found.is_told("App Version Key is not saved.")
        await found.until(lambda: found.app.focused is field.input, "the cursor in the field")
        assert found.step.STEP == "promote" and field.input.value == "0123"
        await found.press(leave)
        await found.until(lambda: found.app.step_in_front != "promote", "another step")


async def test_a_click_on_another_step_shows_a_refused_secret_too() -> None:
    async with opened(step="promote", at="client-secret") as found:
        found.step.query_one(SecretField).give("hunter2")
        await found.click("○ 6 Projects")
        await found.is_told("Client secret is not saved.")
        await found.click("○ 6 Projects")
        await found.until(lambda: found.app.step_in_front == "projects", "the step")


async def test_that_the_steps_before_are_complete_is_not_ticked_without_a_word_on_what_is_open() -> None:
    async with opened("ready", step="handoff", size=(80, 24)) as found:
        await found.sees("Check that all steps before this one are complete.", "Still open")
        count = len(open_points(found.session))
        assert count > 1
        assert (
            count
            == len((await ending(found.session)).open_points)
            == len((await setup_record(found.session)).open_items)
        )
        await found.press("f6")
        await found.sees(f"! Still open: {count} items. Press F6 again to continue.")
        assert not found.session.record.ticked
        await found.press("f6")
        await found.sees("2 of 8", "still open")
        assert "handoff/steps-complete" in found.session.record.ticked


async def test_an_old_account_that_nobody_knows_is_not_retired_without_a_word() -> None:
    async with opened("ready", step="handoff", size=(80, 24)) as found:
        found.step.query_one(ActionList).choose("retire")
        await found.sees("Retire the old service account or app now", "not known yet")
        await found.press("f6")
        await found.sees("! Still open: which old account (step 1). Press F6 again to continue.")
        assert not found.session.record.ticked
        await found.press("f6")
        await found.until(lambda: "handoff/retire" in found.session.record.ticked, "the tick all the same")


@pytest.mark.parametrize("action", ["sync", "setup-record", "retire"])
async def test_what_needs_a_proven_app_is_not_ticked_without_a_word_where_none_is_installed(action: str) -> None:
    async with opened("not-installed", step="handoff", answers={"old_account": "Old Document Sync"}) as found:
        await checked(found)
        found.step.query_one(ActionList).choose(action)
        await found.quiet()
        await found.press("f6")
        await found.sees("! Still open: the checks. Press F6 again to continue.")
        assert not found.session.record.ticked and found.session.saved_record.path is None
        await found.press("f6")
        await found.until(lambda: f"handoff/{action}" in found.session.record.ticked, "the tick all the same")


async def test_an_old_account_that_a_task_retires_leads_to_it_from_the_last_step() -> None:
    answers = {"old_account": "Old Document Sync", "ticked": {"migrate/old": WORD}}
    async with opened("old-account", step="handoff", size=(80, 24), answers=answers) as found:
        found.step.query_one(ActionList).choose("retire")
        await found.sees("The task “Move from an old service account” does this: F6 opens it.")
        await found.press("f6")
        await found.sees("Task for Practice Builders")
        assert "handoff/retire" not in found.session.record.ticked
        found.session.actions.tick("migrate", "retire", "Kim")
        await found.press("escape")
        await found.sees("▸  7 Retire the old service account", "Take back")
        await found.press("backspace")
        await found.until(lambda: "migrate/retire" not in found.session.record.ticked, "the word to be taken back")


async def test_an_old_account_that_is_known_is_retired_at_the_first_press() -> None:
    async with opened("ready", step="handoff", answers=ANSWERS | {"old_account": "Old Document Sync"}) as found:
        await checked(found)
        found.step.query_one(ActionList).choose("retire")
        await found.sees("Retire the old service account or app now", "Old Document Sync")
        await found.press("f6")
        await found.until(lambda: "handoff/retire" in found.session.record.ticked, "the tick")


async def test_where_nothing_is_open_the_first_press_ticks_it() -> None:
    confirmed = dict.fromkeys(("create-app", "manifest", "promote"), WORD)
    async with opened("ready", step="handoff", answers=ANSWERS | {"confirmed": confirmed}) as found:
        await checked(found)
        await found.sees("Nothing.")
        await found.press("f6")
        await found.until(lambda: "handoff/steps-complete" in found.session.record.ticked, "the tick")


async def test_the_check_step_is_left_with_nothing_checked_only_after_it_said_so() -> None:
    async with opened(step="check", size=(80, 24)) as found:
        await found.sees("Checks start once")
        await found.press("f6")
        await found.is_told("Nothing has been checked yet. Press F6 again to continue.")
        assert found.step.STEP == "check" and "check" not in found.session.record.confirmed
        await found.press("f6")
        await found.until(lambda: found.step.STEP == "handoff", "the next step")


async def test_a_list_that_was_chosen_and_never_given_is_open_at_the_end_of_its_step() -> None:
    answers = {"expect": ExpectMode.LIST, "future_projects": False}
    async with opened("ready", step="projects", answers=answers, size=(80, 24)) as found:
        found.session.actions.tick_all("projects", "Ada")
        found.step.query_one(ActionList).choose("")
        await found.sees("are marked done, but the step is not.", "No answer yet: List of projects.")
        found.session.open_record.note(expected_projects=["Harbor Annex"])
        await found.sees("actions are done.")


async def test_what_fails_before_the_question_is_answered_names_the_answer_that_leads_to_the_fix() -> None:
    answers = {"expect": ExpectMode.ALL, "future_projects": None, "confirmed": {"handoff": WORD}}
    async with opened("no-future-projects", step="projects", answers=answers, size=(80, 24)) as found:
        await checked(found)
        await found.sees("✖ New projects", "✖▸  1 Decide", "No answer yet: Future projects wanted.")
        found.session.open_record.note(future_projects=True)
        await found.sees_no_more("No answer yet")


async def test_the_place_and_what_to_see_follow_the_procedures_that_were_decided() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["Harbor Annex"], "future_projects": False}
    async with opened("ready", step="projects", answers=answers, size=(80, 24)) as found:
        await found.sees("Procore → App Management, or Company Tools → Directory")
        actions = found.step.query_one(ActionList)
        actions.choose("chosen-add")
        await found.sees("Procore → App Management → the app → Permissions")
        found.session.actions.tick_all("projects", "Ada")
        actions.choose("")
        await found.sees("You should see: The app's Permissions tab lists every project that")
        assert not found.shows("Current Project Settings")
        found.session.open_record.note(expect=ExpectMode.ALL, future_projects=True)
        actions.choose("new-box")
        await found.sees("Procore → Company Tools → Directory → the app's user → Edit")


async def test_a_step_whose_checks_pass_says_which_answer_keeps_it_open_and_leads_there() -> None:
    async with opened("ready", step="promote", size=(80, 24), answers={"app_version_key": ""}) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("✔ proven  Credentials", "○ to do  App Version Key → action 10")
        await found.click("action 10")
        await found.sees_no_more("→ action 10")
        await found.fill("app-version-key", "3f1c9a52-8a0f-4c5f-9d0e-6f6d0a1f5b11")
        await found.sees("○ to do  App Version Key: 6 actions are not marked done")


async def test_a_company_that_procore_does_not_know_is_not_ticked_without_a_second_press_nor_called_done() -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        found.session.know_noted_secret()
        found.session.open_record.note(company_id="562949953421399")
        await found.press("f5")
        await found.sees("✖ Company")
        await found.quiet()
        await found.press("f6")
        await found.sees("Not proven: Company. Press F6 again to continue.")
        assert "install/company" not in found.session.record.ticked
        await found.press("f6")
        await found.until(lambda: "install/company" in found.session.record.ticked, "the tick")
        found.session.actions.tick_all("install", "Ada")
        assert found.step.actions is not None
        found.step.actions.choose("")
        await found.sees("! Not proven: Company", "Do action 1 again.")
        assert "TURN  done" not in found.text


async def test_a_skipped_action_has_one_sign_whether_it_is_open_or_a_line() -> None:
    async with opened("ready", step="projects", size=(80, 24), answers=UNDECIDED) as found:
        await found.press("f6", "f6")
        await found.sees("!  1 Decide", "skipped")
        await found.press("up")
        await found.sees("Take back")
        assert [line for line in found.lines if "Decide which existing" in line and "!" in line], found.text


async def test_an_optional_action_is_skipped_by_a_click_or_by_its_key_and_gets_no_persons_word() -> None:
    async with opened("fresh", step="create-app") as found:
        assert found.step.actions is not None
        for key in ("", "delete"):
            found.step.actions.choose("collaborator")
            await found.sees("▸  8 Invite a second person")
            found.step.set_focus(None)
            await (found.press(key) if key else found.click("Skip Del"))
            await found.sees("▸  9 Click Request", "skipped")
        assert "create-app/collaborator" not in found.session.record.ticked
        found.step.actions.choose("collaborator")
        await found.press("f6")  # a person's word that it was done
        await found.sees("✎  8 Invite a second person")
        await found.saves_no_more('[skipped."create-app')


async def test_a_skipped_action_stays_skipped_until_a_person_takes_it_back() -> None:
    async with opened("fresh", step="create-app") as found:
        assert found.step.actions is not None
        found.step.actions.choose("collaborator")
        await found.click("Skip Del")
        await found.saves('[skipped."create-app/collaborator"]')
        await found.go("manifest")
        await found.go("create-app")
        assert found.step.actions is not None
        found.step.actions.choose("production-access")
        await found.sees("8 Invite a second person", "skipped")
        found.step.set_focus(None)
        await found.press("backspace")
        await found.sees("▸  8 Invite a second person", "optional", "Skip Del")
        await found.saves_no_more('[skipped."create-app')


async def test_backspace_takes_back_a_skip_although_the_action_has_an_empty_field() -> None:
    async with opened("fresh", step="promote", at="sandbox-client-id", size=(80, 24)) as found:
        await found.press("delete")  # in an empty line it has nothing to delete
        await found.sees("2 Test the sandbox credentials in the developer sandbox.  skipped", "▸  3")
        await found.press("up")
        await found.sees("▸  2", "Take back")
        await found.press("backspace")
        await found.sees("▸  2", "Skip Del")


async def test_an_optional_action_for_which_nothing_was_pasted_stays_open() -> None:
    async with opened("fresh", step="permissions", answers={"edition": "configuration-builder"}) as found:
        assert found.step.actions is not None
        found.step.actions.choose("view-manifest")
        await found.sees("▸  7 Click View Manifest")
        await found.press("f6")
        await found.sees("optional", "▸  8")
        assert not (found.session.record.ticked or found.session.record.skipped)
        found.step.actions.choose("view-manifest")
        await found.click("Compare a pasted manifest")
        await found.press("escape")
        await found.press("f6")
        await found.sees("✎  7 Click View Manifest")


async def test_what_was_ticked_without_its_proof_does_not_look_confirmed() -> None:
    async with opened("ready", step="handoff") as found:
        await found.press("f6", "f6")
        await found.sees("!  1 Check that all steps before this one are complete.", "still open")
        await found.press("up")
        await found.sees("!▸  1 Check that all steps before this one are complete.", "Take back")


@pytest.mark.parametrize(
    ("step", "lacks", "said"),
    [
        ("create-app", {"old_account": ""}, "○ 1 App"),
        ("create-app", {"app_name": ""}, "○ 1 App"),
        ("promote", {"app_version_key": ""}, "○ 4 Promote"),
    ],
)
async def test_a_step_with_a_skipped_answer_is_to_do_on_its_page_in_the_stepper_and_in_the_summary(
    step: str, lacks: dict[str, str], said: str
) -> None:
    async with opened("ready", step=step, answers=ANSWERS | lacks, home=True) as found:
        found.session.actions.tick_all(step, "Ada")
        await checked(found)
        await found.go(step)
        await found.sees(said, "are marked done or skipped, but the step", "No answer yet: ")
        assert found.step.query_one(TurnLine).lines()[0].text.plain.rstrip().endswith("to do")
        assert found.session.views()[step].state is State.TODO
        assert f"{found.step.procedure.number} {found.step.procedure.short}" in (await ending(found.session)).lacking
        found.session.open_record.note(**{name: ANSWERS.get(name, "Example Sync") for name in lacks})
        await found.sees_no_more(said)
        assert found.step.query_one(TurnLine).lines()[0].text.plain.rstrip().endswith("done")


async def test_the_end_of_a_step_names_the_answers_that_hold_it_and_no_others() -> None:
    async with opened(step="create-app", answers={"app_name": "Sync", "app_owner": "customer"}, size=(80, 24)) as found:
        found.session.actions.tick_all("create-app", "Ada")
        found.step.query_one(ActionList).leave_out_optional()
        await found.sees(
            "are marked done or skipped, but the step", "yet: Administrator and Old service account or app."
        )
        assert not (found.shows("verification,") or found.shows("Active projects"))
        found.session.open_record.note(administrator="Robin", old_account="none")
        await found.sees("All required actions are done.")
        assert found.session.views()["create-app"].state is State.CONFIRMED
