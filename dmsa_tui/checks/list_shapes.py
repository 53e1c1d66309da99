"""As what the entries of a list are read, before Procore is asked: by ID or number, by name, or by both."""

from collections import Counter
from collections.abc import Iterable

from dmsa_tui.checks.expectation import ExpectedProject
from dmsa_tui.checks.list_lines import address_id, as_numbers, plainer, splits
from dmsa_tui.checks.words import counted, listed

_ORDER = ("by ID or number", "by number and name", "by name")


def told_shapes(entries: Iterable[ExpectedProject]) -> str:
    """How many projects the list names and how, e.g. "3 projects: 2 by number and name, 1 by name."."""
    kept = list(entries)
    shapes = Counter(shape(each) for each in kept if not each.maybe)
    total, passed_over = sum(shapes.values()), sum(each.maybe for each in kept)
    ways = listed([f"{shapes[each]:,} {each}" for each in _ORDER if shapes[each]])
    one = next(iter(shapes), "") if len(shapes) == 1 else ""
    sentences = f"{counted(total, 'project')}{f', {one}.' if one else f': {ways}.'}"
    return sentences + (f" {counted(passed_over, 'line')} passed over: no project." if passed_over else "")


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
