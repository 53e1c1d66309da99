"""Whatever hands do, the program goes on: screens are opened and closed once, and a closed one is asked nothing."""

import pytest
from textual.events import Click, Event, Key, Mount, MouseDown, MouseUp, Paste, Resize
from textual.geometry import Size
from textual.widgets import OptionList

from dmsa_tui.checks.model import Result
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.confirm import ConfirmDialog
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.dialogs.edition import EditionDialog
from dmsa_tui.tui.dialogs.help import HelpDialog
from dmsa_tui.tui.dialogs.scenarios import ScenariosDialog
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.palette import Palette
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.too_small import TooSmallScreen
from dmsa_tui.tui.widgets.customer_table import CustomerTable
from dmsa_tui.tui.widgets.refilled_list import RefilledList
from dmsa_tui.vocabulary import STEP_IDS, Status
from tests.tui.driving import Wizard, keep, opened, wizard
from tests.tui.hands import key_event, resized, run_seed, taken_up

TINY = Size(1, 1)
ENOUGH = Size(80, 24)


async def burst(found: Wizard, *keys: str) -> None:
    """Press the keys faster than anything can be drawn, and wait until all are taken up."""
    assert found.app._driver is not None
    for key in keys:
        found.app._driver.process_message(key_event(key))
    await taken_up(found.app)
    await found.quiet()


async def resize(found: Wizard, size: Size) -> None:
    assert found.app._driver is not None
    found.app._driver.process_message(resized(found.app, size))
    await taken_up(found.app)
    await found.quiet()


def kinds(found: Wizard) -> list[type]:
    return [type(each) for each in found.app.screen_stack]


# -- opened once ---------------------------------------------------------------------------------------------------


async def test_the_palette_is_not_opened_behind_the_notice_that_the_terminal_is_too_small() -> None:
    async with opened(size=ENOUGH) as found:
        await burst(found, "ctrl+p")
        await resize(found, Size(50, 10))
        await burst(found, "ctrl+p", "ctrl+p")
        assert kinds(found)[-2:] == [Palette, TooSmallScreen]
        await resize(found, ENOUGH)
        assert kinds(found)[-1] is Palette
        await burst(found, "ctrl+p")
        assert kinds(found).count(Palette) == 1


async def test_three_enters_after_ctrl_p_run_one_command() -> None:
    async with opened(size=ENOUGH, home=True) as found:
        await burst(found, "ctrl+p", "enter", "enter", "enter")
        await burst(found, "escape", "escape", "escape")
        assert kinds(found)[0] is HomeScreen
        assert Palette not in kinds(found)


async def test_a_dialog_asked_for_twice_in_a_burst_opens_once_and_nobody_waits_for_the_other() -> None:
    async with opened(size=ENOUGH) as found:
        await burst(found, "f2", "f2", "f1", "f1", "f2")
        assert sum(issubclass(each, Dialog) for each in kinds(found)) == len(set(kinds(found))) - 2
        await burst(found, "escape", "escape", "escape")
        assert isinstance(found.app.screen, StepScreen)
        assert not [each for each in found.app.workers if each.group == "dialog"]


async def test_a_question_that_is_not_opened_again_is_answered_with_nothing() -> None:
    async with opened(size=ENOUGH) as found:
        answers: list[bool | None] = []

        async def ask() -> None:
            answers.append(await found.app.push_screen_wait(ConfirmDialog("Again?", "Nothing.", "Yes")))

        first, second = (found.step.run_worker(ask(), group="dialog") for _ in range(2))
        await found.sees("Again?")
        await second.wait()
        assert answers == [None]
        await found.click("Yes")
        await first.wait()
        assert answers == [None, True]


# -- closed once ---------------------------------------------------------------------------------------------------


async def test_a_dialog_that_is_dismissed_twice_closes_only_itself() -> None:
    async with opened(size=ENOUGH) as found:
        found.app.push_screen(dialog := HelpDialog(found.step))
        await found.sees("Help")
        dialog.dismiss()
        dialog.dismiss()
        await found.quiet()
        assert isinstance(found.app.screen, StepScreen)
        await burst(found, "f2", "escape", "escape", "escape")
        assert isinstance(found.app.screen, StepScreen)


async def test_a_dialog_that_is_dismissed_takes_along_what_was_opened_over_it_and_nothing_below() -> None:
    async with opened(size=ENOUGH) as found:
        await burst(found, "f2")
        dialog = found.app.screen
        assert isinstance(dialog, EditionDialog)
        await burst(found, "f1", "ctrl+p")
        dialog.dismiss(None)
        await found.quiet()
        assert isinstance(found.app.screen, StepScreen)
        assert not [each for each in found.app.workers if each.group == "dialog"]


async def test_whoever_waits_for_a_dialog_goes_on_when_the_key_for_home_closes_it() -> None:
    async with wizard(Session.for_customers(), size=ENOUGH) as found:
        await burst(found, "enter")
        assert isinstance(found.app.screen, Dialog)
        await burst(found, "ctrl+g")
        assert isinstance(found.app.screen, HomeScreen)
        assert not [each for each in found.app.workers if each.group == "dialog"]


async def test_f10_f2_escape_in_one_burst_closes_the_dialog_and_leaves_the_checker_open() -> None:
    async with opened(size=ENOUGH) as found:
        await burst(found, "f10", "f2", "escape")
        await found.until(lambda: not found.app.screen.query("#--container"), "the dialog to go")
        assert found.step.STEP == "check"
        await burst(found, "escape")
        await found.until(lambda: found.step.STEP == "create-app", "the step before the checker")
        await burst(found, *("f10", "f2", "escape") * 5, "escape")
        await found.until(lambda: found.step.STEP == "create-app", "the step before the checker")


async def test_a_tick_and_a_turned_page_in_one_burst_keep_the_tick() -> None:
    async with opened(size=ENOUGH, answers={"app_owner": "customer"}) as found:
        await burst(found, "f6", "f8")
        assert found.step.STEP == "manifest"
        assert "create-app/owner" in found.session.record.ticked
        await found.saves("create-app/owner")


# -- nothing is asked of a screen that is not there -------------------------------------------------------------------


async def test_a_rehearsal_that_is_chosen_twice_is_not_begun_again_behind_its_step() -> None:
    async with opened(size=ENOUGH, home=True) as found:
        await burst(found, "ctrl+g")
        name = found.session.record.name
        table = found.app.screen.query_one(CustomerTable)
        await found.until(lambda: table.chosen, "the setup's line")
        await burst(found, "enter", "b")
        await found.quiet()
        assert found.step.STEP == "create-app"
        assert found.session.record.name == name


async def test_no_step_is_opened_while_no_onboarding_is() -> None:
    async with wizard(Session.for_rehearsal("fresh"), size=ENOUGH) as found:
        found.app.go_to_step("check")
        await found.quiet()
        assert isinstance(found.app.screen, HomeScreen)


async def test_a_command_of_a_step_that_has_gone_meanwhile_does_nothing() -> None:
    async with opened(size=ENOUGH, home=True) as found:
        step = found.step
        commands = {each.title: each.callback for each in found.app.get_system_commands(step)}
        await burst(found, "ctrl+g")
        for title, run in commands.items():
            if not title.startswith(("Step", "Quit", "Theme", "Picture")):
                await run()
        await found.quiet()
        assert kinds(found)[0] is HomeScreen
        assert step not in found.app.screen_stack


async def test_what_comes_while_the_program_ends_is_passed_over() -> None:
    async with wizard(Session.for_customers(), size=ENOUGH) as found:
        stack = found.app._screen_stack
        screens = list(stack)
        stack.clear()
        back = key_event("escape")
        back._set_forwarded()  # from a widget
        try:
            for event in (key_event("escape"), back, Resize(TINY, TINY), Resize(ENOUGH, ENOUGH)):
                await found.app.on_event(event)
            assert not stack
        finally:
            stack.extend(screens)


async def test_a_click_where_the_palette_is_no_more_since_the_terminal_shrank_does_nothing() -> None:
    async with opened(size=ENOUGH) as found:
        found.app.push_screen(shrunk := Palette())
        await shrunk._mounted_event.wait()
        await shrunk._dispatch_message(Click(shrunk, 101, 1, 0, 0, 1, False, False, False, 101, 1))


async def test_a_screen_that_goes_with_the_program_before_it_is_there_asks_for_no_widget() -> None:
    async with opened(size=ENOUGH) as found:
        found.app.push_screen(palette := Palette())
        found.app._prune(palette)
        await palette._mounted_event.wait()
        assert found.app._exception is None
        closing = Palette()  # its widgets are not mounted any more
        closing._closing = True
        await closing._dispatch_message(Mount())
        found.app._exit = True
        await Palette()._dispatch_message(Mount())
        found.app._exit = False


async def test_a_list_that_nobody_sees_yet_can_be_paged() -> None:
    async with wizard(Session.for_customers(), size=ENOUGH) as found:
        hidden = RefilledList("One", "Two")
        hidden.display = False
        await found.app.screen.mount(hidden)
        hidden.highlighted = 0
        hidden.action_page_down()
        hidden.action_page_up()
        assert hidden.highlighted == 0


async def test_a_click_on_an_option_that_has_gone_since_it_was_drawn_chooses_nothing() -> None:
    async with wizard(Session.for_customers(), size=ENOUGH) as found:
        await burst(found, "ctrl+p")
        chooser = found.app.screen.query_one(OptionList)
        await found.until(lambda: chooser.option_count, "the options")
        await found.pilot.pause()
        before, place = kinds(found), (chooser.content_region.x + 2, chooser.content_region.y)
        for kind in (MouseDown, MouseUp):
            found.app.screen._forward_event(kind(None, *place, 0, 0, 1, False, False, False, *place))
        click = Click(chooser, 2, 0, 0, 0, 1, False, False, False, *place, style=found.app.screen.get_style_at(*place))
        assert click.style.meta["option"] == 0
        chooser.clear_options()
        chooser.post_message(click)
        await found.quiet()
        assert kinds(found) == before


# -- too small -----------------------------------------------------------------------------------------------------


async def test_what_is_open_survives_a_terminal_of_one_cell() -> None:
    async with opened("ready", step="check", size=ENOUGH) as found:
        for key in ("f2", "f3", "f4", "ctrl+p", "f1"):
            step = kinds(found)
            await burst(found, key)
            before = kinds(found)
            assert before != step, key
            for _ in range(2 if key == "f2" else 1):
                await resize(found, TINY)
                await burst(found, "tab", "down", "enter", "space")
                await resize(found, ENOUGH)
            assert kinds(found) == before, key
            await burst(found, "escape")
            await found.until(lambda: kinds(found) == step, f"{key} to be closed")  # noqa: B023


async def test_lists_survive_being_opened_in_a_terminal_of_one_cell() -> None:
    async with opened(size=ENOUGH) as found:
        await resize(found, TINY)
        found.app.push_screen(EditionDialog(found.session))
        found.app.push_screen(ScenariosDialog(found.session.scenarios()))
        await found.quiet()
        assert kinds(found)[-3:] == [EditionDialog, ScenariosDialog, TooSmallScreen]
        await resize(found, ENOUGH)
        assert kinds(found)[-1] is ScenariosDialog


async def test_a_step_that_is_opened_in_the_background_stays_behind_the_notice() -> None:
    async with opened(size=ENOUGH) as found:
        await resize(found, TINY)
        found.app.go_to_step("manifest")
        await found.quiet()
        assert kinds(found)[-1] is TooSmallScreen
        assert len(kinds(found)) == 3
        await resize(found, ENOUGH)
        assert found.step.STEP == "manifest"


# -- all of it at random ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 5, 14])
async def test_random_hands_end_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("SSH_CONNECTION", "hands")
    run = await run_seed(seed, 100)
    assert not run.wrong, f"{run.wrong}\nafter {' · '.join(run.last)}"


@pytest.mark.parametrize("step", STEP_IDS)
async def test_what_changes_once_no_onboarding_is_open_ends_nothing(step: str) -> None:
    async with opened("ready", step=step) as found:
        found.session.open_record.close()
        keep(found.session, Result("permissions.project", Status.PASS, "Good."))
        for state in ("mask_changes", "scan_changes", "run_changes"):
            setattr(found.app, state, frozenset({"ended"}))
        found.app.minutes += 1
        await found.pilot.pause()
        assert found.app.is_running


@pytest.mark.parametrize(
    "event", [Key("e", "e"), Key("f5", None), Paste("text"), MouseDown(None, 1, 1, 0, 0, 1, False, False, False)]
)
async def test_what_comes_while_the_program_ends_ends_nothing_else(event: Event) -> None:
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await found.sees("New onboarding")
    await found.app._dispatch_message(event)


async def test_a_step_opens_with_a_name_on_file_that_begins_like_a_client_secret() -> None:
    async with opened("fresh", step="create-app", answers={"app_name": "k3Jd9aQ2vXk3Jd9"}) as found:
        await found.sees("1. Create the app")
        await found.go("manifest")
        await found.go("create-app")
        await found.sees("1. Create the app")
