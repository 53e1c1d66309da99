"""Sends one request over httpx and keeps its answer. Import it off the event loop: httpx takes a while."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import aclosing
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlsplit

import httpx
import sniffio

from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.environments import is_loopback
from dmsa_tui.procore.inflating import Unreadable, inflated
from dmsa_tui.procore.masking import Masking
from dmsa_tui.procore.proxies import proxy_for, unusable_proxy
from dmsa_tui.procore.reply import Reply
from dmsa_tui.procore.request_record import NotUnderstood, RequestRecord, Unreachable
from dmsa_tui.procore.tls import trusted_context, trusting_nobody
from dmsa_tui.procore.transport_failures import explain

# At its debug level httpcore logs the headers of answers, and httpx the reason phrase: what a server may put there.
logging.getLogger("httpcore").setLevel(logging.INFO)
logging.getLogger("httpx").setLevel(logging.WARNING)
_log = logging.getLogger(__name__)

_UNUSABLE = "This machine's proxy variables, including NO_PROXY, cannot be used; write a proxy as http://HOST:PORT."
_ACCEPTED = {"Accept-Encoding": "gzip"}
_UNCONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.InvalidURL)


class _NoCookies(CookieJar):
    """Takes no cookie: a token is all that Procore's API asks for."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Leave them in the answer."""


class _MaskedHeaders(Mapping[str, str]):
    """An answer's headers by their names in lower case. A value is masked when it is read: most never are."""

    def __init__(self, headers: httpx.Headers, masking: Masking) -> None:
        self._values = dict(headers.items())
        self._masking = masking

    def __getitem__(self, name: str) -> str:
        return self._masking.text(self._values[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class TransportAdapter:
    """One httpx client: TLS, proxies, limits of time and size, the mapping of its errors, and the mask on answers.

    Whatever leaves here has every known secret masked: body, headers, request id and the sentences of problems.
    """

    def __init__(self, http: httpx.AsyncClient, timeout: float, clock: Clock, proxied: bool, masking: Masking) -> None:
        self._http = http
        self._masking = masking
        self._timeout = timeout
        self._clock = clock
        self._proxied = proxied

    def for_client(self, timeout: float, clock: Clock, masking: Masking) -> "TransportAdapter":
        """One over the same connections, with the limit of time and the mask of another client."""
        return TransportAdapter(self._http, timeout, clock, self._proxied, masking)

    async def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | None,
        learn: Callable[[int, bytes], None] | None = None,
    ) -> Reply:
        """Send once and read the whole answer. Raises Unreachable, or NotUnderstood for one that cannot be decoded.

        `learn` is given the status and the body before they are masked, to take a token out of them.
        """
        sniffio.thread_local.name = "asyncio"  # else httpcore and anyio look for the running task at every lock
        sent_at, started = self._clock.wall(), self._clock.monotonic()

        def request_record(status: int | None = None, request_id: str | None = None) -> RequestRecord:
            elapsed = round((self._clock.monotonic() - started) * 1000)
            return RequestRecord(method, url, status, request_id, elapsed, datetime.fromtimestamp(sent_at, UTC))

        host = urlsplit(url).netloc
        problem: Unreachable | NotUnderstood
        try:
            # A request made here needs none of the client's own defaults, whose merging takes as long as the rest.
            request = httpx.Request(method, url, headers={**_ACCEPTED, **headers}, content=content)
            async with (
                asyncio.timeout(self._timeout),
                aclosing(await self._http.send(request, stream=True)) as response,
            ):
                status = response.status_code
                _log.info("%s %s: %d", method, url, status)
                encoding = self._masking.text(response.headers.get("content-encoding", ""))
                body = await inflated(response.aiter_raw(), encoding)
            if learn is not None:
                learn(status, body)
            answer_headers = _MaskedHeaders(response.headers, self._masking)
            if not self._masking.needs_no_mask(body):
                body = await asyncio.to_thread(self._masking.body, body)
            request_id = answer_headers.get("x-request-id")
            shown = None if request_id is None else visible(request_id, 100)
            return Reply(status, answer_headers, body, request_record(status, shown), sent_at, self._clock.wall())
        except Unreadable as error:
            problem = NotUnderstood(f"The answer of {host} {error}.", request_record())
        except (httpx.TransportError, httpx.InvalidURL, TimeoutError, UnicodeError, OSError) as error:
            proxy = proxy_for(url) if self._proxied else None
            kind, sentence = explain(error, host, proxy, self._timeout)
            problem = Unreachable(
                kind,
                host,
                self._masking.text(sentence),
                request_record(),
                connected=not isinstance(error, _UNCONNECTED),
            )
        # Raised here and not above, so that no httpx request, with its headers, hangs on the exception.
        raise problem

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()


def open_adapter(
    urls: tuple[str, ...],
    transport: httpx.AsyncBaseTransport | None,
    timeout: float,
    clock: Clock,
    masking: Masking,
    concurrency: int,
) -> TransportAdapter:
    """An adapter to the hosts of `urls`. Raises Unreachable for certificates (tls) or a proxy that cannot be used."""
    parts = [urlsplit(url) for url in urls]
    local = all(is_loopback(part.hostname or "") for part in parts)
    plain = transport is not None or all(part.scheme == "http" for part in parts)
    try:
        context = trusting_nobody() if plain else trusted_context()
    except OSError as error:
        raise Unreachable(
            "tls",
            parts[0].netloc,
            f"The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be loaded: {error.strerror or error}.",
        ) from None
    proxied = not local and transport is None
    unusable = unusable_proxy({*(part.scheme for part in parts), "all"}) if proxied else None
    if unusable is not None:
        raise Unreachable("proxy", parts[0].netloc, unusable)
    most = concurrency + 1  # one is kept for the host of the tokens
    try:
        http = httpx.AsyncClient(
            verify=context,
            trust_env=proxied,
            transport=transport,
            follow_redirects=False,
            timeout=httpx.Timeout(timeout),
            limits=httpx.Limits(max_connections=most, max_keepalive_connections=most),
            cookies=_NoCookies(),
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        # Only what the environment says of proxies can be wrong here, and its text must not hang on the error.
        unusable = unusable_proxy(("http", "https", "all")) or _UNUSABLE
    else:
        return TransportAdapter(http, timeout, clock, proxied, masking)
    raise Unreachable("proxy", parts[0].netloc, unusable)
