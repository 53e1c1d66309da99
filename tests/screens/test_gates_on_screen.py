"""Procore's approvals on the screen: state, date and note are kept, and everybody sees who is waited for."""

import tomllib
from datetime import timedelta
from typing import Any

from dmsa_tui.onboarding.gates import today
from dmsa_tui.widgets.choice import Choice
from dmsa_tui.widgets.field import Field
from tests.screens.driving import Wizard, opened

LONG_AGO = (today() - timedelta(21)).isoformat()


def on_disk(found: Wizard, gate: str) -> Any:
    return tomllib.loads(found.saved).get(gate)


async def saved_as(found: Wizard, gate: str, state: str, since: str, note: str) -> None:
    wanted = {"state": state, "since": since, "note": note}
    await found.until(lambda: on_disk(found, gate) == wanted, f"{gate} to be saved as {wanted}")


async def test_state_date_and_note_are_kept_and_rail_and_home_say_who_is_waited_for() -> None:
    async with opened() as found:
        await found.sees("Nobody has asked for it yet")
        await found.click("○ waiting")
        await found.sees("Waiting for Procore since", "(today)", "Procore 0d", "Asked for on")
        await found.fill("verification-since", LONG_AGO)
        await found.sees("(21", "Procore 21d")
        await found.fill("verification-note", "case 4711")
        await saved_as(found, "verification", "waiting", LONG_AGO, "case 4711")

        for id, wrong, says in (("since", "2 Nov", "This is not a date"), ("note", "0f" * 32, "looks like a")):
            field = found.step.query_one(f"#verification-{id}", Field)
            field.input.value = wrong
            await found.sees(says)
            assert field.has_class("-wrong")
        choice = found.step.query_one("#verification", Choice)
        choice.focus()
        await found.press("right")
        await found.sees("Granted on")
        await found.press("left")  # back again: the date of the waiting is not lost
        await found.sees("Procore 21d")
        assert found.step.query_one("#verification-since", Field).accepted == LONG_AGO
        await found.quiet()
        await saved_as(found, "verification", "waiting", LONG_AGO, "case 4711")

        await found.go("promote")
        message = found.step.query_one("#message")
        assert not message.display
        await found.click("○ refused")
        await found.sees("The app's owner acts", "Message to whoever has to act")
        await found.fill("production-access-note", "SaaS")
        await saved_as(found, "production_access", "refused", today().isoformat(), "SaaS")
        await found.pilot.resize_terminal(80, 24)
        await found.sees("◐App 21d")
        await found.pilot.resize_terminal(60, 20)
        await found.sees("◐1 21d")
        found.app.go_home()
        await found.sees("◐ Procore: organisation verification, 21 days")
        await found.sees("✖ App owner: production access refused, today")
        await found.pilot.resize_terminal(120, 36)
        await found.go("promote")
        await found.click("○ granted")
        await found.sees("Granted on", "as a person says.", "Note: SaaS")
        assert not found.step.query_one("#production-access-note").display and not found.step.query("#message:focus")
        await saved_as(found, "production_access", "granted", today().isoformat(), "SaaS")
