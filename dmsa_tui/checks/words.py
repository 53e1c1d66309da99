"""Small phrases that several checks use."""

from collections.abc import Sequence

NAMED = 5
"""How many names a sentence lists before it counts the rest."""


def listed(names: Sequence[str], limit: int = NAMED) -> str:
    """`A`, `A and B`, `A, B and C`, or the first few `and 12 more`."""
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(count: int, one: str, several: str | None = None) -> str:
    """`1 project`, `2,431 projects`."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
