"""Showing a rehearsal by itself: every step is done in the practice company, ticked, and confirmed by Procore."""

import pytest

from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.profiles import TABS
from dmsa_tui.onboarding.checklist import tick_key
from dmsa_tui.onboarding.record import ApprovalState, ExpectMode
from dmsa_tui.onboarding.unanswered import unanswered
from dmsa_tui.practice.portal import SETUP
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.session.browser_values import APPROVED_BY
from dmsa_tui.session.ending import ending
from dmsa_tui.session.mending_clicks import is_mended
from dmsa_tui.session.practiced_actions import CLICKS, other_ways
from dmsa_tui.session.rehearsal_end import is_over
from dmsa_tui.session.session import Session
from dmsa_tui.session.show_me import ShowMe
from dmsa_tui.vocabulary import STEP_IDS, Status
from tests.layout.whole import LONG
from tests.tui.driving import rehearsal

EDITIONS = [each.id for each in load_guide().editions]
SLOW = ("rate-limited", "unstable", "large-company", "add-all-disabled")
"""Scenarios whose company makes a client wait; a long run plays them too."""
LEFT_TO_PEOPLE = {"hostile-names": ["Procore calls the company"]}
"""Scenario → how what it leaves open begins: nobody may say of two names that they are one company's but a person."""


@pytest.mark.parametrize("edition", EDITIONS)
async def test_a_setup_that_is_shown_step_by_step_passes_every_check(edition: str) -> None:
    session = rehearsal("fresh", answers={"edition": edition})
    for step in session.guide.steps:
        show = ShowMe(session, step.id, "Ada")
        while (shown := await show.next()) is not None:
            assert shown.action is not None and session.actions.is_ticked(step.id, shown.action.id)
        assert step.id in session.record.confirmed and not session.actions.open_in(step.id)
    report = await session.run_checks(None)
    await session.disconnect()
    assert report.verdict == "pass", [each.summary for each in report.results if each.status != "pass"]
    assert session.rehearsal is not None
    assert all(each.done for each in session.rehearsal.rehearsal.actions() if not each.action.optional)


async def test_optional_rows_of_the_levels_which_nobody_sets_are_not_marked() -> None:
    session = rehearsal("fresh")
    for step in ("create-app", "manifest", "permissions"):
        show = ShowMe(session, step, "Ada")
        while await show.next() is not None:
            pass
    optional = {tick_key(tab, row) for tab in TABS for row in session.profile.rows if row.optional}
    await session.disconnect()
    assert optional and session.record.levels_set and not optional & session.record.levels_set.keys()


async def test_no_action_is_ticked_before_its_answer_is_given_and_the_pair_is_accepted() -> None:
    session = rehearsal("fresh")
    for step in session.guide.steps:
        show = ShowMe(session, step.id, "Ada")
        while (shown := await show.next()) is not None and shown.action is not None:
            assert not unanswered(session.record, shown.action), shown.text
            if "client_secret" in shown.action.fields:
                token = session.answers.latest("credentials.token")
                assert token is not None and token.status is Status.PASS
    assert "client_secret" in {name for each in session.actions.of("promote") for name in each.fields}
    await session.disconnect()


async def test_what_is_done_already_is_neither_clicked_nor_ticked_again() -> None:
    session = rehearsal("fresh")
    session.actions.tick("create-app", "owner", "Bo")
    assert session.rehearsal is not None
    session.rehearsal.perform("verify-organisation")
    show = ShowMe(session, "create-app", "Ada")
    said = {}
    while (shown := await show.next()) is not None:
        assert shown.action is not None
        said[shown.action.id] = shown.browser
    assert "owner" not in said and said["verification"] == "" and "Practice File Sync" in said["create"]
    assert session.record.ticked["create-app/owner"].by == "Bo"
    assert session.record.app_name == "Practice File Sync" and session.record.old_account == "none"


def test_every_click_belongs_to_an_action_of_some_edition() -> None:
    guide = load_guide()
    known = {
        f"{step.id}/{each.id}" for step in guide.steps for shown in step.editions.values() for each in shown.actions
    }
    assert CLICKS.keys() <= known


async def test_a_click_that_was_only_ticked_is_made_in_whichever_step_and_the_showing_goes_on() -> None:
    session = rehearsal("fresh")
    assert session.rehearsal is not None
    for each in session.actions.of("create-app"):
        session.actions.tick("create-app", each.id, "Bo")
    session.actions.tick("manifest", "save-components", "Bo")
    show = ShowMe(session, "manifest", "Ada")
    said = []
    while (shown := await show.next()) is not None:
        said.append(shown.text)
    assert "My Apps → Create a New App → App Name → Create App." in said
    assert not session.actions.open_in("manifest")
    assert session.record.ticked["manifest/save-components"].by == "Bo"
    clicked = {each.action.id for each in session.rehearsal.rehearsal.actions() if each.done}
    assert {"create-app", "add-component"} <= clicked


@pytest.mark.parametrize("step_id", [each for each in STEP_IDS if each != "check"])
async def test_a_step_is_shown_to_its_end_whatever_was_left_out_before(step_id: str) -> None:
    session = rehearsal("fresh")
    show = ShowMe(session, step_id, "Ada")
    while await show.next() is not None:
        pass
    assert not session.actions.open_in(step_id)


async def test_nothing_of_the_checker_is_ticked_where_the_checks_could_not_start() -> None:
    session = rehearsal("fresh")
    show = ShowMe(session, "check", "Ada")
    with pytest.raises(InvalidInput, match="the credentials are still missing"):
        while await show.next() is not None:
            pass
    assert not any(session.actions.is_ticked("check", each.id) for each in session.actions.of("check"))


async def test_the_checks_are_ticked_as_run_once_procore_was_asked() -> None:
    session = rehearsal("ready")
    session.know_noted_secret()
    show = ShowMe(session, "check", "Ada")
    while await show.next() is not None:
        if session.actions.is_ticked("check", "run"):
            assert session.results.report is not None
    await session.disconnect()
    assert not session.actions.open_in("check")


async def test_the_setup_record_is_ticked_as_saved_once_it_is_on_disk() -> None:
    session = rehearsal("ready")
    show, saved = ShowMe(session, "handoff", "Ada"), None
    while (shown := await show.next()) is not None:
        saved = saved or shown.saved
        assert session.actions.is_ticked("handoff", "setup-record") == (saved is not None)
    assert saved is not None and saved.is_relative_to(session.paths.data)
    assert "Practice Builders" in saved.read_text()


@pytest.mark.parametrize("scenario", ["missing-documents", "not-installed", "grant-missing", "no-default-template"])
async def test_each_step_is_shown_to_its_end_in_a_rehearsal_of_a_fault(scenario: str) -> None:
    session = rehearsal(scenario)
    for step in session.guide.steps:
        show = ShowMe(session, step.id, "Ada")
        while await show.next() is not None:
            pass
        assert not session.actions.open_in(step.id)


async def test_what_the_browser_shows_is_given_where_it_was_ticked_without_an_answer() -> None:
    session = rehearsal("fresh")
    for each in session.actions.of("promote"):
        session.actions.tick("promote", each.id, "Bo")
    show = ShowMe(session, "promote", "Ada")
    while await show.next() is not None:
        pass
    assert session.record.client_id and session.record.app_version_key
    assert await session.credentials.secret() is not None
    assert not session.record.sandbox_client_id and session.record.ticked["promote/vault"].by == "Bo"


async def test_what_a_person_answered_already_is_not_answered_otherwise() -> None:
    session = rehearsal("fresh", answers={"app_owner": "us", "administrator": "Ada Example", "active_projects": 7})
    show = ShowMe(session, "create-app", "Ada")
    while await show.next() is not None:
        pass
    record = session.record
    assert (record.app_owner, record.administrator, record.active_projects) == ("us", "Ada Example", 7)


@pytest.mark.parametrize("scenario", ["wrong-secret", "wrong-environment", "missing-documents", "update-reset"])
async def test_on_the_checker_of_a_fault_what_mends_it_is_shown(scenario: str) -> None:
    session = rehearsal(scenario, step="check")
    session.know_noted_secret()
    await session.run_checks(None)
    show, shown = ShowMe(session, "check", "Ada"), []
    while (each := await show.next()) is not None:
        shown.append(each)
        if each.action is None:
            await session.run_checks(None)
        assert len(shown) < 30
    report = await session.run_checks(None)
    await session.disconnect()
    assert report.verdict == "pass", [each.summary for each in report.results if each.status != "pass"]
    assert any(each.browser for each in shown)


DIRECTORY = {"create-template", "set-default-template", "add-to-new-projects", "add-all-existing", "add-by-page"}
LEFT = {
    ExpectMode.UNDECIDED: DIRECTORY,
    ExpectMode.LIST: DIRECTORY,
    ExpectMode.ALL: {"permit-all-projects", "add-to-new-projects", "add-by-page"},
}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("expect", LEFT)
def test_the_browser_puts_last_only_the_way_that_was_decided_against(expect: ExpectMode, edition: str) -> None:
    session = rehearsal("fresh", answers={"edition": edition, "expect": expect})
    for step in STEP_IDS:
        assert other_ways(session, step) == (LEFT[expect] if step == "projects" else set()), step


async def test_optional_actions_that_a_shown_click_stands_for_are_ticked_and_no_others() -> None:
    session = rehearsal("fresh")
    for step in session.guide.steps:
        show = ShowMe(session, step.id, "Ada")
        while await show.next() is not None:
            pass
    optional = {f"{step.id}/{each.id}" for step in session.guide.steps for each in session.actions.of(step.id)
                if each.optional and session.actions.is_ticked(step.id, each.id)}  # fmt: skip
    assert optional == {f"projects/template-{each}" for each in ("create", "global", "assign")}
    await session.disconnect()


async def test_a_sandbox_test_that_was_clicked_is_shown_as_tested() -> None:
    session = rehearsal("fresh")
    assert session.rehearsal is not None
    for each in (*SETUP[: SETUP.index("save-version") + 1], "test-in-sandbox"):
        session.rehearsal.perform(each)
    show = ShowMe(session, "promote", "Ada")
    while await show.next() is not None:
        pass
    assert session.record.sandbox_test == "tested" and session.actions.is_ticked("promote", "sandbox-test")
    await session.disconnect()


async def test_on_the_checker_nothing_is_shown_that_has_no_object_where_nothing_fails() -> None:
    session = rehearsal("ready")
    session.know_noted_secret()
    show, said = ShowMe(session, "check", "Ada"), []
    while (shown := await show.next()) is not None:
        said.append(shown.action and shown.action.id)
    await session.disconnect()
    assert said == ["decide", "compare-company", "run"] and not session.actions.open_in("check")


async def test_what_an_earlier_step_asks_about_the_projects_is_answered_on_the_checker_as_on_that_step() -> None:
    session = rehearsal("ready", step="check")
    session.know_noted_secret()
    show, said = ShowMe(session, "check", "Ada"), []
    while (shown := await show.next()) is not None:
        said.append(shown)
    report = await session.run_checks(None)
    await session.disconnect()
    assert said[0].action is not None and said[0].action.id == "decide" and said[0].asks
    assert session.actions.is_ticked("projects", "decide")
    assert (session.record.expect, session.record.future_projects) == (ExpectMode.ALL, True)
    assert report.verdict == "pass", "no check waits for an answer"


async def test_an_empty_list_of_projects_is_left_to_the_person() -> None:
    session = rehearsal("ready", step="check", answers={"expect": ExpectMode.LIST, "future_projects": True})
    session.know_noted_secret()
    show = ShowMe(session, "check", "Ada")
    while (shown := await show.next()) is not None:
        assert shown.action is None or shown.action.id != "decide"
    await session.disconnect()
    assert session.record.expect is ExpectMode.LIST and not session.record.expected_projects


@pytest.mark.parametrize("scenario", ["missing-documents", "unstable"])
async def test_once_nothing_fails_the_lesson_comes_at_once(scenario: str) -> None:
    session = rehearsal(scenario, step="check")
    session.know_noted_secret()
    show, said = ShowMe(session, "check", "Ada"), []
    while (shown := await show.next()) is not None:
        said.append(shown)
        await session.run_checks(None)
    await session.disconnect()
    assert all(each.action is None for each in said) and bool(said) is (scenario == "missing-documents")
    assert not session.actions.open_in("check")


async def test_what_there_is_to_look_at_is_shown_before_the_lesson() -> None:
    session = rehearsal("template-project", step="check")
    assert session.rehearsal is not None
    session.know_noted_secret()
    await session.run_checks(None)
    assert is_mended(session) and not is_over(session)
    session.rehearsal.looked_at.add("projects.permitted")
    assert is_over(session)
    await session.disconnect()


async def test_show_me_reads_the_levels_of_all_projects_where_that_is_what_the_rehearsal_is_for() -> None:
    session = rehearsal("large-company", step="check")
    session.know_noted_secret()
    await session.run_checks(None)
    assert not is_over(session)
    shown = await ShowMe(session, "check", "Ada").next()
    assert shown is not None and "all projects" in shown.text
    assert is_over(session) and session.level_scan.done == 2431
    assert await ShowMe(session, "check", "Ada").next() is None
    await session.disconnect()


async def test_the_secret_that_only_an_earlier_run_had_is_copied_before_the_checks_are_run() -> None:
    session = rehearsal("fresh")
    assert session.rehearsal is not None
    for each in SETUP[: SETUP.index("install-app") + 1]:
        session.rehearsal.perform(each)
    seen = session.rehearsal.rehearsal.credentials
    assert seen.client_id
    session.open_record.note(client_id=seen.client_id, company_id=seen.company_id)
    shown = await ShowMe(session, "check", "Ada").next()
    assert shown is not None and shown.text == "Copy the Client secret into the wizard."
    assert (await session.run_checks(frozenset({"credentials.token"}))).verdict is Status.PASS
    await session.disconnect()


@pytest.mark.parametrize("scenario", [each for each in SCENARIOS if each not in ("fresh", *SLOW)])
def test_a_rehearsal_that_begins_later_has_the_answers_of_the_steps_before(scenario: str) -> None:
    session = Session.for_rehearsal(scenario)
    assert session.rehearsal is not None
    record, clicks = session.rehearsal.starting_record(), session.rehearsal.rehearsal.actions()
    done = {each.action.id for each in clicks if each.done}
    for name, click in APPROVED_BY.items():
        assert click in done and getattr(record, name).state is ApprovalState.GRANTED


async def test_a_membership_that_a_group_holds_is_seen_to_stay() -> None:
    session = rehearsal("managed-by-groups", step="check")
    session.know_noted_secret()
    await session.run_checks(None)
    assert not is_over(session)
    shown = await ShowMe(session, "check", "Ada").next()
    assert shown is not None and "a Group holds this membership" in shown.browser
    assert is_over(session)
    await session.disconnect()


@pytest.mark.parametrize("scenario", [each for each in SCENARIOS if LONG or each not in SLOW])
async def test_every_scenario_is_shown_from_where_it_begins_to_an_end_without_open_points(scenario: str) -> None:
    session = Session.for_rehearsal(scenario)
    assert session.rehearsal is not None
    session.open_record.begin(session.rehearsal.starting_record())
    session.know_noted_secret()
    for step in STEP_IDS[STEP_IDS.index(session.record.step) :]:
        show = ShowMe(session, step, "Ada")
        while (shown := await show.next()) is not None:
            if step == "check" and shown.action is None:
                await session.run_checks(None, manual=True)
        assert not session.actions.open_in(step), step
    report, end = await session.run_checks(None, manual=True), await ending(session)
    await session.disconnect()
    assert report.verdict == "pass", [each.summary for each in report.results if each.status != "pass"]
    assert [each.text.partition(" “")[0] for each in end.open_points] == LEFT_TO_PEOPLE.get(scenario, [])
    assert end.lacking == (("8 Handoff",) if scenario in LEFT_TO_PEOPLE else ())
