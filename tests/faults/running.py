"""Runs the checks against a faulty practice company, over HTTP, with pauses that pass quickly."""

import asyncio
import os
import socket
import ssl
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

from dmsa_tui.checks.model import Report
from dmsa_tui.checks.runner import Runner
from dmsa_tui.checks.target import Target
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.server import serving
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.environments import environment, with_urls
from dmsa_tui.procore.secret import Secret
from tests.faults.rows import Row

SPEED = 20.0
"""How much faster the client's pauses pass than real ones."""
CERTIFICATE = Path(__file__).parents[1] / "procore" / "loopback.pem"
_ORIGIN = time.monotonic()
QUICK = Clock(
    lambda: _ORIGIN + (time.monotonic() - _ORIGIN) * SPEED,
    time.time,
    lambda seconds: asyncio.sleep(seconds / SPEED),
)


async def report_of(row: Row) -> Report:
    """What the checks say of that row."""
    rehearsal = Rehearsal(row.scenario, faults=row.faults)
    network = serving(rehearsal.app) if row.network is None else NETWORKS[row.network]()
    async with network as url:
        return await _checked(row, rehearsal, url)


async def _checked(row: Row, rehearsal: Rehearsal, url: str) -> Report:
    noted = rehearsal.credentials
    place = with_urls(environment("production"), url, url)
    client_id = noted.client_id or "none"
    target = Target(
        place,
        row.company_id or noted.company_id,
        client_id,
        load_profile("file-sync"),
        app_name=noted.app_name or "" if row.app_name is None else row.app_name,
        expect=row.expect,
        other_pair_client_id=client_id if row.other_pair else "",
    )
    secret = Secret(noted.client_secret or "none")
    async with ProcoreClient(
        place, target.company_id, client_id, secret, timeout=row.timeout, wait=row.wait, clock=QUICK
    ) as client:
        return await Runner(client, target).run()


@asynccontextmanager
async def _no_such_name() -> AsyncIterator[str]:
    """The host's name is not found."""
    error = socket.gaierror(-2, "Name or service not known")
    with _proxies(), patch.object(socket, "getaddrinfo", side_effect=error):
        yield "https://procore.invalid"


@asynccontextmanager
async def _closed_port() -> AsyncIterator[str]:
    """Nothing listens at the host's port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{probe.getsockname()[1]}"


@asynccontextmanager
async def _self_signed() -> AsyncIterator[str]:
    """The host's certificate is signed by itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    async with _answering(b"", context) as port:
        yield f"https://127.0.0.1:{port}"


@asynccontextmanager
async def _proxy_wants_a_sign_in() -> AsyncIterator[str]:
    """The proxy wants a sign-in (407)."""
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    async with _answering(refusal) as port:
        with _proxies(HTTPS_PROXY=f"http://127.0.0.1:{port}"):
            yield "https://procore.invalid"


@asynccontextmanager
async def _proxy_gone() -> AsyncIterator[str]:
    """The proxy is not there."""
    async with _closed_port() as url:
        with _proxies(HTTPS_PROXY=url):
            yield "https://procore.invalid"


@asynccontextmanager
async def _proxy_of_no_known_kind() -> AsyncIterator[str]:
    """The proxy's variable names a kind of proxy that does not exist."""
    with _proxies(HTTPS_PROXY="nonsense://user:pass@proxy.example:3128"):
        yield "https://procore.invalid"


@asynccontextmanager
async def _proxy_at_an_absurd_port() -> AsyncIterator[str]:
    """The proxy's variable names a port that cannot be."""
    with _proxies(ALL_PROXY="http://proxy.example:99999"):
        yield "https://procore.invalid"


@asynccontextmanager
async def _proxy_with_socks() -> AsyncIterator[str]:
    """The proxy speaks SOCKS, and the package for it is missing."""
    with _proxies(https_proxy="socks5://proxy.example:1080"), patch.dict(sys.modules, {"socksio": None}):
        yield "https://procore.invalid"


@asynccontextmanager
async def _answering(raw: bytes, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(raw)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


@contextmanager
def _proxies(**variables: str) -> Iterator[None]:
    names = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}
    kept = {name: value for name, value in os.environ.items() if name.lower() not in names}
    with patch.dict(os.environ, kept | variables, clear=True):
        yield


NETWORKS: dict[str, Callable[[], AbstractAsyncContextManager[str]]] = {
    "no-such-name": _no_such_name,
    "closed-port": _closed_port,
    "self-signed": _self_signed,
    "proxy-wants-a-sign-in": _proxy_wants_a_sign_in,
    "proxy-gone": _proxy_gone,
    "proxy-of-no-known-kind": _proxy_of_no_known_kind,
    "proxy-at-an-absurd-port": _proxy_at_an_absurd_port,
    "proxy-with-socks": _proxy_with_socks,
}


def host_of(report: Report) -> str:
    """The host and port that the run spoke to."""
    return urlsplit(report.target["login_url"] or "").netloc
