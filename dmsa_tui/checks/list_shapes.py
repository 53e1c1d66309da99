"""How the entries of a list are read: before Procore is asked by their form, afterwards by the company's projects."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from dmsa_tui.checks.expectation import ExpectedProject
from dmsa_tui.checks.list_lines import address_id, as_numbers, codes, plainer, splits
from dmsa_tui.checks.matching import Identified, halves, match, nearest, shown
from dmsa_tui.checks.words import counted, listed

NAMED = 3
"""Up to how many entries that are no project are shown whole, with the nearest project."""
SHOWN = 8
"""How many are shown, cut, where there are more."""
_CUT = 24
COMPARED = 500
"""Up to how many projects the nearest one is looked for: it is done while a person types."""
_ORDER = ("by ID or number", "by number and name", "by name")


class Told(NamedTuple):
    """What a list says, compared with the company's projects."""

    words: str
    is_doubtful: bool
    """Whether a line names no project, or more than one."""


def told_shapes(entries: Iterable[ExpectedProject]) -> str:
    """How many entries the list has and how they name projects, e.g. "3 entries: 2 by number and name, 1 by name."."""
    kept = [part for each in entries for part in _codes_of(each)]
    shapes = Counter(shape(each) for each in kept if not each.maybe)
    total, passed_over = sum(shapes.values()), sum(each.maybe for each in kept)
    ways = listed([f"{shapes[each]:,} {each}" for each in _ORDER if shapes[each]])
    one = next(iter(shapes), "") if len(shapes) == 1 else ""
    sentences = f"{counted(total, 'entry', 'entries')}{f', {one}.' if one else f': {ways}.'}"
    return f"{sentences} {_skipped(passed_over)}" if passed_over else sentences


def _skipped(lines: int) -> str:
    return f"{counted(lines, 'line')} skipped: no project."


def told_matches(entries: Iterable[ExpectedProject], projects: Sequence[Identified]) -> Told:
    """How many of the company's projects the list names, and which lines name none, several or one again."""
    kept = list(entries)
    matched = match(kept, projects)
    found = matched.projects
    again = len(matched.matches) - len(found)
    unknown = matched.unknown
    several = [each.entry.line for each in matched.ambiguous]
    sentences = [f"{counted(len(found), 'project')} of this company."]
    if not (found or several):
        sentences = ["No entry matches a project of this company."]
    parted = halves(unknown[:SHOWN], projects)
    if unknown and len(unknown) <= NAMED and len(projects) <= COMPARED:
        whole = [each.entry for each in parted]
        named = "; ".join(_named(each, () if each in whole else projects) for each in unknown)
        sentences.append(f"Not projects here: {named}.")
    elif unknown:
        shown_ones = "; ".join(f"line {each.line:,} “{_cut(each.text)}”" for each in unknown[:SHOWN])
        more = f"; {len(unknown) - SHOWN:,} more" if len(unknown) > SHOWN else ""
        sentences.append(f"Not projects here: {shown_ones}{more}.")
    sentences += [f"In line {each.entry.line:,}, {each.sentence()}." for each in parted[:NAMED]]
    if parted:
        sentences.append("Give each project its own line.")
    if several:
        sentences.append(f"More than one project matches: {_lines(several)}.")
    if len(matched.doubtful) == 1:
        sentences.append(f"Uncertain: {matched.doubtful[0].sentence()}.")
    elif matched.doubtful:
        sentences.append(
            f"Uncertain, by number or name alone: {_lines([each.entry.line for each in matched.doubtful])}."
        )
    if details := [
        f"line {each.entry.line:,} “{_cut(', '.join(each.details))}”" for each in matched.matches if each.details
    ]:
        more = f"; {len(details) - NAMED:,} more" if len(details) > NAMED else ""
        sentences.append(f"Taken as details, not as projects: {'; '.join(details[:NAMED])}{more}.")
    if again:
        sentences.append(f"{counted(again, 'line names', 'lines name')} a project again.")
    meant = {each.entry.line for each in matched.matches} | set(several)
    if passed_over := sum(each.maybe and each.line not in meant for each in kept):
        sentences.append(_skipped(passed_over))
    return Told(" ".join(sentences), bool(unknown or several))


def told_repeats(text: str) -> str:
    """How many lines repeat another one; empty for none. They count once."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    repeats = len(lines) - len(set(lines))
    if not repeats:
        return ""
    return "1 line is a repeat and counts once." if repeats == 1 else f"{repeats:,} lines are repeats and count once."


def _codes_of(entry: ExpectedProject) -> list[ExpectedProject]:
    """The entries of a line that lists IDs or numbers."""
    found = [] if entry.id or entry.number else codes(entry.name)
    return [replace(entry, text=each, name=each) for each in found] or [entry]


def _named(entry: ExpectedProject, projects: Sequence[Identified]) -> str:
    """An entry that is no project, and the project with the nearest name."""
    near = nearest(entry, projects)[:1]
    maybe = f" ({shown(near[0])}?)" if near else ""
    return f"line {entry.line:,} “{entry.text}”{maybe}"


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else f"{text[: _CUT - 1].rstrip()}…"


def _lines(numbers: Sequence[int]) -> str:
    return ("line " if len(numbers) == 1 else "lines ") + listed([f"{each:,}" for each in sorted(numbers)])


def shape(entry: ExpectedProject) -> str:
    """How an entry names its project."""
    if entry.id or entry.number:
        return "by number and name" if entry.name else "by ID or number"
    forms = list(plainer(entry.name or entry.text))
    plain = forms[-1] if forms else entry.text
    if address_id(plain) or any(each.isdigit() for each in as_numbers(plain)):
        return "by ID or number"
    if " " not in plain and any(map(str.isdigit, plain)):
        return "by ID or number"
    both = any(part.rest and any(map(str.isdigit, part.head)) for part in splits(plain))
    return "by number and name" if both else "by name"
