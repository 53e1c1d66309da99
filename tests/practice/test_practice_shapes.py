"""The documented shapes of the answers, on the finished company."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.practice.conftest import Serve


def _levels(tools: list[dict[str, Any]]) -> dict[str, int]:
    return {tool["name"]: tool["user_access_level"]["id"] for tool in tools}


def test_ids_are_integers_in_v1_beyond_32_bits_and_strings_in_v2(serve: "Serve") -> None:
    practice = serve()
    company = practice.json("/rest/v1.0/companies")[0]
    assert str(company["id"]) == practice.company_id
    assert company["id"] > 2**32
    ids = practice.json("/rest/v2.0/companies/{company}/project_tools/documents/ids", per_page=100)["data"]
    assert [int(id) for id in ids] == practice.json("/rest/v1.1/projects", view="ids")


def test_own_record_tells_the_future_projects_setting_in_v10_only(serve: "Serve") -> None:
    practice = serve()
    record = practice.json("/rest/v1.0/companies/{company}/me")
    assert record["id"] == practice.account_id()
    assert (record["is_active"], record["is_employee"], record["add_to_new_projects"]) == (True, False, True)
    assert record["company_permission_template_id"] is None
    for version in ("v1.1", "v1.2", "v1.3"):
        newer = practice.json(f"/rest/{version}/companies/{{company}}/me")
        assert "add_to_new_projects" not in newer
        assert newer["default_permission_template_id"] == record["default_permission_template_id"]
        assert newer["permission_template"]["type"] == "global"


def test_the_service_account_is_named_after_its_app(serve: "Serve") -> None:
    practice = serve()
    found = practice.json("/rest/v1.3/companies/{company}/users", **{"filters[search]": "Practice File Sync"})
    assert [user["id"] for user in found] == [practice.account_id()]
    assert found[0]["name"].startswith("practice-file-sync-")
    assert found[0]["email_address"] == f"{found[0]['name']}@procore.com"
    assert practice.json("/rest/v1.3/companies/{company}/users", **{"filters[search]": "nobody"}) == []


def test_active_and_inactive_users_are_listed_apart(serve: "Serve") -> None:
    practice = serve()
    active = practice.json("/rest/v1.3/companies/{company}/users")
    inactive = practice.json("/rest/v1.0/companies/{company}/users/inactive")
    assert len(active) >= 2
    assert {user["is_active"] for user in active} == {True}
    assert {user["is_active"] for user in inactive} == {False}
    assert practice.json("/rest/v1.3/companies/{company}/users", view="ids_only") == [user["id"] for user in active]
    one = practice.json(f"/rest/v1.3/companies/{{company}}/users/{active[0]['id']}")
    assert one == active[0]
    assert practice.get("/rest/v1.3/companies/{company}/users/1").status_code == 404


def test_me_has_a_name_only_where_a_company_is_named(serve: "Serve") -> None:
    practice = serve()
    assert set(practice.json("/rest/v1.0/me")) == {"id", "login"}
    assert set(practice.json("/rest/v1.0/me", company_id=practice.company_id)) == {"id", "login", "name"}


def test_directory_admin_raises_every_company_tool_and_home_is_called_portfolio(serve: "Serve") -> None:
    practice = serve()
    tools = practice.json("/rest/v1.0/settings/permissions", company_id=practice.company_id)["tools"]
    assert set(_levels(tools).values()) == {4}
    assert {"admin", "directory", "documents", "home"} < set(_levels(tools))
    assert next(tool["friendly_name"] for tool in tools if tool["name"] == "home") == "Portfolio"
    documents = next(tool for tool in tools if tool["name"] == "documents")
    assert documents["user_access_level"] == {"id": 4, "name": "Admin"}
    assert [action["action_name"] for action in documents["permitted_actions"]] == ["destroy_files_and_folders"]


def test_project_levels_are_those_of_the_version_where_nothing_raises_them(serve: "Serve") -> None:
    practice = serve()
    company = practice.rehearsal.world.company
    company.raises_joined_projects = company.project_raises_tools = False
    project = company.projects[0]
    tools = practice.json("/rest/v1.0/settings/permissions", project_id=project.id)["tools"]
    assert _levels(tools) == {"admin": 4, "home": 2, "directory": 4, "documents": 4}


@pytest.mark.parametrize("both", [True, False])
def test_permissions_take_exactly_one_of_company_and_project(serve: "Serve", both: bool) -> None:
    practice = serve()
    project = practice.rehearsal.world.company.projects[0]
    params: dict[str, Any] = {"company_id": practice.company_id, "project_id": project.id} if both else {}
    answer = practice.get("/rest/v1.0/settings/permissions", **params)
    assert (answer.status_code, list(answer.json()["error"])) == (400, ["code", "message"])


def test_assignments_list_every_project_with_template_and_membership(serve: "Serve") -> None:
    practice = serve("unpermitted-projects")
    path = f"/rest/v1.0/companies/{{company}}/users/{practice.account_id()}/project_assignments"
    rows = practice.json(path, **{"filters[by_status]": "Active", "filters[assignment_status]": "all"})
    assert len(rows) == 12
    assert sum(row["is_assigned"] for row in rows) == 8
    unassigned = practice.json(path, **{"filters[by_status]": "Active", "filters[assignment_status]": "unassigned"})
    assert [row["is_assigned"] for row in unassigned] == [False] * 4
    inactive = practice.json(path, **{"filters[active]": "False"})
    assert [row["active"] for row in inactive] == [False, False]
    named = practice.json(path, **{"filters[name]": "harbor"})
    assert [row["project_number"] for row in named] == ["P-001"]


def test_assignments_name_the_template_of_those_who_joined_through_the_directory(serve: "Serve") -> None:
    practice = serve("update-reset")
    practice.rehearsal.perform("add-all-existing")
    path = f"/rest/v1.0/companies/{{company}}/users/{practice.account_id()}/project_assignments"
    rows = practice.json(path, **{"filters[assignment_status]": "assigned"})
    default = practice.json("/rest/v1.0/companies/{company}/me")["default_permission_template_id"]
    assert {row["permission_template_id"] for row in rows} == {default}
    assert {row["permission_template_name"] for row in rows} == {"Practice File Sync projects"}


def test_the_project_list_shows_a_company_admin_every_project(serve: "Serve") -> None:
    practice = serve("update-reset")
    assert practice.rehearsal.world.company.memberships == {}
    assert len(practice.json("/rest/v1.1/projects", company_id=practice.company_id)) == 12
    assert len(practice.json("/rest/v1.0/companies/{company}/projects")) == 12


def test_the_project_list_shows_others_only_their_projects(serve: "Serve") -> None:
    practice = serve("unpermitted-projects")
    installation = practice.rehearsal.world.company.installation
    assert installation is not None
    installation.version.company = {"directory": 2}
    assert len(practice.json("/rest/v1.1/projects")) == 8
    hidden = practice.rehearsal.world.company.active_projects[2]
    for path in (f"/rest/v1.0/projects/{hidden.id}", f"/rest/v1.0/projects/{hidden.id}/tools"):
        answer = practice.get(path)
        assert (answer.status_code, answer.json()) == (404, {"errors": ["Item not found"]})
    path = f"/rest/v1.0/companies/{{company}}/users/{practice.account_id()}/project_assignments"
    assert practice.get(path).status_code == 403


def test_projects_are_filtered_by_status_name_and_id(serve: "Serve") -> None:
    practice = serve()
    assert len(practice.json("/rest/v1.1/projects")) == 12
    assert len(practice.json("/rest/v1.1/projects", **{"filters[by_status]": "All"})) == 14
    assert len(practice.json("/rest/v1.0/projects", **{"filters[by_status]": "Inactive"})) == 2
    one = practice.json("/rest/v1.1/projects", **{"filters[name]": "MILL lane"}, view="compact")
    assert one == [{"id": one[0]["id"], "name": "Mill Lane School", "display_name": "P-002 - Mill Lane School"}]
    assert practice.json(f"/rest/v1.0/projects/{one[0]['id']}")["name"] == "Mill Lane School"
    assert [row["id"] for row in practice.json("/rest/v1.1/projects", **{"filters[id][]": one[0]["id"]})] == [
        one[0]["id"]
    ]


@pytest.mark.parametrize("name", ["filters[id]", "filters[id][]"])
def test_a_project_user_is_found_by_id_in_both_spellings(serve: "Serve", name: str) -> None:
    practice = serve("unpermitted-projects")
    on, off = practice.rehearsal.world.company.active_projects[1:3]
    me = practice.account_id()
    assert [row["id"] for row in practice.json(f"/rest/v1.0/projects/{on.id}/users", **{name: me})] == [me]
    assert practice.json(f"/rest/v1.0/projects/{off.id}/users", **{name: me}) == []
    compact = practice.json(f"/rest/v1.0/projects/{on.id}/users", **{name: me}, view="compact")
    assert set(compact[0]) == {"id", "login", "name"}


def test_one_project_user_is_shown_without_null_keys(serve: "Serve") -> None:
    practice = serve("unpermitted-projects")
    on, off = practice.rehearsal.world.company.active_projects[1:3]
    shown = practice.json(f"/rest/v1.0/projects/{on.id}/users/{practice.account_id()}")
    assert shown["id"] == practice.account_id()
    assert None not in shown.values()
    assert practice.get(f"/rest/v1.0/projects/{off.id}/users/{practice.account_id()}").status_code == 404


def test_an_unpermitted_projects_permissions_are_refused_and_an_unknown_ones_not_found(serve: "Serve") -> None:
    practice = serve("unpermitted-projects")
    off = practice.rehearsal.world.company.active_projects[2]
    answer = practice.get("/rest/v1.0/settings/permissions", project_id=off.id)
    assert (answer.status_code, list(answer.json())) == (403, ["errors"])
    assert practice.get("/rest/v1.0/settings/permissions", project_id=1).status_code == 404
    assert practice.get("/rest/v1.0/folders", project_id=off.id).status_code == 403


def test_a_tool_that_is_off_is_told_by_the_tool_list_and_missing_in_the_levels(serve: "Serve") -> None:
    practice = serve("tool-disabled")
    project = practice.rehearsal.world.company.active_projects[0]
    tools = practice.json(f"/rest/v1.0/projects/{project.id}/tools")
    assert {tool["engine_name"] for tool in tools if not tool["is_active"]} == {"documents"}
    assert set(tools[0]) == {"id", "engine_name", "is_active", "position", "required", "title"}
    off = practice.json(f"/rest/v1.0/projects/{project.id}/tools", **{"filters[is_active]": "FALSE"})
    assert [tool["engine_name"] for tool in off] == ["documents"]
    levels = _levels(practice.json("/rest/v1.0/settings/permissions", project_id=project.id)["tools"])
    assert "documents" not in levels
    assert practice.get("/rest/v1.0/folders", project_id=project.id).status_code == 403
    ids = practice.json("/rest/v2.0/companies/{company}/project_tools/documents/ids")["data"]
    assert str(project.id) not in ids
    assert len(ids) == 10


def test_templates_are_listed_by_type_and_shown_with_levels(serve: "Serve") -> None:
    practice = serve()
    listed = practice.json("/rest/v1.0/companies/{company}/permission_templates")
    assert {row["type"] for row in listed} == {"global"}
    assert set(listed[0]) == {"id", "name", "project_specific", "type", "category"}
    company = practice.json("/rest/v1.0/companies/{company}/permission_templates", **{"filters[type]": "company_tools"})
    assert {row["type"] for row in company} == {"company_tools"}
    default = practice.json("/rest/v1.0/companies/{company}/me")["default_permission_template_id"]
    shown = practice.json(f"/rest/v1.0/companies/{{company}}/permission_templates/{default}")
    assert shown["user_access_levels"] == {"admin": 4, "directory": 4, "documents": 4, "home": 2}
    assert practice.get("/rest/v1.0/companies/{company}/permission_templates/1").status_code == 404


def test_the_installation_tells_version_pending_operation_and_waiting_update(serve: "Serve") -> None:
    practice = serve()

    def row() -> dict[str, Any]:
        found: dict[str, Any] = practice.json("/rest/v1.0/app_installations", company_id=practice.company_id)[0]
        return found

    first = row()
    assert first["app_uid"] == first["developer_app"]["uid"] == practice.rehearsal.credentials.client_id
    assert (first["status"], first["semantic_version"], first["components"]) == ("installed", "1.0.0", ["oauth"])
    assert first["updatable_app_version_id"] is first["pending_operation_id"] is None
    for action in ("create-version", "save-version", "promote-version"):
        practice.rehearsal.perform(action)
    assert isinstance(row()["updatable_app_version_id"], str)
    practice.rehearsal.perform("update-app")
    updated = row()
    assert (updated["semantic_version"], updated["updatable_app_version_id"]) == ("2.0.0", None)
    assert isinstance(updated["pending_operation_id"], str)
    assert updated["id"] == first["id"]
    shown = practice.json(f"/rest/v1.0/app_installations/{first['id']}", company_id=practice.company_id)
    assert (shown["status"], shown["app_uid"]) == ("installed", first["app_uid"])
    assert "@" in shown["installed_by"]
    practice.rehearsal.perform("permit-all-projects")
    assert row()["pending_operation_id"] is None


def test_probes_need_their_levels_and_v2_has_its_own_error_shape(serve: "Serve") -> None:
    practice = serve()
    assert practice.json("/rest/v1.0/companies/{company}/folders", exclude_files=True)["folders"] == []
    assert "session_timeout" in practice.json("/rest/v2.0/companies/{company}/company_security_settings")["data"]
    installation = practice.rehearsal.world.company.installation
    assert installation is not None
    installation.version.company = {"directory": 2}
    assert practice.get("/rest/v1.0/companies/{company}/folders").status_code == 403
    assert practice.get("/rest/v1.0/companies/{company}/permission_templates").status_code == 403
    refused = practice.get("/rest/v2.0/companies/{company}/company_security_settings")
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "FORBIDDEN"
    assert "Admin" in refused.json()["error"]["message"]
    unknown = practice.get("/rest/v2.0/companies/{company}/project_tools/nothing/ids")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (400, "BAD_REQUEST")
