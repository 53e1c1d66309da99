"""A SOCKS proxy on the way to Procore, where httpx's extra for it is installed."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.request_record import Unreachable
from dmsa_tui.procore.secret import Secret
from tests.procore.conftest import CLIENT_SECRET, Server

pytest.importorskip("socksio")
HOST = "login.example.invalid"
GRANTED, REFUSED = 0, 5


@asynccontextmanager
async def socks_proxy(server: Server, answer: int) -> AsyncIterator[tuple[int, list[str]]]:
    """Port and asked hosts of a SOCKS5 proxy (RFC 1928) that leads every name to the server."""
    asked: list[str] = []
    served: list[asyncio.Task[None] | None] = []

    async def counted(reader: asyncio.StreamReader) -> bytes:
        return await reader.readexactly((await reader.readexactly(1))[0])

    async def pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            sink.write(data)
        sink.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(asyncio.current_task())
        await reader.readexactly(1)
        assert 2 in await counted(reader)  # a sign-in by name and password (RFC 1929)
        writer.write(b"\x05\x02")
        await reader.readexactly(1)
        assert (await counted(reader), await counted(reader)) == (b"user", b"canary")
        writer.write(b"\x01\x00")
        assert (await reader.readexactly(4))[3] == 3  # a name, so that the proxy resolves it
        asked.append((await counted(reader)).decode())
        await reader.readexactly(2)
        writer.write(bytes((5, answer, 0, 1, 0, 0, 0, 0, 0, 0)))
        if answer == GRANTED:
            there, back = await asyncio.open_connection("127.0.0.1", urlsplit(server.url).port)
            await asyncio.gather(pipe(reader, back), pipe(there, writer))
            await back.wait_closed()
        writer.close()
        await writer.wait_closed()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        yield listening.sockets[0].getsockname()[1], asked
        await asyncio.gather(*filter(None, served))


@pytest.mark.parametrize("kind", ["socks5", "socks5h"])
@pytest.mark.parametrize("variable", ["ALL_PROXY", "http_proxy"])
async def test_a_socks_proxy_is_used(server: Server, monkeypatch: pytest.MonkeyPatch, kind: str, variable: str) -> None:
    async with socks_proxy(server, GRANTED) as (port, asked):
        monkeypatch.setenv(variable, f"{kind}://user:canary@127.0.0.1:{port}")
        async with asked_through_a_name() as client:
            assert (await client.authorize()).value.expires_in == 5400
    assert asked == [HOST]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # httpcore 1.0 leaves its socket open
async def test_a_socks_proxy_that_refuses_is_named_without_its_password(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with socks_proxy(server, REFUSED) as (port, asked):
        monkeypatch.setenv("ALL_PROXY", f"socks5://user:canary@127.0.0.1:{port}")
        async with asked_through_a_name() as client:
            with pytest.raises(Unreachable) as caught:
                await client.authorize()
    assert asked and set(asked) == {HOST} and caught.value.kind == "proxy"
    assert f"127.0.0.1:{port}" in str(caught.value) and "canary" not in repr(caught.value)
    assert client.requests.sent == 0
    gc.collect()


def asked_through_a_name() -> ProcoreClient:
    """A client of a host that is not this machine: loopback is never asked through a proxy."""
    place = ENVIRONMENTS["production"]._replace(login_url=f"http://{HOST}", api_url=f"http://{HOST}")
    return ProcoreClient(place, "562949954728542", "client-1", Secret(CLIENT_SECRET), timeout=5.0)
