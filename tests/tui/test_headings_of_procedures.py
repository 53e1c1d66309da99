"""The title of a procedure stands above the first of its actions in sight, wherever the open action is."""

import re

import pytest

from dmsa_tui.onboarding.record import ExpectMode
from tests.tui.driving import ROOMY, Wizard, opened

BOTH = {"expect": ExpectMode.ALL, "future_projects": True}


def titles(found: Wizard) -> dict[int, str]:
    """Number of each action in sight → the title that stands above it, or above one of those before it."""
    pane = found.step.actions
    assert pane is not None
    known = {each.procedure.title for each in pane.current.all if each.procedure is not None}
    above, title = dict[int, str](), ""
    for line in found.lines[pane.region.y : pane.region.bottom]:
        words = line[pane.region.x : pane.region.right].strip()
        if words.removesuffix(":") in known:
            title = words.removesuffix(":")
        elif number := re.match(r"(?:[▸✎✔] +)?(\d+) [A-Z]", words):
            above[int(number[1])] = title
    return above


@pytest.mark.parametrize("size", [(80, 24), ROOMY])
async def test_each_action_in_sight_is_below_the_title_of_its_procedure(size: tuple[int, int]) -> None:
    async with opened("fresh", step="projects", size=size, answers=BOTH) as found:
        pane = found.step.actions
        assert pane is not None
        for place, action in enumerate(pane.current.all, 1):
            pane.choose(action.id)
            await found.pilot.pause()
            shown = titles(found)
            assert place in shown, found.text
            for number, title in shown.items():
                procedure = pane.current.all[number - 1].procedure
                assert title == (procedure.title if procedure is not None else ""), f"{number}\n{found.text}"


async def test_a_title_stays_where_its_procedure_begins_and_does_not_move_with_the_open_action() -> None:
    async with opened("fresh", step="projects", size=(120, 50), answers=BOTH) as found:
        pane = found.step.actions
        assert pane is not None
        for action in pane.current.all[1:]:
            pane.choose(action.id)
            await found.pilot.pause()
            firsts = {each.procedure.title: each for each in reversed(pane.current.all) if each.procedure is not None}
            for title, first in firsts.items():
                (at,) = (y for y, line in enumerate(found.lines) if f"{title}:" in line)
                assert re.search(rf"\b{pane.current.all.index(first) + 1} ", found.lines[at + 1]), found.text
