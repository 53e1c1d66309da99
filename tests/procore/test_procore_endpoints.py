"""Typed answers: what Procore documents is read, what does not fit is named, and nothing else matters."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from dmsa_tui.procore.api import endpoints
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.records import (
    AppInstallation,
    Company,
    CompanyHost,
    DirectoryRecord,
    DirectoryUser,
    GrantedTool,
    PermissionTemplate,
    Project,
    ProjectAssignment,
    ProjectTool,
    TokenInfo,
)
from dmsa_tui.procore.request_record import Answered, NotUnderstood
from dmsa_tui.vocabulary import Level
from tests.procore.conftest import Answer, Server

COMPANY = "562949954728542"
BEYOND_FLOATS = 2**53 + 1
V10 = f"/rest/v1.0/companies/{COMPANY}"
Question = Callable[[ProcoreClient], Awaitable[Answered[Any]]]

QUESTIONS: list[tuple[str, Question, str, dict[str, str], Any, Any]] = [
    (
        "token_info",
        endpoints.token_info,
        "/oauth/token/info",
        {},
        {"resource_owner_id": BEYOND_FLOATS, "application": {"uid": "client-1"}},
        TokenInfo("client-1"),
    ),
    (
        "token_info of a service account",
        endpoints.token_info,
        "/oauth/token/info",
        {},
        {"resource_owner_id": None, "scopes": []},
        TokenInfo(None),
    ),
    (
        "company_host",
        endpoints.company_host,
        "/rest/v1.0/company_base_url",
        {},
        {"zone": "us02", "web_base_url": "https://us02.procore.com"},
        CompanyHost("us02", "https://us02.procore.com"),
    ),
    (
        "companies",
        endpoints.companies,
        "/rest/v1.0/companies",
        {"include_free_companies": "true", "page": "1", "per_page": "1000"},
        [{"id": BEYOND_FLOATS, "name": "Practice [WIP]", "is_active": True, "new": 1}, {"id": "7", "name": None}],
        [Company(str(BEYOND_FLOATS), "Practice [WIP]", True), Company("7", "", None)],
    ),
    (
        "directory_record",
        endpoints.directory_record,
        f"{V10}/me",
        {},
        {"id": 900101, "name": "acme-8f2c", "email_address": "a@b.example", "is_active": True,
         "add_to_new_projects": True, "default_permission_template_id": BEYOND_FLOATS},
        DirectoryRecord("900101", "acme-8f2c", "a@b.example", True, True, str(BEYOND_FLOATS), True),
    ),
    (
        "directory_record without a template",
        endpoints.directory_record,
        f"{V10}/me",
        {},
        {"id": "900101", "first_name": "acme", "last_name": "8f2c", "default_permission_template_id": None},
        DirectoryRecord("900101", "acme 8f2c", None, None, None, None, True),
    ),
    (
        "directory_record that leaves keys out",
        endpoints.directory_record,
        f"{V10}/me",
        {},
        {"id": 1, "name": "a"},
        DirectoryRecord("1", "a", None, None, None, None, False),
    ),
    (
        "find_users",
        lambda client: endpoints.find_users(client, "Sync & Co"),
        f"/rest/v1.3/companies/{COMPANY}/users",
        {"filters[search]": "Sync & Co", "page": "1", "per_page": "1000"},
        [{"id": 1, "name": "sync", "email_address": None, "is_active": True}],
        [DirectoryUser("1", "sync", None, True)],
    ),
    (
        "inactive_users",
        endpoints.inactive_users,
        f"{V10}/users/inactive",
        {"page": "1", "per_page": "1000"},
        [],
        [],
    ),
    (
        "project_members",
        lambda client: endpoints.project_members(client, "700001", "1"),
        "/rest/v1.0/projects/700001/users",
        {"filters[id][]": "1", "page": "1", "per_page": "1000"},
        [{"id": 1, "first_name": "sync"}],
        [DirectoryUser("1", "sync", None, None)],
    ),
    (
        "granted_tools of the company",
        endpoints.granted_tools,
        "/rest/v1.0/settings/permissions",
        {"company_id": COMPANY},
        {"tools": [
            {"id": 31, "name": "documents", "friendly_name": "Documents",
             "user_access_level": {"id": 4, "name": "Admin"},
             "permitted_actions": [{"id": 3, "action_name": "destroy_files_and_folders"}]},
            {"name": "home", "user_access_level": {"id": "2", "name": "Read Only"}, "permitted_actions": None},
            {"name": "odd", "friendly_name": None, "user_access_level": {"id": 9, "name": "Owner"}},
            {"name": "bare", "user_access_level": None},
        ]},
        [
            GrantedTool("documents", "Documents", Level.ADMIN, "Admin"),
            GrantedTool("home", "home", Level.READ_ONLY, "Read Only"),
            GrantedTool("odd", "odd", None, "Owner"),
            GrantedTool("bare", "bare", None, ""),
        ],
    ),
    (
        "granted_tools of a project",
        lambda client: endpoints.granted_tools(client, project_id="700001"),
        "/rest/v1.0/settings/permissions",
        {"project_id": "700001"},
        {"tools": []},
        [],
    ),
    (
        "app_installations",
        endpoints.app_installations,
        "/rest/v1.0/app_installations",
        {"company_id": COMPANY, "page": "1", "per_page": "1000"},
        [
            {"id": 1, "app_uid": "client-1", "status": "installed", "semantic_version": "1.0.0",
             "pending_operation_id": "77", "updatable_app_version_id": None, "developer_app": {"name": "Sync"}},
            {"id": "2", "status": "uninstalled", "developer_app": {"uid": "other"}, "pending_operation_id": ""},
            {"id": 3, "status": "installed", "developer_app": None},
        ],
        [
            AppInstallation("client-1", "Sync", "installed", "1.0.0", "77", None),
            AppInstallation("other", None, "uninstalled", None, None, None),
            AppInstallation(None, None, "installed", None, None, None),
        ],
    ),
    (
        "directory_user",
        lambda client: endpoints.directory_user(client, "900101"),
        "/rest/v1.3/companies/562949954728542/users/900101",
        {},
        {"id": 900101, "first_name": "acme-sync-x1", "is_active": True, "add_to_new_projects": True},
        DirectoryUser("900101", "acme-sync-x1", None, True, True),
    ),
    (
        "project_assignments",
        lambda client: endpoints.project_assignments(client, "900101"),
        f"{V10}/users/900101/project_assignments",
        {"filters[assignment_status]": "all", "filters[by_status]": "All", "page": "1", "per_page": "1000"},
        [
            {"project_id": BEYOND_FLOATS, "name": "Harbor\x1b", "project_number": 17, "active": True,
             "is_assigned": True, "permission_template_id": 5, "permission_template_name": "sync", "roles": []},
            {"project_id": "2", "name": "Mill", "is_assigned": False},
        ],
        [
            ProjectAssignment(str(BEYOND_FLOATS), "Harbor␛", "17", True, True, "5", "sync", True),
            ProjectAssignment("2", "Mill", None, True, False),
        ],
    ),
    (
        "projects",
        endpoints.projects,
        "/rest/v1.1/projects",
        {"company_id": COMPANY, "filters[by_status]": "Active", "page": "1", "per_page": "300"},
        [{"id": 1, "name": "A", "project_number": "", "active": True}, {"id": 2, "display_name": "B"}],
        [Project("1", "A", "", True), Project("2", "B", None, None)],
    ),
    (
        "projects of every status",
        lambda client: endpoints.projects(client, status="All"),
        "/rest/v1.1/projects",
        {"company_id": COMPANY, "filters[by_status]": "All", "page": "1", "per_page": "300"},
        [],
        [],
    ),
    (
        "project_tools",
        lambda client: endpoints.project_tools(client, "700001"),
        "/rest/v1.0/projects/700001/tools",
        {"page": "1", "per_page": "1000"},
        [{"id": 1, "engine_name": "documents", "is_active": False, "title": "Documents"}],
        [ProjectTool("documents", "Documents", False)],
    ),
    (
        "permission_template",
        lambda client: endpoints.permission_template(client, "55"),
        f"{V10}/permission_templates/55",
        {},
        {"id": 55, "name": "sync", "type": "global", "permissions": {},
         "user_access_levels": {"admin": 4, "home": "2", "images": 3, "odd": 9, "none": None}},
        PermissionTemplate(
            "55", "sync", "global",
            {"admin": Level.ADMIN, "home": Level.READ_ONLY, "images": Level.STANDARD, "odd": None, "none": None},
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "path", "params", "body", "wanted"),
    [each[1:] for each in QUESTIONS],
    ids=[each[0] for each in QUESTIONS],
)
async def test_the_question_is_asked_as_documented_and_the_answer_typed(
    server: Server, client: ProcoreClient, question: Question, path: str, params: dict[str, str], body: Any, wanted: Any
) -> None:
    counted = {"Total": str(len(body))} if isinstance(body, list) else {}
    server.on(path, Answer(body=body, headers=counted))
    answered = await question(client)
    assert answered.value == wanted
    (asked,) = server.asked(path)
    assert dict(asked.params) == params
    assert [(each.method, each.status) for each in answered.request_records] == [("GET", 200)]


SPARE: list[tuple[str, Question, str, Any, Any]] = [
    (
        "another company's odd row",
        endpoints.companies,
        "/rest/v1.0/companies",
        [None, {"id": []}, {"id": 1, "name": ["x"], "is_active": "yes"}, 7],
        [Company("1", "", None)],
    ),
    (
        "another vendor's malformed installation",
        endpoints.app_installations,
        "/rest/v1.0/app_installations",
        ["x", {"id": {}, "developer_app": 5, "status": None}, {"app_uid": "client-1", "status": "installed"}],
        [
            AppInstallation(None, None, "", None, None, None),
            AppInstallation("client-1", None, "installed", None, None, None),
        ],
    ),
    (
        "an address, a flag and a template of odd types",
        endpoints.directory_record,
        f"{V10}/me",
        {"id": 1, "name": "a", "email_address": [], "is_active": True, "add_to_new_projects": "yes",
         "default_permission_template_id": {}, "company_permission_template_id": False},
        DirectoryRecord("1", "a", None, True, None, None, False),
    ),
    (
        "tools with odd levels, names and actions",
        endpoints.granted_tools,
        "/rest/v1.0/settings/permissions",
        {"tools": [{}, None, {"name": "home", "user_access_level": {"id": "Admin"}, "permitted_actions": "all"},
                   {"name": "rfi", "user_access_level": 4}]},
        [GrantedTool("", "", None, ""), GrantedTool("home", "home", None, ""), GrantedTool("rfi", "rfi", None, "")],
    ),
    (
        "a template's odd level",
        lambda client: endpoints.permission_template(client, "5"),
        f"{V10}/permission_templates/5",
        {"id": 5, "user_access_levels": {"home": {}, "admin": 4}},
        PermissionTemplate("5", "", None, {"home": None, "admin": Level.ADMIN}),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "path", "body", "wanted"), [each[1:] for each in SPARE], ids=[each[0] for each in SPARE]
)
async def test_what_nobody_needs_spoils_no_answer(
    server: Server, client: ProcoreClient, question: Question, path: str, body: Any, wanted: Any
) -> None:
    server.on(path, Answer(body=body))
    assert (await question(client)).value == wanted


@pytest.mark.parametrize(
    ("said", "life"), [(7200, 7200), ("5400", 5400), (None, None), ("soon", None), (-1, None), ({}, None), (0, None)]
)
async def test_a_token_needs_no_stated_life(server: Server, client: ProcoreClient, said: Any, life: int | None) -> None:
    server.on("/oauth/token", Answer(body={"access_token": "canary-token-91c4", "expires_in": said}))
    server.on("/rest/v1.1/projects", Answer(body=[]))
    assert (await client.authorize()).value.expires_in == life
    await endpoints.projects(client)
    assert len(server.asked("/oauth/token")) == 1


@pytest.mark.parametrize(
    ("question", "path", "body", "words"),
    [
        (endpoints.companies, "/rest/v1.0/companies", [{"id": None}], ["row 1.id", "an ID", "null"]),
        (endpoints.companies, "/rest/v1.0/companies", [{"id": 5.6e14}], ["row 1.id", "560000000000000.0"]),
        (endpoints.projects, "/rest/v1.1/projects", [{"id": 1}, {"id": 5.6e14}], ["row 2.id", "560000000000000.0"]),
        (endpoints.companies, "/rest/v1.0/companies", [{"id": True}], ["row 1.id", "true"]),
        (endpoints.companies, "/rest/v1.0/companies", [{"id": "9" * 65}], ["row 1.id"]),
        (endpoints.companies, "/rest/v1.0/companies", [{"id": -1}], ["row 1.id", "-1"]),
        (endpoints.companies, "/rest/v1.0/companies", [7], ["row 1", "an object", "7"]),
        (endpoints.company_host, "/rest/v1.0/company_base_url", {"zone": "x"}, ["web_base_url", "null"]),
        (endpoints.company_host, "/rest/v1.0/company_base_url", [], ["the answer", "an object", "an empty list"]),
        (endpoints.directory_record, f"{V10}/me", {"name": "x"}, ["id should be an ID"]),
        (endpoints.granted_tools, "/rest/v1.0/settings/permissions", {}, ["tools should be a list", "null"]),
        (
            lambda client: endpoints.permission_template(client, "5"),
            f"{V10}/permission_templates/5",
            {"id": 5, "tools": []},
            ["user_access_levels should be an object", "null"],
        ),
        (
            lambda client: endpoints.project_assignments(client, "9"),
            f"{V10}/users/9/project_assignments",
            [{"project_id": 1}],
            ["row 1.is_assigned", "true or false", "null"],
        ),
    ],
)
async def test_an_answer_that_does_not_fit_names_endpoint_field_and_what_came(
    server: Server, client: ProcoreClient, question: Question, path: str, body: Any, words: list[str]
) -> None:
    server.on(path, Answer(body=body))
    with pytest.raises(NotUnderstood) as caught:
        await question(client)
    for word in [f"GET {path}", *words]:
        assert word in str(caught.value)
    assert caught.value.request_record is not None


async def test_ids_from_the_network_cannot_change_the_path(server: Server, client: ProcoreClient) -> None:
    server.otherwise = lambda _: Answer(body=[])
    await endpoints.project_tools(client, "../../me?x=1")
    assert server.log[-1].path == "/rest/v1.0/projects/..%2F..%2Fme%3Fx%3D1/tools"


async def test_progress_of_long_lists_is_told(server: Server, client: ProcoreClient) -> None:
    rows = [{"project_id": number, "is_assigned": True} for number in range(3)]
    server.on(f"{V10}/users/9/project_assignments", Answer(body=rows, headers={"Total": "3", "Per-Page": "300"}))
    told: list[tuple[int, int | None]] = []
    await endpoints.project_assignments(client, "9", on_progress=lambda *each: told.append(each))
    assert told == [(3, 3)]
