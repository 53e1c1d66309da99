"""Trial reads: what the sync does first is tried, and only Procore's no where the level is enough is a failure."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from dmsa_tui.checks.model import Report, Result
from dmsa_tui.checks.target import ProjectScope
from dmsa_tui.checks.watch import Ended, Watch
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.tui.widgets.check_evidence import evidence_of
from dmsa_tui.vocabulary import CHECKS, Cause, Level, Status

Find = Callable[[Report, str], Result]
Serve = Callable[..., AbstractAsyncContextManager[Any]]
Instead = Callable[..., Any]

FORBIDDEN = b'{"errors":["You do not have permission."]}'
READ = "permissions.read"


def reads_in(paths: list[str]) -> list[str]:
    """The requests that are trial reads, on whichever project."""
    return sorted(path for path in paths if path.endswith(("/folders", "/users")))


async def test_each_tool_is_read_once_in_the_company_and_on_two_projects(practice: Serve, result_of: Find) -> None:
    async with practice("ready") as company:
        result = result_of(await company.run(), READ)
        asked = reads_in(company.paths)
    assert (result.status, result.required) == (Status.PASS, False)
    assert result.summary == (
        "The account can read Directory and Documents in the company and on 2 of 12 permitted projects; not tried, "
        "because this program has no harmless read for it: Admin and Home."
    )
    assert len(asked) == 6 == len(result.evidence) and len(set(asked)) == 5  # the folders of projects share a path
    assert (result.details["checked"], result.details["permitted"]) == (2, 12)
    assert {each["outcome"] for each in result.details["reads"]} == {"read"}
    assert [each["project"] for each in result.details["reads"]][:2] == [None, None]
    assert result.details["not_tried"] == ["Admin", "Home"]


@pytest.mark.parametrize(("scenario", "scope"), [("ready", ProjectScope("all")), ("large-company", ProjectScope())])
async def test_more_projects_are_no_more_reads(
    practice: Serve, result_of: Find, scenario: str, scope: ProjectScope
) -> None:
    async with practice(scenario) as company:
        report = await company.run(projects=scope)
        assert len(reads_in(company.paths)) == 6
    assert result_of(report, READ).status is Status.PASS
    assert len({each["project"] for each in result_of(report, READ).details["reads"]}) == 3


async def test_levels_are_asked_for_only_where_something_is_read(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    async with practice("ready") as company:
        assert result_of(await company.run(only={READ}), READ).status is Status.PASS
        levels = [path for path in company.paths if path.endswith("/settings/permissions")]
        assert len(levels) == 3  # the company's, and those of two projects
    async with practice("ready", wrap=instead({"/v1.0/folders": answer(403, FORBIDDEN)})) as company:
        assert result_of(await company.run(only={READ}), READ).status is Status.FAIL


async def test_a_sample_of_one_is_read_once(practice: Serve, result_of: Find) -> None:
    async with practice("ready") as company:
        result = result_of(await company.run(projects=ProjectScope("sample", 1)), READ)
        assert len(reads_in(company.paths)) == 4
    assert "on 1 of 12 permitted projects" in result.summary


async def test_a_refusal_in_spite_of_the_level_fails_and_says_where(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    async with practice("ready", wrap=instead({"/v1.0/folders": answer(403, FORBIDDEN)})) as company:
        report = await company.run()
    result = result_of(report, READ)
    assert (result.status, result.cause, report.verdict) == (Status.FAIL, Cause.NO_ACCESS, Status.FAIL)
    assert "enough to read Documents on “Harbor Annex”" in result.summary and "1 more read is refused" in result.summary
    assert result.remedy is not None and result.remedy.who == "admin"
    outcomes = [each["outcome"] for each in result.details["reads"]]
    assert sorted(outcomes) == ["read"] * 4 + ["refused"] * 2


async def test_a_read_that_is_refused_again_and_again_is_not_sent_any_more(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    async with practice("ready", wrap=instead({"/v1.0/folders": answer(403, FORBIDDEN)})) as company:
        reports = [await company.run() for _ in range(4)]
        assert sum(path.endswith("/v1.0/folders") for path in company.paths) == 3
    last = result_of(reports[-1], READ)
    assert (last.status, last.cause, last.evidence) == (Status.UNVERIFIED, Cause.NO_ACCESS, ())
    assert "Not sent" in last.summary and "/rest" not in last.summary
    assert any(each.startswith("not sent: GET /rest/v1.0/folders?") for each in evidence_of(last))
    following = Watch(CHECKS)
    for report in reports:
        following.note(report)
    assert following.ended is Ended.REFUSED
    shown = following.merged(reports[-1])
    assert (result_of(shown, READ).status, shown.verdict) == (Status.FAIL, Status.FAIL)


async def test_a_level_that_is_too_low_is_told_by_its_own_check_and_nothing_is_sent_for_it(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    def without(value: Any) -> Any:
        return {"tools": [tool for tool in value["tools"] if tool["name"] != "documents"]}

    own = answer(change=without)  # in the company and on projects alike
    refused = answer(403, FORBIDDEN)
    wrap = instead({"/settings/permissions": own, "/v1.0/folders": refused})
    async with practice("ready", wrap=wrap) as company:
        report = await company.run()
        assert not any("/companies/" in path and path.endswith("/folders") for path in company.paths)
    result = result_of(report, READ)
    assert result.status is Status.PASS and "the level is not enough to read Documents in the company" in result.summary
    assert "can read Directory in the company and on 2 of 12" in result.summary
    assert result_of(report, "permissions.company").cause is Cause.LEVEL_TOO_LOW


async def test_a_tool_that_is_off_in_a_project_is_not_read_there_again_and_again(
    practice: Serve, result_of: Find
) -> None:
    async with practice("tool-disabled") as company:
        reports = [await company.run() for _ in range(2)]
        assert not any(path.endswith("/v1.0/folders") for path in company.paths)
    for report in reports:
        result = result_of(report, READ)
        assert result.status is Status.PASS and "Directory and Documents in the company" in result.summary
        assert "not enough to read Documents on “Harbor Annex” and Documents on “Willow Court”" in result.summary
        assert [each.id for each in report.results if each.status is not Status.PASS] == ["permissions.project"]


async def test_no_level_for_any_tool_leaves_nothing_to_read(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    answers = {"/settings/permissions": answer(body=b'{"tools": []}')}
    refused = answer(403, FORBIDDEN)
    async with practice("ready", wrap=instead(answers | {"/users": refused, "/folders": refused})) as company:
        result = result_of(await company.run(), READ)
    assert result.status is Status.SKIPPED and "too low" in result.summary


async def test_a_refusal_where_the_level_is_not_known_proves_nothing(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    answers = {"/settings/permissions": answer(403, FORBIDDEN), "/folders": answer(403, FORBIDDEN)}
    async with practice("ready", wrap=instead(answers)) as company:
        result = result_of(await company.run(), READ)
    assert (result.status, result.cause) == (Status.UNVERIFIED, Cause.NOT_OFFERED)


async def test_nothing_is_read_where_there_is_no_account_no_project_or_no_question(
    practice: Serve, result_of: Find, profile: Profile
) -> None:
    for scenario in ("not-installed", "wrong-secret"):
        async with practice(scenario) as company:
            assert result_of(await company.run(), READ).status is Status.SKIPPED
            assert reads_in(company.paths) == []
    async with practice("update-reset") as company:
        result = result_of(await company.run(), READ)
        assert result.status is Status.SKIPPED and "no project is permitted" in result.summary
    async with practice("ready") as company:
        assert result_of(await company.run(projects=ProjectScope("none")), READ).status is Status.SKIPPED
        rows = tuple(row._replace(company=Level.NONE, project=Level.NONE) for row in profile.rows if row.key != "admin")
        other = profile._replace(rows=(*(row for row in profile.rows if row.key == "admin"), *rows))
        result = result_of(await company.run(profile=other), READ)
        assert result.status is Status.SKIPPED and "no harmless read" in result.summary
        assert reads_in(company.paths) == []


async def test_a_profile_without_company_levels_is_read_on_projects_alone(
    practice: Serve, result_of: Find, profile: Profile
) -> None:
    rows = tuple(row._replace(company=Level.NONE) if row.key != "admin" else row for row in profile.rows)
    async with practice("ready") as company:
        result = result_of(await company.run(profile=profile._replace(rows=rows)), READ)
    assert result.summary.startswith("The account can read Directory and Documents on 2 of 12 permitted projects;")
