"""Sends one request over httpx and keeps its answer. Import it off the event loop: httpx takes a while."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit

import httpx

from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.environments import is_loopback
from dmsa_tui.procore.exchange import Exchange, NotUnderstood, Unreachable
from dmsa_tui.procore.failures import explain
from dmsa_tui.procore.pacing import CONCURRENCY
from dmsa_tui.procore.proxies import proxy_for
from dmsa_tui.procore.reply import Reply
from dmsa_tui.procore.tls import trusted_context, trusting_nobody
from dmsa_tui.procore.visible import visible

# At its debug level httpcore logs the headers of answers, and what a server may have put there.
logging.getLogger("httpcore").setLevel(logging.INFO)

LARGEST = 32 * 1024 * 1024
"""Bytes of an answer that are read; a page of 300 projects has well under one million."""


class Wire:
    """One httpx client: TLS, proxies, the time limit, and the mapping of its errors."""

    def __init__(self, http: httpx.AsyncClient, timeout: float, clock: Clock, proxied: bool) -> None:
        self._http = http
        self._timeout = timeout
        self._clock = clock
        self._proxied = proxied

    async def send(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None) -> Reply:
        """Send once and read the whole answer. Raises Unreachable, or NotUnderstood for one that cannot be decoded."""
        sent_at, started = self._clock.wall(), self._clock.monotonic()

        def exchange(status: int | None = None, request_id: str | None = None) -> Exchange:
            elapsed = round((self._clock.monotonic() - started) * 1000)
            return Exchange(method, url, status, request_id, elapsed, datetime.fromtimestamp(sent_at, UTC))

        problem: Unreachable | NotUnderstood
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._http.stream(method, url, headers=dict(headers), content=content) as response,
            ):
                body = await _read(response)
                told = {name.lower(): value for name, value in response.headers.items()}
                request_id = told.get("x-request-id")
                return Reply(
                    response.status_code,
                    told,
                    body,
                    exchange(response.status_code, None if request_id is None else visible(request_id, 100)),
                    sent_at,
                    self._clock.wall(),
                )
        except (httpx.DecodingError, _TooLarge):
            host = urlsplit(url).netloc
            problem = NotUnderstood(f"The answer of {host} cannot be decoded or is larger than 32 MB.", exchange())
        except (httpx.TransportError, httpx.InvalidURL, TimeoutError, UnicodeError, OSError) as error:
            host = urlsplit(url).netloc
            proxy = proxy_for(url) if self._proxied else None
            kind, sentence = explain(error, host, proxy, self._timeout)
            problem = Unreachable(kind, host, sentence, exchange())
        # Raised here and not above, so that no httpx request, with its headers, hangs on the exception.
        raise problem

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()


class _TooLarge(Exception):
    pass


async def _read(response: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise _TooLarge
    return bytes(body)


def open_wire(urls: tuple[str, ...], transport: httpx.AsyncBaseTransport | None, timeout: float, clock: Clock) -> Wire:
    """A wire to the hosts of `urls`. Raises Unreachable (tls) if the configured certificates cannot be loaded."""
    parts = [urlsplit(url) for url in urls]
    local = all(is_loopback(each.hostname or "") for each in parts)
    plain = transport is not None or all(each.scheme == "http" for each in parts)
    try:
        context = trusting_nobody() if plain else trusted_context()
    except OSError as error:
        raise Unreachable(
            "tls",
            parts[0].netloc,
            f"The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be loaded: {error.strerror or error}.",
        ) from None
    proxied = not local and transport is None
    http = httpx.AsyncClient(
        verify=context,
        trust_env=proxied,
        transport=transport,
        follow_redirects=False,
        timeout=httpx.Timeout(timeout),
        limits=httpx.Limits(max_connections=CONCURRENCY, max_keepalive_connections=CONCURRENCY),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )
    return Wire(http, timeout, clock, proxied)
