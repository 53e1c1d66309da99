"""Whether Procore's hosts answer at all. Nothing is sent that belongs to anybody: no pair, no token, no company ID."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dmsa_tui import __version__
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.masking import Masking
from dmsa_tui.procore.reply import Reply
from dmsa_tui.procore.request_record import NotUnderstood, RequestRecord, Unreachable
from dmsa_tui.procore.skew import Skew

if TYPE_CHECKING:
    from dmsa_tui.procore.transport_adapter import TransportAdapter


@dataclass(frozen=True)
class HostAnswer:
    """What came of asking one host."""

    role: str
    """The key under which the host was given."""
    host: str
    request_record: RequestRecord | None
    problem: Unreachable | None
    """None: it answered, whatever it said."""


@dataclass(frozen=True)
class HostAnswers:
    """The hosts in the order in which they were given, and the clock against theirs."""

    answers: tuple[HostAnswer, ...]
    clock_skew: float | None
    """Seconds, local minus server time; None if no answer had a `Date`."""


async def ask_hosts(urls: Mapping[str, str], timeout: float = 10.0) -> HostAnswers:
    """Ask each base URL once, side by side. `timeout` is seconds; no redirect is followed."""
    clock = Clock()
    asked = await asyncio.gather(*(_ask(role, url, timeout, clock) for role, url in urls.items()))
    skew = Skew()
    for _, reply in asked:
        if reply is not None:
            skew.note(reply)
    return HostAnswers(tuple(answer for answer, _ in asked), skew.seconds)


async def _ask(role: str, url: str, timeout: float, clock: Clock) -> tuple[HostAnswer, Reply | None]:
    host = urlsplit(url).netloc
    try:
        adapter = await asyncio.to_thread(_open, url, timeout, clock)
        try:
            reply = await adapter.send("HEAD", f"{url}/", {"User-Agent": f"dmsa-tui/{__version__}"}, None)
        finally:
            await adapter.aclose()
    except Unreachable as problem:
        return HostAnswer(role, host, problem.request_record, problem), None
    except NotUnderstood as garbled:  # an answer that cannot be decoded is an answer
        return HostAnswer(role, host, garbled.request_record, None), None
    return HostAnswer(role, host, reply.request_record, None), reply


def _open(url: str, timeout: float, clock: Clock) -> "TransportAdapter":
    from dmsa_tui.procore.transport_adapter import open_adapter

    return open_adapter((url,), None, timeout, clock, Masking(), concurrency=1)
