"""The screen of the next step is made while a person reads; it shows what a screen made then and there would show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import pairwise

import pytest
from textual.widgets import Input

from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.vocabulary import STEP_IDS
from tests.tui.driving import Wizard, credentials, opened


@asynccontextmanager
async def made_ahead(scenario: str, step: str) -> AsyncIterator[Wizard]:
    """The wizard at a step, with the screen of the next one made."""
    async with opened(scenario, step=step) as found:
        found.app.next_step.quiet_seconds = 0.01
        found.app.next_step.begin()
        await is_made(found)
        yield found


def _has_gone(screen: StepScreen) -> bool:
    return not screen.is_attached


async def is_made(found: Wizard) -> StepScreen:
    """Wait until the screen of the next step is there."""
    found.app.next_step._soon()
    await found.until(lambda: found.app.next_step._ahead, "the next step made ahead")
    ahead = found.app.next_step._ahead
    assert isinstance(ahead, StepScreen)
    await found.until(lambda: ahead.is_mounted, "it mounted")
    return ahead


@pytest.mark.parametrize(("before", "step"), list(pairwise(STEP_IDS)))
@pytest.mark.parametrize("scenario", ["fresh", "unpermitted-projects"])
async def test_it_shows_the_same_as_a_screen_made_when_it_is_opened(scenario: str, before: str, step: str) -> None:
    async with made_ahead(scenario, before) as found:
        await found.quiet()  # an answer that arrives has it made again
        ahead = await is_made(found)
        await found.press("f8")
        assert found.app.screen is ahead
        await found.quiet()
        shown, focused = found.text, found.app.focused and found.app.focused.id
        await found.go(before)
        found.app.next_step.throw_away()
        await found.go(step)
        assert found.text == shown
        assert (found.app.focused and found.app.focused.id) == focused
        assert found.session.record.step == step


async def test_until_it_is_opened_it_notes_and_asks_nothing() -> None:
    async with opened("ready", step="permissions") as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        asked: list[int] = []
        found.session.results.observe(lambda names: asked.append(len(names)))
        found.app.next_step.quiet_seconds = 0.01
        found.app.next_step.begin()
        await is_made(found)
        await found.quiet()
        assert found.session.record.step == "permissions"
        assert not asked
        assert found.step.STEP == "permissions"


async def test_an_answer_given_meanwhile_is_on_it() -> None:
    async with made_ahead("fresh", "permissions") as found:
        first = await is_made(found)
        found.session.open_record.note(client_id="a-client-id-that-was-given-meanwhile-0000")
        assert first.closed
        second = await is_made(found)
        await found.press("f8")
        assert found.app.screen is second
        assert second.query_one("#client-id Input", Input).value


async def test_what_was_thrown_away_is_removed() -> None:
    async with made_ahead("fresh", "create-app") as found:
        for number in range(3):
            thrown = await is_made(found)
            found.session.open_record.note(administrator=f"Person {number}")
            await is_made(found)
            await found.until(partial(_has_gone, thrown), "the screen removed")
        steps = [each for each in found.app._registry if isinstance(each, StepScreen)]
        assert len(steps) == 2, steps


async def test_a_person_who_is_led_to_an_action_finds_that_one_open() -> None:
    async with made_ahead("fresh", "permissions") as found:
        found.app.go_to_step("promote", "version-key")
        await found.until(lambda: found.step.STEP == "promote" and found.step.actions, "the step")
        await found.quiet()
        assert found.step.actions and found.step.actions.opened == "version-key"


async def test_the_first_step_has_no_button_for_a_step_before_and_the_key_says_so() -> None:
    async with opened("fresh", step="create-app") as found:
        assert not found.shows("◀ Step")
        await found.press("f7")
        await found.is_told("This is the first step.")
