"""The loopback server, spoken to over plain sockets where that is the point."""

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from dmsa_tui.practice.http.asgi import Message, Receive, Scope, Send
from dmsa_tui.practice.server import BODY_LIMIT, serving
from tests.server_thread import serve_in_thread


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with what it was sent; /crash crashes."""
    if scope["path"] == "/crash":
        raise RuntimeError("crash")
    request = await receive()
    said = {
        "method": scope["method"],
        "path": scope["path"],
        "query": scope["query_string"].decode(),
        "length": len(request["body"]),
        "host": dict(scope["headers"])[b"host"].decode(),
    }
    body = json.dumps(said).encode()
    start: Message = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]}
    await send(start)
    await send({"type": "http.response.body", "body": body[:5], "more_body": True})
    await send({"type": "http.response.body", "body": body[5:]})


@contextmanager
def _connection(url: str) -> Iterator[socket.socket]:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
        yield connection


def _request_record(url: str, raw: bytes) -> bytes:
    """Sends `raw` and reads until the server closes."""
    with _connection(url) as connection:
        connection.sendall(raw)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_a_free_port_on_loopback_is_picked_and_given_back() -> None:
    with serve_in_thread(echo) as url:
        assert url.startswith("http://127.0.0.1:")
        assert httpx.get(f"{url}/a%20b?c=%5B", trust_env=False).json() == {
            "method": "GET", "path": "/a b", "query": "c=%5B", "length": 0, "host": urlsplit(url).netloc,
        }  # fmt: skip
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)


def test_one_connection_serves_many_requests_each_in_one_packet() -> None:
    with serve_in_thread(echo) as url, _connection(url) as connection:
        for number in range(3):
            connection.sendall(f"GET /{number} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            head, _, body = connection.recv(65536).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 OK\r\n")
            assert json.loads(body)["path"] == f"/{number}"


def test_pipelined_requests_are_answered_in_their_order() -> None:
    raw = b"GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with serve_in_thread(echo) as url:
        answer = _request_record(url, raw)
    assert answer.index(b'"/1"') < answer.index(b'"/2"')


def test_a_chunked_body_arrives_whole() -> None:
    def parts() -> Iterator[bytes]:
        yield from (b"abc", b"de")

    with serve_in_thread(echo) as url:
        assert httpx.post(url, content=parts(), trust_env=False).json()["length"] == 5


def test_a_client_that_waits_for_100_continue_gets_it() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    with serve_in_thread(echo) as url, _connection(url) as connection:
        connection.sendall(head)
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"ok")
        assert b'"length": 2' in connection.recv(65536)


def test_a_body_beyond_the_limit_is_refused() -> None:
    with serve_in_thread(echo) as url:
        assert httpx.post(url, content=b"x" * BODY_LIMIT, trust_env=False).json()["length"] == BODY_LIMIT
        with httpx.Client(trust_env=False) as client:
            answer = client.post(url, content=b"x" * (BODY_LIMIT + 1))
        assert answer.status_code == 413
        assert "errors" in answer.json()


@pytest.mark.parametrize(
    "raw", [b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n:\r\n\r\n"]
)
def test_what_is_not_http_is_a_400_and_ends_the_connection(raw: bytes) -> None:
    with serve_in_thread(echo) as url:
        answer = _request_record(url, raw)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert httpx.get(url, trust_env=False).status_code == 200


def test_a_client_that_hangs_up_in_the_middle_harms_nobody() -> None:
    with serve_in_thread(echo) as url:
        with _connection(url) as connection:
            connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        assert httpx.get(url, trust_env=False).status_code == 200


def test_a_crash_is_a_500_and_the_server_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    with serve_in_thread(echo) as url, httpx.Client(base_url=url, trust_env=False) as client:
        answer = client.get("/crash")
        assert (answer.status_code, list(answer.json())) == (500, ["errors"])
        assert client.get("/").status_code == 200
    assert "RuntimeError: crash" in capsys.readouterr().err


async def test_latency_delays_every_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    latency, order, sleep = 1234.5, list[str](), asyncio.sleep

    async def counted(seconds: float) -> None:
        if seconds != latency:
            await sleep(seconds)
        else:
            order.append("wait")

    async def noted(scope: Scope, receive: Receive, send: Send) -> None:
        order.append("answer")
        await echo(scope, receive, send)

    monkeypatch.setattr(asyncio, "sleep", counted)
    async with serving(noted, latency=latency) as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:
        for _ in range(2):
            await client.get("/")
    assert order == ["wait", "answer"] * 2


def test_a_taken_port_is_an_error_at_once() -> None:
    with serve_in_thread(echo) as url:
        port = urlsplit(url).port or 0
        with pytest.raises(OSError), serve_in_thread(echo, port=port):
            pass


async def test_the_server_stops_while_connections_are_open() -> None:
    async with serving(echo) as url:
        parts = urlsplit(url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await reader.readline()) == b"HTTP/1.1 200 OK\r\n"
    await asyncio.wait_for(reader.read(), timeout=5)
    writer.close()
    await writer.wait_closed()


async def test_slow_answers_do_not_wait_for_each_other() -> None:
    """The first is answered only when all eight have arrived."""
    arrived, all_arrived = 0, asyncio.Event()

    async def held(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal arrived
        arrived += 1
        if arrived == 8:
            all_arrived.set()
        await all_arrived.wait()
        await echo(scope, receive, send)

    async with serving(held) as url, httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
        answers = await asyncio.gather(*(client.get("/") for _ in range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8
