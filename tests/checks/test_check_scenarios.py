"""Every rehearsed situation is told by the right check, with the right cause, and without needless requests."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from dmsa_tui.checks.expectation import ALL_ACTIVE, NOTHING_STATED, Expectation
from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.model import Report, Result
from dmsa_tui.checks.target import ProjectScope
from dmsa_tui.vocabulary import CHECKS, Cause, Status, definition, with_needs

Find = Callable[[Report, str], Result]
Serve = Callable[..., AbstractAsyncContextManager[Any]]
EVERYTHING_PASSES = dict[str, tuple[Status, Cause | None]]()


def not_passed(report: Report) -> dict[str, tuple[Status, Cause | None]]:
    return {
        result.id: (result.status, result.cause)
        for result in report.results
        if result.status not in (Status.PASS, Status.SKIPPED)
    }


@pytest.mark.parametrize(
    ("scenario", "expect", "verdict", "told"),
    [
        ("ready", ALL_ACTIVE, Status.PASS, EVERYTHING_PASSES),
        ("wrong-secret", NOTHING_STATED, Status.FAIL, {"credentials.token": (Status.FAIL, Cause.WRONG_CREDENTIALS)}),
        (
            "wrong-environment", NOTHING_STATED, Status.FAIL,
            {"credentials.token": (Status.FAIL, Cause.WRONG_CREDENTIALS)},
        ),
        ("grant-missing", NOTHING_STATED, Status.FAIL, {"credentials.token": (Status.FAIL, Cause.GRANT_NOT_ENABLED)}),
        ("not-installed", NOTHING_STATED, Status.FAIL, {"install.connected": (Status.FAIL, Cause.NOT_INSTALLED)}),
        ("missing-documents", NOTHING_STATED, Status.FAIL, {"permissions.company": (Status.FAIL, Cause.LEVEL_TOO_LOW)}),
        ("tool-disabled", NOTHING_STATED, Status.FAIL, {"permissions.project": (Status.FAIL, Cause.TOOL_DISABLED)}),
        (
            "unpermitted-projects", ALL_ACTIVE, Status.FAIL,
            {"projects.permitted": (Status.FAIL, Cause.PROJECT_NOT_PERMITTED)},
        ),
        (
            "unpermitted-projects", NOTHING_STATED, Status.WARN,
            {"projects.permitted": (Status.WARN, Cause.PROJECT_NOT_PERMITTED)},
        ),
        ("no-future-projects", NOTHING_STATED, Status.FAIL, {"projects.new": (Status.FAIL, Cause.NOT_AUTOMATIC)}),
        (
            "no-default-template", NOTHING_STATED, Status.WARN,
            {"projects.template": (Status.WARN, Cause.NO_DEFAULT_TEMPLATE)},
        ),
        ("update-reset", NOTHING_STATED, Status.FAIL, {"projects.permitted": (Status.FAIL, Cause.NO_PROJECTS)}),
        ("large-company", ALL_ACTIVE, Status.PASS, EVERYTHING_PASSES),
        ("hostile-names", NOTHING_STATED, Status.PASS, EVERYTHING_PASSES),
    ],
)  # fmt: skip
async def test_a_scenario_is_told_by_its_check_alone(
    practice: Serve, scenario: str, expect: Expectation, verdict: Status, told: dict[str, tuple[Status, Cause | None]]
) -> None:
    async with practice(scenario) as company:
        report = await company.run(expect=expect)
    assert not_passed(report) == told
    assert report.verdict is verdict
    for result in report.results:
        assert (result.remedy is not None) == (result.id in told)
        assert result.status is Status.SKIPPED or result.evidence


async def test_a_remedy_is_told_by_the_path_and_the_label_of_the_edition(practice: Serve, result_of: Find) -> None:
    async with practice("missing-documents") as company:
        told = {
            edition: result_of(await company.run(edition=edition), "permissions.company").remedy
            for edition in ("json-editor", "configuration-builder", "components")
        }
    ways = {edition: (remedy.where.split(" → ")[3:5], remedy.label) for edition, remedy in told.items() if remedy}
    assert ways["json-editor"] == (["Manage Manifests", "Create New Version"], "Open Builder")
    assert ways["configuration-builder"][1] == "Configuration Builder" and ways["components"][1] == "Manage"
    assert len({remedy.where for remedy in told.values() if remedy}) == 3


async def test_a_full_check_of_twelve_projects_takes_twenty_requests(practice: Serve) -> None:
    async with practice("ready") as company:
        report = await company.run(expect=ALL_ACTIVE)
        assert report.requests.sent == len(company.paths) == 20


async def test_nothing_follows_a_refused_token(practice: Serve) -> None:
    async with practice("wrong-secret") as company:
        await company.run()
        assert company.paths == ["POST /oauth/token"]


async def test_requests_that_do_not_depend_on_each_other_go_side_by_side(practice: Serve) -> None:
    """Nothing but the token is answered before six questions have arrived."""
    arrived, six_arrived = 0, asyncio.Event()

    def held(app: Any) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            nonlocal arrived
            if scope["path"] != "/oauth/token":
                arrived += 1
                if arrived == 6:
                    six_arrived.set()
                await six_arrived.wait()
            await app(scope, receive, send)

        return answer

    async with practice("ready", wrap=held, timeout=30.0) as company:
        report = await company.run()
    assert report.verdict is Status.PASS
    assert len({each.request_id for result in report.results for each in result.evidence}) == 20


async def test_a_sample_is_called_a_sample_and_spread_over_the_list(practice: Serve, result_of: Find) -> None:
    async with practice("ready") as company:
        result = result_of(await company.run(), "permissions.project")
        memberships = result_of(await company.run(projects=ProjectScope("all")), "permissions.project")
    assert "5 of 12 permitted projects" in result.summary
    assert (result.details["checked"], result.details["permitted"]) == (5, 12)
    sampled, everyone = ([each["id"] for each in each_run.details["projects"]] for each_run in (result, memberships))
    assert len(sampled) == 5 and sampled[0] == everyone[0] and sampled[-1] == everyone[-1]
    assert "12 of 12 permitted projects" in memberships.summary


async def test_a_company_admin_sees_every_project_and_that_permits_none(practice: Serve, result_of: Find) -> None:
    async with practice("unpermitted-projects") as company:
        result = result_of(await company.run(expect=ALL_ACTIVE), "projects.permitted")
        asked = [path for path in company.paths if path.endswith("/projects")]
        assert len(asked) == 1, "only which of the missing ones are templates"
    assert (result.details["expected"], result.details["assigned"]) == (12, 8)
    assert len(result.details["missing"]) == 4
    for missing in result.details["missing"]:
        assert missing["name"] in result.summary and missing["id"]


async def test_an_expected_list_decides_which_projects_count(practice: Serve, result_of: Find) -> None:
    async with practice("unpermitted-projects") as company:
        found = result_of(await company.run(), "projects.permitted").details
        missing = found["missing"][0]
        report = await company.run(expect=expected_list("Harbor Annex\n"), only={"projects.permitted"})
        assert report.verdict is Status.PASS
        expect = expected_list(f"Harbor Annex\n{missing['id']}\nNo Such Project\n")
        result = result_of(await company.run(expect=expect), "projects.permitted")
    assert (result.status, result.cause) == (Status.FAIL, Cause.PROJECT_NOT_PERMITTED)
    assert (result.details["expected"], result.details["assigned"]) == (3, 1)
    assert result.details["missing"] == [missing, {"id": None, "name": "No Such Project"}]


async def test_permissions_are_read_on_what_is_permitted_although_projects_are_missing(
    practice: Serve, result_of: Find
) -> None:
    async with practice("unpermitted-projects") as company:
        report = await company.run(expect=ALL_ACTIVE)
    assert result_of(report, "projects.permitted").status is Status.FAIL
    assert result_of(report, "permissions.project").status is Status.PASS


async def test_a_company_template_counts_whether_or_not_future_projects_are_wanted(
    practice: Serve, result_of: Find
) -> None:
    async with practice("ready") as company:
        for wanted in (True, False):
            result = result_of(await company.run(future_projects=wanted), "projects.company_template")
            assert (result.status, result.required) == (Status.PASS, False)
            assert result.details == {"company_permission_template_id": None}


async def test_unwanted_future_projects_are_skipped_and_do_not_count(practice: Serve, result_of: Find) -> None:
    async with practice("no-future-projects") as company:
        report = await company.run(future_projects=False)
    assert report.verdict is Status.PASS
    for id in ("projects.new", "projects.template"):
        result = result_of(report, id)
        assert (result.status, result.required) == (Status.SKIPPED, False)


async def test_leaving_out_the_project_permissions_leaves_the_verdict_open(practice: Serve, result_of: Find) -> None:
    async with practice("ready") as company:
        report = await company.run(projects=ProjectScope("none"))
    assert result_of(report, "permissions.project").status is Status.SKIPPED
    assert report.verdict is Status.UNVERIFIED


async def test_a_skipped_check_names_the_one_that_stands_in_the_way(practice: Serve, result_of: Find) -> None:
    async with practice("not-installed") as company:
        report = await company.run()
    skipped = [result for result in report.results if result.status is Status.SKIPPED]
    needing = [each.id for each in CHECKS if definition("install.connected") in with_needs(each.needs)]
    assert [result.id for result in skipped] == needing
    assert {result.summary for result in skipped} == {"Not checked: waits for Installation."}


async def test_only_runs_the_named_checks_and_what_they_need(practice: Serve) -> None:
    async with practice("ready") as company:
        report = await company.run(only={"install.version"})
        assert [result.id for result in report.results] == [
            "credentials.token", "company.reachable", "install.connected", "install.version",
        ]  # fmt: skip
        assert not any("permissions" in path or "assignments" in path for path in company.paths)
        assert report.verdict is Status.PASS


async def test_an_unknown_company_id_is_named_as_such(practice: Serve, result_of: Find) -> None:
    async with practice("ready") as company:
        company.client.company_id = "4711"
        report = await company.run(company_id="4711")
    result = result_of(report, "company.reachable")
    assert (result.status, result.cause) == (Status.FAIL, Cause.COMPANY_UNKNOWN)
    assert result_of(report, "install.connected").status is Status.SKIPPED
