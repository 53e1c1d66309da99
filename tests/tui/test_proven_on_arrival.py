"""A step that Procore confirms says so on every action, and its main button goes on; ticks stay a person's word."""

from datetime import UTC, datetime, timedelta

from textual.widgets import Button

from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.widgets.action_list import ActionList
from tests.tui.driving import Wizard, credentials, opened

CONFIRMS = "Procore confirms step 5. F8 goes to the next step."


async def asked(found: Wizard) -> None:
    """Procore was asked about the step, as on a resume whose secret is in the keyring."""
    await found.session.credentials.keep(Secret(credentials(found.session)[1]))
    await found.press("f5")
    await found.until(lambda: found.session.views()[found.step.STEP].state is State.PROVEN, "the step to be proven")
    await found.quiet()


def main_button(found: Wizard) -> str | None:
    (main,) = [
        each for each in found.step.query("#action-row CompactButton").results(Button) if each.variant == "primary"
    ]
    return main.id


async def test_a_step_proven_on_arrival_says_so_and_its_main_button_is_the_next_step() -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        assert main_button(found) == "done" and not found.shows(CONFIRMS)
        await asked(found)
        await found.sees(CONFIRMS)
        assert main_button(found) == "next"
        found.step.set_focus(None)
        await found.press("enter")
        await found.is_told("Enter marks nothing here.", CONFIRMS)
        await found.press("f8")
        await found.until(lambda: found.step.STEP == "projects", "the next step")
        assert not found.session.record.ticked and "install" not in found.session.record.confirmed
        assert found.session.views()["install"].state is State.PROVEN


async def test_a_tick_on_a_proven_step_sends_nobody_to_work_again() -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        await asked(found)
        await found.sees(CONFIRMS)
        await found.press("f6")
        assert len(found.session.record.ticked) == 1
        await found.sees("2 of", CONFIRMS)
        assert main_button(found) == "next" and not found.shows("TURN")


async def test_that_procore_confirms_the_step_stands_below_its_actions_and_not_between_them() -> None:
    async with opened("ready", step="install", at="company-id", size=(80, 24)) as found:
        await asked(found)
        await found.sees(f"✔ {CONFIRMS}")
        said = next(y for y, line in enumerate(found.lines) if CONFIRMS in line)
        assert said >= found.step.query_one(ActionList).region.bottom


async def test_a_step_that_was_proven_by_samples_says_that_it_was() -> None:
    async with opened("ready", step="permissions", size=(80, 24)) as found:
        await asked(found)
        await found.sees("Procore confirms step 3 for a sample of the projects. F8 goes to the next")


async def test_a_step_that_an_earlier_run_proved_is_not_confirmed_today() -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        await asked(found)
        await found.sees(CONFIRMS)
        found.session.results.grow_old(datetime.now(UTC) + timedelta(hours=1))
        await found.sees_no_more(CONFIRMS)
        await found.until(lambda: main_button(found) == "done", "the button")


async def test_a_step_of_which_a_person_confirmed_a_part_says_that_it_is_settled_and_by_whom() -> None:
    answers = {"name": "Fir & Sons"}
    async with opened("ready", step="install", at="company-id", answers=answers, size=(80, 24)) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees("check that they are the same.", "! Company")
        assert not found.shows("F8 goes to the next step") and found.shows("TURN")
        await found.press("f6")
        await found.sees("2 of", "Procore and a person confirm step 5. F8 goes to the next step.")
        (said,) = [each for each in found.lines if "a person confirm step 5" in each]
        assert "✎" in said and "✔" not in said, "not all of it is Procore's word"
        assert main_button(found) == "next" and not found.shows("TURN")


async def test_a_persons_word_for_the_rest_settles_no_step_of_which_procore_says_nothing() -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        found.session.actions.tick_all("install", "Ada")
        await found.press("up")
        await found.until(lambda: found.session.views()["install"].state is State.CONFIRMED, "the person's word")
        assert not found.shows("a person confirm")
