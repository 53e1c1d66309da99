"""What a step's sentence promises, a page or a key, is there when it is read."""

import re

import pytest

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.tui.keys import all_commands
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.turn_line import TurnLine
from tests.tui.driving import opened

KEYS = {each.key_text for each in all_commands()} | {"Ctrl+P"}
STEPS = [step.id for step in load_guide().steps if step.id != "check"]


@pytest.mark.parametrize("size", [(60, 20), (80, 24)], ids=str)
@pytest.mark.parametrize("step", STEPS)
async def test_what_a_sentence_promises_is_in_sight(step: str, size: tuple[int, int]) -> None:
    answers = {"expect": ExpectMode.ALL, "future_projects": True}
    async with opened("ready", step=step, size=size, answers=answers) as found:
        pane = found.step.query_one(ActionList)
        for edition in found.session.guide.step(step).editions:
            found.session.open_record.note(edition=edition)
            await found.pilot.pause()
            for action in found.session.actions.of(step):
                said = " ".join([action.text, action.note or "", action.caution or ""])
                assert set(re.findall(r"\b(?:Ctrl\+[A-Z]|F\d+)\b", said)) <= KEYS, said
                link, page = re.search(r"\blinks?\b", said), "Ctrl+O" in said
                if not link and not page:
                    continue
                pane.choose(action.id)
                await found.pilot.pause()
                where = f"{action.id} of {edition}\n{found.text}"
                assert not link or "https://" in found.text, where
                assert found.shows("Open Ctrl+O") and found.step.query_one(TurnLine).link, where
