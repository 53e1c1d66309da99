"""Clicks, journals, and what they bring about over HTTP."""

import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.errors import InvalidInput
from dmsa_tui.practice.portal import ACTIONS, SETUP
from dmsa_tui.practice.portal_words import PORTAL_EDITIONS
from dmsa_tui.practice.rehearsal import INSTALLED, Rehearsal
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.practice.transport import transport

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

STEPS = {"create-app", "manifest", "permissions", "promote", "install", "projects"}


def _click_through(rehearsal: Rehearsal, *ids: str) -> None:
    """Performs the clicks that are possible, in their order."""
    for id in ids or SETUP:
        state = next(state for state in rehearsal.actions() if state.action.id == id)
        if state.unavailable is None:
            assert rehearsal.perform(id).endswith(".")


def _facts(practice: "Practice") -> dict[str, Any]:
    """What the checks ask for, without what differs from seed to seed."""
    account = practice.account_id()
    me = practice.json("/rest/v1.0/companies/{company}/me")
    default = me["default_permission_template_id"]
    company_tools = practice.json("/rest/v1.0/settings/permissions", company_id=practice.company_id)["tools"]
    projects = practice.json("/rest/v1.1/projects")
    rows = practice.json(f"/rest/v1.0/companies/{{company}}/users/{account}/project_assignments")
    installation = practice.json("/rest/v1.0/app_installations")[0]
    return {
        "companies": len(practice.json("/rest/v1.0/companies")),
        "me": [me["is_active"], me["add_to_new_projects"]],
        "company": {tool["name"]: tool["user_access_level"]["id"] for tool in company_tools},
        "projects": {
            project["name"]: {
                tool["name"]: tool["user_access_level"]["id"]
                for tool in practice.json("/rest/v1.0/settings/permissions", project_id=project["id"])["tools"]
            }
            for project in projects
        },
        "assigned": {row["name"]: row["is_assigned"] for row in rows},
        "installation": [installation["status"], installation["updatable_app_version_id"]],
        "pending": installation["pending_operation_id"],
        "template": practice.json(f"/rest/v1.0/companies/{{company}}/permission_templates/{default}")[
            "user_access_levels"
        ],
    }


def test_from_nothing_to_ready_by_clicks_alone(serve: "Serve") -> None:
    fresh, ready = serve("fresh", signed_in=False), serve("ready")
    assert fresh.client.post("/oauth/token", data=fresh.pair()).status_code == 401
    _click_through(fresh.rehearsal)
    assert all(state.done for state in fresh.rehearsal.actions() if not state.action.optional)
    assert _facts(fresh.sign_in()) == _facts(ready)


def test_the_installation_has_the_time_of_the_click_also_after_a_restart(serve: "Serve") -> None:
    practice = serve("not-installed")
    before = datetime.now(UTC).replace(microsecond=0)
    practice.rehearsal.perform("install-app")
    (row,) = practice.json("/rest/v1.0/app_installations")
    assert before <= datetime.fromisoformat(row["installed_at"]) <= datetime.now(UTC)
    journal = ["install-app", "installed 2026-11-02T08:00:00Z"]
    again = Rehearsal.replay("not-installed", journal)
    assert again.world.company.installation is not None and again.journal == journal
    assert again.world.company.installation.installed_at == "2026-11-02T08:00:00Z"
    for damaged in (["installed 2026-11-02T08:00:00Z"], ["install-app", "installed yesterday"]):
        with pytest.raises(InvalidInput, match="installation that cannot be read"):
            Rehearsal.replay("not-installed", damaged)


# What a person does to get a scenario to green; the rest of the setup is there already.
CURES = {
    "wrong-secret": ("reset-secret",),
    "wrong-environment": ("generate-secret",),
    "grant-missing": ("create-version", *SETUP, "update-app", "permit-all-projects"),
    "not-installed": SETUP,
    "missing-documents": (
        "create-version", "set-company-levels", "save-version", "promote-version", "update-app", "permit-all-projects",
    ),
    "tool-disabled": ("enable-documents",),
    "unpermitted-projects": ("permit-all-projects",),
    "no-future-projects": ("add-to-new-projects",),
    "no-default-template": ("create-template", "set-default-template"),
    "update-reset": ("add-all-existing",),
}  # fmt: skip

AS_GRANTED = ("missing-documents", "no-default-template")
"""Scenarios whose company shows the levels as they were granted, not raised by Directory = Admin."""


@pytest.mark.parametrize("scenario", CURES)
def test_every_broken_scenario_can_be_mended_by_clicks(serve: "Serve", scenario: str) -> None:
    practice = serve(scenario, signed_in=False)
    _click_through(practice.rehearsal, *CURES[scenario])
    wanted, found = _facts(serve("ready")), _facts(practice.sign_in())
    if scenario in AS_GRANTED:
        wanted["company"] = {"admin": 4, "directory": 4, "documents": 4, "home": 2}
        wanted["projects"] = dict.fromkeys(wanted["projects"], wanted["company"])
    assert found == wanted


def test_the_old_account_lists_what_it_reaches_until_it_is_deleted(serve: "Serve") -> None:
    practice = serve("old-account")
    seen = practice.rehearsal.credentials
    assert seen.old_account == "Old Document Sync" and len(seen.old_account_projects) == 12
    users = practice.json("/rest/v1.3/companies/{company}/users")
    assert seen.old_account in [user["name"] for user in users]
    practice.rehearsal.perform("delete-old-account")
    assert practice.rehearsal.credentials.old_account_projects == ()
    assert len(practice.json("/rest/v1.3/companies/{company}/users")) == len(users) - 1
    with pytest.raises(InvalidInput, match="is deleted"):
        practice.rehearsal.perform("read-old-account")
    with pytest.raises(InvalidInput, match="no old service account"):
        Rehearsal("ready").perform("delete-old-account")


def test_replaying_a_journal_gives_the_same_credentials_and_ids() -> None:
    first = Rehearsal("fresh")
    _click_through(first)
    _click_through(first, "create-version", "save-version", "promote-version", "update-app", "reset-secret")
    again = Rehearsal.replay("fresh", first.journal)
    assert again.credentials == first.credentials
    assert again.journal == first.journal
    clicks = [each for each in first.journal if not each.startswith(INSTALLED)]
    assert again.revision == first.revision == len(clicks)
    assert again.world.company == first.world.company
    assert again.world.portal == first.world.portal


@given(
    st.sampled_from(["fresh", "ready", "grant-missing", "wrong-secret", "update-reset"]),
    st.lists(st.sampled_from([action.id for action in ACTIONS]), max_size=40),
)
def test_any_clicks_leave_a_world_that_replays(scenario: str, ids: list[str]) -> None:
    rehearsal = Rehearsal(scenario)
    for id in ids:
        before = asdict(rehearsal.credentials), rehearsal.revision
        try:
            rehearsal.perform(id)
        except InvalidInput:
            assert (asdict(rehearsal.credentials), rehearsal.revision) == before
        rehearsal.actions()
    assert Rehearsal.replay(scenario, rehearsal.journal).credentials == rehearsal.credentials


def test_different_scenarios_have_different_ids_and_secrets() -> None:
    seen = [Rehearsal(scenario).credentials for scenario in SCENARIOS if scenario != "fresh"]
    for values in zip(*(asdict(credentials).items() for credentials in seen), strict=True):
        (name,) = {name for name, _ in values}
        if name.endswith(("_id", "_secret", "_key")):
            assert len({value for _, value in values}) == len(seen), name


def test_credentials_appear_when_the_portal_would_show_them() -> None:
    rehearsal = Rehearsal("fresh")
    assert rehearsal.credentials.app_name is None
    _click_through(rehearsal, *SETUP[: SETUP.index("save-version")])
    assert rehearsal.credentials.sandbox_client_id is None
    rehearsal.perform("save-version")
    assert rehearsal.credentials.sandbox_client_secret
    assert rehearsal.credentials.app_version_key is rehearsal.credentials.client_id is None
    rehearsal.perform("promote-version")
    credentials = rehearsal.credentials
    assert len(credentials.app_version_key or "") == len(credentials.sandbox_app_version_key or "") == 36
    assert credentials.app_version_key != credentials.sandbox_app_version_key
    assert credentials.client_id and credentials.client_secret is None
    rehearsal.perform("generate-secret")
    assert rehearsal.credentials.client_secret


def test_a_secret_is_in_no_repr() -> None:
    rehearsal = Rehearsal("ready")
    secret = rehearsal.credentials.client_secret or ""
    assert secret and secret not in repr(rehearsal.credentials) + repr(rehearsal.world.portal)


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ("promote-version", "Create the app first."),
        ("install-app", "promote a version first"),
        ("permit-all-projects", "Install the app first"),
        ("set-default-template", "Install the app first"),
        ("generate-secret", "until a version is promoted"),
        ("no-such-click", "Unknown practice action “no-such-click”"),
    ],
)
def test_a_click_that_is_not_there_yet_says_why(action: str, reason: str) -> None:
    rehearsal = Rehearsal("fresh")
    with pytest.raises(InvalidInput, match=reason):
        rehearsal.perform(action)
    assert (rehearsal.journal, rehearsal.revision) == ([], 0)


@pytest.mark.parametrize("edition", PORTAL_EDITIONS)
@pytest.mark.parametrize("click", ["add-component", "set-company-levels", "write-notes", "save-version"])
def test_nothing_of_a_version_can_be_changed_before_one_is_created(click: str, edition: str) -> None:
    rehearsal = Rehearsal("fresh", ["create-app"])
    rehearsal.world.portal.edition = edition
    with pytest.raises(InvalidInput, match="No version is being edited"):
        rehearsal.perform(click)


def test_a_rehearsal_that_was_saved_when_a_version_came_by_itself_goes_on() -> None:
    assert Rehearsal.replay("fresh", ["create-app", "add-component"]).journal[1:] == ["begin-version", "add-component"]


def test_promotion_waits_for_both_gates() -> None:
    rehearsal = Rehearsal("fresh", ["create-app", "add-component", "set-company-levels", "write-notes", "save-version"])
    with pytest.raises(InvalidInput, match="Become a Verified Developer"):
        rehearsal.perform("promote-version")
    rehearsal.perform("verify-organisation")
    with pytest.raises(InvalidInput, match="Request Production Credential Access"):
        rehearsal.perform("promote-version")
    rehearsal.perform("request-production-access")
    rehearsal.perform("promote-version")


def test_levels_cannot_be_saved_while_all_are_none() -> None:
    rehearsal = Rehearsal("fresh", ["create-app", "add-component"])
    with pytest.raises(InvalidInput, match="every tool is at None"):
        rehearsal.perform("save-version")


@pytest.mark.parametrize(
    ("edition", "field"), [("json-editor", "post_installation_instruction"), ("components", "Post-Installation Notes")]
)
def test_a_version_cannot_be_saved_without_the_three_fields_that_the_guide_calls_required(
    edition: str, field: str
) -> None:
    rehearsal = Rehearsal("fresh", ["create-app", "add-component", "set-company-levels"])
    rehearsal.world.portal.edition = edition
    with pytest.raises(InvalidInput, match=field):
        rehearsal.perform("save-version")
    rehearsal.perform("write-notes")
    rehearsal.perform("save-version")
    rehearsal.perform("create-version")
    rehearsal.perform("save-version")


def test_a_rehearsal_that_was_saved_when_the_three_fields_could_be_left_empty_goes_on() -> None:
    journal = ["create-app", "begin-version", "add-component", "set-company-levels", "save-version", "create-version",
               "write-notes"]  # fmt: skip
    rehearsal = Rehearsal.replay("fresh", journal)
    assert [each for each in rehearsal.journal if each != "write-notes"] == journal[:-1]
    assert Rehearsal.replay("fresh", rehearsal.journal).journal == rehearsal.journal


def test_add_all_is_not_offered_to_a_company_of_2000_projects() -> None:
    rehearsal = Rehearsal("large-company")
    rehearsal.world.company.memberships.clear()
    with pytest.raises(InvalidInput, match="below 2,000 active projects; this company has 2,431"):
        rehearsal.perform("add-all-existing")
    rehearsal.perform("permit-all-projects")
    assert len(rehearsal.world.company.memberships) == 2431


def test_projects_joined_without_a_template_bring_no_rights(serve: "Serve") -> None:
    practice = serve("no-default-template")
    practice.rehearsal.perform("create-project")
    project = practice.rehearsal.world.company.projects[-1]
    assert practice.json("/rest/v1.0/settings/permissions", project_id=project.id) == {"tools": []}
    practice.rehearsal.perform("permit-all-projects")
    assert practice.json("/rest/v1.0/settings/permissions", project_id=project.id)["tools"]


def test_a_new_project_is_joined_only_where_that_was_asked_for(serve: "Serve") -> None:
    for scenario, joined in (("ready", True), ("no-future-projects", False)):
        practice = serve(scenario)
        practice.rehearsal.perform("create-project")
        path = f"/rest/v1.0/companies/{{company}}/users/{practice.account_id()}/project_assignments"
        assert practice.json(path)[-1]["is_assigned"] is joined


def test_uninstalling_disconnects_and_reinstalling_needs_the_projects_again(serve: "Serve") -> None:
    practice = serve()
    practice.rehearsal.perform("uninstall-app")
    answer = practice.get("/rest/v1.0/companies/{company}/me")
    assert (answer.status_code, answer.json()) == (403, {"errors": ["App is not connected to this company."]})
    account = practice.account_id()
    practice.rehearsal.perform("install-app")
    assert practice.json("/rest/v1.0/companies/{company}/me")["id"] == account
    rows = practice.json(f"/rest/v1.0/companies/{{company}}/users/{account}/project_assignments")
    assert not any(row["is_assigned"] for row in rows)


def test_a_new_version_counts_only_after_the_update(serve: "Serve") -> None:
    practice = serve("missing-documents")

    def level() -> int:
        tools = practice.json("/rest/v1.0/settings/permissions", company_id=practice.company_id)["tools"]
        return {tool["name"]: int(tool["user_access_level"]["id"]) for tool in tools}["documents"]

    assert level() == 2
    for action in ("create-version", "set-company-levels", "save-version", "promote-version"):
        practice.rehearsal.perform(action)
        assert level() == 2
    practice.rehearsal.perform("update-app")
    assert level() == 4


def test_a_reset_secret_kills_the_old_one(serve: "Serve") -> None:
    practice = serve()
    old = practice.pair()
    practice.rehearsal.perform("reset-secret")
    assert practice.client.post("/oauth/token", data=old).status_code == 401
    assert practice.client.post("/oauth/token", data=practice.pair()).status_code == 200


def test_every_action_belongs_to_a_step_or_task_and_explains_itself() -> None:
    assert {action.step for action in ACTIONS} == {*STEPS, "migrate"}
    assert {task for action in ACTIONS for task in action.tasks} == {"rotate", "offboard", "migrate"}
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    for action in ACTIONS:
        assert action.where in ("portal", "procore")
        assert action.explanation.endswith(".")


async def test_the_rehearsals_app_answers_any_host_in_process() -> None:
    import httpx

    rehearsal = Rehearsal("ready")
    credentials = rehearsal.credentials
    async with httpx.AsyncClient(transport=transport(rehearsal.app)) as client:
        answer = await client.post(
            "https://login.practice.invalid/oauth/token",
            json={
                "grant_type": "client_credentials",
                "client_id": credentials.client_id,
                "client_secret": credentials.client_secret,
            },
        )
        assert answer.status_code == 200
        headers = {
            "Authorization": f"Bearer {answer.json()['access_token']}",
            "Procore-Company-Id": credentials.company_id,
        }
        rehearsal.perform("uninstall-app")
        refused = await client.get("https://api.practice.invalid/rest/v1.0/me", headers=headers)
    assert refused.status_code == 403


def test_clicking_imports_neither_the_server_nor_its_libraries() -> None:
    code = (
        "import sys\n"
        "from dmsa_tui.practice.rehearsal import Rehearsal\n"
        "rehearsal = Rehearsal('ready'); rehearsal.actions(); rehearsal.credentials\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in "
        "('starlette', 'httpx', 'h11', 'anyio', 'textual', 'multipart', 'python_multipart')))\n"
        "print(sorted(m for m in sys.modules if m.startswith('dmsa_tui.') and not m.startswith('dmsa_tui.practice')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == ["[]", "['dmsa_tui.errors']"], done.stderr
