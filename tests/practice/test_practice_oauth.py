"""The token endpoints."""

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from dmsa_tui.practice.http.token_store import LIFETIME

if TYPE_CHECKING:
    from tests.practice.conftest import Serve

Pair = dict[str, str]


def _basic(pair: Pair) -> dict[str, Any]:
    word = base64.b64encode(f"{pair['client_id']}:{pair['client_secret']}".encode()).decode()
    return {"data": {"grant_type": pair["grant_type"]}, "headers": {"Authorization": f"Basic {word}"}}


ENCODINGS: dict[str, Callable[[Pair], dict[str, Any]]] = {
    "form": lambda pair: {"data": pair},
    "multipart": lambda pair: {"files": {name: (None, value) for name, value in pair.items()}},
    "json": lambda pair: {"json": pair},
    "basic": _basic,
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_right_pair_gets_a_token_in_every_encoding(serve: "Serve", encoding: str) -> None:
    practice = serve(signed_in=False)
    answer = practice.client.post("/oauth/token", **ENCODINGS[encoding](practice.pair()))
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"access_token", "token_type", "expires_in", "created_at"}
    assert body["access_token"].startswith("eyJ")
    assert (body["token_type"], body["expires_in"], body["created_at"]) == ("bearer", 5400, int(practice.clock.now))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_wrong_secret_is_refused_in_every_encoding(serve: "Serve", encoding: str) -> None:
    practice = serve(signed_in=False)
    answer = practice.client.post("/oauth/token", **ENCODINGS[encoding]({**practice.pair(), "client_secret": "x"}))
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    ("grant", "code"),
    [
        ("", "invalid_request"),
        ("password", "unsupported_grant_type"),
        ("authorization_code", "invalid_grant"),
        ("refresh_token", "invalid_grant"),
    ],
)
def test_another_grant_is_a_400_that_names_it(serve: "Serve", grant: str, code: str) -> None:
    practice = serve(signed_in=False)
    answer = practice.client.post("/oauth/token", data={**practice.pair(), "grant_type": grant})
    assert (answer.status_code, answer.json()["error"]) == (400, code)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[1]"),
        ("application/json", b"[" * 200_000),
        ("application/json", b"\xff\xfe"),
        ("multipart/form-data", b"nonsense"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        ("application/x-www-form-urlencoded", b"\xff\xfe=%zz"),
        ("", b""),
    ],
)
def test_an_unreadable_body_is_a_400_in_json(serve: "Serve", content_type: str, body: bytes) -> None:
    practice = serve(signed_in=False)
    answer = practice.client.post("/oauth/token", content=body, headers={"content-type": content_type})
    assert answer.status_code == 400
    assert isinstance(answer.json(), dict)


def test_an_unreadable_basic_header_is_refused(serve: "Serve") -> None:
    practice = serve(signed_in=False)
    headers = {"Authorization": "Basic *"}
    answer = practice.client.post("/oauth/token", data={"grant_type": "client_credentials"}, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_token_info_names_the_client(serve: "Serve") -> None:
    practice = serve()
    practice.clock.now += 100
    info = practice.json("/oauth/token/info")
    assert info["application"] == {"uid": practice.rehearsal.credentials.client_id}
    assert info["expires_in_seconds"] == LIFETIME - 100
    assert info["resource_owner_id"] == practice.account_id()
    assert info["scopes"] == []


def test_a_token_ends_with_its_lifetime(serve: "Serve") -> None:
    practice = serve()
    practice.clock.now += LIFETIME - 1
    assert practice.get("/rest/v1.0/companies").status_code == 200
    practice.clock.now += 1
    answer = practice.get("/rest/v1.0/companies")
    assert (answer.status_code, answer.json()["error"]) == (401, "Invalid Token")
    assert practice.get("/oauth/token/info").status_code == 401


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer eyJnope", "Basic abc", "eyJnope"])
def test_no_usable_token_is_a_401_in_json(serve: "Serve", header: str | None) -> None:
    practice = serve()
    practice.headers = {"Procore-Company-Id": practice.company_id, **({"Authorization": header} if header else {})}
    answer = practice.get("/rest/v1.0/companies")
    assert (answer.status_code, answer.json()["error"]) == (401, "Invalid Token")


def test_a_revoked_token_no_longer_works_and_an_unknown_one_is_revoked_politely(serve: "Serve") -> None:
    practice = serve()
    token = practice.headers["Authorization"].removeprefix("Bearer ")
    for _ in range(2):
        answer = practice.client.post("/oauth/revoke", data={**practice.pair(), "token": token})
        assert (answer.status_code, answer.json()) == (200, {})
        assert practice.get("/rest/v1.0/companies").status_code == 401


def test_only_the_pair_may_revoke(serve: "Serve") -> None:
    practice = serve()
    token = practice.headers["Authorization"].removeprefix("Bearer ")
    assert practice.client.post("/oauth/revoke", json={"token": token}).status_code == 401
    assert practice.get("/rest/v1.0/companies").status_code == 200


def test_a_secret_in_the_address_is_refused(serve: "Serve") -> None:
    practice = serve()
    token = practice.headers["Authorization"].removeprefix("Bearer ")
    secret = practice.rehearsal.credentials.client_secret or ""
    for name, value in {"access_token": "x", "q": token, "Client_Secret": "x", "filters[search]": secret}.items():
        answer = practice.get("/rest/v1.0/companies", **{name: value})
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request"), name
    assert practice.client.post("/oauth/token", params=practice.pair()).status_code == 400


def test_an_app_without_the_service_account_component_gets_no_token(serve: "Serve") -> None:
    practice = serve("grant-missing", signed_in=False)
    answer = practice.client.post("/oauth/token", data=practice.pair())
    assert (answer.status_code, answer.json()["error"]) == (401, "unauthorized_client")


@pytest.mark.parametrize("scenario", ["wrong-secret", "wrong-environment"])
def test_the_noted_pair_of_these_scenarios_is_refused(serve: "Serve", scenario: str) -> None:
    practice = serve(scenario, signed_in=False)
    answer = practice.client.post("/oauth/token", data=practice.pair())
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("host", ["login-sandbox.procore.com", "login-sandbox.practice.invalid"])
def test_sandbox_hosts_take_the_sandbox_pair_and_its_tokens_stay_there(serve: "Serve", host: str) -> None:
    practice = serve("wrong-environment", signed_in=False)
    there = {"Host": host}
    answer = practice.client.post("/oauth/token", data=practice.pair(), headers=there)
    assert answer.status_code == 200
    token = {"Authorization": f"Bearer {answer.json()['access_token']}", "Procore-Company-Id": practice.company_id}
    assert practice.client.get("/oauth/token/info", headers={**there, **token}).status_code == 200
    assert practice.client.get("/oauth/token/info", headers=token).status_code == 401
    refused = practice.client.get("/rest/v1.0/companies", headers={**token, "Host": "sandbox.procore.com"})
    assert refused.status_code == 403
