"""Editions, branches, help, palette and the keys that work everywhere."""

import re
from datetime import UTC, datetime

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from dmsa_tui.checks.model import Result
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.markup import STARS, spans
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT, Confirmed, ExpectMode
from dmsa_tui.session.session import Session
from dmsa_tui.tui import keys
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.dialogs.ending import EndingDialog
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.step_screens import STEP_SCREENS, step_screen
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.vocabulary import STEP_IDS, Status
from tests.tui.buttons import keyless
from tests.tui.driving import DECIDED, Wizard, keep, opened, wizard

GUIDE = load_guide()
STEPS = [step.id for step in GUIDE.steps]


def readable(text: str) -> str:
    """Without what a narrow column does to a text."""
    return " ".join(text.replace("│", " ").split())


def words_of(text: str) -> str:
    """The first words of a guide's text as they are drawn."""
    return " ".join("".join(part for part, _ in spans(text)).split()[:4])


def listed(found: Wizard) -> str:
    """All that the dialog in front says, also what has to be scrolled to."""
    return readable("\n".join(str(each.render()) for each in found.app.screen.query("Static, HangingText")))


async def choose_edition(found: Wizard, name: str) -> None:
    await found.press("f2")
    await found.sees("Which developer portal do you see?")
    await found.click(name, times=2)
    await found.sees_no_more("Which developer portal do you see?")
    await found.quiet()


def test_a_step_without_fields_of_its_own_needs_no_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(STEP_SCREENS, "manifest")
    found = step_screen("manifest")
    assert issubclass(found, StepScreen) and (found.STEP, found.__name__) == ("manifest", "StepScreen")
    assert step_screen("step-of-a-newer-program") is step_screen("create-app")


async def test_the_edition_changes_the_labels_at_once_and_is_kept() -> None:
    async with opened(step="manifest", size=(120, 60)) as found:
        step = GUIDE.step("manifest")
        for edition in (each for each in GUIDE.editions if each.id != GUIDE.default_edition.id):
            await choose_edition(found, edition.name)
            for action in step.editions[edition.id].actions[:2]:
                assert words_of(action.text) in readable(found.text)
            await found.saves(f'edition = "{edition.id}"')
        await found.press("f8", "f7")
        await found.sees("2. ")
        assert words_of(step.editions[edition.id].actions[0].text) in readable(found.text)


async def test_the_json_to_paste_is_offered_only_where_the_portal_takes_json_and_hides_no_later_action() -> None:
    async with opened(step="manifest", size=(80, 24)) as found:
        assert "View, copy or save the manifest" not in found.text
        await choose_edition(found, GUIDE.edition("json-editor").name)
        assert found.step.actions is not None
        found.step.actions.choose("grant-type")
        await found.sees("View, copy or save the manifest", "Copy Ctrl+Y", "6 Compare the editor")
        assert '"client_credentials"' not in found.text
        await choose_edition(found, GUIDE.default_edition.name)
        await found.sees_no_more("View, copy or save the manifest")


async def test_f3_lists_every_branch_of_a_step() -> None:
    async with opened(size=(80, 24)) as found:
        for step in (GUIDE.step("create-app"), GUIDE.step("install")):
            await found.go(step.id)
            await found.press("f3")
            await found.until(lambda: isinstance(found.app.screen, Dialog), "the branches")
            said = listed(found)
            for branch in found.session.edition_of(step.id).branches:
                assert words_of(branch.see) in said and words_of(branch.do) in said
            await found.press("escape")
            await found.until(lambda: isinstance(found.app.screen, StepScreen), "the step")


NOT_ON_PROMOTE = ("follow", "save")
OF_EVERY_SCREEN = re.compile(r"(shift\+)?tab|(page)?(up|down)|(ctrl\+)?(page|left|right|home|end).*|ctrl\+c|super\+c")
"""Keys that move, scroll or copy, which Textual has everywhere."""


async def test_help_lists_every_key_that_acts() -> None:
    async with opened(step="promote") as found:
        await found.press("f1")
        await found.sees("Help")
        said = listed(found)
        for each in (*keys.APP, *keys.ONBOARDING):
            assert (f"{each.key_text} {each.help}" in said) == (each.id not in NOT_ON_PROMOTE), each
        for word in ("proven", "confirmed", "unverified", "waiting", "to do"):
            assert word in said


@pytest.mark.parametrize("step", ["create-app", "promote", "check", "handoff"])
async def test_help_lists_the_key_of_every_binding_that_acts(step: str) -> None:
    async with opened("ready", step=step) as found:
        await found.quiet()
        idle = {each.key for each in keys.ONBOARDING} - {each.key for each in found.step.commands}
        acting = {key for key, each in found.step.active_bindings.items() if each.enabled} - idle
        await found.press("f1")
        await found.sees("Help")
        said = listed(found).split()
        names = {"escape": "Escape", "up": "↑", "down": "↓"}
        keys_said = {names.get(each, keys.key_text(each)) for each in acting if not OF_EVERY_SCREEN.fullmatch(each)}
        assert keys_said <= {*said}, keys_said - {*said}


@pytest.mark.parametrize("step", ["manifest", "permissions", "check", "handoff"])
async def test_message_handout_and_diagnosis_need_no_button(step: str) -> None:
    async with opened("ready", step=step, size=(80, 24)) as found:
        found.step.set_focus(None)
        keep(found.session, Result("company.reachable", Status.PASS, "Procore knows it."))
        for key, page in (
            ("ctrl+e", "To the Procore administrator"),
            ("ctrl+k", "Handout for the administrator"),
            ("ctrl+d", "With company ID"),
        ):
            await found.press(key)
            await found.sees(page)
            await found.press("escape")
            await found.until(lambda: isinstance(found.app.screen, StepScreen), "the step")


async def test_in_a_field_their_keys_edit() -> None:
    async with opened("ready", step="create-app", at="app-name") as found:
        field = found.step.query_one("#app-name Input", Input)
        field.focus()
        field.cursor_position = 8
        await found.press("ctrl+k")
        await found.until(lambda: field.value == "Practice", "the rest of the line to go")
        assert isinstance(found.app.screen, StepScreen)


async def test_help_explains_the_first_screen_as_well() -> None:
    async with wizard(Session.for_rehearsal("fresh")) as found:
        await found.press("f1")
        await found.sees("A setup connects one customer")


async def test_the_palette_offers_every_step_and_every_key() -> None:
    async with opened("ready", step="check") as found:
        offered = {command.title: command for command in found.app.get_system_commands(found.app.screen)}
        for step in GUIDE.steps:
            assert any(title.startswith(f"Step {step.number}") for title in offered)
        for each in (*keys.APP, *keys.ONBOARDING):
            there = each.id != "save"
            assert (each.label in offered) == there or each.id == "checker", each
        await found.press("ctrl+p", *"Step 6", "enter")
        await found.sees("6. ")
        assert found.step.STEP == "projects"


async def test_escape_closes_every_dialog() -> None:
    async with opened(size=(80, 24)) as found:
        for key in ("f1", "f2", "f3", "f4", "ctrl+p"):
            await found.press(key)
            await found.until(lambda: not isinstance(found.app.screen, StepScreen), "the dialog")
            await found.press("escape")
            await found.until(lambda: isinstance(found.app.screen, StepScreen), "the step")
            assert found.step.STEP == "create-app"


async def test_escape_closes_the_dialog_of_a_new_onboarding() -> None:
    async with wizard(Session.for_customers()) as found:
        await found.press("enter")
        await found.sees("New onboarding")
        await found.press("escape")
        await found.until(lambda: isinstance(found.app.screen, HomeScreen), "home")
        assert not found.session.is_open


async def test_back_and_next_turn_the_pages_and_the_last_one_leads_to_the_end() -> None:
    async with opened(step=STEPS[-2], size=(80, 24)) as found:
        await found.press("f8")
        await found.until(lambda: STEPS[-1] == found.step.STEP, STEPS[-1])
        await found.press("f7")
        await found.until(lambda: STEPS[-2] == found.step.STEP, STEPS[-2])
        await found.press("f8")
        await found.until(lambda: STEPS[-1] == found.step.STEP, STEPS[-1])
        await found.press("f8")
        await found.until(lambda: isinstance(found.app.screen, EndingDialog), "the end")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)], ids=str)
async def test_the_button_that_goes_back_names_the_step_that_it_goes_to(size: tuple[int, int]) -> None:
    async with opened(step="promote", size=size) as found:
        await found.sees("◀ Step 3 F7")
        await found.press("f7")
        await found.sees("3. ", "◀ Step 2 F7")
        assert found.step.STEP == "permissions"


async def test_ctrl_c_quits_when_it_is_pressed_twice() -> None:
    async with opened(answers={"app_name": "Sync"}) as found:
        await found.press("ctrl+c")
        await found.sees("Press Ctrl+C again to quit")
        assert found.app.return_value is None
        await found.press("ctrl+c")
        await found.until(lambda: found.app.return_value is not None, "the farewell")
        assert found.app.return_value == (
            "Practice Builders is saved. `dmsa-tui demo --scenario fresh` continues at step 1, Create the app."
        )


async def test_whoever_quits_a_finished_rehearsal_reads_that_nothing_is_left_to_do() -> None:
    answers = {
        "confirmed": dict.fromkeys(STEP_IDS, Confirmed("T", datetime.now(UTC))),
        "old_account": NO_OLD_ACCOUNT, "expect": ExpectMode.ALL, "future_projects": True,
        "app_owner": "consultant", "administrator": "Kim",
    }  # fmt: skip
    async with opened("ready", step="handoff", answers=answers) as found:
        found.session.know_noted_secret()
        await found.session.run_checks(None)
        await found.press("ctrl+q")
        await found.until(lambda: found.app.return_value is not None, "the farewell")
        assert found.app.return_value == (
            "Practice Builders is saved, and nothing is left to do. `dmsa-tui demo --scenario ready` opens it again."
        )


async def test_whoever_quits_a_rehearsal_with_a_task_in_its_middle_reads_that_it_is_not_finished() -> None:
    done = Confirmed("T", datetime.now(UTC))
    answers = {
        "confirmed": dict.fromkeys(STEP_IDS, done), "ticked": {"rotate/time": done},
        "old_account": NO_OLD_ACCOUNT, "expect": ExpectMode.ALL, "future_projects": True,
        "app_owner": "consultant", "administrator": "Kim",
    }  # fmt: skip
    async with opened("ready", step="handoff", answers=answers) as found:
        found.session.know_noted_secret()
        await found.session.run_checks(None)
        await found.press("ctrl+q")
        await found.until(lambda: found.app.return_value is not None, "the farewell")
        assert found.app.return_value == (
            "Practice Builders is saved. The task “Rotate the client secret” is not finished: "
            "`dmsa-tui demo --scenario ready` opens the rehearsal again."
        )


async def test_ctrl_q_quits_from_a_dialog_as_well() -> None:
    async with opened() as found:
        await found.press("f1", "ctrl+q")
        await found.until(lambda: found.app.return_value is not None, "the farewell")


async def test_the_last_line_has_every_key_at_80_columns() -> None:
    async with opened(size=(80, 24)) as found:
        keys = ("F2 Portal", "F3 No match?", "F4 Practice", "F10 Checks", "F9 IDs", "Ctrl+P Commands", "F1 Help")
        assert all(each in found.lines[-1] for each in keys), found.lines[-1]
        await found.click("Ctrl+P Commands")
        await found.until(lambda: isinstance(found.app.screen, CommandPalette), "the palette")


async def test_the_key_that_checks_says_where_no_check_can_prove_a_step() -> None:
    async with opened("ready", step="handoff") as found:
        await found.press("f5")
        await found.is_told("Procore cannot check this step: what you mark done confirms it. F10 checks others.")


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_a_button_of_every_step_leads_home_where_there_is_room(size: tuple[int, int]) -> None:
    async with opened("ready", step="check", size=size, home=True) as found:
        await found.quiet()
        assert found.shows("Home Ctrl+G") == (size[0] == 80)
        if size[0] == 80:
            await found.click("Home Ctrl+G")
            await found.until(lambda: isinstance(found.app.screen, HomeScreen), "home")


async def test_every_button_of_home_and_of_every_step_names_its_key_or_there_is_a_reason() -> None:
    async with opened("ready", size=(120, 60), home=True) as found:
        for step in GUIDE.steps:
            await found.go(step.id)
            assert not keyless(found.step), step.id
        await found.press("ctrl+g")
        await found.sees("Rehearse R")
        assert not keyless(found.app.screen)


async def test_a_key_presses_the_button_that_names_it_and_means_what_it_did_where_there_is_none() -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        await found.sees("Message to the administrator… Ctrl+E")
        await found.press("ctrl+k")
        await found.sees("Handout for the administrator", "Save Ctrl+S")
        await found.press("ctrl+s")
        await found.sees("Saved ", "Open Ctrl+O")
        await found.press("escape")
        await found.go("check")
        keep(found.session, Result("company.reachable", Status.PASS, "Procore knows it."))
        await found.press("ctrl+d")
        await found.sees("Diagnosis of this rehearsal", "With company ID I")
        await found.press("i")
        await found.sees("Mask company ID I")
        await found.press("escape", "ctrl+s")
        await found.quiet()
        assert isinstance(found.app.screen, StepScreen), "nothing there names it"


async def test_an_action_without_a_label_has_no_mark_of_an_unseen_one() -> None:
    async with opened("fresh", step="create-app") as found:
        await found.sees("▸  1 Decide who owns the app")
        assert not found.shows("~")
        labeled = next(
            each for each in found.session.actions.of("create-app")
            if STARS in each.text and each.source.confidence != "confirmed"
        )  # fmt: skip
        assert found.step.actions is not None
        found.step.actions.choose(labeled.id)
        await found.sees(" ~")


async def test_the_help_of_a_step_says_early_what_the_sign_of_an_unseen_label_means() -> None:
    async with opened("ready", step="create-app", size=(120, 60)) as found:
        await found.press("f1")
        await found.sees("What the signs mean")
        assert found.text.index("~ ") < found.text.index("What the signs mean")


async def test_help_says_what_every_sign_means_before_the_keys() -> None:
    async with opened("ready", step="create-app", size=(120, 70)) as found:
        await found.press("f1")
        await found.sees("What the signs mean", "✎ confirmed", "○ to do", "● ○", "◀ ▶", "▸", "⇥", "~", "·")
        assert found.text.index("What the signs mean") < found.text.index("Tab and Shift+Tab")


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_home_can_be_clicked_on_every_step(size: tuple[int, int]) -> None:
    async with opened(step="create-app", size=size, home=True) as found:
        await found.click("Home")
        await found.until(lambda: not found.app.step_in_front, "home")


async def test_the_last_line_says_what_its_key_does_now() -> None:
    async with opened(step="create-app", size=(120, 36), home=True) as found:
        await found.sees("F9 Show IDs")
        await found.press("f9", "f9")
        await found.sees("F9 Hide IDs", "IDs SHOWN")
        await found.press("ctrl+g")
        await found.until(lambda: not found.app.step_in_front, "home")
        assert not found.shows("IDs SHOWN"), "home shows none"


async def test_the_list_of_projects_has_a_button_on_the_checker() -> None:
    async with opened("ready", step="check", size=(80, 24), answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("All 13 checks pass")
        await found.quiet()
        await found.click("Company projects… Ctrl+T")
        await found.sees("Search")


async def test_the_last_step_offers_no_page_of_the_portal_for_the_sync_tool() -> None:
    async with opened("ready", step="handoff", size=(120, 36)) as found:
        await found.sees("The sync tool")
        assert not found.shows("developers.procore.com")


@pytest.mark.parametrize(("size", "named"), [((60, 20), False), ((80, 24), True)], ids=str)
async def test_the_step_bar_has_names_or_numbers_and_never_both(size: tuple[int, int], named: bool) -> None:
    async with opened("ready", step="install", size=size) as found:
        (bar,) = [line for line in found.lines[:4] if line.count("✎") + line.count("○") + line.count("✔") > 5]
        short = [each.short for each in GUIDE.steps]
        assert [each in bar for each in short] == [named] * 8
        assert [str(number) in bar for number in range(1, 9)] == [not named] * 8


@pytest.mark.parametrize("size", [(60, 20), (80, 24)], ids=str)
async def test_the_first_screen_of_a_rehearsal_says_what_is_set_up(size: tuple[int, int]) -> None:
    async with wizard(Session.for_rehearsal("fresh"), size=size) as found:
        await found.sees("You set up a service account (DMSA)", "nothing leaves", "Start the rehearsal", "Start a real")
