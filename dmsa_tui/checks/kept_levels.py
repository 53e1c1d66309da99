"""The levels on projects that have been read, and what keeps those of a stopped scan for the next one."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from dmsa_tui.procore.records import GrantedTool
from dmsa_tui.procore.request_record import Answered

Levels = dict[str, Answered[list[GrantedTool]]]
"""Project id → the account's levels there."""
LONGEST = timedelta(hours=1)
"""How long levels count that another scan has read."""


class KeptLevels(Protocol):
    """Keeps what a stopped scan has read. Its calls read and write a file: make them off the event loop.

    `account` is the service account's id and `version` says which version is installed: levels of another account or
    of an app that was updated since do not count.
    """

    def load(self, account: str, version: str) -> Levels:
        """What was kept, and is not older than `LONGEST`."""
        ...

    def keep(self, levels: Levels, account: str, version: str) -> None:
        """Keep these levels for the next scan; without any, forget those that were kept."""
        ...


def read_at(answered: Answered[list[GrantedTool]]) -> datetime:
    """When Procore told these levels; long ago where that is not known."""
    return answered.request_records[-1].at or datetime.fromtimestamp(0, UTC)


def still_fresh(levels: Levels) -> Levels:
    """Those of the levels that still count."""
    since = datetime.now(UTC) - LONGEST
    return {id: answered for id, answered in levels.items() if read_at(answered) >= since}


def earlier_words(levels: Levels) -> str:
    """How many of these were read earlier, and when the oldest were, as the end of a sentence; empty for none."""
    if not levels:
        return ""
    age = datetime.now(UTC) - min(map(read_at, levels.values()))
    minutes = max(1, round(age.total_seconds() / 60))
    return f", {len(levels):,} of them read {minutes} {'minute' if minutes == 1 else 'minutes'} ago"
