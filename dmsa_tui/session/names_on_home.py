"""How home names a customer, and whatever is read after it: whole, or by initials where other people may look on."""

from typing import TYPE_CHECKING

from dmsa_tui.errors import StorageError
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.session.stand_ins import initials

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

LONGEST = 200
"""Characters of a name that are shown."""


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
        if not is_hidden(session, wish, name, len(session.store.files())):
            return visible(name, LONGEST)
        return session.saved.stand_ins.of(session.store.entries()).get(name) or initials(name)
    except StorageError:  # it is told while something else is told: better short than not at all
        return initials(name)
