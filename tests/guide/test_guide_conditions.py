"""Which actions are shown: a table of what is known, and what there is to click."""

from itertools import groupby
from typing import Any

import pytest

from dmsa_tui.guide.conditions import ADD_ALL_LIMIT, Known, shown_actions
from dmsa_tui.guide.model import Condition, Guide
from dmsa_tui.onboarding.checklist import tab_of

EDITIONS = ["json-editor", "configuration-builder", "components"]


def procedures(guide: Guide, edition: str, known: Known) -> list[str]:
    actions = shown_actions(guide.step("projects"), edition, known)
    return [procedure.id for procedure, _ in groupby(actions, key=lambda each: each.procedure) if procedure]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ({}, ["chosen"]),
        ({"future_projects": False}, ["chosen"]),
        ({"active_projects": 5_000}, ["chosen"]),
        ({"future_projects": True}, ["chosen", "template", "new"]),
        ({"expect": "list"}, ["chosen"]),
        ({"expect": "list", "active_projects": 5_000}, ["chosen"]),
        ({"expect": "list", "future_projects": True}, ["chosen", "template", "new"]),
        ({"expect": "all"}, ["template", "existing"]),
        ({"expect": "all", "active_projects": 12}, ["template", "existing"]),
        ({"expect": "all", "active_projects": ADD_ALL_LIMIT - 1}, ["template", "existing"]),
        ({"expect": "all", "active_projects": ADD_ALL_LIMIT}, ["template", "program", "existing-by-page"]),
        ({"expect": "all", "active_projects": 2_431, "added_by_program": True}, ["template"]),
        ({"expect": "all", "active_projects": 12, "added_by_program": True}, ["template", "existing"]),
        ({"expect": "all", "future_projects": True}, ["template", "new", "existing"]),
        (
            {"expect": "all", "future_projects": True, "active_projects": 2_431},
            ["template", "new", "program", "existing-by-page"],
        ),
        ({"expect": "all", "future_projects": False}, ["template", "existing"]),
    ],
)
def test_only_the_procedures_that_were_decided_are_shown(
    guide: Guide, edition: str, known: dict[str, Any], shown: list[str]
) -> None:
    assert procedures(guide, edition, Known(**known)) == shown


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_decision_is_the_first_action_whatever_is_known(guide: Guide, edition: str) -> None:
    for known in (Known(), Known(True, "all", 5_000, True), Known(False, "list", 1, False)):
        assert shown_actions(guide.step("projects"), edition, known)[0].id == "decide"


@pytest.mark.parametrize(
    ("step", "action", "known", "is_shown"),
    [
        ("handoff", "retire", Known(), True),
        ("handoff", "retire", Known(old_account=True), True),
        ("handoff", "retire", Known(old_account=False), False),
        ("install", "update", Known(), False),
        ("install", "update", Known(update_ready=True), True),
    ],
)
def test_single_actions_follow_what_is_known(
    guide: Guide, step: str, action: str, known: Known, is_shown: bool
) -> None:
    for edition in EDITIONS:
        assert (action in [each.id for each in shown_actions(guide.step(step), edition, known)]) is is_shown


def test_the_levels_of_a_promoted_version_change_in_a_new_one(guide: Guide) -> None:
    for edition, opens in zip(EDITIONS, ("create-version", "new-version", "new-version"), strict=True):
        first, changed = (
            [each.id for each in shown_actions(guide.step("permissions"), edition, Known(new_version=new))]
            for new in (False, True)
        )
        assert opens in changed and "new-version" not in first, edition
        assert changed.index(opens) < next(i for i, id in enumerate(changed) if tab_of(id) == "company"), edition


def test_outside_the_sandbox_the_other_steps_ask_for_the_same_clicks_whatever_is_known(guide: Guide) -> None:
    for step in guide.steps:
        if step.id in ("permissions", "install", "projects", "handoff"):
            continue
        for edition in EDITIONS:
            every = [each for each in step.editions[edition].actions if Condition(sandbox=True) not in each.when]
            assert list(shown_actions(step, edition, Known())) == every


def test_each_edition_shows_its_own_labels(guide: Guide) -> None:
    said = {edition: shown_actions(guide.step("create-app"), edition, Known()) for edition in EDITIONS}
    assert {edition: next(each.text for each in said[edition] if each.id == "create") for edition in EDITIONS} == {
        "json-editor": "Click the **Create** button.",
        "configuration-builder": "Click **Create App**.",
        "components": "Click **Create App**.",
    }


def test_labels_have_the_names_of_app_and_company_where_they_are_known(guide: Guide) -> None:
    def box(**names: Any) -> str:
        actions = shown_actions(guide.step("projects"), "json-editor", Known(future_projects=True, **names))
        return next(action.text for action in actions if action.id == "new-box")

    assert "**Add the app to all new projects in the company**" in box()
    assert "**Add Cedar Sync to all new projects in the company**" in box(app_name="Cedar Sync")
    assert "**Add [Company] to all new projects in Cedar**" in box(app_name="[Company]", company="Cedar")
    assert "**Add a b to all new projects in the company**" in box(app_name="**a ** b")


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_owner_of_the_account_is_told_how_the_secret_is_passed_on(guide: Guide, edition: str) -> None:
    way = "through a vault or a one-time link"
    for task, actions in (("promote", ("save-pair", "try-pair")), ("rotate", ("reset", "new-works"))):
        for theirs in (True, False):
            shown = shown_actions(guide.documented(task), edition, Known(customers_account=theirs))
            notes = {each.id: each.note or "" for each in shown}
            assert [way in notes[each] for each in actions] == [theirs, theirs], (task, notes)
