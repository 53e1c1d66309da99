"""A fault: something that goes wrong with the answers to some requests, or with what they were to do."""

from collections.abc import Callable
from dataclasses import dataclass

from dmsa_tui.practice import changes, deeds
from dmsa_tui.practice.changes import Change
from dmsa_tui.practice.deeds import Deed

UNAUTHORIZED = {"code": 401, "error": "Invalid Token", "message": "The access token is invalid", "reason": "expired"}


def _same(query: str) -> str:
    return query


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong, by name."""

    id: str
    title: str
    """One sentence without a full stop."""
    at: str
    """A regular expression of the requests it strikes, as in `GET /rest/v1.0/companies?page=1`."""
    change: Change = changes.unchanged
    times: int | None = None
    """How many of them; None: all."""
    after: int = 0
    """How many pass unharmed first."""
    ask: Callable[[str], str] = _same
    """What the server takes the query for."""
    deed: Deed = deeds.done
    """What becomes of a request that writes."""
    make_deed: Callable[[], Deed] | None = None
    """Makes the deed where it has to remember something."""
    teaches: bool = False
    """Whether it is among the few that a person rehearses with; the others are for people who write clients."""
