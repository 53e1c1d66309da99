"""A scriptable HTTP server on loopback, and clients that talk to it."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import h11
import pytest
import pytest_asyncio

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.environments import ENVIRONMENTS, with_urls
from dmsa_tui.procore.secret import Secret

CLIENT_SECRET = "canary-secret-7d1f"
TOKEN = "canary-token-91c4"


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def params(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query)


@dataclass(frozen=True)
class Answer:
    """What the server sends back. `cut` breaks the connection before the body is complete; `silent` never answers."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    silent: bool = False
    raw: bytes | None = None


Script = Callable[[Asked], Answer | Awaitable[Answer]]


def issue_token(asked: Asked) -> Answer:
    """The usual answer of a token endpoint."""
    return Answer(body={"access_token": TOKEN, "token_type": "bearer", "expires_in": 5400, "created_at": 1})


class Server:
    """Answers by path; paths without a script get 404. Everything that was asked is kept in `log`."""

    def __init__(self) -> None:
        self.log: list[Asked] = []
        self.scripts: dict[str, Script] = {"/oauth/token": issue_token}
        self.otherwise: Script | None = None
        self.in_flight = self.most_in_flight = 0
        self.connected = self.connections = 0
        """Connections that are open now, and those that were ever opened."""
        self.url = ""

    def on(self, path: str, *answers: Answer | Script) -> None:
        """Answer that path with each in turn, then with the last for ever."""
        queue = list(answers)

        def script(asked: Asked) -> Answer | Awaitable[Answer]:
            following = queue.pop(0) if len(queue) > 1 else queue[0]
            return following if isinstance(following, Answer) else following(asked)

        self.scripts[path] = script

    def asked(self, path: str) -> list[Asked]:
        return [each for each in self.log if each.path == path]

    async def start(self, context: ssl.SSLContext | None = None) -> asyncio.Server:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{port}"
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        self.connected += 1
        self.connections += 1
        try:
            while (asked := await self._read(connection, reader)) is not None:
                self.log.append(asked)
                if not await self._answer(connection, asked, writer):
                    break
                connection.start_next_cycle()
        except (ConnectionError, h11.ProtocolError, asyncio.CancelledError):
            pass
        finally:
            self.connected -= 1
            writer.close()

    async def _read(self, connection: h11.Connection, reader: asyncio.StreamReader) -> Asked | None:
        head, body = None, bytearray()
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                connection.receive_data(await reader.read(65536))
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage):
                assert head is not None
                headers = {name.decode().lower(): value.decode("latin-1") for name, value in head.headers}
                return Asked(head.method.decode(), head.target.decode(), headers, bytes(body))
            else:
                return None

    async def _answer(self, connection: h11.Connection, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        script = self.scripts.get(asked.path) or self.otherwise or (lambda _: Answer(404, {"error": "Item not found"}))
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            answer = script(asked)
            if not isinstance(answer, Answer):
                answer = await answer
        finally:
            self.in_flight -= 1
        if answer.silent:
            await asyncio.sleep(60)
        is_text = isinstance(answer.body, str)
        body = answer.raw if answer.raw is not None else (answer.body if is_text else json.dumps(answer.body)).encode()
        headers = {
            "date": formatdate(usegmt=True),
            "content-type": "text/html" if is_text else "application/json",
            "content-length": str(len(body)),
            "x-request-id": f"request-{len(self.log)}",
            **{name.lower(): value for name, value in answer.headers.items()},
        }
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        head = h11.Response(status_code=answer.status, headers=pairs)
        writer.write(connection.send(head) or b"")
        if answer.cut:
            writer.write(body[: len(body) // 2])
            await writer.drain()
            return False
        writer.write((connection.send(h11.Data(data=body)) or b"") + (connection.send(h11.EndOfMessage()) or b""))
        await writer.drain()
        return connection.our_state is h11.DONE and connection.their_state is h11.DONE


class FakeTime:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []
        self._wall_at_zero = 1_780_000_000.0

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, lambda: self._wall_at_zero + self.now, self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        end = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, end)

    def date(self) -> str:
        """The `Date` header of this moment."""
        return formatdate(self._wall_at_zero + self.now, usegmt=True)

    def unix(self) -> int:
        return int(self._wall_at_zero + self.now)


ClientMaker = Callable[..., ProcoreClient]


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    scripted = Server()
    listening = await scripted.start()
    yield scripted
    listening.close()


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest_asyncio.fixture
async def make_client(server: Server, fake_time: FakeTime) -> AsyncIterator[ClientMaker]:
    """Makes clients of the server; their pauses take no time."""
    async with AsyncExitStack() as stack:

        def make(**options: Any) -> ProcoreClient:
            environment = with_urls(
                ENVIRONMENTS["production"],
                options.pop("login_url", server.url),
                options.pop("api_url", server.url),
            )
            options.setdefault("clock", fake_time.clock)
            options.setdefault("timeout", 5.0)
            client = ProcoreClient(
                environment, options.pop("company_id", "562949954728542"), "client-1", Secret(CLIENT_SECRET), **options
            )
            stack.push_async_callback(client.aclose)
            return client

        yield make


@pytest_asyncio.fixture
async def client(make_client: ClientMaker) -> ProcoreClient:
    return make_client()
