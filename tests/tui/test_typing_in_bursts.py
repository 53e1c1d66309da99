"""A slow connection sends what was typed in bursts: each letter arrives, in order, and is saved."""

from typing import Any

import pytest
from textual.widgets import Input, TextArea

from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode
from tests.tui.driving import Wizard, opened
from tests.tui.hands import key_event, taken_up

TYPED = "Harbour Annex, East"
WAITING = Approval(ApprovalState.WAITING, "2026-11-02")


async def burst(found: Wizard, text: str) -> None:
    """Send the letters faster than anything can be drawn."""
    assert found.app._driver is not None
    for letter in text:
        found.app._driver.process_message(key_event("space" if letter == " " else letter))
    await taken_up(found.app)
    await found.quiet()


@pytest.mark.parametrize(
    ("step", "at", "selector", "name", "answers"),
    [
        ("create-app", "app-name", "#app-name Input", "app_name", {}),
        ("create-app", "administrator", "#administrator Input", "administrator", {}),
        ("create-app", "verification-approval", "#verification-note Input", "verification", {"verification": WAITING}),
        ("projects", "expected", "#expected", "expected_projects", {"expect": ExpectMode.LIST}),
    ],
)
async def test_a_burst_of_letters_stands_in_the_field_and_in_the_record(
    step: str, at: str, selector: str, name: str, answers: dict[str, Any]
) -> None:
    empty = {"app_name": "", "administrator": ""}
    async with opened("ready", step=step, at=at, answers=empty | answers) as found:
        line = found.step.query_one(selector)
        assert isinstance(line, Input | TextArea)
        line.focus()
        await burst(found, TYPED)
        assert (line.value if isinstance(line, Input) else line.text) == TYPED
        saved = getattr(found.session.record, name)
        assert (saved.note if isinstance(saved, Approval) else saved) in (TYPED, [TYPED])
