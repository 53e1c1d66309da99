"""How home names a customer, and whatever is read after it: whole, or by initials where other people may look on."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from dmsa_tui.errors import StorageError
from dmsa_tui.procore.control_characters import visible

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

LONGEST = 200
"""Characters of a name that are shown."""
_INITIALS = 4


def is_hidden(session: "Session", wish: str, name: str, count: int) -> bool:
    """Whether initials replace that customer's name, of `count` that are saved.

    `wish`: shown or hidden, as the settings say; empty for hidden from two customers on.
    """
    if session.rehearsal is not None:
        return False
    if session.mask.recorder:
        return True
    wish = wish or ("hidden" if count > 1 else "shown")
    return wish == "hidden" or (session.is_open and session.mask.ids_hidden and session.record.name != name)


def shown_name(session: "Session", wish: str, name: str) -> str:
    """That customer's name as home shows it by itself. Reads the names that are saved where initials replace it."""
    try:
        is_initials = is_hidden(session, wish, name, len(session.store.files()))
        names = {each.name for each in session.store.entries()} if is_initials else set()
    except StorageError:  # it is told while something else is told: better short than not at all
        return initials(name)
    return told_apart([*(names | {name})])[name] if is_initials else visible(name, LONGEST)


@lru_cache(10_000)
def initials(name: str) -> str:
    """What replaces a customer's name on a shared screen, e.g. C. R. H."""
    letters = [next((each for each in word if each.isalnum()), "") for word in name.split()]
    dotted = [f"{each.upper()}." for each in letters if each]
    return visible(" ".join(dotted[:_INITIALS]) or "•")


def told_apart(names: Sequence[str]) -> dict[str, str]:
    """What replaces each of these names; equal initials are numbered."""
    same: dict[str, list[str]] = {}
    for name in sorted(names):
        same.setdefault(initials(name), []).append(name)
    return {
        name: short if len(alike) == 1 else f"{short} ({number})"
        for short, alike in same.items()
        for number, name in enumerate(alike, start=1)
    }
