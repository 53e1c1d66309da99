"""Finds the way on from what a person says: a symptom, an error message, “I don't see this”."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import pairwise
from math import log
from typing import Generic, NamedTuple, TypeVar

from dmsa_tui.guide.failures import label_for, place_for
from dmsa_tui.guide.markup import plain
from dmsa_tui.guide.model import Branch, Failure, Guide, Step
from dmsa_tui.vocabulary import Who

T = TypeVar("T")
MOST = 5
NEAREST = 3
"""How many ways a question offers where nothing fits."""
_WORD = re.compile(r"[^\W_]+(?:[-_.][^\W_]+)*")
_EMPTY_WORDS = frozenset(
    re.findall(
        r"[^ ]+",
        "a an and are as at be but by can cannot do does don't dont for from has have i if in is it its me my not no"
        " of on or our out says see so something than that the their them there they this to was we what when which"
        " with you your doesnt isnt cant wont didnt how where why go get gets got any more one some still just only"
        " please want wants would could should again find know tell us he she his her been had were did used use"
        " really very also need needs after before while now yet since until",
    )
)
_WEIGHTS = {
    "symptom": 5.0,
    "seen": 5.0,
    "said": 3.0,
    "label": 3.0,
    "id": 3.0,
    "likely": 2.0,
    "do": 1.0,
    "where": 0.7,
    "proof": 0.5,
}
_TELLING = 2.0
"""From which weight on a field says what an entry is about."""
_SURE = 0.51
_LIKENESS, _SPARE = 6.0, 0.12
_NEAR = 0.82
_SAME = {"grey": "disabl", "gray": "disabl", "absent": "miss", "gone": "miss", "reject": "refus"}
"""Stems that people use for a stem of the catalogue."""


class Way(NamedTuple):
    """What a step's “I don't see this” branch says."""

    see: str
    """What may be the case; empty where the entry's symptom says it."""
    do: str

    @property
    def sentence(self) -> str:
        """The way as something that may be the case: nobody has found it."""
        return f"Perhaps: {self.see} Then: {self.do}" if self.see else self.do


@dataclass(frozen=True)
class TroubleshootingEntry:
    """One way on: what it looks like, what may be behind it, and who must click where."""

    step: str
    """The step id whose screen shows the way."""
    failure: str | None
    """Id of the failure catalogue's entry; None: a branch of a step that stands for itself."""
    symptom: str
    likely: tuple[str, ...]
    """Likely causes, most likely first; empty where the branch says what to do outright."""
    ways: tuple[Way, ...]
    """What the steps' “I don't see this” branches say about it."""
    who: Who
    where: str
    label: str | None
    """The exact label to click, as the portal edition prints it."""
    proof: str
    """What proves that it worked."""


@dataclass(frozen=True, eq=False)
class _Same(Generic[T]):
    """An argument of a cached function that is compared by identity: to compare a guide's texts takes longer."""

    value: T

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


def search_failures(
    guide: Guide, words: str, edition_id: str | None = None, *, most: int = MOST
) -> tuple[TroubleshootingEntry, ...]:
    """The ways that fit `words` best, best first, with the labels of that portal edition (default: the newest).

    Every word counts by its rarity and by where it stands; a misspelt one counts as the nearest known one. Empty if
    nothing fits: a way that speaks of less than half of what was said is none. InvalidInput for an unknown edition.
    """
    ranked = _ranked(guide, words, edition_id)
    if not ranked or ranked[0].sureness < _SURE:
        return ()
    # What fits a single common word only is noise beside an entry that fits the whole sentence.
    return tuple(each.entry for each in ranked[:most] if each.score >= ranked[0].score / 4)


def nearest_failures(guide: Guide, words: str, edition_id: str | None = None) -> tuple[TroubleshootingEntry, ...]:
    """The ways that come nearest to `words` where none fits, for a question; empty if no word is known."""
    return tuple(each.entry for each in _ranked(guide, words, edition_id)[:NEAREST])


class _Ranked(NamedTuple):
    entry: TroubleshootingEntry
    score: float
    sureness: float
    """From 0 to 1: the share of the words asked for, weighted by rarity, that the entry has."""


class _Index(NamedTuple):
    entries: Sequence[tuple["_Indexed", TroubleshootingEntry]]
    known: Counter[str]
    """How many entries have each word, or pair of words."""


@cache
def _index(guide: _Same[Guide], edition_id: str) -> _Index:
    quotes = {failure.id: failure.said for failure in guide.value.failures}
    entries = [(_indexed(each, quotes.get(each.failure or "", ())), each) for each in _all_entries(guide, edition_id)]
    return _Index(entries, Counter(token for indexed, _ in entries for token in set().union(*indexed.fields.values())))


def _ranked(guide: Guide, words: str, edition_id: str | None) -> list[_Ranked]:
    edition = guide.default_edition if edition_id is None else guide.edition(edition_id)
    index, known = _index(_Same(guide), edition.id)
    asked = list(dict.fromkeys(_tokens(words)))
    nearest = {each: _nearest(each, _Same(known)) for each in asked}
    tokens = dict.fromkeys(token for token in nearest.values() if token is not None)
    rarity = {token: log(1 + len(index) / known[token]) for token in tokens}
    # A word that nothing knows weighs as much as the rarest: what was said is about something else.
    strange = sum(nearest[each] is None for each in asked if " " not in each) * log(1 + len(index))
    single = sum(weight for token, weight in rarity.items() if " " not in token) + strange
    ranked = []
    for indexed, entry in index:
        likeness = max((_likeness(rarity, sentence, single) for sentence in indexed.said), default=0.0)
        score = _score(indexed.fields, rarity) + _LIKENESS * likeness * single
        if score > 0:
            sureness = max(_covered(indexed.fields, rarity) / single, likeness)
            ranked.append(_Ranked(entry, score, sureness if _is_named(indexed.fields, asked) else 0.0))
    return sorted(ranked, key=lambda each: -each.score)


def _likeness(rarity: Mapping[str, float], sentence: frozenset[str], asked: float) -> float:
    """How much of the words asked for a quoted sentence has, less what else the sentence says."""
    common = [token for token in rarity if " " not in token and token in sentence]
    if len(common) < min(2, len(sentence)):
        return 0.0
    spare = len([token for token in sentence if " " not in token]) - len(common)
    return sum(rarity[token] for token in common) / asked / (1 + _SPARE * spare)


def _is_named(fields: Mapping[str, frozenset[str]], asked: Sequence[str]) -> bool:
    """Of one word alone: whether it is a code or one that names the entry; any other is there by chance."""
    if len(asked) != 1 or any(map(str.isdigit, asked[0])):
        return True
    return any(asked[0] in fields[name] for name in ("id", "label", "said"))


def _covered(fields: Mapping[str, frozenset[str]], rarity: Mapping[str, float]) -> float:
    telling = [tokens for name, tokens in fields.items() if _WEIGHTS[name] >= _TELLING]
    return sum(
        weight for token, weight in rarity.items() if " " not in token and any(token in tokens for tokens in telling)
    )


class EntriesOfChecks(NamedTuple):
    """What is known of what checks found."""

    found: tuple[TroubleshootingEntry, ...]
    """The checks' own entries."""
    related: tuple[TroubleshootingEntry, ...]
    """The others of the same causes, which no check found; those for other checks are left out."""


def entries_of(guide: Guide, failure_ids: Iterable[str], edition_id: str) -> EntriesOfChecks:
    """The entries of what checks found, as ids of the failure catalogue, and those that may go with them."""
    known = {entry.failure: entry for entry in _all_entries(_Same(guide), edition_id)}
    own = {id: guide.failure(id).cause for id in failure_ids}
    causes = {*own.values()} - {"person"}  # its other entries are for what a person sees, not for what a check found
    related = [each.id for each in guide.failures if each.cause in causes and not each.checks and each.id not in own]
    return EntriesOfChecks(tuple(known[id] for id in own), tuple(known[id] for id in related))


@cache
def _all_entries(guide: _Same[Guide], edition_id: str) -> Sequence[TroubleshootingEntry]:
    branches: dict[str, list[Branch]] = {}
    alone: list[tuple[Step, Branch]] = []
    for step in guide.value.steps:
        for branch in step.editions[edition_id].branches:
            if branch.failure is None:
                alone.append((step, branch))
            else:
                branches.setdefault(branch.failure, []).append(branch)
    return (
        *(_of_failure(failure, branches.get(failure.id, ()), edition_id) for failure in guide.value.failures),
        *(_alone(step, branch) for step, branch in alone),
    )


def _alone(step: Step, branch: Branch) -> TroubleshootingEntry:
    way = Way("", plain(branch.do))
    return TroubleshootingEntry(step.id, None, plain(branch.see), (), (way,), step.who, step.where, None, step.proof)


def _of_failure(failure: Failure, branches: Iterable[Branch], edition_id: str) -> TroubleshootingEntry:
    return TroubleshootingEntry(
        step=failure.screen,
        failure=failure.id,
        symptom=plain(failure.symptom),
        likely=tuple(map(plain, failure.likely)),
        ways=tuple(dict.fromkeys(Way(plain(each.see), plain(each.do)) for each in branches)),
        who=failure.who,
        where=place_for(failure, edition_id),
        label=label_for(failure, edition_id),
        proof=plain(failure.proof),
    )


class _Indexed(NamedTuple):
    fields: Mapping[str, frozenset[str]]
    said: tuple[frozenset[str], ...]


def _indexed(entry: TroubleshootingEntry, quotes: Iterable[str]) -> _Indexed:
    sentences = tuple(_token_set(each) for each in quotes)
    fields = {
        "symptom": _token_set(entry.symptom),
        "seen": _token_set(*(way.see for way in entry.ways)),
        "said": frozenset().union(*sentences),
        "label": _token_set(entry.label or ""),
        "id": _token_set((entry.failure or "").replace("-", " ")),
        "likely": _token_set(*entry.likely, *(way.do for way in entry.ways if not way.see)),
        "do": _token_set(*(f"{way.see} {way.do}" for way in entry.ways)),
        "where": _token_set(entry.where),
        "proof": _token_set(entry.proof),
    }
    return _Indexed(fields, sentences)


def _score(fields: Mapping[str, frozenset[str]], rarity: Mapping[str, float]) -> float:
    total, hits = 0.0, 0
    for token, weight in rarity.items():
        best = max((_WEIGHTS[name] for name, tokens in fields.items() if token in tokens), default=0.0)
        total += best * weight
        hits += best > 0
    return total * hits / max(len(rarity), 1)


@lru_cache(maxsize=256)  # while a word is typed, those before it stay as they are
def _nearest(token: str, words: _Same[Counter[str]]) -> str | None:
    known = words.value
    if token in known or " " in token:
        return token if token in known else None
    return next(iter(get_close_matches(token, known, 1, _NEAR)), None)


def _token_set(*texts: str) -> frozenset[str]:
    return frozenset(token for text in texts for token in _tokens(text))


@cache
def _tokens(text: str) -> tuple[str, ...]:
    words = _WORD.findall(text.casefold().replace("’", "'").replace("'", ""))
    parts = (part for word in words for part in dict.fromkeys((word, *re.split(r"[-_.]", word))))
    single = [_stem(part) for part in parts if part and part not in _EMPTY_WORDS]
    return (*single, *map(" ".join, pairwise(single)))  # pairs: the words of a label belong together


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if len(word) > len(ending) + 3 and word.endswith(ending) and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    return _SAME.get(word, word)
