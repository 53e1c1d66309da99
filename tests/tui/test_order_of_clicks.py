"""The practice browser lists the clicks as the open step's actions need them, and first what mends a failing check."""

from collections.abc import Mapping
from typing import Any

import pytest

from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.practice.portal import SETUP
from dmsa_tui.session.browser_values import shown_values, take_over
from dmsa_tui.tui.widgets.clicks import Clicks
from tests.tui.driving import ROOMY, Wizard, opened

UNTIL_INSTALLED = SETUP[: SETUP.index("install-app") + 1]
ADDS_ALL = {"expect": ExpectMode.ALL, "future_projects": True}
BY_TEMPLATE = ["create-template", "set-default-template", "add-to-new-projects", "add-all-existing"]


async def listed(found: Wizard) -> list[str]:
    """The ids of the lines of the practice browser, which is opened."""
    await found.press("f4")
    await found.sees("Practice browser")
    return [each.id for each in found.app.screen.query_one(Clicks).options if each.id]


def highlighted(found: Wizard) -> str | None:
    chooser = found.app.screen.query_one(Clicks)
    assert chooser.highlighted is not None
    return chooser.get_option_at_index(chooser.highlighted).id


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        (ADDS_ALL, [*BY_TEMPLATE, "permit-all-projects", "permit-some-projects"]),
        ({"expect": ExpectMode.LIST}, ["permit-all-projects", "permit-some-projects"]),
        ({"expect": ExpectMode.LIST, "future_projects": True}, ["permit-all-projects", *BY_TEMPLATE[:3]]),
    ],
)
async def test_the_clicks_of_a_step_come_as_its_actions_need_them(answers: Mapping[str, Any], first: list[str]) -> None:
    async with opened("fresh", step="projects", answers=answers) as found:
        found.perform(*UNTIL_INSTALLED)
        assert (await listed(found))[: len(first)] == first
        assert highlighted(found) == first[0]


async def test_on_the_first_step_the_account_is_verified_before_the_app_is_created() -> None:
    async with opened("fresh", step="create-app", size=(80, 24)) as found:
        ids = await listed(found)
        assert ids[:3] == ["verify-organisation", "create-app", "request-production-access"]
        assert ids[3:5] == ["begin-version", "add-component"]


BEGINS = ("create-version", "create-new-version", "open-configuration-builder")
"""The action that begins the version: one in each portal edition."""


@pytest.mark.parametrize("edition", ["json-editor", "configuration-builder", "components"])
async def test_the_first_click_of_the_step_is_that_of_its_first_actions_and_can_be_made(edition: str) -> None:
    async with opened("fresh", step="manifest", size=(80, 24), answers={"edition": edition}) as found:
        found.perform("create-app")
        ids = await listed(found)
        assert ids[:2] == ["begin-version", "add-component"] and highlighted(found) == "begin-version"
        assert "create-version" not in ids, "a click that nobody needs is there once it can be made"
        await found.press("enter")
        await found.sees("is open")
        actions = found.session.actions
        ticked = [each.id for each in actions.of("manifest") if actions.is_ticked("manifest", each.id)]
        assert ticked[-1] in BEGINS and len(ticked) <= 2, "no more than was clicked"
        assert highlighted(found) == "add-component"


async def test_once_a_version_is_saved_the_click_that_opens_another_one_is_there() -> None:
    async with opened("fresh", step="permissions", size=(80, 24)) as found:
        found.perform(*SETUP[: SETUP.index("save-version") + 1])
        assert "create-version" in await listed(found)


@pytest.mark.parametrize(
    ("answers", "mends"),
    [
        (ADDS_ALL, ("create-template", "set-default-template", "add-all-existing")),
        ({}, ("permit-all-projects",)),
    ],
)
async def test_on_the_checker_the_click_that_mends_the_first_failure_comes_first(
    answers: Mapping[str, Any], mends: tuple[str, ...]
) -> None:
    async with opened("fresh", step="check", size=(80, 24), answers=answers) as found:
        found.perform(*UNTIL_INSTALLED)
        await take_over(found.session, {
            name: value for name, value in shown_values(found.session).items()
            if name in ("client_id", "client_secret", "app_version_key")
        })  # fmt: skip
        await found.press("f5")
        await found.quiet()
        await found.sees("The service account is on no project.")
        for each in mends:
            assert (await listed(found))[0] == each == highlighted(found)
            await found.press("enter", "escape")
            await found.quiet()
        assert found.session.results["projects.permitted"].status.value != "fail"


async def test_on_the_checker_of_a_setup_without_failures_the_next_click_of_a_step_is_highlighted() -> None:
    async with opened("fresh", step="check", size=ROOMY) as found:
        found.perform("verify-organisation")
        await listed(found)
        assert highlighted(found) == "create-app"


@pytest.mark.parametrize("size", [(80, 24), ROOMY])
async def test_a_click_that_waits_for_an_open_version_leads_to_that_and_not_to_another_step(
    size: tuple[int, int],
) -> None:
    async with opened("fresh", step="permissions", size=size) as found:
        found.perform("create-app", "begin-version", "add-component", "set-project-levels", "write-notes")
        await listed(found)
        chooser = found.app.screen.query_one(Clicks)
        chooser.highlighted = [each.id for each in chooser.options].index("save-version")
        await found.press("enter")
        await found.sees("▸ Developer portal: App Details &")
        assert highlighted(found) == "create-version" and found.session.actions.is_ticked("permissions", "save-version")
        await found.press("enter")
        await found.until(lambda: highlighted(found) == "set-company-levels", "what is left of the step")
        assert not found.session.actions.is_ticked("permissions", "save-version"), "version 2.0.0 is not saved"


async def test_a_click_that_mends_a_failure_is_listed_once_where_the_step_waits_for_it_too() -> None:
    async with opened("missing-documents", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("✖")
        await found.quiet()
        await found.go("permissions")
        ids = await listed(found)
        assert ids[0] == "create-version" and ids.count("create-version") == 1


async def test_the_list_of_clicks_begins_with_a_whole_one() -> None:
    async with opened("fresh", step="projects", size=ROOMY) as found:
        await listed(found)
        await found.quiet()
        chooser = found.app.screen.query_one(Clicks)
        top = found.line(chooser.region.y)[chooser.region.x :].strip()
        assert chooser.scroll_y > 0 and top[:1] in "▸+·✔C", top
