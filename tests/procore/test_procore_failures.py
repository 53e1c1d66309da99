"""Why no answer came, from real sockets where there are any."""

import asyncio
import socket
import ssl
import sys
from pathlib import Path
from typing import Any

import pytest

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.proxies import proxy_for
from dmsa_tui.procore.request_record import NotUnderstood, ServerTrouble, Unreachable
from tests.procore.conftest import Answer, ClientMaker, FakeTime, Server

CERTIFICATE = Path(__file__).with_name("loopback.pem")
PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def direct(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No proxy variables from the machine that runs the tests."""
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


async def trouble(client: ProcoreClient) -> Unreachable:
    with pytest.raises(Unreachable) as caught:
        await client.authorize()
    assert caught.value.request_record is not None and caught.value.request_record.status is None
    assert str(caught.value).endswith(".")
    return caught.value


async def test_a_closed_port_is_refused_and_tried_once_more(make_client: ClientMaker, fake_time: FakeTime) -> None:
    url = f"http://127.0.0.1:{closed_port()}"
    client = make_client(login_url=url)
    error = await trouble(client)
    assert error.kind == "refused" and error.host in str(error) and error.host in url
    assert len(fake_time.slept) == 1
    assert (client.requests.sent, client.requests.retried) == (0, 0)  # none of them got a connection


async def test_a_name_that_does_not_resolve_is_dns(make_client: ClientMaker, direct: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    direct.setattr(socket, "getaddrinfo", fail)
    client = make_client(login_url="https://login.example.invalid")
    error = await trouble(client)
    assert error.kind == "dns" and "login.example.invalid" in str(error)
    assert client.requests.sent == 0


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example"])
async def test_a_name_that_cannot_exist_is_dns(make_client: ClientMaker, direct: pytest.MonkeyPatch, host: str) -> None:
    assert (await trouble(make_client(login_url=f"https://{host}"))).kind == "dns"


async def tls_server() -> tuple[Server, asyncio.Server]:
    server = Server()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return server, await server.start(context)


async def test_an_untrusted_certificate_is_tls_and_not_asked_twice(
    make_client: ClientMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    server, listening = await tls_server()
    client = make_client(login_url=server.url)
    error = await trouble(client)
    listening.close()
    assert error.kind == "tls" and "self-signed" in str(error) and "SSL_CERT_FILE" in str(error)
    assert client.requests.sent == 0 and server.log == []


async def test_a_certificate_that_ssl_cert_file_names_is_trusted(
    make_client: ClientMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    server, listening = await tls_server()
    assert (await make_client(login_url=server.url).authorize()).value.expires_in == 5400
    listening.close()


async def test_a_certificate_file_that_is_missing_is_named(
    make_client: ClientMaker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    with pytest.raises(Unreachable) as caught:
        await make_client(login_url="https://127.0.0.1:1").authorize()
    assert caught.value.kind == "tls" and "SSL_CERT_FILE" in str(caught.value)


async def test_a_port_that_does_not_speak_tls_is_tls(server: Server, make_client: ClientMaker) -> None:
    assert (await trouble(make_client(login_url=server.url.replace("http", "https")))).kind == "tls"


async def test_a_silent_server_times_out_and_is_asked_thrice(server: Server, make_client: ClientMaker) -> None:
    server.on("/oauth/token", Answer(silent=True))
    client = make_client(timeout=0.05)
    error = await trouble(client)
    assert error.kind == "timeout" and "0.05 s" in str(error)
    assert (client.requests.sent, client.requests.retried) == (3, 2)


async def test_the_time_limit_covers_the_whole_answer(make_client: ClientMaker) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        try:
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.01)
        except (ConnectionError, asyncio.CancelledError):
            writer.close()

    listening = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    error = await trouble(make_client(login_url=f"http://127.0.0.1:{port}", timeout=0.1))
    listening.close()
    assert error.kind == "timeout"


async def test_a_truncated_answer_is_an_interruption_and_asked_again(server: Server, client: ProcoreClient) -> None:
    cut, whole = Answer(body={"id": 12345}, cut=True), Answer(body={"id": 12345})
    server.on("/rest/v1.0/me", cut, cut, whole)
    answered = await client.get("/rest/v1.0/me")
    assert answered.value == {"id": 12345}
    assert [each.status for each in answered.request_records] == [None, None, 200]


async def test_a_connection_that_keeps_breaking_is_given_up(
    server: Server, client: ProcoreClient, fake_time: FakeTime
) -> None:
    server.on("/rest/v1.0/me", Answer(body={"id": 1}, cut=True))
    with pytest.raises(Unreachable) as caught:
        await client.get("/rest/v1.0/me")
    assert caught.value.kind == "interrupted"
    assert len(server.asked("/rest/v1.0/me")) == 3
    assert 0.5 <= fake_time.slept[0] <= 0.75 and 1.0 <= fake_time.slept[1] <= 1.5


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_server_error_is_asked_again_twice(server: Server, client: ProcoreClient, status: int) -> None:
    server.on("/rest/v1.0/me", Answer(status, "<html><title>Bad</title></html>"))
    with pytest.raises(ServerTrouble) as caught:
        await client.get("/rest/v1.0/me")
    assert caught.value.status == status and "Bad" in str(caught.value)
    assert len(server.asked("/rest/v1.0/me")) == 3


async def test_a_server_that_recovers_is_no_trouble(server: Server, client: ProcoreClient) -> None:
    server.on("/rest/v1.0/me", Answer(500, {}), Answer(502, "x"), Answer(body=1))
    assert (await client.get("/rest/v1.0/me")).value == 1
    assert client.requests.retried == 2


async def test_an_answer_that_cannot_be_unpacked_is_not_understood(server: Server, client: ProcoreClient) -> None:
    server.on("/rest/v1.0/me", Answer(raw=b"no gzip", headers={"Content-Encoding": "gzip"}))
    with pytest.raises(NotUnderstood):
        await client.get("/rest/v1.0/me")


async def test_an_enormous_answer_is_not_read(
    server: Server, client: ProcoreClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dmsa_tui.procore.inflating.LARGEST", 1000)
    server.on("/rest/v1.0/me", Answer(body="x" * 1001))
    with pytest.raises(NotUnderstood, match="larger"):
        await client.get("/rest/v1.0/me")


async def test_a_proxy_that_refuses_is_named_without_its_password(
    make_client: ClientMaker, direct: pytest.MonkeyPatch
) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    direct.setenv("HTTPS_PROXY", f"http://user:canary@127.0.0.1:{port}")
    error = await trouble(make_client(login_url="https://login.example.invalid"))
    listening.close()
    assert error.kind == "proxy" and "407" in str(error) and "NTLM and Kerberos are not supported" in str(error)
    assert f"127.0.0.1:{port}" in str(error) and "canary" not in repr(error)


async def test_a_proxy_that_is_not_there_is_the_proxys_fault(
    make_client: ClientMaker, direct: pytest.MonkeyPatch
) -> None:
    direct.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    assert (await trouble(make_client(login_url="https://login.example.invalid"))).kind == "proxy"


async def test_loopback_is_asked_directly_whatever_proxy_is_set(
    make_client: ClientMaker, direct: pytest.MonkeyPatch
) -> None:
    direct.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    assert (await make_client().authorize()).value.expires_in == 5400


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, None),
        ({"https_proxy": "http://user:pw@proxy.example:3128"}, "proxy.example:3128"),
        ({"https_proxy": "proxy.example:3128"}, "proxy.example:3128"),
        ({"https_proxy": "http://proxy.example"}, "proxy.example"),
        ({"all_proxy": "http://proxy.example:1"}, "proxy.example:1"),
        ({"http_proxy": "http://proxy.example"}, None),
        ({"https_proxy": "http://proxy.example", "no_proxy": "procore.com"}, None),
        ({"https_proxy": "http://proxy.example:port"}, "(its address is not a URL)"),
    ],
)
def test_the_proxy_is_told_without_userinfo(
    direct: pytest.MonkeyPatch, variables: dict[str, str], wanted: str | None
) -> None:
    for name, value in variables.items():
        direct.setenv(name, value)
    assert proxy_for("https://login.procore.com/oauth/token") == wanted


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HTTPS_PROXY", "nonsense://u:canary@proxy.example", "The variable HTTPS_PROXY has no usable proxy address"),
        ("ALL_PROXY", "http://u:canary@proxy.example:99999", "The variable ALL_PROXY has no usable proxy address"),
        ("https_proxy", "http://proxy\x01.example:3128", "The variable https_proxy has no usable proxy address"),
        ("HTTPS_PROXY", "http://proxy example:3128", "The variable HTTPS_PROXY has no usable proxy address"),
        ("http_proxy", "nonsense://:0", "The variable http_proxy has no usable proxy address"),
        ("HTTPS_PROXY", "socks5://u:canary@proxy.example:1080", "SOCKS proxy, which needs one more package"),
        ("all_proxy", "socks5h://proxy.example", "pip install 'httpx[socks]'"),
    ],
)
async def test_a_proxy_variable_that_cannot_be_used_is_named_without_its_value(
    make_client: ClientMaker, direct: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    direct.setitem(sys.modules, "socksio", None)
    direct.setenv(name, value)
    with pytest.raises(Unreachable) as caught:
        await make_client(login_url="https://login.example.invalid").authorize()
    error = caught.value
    assert error.kind == "proxy" and words in str(error)
    assert "canary" not in repr(error) and "\x01" not in str(error) and error.__context__ is None


async def test_the_first_refusal_of_a_dead_host_answers_for_all(make_client: ClientMaker) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{probe.getsockname()[1]}"
        client = make_client(api_url=dead)
        await client.authorize()
        asked = await asyncio.gather(*(client.get(f"/rest/v1.0/{n}") for n in "abcde"), return_exceptions=True)
        assert [type(each) for each in asked] == [Unreachable] * 5
        assert len({id(each) for each in asked}) == 5 and len({str(each) for each in asked}) == 1
        assert sum(getattr(each, "request_record", None) is not None for each in asked) == 1
        assert (client.requests.sent, client.requests.retried) == (1, 0)


async def test_a_host_that_was_dead_is_tried_again_after_a_while(
    make_client: ClientMaker, fake_time: FakeTime, server: Server
) -> None:
    server.on("/rest/v1.0/a", Answer(body=1))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    client = make_client(login_url=f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable):
        await client.authorize()
    again = await asyncio.start_server(server._serve, "127.0.0.1", port)
    with pytest.raises(Unreachable):
        await client.authorize()
    fake_time.now += 6
    assert (await client.authorize()).value.expires_in == 5400
    again.close()
