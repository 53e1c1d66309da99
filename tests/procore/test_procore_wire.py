"""How connections are made: certificates, cookies, and transports without a socket."""

import asyncio
import json

import httpx
import pytest

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.connections import Connections
from dmsa_tui.procore.tls import trusted_context
from tests.procore.conftest import TOKEN, Answer, ClientMaker, Server, issue_token


def test_the_tls_context_is_built_once_for_each_choice_of_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    system = trusted_context()
    assert trusted_context() is system and type(system).__module__.startswith("truststore")
    monkeypatch.setenv("SSL_CERT_FILE", str(__file__).replace("test_procore_wire.py", "loopback.pem"))
    chosen = trusted_context()
    assert chosen is not system and len(chosen.get_ca_certs()) == 1


async def test_plain_http_on_loopback_needs_no_certificates(
    client: ProcoreClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/missing")
    assert (await client.authorize()).value.expires_in == 5400


async def test_no_cookie_is_sent_back(server: Server, client: ProcoreClient) -> None:
    server.on("/rest/v1.0/me", Answer(body=1, headers={"Set-Cookie": "session=1; Path=/"}))
    await client.get("/rest/v1.0/me")
    await client.get("/rest/v1.0/me")
    assert all("cookie" not in each.headers for each in server.log)


async def test_a_transport_in_memory_takes_the_place_of_sockets(make_client: ClientMaker) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        token = {"access_token": "canary", "expires_in": 5400}
        body = token if request.url.path == "/oauth/token" else [str(request.url.host)]
        return httpx.Response(200, stream=httpx.ByteStream(json.dumps(body).encode()))

    client = make_client(
        login_url="https://login.procore.com",
        api_url="https://api.procore.com",
        transport=httpx.MockTransport(answer),
    )
    assert (await client.get("/rest/v1.0/companies")).value == ["api.procore.com"]


async def test_clients_that_share_connections_open_them_once_and_mask_each_its_own(
    server: Server, make_client: ClientMaker
) -> None:
    shared = Connections()
    server.on("/oauth/token", Answer(body={"access_token": "first-token-5e1"}), issue_token)
    server.on("/rest/v1.0/me", Answer(body={"name": f"first-token-5e1 {TOKEN}"}))
    names = []
    for _ in range(2):
        async with make_client(connections=shared) as client:
            names.append((await client.get("/rest/v1.0/me")).value["name"])
    assert server.connections == 1
    assert ("first-token-5e1" in names[0], TOKEN in names[0]) == (False, True)
    assert ("first-token-5e1" in names[1], TOKEN in names[1]) == (True, False)
    await shared.aclose()


async def test_shared_connections_to_other_hosts_are_closed(server: Server, make_client: ClientMaker) -> None:
    shared, other = Connections(), Server()
    listening = await other.start()
    for url in (server.url, other.url):
        async with make_client(login_url=url, api_url=url, connections=shared) as client:
            await client.authorize()
    async with asyncio.timeout(20):
        while server.connected:
            await asyncio.sleep(0)
    assert other.connected == 1
    await shared.aclose()
    listening.close()
