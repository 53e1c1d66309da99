"""Missing, extra, inactive, unknown and ambiguous projects, and those without a Directory tool, are told apart."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from dmsa_tui.checks.expectation import ALL_ACTIVE
from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.model import Report, Result
from dmsa_tui.checks.target import ProjectScope
from dmsa_tui.vocabulary import Cause, Status

Find = Callable[[Report, str], Result]
Serve = Callable[..., AbstractAsyncContextManager[Any]]
Instead = Callable[..., Any]
ID = "projects.permitted"
FORBIDDEN = b'{"errors":["You do not have permission."]}'


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


async def test_an_inactive_project_is_missing_as_such_and_not_unknown(practice: Serve, result_of: Find) -> None:
    async with practice("ready") as company:
        expect = expected_list("Harbor Annex\nOld Tannery\nNowhere\n")
        result = result_of(await company.run(expect=expect, only={ID}), ID)
    assert (result.status, result.cause) == (Status.FAIL, Cause.PROJECT_NOT_PERMITTED)
    assert "1 of 3 expected projects" in result.summary
    assert (
        "“Old Tannery” (closed at Procore)" in result.summary
        and "“Nowhere” (line 3: no such project)" in result.summary
    )
    assert names(result.details["missing"]) == ["Old Tannery", "Nowhere"]
    assert names(result.details["inactive"]) == ["Old Tannery"]
    assert result.details["unknown"] == ["Nowhere"]


async def test_an_entry_that_is_no_project_here_is_the_lists_fault(practice: Serve, result_of: Find) -> None:
    async with practice("ready") as company:
        expect = expected_list("Number,Name\n\nP-001,Harbor Annex\n,Market Hal\n,Nowhere at all\n")
        result = result_of(await company.run(expect=expect, only={ID}), ID)
    assert (result.status, result.cause) == (Status.FAIL, Cause.NOT_IN_COMPANY)
    assert "“Market Hal” (line 4: no such project; nearest: “P-009 - Market Hall”)" in result.summary
    assert "“Nowhere at all” (line 5: no such project)" in result.summary
    assert result.remedy is not None and result.remedy.label == "List of projects"
    found = [(each["entry"], each["line"], names(each["nearest"])) for each in result.details["not_in_company"]]
    assert found == [("Market Hal", 4, ["Market Hall"]), ("Nowhere at all", 5, [])]


async def test_an_entry_of_which_a_part_is_a_project_says_which(practice: Serve, result_of: Find) -> None:
    async with practice("ready") as company:
        result = result_of(
            await company.run(expect=expected_list("Market Hall\nHarbor Annex, Nowhere\n"), only={ID}), ID
        )
    assert "“Harbor Annex, Nowhere” (line 2: “Harbor Annex” is a project, “Nowhere” is not" in result.summary


async def test_lost_zeros_are_told_where_all_are_permitted(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    def numbered(rows: Any) -> Any:
        return [row | {"project_number": f"00{at + 40}"} for at, row in enumerate(rows)]

    async with practice("ready", wrap=instead({"/project_assignments": answer(change=numbered)})) as company:
        result = result_of(await company.run(expect=expected_list("40\n"), only={ID}), ID)
    assert result.status is Status.PASS
    assert "line 1 “40” matches “0040 - Harbor Annex” apart from leading zeros" in result.summary


async def test_a_permitted_project_that_is_inactive_passes_with_a_note(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    rows = answer(change=lambda rows: [row | {"is_assigned": True} for row in rows])
    async with practice("ready", wrap=instead({"/project_assignments": rows})) as company:
        expect = expected_list("Harbor Annex\nOld Tannery\n")
        result = result_of(await company.run(expect=expect, only={ID}), ID)
    assert result.status is Status.PASS
    assert "“Old Tannery” is closed at Procore" in result.summary
    assert (result.details["expected"], result.details["assigned"]) == (2, 2)


async def test_permitted_projects_that_nobody_expected_are_told_and_fail_nothing(
    practice: Serve, result_of: Find
) -> None:
    async with practice("ready") as company:
        report = await company.run(expect=expected_list("Harbor Annex\nMarket Hall\n"))
    result = result_of(report, ID)
    assert report.verdict is Status.PASS
    assert "10 other projects are permitted too" in result.summary
    assert len(result.details["extra"]) == 10
    assert result.details["listed"] == ["P-001 - Harbor Annex", "P-009 - Market Hall"]
    assert not {"Harbor Annex", "Market Hall"} & set(names(result.details["extra"]))


async def test_a_missing_project_without_the_directory_tool_is_told_apart(practice: Serve, result_of: Find) -> None:
    async with practice("unpermitted-projects") as company:
        active = company.rehearsal.world.company.active_projects
        active[2].disabled_tools.add("directory")
        report = await company.run(expect=ALL_ACTIVE, only={ID})
        asked = [path for path in company.paths if path.endswith("/tools")]
    result = result_of(report, ID)
    assert f"“{active[2].name}” (no Directory tool, so Add All skips it)" in result.summary
    assert f"“{active[5].name}”," in result.summary
    assert names(result.details["without_directory"]) == [active[2].name]
    assert len(asked) == 4


async def test_tools_are_asked_for_only_when_something_is_missing(practice: Serve) -> None:
    async with practice("ready") as company:
        await company.run(expect=ALL_ACTIVE, only={ID})
        assert not any(path.endswith("/tools") for path in company.paths)


async def test_tools_that_procore_withholds_are_asked_for_once(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    async with practice("unpermitted-projects", wrap=instead({"/tools": answer(403, FORBIDDEN)})) as company:
        result = result_of(await company.run(expect=ALL_ACTIVE, only={ID}), ID)
        assert sum(path.endswith("/tools") for path in company.paths) == 1
    assert (result.status, result.cause) == (Status.FAIL, Cause.PROJECT_NOT_PERMITTED)
    assert result.details["without_directory"] == []


async def test_many_missing_projects_are_asked_for_their_tools_within_a_bound(practice: Serve, result_of: Find) -> None:
    async with practice("large-company") as company:
        own = company.rehearsal.world.company
        for project in own.active_projects[:40]:
            del own.memberships[project.id]
        unknown = "".join(f"Nowhere {number}\n" for number in range(3))
        named = "".join(f"{project.id}\n" for project in own.active_projects)
        result = result_of(await company.run(expect=expected_list(unknown + named), only={ID}), ID)
        assert sum(path.endswith("/tools") for path in company.paths) == 5
        pages = sum(path.endswith("/project_assignments") for path in company.paths)
        assert len(company.paths) <= pages + 10
    assert "2,391 of 2,434 expected projects" in result.summary
    assert "and 38 more (3 not known to Procore in all)" in result.summary
    assert len(result.details["missing"]) == 43


async def test_an_ambiguous_entry_lists_its_candidates(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    def twins(rows: Any) -> Any:
        return [row | ({"name": "Twin", "is_assigned": False} if at < 2 else {}) for at, row in enumerate(rows)]

    async with practice("ready", wrap=instead({"/project_assignments": answer(change=twins)})) as company:
        result = result_of(await company.run(expect=expected_list("Twin\nMarket Hall\n"), only={ID}), ID)
    assert result.status is Status.FAIL
    assert "“Twin” (line 1: several projects match it: “P-001 - Twin” and “P-002 - Twin”)" in result.summary
    (ambiguous,) = result.details["ambiguous"]
    assert ambiguous["entry"] == "Twin" and len(ambiguous["candidates"]) == 2


async def test_a_project_without_a_directory_does_not_hide_the_others_where_members_are_asked(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    wrap = instead({"/project_assignments": answer(403, FORBIDDEN)})
    async with practice("unpermitted-projects", wrap=wrap) as company:
        active = company.rehearsal.world.company.active_projects
        active[0].disabled_tools.add("directory")
        result = result_of(await company.run(expect=ALL_ACTIVE, only={ID}), ID)
        assert (result.status, result.cause) == (Status.FAIL, Cause.PROJECT_NOT_PERMITTED)
        assert (result.details["assigned"], len(result.details["missing"])) == (7, 4)
        expect = expected_list(f"{active[0].id}\nOld Tannery\n")
        result = result_of(await company.run(expect=expect, only={ID}), ID)
        assert "“Old Tannery” (closed at Procore)" in result.summary


async def test_the_setting_for_new_projects_is_looked_up_in_a_second_place(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    def without(row: Any) -> Any:
        return {key: value for key, value in row.items() if key != "add_to_new_projects"}

    async with practice("ready") as company:
        account = company.rehearsal.world.company.account.id
    for added, status in ((True, Status.PASS), (False, Status.FAIL), (None, Status.UNVERIFIED)):
        told = {} if added is None else {"add_to_new_projects": added}
        user = answer(change=lambda row, told=told: row | told)
        wrap = instead({"/me": answer(change=without), f"/users/{account}": user})
        async with practice("ready", wrap=wrap) as company:
            result = result_of(await company.run(only={"projects.new"}), "projects.new")
        assert result.status is status
        assert any(each.url.endswith(f"/v1.3/companies/{company.target.company_id}/users/{account}")
                   for each in result.evidence)  # fmt: skip


async def test_the_second_place_being_withheld_leaves_it_to_a_person(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    async with practice("ready") as company:
        account = company.rehearsal.world.company.account.id
    wrap = instead({"/me": answer(404, FORBIDDEN), f"/users/{account}": answer(403, FORBIDDEN)})
    async with practice("ready", wrap=wrap) as company:
        result = result_of(await company.run(only={"projects.new"}), "projects.new")
    assert (result.status, result.cause) == (Status.UNVERIFIED, Cause.NOT_OFFERED)


async def test_a_profile_that_is_granted_nowhere_does_not_double_a_run_over_many_projects(
    practice: Serve, instead: Instead, answer: Any, result_of: Find
) -> None:
    def without_documents(found: Any) -> Any:
        return found | {"tools": [tool for tool in found["tools"] if tool["name"] != "documents"]}

    wrap = instead({"/settings/permissions": answer(change=without_documents)})
    async with practice("large-company", wrap=wrap) as company:
        run = await company.run(projects=ProjectScope("sample", 40), only={"permissions.project"})
        result = result_of(run, "permissions.project")
        asked = {path for path in company.paths if path.endswith("/tools")}  # a slow answer is asked for again
        assert len(asked) == 25
    assert (result.status, result.cause) == (Status.FAIL, Cause.LEVEL_TOO_LOW)
    assert "“ and on 37 more projects, Documents is not granted" in result.summary.replace("”", "“")
    assert result.summary.count("“") == 3
    assert result.summary.endswith("only the first 25 were checked for a tool that is turned off.")
