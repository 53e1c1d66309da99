"""Permission profiles: their types, the built-in ones, people's own in the config directory, or any TOML file."""

import re
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from dmsa_tui.errors import InvalidInput, quoted, unknown_name
from dmsa_tui.guide.guide_table import GuideTable, data_root
from dmsa_tui.guide.sources import Source, source
from dmsa_tui.vocabulary import Level

Tab = Literal["company", "project"]
"""The two halves of a permission builder, and of a manifest's permissions."""
TABS: tuple[Tab, ...] = ("company", "project")
DEFAULT_PROFILE = "file-sync"
LARGEST = 200_000
"""Bytes; a profile has a few thousand."""
_KEY = r"[a-z][a-z0-9_]*"


class ProfileRow(NamedTuple):
    """One tool of a permission profile."""

    tool: str
    """As the permission builder prints it, e.g. Documents."""
    key: str
    """Engine name and manifest key, e.g. documents."""
    also_known_as: tuple[str, ...]
    """Other engine or display names, any level."""
    company: Level
    """Level wanted on the company tab; NONE if the profile does not ask for it."""
    project: Level
    reason: str
    caution: str | None = None
    company_reason: str | None = None
    """What is said on the company tab alone, as is the next."""
    company_caution: str | None = None
    optional: bool = False
    """An optional row is shown and explained, but is not part of what is checked or built."""

    def level(self, tab: Tab) -> Level:
        """The level wanted on that tab."""
        return self.company if tab == "company" else self.project

    def reason_on(self, tab: Tab) -> str:
        """Why that tab has this level."""
        return f"{self.reason} {self.company_reason}" if self.company_reason and tab == "company" else self.reason

    def caution_on(self, tab: Tab) -> str:
        """What to beware of on that tab; empty for nothing."""
        said = (self.company_caution if tab == "company" else None, self.caution)
        return " ".join(each for each in said if each)


class Profile(NamedTuple):
    """The permissions that a sync tool needs."""

    id: str
    name: str
    description: str
    source: Source
    rows: tuple[ProfileRow, ...]


def profile_names(config_dir: Path | None = None) -> tuple[str, ...]:
    """The names that `load_profile` knows: the built-in profiles, then those of `config_dir`/profiles."""
    built_in = _stems(data_root().joinpath("profiles"))
    own = () if config_dir is None else _stems(config_dir / "profiles")
    return built_in + tuple(name for name in own if name not in built_in)


def load_profile(name_or_path: str, config_dir: Path | None = None) -> Profile:
    """The profile of that name or in that file; InvalidInput lists the valid names, or says what is wrong in it."""
    given = name_or_path.strip()
    own = None if config_dir is None else config_dir / "profiles" / f"{given}.toml"
    is_name = Path(given).name == given
    if is_name and given in profile_names(config_dir):
        built_in = data_root().joinpath("profiles", f"{given}.toml")
        if own is not None and own.is_file():
            if built_in.is_file():
                raise InvalidInput(
                    f"The profile name {quoted(given)} is taken by a built-in profile; rename the file {own}."
                )
            return _checked_name(_read_file(own), given, str(own))
        return _built_in(given)
    if given and (not is_name or given.endswith(".toml")):
        return _read_file(Path(given).expanduser())
    raise unknown_name("profile", given, (*profile_names(config_dir), "or the path of a TOML file"))


@cache
def _built_in(name: str) -> Profile:
    file = f"{name}.toml"
    raw = data_root().joinpath("profiles", file).read_bytes()
    return _checked_name(_profile(GuideTable.from_toml(raw, file)), name, file)


def _stems(folder: Path) -> tuple[str, ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml")))


def _read_file(path: Path) -> Profile:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InvalidInput(f"The profile file {path} cannot be read: {reason}.") from None
    if len(raw) > LARGEST:
        raise InvalidInput(f"The profile file {path} has more than {LARGEST:,} bytes; a profile has a few thousand.")
    return _profile(GuideTable.from_toml(raw, str(path)))


def _checked_name(profile: Profile, name: str, file: str) -> Profile:
    if profile.id != name:
        raise InvalidInput(
            f"{file}: id is {quoted(profile.id)}, and must be {quoted(name)}, the file's name without .toml."
        )
    return profile


def _profile(top: GuideTable) -> Profile:
    with top:
        profile = Profile(
            id=top.identifier("id"),
            name=top.text("name"),
            description=top.prose("description"),
            source=source(top.table("source")),
            rows=tuple(_row(table) for table in top.optional_tables("rows")),
        )
    if all(row.optional for row in profile.rows):
        raise top.refuse("rows", "must have at least one row that is not optional")
    keys = [key for row in profile.rows for key in (row.key, *row.also_known_as)]
    for key in keys:
        if keys.count(key) > 1:
            raise top.refuse("rows", f"names the tool {quoted(key)} twice")
    return profile


def _row(table: GuideTable) -> ProfileRow:
    with table:
        row = ProfileRow(
            tool=table.text("tool"),
            key=_tool_key(table),
            also_known_as=table.names("also_known_as"),
            company=_level(table, "company"),
            project=_level(table, "project"),
            reason=table.prose("reason"),
            caution=table.optional_prose("caution"),
            company_reason=table.optional_prose("company_reason"),
            company_caution=table.optional_prose("company_caution"),
            optional=table.flag("optional"),
        )
    if row.company is row.project is Level.NONE:
        raise table.refuse("company", "and project are both None; a row asks for at least one level above None")
    return row


def _tool_key(table: GuideTable) -> str:
    key = table.text("key")
    if not re.fullmatch(_KEY, key):
        raise table.refuse("key", f"is {quoted(key)}; a manifest key has lower-case letters, digits and underscores")
    return key


def _level(table: GuideTable, key: str) -> Level:
    word = table.text(key)
    try:
        return Level.from_word(word)
    except KeyError:
        valid = ", ".join(level.label for level in Level)
        raise table.refuse(key, f"is {quoted(word)}; the valid levels are: {valid}") from None
