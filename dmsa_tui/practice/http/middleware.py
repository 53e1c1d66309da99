"""In front of the routes: request ids, the date, rate limits, stumbling servers, secrets in addresses."""

import json
from collections.abc import Iterable
from email.utils import formatdate
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from dmsa_tui.practice.http.asgi import App, Clock, Message, Receive, Scope, Send
from dmsa_tui.practice.http.flaky_middleware import FlakyMiddleware
from dmsa_tui.practice.http.limits import RateLimiter
from dmsa_tui.practice.http.query import Query
from dmsa_tui.practice.http.token_store import TokenStore
from dmsa_tui.practice.world import World

_SECRET_NAMES = frozenset({"access_token", "token", "client_secret", "refresh_token"})
_LIMIT_TEXT = "You have surpassed the max number of requests for an hour. Please wait until your limit resets."


class Middleware:
    """An ASGI application around another."""

    def __init__(self, inner: App, world: World, desk: TokenStore, clock: Clock) -> None:
        self._inner = inner
        self._world = world
        self._desk = desk
        self._clock = clock
        self._limits = RateLimiter(world.windows, clock)
        self._stumbles = FlakyMiddleware()
        self._served = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        self._served += 1
        request_id = str(uuid5(NAMESPACE_URL, f"practice/{self._world.company.id}/{self._served}"))
        extra = [("x-request-id", request_id), ("date", formatdate(self._clock(), usegmt=True))]

        async def send_with_extra(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_encoded(extra)]
            await send(message)

        if self._names_a_secret(scope["query_string"]):
            body = {"error": "invalid_request", "error_description": "Tokens and secrets do not belong in an address."}
            await _answer(send_with_extra, 400, [("content-type", "application/json")], json.dumps(body).encode())
            return
        if scope["path"].startswith("/rest/"):
            standing = self._limits.take()
            extra.extend(standing.headers.items())
            if standing.refused:
                await _answer(
                    send_with_extra, 429, [("content-type", "application/json")],
                    json.dumps({"errors": _LIMIT_TEXT}).encode(),
                )  # fmt: skip
                return
        stumble = self._stumbles.next(_address(scope)) if self._world.unstable else None
        if stumble is not None:
            await _answer(send_with_extra, stumble.status, stumble.headers, stumble.body)
            return
        await self._inner(scope, receive, send_with_extra)

    def _names_a_secret(self, query_string: bytes) -> bool:
        if not query_string:
            return False
        secrets = self._desk.secrets()
        return any(name.lower() in _SECRET_NAMES or value in secrets for name, value in Query(query_string).pairs)


def _address(scope: Scope) -> str:
    return f"{scope['method']} {scope['path']}?{scope['query_string'].decode('latin-1')}"


def _encoded(headers: Iterable[tuple[str, Any]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), str(value).encode("latin-1")) for name, value in headers]


async def _answer(send: Send, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
    encoded = [*_encoded(headers), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
