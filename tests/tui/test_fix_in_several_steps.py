"""A level is raised in a new version, which is then promoted and accepted: the wizard leads from step to step."""

import pytest
from textual.widgets import Button

from dmsa_tui.session.mending_actions import mending_actions
from dmsa_tui.session.practiced_actions import tick_clicked
from tests.tui.driving import Wizard, opened

SETUP_STEPS = ("manifest", "permissions", "promote", "install")


async def set_up(found: Wizard) -> None:
    """Everything was ticked, one step after the other, and then a level fails."""
    found.session.know_noted_secret()
    for step in SETUP_STEPS:
        found.session.actions.tick_all(step, "Ada")
    await found.press("f5")
    await found.quiet()
    assert found.session.views()["permissions"].failing


async def at(found: Wizard, step: str) -> str:
    """Id of the action that is marked on that step; all others have no mark."""
    await found.go(step)
    (marked,) = mending_actions(found.session, step) or [""]
    return marked


@pytest.mark.parametrize("edition", ["configuration-builder", "components"])
async def test_after_the_levels_are_set_again_the_next_step_is_to_promote_and_then_to_update(edition: str) -> None:
    async with opened("missing-documents", step="check", answers={"edition": edition}) as found:
        await set_up(found)
        assert await at(found, "permissions") == "new-version"
        assert await at(found, "promote") == ""
        found.perform("create-version", "set-company-levels", "save-version")
        await found.go("permissions")
        actions = found.step.actions
        assert actions is not None
        actions.choose("new-version")
        await found.quiet()
        await found.press("f6")
        await found.quiet()
        opened_next = [actions.opened]
        while found.session.actions.open_in("permissions"):
            await found.press("f6")
            await found.quiet()
            opened_next.append(actions.opened)
        assert opened_next[0] in ("company-levels", "company-levels-of-component") and "new-version" not in opened_next
        await found.sees("Next: action", "of step 4,")
        (main,) = [
            each.id
            for each in found.step.query("#action-row CompactButton").results(Button)
            if each.variant == "primary"
        ]
        assert main == "next", "another check finds the same until the version is promoted"
        assert not found.shows("Do action 1")

        assert await at(found, "permissions") == ""
        assert await at(found, "promote") == "promote"
        found.perform("promote-version")
        actions = found.step.actions
        assert actions is not None
        actions.choose("promote")
        await found.sees("Done before: do it again, then F6.")
        await found.press("f6")
        await found.quiet()
        assert await at(found, "promote") == ""
        await found.go("install")
        await found.until(lambda: list(mending_actions(found.session, "install")) == ["update"], "the update")
        await found.go("permissions")
        await found.sees("Next: action", "of step 5,")
        found.perform("update-app")
        await found.go("check")
        await found.press("f5")
        await found.quiet()
        assert not found.session.views()["permissions"].failing


async def test_in_the_practice_browser_the_clicks_that_set_the_levels_again_lead_on_to_promote() -> None:
    async with opened("missing-documents", step="check") as found:
        await set_up(found)
        for click in ("create-version", "set-company-levels", "save-version"):
            found.perform(click)
            tick_clicked(found.session, "permissions", click, "Ada")
            assert "new-version" not in mending_actions(found.session, "permissions")
        await found.go("permissions")
        await found.sees("of step 4,")
        found.perform("promote-version")
        tick_clicked(found.session, "promote", "promote-version", "Ada")
        assert await at(found, "promote") == ""
