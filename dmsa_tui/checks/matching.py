"""Matches the entries of an expected list with Procore's projects: each is one project, several, closed or none.

The whole line is tried first (ID, number, name), then it is split as the row of one project, then as a list of several.
Where two projects fit a row, neither is taken; what a row does not account for is an entry of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from enum import Enum
from typing import Generic, NamedTuple, Protocol, TypeVar

from dmsa_tui.checks.expectation import ExpectedProject
from dmsa_tui.checks.list_lines import (
    Cut,
    address_id,
    as_numbers,
    beside,
    cuts,
    is_code,
    is_detail,
    pattern,
    plainer,
    splits,
)  # fmt: skip
from dmsa_tui.checks.spelling import TYPOGRAPHY, alike, bare, composed, folded, is_number
from dmsa_tui.checks.words import listed


class Identified(Protocol):
    """What an entry can be matched with."""

    @property
    def id(self) -> str: ...
    @property
    def number(self) -> str | None: ...
    @property
    def name(self) -> str: ...
    @property
    def active(self) -> bool | None: ...


_SURE_NUMBER = 4
"""From how many digits on a number that stands beside a project is no count."""

P = TypeVar("P", bound=Identified)


class Doubt(Enum):
    """What a reader of the result must know about a match, as the end of a sentence."""

    ZEROS = "apart from leading zeros"
    OTHER_NAME = "by its number, under another name"
    OTHER_NUMBER = "by its name, under another number"


@dataclass(frozen=True)
class Match(Generic[P]):
    """An entry that is one project."""

    entry: ExpectedProject
    project: P
    doubt: Doubt | None = None
    details: tuple[str, ...] = ()
    """What stands beside the project and is none: a column of its row, or a project that Procore does not have."""

    def sentence(self) -> str:
        """What was taken for what, as a clause; for a match with a doubt."""
        how = "" if self.doubt is None else f" {self.doubt.value}"
        return f"line {self.entry.line} “{self.entry.text}” matches {shown(self.project)}{how}"


@dataclass(frozen=True)
class Ambiguous(Generic[P]):
    """An entry that several projects answer to."""

    entry: ExpectedProject
    candidates: tuple[P, ...]


@dataclass(frozen=True)
class Matched(Generic[P]):
    """An expected list held against Procore's projects."""

    matches: tuple[Match[P], ...]
    """In the list's order; two entries may be the same project."""
    unknown: tuple[ExpectedProject, ...]
    ambiguous: tuple[Ambiguous[P], ...]

    @property
    def projects(self) -> tuple[P, ...]:
        """Each project once, in the list's order."""
        return tuple({match.project.id: match.project for match in reversed(self.matches)}.values())[::-1]

    @property
    def closed(self) -> tuple[Match[P], ...]:
        """The entries that are a closed project."""
        return tuple(match for match in self.matches if match.project.active is False)

    @property
    def doubtful(self) -> tuple[Match[P], ...]:
        """The matches with a doubt, which a reader must see."""
        return tuple(match for match in self.matches if match.doubt is not None)


def named(project: Identified) -> str:
    """A project as Procore's pickers write it: 1234 - Harbor Annex."""
    return f"{project.number} - {project.name}" if project.number else project.name


def shown(project: Identified) -> str:
    """The same, in quotation marks."""
    return f"“{named(project)}”"


def match(entries: Iterable[ExpectedProject], projects: Sequence[P]) -> Matched[P]:
    """Match each entry by ID, then by number, then by name; case, typography and outer blanks do not count."""
    index = _Index(projects)
    matches: list[Match[P]] = []
    unknown: list[ExpectedProject] = []
    ambiguous: list[Ambiguous[P]] = []
    for entry, hits in (each for whole in entries for each in index.read(whole)):
        if len(hits.projects) > 1:
            ambiguous.append(Ambiguous(entry, hits.projects))
        elif hits.projects:
            matches.append(Match(entry, hits.projects[0], hits.doubt, hits.details))
        elif not entry.maybe:
            unknown.append(entry)
    # "1 - Depot" and "2 - Depot" are two projects: a name alone is no proof where another entry is that project.
    times = Counter(match.project.id for match in matches)
    taken = [each for each in matches if each.doubt is Doubt.OTHER_NUMBER and times[each.project.id] > 1]
    if taken:
        matches = [each for each in matches if each not in taken]
        unknown = sorted([*unknown, *(each.entry for each in taken)], key=lambda entry: entry.line)
    return Matched(tuple(matches), tuple(unknown), tuple(ambiguous))


class Half(NamedTuple):
    """An entry that is no project, and lists one beside something else. It may still mean one project."""

    entry: ExpectedProject
    known: tuple[str, ...]
    other: tuple[str, ...]

    def sentence(self) -> str:
        """Which part is a project, as a clause."""
        known, other = (listed([f"“{each}”" for each in some]) for some in (self.known, self.other))
        are = "is a project" if len(self.known) == 1 else "are projects"
        nor = "is" if len(self.other) == 1 else "are"
        return f"{known} {are}, {other} {nor} not"


def halves(entries: Iterable[ExpectedProject], projects: Sequence[P]) -> list[Half]:
    """Those of the unknown entries of which a part is a project."""
    index = _Index(projects)
    return [half for each in entries if (half := index.half(each)) is not None]


def nearest(entry: ExpectedProject, projects: Sequence[P]) -> tuple[P, ...]:
    """Up to three projects that the entry may mean: first those with its number, then those with the nearest names."""
    asked = [each for each in dict.fromkeys((entry.name, entry.text, entry.number)) if each]
    parts = {folded(part) for text in asked for split in splits(text) for part in (split.head, split.rest)}
    wanted = [*dict.fromkeys([*map(folded, asked), *parts])]
    by_name: dict[str, list[P]] = {}
    for project in projects:
        by_name.setdefault(folded(project.name), []).append(project)
    near = {project.id: project for project in projects if folded(project.number or "") in parts}
    scored = [
        (SequenceMatcher(None, text, name).ratio(), name)
        for text in wanted
        if len(text) > 2
        for name in get_close_matches(text, by_name)
    ]
    for _, name in sorted(scored, reverse=True):
        near |= {project.id: project for project in by_name[name] if project.id not in near}
    return tuple(near.values())[:3]


@dataclass(frozen=True)
class _Hits(Generic[P]):
    projects: tuple[P, ...] = ()
    doubt: Doubt | None = None
    details: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.projects)


class _Index(Generic[P]):
    """The projects by what an entry may call them."""

    def __init__(self, projects: Sequence[P]) -> None:
        self._by_id = _table(projects, lambda each: each.id)
        self._by_number = _table(projects, lambda each: each.number)
        self._by_name = _table(projects, lambda each: each.name)
        self._patterns = {pattern(each.number) for each in projects if each.number} - {""}
        self._by_bare = _table(projects, lambda each: bare(folded(each.number or "")))
        self._read: dict[str, list[tuple[str, _Hits[P]]]] = {}
        """What the parts of lines name: a sentence has the same ones in many of the ways to cut it."""

    def entry(self, entry: ExpectedProject) -> _Hits[P]:
        """The projects that the columns name, tried one after the other; else those of the whole line."""
        if not entry.id and not entry.number:
            return self._line(entry.name)
        for zeros in (False, True):
            for value, ids in ((entry.id, True), (entry.number, False)):
                if ids and not zeros and (projects := self._ids(value)):
                    return self._with_others(projects, entry.name)  # an ID is never another project's
                if projects := self._numbers(value, zeros=zeros):
                    return self._with_name(projects, entry.name, zeros=zeros)
            if not zeros and entry.number and not entry.name and (projects := self._ids(entry.number)):
                return _Hits(projects)
        line = self._line(entry.name)
        if line and line.doubt is None and (entry.number or entry.id):
            other = all(project.number for project in line.projects)
            return _Hits(line.projects, Doubt.OTHER_NUMBER if other else None)
        return line or self._line(entry.id) or self._line(entry.number)

    def read(self, entry: ExpectedProject) -> "list[tuple[ExpectedProject, _Hits[P]]]":
        """The entry and what it names; or each of its parts, where they are not the columns of one project."""
        if entry.id or entry.number:
            return [(entry, self.entry(entry))]
        if (known := self._read.get(entry.name)) is None:
            known = self._read[entry.name] = [(part.text, hits) for part, hits in self._parts(entry)]
        if len(known) == 1:
            return [(entry, known[0][1])]
        return [(replace(entry, text=text, name=text), hits) for text, hits in known]

    def half(self, entry: ExpectedProject) -> Half | None:
        """The parts of an unknown line, where one of them is a project by its whole text."""
        if entry.id or entry.number:
            return None
        for cut, cells in cuts(entry.name):
            known = tuple(each for each in cells if self._whole(each))
            if known and cut in (Cut.LIST, Cut.TABLE):
                return Half(entry, known, tuple(each for each in cells if each not in known))
        return None

    def _parts(self, entry: ExpectedProject) -> "list[tuple[ExpectedProject, _Hits[P]]]":
        hits = self.entry(entry)
        alone = [(entry, hits)]
        if any(map(self._whole, plainer(entry.name))):
            return alone
        own = hits.projects[0] if len(hits.projects) == 1 else None
        has_address = entry.name.count("://") == 1
        if own is not None and (has_address or folded(own.name) in folded(entry.name)):
            return self._row(entry, hits, own)
        for cut, cells in cuts(entry.name):
            are_codes = all(map(is_code, cells))
            if len(cells) < 2 or (cut in (Cut.BLANK, Cut.RANGE) and not are_codes):
                continue
            parts = [part for cell in cells for part in self.read(replace(entry, text=cell, name=cell))]
            found = {each.projects[0].id: each.projects[0] for _, each in parts if len(each.projects) == 1}
            if len(found) > 1:
                if len(cells) == 2 and len(hits.projects) > 1 and all(map(self._whole, cells)):
                    return alone  # a number and a name of two projects
                if cut is Cut.RANGE or (cut is Cut.TABLE and not are_codes and len(found) < max(3, len(cells))):
                    return [(entry, _Hits(tuple(found.values())))]
                return parts
            if found and are_codes and not (any(map(self._ids, cells)) and any(map(self._numbers, cells))):
                return parts
        return self._row(entry, hits, own) if own is not None else alone

    def _row(self, entry: ExpectedProject, hits: _Hits[P], own: P) -> "list[tuple[ExpectedProject, _Hits[P]]]":
        """The row of one project; with the entries beside it that are another one, or numbered as the projects are."""
        others: list[tuple[ExpectedProject, _Hits[P]]] = []
        details: list[str] = []
        cells = beside(entry.name.translate(TYPOGRAPHY), " ".join(own.name.translate(TYPOGRAPHY).split()))
        for cell in cells:
            named = _Hits(self._whole(cell) or self._numbers(cell, zeros=True))
            is_other = named and own not in named.projects and not (cell.isdigit() and len(cell) < _SURE_NUMBER)
            code = cell.partition(" ")[0]  # of a number and a name
            is_number = hits.doubt is not Doubt.OTHER_NUMBER and is_code(code) and pattern(code) in self._patterns
            if is_other or (not named and is_number):
                others.append((replace(entry, text=cell, name=cell), named))
            elif not named and is_detail(cell) and folded(cell) not in folded(own.name):
                details.append(cell)
        known = [project for _, named in others for project in named.projects]
        is_row = any(each in entry.name for each in "\t|") and not 1 < len(known) == len(cells)
        if known and (is_row or address_id(entry.name)):
            return [(entry, _Hits((own, *known)))]
        told = () if hits.doubt is Doubt.OTHER_NAME else tuple(details)  # its sentence has the whole line
        return [(entry, replace(hits, details=told)), *others]

    def _line(self, text: str) -> _Hits[P]:
        if not text:
            return _Hits()
        if (id := address_id(text)) is not None:
            return _Hits(self._ids(id))
        forms = list(plainer(text))
        for form in forms:
            if projects := self._whole(form):
                return _Hits(projects)
        for form in forms:
            if hits := self._split(form):
                return hits
        for form in forms:
            if projects := self._numbers(form, zeros=True):
                return _Hits(projects, Doubt.ZEROS)
        return _Hits()

    def _whole(self, text: str) -> tuple[P, ...]:
        return self._ids(text) or self._numbers(text) or self._names(text)

    def _split(self, text: str) -> _Hits[P]:
        """The projects that two parts of the line agree on; else those of its first part; else those of its name."""
        parts = list(splits(text))
        for zeros in (False, True):
            both: dict[str, P] = {}
            for each in parts:
                named = {project.id for project in self._names(each.rest)}
                keyed = (*self._ids(each.head), *self._numbers(each.head, zeros=zeros))
                both |= {project.id: project for project in keyed if project.id in named}
            if both:
                return _Hits(tuple(both.values()), Doubt.ZEROS if zeros else None)
        for each in parts:
            if each.sure and (projects := self._ids(each.head)):
                return self._with_others(projects, each.rest)
        for zeros in (False, True):
            for each in parts:
                if each.first and (projects := self._numbers(each.head, zeros=zeros)):
                    return self._with_name(projects, each.rest, zeros=zeros)
        for each in parts:
            if (each.first and is_number(each.head)) or each.cell:
                projects = self._names(each.rest)
                other = not each.cell and all(project.number for project in projects)
                if projects:
                    return _Hits(projects, Doubt.OTHER_NUMBER if other else None)
        return _Hits()

    def _with_others(self, projects: tuple[P, ...], name: str) -> _Hits[P]:
        """The project of an ID; with those that have the name beside it, if they are others."""
        named = self._line_names(name) if name else ()
        ids = {each.id for each in named}
        return _Hits(projects if any(each.id in ids for each in projects) else (*projects, *named))

    def _with_name(self, projects: tuple[P, ...], name: str, *, zeros: bool) -> _Hits[P]:
        """The projects of a number, checked against the name beside it."""
        doubt = Doubt.ZEROS if zeros else None
        named = self._line_names(name) if name else ()
        ids = {each.id for each in named}
        if agreeing := tuple(project for project in projects if project.id in ids):
            return _Hits(agreeing, doubt)
        if named:
            return _Hits((*projects, *named))
        if name and doubt is None and not any(alike(name, project.name) for project in projects):
            doubt = Doubt.OTHER_NAME
        return _Hits(projects, doubt)

    def _line_names(self, text: str) -> tuple[P, ...]:
        for form in plainer(text):
            if projects := self._names(form):
                return projects
        return ()

    def _ids(self, text: str) -> tuple[P, ...]:
        return next((projects for each in as_numbers(text) if (projects := self._at(self._by_id, each))), ())

    def _numbers(self, text: str, *, zeros: bool = False) -> tuple[P, ...]:
        if zeros:
            keys = (key for each in as_numbers(text) if (key := bare(folded(each))))
            return next((projects for key in keys if (projects := tuple(self._by_bare.get(key, ())))), ())
        return next((projects for each in as_numbers(text) if (projects := self._at(self._by_number, each))), ())

    def _names(self, text: str) -> tuple[P, ...]:
        projects = self._at(self._by_name, text)
        if len(projects) > 1:  # "A – B" and "A - B" may be two projects: then the typography tells
            exact = tuple(project for project in projects if composed(project.name) == composed(text))
            return exact or projects
        return projects

    @staticmethod
    def _at(table: dict[str, list[P]], text: str) -> tuple[P, ...]:
        return tuple(table.get(folded(text), ())) if text else ()


def _table(projects: Sequence[P], key_of: Callable[[P], str | None]) -> dict[str, list[P]]:
    table: dict[str, list[P]] = {}
    for project in projects:
        if key := folded(key_of(project) or ""):
            table.setdefault(key, []).append(project)
    return table
