"""Stops asking after repeated refusals: Procore counts failing calls against the app.

Source: Procore documentation, api_essentials/integration_health (2026-05): pause after repeated identical 401 or 403.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache

from dmsa_tui.procore.request_record import StoppedAsking

REFUSALS_BEFORE_STOP = 3
"""Equal refusals after which no more requests with the same signature are sent."""
_VERSION = re.compile(r"v\d+\.\d+")


def request_signature(method: str, path: str, params: Sequence[tuple[str, str]] = ()) -> str:
    """The shape of a request: its path with ids replaced, and the names of its parameters."""
    names = sorted({name for name, _ in params} - {"page", "per_page"})
    return f"{method} {_without_ids(path)}" + (f"?{'&'.join(names)}" if names else "")


@lru_cache(maxsize=64)
def _without_ids(path: str) -> str:
    segments = (
        "{id}" if any(c.isdigit() for c in each) and not _VERSION.fullmatch(each) else each for each in path.split("/")
    )
    return "/".join(segments)


@dataclass
class _Memory:
    refused: Counter[int] = field(default_factory=Counter)
    answered: bool = False
    in_flight: int = 0


class CircuitBreaker:
    """Remembers 401 and 403 answers by request signature."""

    def __init__(self) -> None:
        self._memories: dict[str, _Memory] = {}
        self._paths_answered: set[str] = set()
        self._changed = asyncio.Event()

    @asynccontextmanager
    async def allowed(self, signature: str) -> AsyncIterator[None]:
        """Send one request with this signature within. Raises StoppedAsking after the third equal refusal.

        While a signature has been refused, or its path never answered, no more of them are in flight than refusals are
        left, so that requests side by side do not exceed the three either. A path that answers for one set of
        parameters is trusted for another: waiting for a first answer there would cost every full check a round trip.
        """
        while True:
            memory = self._memories.setdefault(signature, _Memory())
            status, times = max(memory.refused.items(), key=lambda item: item[1], default=(0, 0))
            if times >= REFUSALS_BEFORE_STOP:
                raise StoppedAsking(
                    status,
                    f"Not sent: Procore has refused this request {times} times ({status}), "
                    "and counts failing calls against the app.",
                    signature,
                )
            trusted = memory.answered or _path(signature) in self._paths_answered
            if (trusted and not times) or memory.in_flight < REFUSALS_BEFORE_STOP - times:
                break
            await self._changed.wait()
        memory.in_flight += 1
        try:
            yield
        finally:
            memory.in_flight -= 1
            self._changed.set()
            self._changed = asyncio.Event()

    def note(self, signature: str, status: int, times: int = 1) -> None:
        """Note an answer to a request with this signature, `times` times."""
        memory = self._memories.setdefault(signature, _Memory())
        if status in (401, 403):
            memory.refused[status] += times
        else:
            memory.answered = True
            self._paths_answered.add(_path(signature))

    def forget(self) -> None:
        """A person asked again: ask Procore again."""
        for memory in self._memories.values():
            memory.refused.clear()
        self._changed.set()
        self._changed = asyncio.Event()


def _path(signature: str) -> str:
    return signature.partition("?")[0]
