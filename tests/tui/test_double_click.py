"""A double click does one thing: its second click does not fall through to the screen that its first one opened."""

import pytest

from tests.tui.driving import opened


@pytest.fixture(autouse=True)
def slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.double_click.SECONDS", 60.0)


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
