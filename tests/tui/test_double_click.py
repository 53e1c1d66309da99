"""A double click does one thing: its second click does not fall through to the screen that its first one opened."""

import pytest

from dmsa_tui.tui.widgets.clicks import Clicks
from tests.tui.driving import ROOMY, opened


@pytest.fixture(autouse=True)
def slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.double_click.SECONDS", 60.0)
    monkeypatch.setattr("textual.app.App.CLICK_CHAIN_TIME_THRESHOLD", 60.0)


async def test_the_second_click_does_nothing_on_the_screen_that_the_first_one_opened() -> None:
    async with opened("fresh", step="create-app", size=(80, 24)) as found:
        x, y = found.step.query_one("#next").region.offset
        await found.press_and_release(x + 1, y)
        await found.sees("2. ")
        for _ in range(2):
            await found.press_and_release(x + 1, y)
        assert found.step.STEP == "manifest"
        await found.press_and_release(x + 2, y)
        await found.until(lambda: found.step.STEP == "permissions", "the step after the next click")


async def test_the_second_click_on_the_same_screen_is_a_click_of_its_own() -> None:
    async with opened("fresh", step="create-app", size=(80, 24)) as found:
        actions = found.step.actions
        assert actions is not None
        x, y = found.step.query_one("#done").region.offset
        actions.choose("open-portal")
        await found.until(lambda: actions.opened == "open-portal", "an action without a field")
        opened_first = actions.opened
        await found.press_and_release(x + 1, y)
        await found.until(lambda: actions.opened != opened_first, "the next action")
        opened_second = actions.opened
        await found.until(lambda: not found.step.query_one("#done").has_class("-active"), "the button")
        await found.press_and_release(x + 1, y)
        await found.until(lambda: actions.opened != opened_second, "the one after it")


@pytest.mark.parametrize("size", [(80, 24), ROOMY], ids=["in the dialog", "beside the step"])
async def test_the_second_click_does_nothing_in_the_practice_browser_that_the_first_one_redrew(
    size: tuple[int, int],
) -> None:
    async with opened("fresh", step="create-app", size=size) as found:
        assert found.session.rehearsal is not None
        await found.press("f4")
        await found.sees("Practice browser")
        await found.quiet()
        clicks = found.app.screen.query_one(Clicks)
        x, y = clicks.content_region.offset
        y += 6 if size == ROOMY else 1
        journal = found.session.rehearsal.rehearsal.journal
        await found.press_and_release(x + 4, y)
        await found.until(lambda: journal, "the first click")
        done = [*journal]
        await found.press_and_release(x + 4, y)
        await found.quiet()
        assert journal == done and not found.shows("✖ "), found.text
        await found.press_and_release(x + 5, clicks.content_region.y + 1)
        assert journal != done or found.shows("✖ "), "a click of its own"
