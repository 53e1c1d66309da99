"""A notice of several lines hides the top line alone: the steps, what is open, and every button stay in sight."""

import pytest
from textual.widgets._toast import Toast

from dmsa_tui.tui.widgets.header_bar import HeaderBar
from dmsa_tui.vocabulary import STEP_IDS
from tests.layout.whole import assert_way_on_in_sight, where
from tests.tui.driving import opened

LONG = "The client secret is not known in this run. Paste it on the step that asks for it, and then check again."
SHORT = "Copied."


@pytest.mark.parametrize("size", [(60, 20), (79, 24), (80, 24), (99, 30)], ids=str)
async def test_a_notice_of_several_lines_hides_nothing_but_the_top_line(size: tuple[int, int]) -> None:
    async with opened("ready", size=size) as found:
        for step in STEP_IDS:
            await found.go(step)
            found.app.notify(LONG, severity="warning", timeout=30)
            await found.sees("not known in this run")
            await found.quiet()
            below = max(each.region.bottom for each in found.step.query(Toast))
            hidden = [
                each
                for each in found.step.query("#middle, Stepper, #open-action, CompactButton")
                if each.region.y < below
            ]
            assert below > 1 and not [each for each in hidden if each.region], where(found)
            assert_way_on_in_sight(found)
            found.dismiss_notices()
            await found.until(lambda: found.step.query_one(HeaderBar).region.height == 1, "the steps to be back")


async def test_a_notice_of_one_line_moves_nothing() -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        before = found.lines[1:]
        found.app.notify(SHORT, timeout=30)
        await found.sees(SHORT)
        await found.quiet()
        assert found.lines[1:] == before
