"""Levels against the profile, with the names and the side effects that Procore has."""

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from dmsa_tui.checks.groups import permissions
from dmsa_tui.checks.level_comparison import compare
from dmsa_tui.checks.model import Finding, Report, Result
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.procore.records import GrantedTool
from dmsa_tui.procore.request_record import Answered
from dmsa_tui.vocabulary import Cause, Level, Status

Find = Callable[[Report, str], Result]
Serve = Callable[..., AbstractAsyncContextManager[Any]]

NONE, READ_ONLY, STANDARD, ADMIN = Level


def tool(name: str, level: Level | None, friendly: str = "") -> GrantedTool:
    return GrantedTool(name, friendly or name.title(), level, "Custom" if level is None else level.label)


GRANTED = {"admin": ADMIN, "directory": ADMIN, "documents": ADMIN, "home": READ_ONLY}


def granted(**changes: Level) -> list[GrantedTool]:
    return [tool(name, level) for name, level in (GRANTED | changes).items()]


class Facts:
    """Company levels that are known already."""

    def __init__(self, profile: Profile, tools: list[GrantedTool]) -> None:
        self.target = type("Target", (), {"profile": profile})
        self._tools = tools

    async def company_levels(self) -> Answered[list[GrantedTool]]:
        return Answered(self._tools, ())


async def company(profile: Profile, tools: list[GrantedTool]) -> Finding:
    return await permissions.company.ask(Facts(profile, tools))  # type: ignore[arg-type]


@pytest.fixture
def modest(profile: Profile) -> Profile:
    """The profile with less than Admin on the company Directory."""

    rows = tuple(row._replace(company=STANDARD) if row.key == "directory" else row for row in profile.rows)
    return profile._replace(rows=rows)


async def test_the_exact_profile_passes(profile: Profile) -> None:
    finding = await company(profile, granted())
    assert finding.status is Status.PASS
    assert finding.details["tools"][0] == {"tool": "Admin", "wanted": "admin", "granted": "admin"}
    assert [row["wanted"] for row in finding.details["tools"]] == ["admin", "admin", "admin", "read-only"]


@pytest.mark.parametrize("home", [tool("portfolio", READ_ONLY), tool("home", READ_ONLY)])
async def test_home_may_be_named_portfolio(profile: Profile, home: GrantedTool) -> None:
    tools = [each for each in granted() if each.name != "home"] + [home]
    assert (await company(profile, tools)).status is Status.PASS


@pytest.mark.parametrize("shown", ["Documents", "documents"])
async def test_another_tool_that_is_shown_as_documents_is_not_taken_for_it(profile: Profile, shown: str) -> None:
    tools = [each for each in granted() if each.name != "documents"] + [tool("custom_tool_7", ADMIN, shown)]
    finding = await company(profile, tools)
    assert (finding.status, finding.cause) == (Status.UNVERIFIED, Cause.NOT_OFFERED)
    assert "Documents is not listed, and the only tool with its name is “custom_tool_7”" in finding.summary


async def test_a_tool_without_a_name_may_be_the_one_that_is_missing(profile: Profile) -> None:
    tools = [each for each in granted() if each.name != "documents"] + [GrantedTool("", "", ADMIN, "Admin")]
    assert (await company(profile, tools)).status is Status.UNVERIFIED
    assert (await company(profile, [*granted(), GrantedTool("", "", None, "")])).status is Status.PASS


async def test_a_level_beyond_the_profile_that_cannot_be_read_spoils_nothing(profile: Profile) -> None:
    assert (await company(profile, [*granted(), tool("planroom", None)])).status is Status.PASS
    finding = await company(profile, [*granted(documents=READ_ONLY), tool("home", None)])
    assert finding.cause is Cause.LEVEL_TOO_LOW


async def test_an_absent_tool_is_too_low_and_named(profile: Profile) -> None:
    finding = await company(profile, [each for each in granted() if each.name != "documents"])
    assert (finding.status, finding.cause) == (Status.FAIL, Cause.LEVEL_TOO_LOW)
    assert "Documents is not granted instead of Admin" in finding.summary
    assert {"tool": "Documents", "wanted": "admin", "granted": None} in finding.details["tools"]


async def test_directory_admin_raises_every_company_tool_which_passes_with_a_note(profile: Profile) -> None:
    tools = [*granted(home=ADMIN), tool("planroom", ADMIN)]
    finding = await company(profile, tools)
    assert finding.status is Status.PASS
    assert "Directory = Admin also raises 2 tools" in finding.summary


async def test_directory_admin_excuses_no_level_below_admin(profile: Profile) -> None:
    finding = await company(profile, [*granted(), tool("planroom", STANDARD)])
    assert (finding.status, finding.cause) == (Status.WARN, Cause.LEVEL_TOO_HIGH)


async def test_without_directory_admin_what_is_beyond_the_profile_warns(modest: Profile) -> None:
    for tools in (granted(directory=STANDARD, home=ADMIN), [*granted(directory=STANDARD), tool("planroom", READ_ONLY)]):
        finding = await company(modest, tools)
        assert (finding.status, finding.cause) == (Status.WARN, Cause.LEVEL_TOO_HIGH)


async def test_directory_admin_does_not_excuse_itself(modest: Profile) -> None:
    finding = await company(modest, granted())
    assert (finding.status, finding.cause) == (Status.WARN, Cause.LEVEL_TOO_HIGH)
    assert "Directory is Admin" in finding.summary


async def test_a_level_that_procore_does_not_document_is_unverified(profile: Profile) -> None:
    tools = [each for each in granted() if each.name != "documents"] + [tool("documents", None)]
    assert (await company(profile, tools)).status is Status.UNVERIFIED


def test_an_optional_row_is_neither_wanted_nor_beyond_the_profile(profile: Profile) -> None:
    tools = compare(profile, "project", [*granted(), tool("webhooks_api", STANDARD)])
    assert [each.key for each in tools] == ["admin", "directory", "documents", "home"]


async def test_each_of_a_few_projects_is_named_with_what_is_wrong_in_it(practice: Serve, result_of: Find) -> None:
    async with practice("tool-disabled") as company:
        first, *between, last = company.rehearsal.world.company.active_projects
        said = result_of(await company.run(), "permissions.project").summary
        assert said.startswith(f"Documents is turned off in “{first.name}” and “{last.name}” (read on 5 of 12")
        for project in between:
            project.disabled_tools.add("documents")
        last.disabled_tools = {"home"}
        said = result_of(await company.run(), "permissions.project").summary
    names = re.findall("“(.+?)”", said)
    assert said.startswith("Documents is turned off in “") and len(names) == 4 and names[-1] == last.name
    assert f", “{names[2]}” and in 1 more project, and other tools in “{last.name}” (read on" in said
