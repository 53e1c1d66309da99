"""The connections to the hosts of one environment. Clients that come one after the other can share them."""

import asyncio
from typing import TYPE_CHECKING

from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.masking import Masking

if TYPE_CHECKING:
    import httpx

    from dmsa_tui.procore.transport_adapter import TransportAdapter


class Connections:
    """Connections that stay open for the next client, if it asks the same hosts: it saves their handshakes.

    Only one client may use them at a time: how many there may be is reckoned for one.
    """

    def __init__(self) -> None:
        self._opening = asyncio.Lock()
        self._adapter: TransportAdapter | None = None
        self._urls: tuple[str, ...] = ()

    async def opened(
        self,
        urls: tuple[str, ...],
        transport: "httpx.AsyncBaseTransport | None",
        timeout: float,
        clock: Clock,
        masking: Masking,
        concurrency: int,
    ) -> "TransportAdapter":
        """An adapter to the hosts of `urls` with that mask; what was open to other hosts is closed."""

        def opens() -> "TransportAdapter":
            # httpx and a TLS context cost some 100 ms, which must not stop a screen from answering.
            from dmsa_tui.procore.transport_adapter import open_adapter

            return open_adapter(urls, transport, timeout, clock, masking, concurrency)

        async with self._opening:
            if self._adapter is None or self._urls != urls:
                await self._close()
                self._adapter = await asyncio.to_thread(opens)
                self._urls = urls
            return self._adapter.for_client(timeout, clock, masking)

    async def aclose(self) -> None:
        """Close them all."""
        async with self._opening:
            await self._close()

    async def _close(self) -> None:
        if self._adapter is not None:
            adapter, self._adapter = self._adapter, None
            await adapter.aclose()
