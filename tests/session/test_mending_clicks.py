"""Every rehearsal of a fault can be played to its end by the clicks that its browser puts first."""

import pytest

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.session import handover
from dmsa_tui.session.browser_values import renewed_values, take_over
from dmsa_tui.session.mending_actions import mending_action
from dmsa_tui.session.mending_clicks import mending_clicks
from dmsa_tui.session.rehearsal_store import HEALTHY
from dmsa_tui.session.remedy_words import remedy_way
from dmsa_tui.session.session import Session
from tests.tui.driving import rehearsal

FAULTS = (
    "wrong-secret", "wrong-environment", "grant-missing", "not-installed", "missing-documents", "tool-disabled",
    "unpermitted-projects", "no-future-projects", "no-default-template", "update-reset",
)  # fmt: skip


@pytest.mark.parametrize("scenario", FAULTS)
async def test_the_first_clicks_mend_the_fault(scenario: str) -> None:
    session = Session.for_rehearsal(scenario)
    assert session.rehearsal is not None
    session.open_record.begin(session.rehearsal.starting_record())
    session.know_noted_secret()
    await session.run_checks(None)
    clicks = []
    while following := mending_clicks(session):
        clicks.append(following[0])
        session.rehearsal.perform(following[0])
        await take_over(session, renewed_values(session))
        report = await session.run_checks(None, manual=True)
        assert len(clicks) < 12, clicks
    assert clicks
    assert [(each.id, each.cause) for each in report.results if each.status.value == "fail"] == [], clicks
    await session.disconnect()


async def test_a_pair_that_was_just_made_is_copied_and_not_reset() -> None:
    session = rehearsal("wrong-environment")
    assert session.rehearsal is not None
    session.know_noted_secret()
    await session.run_checks(None)
    assert mending_clicks(session) == ["generate-secret"]
    session.rehearsal.perform("generate-secret")
    assert renewed_values(session) and mending_clicks(session) == []
    await session.disconnect()


@pytest.mark.parametrize(
    ("scenario", "expect", "clicks"),
    [
        ("unpermitted-projects", ExpectMode.ALL, ["add-all-existing"]),
        ("unpermitted-projects", ExpectMode.LIST, ["permit-all-projects"]),
        ("add-all-disabled", ExpectMode.ALL, ["add-by-page"]),
        ("not-installed", ExpectMode.ALL, ["set-default-template", "add-all-existing", "add-to-new-projects"]),
    ],
)
async def test_missing_projects_have_one_way_in_after_the_template_that_they_get(
    scenario: str, expect: ExpectMode, clicks: list[str]
) -> None:
    answers = {"expect": expect, "expected_projects": ["Harbor Annex", "Station Square", "Market Hall"]}
    session = rehearsal(scenario, answers=answers)
    assert session.rehearsal is not None
    session.know_noted_secret()
    if scenario == "not-installed":
        session.rehearsal.perform("install-app")
    await session.run_checks(None)
    assert mending_clicks(session) == clicks
    await session.disconnect()


async def test_every_finding_that_a_click_mends_has_its_click_at_once() -> None:
    session = rehearsal("unpermitted-projects", answers={"expect": ExpectMode.ALL, "future_projects": True})
    assert session.rehearsal is not None
    session.know_noted_secret()
    session.rehearsal.perform("disable-documents")
    session.rehearsal.rehearsal.world.require_account().add_to_new_projects = False
    await session.run_checks(None)
    assert {*mending_clicks(session)} == {"add-all-existing", "enable-documents", "add-to-new-projects"}
    await session.disconnect()


@pytest.mark.parametrize("edition", [each.id for each in load_guide().editions])
@pytest.mark.parametrize(
    ("scenario", "check", "opens"),
    [
        ("missing-documents", "permissions.company", {"new-version", "create-version"}),
        ("no-directory-admin", "permissions.company", {"new-version", "create-version"}),
        ("grant-missing", "credentials.token", {"create-version", "create-new-version", "open-configuration-builder"}),
    ],
)
async def test_the_way_out_begins_with_the_version_that_the_browser_demands_first(
    scenario: str, check: str, opens: set[str], edition: str
) -> None:
    session = rehearsal(scenario, answers={"edition": edition})
    session.know_noted_secret()
    await session.run_checks(None)
    assert mending_action(session, session.results[check]) in opens
    assert mending_clicks(session)[:1] == ["create-version"]
    await session.disconnect()


@pytest.mark.parametrize(
    ("scenario", "expect", "label", "names"),
    [
        ("unpermitted-projects", ExpectMode.ALL, "Add All", True),
        ("unpermitted-projects", ExpectMode.LIST, "Select Projects", True),
        ("unpermitted-projects", ExpectMode.UNDECIDED, "Select Projects", False),
        ("update-reset", ExpectMode.ALL, "Add All", False),
        ("add-all-disabled", ExpectMode.ALL, "Save Changes", True),
    ],
)
async def test_for_missing_projects_remedy_action_and_message_have_one_way(
    scenario: str, expect: ExpectMode, label: str, names: bool
) -> None:
    answers = {"expect": expect, "expected_projects": ["Harbor Annex", "Station Square", "Market Hall"]}
    session = rehearsal(scenario, answers=answers)
    session.know_noted_secret()
    await session.run_checks(None)
    permitted = session.results["projects.permitted"]
    assert remedy_way(session, permitted)[1] == label
    actions = session.actions.of("projects")
    (begins,) = (each for each in actions if each.id == mending_action(session, permitted))
    of_procedure = [each.text for each in actions if each.procedure == begins.procedure]
    assert any(f"**{label}**" in each for each in of_procedure), of_procedure
    message = " ".join((await handover.message(session, "projects"))[1](80).split())
    assert (f"“{label}”" in message) is (expect is not ExpectMode.UNDECIDED), "nobody has named the projects yet"
    assert ("Missing now: " in message) is names
    assert scenario != "unpermitted-projects" or ("Station Square" in message) is names
    await session.disconnect()


@pytest.mark.parametrize("scenario", [each for each in SCENARIOS if each not in HEALTHY])
async def test_a_scenario_in_which_no_check_fails_says_where_to_look_and_no_other_does(scenario: str) -> None:
    session = rehearsal(scenario)
    session.know_noted_secret()
    report = await session.run_checks(None)
    assert session.rehearsal is not None
    assert bool(session.rehearsal.look) == (report.verdict == "pass")
    await session.disconnect()


async def test_the_way_out_names_the_app_as_its_clicks_do() -> None:
    session = rehearsal("no-future-projects")
    session.know_noted_secret()
    await session.run_checks(None)
    assert remedy_way(session, session.results["projects.new"])[1] == "Add Practice File Sync to all new projects"
    await session.disconnect()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_which_projects_must_be_there_is_decided_unless_that_is_the_lesson(scenario: str) -> None:
    record = rehearsal(scenario).record
    undecided = record.expect is ExpectMode.UNDECIDED
    assert undecided is (scenario in ("fresh", "ready", "old-account"))
    assert record.future_projects is (None if undecided else True)
