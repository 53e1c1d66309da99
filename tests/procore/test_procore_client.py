"""Tokens, headers and refusals, over real HTTP."""

import asyncio
from urllib.parse import parse_qs

import pytest

from dmsa_tui import __version__
from dmsa_tui.errors import InvalidInput
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.request_record import (
    NotUnderstood,
    ProcoreProblem,
    Redirected,
    Refused,
    StoppedAsking,
    Unreachable,
)
from tests.procore.conftest import CLIENT_SECRET, TOKEN, Answer, Asked, ClientMaker, FakeTime, Server, issue_token

NUMBERED = "canary-token-"


def numbered_tokens(server: Server, life: int = 5400) -> list[str]:
    """Makes the server issue a new token each time, and returns the list that they are kept in."""
    issued: list[str] = []

    def issue(asked: Asked) -> Answer:
        issued.append(f"{NUMBERED}{len(issued) + 1}")
        return Answer(body={"access_token": issued[-1], "token_type": "bearer", "expires_in": life})

    server.scripts["/oauth/token"] = issue
    return issued


async def test_the_token_is_asked_for_with_a_form_and_without_the_company_header(
    server: Server, client: ProcoreClient
) -> None:
    answered = await client.authorize()
    (asked,) = server.log
    assert asked.method == "POST" and asked.target == "/oauth/token"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked.body.decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": ["client-1"],
        "client_secret": [CLIENT_SECRET],
    }
    assert "procore-company-id" not in asked.headers
    assert answered.value.expires_in == 5400
    assert [(each.method, each.status, each.request_id) for each in answered.request_records] == [
        ("POST", 200, "request-1")
    ]


@pytest.mark.parametrize("path", ["/rest/v1.0/companies", "/rest/v1.0/me", "/rest/v1.0/company_base_url"])
async def test_every_api_call_names_the_company_the_token_and_the_program(
    server: Server, client: ProcoreClient, path: str
) -> None:
    server.on(path, Answer(body=[]))
    await client.get(path)
    (asked,) = server.asked(path)
    assert asked.headers["procore-company-id"] == "562949954728542"
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert asked.headers["user-agent"] == f"dmsa-tui/{__version__}"


async def test_retries_and_pages_name_the_company_too(server: Server, client: ProcoreClient) -> None:
    pages = (Answer(body=[{"id": number}], headers={"Total": "2", "Per-Page": "1"}) for number in (1, 2))
    server.on("/rest/v1.0/companies", Answer(500), Answer(401, {}), *pages)
    await client.pages("/rest/v1.0/companies", lambda row: row.id("id"), per_page=1)
    asked = server.asked("/rest/v1.0/companies")
    assert len(asked) == 4
    assert all(each.headers["procore-company-id"] == "562949954728542" for each in asked)


async def test_token_info_is_asked_at_the_login_host(make_client: ClientMaker, server: Server) -> None:
    login = Server()
    listening = await login.start()
    login.on("/oauth/token/info", Answer(body={"scopes": []}))
    client = make_client(login_url=login.url)
    await client.get("/oauth/token/info", host="login")
    listening.close()
    assert [each.path for each in login.log] == ["/oauth/token", "/oauth/token/info"]
    assert server.log == []


async def test_concurrent_callers_share_one_token(server: Server, client: ProcoreClient) -> None:
    for number in range(6):
        server.on(f"/rest/v1.0/a{number}", Answer(body=1))
    await asyncio.gather(client.authorize(), *(client.get(f"/rest/v1.0/a{number}") for number in range(6)))
    assert len(server.asked("/oauth/token")) == 1
    assert client.requests.sent == 7


async def test_concurrent_callers_share_one_rejection_of_the_pair(server: Server, client: ProcoreClient) -> None:
    body = {"error": "invalid_client", "error_description": "Client authentication failed."}
    server.on("/oauth/token", Answer(401, body))
    results = await asyncio.gather(*(client.get("/rest/v1.0/me") for _ in range(3)), return_exceptions=True)
    assert len(server.asked("/oauth/token")) == 1
    for each in results:
        assert isinstance(each, Refused)
        assert (each.status, each.code, each.said) == (401, "invalid_client", "Client authentication failed.")


async def test_a_cancelled_caller_does_not_take_the_token_from_the_others(
    server: Server, client: ProcoreClient
) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def slow(asked: Asked) -> Answer:
        arrived.set()
        await go_on.wait()
        return issue_token(asked)

    server.on("/oauth/token", slow)
    first, second = asyncio.create_task(client.authorize()), asyncio.create_task(client.authorize())
    await arrived.wait()
    first.cancel()
    await asyncio.sleep(0)
    go_on.set()
    assert (await second).value.expires_in == 5400
    with pytest.raises(asyncio.CancelledError):
        await first
    assert len(server.asked("/oauth/token")) == 1


async def test_a_refused_token_is_renewed_once_and_the_call_repeated(server: Server, client: ProcoreClient) -> None:
    numbered_tokens(server)
    server.on("/rest/v1.0/me", Answer(401, {"error": "Invalid Token"}), Answer(body={"id": 1}))
    answered = await client.get("/rest/v1.0/me")
    assert [each.headers["authorization"][-1] for each in server.asked("/rest/v1.0/me")] == ["1", "2"]
    assert [each.status for each in answered.request_records] == [401, 200]
    assert client.requests.sent == 4 and client.requests.retried == 1


async def test_a_second_refusal_is_final(server: Server, client: ProcoreClient) -> None:
    server.on("/rest/v1.0/me", Answer(401, {"errors": "Unauthorized"}))
    with pytest.raises(Refused) as caught:
        await client.get("/rest/v1.0/me")
    assert caught.value.status == 401 and caught.value.said == "Unauthorized"
    assert len(server.asked("/rest/v1.0/me")) == 2 and len(server.asked("/oauth/token")) == 2


async def test_a_token_that_a_renewal_brought_is_not_renewed_for_what_never_accepted_it(
    server: Server, client: ProcoreClient
) -> None:
    server.otherwise = lambda _: Answer(401, {"errors": "Unauthorized"})
    for path in ("/rest/v1.0/me", "/rest/v1.0/companies", "/rest/v1.0/settings"):
        with pytest.raises(Refused):
            await client.get(path)
    assert len(server.asked("/oauth/token")) == 2


async def test_many_calls_with_one_stale_token_renew_it_once(server: Server, client: ProcoreClient) -> None:
    issued = numbered_tokens(server)

    def guard(asked: Asked) -> Answer:
        return Answer(body=1) if asked.headers["authorization"].endswith("2") else Answer(401, {})

    server.otherwise = guard
    await asyncio.gather(*(client.get(f"/rest/v1.0/{word}") for word in ("a", "b", "c", "d", "e")))
    assert len(issued) == 2


async def test_a_token_is_renewed_when_its_time_is_over(
    server: Server, client: ProcoreClient, fake_time: FakeTime
) -> None:
    issued = numbered_tokens(server, life=1000)
    server.on("/rest/v1.0/me", Answer(body=1))
    await client.get("/rest/v1.0/me")
    fake_time.now += 960
    await client.get("/rest/v1.0/me")
    assert len(issued) == 1
    fake_time.now += 20
    await client.get("/rest/v1.0/me")
    assert [each.headers["authorization"][-1] for each in server.asked("/rest/v1.0/me")] == ["1", "1", "2"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"access_token": None, "expires_in": 5400},
        {"access_token": "", "expires_in": 5400},
        {"access_token": "canary\r\nHost: evil", "expires_in": 5400},
    ],
)
async def test_an_answer_without_a_usable_token_is_not_understood_and_not_shown(
    server: Server, client: ProcoreClient, body: object
) -> None:
    server.on("/oauth/token", Answer(body=body))
    with pytest.raises(NotUnderstood) as caught:
        await client.authorize()
    assert "canary" not in str(caught.value) and "/oauth/token" in str(caught.value)


async def test_after_three_equal_refusals_nothing_of_the_kind_is_sent(server: Server, client: ProcoreClient) -> None:
    server.otherwise = lambda _: Answer(403, {"errors": ["App is not connected to this company."]})
    for number in range(3):
        with pytest.raises(Refused):
            await client.get(f"/rest/v1.0/projects/{700001 + number}/tools")
    before = len(server.log)
    with pytest.raises(StoppedAsking) as caught:
        await client.get("/rest/v1.0/projects/700009/tools")
    assert caught.value.status == 403 and "/rest" not in str(caught.value)
    assert caught.value.signature == "GET /rest/v1.0/projects/{id}/tools"
    assert len(server.log) == before
    with pytest.raises(Refused):
        await client.get("/rest/v1.0/companies/5/me")


async def test_requests_side_by_side_do_not_exceed_three_refusals_either(server: Server, client: ProcoreClient) -> None:
    server.otherwise = lambda _: Answer(403, {"errors": ["no"]})
    calls = (client.get("/rest/v1.0/settings/permissions", [("project_id", str(n))]) for n in range(10))
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(isinstance(each, Refused) for each in results) == 3
    assert sum(isinstance(each, StoppedAsking) for each in results) == 7
    assert len(server.asked("/rest/v1.0/settings/permissions")) == 3


async def test_a_401_that_stays_is_asked_three_times_in_all(server: Server, client: ProcoreClient) -> None:
    server.on("/rest/v1.0/me", Answer(401, {}))
    for wanted in (Refused, Refused, StoppedAsking):
        with pytest.raises(wanted):
            await client.get("/rest/v1.0/me")
    assert len(server.asked("/rest/v1.0/me")) == 3


async def test_the_same_path_with_another_scope_is_another_kind(server: Server, client: ProcoreClient) -> None:
    path = "/rest/v1.0/settings/permissions"
    server.on(path, lambda asked: Answer(403, {}) if asked.params[0][0] == "project_id" else Answer(body={"tools": []}))
    for number in range(3):
        with pytest.raises(Refused):
            await client.get(path, [("project_id", str(number))])
    assert (await client.get(path, [("company_id", "5")])).value == {"tools": []}


async def test_a_person_who_asks_again_lifts_the_stop(server: Server, client: ProcoreClient) -> None:
    server.on("/rest/v1.0/me", *[Answer(403, {})] * 3, Answer(body=1))
    for _ in range(3):
        with pytest.raises(Refused):
            await client.get("/rest/v1.0/me")
    client.forget_refusals()
    assert (await client.get("/rest/v1.0/me")).value == 1


async def test_other_refusals_are_not_counted(server: Server, client: ProcoreClient) -> None:
    server.on("/rest/v1.0/me", Answer(404, {"error": "Item not found"}))
    for _ in range(5):
        with pytest.raises(Refused) as caught:
            await client.get("/rest/v1.0/me")
        assert caught.value.status == 404


async def test_a_rejected_pair_is_not_posted_more_than_three_times(server: Server, client: ProcoreClient) -> None:
    server.on("/oauth/token", Answer(401, {"error": "invalid_client"}))
    for wanted in (Refused, Refused, Refused, StoppedAsking, StoppedAsking):
        with pytest.raises(wanted):
            await client.authorize()
    assert len(server.log) == 3


async def test_a_redirect_is_not_followed(server: Server, client: ProcoreClient) -> None:
    other = Server()
    listening = await other.start()
    server.on("/rest/v1.0/me", Answer(302, "", {"Location": f"{other.url}/login?key=canary"}))
    with pytest.raises(Redirected) as caught:
        await client.get("/rest/v1.0/me")
    listening.close()
    assert other.log == []
    assert "127.0.0.1" in str(caught.value) and "canary" not in str(caught.value)


async def test_a_redirected_token_request_takes_the_pair_nowhere(server: Server, client: ProcoreClient) -> None:
    other = Server()
    listening = await other.start()
    server.on("/oauth/token", Answer(307, "", {"Location": f"{other.url}/oauth/token"}))
    with pytest.raises(Redirected):
        await client.authorize()
    listening.close()
    assert other.log == []


@pytest.mark.parametrize("status", [200, 401, 403, 404])
async def test_a_web_page_is_told_from_procores_own_answer(server: Server, client: ProcoreClient, status: int) -> None:
    server.on("/rest/v1.0/me", Answer(status, "<!DOCTYPE html><title>Guest &amp; Wi-Fi</title><p>Sign in</p>"))
    with pytest.raises(NotUnderstood) as caught:
        await client.get("/rest/v1.0/me")
    assert caught.value.html and "Guest & Wi-Fi" in str(caught.value)


@pytest.mark.parametrize("raw", [b"", b"OK", b"{", b'{"a": NaN}', b"\xff\xfe\xff", b"[" * 100_000, b"9" * 5000])
async def test_what_is_not_json_is_not_understood(server: Server, client: ProcoreClient, raw: bytes) -> None:
    server.on("/rest/v1.0/me", Answer(raw=raw))
    with pytest.raises(NotUnderstood) as caught:
        await client.get("/rest/v1.0/me")
    assert (
        not caught.value.html and caught.value.request_record is not None and caught.value.request_record.status == 200
    )


async def test_texts_are_made_visible_and_numbers_stay_exact(server: Server, client: ProcoreClient) -> None:
    raw = b'{"na\\u001bme": ["a\\u001b]52;c;x\\u0007", "\\u202egpj.exe", "\\ud800"], "id": 9007199254740993}'
    server.on("/rest/v1.0/me", Answer(raw=raw))
    value = (await client.get("/rest/v1.0/me")).value
    assert value == {"na␛me": ["a␛]52;c;x␇", "⟨U+202E⟩gpj.exe", "⟨U+D800⟩"], "id": 9007199254740993}


@pytest.mark.parametrize("company_id", ["", "12a", "١٢٣", "1\r\nX: y"])
async def test_a_company_id_that_no_header_can_carry_is_bad_input(make_client: ClientMaker, company_id: str) -> None:
    client = make_client(company_id=company_id)
    await client.authorize()
    with pytest.raises(InvalidInput, match="company ID"):
        await client.get("/rest/v1.0/me")


async def test_the_local_clock_is_compared_with_the_servers(
    server: Server, client: ProcoreClient, fake_time: FakeTime
) -> None:
    assert client.clock_skew is None
    server.scripts["/oauth/token"] = lambda asked: Answer(
        body=issue_token(asked).body, headers={"date": fake_time.date()}
    )
    await client.authorize()
    assert client.clock_skew == 0
    late = FakeTime()
    late.now -= 300
    server.on("/rest/v1.0/me", Answer(body=1, headers={"date": late.date()}))
    await client.get("/rest/v1.0/me")
    assert client.clock_skew == pytest.approx(299, abs=1.5)


async def test_a_proxy_that_wants_a_sign_in_is_named_as_one(server: Server, client: ProcoreClient) -> None:
    server.on("/rest/v1.0/me", Answer(407, "<html>Sign in</html>"))
    with pytest.raises(Unreachable) as caught:
        await client.get("/rest/v1.0/me")
    assert caught.value.kind == "proxy"


async def test_exceptions_point_at_their_exchange(server: Server, client: ProcoreClient) -> None:
    with pytest.raises(ProcoreProblem) as caught:
        await client.get("/rest/v1.0/nowhere", [("filters[id][]", "7")])
    request_record = caught.value.request_record
    assert request_record is not None
    assert request_record.url == f"{server.url}/rest/v1.0/nowhere?filters%5Bid%5D%5B%5D=7"
    assert (request_record.status, request_record.request_id) == (404, "request-2")
