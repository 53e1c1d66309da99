"""What stands for a customer's name that others may not see: initials, numbered where several have the same."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from dmsa_tui.procore.control_characters import visible

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record_files import Entry

_INITIALS = 4


@lru_cache(10_000)
def initials(name: str) -> str:
    """What replaces a customer's name on a shared screen, e.g. C. R. H."""
    letters = [next((each for each in word if each.isalnum()), "") for word in name.split()]
    dotted = [f"{each.upper()}." for each in letters if each]
    return visible(" ".join(dotted[:_INITIALS]) or "•")


class StandIns:
    """What replaces names on home. In one run, each onboarding keeps its own, whatever is renamed or deleted."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        """Identity and initials → those initials, numbered where others have them too."""
        self._counts: Counter[str] = Counter()

    def of(self, entries: "Iterable[Entry]") -> dict[str, str]:
        """Name → what replaces it. Equal initials are numbered in the order in which the onboardings were begun."""
        keys: dict[str, tuple[str, str]] = {}
        for entry in sorted(entries, key=_begun):
            identity = entry.record.identity if entry.record is not None else entry.name
            key = identity, initials(entry.name)
            keys[entry.name] = key if key not in keys.values() else (entry.name, key[1])  # a copied file
        new = [key for key in keys.values() if key not in self._given]
        for key in new:  # the first has no number: one that came with a second would change at the next start
            self._counts[key[1]] += 1
            self._given[key] = key[1] if self._counts[key[1]] == 1 else f"{key[1]} ({self._counts[key[1]]})"
        return {name: self._given[key] for name, key in keys.items()}


def _begun(entry: "Entry") -> tuple[float, str]:
    begun = entry.record.created_at if entry.record is not None else None
    return begun.timestamp() if begun is not None else float("inf"), entry.name
