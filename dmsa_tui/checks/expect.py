"""The projects that must be permitted: reading a pasted list or a CSV file, and matching it with Procore's projects."""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from dmsa_tui.errors import InvalidInput

ENTRY_LIMIT = 50_000
_NOT_TEXT = "The list of expected projects is not text; save it as UTF-8, one project a line or as CSV."

_HEADERS = {
    "id": "id", "projectid": "id", "procoreid": "id", "procoreprojectid": "id",
    "number": "number", "projectnumber": "number", "no": "number", "projectno": "number", "nr": "number",
    "code": "number", "projectcode": "number", "procoreprojectnumber": "number",
    "name": "name", "projectname": "name", "project": "name", "title": "name", "displayname": "name",
    "procoreprojectname": "name", "procoreproject": "name",
}  # fmt: skip


@dataclass(frozen=True)
class ExpectedProject:
    """One entry of an expected list: what it may be matched by, most trusted first within each field."""

    ids: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    text: str
    """The entry as a person would recognise it."""


@dataclass(frozen=True)
class Expectation:
    """Which projects must be permitted."""

    kind: Literal["none", "all", "list"]
    entries: tuple[ExpectedProject, ...] = ()


NOTHING_STATED = Expectation("none")
ALL_ACTIVE = Expectation("all")


class Identified(Protocol):
    """What an entry can be matched with."""

    @property
    def id(self) -> str: ...
    @property
    def number(self) -> str | None: ...
    @property
    def name(self) -> str: ...


P = TypeVar("P", bound=Identified)


@dataclass(frozen=True)
class Ambiguous(Generic[P]):
    """An entry that several projects answer to."""

    entry: ExpectedProject
    candidates: tuple[P, ...]


@dataclass(frozen=True)
class Matched(Generic[P]):
    """An expected list held against Procore's projects."""

    found: tuple[P, ...]
    """Each project once, in the list's order."""
    unknown: tuple[ExpectedProject, ...]
    ambiguous: tuple[Ambiguous[P], ...]


def expected_list(data: bytes | str) -> Expectation:
    """The expectation that a pasted list or a file's content states; InvalidInput if it names no project."""
    text = (data if isinstance(data, str) else _decoded(data)).lstrip("\ufeff")
    if "\0" in text:
        raise InvalidInput(_NOT_TEXT)
    try:
        unique = tuple(dict.fromkeys(_entries(text)))
    except csv.Error as error:
        raise InvalidInput(f"The list of expected projects is not CSV that can be read: {error}.") from None
    if not unique:
        raise InvalidInput(
            "The list of expected projects names no project; write one project ID, number or name a line."
        )
    if len(unique) > ENTRY_LIMIT:
        raise InvalidInput(f"The list of expected projects has {len(unique)} entries; at most {ENTRY_LIMIT} are read.")
    return Expectation("list", unique)


def match(entries: Iterable[ExpectedProject], projects: Sequence[P]) -> Matched[P]:
    """Match each entry by id, then by number, then by name; letter case and outer blanks do not count."""
    indices = (
        _index(projects, lambda each: each.id),
        _index(projects, lambda each: each.number),
        _index(projects, lambda each: each.name),
    )
    found: dict[str, P] = {}
    unknown: list[ExpectedProject] = []
    ambiguous: list[Ambiguous[P]] = []
    for entry in entries:
        candidates = _candidates(entry, *indices)
        if not candidates:
            unknown.append(entry)
        elif len(candidates) == 1:
            found.setdefault(candidates[0].id, candidates[0])
        else:
            ambiguous.append(Ambiguous(entry, tuple(candidates)))
    return Matched(tuple(found.values()), tuple(unknown), tuple(ambiguous))


def _candidates(
    entry: ExpectedProject, by_id: dict[str, list[P]], by_number: dict[str, list[P]], by_name: dict[str, list[P]]
) -> list[P]:
    for values, index in ((entry.ids, by_id), (entry.numbers, by_number), (entry.names, by_name)):
        for value in values:
            candidates = index.get(_folded(value), [])
            if len(candidates) > 1:
                named = {each.id for name in entry.names for each in by_name.get(_folded(name), ())}
                candidates = [each for each in candidates if each.id in named] or candidates
            if candidates:
                return candidates
    return []


def _index(projects: Sequence[P], key_of: Callable[[P], str | None]) -> dict[str, list[P]]:
    index: dict[str, list[P]] = {}
    for project in projects:
        if key := _folded(key_of(project) or ""):
            index.setdefault(key, []).append(project)
    return index


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _decoded(data: bytes) -> str:
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252"):  # the last is what older spreadsheets write
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput(_NOT_TEXT)


def _entries(text: str) -> Iterable[ExpectedProject]:
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    separator = max(",;\t", key=lambda each: (len(_columns(_cells(lines[0], each))), lines[0].count(each)))
    if columns := _columns(_cells(lines[0], separator)):
        rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=separator, skipinitialspace=True)
        return _by_columns(list(rows)[1:], columns)
    # Line by line: a quote that opens a project's name must not swallow the rest of the list.
    return [entry for line in lines if (entry := _loose(line.strip(), _cells(line, separator)))]


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])]


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Field → column of a header row; empty if the row is not one."""
    columns: dict[str, int] = {}
    for position, cell in enumerate(header):
        meaning = _HEADERS.get("".join(letter for letter in cell.casefold() if letter.isalnum()))
        if meaning is not None:
            columns.setdefault(meaning, position)
    return columns


def _by_columns(rows: Iterable[Sequence[str]], columns: dict[str, int]) -> Iterable[ExpectedProject]:
    for row in rows:
        values = {field: row[position].strip() for field, position in columns.items() if position < len(row)}
        id, number, name = (values.get(field, "") for field in ("id", "number", "name"))
        if id or number or name:
            yield ExpectedProject(_some(id), _some(number), _some(name), name or number or id)


def _loose(line: str, cells: Sequence[str]) -> ExpectedProject | None:
    """An entry of a row without a header. A cell alone may be an id or a number; a name is only ever the whole row."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return None
    text = filled[0] if len(filled) == 1 else line
    keys = tuple(dict.fromkeys((line, *filled)))
    return ExpectedProject(keys, keys, tuple(dict.fromkeys((line, text))), text)


def _some(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
