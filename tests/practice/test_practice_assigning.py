"""Adding users to projects and taking them out: shapes by version, refusals, and who is left where."""

from typing import TYPE_CHECKING, Any

import pytest

from dmsa_tui.practice.tools import READ_ONLY
from dmsa_tui.practice.world import Membership

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

ADD, REMOVE = "/rest/v1.3/companies/{company}/users/bulk_add", "/rest/v1.3/companies/{company}/users/bulk_remove"
FAILED = "Contact could not be added."


def _free(practice: "Practice") -> list[int]:
    company = practice.rehearsal.world.company
    return [project.id for project in company.active_projects if project.id not in company.memberships]


def _body(user: int, projects: list[int], template: int | None = None) -> dict[str, Any]:
    named = {} if template is None else {"permission_template_id": template}
    return {"users": [{"user_id": user, "project_id": id, **named} for id in projects]}


def _row(practice: "Practice", project: int) -> dict[str, Any]:
    path = f"/rest/v1.0/companies/{{company}}/users/{practice.account_id()}/project_assignments"
    return next(row for row in practice.json(path, per_page=300) if row["project_id"] == project)


def test_a_list_is_added_with_its_template_and_shows_in_the_assignments(serve: "Serve") -> None:
    practice = serve("unpermitted-projects")
    account, template, free = practice.account_id(), practice.rehearsal.world.company.templates[-1], _free(practice)
    answer = practice.send("POST", ADD, _body(account, free, template.id))
    assert answer.status_code == 200
    (entity,) = answer.json()["entities"]
    assert entity["userId"] == str(account)
    assert [row["projectId"] for row in entity["projects"]] == [str(id) for id in free]
    assert all(isinstance(row["message"], str) for row in entity["projects"])
    row = _row(practice, free[0])
    assert (row["is_assigned"], row["permission_template_id"], row["permission_template_name"]) == (
        True, template.id, template.name,
    )  # fmt: skip
    assert practice.json("/rest/v1.0/settings/permissions", project_id=free[0])["tools"]


def test_an_existing_member_keeps_the_template(serve: "Serve") -> None:
    practice = serve()
    company = practice.rehearsal.world.company
    project, other = company.projects[0], company.templates[0]
    before = company.memberships[project.id].template_id
    answer = practice.send("POST", ADD, _body(practice.account_id(), [project.id], other.id))
    assert (answer.status_code, company.memberships[project.id].template_id) == (200, before)


def test_without_a_template_the_default_one_is_taken(serve: "Serve") -> None:
    practice = serve("unpermitted-projects")
    id = _free(practice)[0]
    practice.send("POST", ADD, _body(practice.account_id(), [id]))
    company = practice.rehearsal.world.company
    assert company.memberships[id] == Membership(practice.rehearsal.world.require_account().default_template_id)


def test_what_the_api_adds_is_not_in_app_managements_list(serve: "Serve") -> None:
    practice = serve("unpermitted-projects")
    id = _free(practice)[0]
    practice.send("POST", ADD, _body(practice.account_id(), [id]))
    assert practice.rehearsal.world.company.memberships[id].permitted is False
    practice.rehearsal.perform("permit-all-projects")
    assert practice.rehearsal.world.company.memberships[id].permitted is True


def test_what_cannot_be_added_is_named_beside_what_was(serve: "Serve") -> None:
    practice = serve("unpermitted-projects")
    company, account, free = practice.rehearsal.world.company, practice.account_id(), _free(practice)
    company.projects[2].disabled_tools.add("directory")
    company_template = next(each.id for each in company.templates if each.type == "company_tools")
    body = {
        "users": [
            {"user_id": account, "project_id": free[0]},  # no Directory tool
            {"user_id": account, "project_id": free[1], "permission_template_id": company_template},
            {"user_id": account, "project_id": free[2], "permission_template_id": 12},
            {"user_id": account, "project_id": 13},
            {"user_id": 14, "project_id": free[3]},
            {"user_id": str(account), "project_id": str(free[3])},
        ]
    }
    answer = practice.send("POST", ADD, body)
    assert answer.status_code == 207
    errors = {row["userId"]: row["errors"] for row in answer.json()["errors"]}
    assert [row["projectId"] for row in errors[str(account)]] == [str(id) for id in (*free[:3], 13)]
    assert {row["message"] for rows in errors.values() for row in rows} == {FAILED}
    assert [row["projectId"] for row in errors["14"]] == [str(free[3])]
    assert _free(practice) == free[:3]


@pytest.mark.parametrize("version", ["v1.1", "v1.2"])
def test_older_versions_answer_by_user_and_project(serve: "Serve", version: str) -> None:
    practice = serve("unpermitted-projects")
    account, free = str(practice.account_id()), _free(practice)
    path = f"/rest/{version}/companies/{{company}}/users/"
    answer = practice.send("POST", path + "bulk_add", _body(int(account), [free[0], 13]))
    assert answer.status_code == 207
    assert set(answer.json()[account]) == {str(free[0]), "13"} and answer.json()[account]["13"] == FAILED
    practice.rehearsal.world.company.memberships[free[0]].managed = True
    removed = practice.send("POST", path + "bulk_remove", _body(int(account), [free[0], 13]))
    assert removed.json() == {account: {str(free[0]): "failure", "13": "failure"}}


def test_removing_a_list_takes_out_what_no_group_holds(serve: "Serve") -> None:
    practice = serve("managed-by-groups")
    memberships = practice.rehearsal.world.company.memberships
    held, free = ([id for id, each in memberships.items() if each.managed is managed] for managed in (True, False))
    account, gone = practice.account_id(), free.pop()
    del memberships[gone]
    answer = practice.send("POST", REMOVE, _body(account, [held[0], free[0], gone]))
    assert answer.status_code == 200
    assert list(answer.json()[str(account)].values()) == ["skipped_managed", "success", "failure"]
    assert held[0] in memberships and free[0] not in memberships


def test_one_is_added_and_removed(serve: "Serve") -> None:
    practice = serve("unpermitted-projects")
    account, id = practice.account_id(), _free(practice)[0]
    path = f"/rest/v1.0/projects/{id}/users/{account}/actions/"
    template = practice.rehearsal.world.company.templates[-1].id
    answer = practice.send("POST", path + "add", {"user": {"permission_template_id": template}})
    assert answer.status_code == 201 and answer.json()["id"] == account
    assert None not in answer.json().values()
    assert _row(practice, id)["permission_template_id"] == template
    gone = practice.send("DELETE", path + "remove")
    assert (gone.status_code, gone.content) == (204, b"") and "content-length" not in gone.headers
    assert practice.send("DELETE", path + "remove").status_code == 404
    assert practice.send("POST", path + "add", {"user": {"permission_template_id": 12}}).status_code == 422


def test_other_people_come_and_go_too(serve: "Serve") -> None:
    practice = serve()
    company = practice.rehearsal.world.company
    ada, project = company.users[0], company.projects[0].id
    members = f"/rest/v1.0/projects/{project}/users"
    assert practice.send("POST", REMOVE, _body(ada.id, [project])).json() == {str(ada.id): {str(project): "success"}}
    assert ada.id not in [row["id"] for row in practice.json(members)]
    assert ada.id in [row["id"] for row in practice.json(f"/rest/v1.0/projects/{company.projects[1].id}/users")]
    practice.send("POST", ADD, _body(ada.id, [project]))
    assert ada.id in [row["id"] for row in practice.json(members)]


def test_without_company_directory_admin_every_write_is_refused(serve: "Serve") -> None:
    practice = serve("no-directory-admin")
    practice.rehearsal.world.company.raises_tools = False
    account, before = practice.account_id(), dict(practice.rehearsal.world.company.memberships)
    one = f"/rest/v1.0/projects/{_free(practice)[0]}/users/{account}/actions/"
    assert practice.rehearsal.world.require_app().require_promoted().company["directory"] > READ_ONLY
    for method, path in (("POST", ADD), ("POST", REMOVE), ("POST", one + "add"), ("DELETE", one + "remove")):
        assert practice.send(method, path, _body(account, _free(practice))).status_code == 403
    assert practice.rehearsal.world.company.memberships == before


@pytest.mark.parametrize(
    "body",
    [
        None, [], {}, {"users": []}, {"users": "x"}, {"users": [1]}, {"users": [{"user_id": 1}]},
        {"users": [{"user_id": 1.5, "project_id": 2}]}, {"users": [{"user_id": 1, "project_id": 2}] * 1001},
    ],
)  # fmt: skip
def test_a_list_that_is_none_or_too_long_is_a_400(serve: "Serve", body: Any) -> None:
    assert serve().send("POST", ADD, body).status_code == 400


def test_a_body_that_is_no_json_is_a_400(serve: "Serve") -> None:
    practice = serve()
    path = ADD.format(company=practice.company_id)
    assert practice.client.post(path, content=b"{", headers=practice.headers).status_code == 400


def test_the_panels_add_all_stays_disabled_where_the_api_is_the_way(serve: "Serve") -> None:
    practice = serve("add-all-disabled")
    company = practice.rehearsal.world.company
    assert (len(company.active_projects), len(company.memberships)) == (2431, 3)
    assert practice.rehearsal.world.require_account().default_template_id is not None
    state = next(each for each in practice.rehearsal.actions() if each.action.id == "add-all-existing")
    assert state.unavailable is not None and "2,000" in state.unavailable


def test_directory_admin_raises_project_tools_and_each_switch_turns_it_off(serve: "Serve") -> None:
    practice = serve()
    company = practice.rehearsal.world.company
    joined, low = company.projects[0], company.templates[0]  # Project Manager: Directory at Standard

    def levels() -> dict[str, int]:
        tools = practice.json("/rest/v1.0/settings/permissions", project_id=joined.id)["tools"]
        return {tool["name"]: tool["user_access_level"]["id"] for tool in tools}

    company.raises_joined_projects = company.project_raises_tools = False
    asked_for = levels()
    assert asked_for["home"] == READ_ONLY and "rfi" not in asked_for
    company.project_raises_tools = True
    assert set(levels().values()) == {4} and "rfi" in levels()
    company.memberships[joined.id].template_id = low.id
    assert levels() == dict(low.levels)
    company.raises_joined_projects = True
    joined.disabled_tools.add("documents")
    assert set(levels().values()) == {4} and "documents" not in levels()
    del company.memberships[joined.id]
    assert practice.get("/rest/v1.0/settings/permissions", project_id=joined.id).status_code == 403


def test_the_api_host_gives_tokens_too(serve: "Serve") -> None:
    practice = serve(signed_in=False)
    answer = practice.client.post("/oauth/token", data=practice.pair(), headers={"Host": "api.procore.com"})
    assert answer.status_code == 200 and answer.json()["access_token"]
