"""How connections are made: certificates, cookies, and transports without a socket."""

import json

import httpx
import pytest

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.tls import trusted_context
from tests.procore.conftest import Answer, ClientMaker, Server


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
