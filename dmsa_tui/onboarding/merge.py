"""Two windows on one record: what each of them changed since both read the same state."""

from copy import deepcopy
from dataclasses import fields
from typing import Any, NamedTuple

from dmsa_tui.onboarding.record import Onboarding

_NOT_ANSWERS = {"name", "updated_at", "revision"}


class Merged(NamedTuple):
    """`record` holds both windows' answers; keys of a table are named as `table.key`."""

    record: Onboarding
    theirs: tuple[str, ...]
    """Fields that the other window changed and this one did not: its values are in `record`."""
    disputed: tuple[str, ...]
    """Fields that both changed, to different values: this window's values are in `record`."""


def merge(base: Onboarding, mine: Onboarding, theirs: Onboarding) -> Merged:
    """Join `mine` and `theirs`, which both started as `base`. None of the three is changed."""
    merged, from_theirs, disputed = deepcopy(mine), list[str](), list[str]()
    for name in (each.name for each in fields(Onboarding) if each.name not in _NOT_ANSWERS):
        was, ours, others = getattr(base, name), getattr(mine, name), getattr(theirs, name)
        choose = _merge_tables if isinstance(ours, dict) else _choose
        setattr(merged, name, deepcopy(choose(name, was, ours, others, from_theirs, disputed)))
    merged.revision = max(mine.revision, theirs.revision)
    return Merged(merged, tuple(from_theirs), tuple(disputed))


def _choose(name: str, base: Any, mine: Any, theirs: Any, from_theirs: list[str], disputed: list[str]) -> Any:
    if theirs in (base, mine):
        return mine
    if mine == base:
        from_theirs.append(name)
        return theirs
    disputed.append(name)
    return mine


def _merge_tables(
    name: str, base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any],
    from_theirs: list[str], disputed: list[str],
) -> dict[str, Any]:  # fmt: skip
    joined = {
        key: _choose(f"{name}.{key}", base.get(key), mine.get(key), theirs.get(key), from_theirs, disputed)
        for key in dict.fromkeys([*mine, *theirs])
    }
    return {key: value for key, value in joined.items() if value is not None}
