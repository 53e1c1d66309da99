"""A click by hand in the practice browser ticks the actions that it stands for, and no other."""

import pytest

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.practice.portal import ACTIONS, SETUP
from dmsa_tui.session.browser_values import note_values
from dmsa_tui.session.practiced_actions import _ALL, not_clicked, other_ways, tick_clicked, tick_copied
from dmsa_tui.session.session import Session
from tests.tui.driving import rehearsal

EDITIONS = [each.id for each in load_guide().editions]
ALL_DECIDED = {"expect": ExpectMode.ALL, "future_projects": True}
NO_CLICKS = {
    "create-app/owner", "create-app/administrator", "create-app/install-app-visible", "create-app/count-projects",
    "create-app/old-account", "manifest/compare-manifest", "promote/access-granted",
    "promote/try-pair", "promote/close", "promote/version-key", "install/company", "install/compare", "install/dialog",
    "projects/decide", "create-app/verification", "create-app/app-name", "create-app/production-access",
}  # fmt: skip
"""What is decided, asked, compared, read aloud, pasted or copied: none of it is done in the practice browser."""


def click(session: Session, *ids: str, at: str) -> None:
    """Click by hand while the step or task `at` is open."""
    assert session.rehearsal is not None
    for each in ids:
        session.rehearsal.perform(each)
        tick_clicked(session, at, each, "Ada")


def ticked(session: Session) -> set[str]:
    return {*session.record.ticked}


def test_every_action_and_click_of_the_table_exists() -> None:
    guide = load_guide()
    shown = {
        f"{each.id}/{action.id}"
        for each in (*guide.steps, *guide.tasks)
        for edition in each.editions.values()
        for action in edition.actions
    }
    assert {f"{row.step}/{id}" for row in _ALL for id in (*row.at, *row.on_the_way)} <= shown
    assert {row.click for row in _ALL} <= {each.id for each in ACTIONS}


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_clicks_of_a_setup_tick_all_that_a_browser_can_do(edition: str) -> None:
    session = rehearsal("fresh", answers={"edition": edition, **ALL_DECIDED})
    steps = {each.id: each.step for each in ACTIONS}
    for each in SETUP:
        if each not in other_ways(session, steps[each]):
            click(session, each, at=steps[each])
    left = {f"{step.id}/{each.id}" for step in session.guide.steps for each in session.actions.open_in(step.id)}
    assert {each for each in left if not each.startswith(("check/", "handoff/"))} <= NO_CLICKS, left - NO_CLICKS
    assert {word.by for word in session.record.ticked.values()} == {"Ada"}


def test_an_action_that_asks_for_an_answer_is_ticked_once_the_answer_is_copied() -> None:
    session = rehearsal("fresh")
    click(session, "create-app", "verify-organisation", at="create-app")
    assert ticked(session) == {f"create-app/{each}" for each in ("new-app", "create", "open-portal", "sign-in")}
    session.open_record.note(app_name="Practice File Sync", administrator="Ada Example")
    assert tick_copied(session, "create-app", {"app_name"}, "Ada") == ["app-name"]
    assert "create-app/app-name" in ticked(session), "the answer is copied, and its click is made"
    assert "create-app/verification" not in ticked(session), "nothing was answered"
    assert "create-app/administrator" not in ticked(session), "no click stands for it"


def test_an_answer_whose_click_was_not_made_ticks_nothing() -> None:
    session = rehearsal("fresh", answers={"app_name": "Typed"})
    assert tick_copied(session, "create-app", {"app_name"}, "Ada") == []
    assert not ticked(session)


@pytest.mark.parametrize(("edition", "is_ticked"), [("components", False), ("configuration-builder", True)])
def test_an_optional_action_beside_a_required_one_is_not_ticked(edition: str, is_ticked: bool) -> None:
    session = rehearsal("fresh", answers={"edition": edition})
    click(session, *SETUP[: SETUP.index("promote-version") + 1], at="promote")
    assert "promote/promote" in ticked(session)
    assert ("promote/release-notes" in ticked(session)) is is_ticked


def test_an_optional_action_is_ticked_by_its_own_click_alone_and_an_answered_one_by_going_on() -> None:
    session = rehearsal("fresh", answers=ALL_DECIDED)
    before = SETUP[: SETUP.index("install-app") + 1]
    click(session, *before, "create-template", at="projects")
    of_projects = {each for each in ticked(session) if each.startswith("projects/")}
    assert of_projects == {"projects/decide", "projects/template-create", "projects/template-global"}
    assert not {"install/skip", "install/dialog"} & ticked(session)


IN_DIRECTORY = ("create-template", "set-default-template", "add-to-new-projects", "add-all-existing")


@pytest.mark.parametrize("clicks", [IN_DIRECTORY, ("permit-all-projects", *IN_DIRECTORY[:3])])
@pytest.mark.parametrize("is_decided", [False, True])
def test_what_the_browser_calls_done_is_done_whenever_the_questions_of_the_step_are_answered(
    clicks: tuple[str, ...], *, is_decided: bool
) -> None:
    session = rehearsal("fresh", answers=ALL_DECIDED if is_decided else {})
    click(session, *SETUP[: SETUP.index("install-app") + 1], at="install")
    click(session, *clicks, at="projects")
    session.open_record.note(**ALL_DECIDED)
    session.actions.tick("projects", "decide", "Ada")
    left = [each.id for each in session.actions.of("projects") if not session.actions.is_ticked("projects", each.id)]
    assert not left and "projects" in session.record.confirmed


def test_the_sandbox_test_that_a_click_made_is_tested_and_done() -> None:
    session = rehearsal("fresh")
    click(session, *SETUP[: SETUP.index("save-version") + 1], "test-in-sandbox", at="promote")
    assert session.record.sandbox_test == "tested" and "promote/sandbox-test" in ticked(session)


def test_a_click_made_early_ticks_the_actions_of_its_own_step() -> None:
    session = rehearsal("fresh")
    click(session, "create-app", at="create-app")
    before = ticked(session)
    click(session, "begin-version", "add-component", at="create-app")
    assert ticked(session) - before == {f"manifest/{each.id}" for each in session.actions.of("manifest")}
    assert tick_clicked(session, "create-app", "add-component", "Ada") == [], "nothing of the open step"


def test_a_click_ticks_what_comes_before_it_in_the_step_where_that_is_made() -> None:
    session = rehearsal("fresh")
    click(session, "create-app", "begin-version", at="create-app")
    for each in ("open-app", "create-version"):
        session.actions.take_back("manifest", each)
    click(session, "add-component", at="manifest")
    assert not session.actions.open_in("manifest"), "there is a component, so there is a version"
    click(session, "set-project-levels", at="permissions")
    assert "permissions/open-builder" not in ticked(session), "the company's levels are not set"


@pytest.mark.parametrize("edition", EDITIONS)
def test_once_the_secret_is_shown_nothing_before_it_is_left_to_do(edition: str) -> None:
    session = rehearsal("fresh", answers={"edition": edition})
    order = [each.id for each in session.actions.of("promote")]
    assert order.index("vault") < order.index("save-pair"), "the vault is open before the secret is shown"
    click(session, *SETUP[: SETUP.index("promote-version")], at="permissions")
    note_values(session, {"production_access": "granted"})
    click(session, "promote-version", "generate-secret", at="promote")
    left = [each.id for each in session.actions.open_in("promote")]
    assert not {*left}.intersection(order[: order.index("save-pair") + 1]), left


def test_an_approval_that_is_copied_later_is_ticked_then() -> None:
    session = rehearsal("fresh")
    click(session, *SETUP[: SETUP.index("promote-version") + 1], at="promote")
    assert "promote/access-granted" not in ticked(session), "nobody said so"
    note_values(session, {"production_access": "granted"})
    assert tick_copied(session, "promote", {"production_access"}, "Ada") == ["access-granted"]


def test_a_new_version_is_ticked_where_the_open_step_asks_for_it() -> None:
    session = rehearsal("missing-documents", step="permissions")
    click(session, "create-version", at="manifest")
    assert "permissions/new-version" not in ticked(session)
    tick_clicked(session, "permissions", "create-version", "Ada")
    assert "permissions/new-version" in ticked(session)


def test_a_task_is_ticked_by_its_own_clicks() -> None:
    session = rehearsal("ready")
    click(session, "reset-secret", at="rotate")
    assert ticked(session) == {"rotate/open-app", "rotate/reset"}
    click(session, "uninstall-app", at="offboard")
    assert ticked(session) >= {"offboard/app-management", "offboard/view", "offboard/uninstall"}


def test_the_rows_of_a_tab_are_ticked_as_the_click_set_them() -> None:
    session = rehearsal("fresh")
    click(session, "create-app", "begin-version", "add-component", "set-company-levels", at="permissions")
    assert {key.partition(":")[0] for key in session.record.levels_set} == {"company"}
    assert {"permissions/open-builder", "permissions/company-levels"} <= ticked(session)
    assert "permissions/project-levels" not in ticked(session)


def test_levels_that_the_click_did_not_set_leave_the_action_open(monkeypatch: pytest.MonkeyPatch) -> None:
    session = rehearsal("fresh")
    rows = session.profile.rows
    more = session.profile._replace(rows=(*rows, rows[0]._replace(tool="Schedule", key="schedule")))
    monkeypatch.setattr(Session, "profile", property(lambda _: more))
    click(session, "create-app", "begin-version", "add-component", "set-company-levels", at="permissions")
    assert "company:documents" in session.record.levels_set and "company:schedule" not in session.record.levels_set
    assert "permissions/company-levels" not in ticked(session)


def test_no_line_of_the_browser_names_the_click_of_an_action_that_it_leaves_open() -> None:
    session = rehearsal("fresh", answers=ALL_DECIDED)
    click(session, *SETUP[: SETUP.index("install-app") + 1], at="install")
    (line,) = (each.label for each in ACTIONS if each.id == "install-app")
    left = [each.text for each in session.actions.of("install") if not session.actions.is_ticked("install", each.id)]
    assert any("**Skip**" in each for each in left) and "Skip" not in line


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_action_that_is_marked_done_without_its_click_is_known_until_the_click_is_made(edition: str) -> None:
    session = rehearsal("fresh", answers={"edition": edition, **ALL_DECIDED})
    steps = {each.id: each.step for each in ACTIONS}
    for step in session.guide.steps:
        session.actions.tick_all(step.id, "Ada")
    marked = {*not_clicked(session).values()}
    needed = [each for each in SETUP if each not in other_ways(session, steps[each])]
    assert {"create-app", "promote-version", "install-app"} <= marked <= {*needed}
    for each in needed:
        click(session, each, at=steps[each])
        assert each not in not_clicked(session).values()
    assert not_clicked(session) == {}


def test_a_click_that_was_made_for_an_earlier_version_counts_as_made() -> None:
    session = rehearsal("fresh", answers=ALL_DECIDED)
    click(session, *SETUP[: SETUP.index("promote-version") + 1], at="promote")
    click(session, "create-version", at="permissions")
    assert not_clicked(session) == {}


def test_a_sandbox_test_that_is_left_out_and_another_way_in_lack_no_click() -> None:
    session = rehearsal("ready", answers=ALL_DECIDED)
    session.open_record.note(sandbox_test="skipped")
    session.actions.tick("promote", "sandbox-test", "Ada")
    session.actions.tick("projects", "existing-save", "Ada")
    session.actions.tick("projects", "by-page-save", "Ada")
    assert not_clicked(session) == {}
    session.open_record.note(sandbox_test="tested")
    assert not_clicked(session) == {"promote/sandbox-test": "test-in-sandbox"}


def test_what_a_rehearsal_begins_with_is_not_told_as_left_out() -> None:
    session = Session.for_rehearsal("update-reset")
    assert session.rehearsal is not None
    session.open_record.begin(session.rehearsal.starting_record())
    assert session.actions.is_ticked("projects", "existing-save")
    assert not [each for each in not_clicked(session) if each.startswith("projects/")]
