"""Finding an onboarding by what a person typed."""

import unicodedata
from difflib import get_close_matches

from dmsa_tui.checks.spelling import composed
from dmsa_tui.errors import NAME_THE_ONBOARDING, InvalidInput, StorageError, quoted
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.record_files import Entry
from dmsa_tui.onboarding.searching import folded
from dmsa_tui.onboarding.store import Store


def find(store: Store, name: str) -> Entry:
    """The entry of that name, damaged ones included; InvalidInput with the near names if there is none."""
    if (exact := entry_of(store, name)) is not None:
        return exact
    entries = store.entries()
    near = _near(name, [entry.name for entry in entries])
    if not entries:
        hint = "There are none yet; `dmsa-tui new NAME` creates one."
    elif near:
        hint = f"Did you mean {' or '.join(map(quoted, near))}?"
    else:
        hint = "`dmsa-tui list` shows the names."
    raise InvalidInput(f"There is no onboarding named {quoted(name)}. {hint}")


def load_named(store: Store, name: str | None) -> Onboarding:
    """The record of that name. Raises InvalidInput for none or an unknown one, StorageError for a damaged one."""
    if name is None:
        raise InvalidInput(NAME_THE_ONBOARDING)
    entry = find(store, name)
    if entry.problem is not None:
        raise StorageError(entry.problem)
    return store.load(entry.name)


def entry_of(store: Store, name: str) -> Entry | None:
    """The entry of that name, damaged ones included; one that differs in case alone if no other does; else None.

    InvalidInput if several differ from it in case alone.
    """
    wanted = _composed(name)
    same = [entry for entry in store.entries() if composed(entry.name) == composed(name)]
    found = next((entry for entry in same if _composed(entry.name) == wanted), same[0] if len(same) == 1 else None)
    if found is None and same:
        several = " and ".join(quoted(each) for each in sorted(each.name for each in same))
        raise InvalidInput(f"Several onboardings have that name: {several}. Type one of them exactly.")
    if found is None and (path := store.file_of(name)) is not None:  # it cannot be read, and only its file tells whose
        return store.entry(path)._replace(name=name)
    return found


def _composed(name: str) -> str:
    """In NFC: a Mac's file names and some keyboards write an accented letter as two characters that look like one."""
    return unicodedata.normalize("NFC", name)


def _near(name: str, names: list[str]) -> list[str]:
    wanted = folded(name).strip()
    containing = [name for name in names if wanted and wanted in folded(name)]
    alike = get_close_matches(wanted, [folded(name) for name in names], 3)
    return [*containing, *(name for name in names if folded(name) in alike and name not in containing)][:3]
