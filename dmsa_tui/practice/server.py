"""A small HTTP/1.1 server for an ASGI application on loopback: asyncio and h11, nothing else.

Head and body leave in one write, and asyncio switches Nagle's algorithm off, so an answer costs one packet.
"""

import asyncio
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import h11

from dmsa_tui.practice.http.asgi import CUT

if TYPE_CHECKING:
    from dmsa_tui.practice.http.asgi import App, Message

HOST = "127.0.0.1"
BODY_LIMIT = 1_000_000
"""Bytes of a request body."""
_CHUNK = 65536


class Server:
    """Serves one application; `latency` is a wait before every answer, in seconds, for measurements."""

    def __init__(self, app: "App", port: int = 0, latency: float = 0.0) -> None:
        self._app = app
        self._port = port
        self._latency = latency
        self._connections: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listens, on a free port if the port is 0, and returns the base URL; OSError if the port is taken."""
        self._server = await asyncio.start_server(self._converse, HOST, self._port)
        self._port = self._server.sockets[0].getsockname()[1]
        return f"http://{HOST}:{self._port}"

    async def stop(self) -> None:
        """Stops listening and closes every connection."""
        if self._server is None:
            return
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._connections.add(task)
        try:
            await self._requests(_Connection(reader, writer))
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            if task is not None:
                self._connections.discard(task)
            writer.close()
            try:
                await writer.wait_closed()
            except ConnectionError:
                pass

    async def _requests(self, connection: "_Connection") -> None:
        while True:
            try:
                request = await connection.request()
                if request is None:
                    return
                body = await connection.body()
            except h11.RemoteProtocolError as problem:
                await connection.refuse(problem.error_status_hint, "The request is not valid HTTP.")
                return
            if body is None:
                await connection.refuse(413, f"A request body may have {BODY_LIMIT} bytes.")
                return
            if self._latency:
                await asyncio.sleep(self._latency)
            answer = await self._run(request, body)
            await connection.answer(answer)
            if answer.cut is not None or not connection.ready_for_next():
                return

    async def _run(self, request: h11.Request, body: bytes) -> "_Answer":
        answer = _Answer()
        incoming: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> "Message":
            return incoming.pop() if incoming else {"type": "http.disconnect"}

        try:
            await self._app(_scope(request, self._port), receive, answer.take)
        except Exception:  # an application's crash is an answer of 500; the server goes on
            traceback.print_exc()
            return _Answer.plain(500, "The practice server failed to answer.")
        return answer


class _Answer:
    """What an application sends, collected; `cut` is where the connection breaks, if it does."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""
        self.cut: str | None = None

    def kept(self, raw: bytes) -> bytes:
        """What of the answer in bytes leaves before the connection breaks."""
        if self.cut is None:
            return raw
        head = raw.index(b"\r\n\r\n") + 4
        return raw[: {"before": 0, "head": head // 2, "body": head + len(self.body) // 2}[self.cut]]

    @classmethod
    def plain(cls, status: int, sentence: str) -> "_Answer":
        """An error of the server itself, in JSON."""
        answer = cls()
        answer.status = status
        answer.headers = [(b"content-type", b"application/json")]
        answer.body = f'{{"errors":["{sentence}"]}}'.encode()
        return answer

    async def take(self, message: "Message") -> None:
        """The application's `send`."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
        elif message["type"] == CUT:
            self.cut = message["where"]


class _Connection:
    """One connection in h11's terms."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._state = h11.Connection(h11.SERVER)
        self._head_only = False

    async def request(self) -> h11.Request | None:
        """The next request; None when the client is gone."""
        event = await self._event()
        if not isinstance(event, h11.Request):
            return None
        self._head_only = event.method == b"HEAD"
        return event

    async def body(self) -> bytes | None:
        """The whole body, chunked or not; None if it is longer than the limit."""
        if self._state.they_are_waiting_for_100_continue:
            head = self._state.send(h11.InformationalResponse(status_code=100, headers=[]))
            self._writer.write(head or b"")
        parts: list[bytes] = []
        size = 0
        while True:
            event = await self._event()
            if isinstance(event, h11.Data):
                size += len(event.data)
                if size > BODY_LIMIT:
                    return None
                parts.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                return b"".join(parts)
            else:
                raise ConnectionResetError

    async def answer(self, answer: _Answer) -> None:
        """Sends head and body in one write."""
        headers = [(name, value) for name, value in answer.headers if name.lower() != b"content-length"]
        if answer.status != 204:  # an answer without content has no length either (RFC 9110, section 8.6)
            headers.append((b"content-length", str(len(answer.body)).encode()))
        events: list[h11.Event] = [
            h11.Response(status_code=answer.status, headers=headers, reason=HTTPStatus(answer.status).phrase.encode())
        ]
        if answer.body and not self._head_only:
            events.append(h11.Data(data=answer.body))
        events.append(h11.EndOfMessage())
        self._writer.write(answer.kept(b"".join(self._state.send(event) or b"" for event in events)))
        await self._writer.drain()

    async def refuse(self, status: int, sentence: str) -> None:
        """Answers what cannot be served; the connection ends with it."""
        answer = _Answer.plain(status, sentence)
        answer.headers.append((b"connection", b"close"))
        if self._state.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            await self.answer(answer)

    def ready_for_next(self) -> bool:
        """Whether the connection stays open; if so it is made ready."""
        if self._state.our_state is not h11.DONE or self._state.their_state is not h11.DONE:
            return False
        self._state.start_next_cycle()
        return True

    async def _event(self) -> Any:
        while (event := self._state.next_event()) is h11.NEED_DATA:
            self._state.receive_data(await self._reader.read(_CHUNK))
        return event


def _scope(request: h11.Request, port: int) -> dict[str, Any]:
    raw_path, _, query = request.target.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": request.http_version.decode("ascii"),
        "method": request.method.decode("ascii"),
        "scheme": "http",
        "path": unquote(raw_path.decode("latin-1")),
        "raw_path": raw_path,
        "query_string": query,
        "root_path": "",
        "headers": list(request.headers),
        "client": (HOST, 0),
        "server": (HOST, port),
        "extensions": {CUT: {}},
    }


@asynccontextmanager
async def serving(app: "App", port: int = 0, latency: float = 0.0) -> AsyncIterator[str]:
    """Serves `app` inside the block and yields its base URL."""
    server = Server(app, port, latency)
    url = await server.start()
    try:
        yield url
    finally:
        await server.stop()
