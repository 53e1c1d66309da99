"""Holding granted tool levels against the permission profile's rows."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from dmsa_tui.guide.profiles import Profile, ProfileRow
from dmsa_tui.procore.records import GrantedTool
from dmsa_tui.vocabulary import Level

Side = Literal["company", "project"]
DIRECTORY = "directory"


class ToolLevel(NamedTuple):
    """One tool: what the profile wants and what Procore grants."""

    key: str
    """Engine name."""
    tool: str
    """As the permission builder prints it; Procore's own name for a tool that the profile does not know."""
    wanted: Level | None
    """None: the profile does not name the tool."""
    granted: Level | None
    """None: Procore does not list the tool, or names a level that is not known."""
    unknown_level: str | None = None
    """Procore's word where it names a level outside None to Admin."""
    alike: str | None = None
    """Engine name of another tool that Procore shows under this one's name, where it lists this one nowhere."""

    @property
    def too_low(self) -> bool:
        return not self.unclear and (self.granted or Level.NONE) < (self.wanted or Level.NONE)

    @property
    def unclear(self) -> bool:
        """Whether the profile wants a level, and the answer does not show which one is granted."""
        matters = (self.wanted or Level.NONE) > Level.NONE
        return matters and (self.unknown_level is not None or self.alike is not None)

    @property
    def too_high(self) -> bool:
        return (self.granted or Level.NONE) > (self.wanted or Level.NONE)

    @property
    def absent(self) -> bool:
        """Whether the account has nothing of the tool: not listed, or at None."""
        return not self.unclear and (self.granted or Level.NONE) is Level.NONE

    def described(self) -> dict[str, Any]:
        """The report's row."""
        return {
            "tool": self.tool,
            "wanted": None if self.wanted is None else self.wanted.word,
            "granted": None if self.granted is None else self.granted.word,
        }

    def sentence(self) -> str:
        """Such as: Documents is Read-Only instead of Admin."""
        if self.alike is not None:
            named = f"the only tool with its name is “{self.alike}”" if self.alike else "a tool has no name"
            return f"{self.tool} is not listed, and {named}"
        granted = self.unknown_level or ("not granted" if self.granted is None else self.granted.label)
        if not self.wanted or self.wanted is Level.NONE:
            return f"{self.tool} is {granted}"
        return f"{self.tool} is {granted} instead of {self.wanted.label}"


def wanted_level(row: ProfileRow, side: Side) -> Level:
    """The level that a profile row asks for on one side."""
    return row.company if side == "company" else row.project


def compare(profile: Profile, side: Side, granted: Iterable[GrantedTool]) -> tuple[ToolLevel, ...]:
    """Every row of the profile that is checked, then every granted tool that no row names.

    A tool is known by its engine name: another one, a custom tool say, may be shown under the same name.
    """
    rest = list(granted)
    compared: list[ToolLevel] = []
    for row in profile.rows:
        tool = _find(row, rest)
        if tool is not None:
            rest.remove(tool)
        wanted = wanted_level(row, side)
        if row.optional and not (tool is not None and (tool.level or Level.NONE) > wanted):
            continue
        if wanted is not Level.NONE or tool is not None:
            alike = _alike(row, rest) if tool is None else None
            compared.append(_compared(row.key, row.tool, wanted, tool, alike))
    compared += [_compared(tool.name, tool.friendly_name or tool.name, None, tool) for tool in rest if _held(tool)]
    return tuple(compared)


def compare_template(profile: Profile, levels: Mapping[str, Level | None]) -> tuple[ToolLevel, ...]:
    """The profile's project rows held against a permission template's levels."""
    tools = [GrantedTool(name, name, level, "" if level is None else level.label) for name, level in levels.items()]
    return tuple(each for each in compare(profile, "project", tools) if each.wanted is not None)


def _compared(
    key: str, label: str, wanted: Level | None, tool: GrantedTool | None, alike: str | None = None
) -> ToolLevel:
    if tool is None:
        return ToolLevel(key, label, wanted, None, alike=alike)
    return ToolLevel(key, label, wanted, tool.level, None if tool.level is not None else tool.level_name or "unknown")


def _held(tool: GrantedTool) -> bool:
    return tool.level is not None and tool.level is not Level.NONE


def _find(row: ProfileRow, tools: list[GrantedTool]) -> GrantedTool | None:
    """The tool of a row, by engine name (procore-api.md 5.5)."""
    engine_names = {name.casefold() for name in (row.key, *row.also_known_as)}
    by_engine = (tool for tool in tools if tool.name.casefold() in engine_names)
    exact = (tool for tool in tools if tool.name.casefold() == row.key.casefold())
    return next(exact, None) or next(by_engine, None)


def _alike(row: ProfileRow, tools: list[GrantedTool]) -> str | None:
    """A tool that may be the row's: shown under its name, or without an engine name."""
    shown_names = {name.casefold() for name in (row.tool, *row.also_known_as)}
    return next((tool.name for tool in tools if not tool.name or tool.friendly_name.casefold() in shown_names), None)
