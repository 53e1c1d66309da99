"""What has the focus stays in sight when the terminal gets another size."""

import pytest
from textual.geometry import Region
from textual.widget import Widget

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.tui.widgets.action_list import ROWS_OF_FIELD, ActionList
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.permission_builder import PermissionBuilder
from dmsa_tui.tui.widgets.secret_field import SecretField
from tests.tui.driving import Wizard, opened

EVERYTHING = {"expect": ExpectMode.ALL, "future_projects": True}
STEPS = [step.id for step in load_guide().steps if step.id != "check"]


async def resize(found: Wizard, size: tuple[int, int]) -> None:
    """Give the terminal that size, and wait until it is drawn."""
    await found.pilot.resize_terminal(*size)
    await found.until(lambda: found.app.screen.size == size, "the new size")
    await found.quiet()


def is_focus_in_sight(found: Wizard) -> bool:
    """Whether what takes the keys can be seen, and what is wrong with it is read whole."""
    focused = found.app.focused
    assert isinstance(focused, Widget)
    whole = next((each for each in focused.ancestors_with_self if isinstance(each, Field | SecretField)), focused)
    assert isinstance(whole, Widget)
    seen = found.step.query_one(ActionList).scrollable_content_region
    if isinstance(whole, PermissionBuilder):
        return any("▸[" in line for line in found.lines)  # the open row, which may be taller than the list
    needed = whole.region
    if isinstance(whole, Field | SecretField) and not (whole.has_class("-wrong") or whole.has_class("-refused")):
        needed = Region(*needed.offset, needed.width, min(needed.height, ROWS_OF_FIELD))  # the sentence comes first
    return seen.contains_region(needed) and bool(needed.height)


@pytest.mark.parametrize("step", STEPS)
async def test_the_field_with_the_focus_stays_in_sight_at_every_size(step: str) -> None:
    async with opened("ready", step=step, size=(80, 24), answers=EVERYTHING) as found:
        pane = found.step.query_one(ActionList)
        for action in found.session.actions.of(step):
            pane.choose(action.id)
            await found.pilot.pause()
            for field in pane.given.fields:
                field.focus()
                for size in ((60, 20), (120, 36), (80, 24), (60, 20)):
                    await resize(found, size)
                    await found.until(lambda: is_focus_in_sight(found), f"{field!r} of {action.id} at {size}")
            await resize(found, (80, 24))


async def test_a_refused_secret_stays_in_sight_with_its_error_and_the_way_out() -> None:
    async with opened("ready", step="promote", size=(80, 24), at="client-secret") as found:
        field = found.step.query_one(SecretField)
        await found.fill("client-id", "A" * 43)
        field.focus()
        await found.paste("B" * 43)
        await found.sees("Swap")
        await found.quiet()
        field.focus()
        await resize(found, (60, 20))
        await found.until(lambda: is_focus_in_sight(found), "the secret")
        await found.sees("Swap", "✖")
