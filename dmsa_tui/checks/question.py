"""Connects a function of `checks/groups/` with its check, and with the requests that it sends at once."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.checks.model import Finding

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts


class Question(NamedTuple):
    """The code of one check."""

    check_id: str
    ask: Callable[["Facts"], Awaitable[Finding]]
    prefetch: Callable[["Facts"], object]
    """Sends the check's requests at once; each waits for the facts that it depends on, not for a verdict.

    The request that others depend on comes first: the client lets the first request to a host go alone.
    """


def asks(
    check_id: str, prefetch: Callable[["Facts"], object]
) -> Callable[[Callable[["Facts"], Awaitable[Finding]]], Question]:
    """Make the decorated function the code of that check."""
    return lambda ask: Question(check_id, ask, prefetch)
