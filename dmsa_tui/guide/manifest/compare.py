"""Looks a pasted manifest over and compares its permissions with a profile."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from dmsa_tui.guide.manifest.cleaning import cleaned
from dmsa_tui.guide.manifest.lint import remarks
from dmsa_tui.guide.manifest.positions import Places, joined
from dmsa_tui.guide.manifest.syntax import LARGEST, Problem, parse_manifest, shown
from dmsa_tui.guide.profiles import TABS, Profile, ProfileRow, Tab
from dmsa_tui.procore.pasted import without_credentials
from dmsa_tui.vocabulary import Level

INSTANCE = "components.oauth.instances[0]"
_LEVELS = ("readonly", "standard", "admin")


@dataclass(frozen=True)
class LevelRow:
    """One tool on one tab: what the profile wants and what the manifest declares."""

    tab: Tab
    tool: str
    key: str
    wanted: Level
    declared: Level | None
    """None: the manifest's word is no known level."""
    line: int | None = None
    column: int | None = None
    """Where the level stands, or where it belongs."""

    @property
    def verdict(self) -> Literal["match", "missing", "too-low", "above", "unknown"]:
        """How the two compare."""
        if self.declared is None:
            return "unknown"
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
        declared = "an unknown level" if self.declared is None else self.declared.label
        right = "leave it out" if self.wanted is Level.NONE else f'write "{self.key}": "{self.wanted.manifest_word}"'
        sentence = f"{self.tool} is declared as {declared}, and the profile wants {self.wanted.label}; {right}."
        severity: Literal["caution", "error"] = "caution" if self.verdict == "above" else "error"
        return Problem(severity, f"{self.tab} permissions", sentence, self.line, self.column)


@dataclass(frozen=True)
class UnknownTool:
    """A tool that the manifest declares and the profile does not know; nothing says that it is wrong."""

    tab: Tab
    key: str
    level: str
    line: int | None = None
    column: int | None = None

    @property
    def problem(self) -> Problem:
        """What has to be said about it."""
        sentence = (
            f"The tool “{self.key}” ({self.level}) is unknown to the profile; ask for it only if the sync needs it."
        )
        return Problem("caution", f"{self.tab} permissions", sentence, self.line, self.column)


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
    gap: tuple[int, int] | None = None
    """Line and column where the permissions belong, if there are none."""

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
            return  # the form says it: every row is missing
        yield from (row.problem for row in self.rows if row.problem is not None)
        yield from (tool.problem for tool in self.unknown)


def compare_manifest(text: str, profile: Profile, schema: str | None = None) -> ManifestFindings:
    """What `text` contains, and how it compares with `profile`; never raises.

    `schema` is the version that the text should have; None takes the one that it states.
    """
    if len(text) <= LARGEST:  # else it is not even looked at
        text = cleaned(text)
    parsed = parse_manifest(text)
    if parsed.state != "object":
        return ManifestFindings(parsed.state, parsed.problems)
    places = Places(text)
    reading = _Reading(parsed.value, list(parsed.problems), places)
    reading.look_over(schema)
    declared = reading.declared()
    block = reading.permissions_place
    return ManifestFindings(
        state="object",
        form=tuple(reading.problems),
        schema=reading.schema,
        grant_type=reading.grant_type,
        has_permissions=reading.has_permissions,
        rows=tuple(_rows(profile, declared, places, block)),
        unknown=tuple(_unknown(profile, declared)),
        gap=None if reading.has_permissions else places.value(block),
    )


class _Declared(NamedTuple):
    """A level word and where it stands."""

    word: str
    line: int
    column: int


_Tools = dict[Tab, dict[str, _Declared]]


class _Reading:
    """One pass over a manifest; collects problems on the way."""

    def __init__(self, manifest: dict[str, Any], problems: list[Problem], places: Places) -> None:
        self.manifest = manifest
        self.problems = problems
        self.places = places
        self.schema: str | None = None
        self.grant_type: str | None = None
        self._permissions: Any = None
        self.permissions_place = "permissions"

    def look_over(self, wanted_schema: str | None) -> None:
        self._look_at_schema(wanted_schema)
        self._look_at_notes()
        for severity, place, sentence in remarks(self.manifest):
            add = self._error if severity == "error" else self._caution
            add(place, sentence, at_key=True)
        if self._is_nested():
            self._look_at_nested()
        else:
            self._look_at_flat()
        if self._permissions is None:
            sentence = (
                "The manifest has no permissions yet, so every row is missing; here belongs"
                ' "permissions": {"company": {…}, "project": {…}}.'
            )
            line, column = self.places.value(self.permissions_place)
            self.problems.append(Problem("error", "permissions", sentence, line, column))

    def declared(self) -> _Tools:
        """Tab → tool key → level word, as far as they can be read."""
        result: _Tools = {"company": {}, "project": {}}
        place, block = self.permissions_place, self._permissions
        if block is None:
            return result
        if not isinstance(block, dict):
            self._error(place, 'The permissions must be an object with "company" and "project".')
            return result
        for key in block:
            if key not in TABS:
                sentence = 'This is not a tab of permissions; the tabs are "company" and "project".'
                self._error(joined(place, key), sentence, at_key=True)
        for tab in TABS:
            tools = block.get(tab, {})
            if not isinstance(tools, dict):
                self._error(f"{place}.{tab}", 'The tools must be an object such as {"documents": "admin"}.')
                continue
            for tool, word in tools.items():
                at = joined(f"{place}.{tab}", tool)
                if tool != _key(tool):
                    self._caution(at, f"Keys have lowercase letters and _; write “{shown(_key(tool))}”.", at_key=True)
                result[tab][_key(tool)] = _Declared(self._level(at, word), *self.places.value(at))
        return result

    @property
    def has_permissions(self) -> bool:
        """Whether there is a block of permissions at all, in order or not."""
        return self._permissions is not None

    def _level(self, at: str, word: Any) -> str:
        known = f"the known levels are {', '.join(_LEVELS)}, and None is a tool left out"
        if not isinstance(word, str):
            self._error(at, f"A level is a text in double quotes, and this is {shown(word)}; {known}.")
            return ""
        level = level_of(word)
        if level is None:
            self._caution(at, f"The level “{shown(word)}” is unknown; {known}.")
        elif level is Level.NONE:
            self._error(at, f"“{shown(word)}” is not a level of a manifest; leave the tool out for None.")
        elif word != level.manifest_word:
            self._error(at, f'“{shown(word)}” is not a level of a manifest; write "{level.manifest_word}".')
        return word

    def _look_at_schema(self, wanted: str | None) -> None:
        stated = self.manifest.get("schema_version")
        if stated is None:
            self._error("schema_version", 'The key is missing; write "schema_version": "3.2" or "4.1".')
        elif not isinstance(stated, str):
            self._error("schema_version", 'The value must be a text in double quotes, such as "4.1".')
        else:
            self.schema = shown(stated)
            if wanted is not None and stated != wanted:
                self._error("schema_version", f"The version is “{self.schema}”; write “{wanted}”, which was asked for.")
            elif stated.split(".")[0] not in ("3", "4"):
                self._caution("schema_version", f"The version “{self.schema}” is not known; write 3.2 or 4.1.")

    def _is_nested(self) -> bool:
        generation = (self.schema or "").split(".")[0]
        if generation in ("3", "4"):
            return generation == "3"
        return "components" in self.manifest

    def _look_at_nested(self) -> None:
        self.permissions_place = f"{INSTANCE}.permissions"
        instance = self._instance()
        if instance is not None:
            self._look_at_grant(instance)
            self._permissions = instance.get("permissions")
        if "permissions" in self.manifest:
            self._error("permissions", f"In schema 3.2 this belongs in {INSTANCE}; only 4.1 has it here.", at_key=True)
            if self._permissions is None:
                self._permissions, self.permissions_place = self.manifest["permissions"], "permissions"

    def _instance(self) -> dict[str, Any] | None:
        right = '{"components": {"oauth": {"instances": [{"grant_type": "client_credentials"}]}}}'
        value: Any = self.manifest
        place = ""
        for key in ("components", "oauth"):
            place = f"{place}.{key}".lstrip(".")
            value = value.get(key)
            if not isinstance(value, dict):
                self._error(
                    place, f"The key {'is missing' if value is None else 'must have an object'}; write {right}."
                )
                return None
        instances = value.get("instances")
        if not isinstance(instances, list) or not instances or not isinstance(instances[0], dict):
            self._error("components.oauth.instances", f"There must be a list with one object; write {right}.")
            return None
        if len(instances) > 1:
            self._error(
                "components.oauth.instances",
                "There are several components; keep one: an app has no second of this kind.",
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
                "components",
                "Schema 4.1 has no components: remove them, and put permissions at the top level.",
                at_key=True,
            )
            if self._permissions is None:
                instance = _first_instance(self.manifest)
                self._permissions = instance.get("permissions")
                self.permissions_place = f"{INSTANCE}.permissions"

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
                self._caution(f"{place}.{name}", "The value is empty; write one: the portal's form requires it.")
        url = page.get("url")
        if isinstance(url, str) and "://example.com" in url:
            self._caution(
                f"{place}.page.url", "The address is an example; replace it with the sync tool's own help page."
            )

    def _error(self, place: str, sentence: str, *, at_key: bool = False) -> None:
        self.problems.append(Problem("error", without_credentials(place), sentence, *self._at(place, at_key)))

    def _caution(self, place: str, sentence: str, *, at_key: bool = False) -> None:
        self.problems.append(Problem("caution", without_credentials(place), sentence, *self._at(place, at_key)))

    def _at(self, place: str, at_key: bool) -> tuple[int, int]:
        return self.places.key(place) if at_key else self.places.value(place)


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


def _rows(profile: Profile, declared: _Tools, places: Places, block: str) -> Iterator[LevelRow]:
    for tab in TABS:
        for row in profile.rows:
            wanted = row.company if tab == "company" else row.project
            entries = [(key, declared[tab][key]) for key in _keys(row) if key in declared[tab]]
            if row.optional or (wanted is Level.NONE and not entries):
                continue
            missing = _Declared("none", *places.value(f"{block}.{tab}"))
            key, entry = entries[0] if entries else (row.key, missing)
            yield LevelRow(tab, row.tool, shown(key), wanted, level_of(entry.word), entry.line, entry.column)


def _unknown(profile: Profile, declared: _Tools) -> Iterator[UnknownTool]:
    known = {key for row in profile.rows for key in _keys(row)}
    for tab in TABS:
        for key, entry in declared[tab].items():
            if key not in known:
                yield UnknownTool(tab, shown(key), shown(entry.word), entry.line, entry.column)
