"""Which onboarding was open last on this machine: home begins on its row, so that Enter goes on with it."""

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.regular_files import read_regular
from dmsa_tui.session.held_client_ids import identity

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record_files import Entry

FILE = "last-open"


def last_open(directory: Path, entries: "Iterable[Entry]") -> "Entry | None":
    """The onboarding that was open last; None where nothing tells, and for an archived one."""
    try:
        mark = read_regular(directory / FILE).decode()
    except (OSError, UnicodeDecodeError):
        return None  # another row is no reason for a message
    at_work = (each for each in entries if each.record is not None and not each.record.archived)
    return next((each for each in at_work if each.record is not None and identity(each.record) == mark), None)


def note_open(directory: Path, record: Onboarding) -> None:
    """Note that it is open now, without its name; where nothing can be written, home begins on its first row."""
    from dmsa_tui.onboarding.files import write_privately

    if record.created_at is None:
        return  # nothing but its name tells it from others
    with contextlib.suppress(StorageError):
        write_privately(directory / FILE, identity(record))
