"""Small phrases that several checks use."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dmsa_tui.procore.request_record import ProcoreProblem

NAMED = 5
"""How many names a sentence lists before it counts the rest."""
PROJECTS_NAMED = 3
"""How many projects a finding names before it counts the rest: the names are where to go."""


def at_label(where: str) -> tuple[str, str]:
    """The place of a remedy's label, and what is to do after it, e.g. `; then App Management → View → Update`."""
    place, then, after = where.partition("; then")
    return place, then + after


def listed(names: Sequence[str], limit: int = NAMED) -> str:
    """`A`, `A and B`, `A, B and C`, or the first few `and 12 more`."""
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit:,} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def possessive(name: str) -> str:
    """`Example's`, `Builders'`."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def on_projects(names: Sequence[str], where: str = "on") -> str:
    """`on “A”`, `on “A” and “B”`, or `on “A”, “B”, “C” and on 12 more projects`."""
    quoted = [f"“{name}”" for name in names[:PROJECTS_NAMED]]
    if more := len(names) - len(quoted):
        return f"{where} {', '.join(quoted)} and {where.lower()} {counted(more, 'more project')}"
    return f"{where} {listed(quoted)}"


def counted(count: int, one: str, several: str | None = None) -> str:
    """`1 project`, `2,431 projects`."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def unmatched(count: int) -> str:
    """`2 entries on the list do not match one project`: each names none here, or several."""
    return f"{counted(count, 'entry', 'entries')} on the list {'does' if count == 1 else 'do'} not match one project"


def permitted_too(count: int) -> str:
    """`9 other projects are permitted too`: what a list of projects does not say; empty for none."""
    return f"{counted(count, 'other project')} {'is' if count == 1 else 'are'} permitted too" if count else ""


def others(count: int) -> str:
    """`one`, `2,431`: what comes after "the other"."""
    return "one" if count == 1 else f"{count:,}"


def continues_at(problem: "ProcoreProblem | None") -> str:
    """When a rate limit resets, by this machine's clock, and the option that waits for it; empty for anything else."""
    from dmsa_tui.procore.request_record import RateLimited

    if not isinstance(problem, RateLimited) or problem.retry_in is None:
        return ""
    at = datetime.now() + timedelta(seconds=problem.retry_in)
    return f" It can continue at {at:%H:%M}; --wait {math.ceil(problem.retry_in) + 60} waits until then."
