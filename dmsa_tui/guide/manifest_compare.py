"""Looks a pasted manifest over and compares its permissions with a profile."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dmsa_tui.guide.manifest_syntax import Problem, parse_manifest, shown
from dmsa_tui.guide.model import Profile, ProfileRow
from dmsa_tui.procore.levels import Level

Tab = Literal["company", "project"]
TABS: tuple[Tab, ...] = ("company", "project")
INSTANCE = "components.oauth.instances[0]"
_LEVELS = ("readonly", "standard", "admin")
_TOP_KEYS = {
    "schema_version",
    "app_manifest",
    "post_installation_instruction",
    "components",
    "permissions",
    "fullscreen",
    "sidepanel",
}


@dataclass(frozen=True)
class LevelRow:
    """One tool on one tab: what the profile wants and what the manifest declares."""

    tab: Tab
    tool: str
    key: str
    wanted: Level
    declared: Level | None
    """None: the manifest's word is no level."""

    @property
    def verdict(self) -> Literal["match", "missing", "too-low", "above", "unreadable"]:
        """How the two compare."""
        if self.declared is None:
            return "unreadable"
        if self.declared is self.wanted:
            return "match"
        if self.declared > self.wanted:
            return "above"
        return "missing" if self.declared is Level.NONE else "too-low"

    @property
    def problem(self) -> Problem | None:
        """What has to be said about the row; None if it matches."""
        if self.verdict == "match":
            return None
        declared = "no level" if self.declared is None else self.declared.label
        sentence = f"{self.tool} is declared as {declared}, and the profile wants {self.wanted.label}."
        return Problem("caution" if self.verdict == "above" else "error", f"{self.tab} permissions", sentence)


@dataclass(frozen=True)
class UnknownTool:
    """A tool that the manifest declares and the profile does not know; nothing says that it is wrong."""

    tab: Tab
    key: str
    level: str

    @property
    def problem(self) -> Problem:
        """What has to be said about it."""
        sentence = (
            f"The tool “{self.key}” ({self.level}) is unknown to the profile; ask for it only if the sync needs it."
        )
        return Problem("caution", f"{self.tab} permissions", sentence)


@dataclass(frozen=True)
class ManifestFindings:
    """What a pasted manifest contains."""

    state: Literal["object", "broken", "unusable"]
    """object: it was read; broken: it is meant as a manifest, but no valid JSON; unusable: it is something else."""
    form: tuple[Problem, ...]
    """What is wrong with its form, or needs care there; says nothing about the profile."""
    schema: str | None = None
    """The schema version it states."""
    grant_type: str | None = None
    has_permissions: bool = False
    rows: tuple[LevelRow, ...] = ()
    unknown: tuple[UnknownTool, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether nothing about its form is wrong; cautions are not errors."""
        return all(problem.severity != "error" for problem in self.form)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that has to be put right: the form's errors, and levels below the profile's."""
        return tuple(problem for problem in self._all() if problem.severity == "error")

    @property
    def notes(self) -> tuple[Problem, ...]:
        """Everything that needs care only: levels above the profile's and unknown tools too."""
        return tuple(problem for problem in self._all() if problem.severity == "caution")

    def _all(self) -> Iterator[Problem]:
        yield from self.form
        if self.state == "object" and not self.has_permissions:
            yield Problem("error", "permissions", "The manifest has no permissions yet, so every row is missing.")
            return
        yield from (row.problem for row in self.rows if row.problem is not None)
        yield from (tool.problem for tool in self.unknown)


def compare_manifest(text: str, profile: Profile, schema: str | None = None) -> ManifestFindings:
    """What `text` contains, and how it compares with `profile`; never raises.

    `schema` is the version that the text should have; None takes the one that it states.
    """
    parsed = parse_manifest(text)
    if parsed.state != "object":
        return ManifestFindings(parsed.state, parsed.problems)
    reading = _Reading(parsed.value, list(parsed.problems))
    reading.look_over(schema)
    declared = reading.declared()
    return ManifestFindings(
        state="object",
        form=tuple(reading.problems),
        schema=reading.schema,
        grant_type=reading.grant_type,
        has_permissions=reading.has_permissions,
        rows=tuple(_rows(profile, declared)),
        unknown=tuple(_unknown(profile, declared)),
    )


class _Reading:
    """One pass over a manifest; collects problems on the way."""

    def __init__(self, manifest: dict[str, Any], problems: list[Problem]) -> None:
        self.manifest = manifest
        self.problems = problems
        self.schema: str | None = None
        self.grant_type: str | None = None
        self._permissions: Any = None
        self._permissions_place = "permissions"

    def look_over(self, wanted_schema: str | None) -> None:
        self._look_at_schema(wanted_schema)
        self._look_at_notes()
        for key in self.manifest:
            if key not in _TOP_KEYS:
                self._caution(shown(key), "This key has not been seen in a manifest of Procore's.")
        if self._is_nested():
            self._look_at_nested()
        else:
            self._look_at_flat()

    def declared(self) -> dict[Tab, dict[str, str]]:
        """Tab → tool key → level word, as far as they can be read."""
        result: dict[Tab, dict[str, str]] = {"company": {}, "project": {}}
        place, block = self._permissions_place, self._permissions
        if block is None:
            return result
        if not isinstance(block, dict):
            self._error(place, 'The permissions must be an object with "company" and "project".')
            return result
        for key in block:
            if key not in TABS:
                self._error(
                    f"{place}.{shown(key)}", 'This is no tab of permissions; these are "company" and "project".'
                )
        for tab in TABS:
            tools = block.get(tab, {})
            if isinstance(tools, dict):
                result[tab] = {_key(tool): self._level(f"{place}.{tab}", tool, word) for tool, word in tools.items()}
            else:
                self._error(f"{place}.{tab}", 'The tools must be an object such as {"documents": "admin"}.')
        return result

    @property
    def has_permissions(self) -> bool:
        """Whether there is a block of permissions at all, in order or not."""
        return self._permissions is not None

    def _level(self, place: str, tool: str, word: Any) -> str:
        if word not in _LEVELS:
            level = level_of(word) if isinstance(word, str) else None
            if level is Level.NONE:
                right = "leave the tool out for None"
            elif level is not None:
                right = f'write "{level.manifest_word}"'
            else:
                right = f"the levels are {', '.join(_LEVELS)}"
            self._error(f"{place}.{shown(tool)}", f"“{shown(word)}” is not a level of a manifest; {right}.")
        return word if isinstance(word, str) else ""

    def _look_at_schema(self, wanted: str | None) -> None:
        stated = self.manifest.get("schema_version")
        if stated is None:
            self._error("schema_version", 'The key is missing; write "schema_version": "3.2" or "4.1".')
        elif not isinstance(stated, str):
            self._error("schema_version", 'The value must be a text in double quotes, such as "4.1".')
        else:
            self.schema = shown(stated)
            if wanted is not None and stated != wanted:
                self._error("schema_version", f"The version is “{self.schema}”, and “{wanted}” was asked for.")
            elif stated.split(".")[0] not in ("3", "4"):
                self._caution(
                    "schema_version", f"The version “{self.schema}” is not known; the known ones are 3, 3.2 and 4.1."
                )

    def _is_nested(self) -> bool:
        generation = (self.schema or "").split(".")[0]
        if generation in ("3", "4"):
            return generation == "3"
        return "components" in self.manifest

    def _look_at_nested(self) -> None:
        self._permissions_place = f"{INSTANCE}.permissions"
        instance = self._instance()
        if instance is not None:
            self._look_at_grant(instance)
            self._permissions = instance.get("permissions")
        if "permissions" in self.manifest:
            self._error("permissions", f"In schema 3.2 this belongs into {INSTANCE}; only 4.1 has it here.")
            if self._permissions is None:
                self._permissions, self._permissions_place = self.manifest["permissions"], "permissions"

    def _instance(self) -> dict[str, Any] | None:
        right = '{"components": {"oauth": {"instances": [{"grant_type": "client_credentials"}]}}}'
        value: Any = self.manifest
        place = ""
        for key in ("components", "oauth"):
            place = f"{place}.{key}".lstrip(".")
            value = value.get(key)
            if not isinstance(value, dict):
                self._error(
                    place, f"The key {'is missing' if value is None else 'must have an object'}; right is {right}."
                )
                return None
        instances = value.get("instances")
        if not isinstance(instances, list) or not instances or not isinstance(instances[0], dict):
            self._error("components.oauth.instances", f"There must be a list with one object; right is {right}.")
            return None
        if len(instances) > 1:
            self._error(
                "components.oauth.instances", "There are several components; an app has at most one of this kind."
            )
        return instances[0]

    def _look_at_grant(self, instance: dict[str, Any]) -> None:
        place = f"{INSTANCE}.grant_type"
        grant = instance.get("grant_type")
        if isinstance(grant, str):
            self.grant_type = shown(grant)
        if grant is None:
            self._error(place, 'The key is missing; write "grant_type": "client_credentials".')
        elif grant != "client_credentials":
            self._error(place, f"The grant type is “{shown(grant)}”; a service account needs “client_credentials”.")

    def _look_at_flat(self) -> None:
        self._permissions = self.manifest.get("permissions")
        if "components" in self.manifest:
            self._error(
                "components", "Schema 4.1 has no components: remove them, and put permissions at the top level."
            )
            if self._permissions is None:
                instance = _first_instance(self.manifest)
                self._permissions = instance.get("permissions")
                self._permissions_place = f"{INSTANCE}.permissions"

    def _look_at_notes(self) -> None:
        place = "post_installation_instruction"
        value = self.manifest.get(place)
        page = value.get("page") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(page, dict):
            self._caution(
                place, "A page with url and label, and notes should be here: the portal's form requires all three."
            )
            return
        for name, holder in (("page.url", page), ("page.label", page), ("notes", value)):
            content = holder.get(name.rpartition(".")[2])
            if not isinstance(content, str) or not content.strip():
                self._caution(f"{place}.{name}", "The value should not be empty: the portal's form requires it.")
        url = page.get("url")
        if isinstance(url, str) and "://example.com" in url:
            self._caution(
                f"{place}.page.url", "The address is an example; replace it by the sync tool's own help page."
            )

    def _error(self, place: str, sentence: str) -> None:
        self.problems.append(Problem("error", place, sentence))

    def _caution(self, place: str, sentence: str) -> None:
        self.problems.append(Problem("caution", place, sentence))


def level_of(word: str) -> Level | None:
    """The level that a manifest's word means, generously read; None if it means none."""
    try:
        return Level.from_word(word.replace("_", "-"))
    except KeyError:
        return None


def _first_instance(manifest: dict[str, Any]) -> dict[str, Any]:
    value: Any = manifest
    for key in ("components", "oauth", "instances"):
        value = value.get(key) if isinstance(value, dict) else None
    return value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else {}


def _key(tool: str) -> str:
    return tool.strip().lower().replace(" ", "_").replace("-", "_")


def _keys(row: ProfileRow) -> tuple[str, ...]:
    return tuple(_key(name) for name in (row.key, *row.also_known_as))


def _rows(profile: Profile, declared: dict[Tab, dict[str, str]]) -> Iterator[LevelRow]:
    for tab in TABS:
        for row in profile.rows:
            wanted = row.company if tab == "company" else row.project
            words = [(key, declared[tab][key]) for key in _keys(row) if key in declared[tab]]
            if row.optional or (wanted is Level.NONE and not words):
                continue
            key, word = words[0] if words else (row.key, "none")
            yield LevelRow(tab, row.tool, shown(key), wanted, level_of(word))


def _unknown(profile: Profile, declared: dict[Tab, dict[str, str]]) -> Iterator[UnknownTool]:
    known = {key for row in profile.rows for key in _keys(row)}
    for tab in TABS:
        for key, word in declared[tab].items():
            if key not in known:
                yield UnknownTool(tab, shown(key), shown(word))
