"""Brings a request to an answer: paces it, waits where it is told to, and tries again where that makes sense."""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dmsa_tui.procore.backoff import RESOLUTION, Backoff, OnWait, resets_in, retry_after
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.connections import Connections
from dmsa_tui.procore.counts import RequestCounts
from dmsa_tui.procore.masking import Masking
from dmsa_tui.procore.pacing import Pacer
from dmsa_tui.procore.reply import Reply
from dmsa_tui.procore.request_record import RateLimited, RequestRecord, TroubleKind, Unreachable
from dmsa_tui.procore.skew import Skew

if TYPE_CHECKING:
    import httpx

    from dmsa_tui.procore.transport_adapter import TransportAdapter

Learn = Callable[[int, bytes], None]
"""Takes what it needs out of a status and a body before secrets are masked in them."""
SERVER_RETRIES = 2
_RETRIES: Mapping[TroubleKind, int] = {
    "dns": 1,
    "tls": 0,
    "refused": 1,
    "proxy": 0,
    "timeout": 2,
    "interrupted": 2,
}
"""How often an unanswered request is sent again; what would fail the same way again is not."""
_STILL_DEAD = 5.0
"""Seconds for which a host that could not be reached is not tried again by the next request."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


@dataclass(eq=False)
class _Host:
    """What is known about reaching one host."""

    answered: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    trouble: Unreachable | None = None
    tried_at: float = 0.0


class RequestSender:
    """Sends requests to the hosts of one environment."""

    def __init__(
        self,
        urls: tuple[str, ...],
        transport: "httpx.AsyncBaseTransport | None",
        timeout: float,
        wait: float | None,
        on_wait: OnWait | None,
        clock: Clock,
        masking: Masking,
        concurrency: int,
        connections: Connections | None = None,
    ) -> None:
        self._masking = masking
        self._urls = urls
        self._transport = transport
        self._timeout = timeout
        self._concurrency = concurrency
        self._clock = clock
        self._backoff = Backoff(clock, wait, on_wait)
        self._pacers = {_origin(url): Pacer(clock, self._backoff, urlsplit(url).netloc, concurrency) for url in urls}
        self._hosts = {_origin(url): _Host() for url in urls}
        self._connections = connections or Connections()
        self._shares_connections = connections is not None
        self._adapter: TransportAdapter | None = None
        self._sent = 0
        self._retried = 0
        self._writes = 0
        self.skew = Skew()

    @property
    def counts(self) -> RequestCounts:
        """What was sent so far."""
        return RequestCounts(self._sent, self._retried, self._backoff.throttled_ms, self._writes)

    def pacer(self, url: str) -> Pacer:
        """The pacer of that URL's host."""
        return self._pacers[_origin(url)]

    def forget_lost_hosts(self) -> None:
        """Try hosts again that could not be reached a moment ago: a network may be back."""
        for host in self._hosts.values():
            host.trouble = None

    async def deliver(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | None = None,
        *,
        again: bool = False,
        writes: bool = False,
        learn: Learn | None = None,
    ) -> tuple[Reply, tuple[RequestRecord, ...]]:
        """Send until there is an answer worth having, and return it with all requests that it took.

        `again` marks a request that repeats an earlier one, `writes` one that changes something: it is sent again
        after a 429 only. `learn` sees status and body before secrets are masked in them. The answer may be any but
        429, and a 5xx only after the retries. Raises Unreachable, RateLimited, and NotUnderstood for an answer that
        cannot be decoded.
        """
        host = self._hosts[_origin(url)]
        if host.answered:
            return await self._delivered(method, url, headers, content, again, writes, learn)
        # Until a host has answered, requests to it go one after the other: the first refusal answers for all.
        async with host.turn:
            if not host.answered:
                if host.trouble is not None and self._clock.monotonic() < host.tried_at + _STILL_DEAD:
                    raise Unreachable(host.trouble.kind, host.trouble.host, str(host.trouble))
                try:
                    delivered = await self._delivered(method, url, headers, content, again, writes, learn)
                except Unreachable as trouble:
                    host.trouble, host.tried_at = trouble, self._clock.monotonic()
                    raise
                host.answered = True
                return delivered
        return await self._delivered(method, url, headers, content, again, writes, learn)

    async def _delivered(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | None,
        again: bool,
        writes: bool,
        learn: Learn | None,
    ) -> tuple[Reply, tuple[RequestRecord, ...]]:
        adapter = self._adapter or await self._opened()
        request_records: list[RequestRecord] = []
        failures = throttles = 0
        while True:
            self._writes += writes
            try:
                repeated = again or bool(request_records)
                reply = await self._send_once(adapter, method, url, headers, content, learn, repeated, request_records)
            except Unreachable as trouble:
                if trouble.request_record is not None:
                    request_records.append(trouble.request_record)
                if writes or failures >= _RETRIES[trouble.kind]:
                    raise
                failures += 1
                await self._backoff.back_off(_jittered(failures), f"{trouble} Trying again")
                continue
            request_records.append(reply.request_record)
            if reply.status == 429:
                throttles += 1
                self._hold(url, reply, throttles)
            elif reply.status >= 500 and failures < SERVER_RETRIES and not writes:
                failures += 1
                if not await self._wait_for_server(url, reply, failures):
                    return reply, tuple(request_records)
            else:
                return reply, tuple(request_records)

    async def aclose(self) -> None:
        """Close the connections, unless they are shared."""
        if not self._shares_connections:
            await self._connections.aclose()

    async def _opened(self) -> "TransportAdapter":
        self._adapter = await self._connections.opened(
            self._urls, self._transport, self._timeout, self._clock, self._masking, self._concurrency
        )
        return self._adapter

    async def _send_once(
        self,
        adapter: "TransportAdapter",
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | None,
        learn: Learn | None,
        again: bool,
        before: list[RequestRecord],
    ) -> Reply:
        pacer = self.pacer(url)
        try:
            ticket = await pacer.enter()
        except RateLimited as limited:
            limited.request_record = before[-1] if before else None
            raise
        self._sent += 1
        self._retried += again
        answer_headers: Mapping[str, str] | None = None
        try:
            reply = await adapter.send(method, url, headers, content, learn)
            answer_headers = reply.headers
            self.skew.note(reply)
            return reply
        except Unreachable as trouble:
            if not trouble.connected:
                self._sent -= 1
                self._retried -= again
            raise
        finally:
            pacer.leave(ticket, answer_headers)

    def _hold(self, url: str, reply: Reply, times: int) -> None:
        """After a 429: keep every request to this host back as long as it says, and longer each time it repeats."""
        asked = retry_after(reply.headers, self._clock.wall())
        reset = resets_in(reply.headers, self._clock.wall())
        if asked is None and reset is not None:
            asked = reset + RESOLUTION
        floor = min(_FIRST_PAUSE * 2 ** (times - 1), _LONGEST_PAUSE)
        host = urlsplit(url).netloc
        self.pacer(url).hold(max(floor, asked or 0.0), f"{host} asks to wait, because its request limit is used up")

    async def _wait_for_server(self, url: str, reply: Reply, failures: int) -> bool:
        """After a 5xx: False if the server wants a longer pause than this run may take."""
        host = urlsplit(url).netloc
        asked = retry_after(reply.headers, self._clock.wall())
        if asked:
            return await self._backoff.pause(asked, f"{host} is overloaded and asks to wait ({reply.status})")
        await self._backoff.back_off(_jittered(failures), f"{host} answered with {reply.status}; trying again")
        return True


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _jittered(failures: int) -> float:
    """Seconds: half a second, then one, each up to half as long again, so that clients do not return in step."""
    return float(_FIRST_PAUSE * 2 ** (failures - 1) * random.uniform(1.0, 1.5))
