"""How long a server wants us to wait: every form of the headers, and the budget of a run."""

import asyncio
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.procore.backoff import Backoff, resets_in, retry_after, server_time
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.request_record import RateLimited, ServerTrouble
from tests.procore.conftest import Answer, ClientMaker, FakeTime, Server

NOW = 1_780_000_000
LOCAL = NOW + 400.0


def at(seconds: float) -> str:
    return formatdate(NOW + seconds, usegmt=True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        (" 120 ", 120),
        ("86400", 86400),
        (at(30), 30),
        (at(0), 0),
        (at(-30), 0),
        ("-1", None),
        ("+5", None),
        ("1.5", None),
        ("1e3", None),
        ("", None),
        ("soon", None),
        ("²", None),
        ("9999999999", None),
        ("Fri, 99 Foo 2026", None),
        ("Mon, 01 Jan 99999 00:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_against_the_answers_own(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value, "date": at(0)}, LOCAL) == seconds


def test_a_date_is_measured_against_the_local_clock_where_the_answer_has_none() -> None:
    assert retry_after({"retry-after": at(430)}, LOCAL) == 30


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(f"{NOW + 9}", 9), (f"{NOW}", 0), (f"{NOW - 1}", None), (f"{NOW + 90_000}", None), ("", None), ("x", None),
     ("-5", None), (f"{NOW}.5", None), ("12", None)],
)  # fmt: skip
def test_the_reset_time_is_measured_against_the_answers_date(value: str, seconds: float | None) -> None:
    assert resets_in({"x-rate-limit-reset": value, "date": at(0)}, LOCAL) == seconds


@given(st.text(), st.text(), st.text())
def test_no_header_breaks_it(value: str, date: str, reset: str) -> None:
    headers = {"retry-after": value, "date": date, "x-rate-limit-reset": reset}
    assert (retry_after(headers, LOCAL) or 0) >= 0
    assert (resets_in(headers, LOCAL) or 0) >= 0
    server_time(headers)


async def test_pauses_side_by_side_count_once() -> None:
    time, told = FakeTime(), list[float]()
    pending_approvals = Backoff(time.clock, 10.0, lambda seconds, _: told.append(seconds))
    assert await asyncio.gather(*(pending_approvals.pause(8.0, "limit") for _ in range(4))) == [True] * 4
    assert pending_approvals.throttled_ms == 8000 and told == [8.0]
    assert not await pending_approvals.pause(2.5, "limit")
    assert pending_approvals.throttled_ms == 8000
    assert await pending_approvals.pause(2.0, "limit")
    assert pending_approvals.throttled_ms == 10_000


async def test_a_cancelled_pause_costs_only_what_it_took() -> None:
    pending_approvals = Backoff(FakeTime().clock, 10.0, None)
    task = asyncio.create_task(pending_approvals.pause(9.0, "limit"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert pending_approvals.throttled_ms == 0 and await pending_approvals.pause(9.0, "limit")


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "DATE+9"}, 9.0),
        ({"X-Rate-Limit-Reset": "UNIX+9"}, 10.0),
        ({"Retry-After": "4", "X-Rate-Limit-Reset": "UNIX+9"}, 4.0),
        ({"Retry-After": "-4", "X-Rate-Limit-Reset": "UNIX+9"}, 10.0),
        ({"Retry-After": "garbage"}, 0.5),
        ({}, 0.5),
    ],
)
async def test_a_429_is_waited_out_and_asked_again(
    server: Server, make_client: ClientMaker, fake_time: FakeTime, headers: dict[str, str], waited: float
) -> None:
    told: list[tuple[float, str]] = []
    client = make_client(on_wait=lambda seconds, reason: told.append((seconds, reason)))
    date = fake_time.date()
    for name, value in headers.items():
        if value == "DATE+9":
            headers = {**headers, name: formatdate(1_780_000_000 + fake_time.now + 9, usegmt=True)}
        elif value == "UNIX+9":
            headers = {**headers, name: str(fake_time.unix() + 9)}
    server.on("/rest/v1.0/me", Answer(429, "You have surpassed", {"Date": date, **headers}), Answer(body=1))
    answered = await client.get("/rest/v1.0/me")
    assert [each.status for each in answered.request_records] == [429, 200]
    assert fake_time.slept == [pytest.approx(waited)]
    assert [seconds for seconds, _ in told] == [pytest.approx(waited)] and "127.0.0.1" in told[0][1]
    assert client.requests.throttled_ms == pytest.approx(waited * 1000)
    assert (client.requests.sent, client.requests.retried) == (3, 1)


async def test_a_429_beyond_the_budget_says_when_to_come_back(
    server: Server, make_client: ClientMaker, fake_time: FakeTime
) -> None:
    client = make_client(wait=60.0)
    server.on("/rest/v1.0/me", Answer(429, {}, {"Retry-After": "61"}))
    with pytest.raises(RateLimited) as caught:
        await client.get("/rest/v1.0/me")
    assert caught.value.retry_in == pytest.approx(61, abs=0.1) and fake_time.slept == []
    assert caught.value.request_record is not None and caught.value.request_record.status == 429
    assert len(server.asked("/rest/v1.0/me")) == 1


async def test_the_budget_is_for_the_whole_run(server: Server, make_client: ClientMaker) -> None:
    client = make_client(wait=60.0)
    throttled = Answer(429, {}, {"Retry-After": "25"})
    server.on("/rest/v1.0/me", throttled, Answer(body=1), throttled, Answer(body=1), throttled)
    await client.get("/rest/v1.0/me")
    await client.get("/rest/v1.0/me")
    with pytest.raises(RateLimited):
        await client.get("/rest/v1.0/me")
    assert client.requests.throttled_ms == pytest.approx(50_000, abs=10)


async def test_without_a_budget_it_waits_as_long_as_it_takes(server: Server, make_client: ClientMaker) -> None:
    client = make_client(wait=None)
    server.on("/rest/v1.0/me", Answer(429, {}, {"Retry-After": "3000"}), Answer(body=1))
    assert (await client.get("/rest/v1.0/me")).value == 1


async def test_429s_without_a_hint_are_asked_more_and_more_rarely(
    server: Server, client: ProcoreClient, fake_time: FakeTime
) -> None:
    server.on("/rest/v1.0/me", Answer(429, {}))
    with pytest.raises(RateLimited):
        await client.get("/rest/v1.0/me")
    assert fake_time.slept == [pytest.approx(0.5 * 2**n) for n in range(6)]


async def test_while_one_request_is_held_back_the_others_are_too(
    server: Server, client: ProcoreClient, fake_time: FakeTime
) -> None:
    server.on("/rest/v1.0/a", Answer(429, {}, {"Retry-After": "7"}), Answer(body=1))
    server.on("/rest/v1.0/b", Answer(body=2))
    began = fake_time.now
    await client.authorize()
    first = asyncio.create_task(client.get("/rest/v1.0/a"))
    while not server.asked("/rest/v1.0/a") or client._request_sender.pacer(server.url)._in_flight:
        await asyncio.sleep(0.001)
    await asyncio.gather(first, client.get("/rest/v1.0/b"))
    assert fake_time.now - began == pytest.approx(7.0)


async def test_an_overloaded_server_is_waited_for(server: Server, client: ProcoreClient, fake_time: FakeTime) -> None:
    server.on("/rest/v1.0/me", Answer(503, "busy", {"Retry-After": "5"}), Answer(body=1))
    await client.get("/rest/v1.0/me")
    assert fake_time.slept == [5.0] and client.requests.throttled_ms == 5000


async def test_an_overload_beyond_the_budget_is_server_trouble(server: Server, client: ProcoreClient) -> None:
    server.on("/rest/v1.0/me", Answer(503, "busy", {"Retry-After": "500"}))
    with pytest.raises(ServerTrouble):
        await client.get("/rest/v1.0/me")
    assert len(server.asked("/rest/v1.0/me")) == 1
