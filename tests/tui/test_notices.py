"""Notices: where they are, and that none of them holds the program up."""

import ast
import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.notifications import Notification
from textual.widgets._toast import Toast

import dmsa_tui.tui
from dmsa_tui.terminal.clipboard import Outcome, Tool
from dmsa_tui.tui.notices import Notice, withdraw
from dmsa_tui.tui.one_notice import OneNotice
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.practice_clicks import PracticeClicks
from dmsa_tui.vocabulary import STEP_IDS
from tests.layout.whole import assert_way_on_in_sight
from tests.tui.driving import ROOMY, Wizard, opened

LONG = "The client secret is not known in this run. Paste it on the step that asks for it, and then check again."

LINE = 77
"""Columns of text in a notice on a terminal of 80."""
TUI = Path(dmsa_tui.tui.__path__[0])


def covered(found: Wizard, *selectors: str) -> list[str]:
    """Which of these are under a notice."""
    toasts = [each.region for each in found.app.screen.query(Toast)]
    assert toasts
    parts = [each for selector in selectors for each in found.app.screen.query(selector)]
    return [str(each) for each in parts if any(each.region.overlaps(toast) for toast in toasts)]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_a_notice_covers_neither_action_nor_field_nor_check_nor_key(size: tuple[int, int]) -> None:
    async with opened("ready", size=size, home=True) as found:
        for step in STEP_IDS:
            await found.go(step)
            assert isinstance(found.step, StepScreen)
            found.app.notify(LONG, severity="warning", timeout=30)
            await found.sees("not known in this run")
            await found.quiet()
            parts = ("ActionList", "TurnLine", "StepChecks", "StepButtons", "KeyBar", "#verdict", "#rows")
            assert not covered(found, *parts), f"{step}\n{found.text}"
            found.app.clear_notifications()
        await found.press("ctrl+g")
        await found.sees("Rehearse R")
        found.app.notify(LONG, severity="warning", timeout=30)
        await found.sees("not known in this run")
        assert not covered(found, "#home-actions", "#search", "KeyBar"), found.text


@pytest.mark.parametrize("size", [(100, 30), (120, 36), (200, 60)], ids=str)
async def test_a_notice_of_several_lines_leaves_stepper_and_buttons_in_sight(size: tuple[int, int]) -> None:
    async with opened("ready", size=size) as found:
        found.app.notify(f"{LONG} " * 3, severity="error", timeout=30)
        await found.sees("not known in this run")
        await found.quiet()
        assert not covered(found, "Stepper", "CompactButton"), found.text


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36)], ids=str)
async def test_a_notice_of_two_lines_leaves_the_title_and_the_first_row_in_sight(size: tuple[int, int]) -> None:
    async with opened("ready", size=size, home=True) as found:
        found.app.notify(f"{LONG} {LONG[:40]}", timeout=30)
        await found.sees("not known in this run", "1. Create the app")
        await found.quiet()
        assert not covered(found, "TurnLine", "ActionList"), found.text
        await found.press("ctrl+g")
        await found.sees("Rehearse R", "not known in this run")
        await found.quiet()
        assert not covered(found, "CustomerTable"), found.text


@pytest.mark.parametrize(("size", "sentence"), [((80, 24), LONG[:43]), ((100, 30), LONG), ((120, 36), LONG)], ids=str)
async def test_beside_a_notice_are_the_customer_and_that_this_is_practice(size: tuple[int, int], sentence: str) -> None:
    async with opened("ready", size=size) as found:
        before = found.lines[0]
        found.app.notify(sentence, timeout=30)
        await found.sees(*sentence[:43].split(" ", 3))
        await found.quiet()
        first = found.lines[0]
        assert first.index("PRACTICE") < first.index("Practice B") < first.index(sentence[:43])
        (toast,) = found.app.screen.query(Toast)
        drawn = [line[toast.content_region.x :] for line in found.lines[: toast.region.height]]
        assert " ".join(drawn).split() == sentence.split(), "no word is cut off"
        withdraw(found.app, *found.app._notifications)
        await found.until(lambda: found.lines[0] == before, "the whole line to be back")


@pytest.mark.parametrize("leaves", ["f8", "ctrl+g"])
async def test_that_the_keyring_is_waited_for_is_said_on_its_screen_alone_and_once(leaves: str) -> None:
    async with opened("ready", home=True) as found:
        for seconds in (60, 58):
            found.app.background_notices.tell_keyring(f"Waiting up to {seconds} seconds for the keyring.")
            await found.is_told(f"up to {seconds} seconds")
        assert told(found) == ["Waiting up to 58 seconds for the keyring."]
        await found.press(leaves)
        await found.until(lambda: not told(found), "the notice to go with its screen")


NOTIFIES = {"notify", "_notify"}


def sentences_of_notices() -> Iterator[str]:
    """What the source says in a notice, with three columns for whatever is filled in."""
    for file in sorted(TUI.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in NOTIFIES and node.args:
                parts = node.args[0].values if isinstance(node.args[0], ast.JoinedStr) else [node.args[0]]
                yield "".join(str(each.value) if isinstance(each, ast.Constant) else "F10" for each in parts)


def test_what_a_notice_says_fits_in_one_line_at_80_columns() -> None:
    assert not [each for each in sentences_of_notices() if len(each) > LINE]


async def test_what_is_said_of_letters_that_go_nowhere_leaves_the_stepper_in_sight() -> None:
    async with opened("ready", step="handoff", size=(80, 24)) as found:
        await found.press("x")
        await found.is_told("What you type goes nowhere")
        await found.quiet()
        assert not covered(found, "Stepper"), found.text


@pytest.mark.parametrize("tool", [None, Tool("wl-copy", ("wl-copy",), ("wl-paste",))], ids=["ssh", "here"])
async def test_what_is_said_after_a_copy_fits_in_one_line(monkeypatch: pytest.MonkeyPatch, tool: Tool | None) -> None:
    monkeypatch.setattr("dmsa_tui.terminal.clipboard.tool_here", lambda: tool)
    async with opened("ready", size=(80, 24)) as found:
        for outcome in Outcome:
            monkeypatch.setattr("dmsa_tui.terminal.clipboard.copied", lambda *_given, outcome=outcome: outcome)
            for what in ("the link", "the company id", "the app version key"):
                for text in ("plain", found.session.record.company_id):
                    said = await found.app.system_clipboard.copied(text, what)
                    assert len(said) <= LINE, said


async def test_the_last_of_several_notices_is_in_sight_and_the_actions_too() -> None:
    async with opened("ready", size=(80, 24)) as found:
        for number in range(5):
            found.app.notify(f"Notice {number}: {LONG}", timeout=30)
        await found.sees("Notice 4")
        await found.quiet()
        shown = found.step.query_one(ActionList).region
        assert not any(each.region.bottom > shown.y for each in found.app.screen.query("ToastRack")), found.text


async def test_a_notice_that_says_what_another_says_takes_its_place_and_is_whole() -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        for _ in range(2):
            await found.paste("a text of some words that no field of this program takes")
            await found.is_told("Go to its field, then paste again.")
        for severity in ("warning", "error"):
            for _ in range(3):
                found.app.notify(f"{LONG} The end.", severity=severity, timeout=30)
            await found.sees("The end.")
        await found.quiet()
        assert told(found)[-1] == f"{LONG} The end." and len({*told(found)}) == len(told(found)) and found.shows("end.")


async def test_a_notice_that_takes_the_place_of_another_lies_where_that_one_lay() -> None:
    async with opened("ready", size=(80, 24)) as found:
        notice = OneNotice()
        for sentence in ("One", "Another"):
            notice.say(found.app, sentence, timeout=30)
            await found.sees(sentence)
        await found.quiet()
        assert "Another" in found.lines[0] and not covered(found, "Stepper"), found.text


async def test_a_notice_that_is_drawn_after_its_time_goes_and_holds_nothing_up() -> None:
    """Textual's timer for less than nothing never ends: the program stood still."""
    late = Notice("Too late", timeout=1.0, raised_at=time.time() - 5)
    assert late.has_expired and late.time_left > 0
    assert Notification("Too late", timeout=1.0, raised_at=time.time() - 5).time_left < 0
    async with opened("ready", size=(80, 24)) as found:
        found.app.notify("In time", timeout=30)
        await found.sees("In time")
        assert all(isinstance(each._notification, Notice) for each in found.app.screen.query(Toast))
        await found.app.screen.mount(Toast(late))
        await asyncio.sleep(0)
        await found.sees_no_more("Too late")


def told(found: Wizard) -> list[str]:
    return [each.message for each in found.app._notifications]


async def test_a_notice_covers_no_line_of_the_help_and_is_there_after_it() -> None:
    async with opened("ready", size=(60, 20)) as found:
        found.app.notify(LONG, timeout=60)
        await found.sees("The client secret is not")
        await found.press("f1")
        await found.sees("─ Help ─", "1. Create the app")
        assert not found.shows("The client secret is not")
        await found.press("escape")
        await found.sees("The client secret is not")


@pytest.mark.parametrize("key", ["f2", "f3", "f4", "ctrl+t"])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30)], ids=str)
async def test_a_notice_covers_no_line_of_a_dialog_and_its_buttons_stay_in_sight(
    size: tuple[int, int], key: str
) -> None:
    async with opened("ready", step="projects", size=size) as found:
        await found.press(key)
        await found.until(lambda: found.app.screen.query(".dialog"), "the dialog")
        await found.quiet()
        (box,) = found.app.screen.query(".dialog")
        before = box.region
        found.app.notify(LONG, severity="warning", timeout=60)
        await found.sees("not known in this run")
        await found.quiet()
        assert not covered(found, ".dialog"), found.text
        assert_way_on_in_sight(found)
        withdraw(found.app, *found.app._notifications)
        await found.until(lambda: box.region == before, "the dialog to be where it was")


async def test_what_is_said_about_a_screen_goes_with_it_and_errors_and_what_the_application_tells_stay() -> None:
    async with opened("fresh", home=True) as found:
        for leave in ("f8", "ctrl+g"):
            found.step.notify("An error of this step.", severity="error", timeout=30)
            await found.is_told("An error of this step.")
            found.step.notify("Something about this step.", timeout=30)
            await found.is_told("Something about this step.")
            await found.press(leave)
            await found.until(lambda: told(found) == ["An error of this step."], "the notice to go with its step")
            await found.quiet()
            found.app.clear_notifications()
        await found.press("enter")
        await found.until(lambda: isinstance(found.app.screen, StepScreen), "the step")
        found.app.notify("What came of work in the background.", timeout=30)
        await found.is_told("What came of")
        await found.press("f8")
        await found.quiet()
        assert told(found) == ["What came of work in the background."]


async def test_that_nothing_is_left_to_click_is_not_said_over_the_next_step() -> None:
    async with opened("fresh", step="create-app", size=ROOMY) as found:
        await found.press("f4")
        await found.sees("Practice browser")
        found.app.screen.query_one(PracticeClicks).post_message(PracticeClicks.Left())
        await found.is_told("Nothing is left to click here.")
        await found.press("f8")
        await found.sees("2. ")
        assert "Nothing is left to click" not in "".join(told(found))


async def test_a_notice_covers_no_line_of_the_palette_and_is_there_after_it() -> None:
    async with opened("ready", size=(80, 24)) as found:
        found.app.notify(LONG, timeout=60)
        await found.sees("The client secret is not known")
        await found.press("ctrl+p", *"chec")
        await found.sees("› chec")
        await found.press("escape")
        await found.sees("The client secret is not known")
