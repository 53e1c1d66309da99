"""The table of scenarios."""

from typing import TYPE_CHECKING

import pytest

from dmsa_tui.errors import InvalidInput
from dmsa_tui.practice import scenarios
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.scenarios import SCENARIOS

if TYPE_CHECKING:
    from tests.practice.conftest import Serve

NAMES = (
    "fresh", "ready", "wrong-secret", "wrong-environment", "grant-missing", "not-installed", "missing-documents",
    "tool-disabled", "unpermitted-projects", "no-future-projects", "no-default-template", "old-account", "update-reset",
    "large-company", "add-all-disabled", "no-directory-admin", "managed-by-groups", "template-project",
    "rate-limited", "unstable", "hostile-names",
)  # fmt: skip


def test_the_designs_scenarios_are_there() -> None:
    assert tuple(SCENARIOS) == NAMES


def test_an_unknown_scenario_is_answered_with_the_list() -> None:
    with pytest.raises(InvalidInput, match="Unknown scenario “redy”; the valid ones are: fresh, ready, "):
        Rehearsal("redy")


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_is_built_the_same_every_time(name: str) -> None:
    first, again = scenarios.build(name), scenarios.build(name)
    assert (first.company, first.portal, first.noted) == (again.company, again.portal, again.noted)
    assert SCENARIOS[name].title and SCENARIOS[name].teaches.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_the_company_id_is_a_15_digit_number(name: str) -> None:
    id = Rehearsal(name).credentials.company_id
    assert len(id) == 15 and int(id) > 2**32


def test_fresh_has_a_company_and_nothing_else() -> None:
    world = scenarios.build("fresh")
    assert world.portal.app is None
    assert world.company.installation is None
    assert world.company.account is None
    assert len(world.company.active_projects) == 12


def test_ready_suits_another_clients_test_suite() -> None:
    world = scenarios.build("ready")
    assert [(window.limit, window.seconds) for window in world.windows] == [(3600, 3600)]
    assert len(world.company.active_projects) == len(world.company.memberships) == 12
    assert sum(user.is_active for user in world.company.users) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_only_rate_limited_has_a_short_window(name: str) -> None:
    short = [window for window in scenarios.build(name).windows if window.seconds == 10]
    assert bool(short) == (name == "rate-limited")


def test_missing_documents_is_read_only_at_company_level_alone(serve: "Serve") -> None:
    practice = serve("missing-documents")
    tools = practice.json("/rest/v1.0/settings/permissions", company_id=practice.company_id)["tools"]
    levels = {tool["name"]: tool["user_access_level"] for tool in tools}
    assert levels["documents"] == {"id": 2, "name": "Read Only"}
    assert {levels[name]["id"] for name in ("admin", "directory")} == {4}
    project = practice.rehearsal.world.company.projects[0]
    levels = practice.json("/rest/v1.0/settings/permissions", project_id=project.id)["tools"]
    assert {tool["name"]: tool["user_access_level"]["id"] for tool in levels}["documents"] == 4


@pytest.mark.parametrize(
    ("name", "automatic", "has_default"),
    [("ready", True, True), ("no-future-projects", False, True), ("no-default-template", True, False)],
)
def test_future_projects_are_told_by_box_and_template(
    serve: "Serve", name: str, automatic: bool, has_default: bool
) -> None:
    record = serve(name).json("/rest/v1.0/companies/{company}/me")
    assert record["add_to_new_projects"] is automatic
    assert (record["default_permission_template_id"] is not None) is has_default


def test_hostile_names_arrive_unaltered(serve: "Serve") -> None:
    practice = serve("hostile-names")
    names = {row["name"] for row in practice.json("/rest/v1.1/projects")}
    assert names == {project.name for project in practice.rehearsal.world.company.active_projects}
    assert any("\x1b" in name for name in names) and any("\u202e" in name for name in names)
    assert "\x1b" in practice.json("/rest/v1.0/companies")[0]["name"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_in_which_directory_admin_raises_nothing_says_so(name: str) -> None:
    company = scenarios.build(name).company
    raises = company.raises_tools and company.raises_joined_projects and company.project_raises_tools
    assert ("here Directory = Admin raises no other tool" in SCENARIOS[name].teaches) is not raises


def test_what_is_ready_is_procores_part_and_not_the_answers() -> None:
    assert SCENARIOS["ready"].title == "Everything is set up at Procore"
    assert "your answers are missing" in SCENARIOS["ready"].teaches
