"""The unstable scenario: servers that stumble, in a fixed order, and never twice running at the same address."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stumble:
    """A server error in place of an answer."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


_JSON, _HTML = ("Content-Type", "application/json"), ("Content-Type", "text/html; charset=utf-8")
_KINDS: Sequence[Stumble | None] = (
    Stumble(503, (_JSON, ("Retry-After", "1")), b'{"errors":["Service temporarily unavailable."]}'),
    None,
    Stumble(502, (_HTML,), b"<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"),
    None,
    Stumble(500, (_JSON,), b'{"errors":["Internal server error."]}'),
    None,
)


class FlakyMiddleware:
    """Decides which request fails. Every third attempt at an address may; so one retry always gets through."""

    def __init__(self) -> None:
        self._attempts: Counter[str] = Counter()
        self._turns = 0

    def next(self, address: str) -> Stumble | None:
        """The stumble that meets this attempt, if any."""
        attempt = self._attempts[address]
        self._attempts[address] += 1
        if attempt % 3:
            return None
        self._turns += 1
        return _KINDS[(self._turns - 1) % len(_KINDS)]
