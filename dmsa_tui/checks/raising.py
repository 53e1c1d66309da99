"""Directory = Admin raises other tools to Admin: which levels it explains.

Sources: Procore support, "Change a User's Permissions to Company Tools" and "Edit a Company Permissions Template"
(company Directory = Admin gives Admin on all company tools, and on the tools of the projects that the user is on), and
project-level Directory permissions (a project's Directory = Admin gives Admin on all tools of that project); read in
November 2026. Not seen for a service account.
"""

from collections.abc import Awaitable, Iterable

from dmsa_tui.checks.level_comparison import DIRECTORY, ToolLevel
from dmsa_tui.procore.records import GrantedTool
from dmsa_tui.procore.request_record import Answered, ProcoreProblem
from dmsa_tui.vocabulary import Level


def is_directory_admin(tools: Iterable[GrantedTool]) -> bool:
    """Whether the levels give Admin on Directory."""
    return any(tool.name.casefold() == DIRECTORY and tool.level is Level.ADMIN for tool in tools)


async def is_company_admin(company_levels: Awaitable[Answered[list[GrantedTool]]]) -> bool:
    """Whether company Directory = Admin; False also where Procore does not tell."""
    try:
        return is_directory_admin((await company_levels).value)
    except ProcoreProblem:
        return False


def unexplained(tools: Iterable[ToolLevel], *, by_company: bool) -> list[ToolLevel]:
    """Those above the profile that Directory = Admin does not explain.

    Of a project's tools with `by_company`: company Directory = Admin. Else these tools' own Directory may raise the
    others, and never itself.
    """
    tools = list(tools)
    own = any(tool.key.casefold() == DIRECTORY and tool.granted is Level.ADMIN for tool in tools)

    def explained(tool: ToolLevel) -> bool:
        return tool.granted is Level.ADMIN and (by_company or (own and tool.key.casefold() != DIRECTORY))

    return [tool for tool in tools if tool.too_high and not explained(tool)]
