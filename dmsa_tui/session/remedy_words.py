"""A remedy in the words of its finding: the projects and tools to go to, by their names."""

from typing import TYPE_CHECKING

from dmsa_tui.checks.words import PROJECTS_NAMED, listed
from dmsa_tui.vocabulary import Cause

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result
    from dmsa_tui.session.session import Session


def remedy_way(session: "Session", result: "Result") -> tuple[str, str]:
    """Where to fix it and what to click there, in the current portal edition; the result may be of another one."""
    from dmsa_tui.guide.conditions import named
    from dmsa_tui.guide.failures import way_in
    from dmsa_tui.session.change_of_environment import has_custom_hosts

    ways = way_in(session.guide, result, session.record.edition)
    where, label = (named(with_names(each, result), session.actions.known) for each in ways)
    if has_custom_hosts(session):
        label = label.replace("a custom URL", "the custom hosts (Ctrl+P → Custom hosts)")
    return where, label


def with_names(words: str, result: "Result") -> str:
    """Place or label with the names of the projects and tools that are turned off, if the result tells them."""
    if result.cause is not Cause.TOOL_DISABLED:
        return words
    off = {
        f"“{project['name']}”": [tool["tool"] for tool in project["tools"] if tool.get("disabled")]
        for project in result.details.get("projects", ())
    }
    projects = [name for name, tools in off.items() if tools]
    tools = list(dict.fromkeys(tool for each in off.values() for tool in each))
    if not projects:
        return words
    return words.replace("the project", listed(projects, PROJECTS_NAMED)).replace("the tool", listed(tools))
