"""A rehearsal after its lesson: its buttons are whole at every width, with the practice browser open and closed."""

import pytest
from textual.widgets import Button

from tests.layout.whole import assert_all_in_sight, resize, viewport, where
from tests.tui.driving import Wizard, opened


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.tui.steps.playing.PAUSE", 0.01)


def assert_buttons_whole(found: Wizard) -> None:
    """Each button of the page is on the screen with its whole label."""
    for button in found.step.query("#page CompactButton").results(Button):
        if not all(each.display for each in button.ancestors_with_self):
            continue
        place = found.step.find_widget(button)
        label, line = str(button.label), found.lines[place.region.y]
        assert viewport(found).contains_region(place.region), f"{label} of {where(found)} is at {place.region}"
        assert place.clip.contains_region(place.region), f"{label} of {where(found)} is cut off at {place.clip}"
        assert label in line[place.region.x : place.region.right], f"{label!r} of {where(found)} is drawn as {line!r}"


@pytest.mark.parametrize("beside", [True, False], ids=["beside", "closed"])
async def test_the_buttons_of_the_checks_are_whole_once_the_next_rehearsal_is_offered(beside: bool) -> None:
    async with opened("wrong-secret", step="check", size=(120, 36)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("Procore refuses the credentials.")
        await found.quiet()
        await found.press("f4", "f4")
        await found.sees("The fault is fixed.", "Next rehearsal R")
        if not beside:
            await found.press("escape")
        for size in [(100, 30), (80, 24), (60, 20), (200, 60), (120, 36)]:
            await resize(found, size)
            await found.quiet()
            assert found.shows("Next rehearsal R"), where(found)
            assert_buttons_whole(found)
            assert_all_in_sight(found)


async def test_the_longer_label_of_watching_is_whole_beside_the_practice_browser() -> None:
    async with opened("wrong-secret", step="check", size=(120, 36)) as found:
        found.session.know_noted_secret()
        await found.press("f4", "ctrl+r")
        await found.sees("Stop watching Ctrl+R")
        assert_buttons_whole(found)
