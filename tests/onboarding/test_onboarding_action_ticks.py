"""Ticks of single clicks: they lead through a step, stand for its Done, and survive what is decided later."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from dmsa_tui.guide.conditions import shown_actions
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.model import Action
from dmsa_tui.onboarding.action_ticks import (
    current_action,
    is_passed_over,
    open_actions,
    reconciled,
    take_back,
    take_back_done,
    tick,
    tick_all,
    tick_key,
    tick_of,
)
from dmsa_tui.onboarding.change_of_environment import answers_there
from dmsa_tui.onboarding.codec import dumps, loads
from dmsa_tui.onboarding.known import known_of
from dmsa_tui.onboarding.merge import merge
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT, Confirmed, ExpectMode, Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.procore.environments import ENVIRONMENTS

GUIDE = load_guide()
NOW, LATER = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)
KIM = Confirmed("Kim", NOW)
EDITIONS = ["json-editor", "configuration-builder", "components"]


def actions_of(record: Onboarding, step: str, **known: Any) -> tuple[Action, ...]:
    return shown_actions(GUIDE.step(step), record.edition, known_of(record, **known))


def with_(record: Onboarding, changes: dict[str, Any]) -> Onboarding:
    return replace(record, **changes)


def reopened_by(record: Onboarding, **known: Any) -> tuple[Onboarding, list[str]]:
    changes, reopened = reconciled(record, GUIDE, known_of(record, **known))
    return with_(record, changes), [f"{each.step.id}: {each.sentence}" for each in reopened]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("step", [step.id for step in GUIDE.steps])
def test_one_tick_after_the_other_leads_through_the_step_and_the_last_required_one_confirms_it(
    step: str, edition: str
) -> None:
    record = Onboarding("Acme", edition=edition, expect=ExpectMode.ALL, future_projects=True)
    actions, walked = actions_of(record, step), list[str]()
    while (action := current_action(record, step, actions)) is not None:
        left = open_actions(record, step, actions)
        assert (step in record.confirmed) is (not left)
        record = with_(record, tick(record, step, actions, action.id, "Kim", NOW))
        walked.append(action.id)
    assert walked == [action.id for action in actions]
    assert record.confirmed == {step: KIM}


def test_an_action_that_is_over_is_never_asked_for_and_holds_nothing_up() -> None:
    record, rotate = Onboarding("Acme"), GUIDE.documented("rotate")
    actions = shown_actions(rotate, record.edition, known_of(record))
    for action in actions:
        if action.id not in ("old-works", "reset"):
            record = with_(record, tick(record, "rotate", actions, action.id, "Kim", NOW))
    record = with_(record, take_back(record, "rotate", actions, "new-works"))
    for each in ("tool", "sync", "setup-record"):
        record = with_(record, take_back(record, "rotate", actions, each))
    following = current_action(record, "rotate", actions)
    assert following is not None and following.id == "old-works", "before the reset it can still be done"
    record = with_(record, tick(record, "rotate", actions, "reset", "Kim", NOW))
    following = current_action(record, "rotate", actions)
    assert following is not None and following.id == "new-works"
    assert "old-works" not in [each.id for each in open_actions(record, "rotate", actions)]
    for each in ("new-works", "tool", "sync", "setup-record"):
        record = with_(record, tick(record, "rotate", actions, each, "Kim", LATER))
    assert record.confirmed == {"rotate": Confirmed("Kim", LATER)}
    assert tick_of(record, "rotate", "old-works") is None, "nobody said that it was done"


def test_an_optional_action_that_is_passed_over_holds_nothing_up() -> None:
    record = Onboarding("Acme")
    actions = actions_of(record, "promote")
    assert current_action(record, "promote", actions) == actions[0] and actions[0].id == "sandbox-test"
    record = with_(record, tick(record, "promote", actions, "access-granted", "Kim", NOW))
    assert is_passed_over(record, "promote", actions, "sandbox-test")
    assert not is_passed_over(record, "promote", actions, "promote")
    following = current_action(record, "promote", actions)
    assert following is not None and following.id == "promote"
    record = with_(record, tick_all(record, "promote", actions, "Kim", LATER))
    assert record.confirmed == {"promote": Confirmed("Kim", LATER)}
    assert tick_of(record, "promote", "sandbox-test") is None
    assert tick_of(record, "promote", "access-granted") == KIM


def test_a_required_tick_taken_back_takes_the_steps_done_with_it_and_an_optional_one_does_not() -> None:
    record = Onboarding("Acme")
    actions = actions_of(record, "install")
    for id in ("skip", "install"):
        record = with_(record, tick(record, "install", actions, id, "Kim", NOW))
    record = with_(record, tick_all(record, "install", actions, "Kim", LATER))
    without_optional = with_(record, take_back(record, "install", actions, "skip"))
    assert "install" in without_optional.confirmed and tick_of(without_optional, "install", "skip") is None
    without_required = with_(record, take_back(record, "install", actions, "install"))
    assert "install" not in without_required.confirmed
    assert [action.id for action in open_actions(without_required, "install", actions)] == ["install"]
    again = with_(without_required, tick(without_required, "install", actions, "install", "Jo", LATER))
    assert again.confirmed["install"] == Confirmed("Jo", LATER)


def test_done_taken_back_leaves_the_ticks_that_were_given_before_it() -> None:
    record = Onboarding("Acme")
    actions = actions_of(record, "install")
    record = with_(record, tick(record, "install", actions, "company", "Kim", NOW))
    done = with_(record, tick_all(record, "install", actions, "Kim", LATER))
    assert with_(done, take_back_done(done, "install", actions)) == record
    assert take_back_done(record, "install", actions) == {}


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_step_confirmed_in_an_older_record_shows_its_actions_as_done_then(edition: str) -> None:
    older = Onboarding("Acme", edition=edition, confirmed={"install": KIM})
    actions = actions_of(older, "install")
    assert all(tick_of(older, "install", action.id) == KIM for action in actions)
    assert current_action(older, "install", actions) is None and not open_actions(older, "install", actions)
    opened, reopened = reopened_by(older)
    assert not reopened and opened.confirmed == {"install": KIM}
    assert opened.ticked == {tick_key("install", action.id): KIM for action in actions}
    assert reopened_by(opened) == (opened, [])
    one_less = with_(older, take_back(older, "install", actions, "confirm"))
    assert [action.id for action in open_actions(one_less, "install", actions)] == ["confirm"]


def test_a_record_of_the_version_before_is_read_and_its_steps_stay_done(paths: Paths) -> None:
    text = dumps(Onboarding("Acme", confirmed={"create-app": KIM, "install": KIM})).decode()
    for key in ("ticked", "administrator", "old_account", "sandbox_test"):
        assert f"\n{key} = " in text or f"\n[{key}]" in text
    lines = [
        line
        for line in text.splitlines()
        if not line.startswith(("[ticked]", "administrator", "old_account", "sandbox_test"))
    ]
    older = loads("\n".join(lines).encode())
    assert older.ticked == {} and (older.administrator, older.active_projects) == ("", None)
    opened, reopened = reopened_by(older)
    assert not reopened and opened.confirmed == older.confirmed and len(opened.ticked) > 20
    Store(paths).create(opened)
    assert Store(paths).load("Acme").ticked == opened.ticked


@pytest.mark.parametrize(("before", "after"), [*pairwise(EDITIONS), ("components", "json-editor")])
def test_another_edition_keeps_every_tick_and_asks_only_for_the_clicks_that_are_new(before: str, after: str) -> None:
    record = Onboarding("Acme", edition=before)
    actions = actions_of(record, "promote")
    record = with_(record, tick_all(record, "promote", actions, "Kim", NOW))
    ticks = dict(record.ticked)
    changed, told = reopened_by(replace(record, edition=after))
    assert changed.ticked == ticks
    left = open_actions(changed, "promote", actions_of(changed, "promote"))
    assert {action.id for action in left} <= {"close", "release-notes", "open-credentials"}
    assert ("promote" in changed.confirmed) is (not left) is (not told)
    if not left:
        return
    for action in left:
        changed = with_(changed, tick(changed, "promote", actions_of(changed, "promote"), action.id, "Jo", LATER))
    assert changed.confirmed["promote"].by == "Jo"
    back, told = reopened_by(replace(changed, edition=before))
    assert not told and back.confirmed == changed.confirmed


@pytest.mark.parametrize(("at_first", "meanwhile"), [("configuration-builder", "components"), EDITIONS[:2]])
def test_back_in_the_edition_in_which_all_was_ticked_the_step_is_done_as_it_was(at_first: str, meanwhile: str) -> None:
    record = Onboarding("Acme", edition=at_first)
    for action in actions_of(record, "manifest"):
        record = with_(record, tick(record, "manifest", actions_of(record, "manifest"), action.id, "Kim", NOW))
    there, told = reopened_by(replace(record, edition=meanwhile))
    assert told and "manifest" not in there.confirmed
    back, told = reopened_by(replace(there, edition=at_first))
    assert not told and back.confirmed == record.confirmed == {"manifest": KIM}


@pytest.mark.parametrize(
    ("answers", "count", "told"),
    [
        ({"future_projects": True}, 5, "5 actions are new"),
        ({"expect": ExpectMode.ALL}, 5, "5 actions are new"),
        ({"expect": ExpectMode.LIST}, 4, "4 actions are new"),
        ({"future_projects": True, "expect": ExpectMode.ALL}, 10, "10 actions are new"),
        ({"future_projects": False}, 0, ""),
    ],
)
def test_an_answer_that_brings_actions_reopens_the_step_and_says_so(
    answers: dict[str, Any], count: int, told: str
) -> None:
    before = ExpectMode.ALL if answers.get("expect") is ExpectMode.LIST else ExpectMode.UNDECIDED
    record = Onboarding("Acme", expect=before)
    record = with_(record, tick_all(record, "projects", actions_of(record, "projects"), "Kim", NOW))
    assert record.confirmed == {"projects": KIM}
    changed, said = reopened_by(replace(record, **answers))
    assert changed.ticked == record.ticked
    assert len(open_actions(changed, "projects", actions_of(changed, "projects"))) == count
    if not count:
        assert not said and changed.confirmed == record.confirmed
        return
    assert said == [f"projects: Existing and future projects: {told}, so the step is open again."]
    assert "projects" not in changed.confirmed


def test_an_old_account_that_is_named_after_the_handoff_reopens_it_until_it_is_retired() -> None:
    record = Onboarding("Acme", old_account=NO_OLD_ACCOUNT)
    record = with_(record, tick_all(record, "handoff", actions_of(record, "handoff"), "Kim", NOW))
    assert reopened_by(record) == (record, [])
    changed, said = reopened_by(replace(record, old_account="Old bot"))
    assert said == ["handoff: Hand over the credentials: one action is new, so the step is open again."]
    assert [each.id for each in open_actions(changed, "handoff", actions_of(changed, "handoff"))] == ["retire"]
    assert changed.ticked == record.ticked and "handoff" not in changed.confirmed
    retired = tick(changed, "handoff", actions_of(changed, "handoff"), "retire", "Kim", NOW)
    assert "handoff" in with_(changed, retired).confirmed


def test_once_the_task_is_begun_the_handoff_has_its_word_on_the_old_account_and_none_of_its_own() -> None:
    record = Onboarding("Acme", old_account="Old bot")
    record = with_(record, tick_all(record, "handoff", actions_of(record, "handoff"), "Kim", NOW))
    assert tick_of(record, "handoff", "retire") == KIM and "handoff" in record.confirmed
    moving, said = reopened_by(replace(record, ticked=record.ticked | {"migrate/old": KIM}))
    assert tick_of(moving, "handoff", "retire") is None and said
    assert [each.id for each in open_actions(moving, "handoff", actions_of(moving, "handoff"))] == ["retire"]
    moved, _said = reopened_by(replace(moving, ticked=moving.ticked | {"migrate/retire": KIM}))
    assert tick_of(moved, "handoff", "retire") == KIM and "handoff" in moved.confirmed


def test_an_old_account_of_which_nobody_knows_holds_no_handoff_up() -> None:
    record = Onboarding("Acme")
    record = with_(record, tick_all(record, "handoff", actions_of(record, "handoff"), "Kim", NOW))
    assert "handoff/retire" not in record.ticked and "handoff" in record.confirmed
    assert reopened_by(record) == (record, [])


def test_procores_count_of_projects_reopens_the_step_where_add_all_is_not_offered() -> None:
    record = Onboarding("Acme", expect=ExpectMode.ALL, active_projects=1_200)
    record = with_(record, tick_all(record, "projects", actions_of(record, "projects"), "Kim", NOW))
    assert reopened_by(record, counted=1_999) == (record, [])
    changed, said = reopened_by(record, counted=2_000)
    assert "4 actions are new" in said[0] and "projects" not in changed.confirmed


def test_a_step_that_was_not_done_is_not_called_open_again() -> None:
    record = Onboarding("Acme")
    record = with_(record, tick(record, "projects", actions_of(record, "projects"), "decide", "Kim", NOW))
    half = replace(record, confirmed={})
    assert reopened_by(replace(half, future_projects=True))[1] == []


def test_ticks_of_two_windows_join() -> None:
    base = Onboarding("Acme")
    actions = actions_of(base, "install")
    mine = with_(base, tick(base, "install", actions, "company", "Kim", NOW))
    theirs = with_(base, tick(base, "install", actions, "admin-tool", "Jo", LATER))
    merged = merge(base, mine, theirs)
    assert merged.record.ticked == mine.ticked | theirs.ticked and not merged.disputed


def test_another_environment_keeps_the_ticks_of_the_portal_and_no_others() -> None:
    record = Onboarding("Acme")
    for step in ("create-app", "promote", "install"):
        record = with_(record, tick_all(record, step, actions_of(record, step), "Kim", NOW))
    there = with_(record, answers_there(record, ENVIRONMENTS["developer-sandbox"]))
    assert {key.partition("/")[0] for key in there.ticked} == {"create-app"} == there.confirmed.keys()


def test_what_was_saved_in_the_manifest_is_to_do_again_where_the_portal_has_components() -> None:
    record = Onboarding("Acme", edition="json-editor")
    for step in ("manifest", "permissions"):
        record = with_(record, tick_all(record, step, actions_of(record, step), "Kim", NOW))
    there, told = reopened_by(replace(record, edition="components"))
    assert len(told) == 2 and not there.confirmed and there.ticked == record.ticked
    assert open_actions(there, "permissions", actions_of(there, "permissions")) == tuple(
        each for each in actions_of(there, "permissions") if not each.optional
    )


def test_a_record_of_before_whose_ticks_another_portal_shares_is_read_and_says_which_actions_are_open() -> None:
    ids = ("manage-app", "create-version", "open-builder", "company-levels", "project-levels", "apply-levels", "notes")
    ticks = {tick_key("permissions", id): KIM for id in (*ids, "save-version")}
    older = Onboarding("Acme", edition="json-editor", ticked=ticks, confirmed={"permissions": KIM})
    opened, told = reopened_by(loads(dumps(older)))
    assert told == ["permissions: Set the permission levels: 6 actions are new, so the step is open again."]
    assert opened.ticked == ticks
