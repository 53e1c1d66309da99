"""What unusual answers of Procore mean: contradictions, withheld endpoints, absent keys, fallbacks."""

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any

import pytest

from dmsa_tui.checks.expectation import ALL_ACTIVE
from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.model import Confirmation, Report, Result
from dmsa_tui.vocabulary import CHECKS, Cause, Status

Find = Callable[[Report, str], Result]
Serve = Callable[..., AbstractAsyncContextManager[Any]]
Instead = Callable[..., Any]

FORBIDDEN = b'{"errors":["You do not have permission."]}'
NOT_CONNECTED = b'{"errors":["App is not connected to this company."]}'
NOT_FOUND = b'{"errors":["Item not found"]}'


def said(result: Result) -> tuple[Status, Cause | None]:
    return result.status, result.cause


async def test_an_empty_company_list_is_no_failure_while_company_calls_work(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    async with practice("ready", wrap=instead({"/companies": answer(body=b"[]")})) as company:
        result = result_of(await company.run(), "install.connected")
    assert result.status is Status.PASS
    assert result.details["listed"] is False


async def test_a_listed_company_that_answers_not_connected_is_a_failure(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    async with practice("ready", wrap=instead({"/me": answer(403, NOT_CONNECTED)})) as company:
        result = result_of(await company.run(), "install.connected")
    assert said(result) == (Status.FAIL, Cause.NOT_INSTALLED)
    assert "App is not connected to this company." in result.summary


async def test_a_company_that_is_not_listed_and_answers_no_company_call_is_not_installed(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    answers = {"/companies": answer(body=b"[]"), "/me": answer(404, NOT_FOUND)}
    async with practice("ready", wrap=instead(answers)) as company:
        assert result_of(await company.run(), "install.connected").status is Status.PASS
    answers["/settings/permissions"] = answer(404, NOT_FOUND)
    async with practice("ready", wrap=instead(answers)) as company:
        assert said(result_of(await company.run(), "install.connected")) == (Status.FAIL, Cause.NOT_INSTALLED)


@pytest.mark.parametrize("status", [403, 404])
async def test_withheld_installations_are_unverified_and_leave_a_warning(
    practice: Serve, instead: Instead, answer: Any, result_of: Find, status: int
) -> None:
    async with practice("ready", wrap=instead({"/app_installations": answer(status, FORBIDDEN)})) as company:
        report = await company.run()
    assert said(result_of(report, "install.version")) == (Status.UNVERIFIED, Cause.NOT_OFFERED)
    assert report.verdict is Status.WARN


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"pending_operation_id": "77"}, Status.WARN),
        ({"updatable_app_version_id": "99"}, Status.WARN),
        ({"status": "uninstalled"}, Status.WARN),
        ({"app_uid": "another", "developer_app": {"name": "Another", "uid": "another"}}, Status.UNVERIFIED),
    ],
)
async def test_an_installation_that_is_not_settled_warns(
    practice: Serve, instead: Instead, answer: Any, result_of: Find, change: dict[str, Any], status: Status
) -> None:
    rows = answer(change=lambda rows: [row | change for row in rows])
    async with practice("ready", wrap=instead({"/app_installations": rows})) as company:
        assert result_of(await company.run(), "install.version").status is status


async def test_an_absent_key_is_not_taken_for_no(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    hidden = ("add_to_new_projects", "default_permission_template_id")
    me = answer(change=lambda row: {key: value for key, value in row.items() if key not in hidden})
    async with practice("ready", wrap=instead({"/me": me})) as company:
        report = await company.run()
        assert said(result_of(report, "projects.new")) == (Status.UNVERIFIED, Cause.NOT_OFFERED)
        assert said(result_of(report, "projects.template")) == (Status.UNVERIFIED, Cause.NOT_OFFERED)
        assert report.verdict is Status.UNVERIFIED
        confirmed = Confirmation("Ada", datetime(2026, 11, 23, tzinfo=UTC))
        confirmations = {"projects.new": confirmed, "projects.template": confirmed, "credentials.token": confirmed}
        report = await company.run(confirmations=confirmations)
    assert result_of(report, "projects.new").confirmed_by == confirmed
    assert result_of(report, "credentials.token").confirmed_by is None
    assert report.verdict is Status.PASS


@pytest.mark.parametrize(
    ("told", "status", "cause"),
    [
        (None, Status.PASS, None),
        (4711, Status.WARN, Cause.TEMPLATE_CHANGED),
        ("4711", Status.WARN, Cause.TEMPLATE_CHANGED),
        ({}, Status.UNVERIFIED, Cause.NOT_OFFERED),
        (False, Status.UNVERIFIED, Cause.NOT_OFFERED),
        ("", Status.UNVERIFIED, Cause.NOT_OFFERED),
    ],
)
async def test_only_null_says_that_no_company_template_is_applied(
    practice: Serve, instead: Instead, answer: Any, result_of: Find, told: Any, status: Status, cause: Cause | None
) -> None:
    me = answer(change=lambda row: row | {"company_permission_template_id": told})
    async with practice("ready", wrap=instead({"/me": me})) as company:
        report = await company.run()
    result = result_of(report, "projects.company_template")
    assert said(result) == (status, cause)
    assert report.verdict is (Status.PASS if status is Status.PASS else Status.WARN)
    if cause is Cause.TEMPLATE_CHANGED:
        assert result.details == {"company_permission_template_id": "4711"} and result.remedy is not None
        assert result.remedy.label == "Do Not Apply A Permission Template"


async def test_an_inactive_account_fails(practice: Serve, instead: Instead, answer: Any, result_of: Find) -> None:
    me = answer(change=lambda row: row | {"is_active": False})
    async with practice("ready", wrap=instead({"/me": me})) as company:
        report = await company.run()
    assert said(result_of(report, "install.account")) == (Status.FAIL, Cause.ACCOUNT_INACTIVE)


async def test_a_withheld_own_record_is_searched_by_the_apps_name(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    async with practice("ready", wrap=instead({"/me": answer(404, NOT_FOUND)})) as company:
        report = await company.run(expect=ALL_ACTIVE)
        assert result_of(report, "install.account").status is Status.PASS
        assert result_of(report, "projects.permitted").status is Status.PASS
        assert said(result_of(report, "projects.new")) == (Status.UNVERIFIED, Cause.NOT_OFFERED)
        report = await company.run(app_name="Nobody's App")
        assert said(result_of(report, "install.account")) == (Status.FAIL, Cause.ACCOUNT_MISSING)
        report = await company.run(app_name="")
        assert said(result_of(report, "install.account")) == (Status.UNVERIFIED, Cause.NOT_OFFERED)
        assert result_of(report, "projects.permitted").status is Status.SKIPPED


async def test_withheld_assignments_are_replaced_by_the_members_of_each_project(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    wrap = instead({"/project_assignments": answer(403, FORBIDDEN)})
    async with practice("unpermitted-projects", wrap=wrap) as company:
        result = result_of(await company.run(expect=ALL_ACTIVE, only={"projects.permitted"}), "projects.permitted")
        assert sum(path.endswith("/users") for path in company.paths) == 12
    assert said(result) == (Status.FAIL, Cause.PROJECT_NOT_PERMITTED)
    assert (result.details["expected"], result.details["assigned"]) == (12, 8)


async def test_the_projects_that_an_account_without_directory_admin_sees_do_not_pass_for_all(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    answers = {
        "/project_assignments": answer(403, FORBIDDEN),
        "/v1.1/projects": answer(change=lambda rows: [row for index, row in enumerate(rows) if index % 3 != 2]),
    }
    async with practice("unpermitted-projects", wrap=instead(answers)) as company:
        assert result_of(await company.run(), "projects.permitted").status is Status.PASS
    answers["/settings/permissions"] = answer(403, FORBIDDEN)
    async with practice("unpermitted-projects", wrap=instead(answers)) as company:
        report = await company.run(expect=ALL_ACTIVE)
        assert said(result_of(report, "projects.permitted")) == (Status.UNVERIFIED, Cause.NOT_OFFERED)
        report = await company.run(expect=expected_list("Harbor Annex\n"))
        assert result_of(report, "projects.permitted").status is Status.PASS


async def test_a_sample_of_members_never_passes_for_all_projects(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    wrap = instead({"/project_assignments": answer(403, FORBIDDEN)})
    async with practice("large-company", wrap=wrap) as company:
        result = result_of(await company.run(expect=ALL_ACTIVE, only={"projects.permitted"}), "projects.permitted")
        assert sum(path.endswith("/users") for path in company.paths) == 100
    assert said(result) == (Status.UNVERIFIED, Cause.NOT_OFFERED)


async def test_an_account_on_no_project_fails_whatever_is_expected(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    rows = answer(change=lambda rows: [row | {"is_assigned": False} for row in rows])
    async with practice("ready", wrap=instead({"/project_assignments": rows})) as company:
        report = await company.run()
    assert said(result_of(report, "projects.permitted")) == (Status.FAIL, Cause.NO_PROJECTS)
    assert result_of(report, "permissions.project").details["need"] == "projects.permitted"


@pytest.mark.parametrize(
    ("host", "links"),
    [
        ("https://us02.procore.com/", "https://us02.procore.com/"),
        *((each, "https://app.procore.com/") for each in ("https://evil.example.com", "http://us02.procore.com",
          "https://us02.procore.com.evil.example", "javascript:alert(1)", "https://us02.procore.com@evil.example")),
    ],
)  # fmt: skip
async def test_links_lead_to_no_host_but_procores(
    practice: Serve, instead: Instead, answer: Any, result_of: Find, host: str, links: str
) -> None:
    told = answer(change=lambda found: found | {"web_base_url": host})
    async with practice("unpermitted-projects", wrap=instead({"/company_base_url": told})) as company:
        report = await company.run(only=["projects.permitted"])
    remedy, reachable = result_of(report, "projects.permitted").remedy, result_of(report, "company.reachable")
    assert remedy is not None and remedy.url is not None and remedy.url.startswith(links)
    assert ("does not link" in reachable.summary) is (links == "https://app.procore.com/")
    assert reachable.details["web_base_url"] in (None, links.removesuffix("/"))


@pytest.mark.parametrize("levels", [None, {"admin": 4, "directory": 4, "documents": 9, "home": 2}])
async def test_a_template_whose_levels_are_not_told_is_not_called_too_low(
    practice: Serve, instead: Instead, answer: Any, result_of: Find, levels: Any
) -> None:
    told = answer(change=lambda template: template | {"user_access_levels": levels})
    async with practice("ready") as company:
        template = result_of(await company.run(), "projects.template").evidence[-1].url.rsplit("/", 1)[1]
    async with practice("ready", wrap=instead({f"/{template}": told})) as company:
        result = result_of(await company.run(), "projects.template")
    assert said(result) == (Status.UNVERIFIED, Cause.NOT_OFFERED)


async def test_a_template_that_is_too_low_warns_where_directory_admin_raises_nothing(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    def lower(template: Any) -> Any:
        return template | {"user_access_levels": template["user_access_levels"] | {"documents": 2}}

    async with practice("ready") as company:
        template = result_of(await company.run(), "projects.template").evidence[-1].url.rsplit("/", 1)[1]
    async with practice("ready", wrap=instead({f"/{template}": answer(change=lower)})) as company:
        raised = result_of(await company.run(), "projects.template")
        world = company.rehearsal.world.company
        world.raises_joined_projects = world.project_raises_tools = False
        result = result_of(await company.run(), "projects.template")
    assert said(raised) == (Status.PASS, None)
    assert raised.summary.startswith("Not needed: company Directory = Admin raises the account's levels")
    assert said(result) == (Status.WARN, Cause.TEMPLATE_TOO_LOW)
    assert all("Documents is Read-Only instead of Admin" in each.summary for each in (raised, result))


async def test_a_clock_that_is_off_warns(practice: Serve, instead: Instead, answer: Any, result_of: Find) -> None:
    body = json.dumps({"access_token": "t", "token_type": "bearer", "expires_in": 5400, "created_at": 1}).encode()
    headers = ((b"content-type", b"application/json"), (b"date", b"Mon, 01 Jan 2024 00:00:00 GMT"))
    async with practice("ready", wrap=instead({"/oauth/token": answer(200, body, headers)})) as company:
        result = result_of(await company.run(only={"credentials.token"}), "credentials.token")
    assert said(result) == (Status.WARN, Cause.CLOCK_SKEW)


@pytest.mark.parametrize(
    ("status", "body", "headers", "cause"),
    [
        (200, b"<html>Please log in</html>", ((b"content-type", b"text/html"),), Cause.NOT_JSON),
        (302, b"", ((b"location", b"https://login.example/"),), Cause.PROXY),
        (400, b'{"error":{"code":"400","message":"only one"}}', (), Cause.NOT_OFFERED),
    ],
)
async def test_what_procore_did_not_say_is_unverified(
    practice: Serve, instead: Instead, answer: Any, result_of: Find,
    status: int, body: bytes, headers: tuple[tuple[bytes, bytes], ...], cause: Cause,
) -> None:  # fmt: skip
    own = answer(status, body, headers or ((b"content-type", b"application/json"),))
    async with practice("ready", wrap=instead({"/settings/permissions": own})) as company:
        report = await company.run()
    assert said(result_of(report, "permissions.company")) == (Status.UNVERIFIED, cause)
    assert said(result_of(report, "permissions.project")) == (Status.UNVERIFIED, cause)
    assert report.verdict is Status.UNVERIFIED


async def test_what_cannot_be_asked_without_a_token_is_skipped_not_repeated(
    practice: Serve, instead: Instead, answer: Any
) -> None:
    wrap = instead({"/oauth/token": answer(200, b"<html>proxy</html>", ((b"content-type", b"text/html"),))})
    async with practice("ready", wrap=wrap) as company:
        report = await company.run()
        assert set(company.paths) == {"POST /oauth/token"}
    assert [result.status for result in report.results] == [Status.UNVERIFIED] + [Status.SKIPPED] * (len(CHECKS) - 1)
    assert report.verdict is Status.UNVERIFIED


async def test_an_entry_that_two_projects_answer_to_is_for_a_person(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    def twins(rows: Any) -> Any:
        return [row | {"name": "Twin"} if index < 2 else row for index, row in enumerate(rows)]

    async with practice(
        "unpermitted-projects", wrap=instead({"/project_assignments": answer(change=twins)})
    ) as company:
        report = await company.run(expect=expected_list("Twin\n"))
        assert result_of(report, "projects.permitted").status is Status.PASS

    def apart(rows: Any) -> Any:
        return [row | {"is_assigned": index != 0} for index, row in enumerate(twins(rows))]

    async with practice(
        "unpermitted-projects", wrap=instead({"/project_assignments": answer(change=apart)})
    ) as company:
        result = result_of(await company.run(expect=expected_list("Twin\n")), "projects.permitted")
    assert said(result) == (Status.UNVERIFIED, Cause.PERSON)
    assert "“Twin”" in result.summary
