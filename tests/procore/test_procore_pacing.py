"""The pace: limits that the headers state are kept, and nothing else slows requests down."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmsa_tui.procore.backoff import Backoff
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.pacing import CONCURRENCY, Pacer
from dmsa_tui.procore.request_record import RateLimited
from tests.procore.conftest import Answer, Asked, ClientMaker, FakeTime, Server


class LimitedProcore:
    """A server's side of a limit of so many requests per window; others use some of it up as well."""

    def __init__(self, time: FakeTime, limit: int, seconds: int, used: int = 0) -> None:
        self.time = time
        self.limit = limit
        self.seconds = seconds
        # Windows end within a second, which the header cannot tell.
        self.ends = time.unix() + seconds + 0.9
        self.used = used
        self.refused = 0

    def headers(self) -> dict[str, str]:
        """Counts one request."""
        while self.time.clock.wall() >= self.ends:
            self.ends += self.seconds
            self.used = 0
        self.used += 1
        return {
            "date": self.time.date(),
            "x-rate-limit-limit": str(self.limit),
            "x-rate-limit-remaining": str(max(0, self.limit - self.used)),
            "x-rate-limit-reset": str(int(self.ends)),
        }

    def __call__(self, asked: Asked) -> Answer:
        headers = self.headers()
        if self.used > self.limit:
            self.refused += 1
            return Answer(429, {}, headers)
        return Answer(body=1, headers=headers)


async def ask_many(client: ProcoreClient, count: int) -> None:
    await asyncio.gather(*(client.get(f"/rest/v1.0/projects/{number}/tools") for number in range(count)))


async def test_fourteen_requests_to_a_fresh_company_go_out_unpaced(
    server: Server, client: ProcoreClient, fake_time: FakeTime
) -> None:
    server.otherwise = LimitedProcore(fake_time, 3600, 3600)
    await ask_many(client, 14)
    assert fake_time.slept == [] and client.requests.throttled_ms == 0
    assert client.requests.sent == 15


async def test_a_limit_of_25_in_10_seconds_is_never_met(
    server: Server, make_client: ClientMaker, fake_time: FakeTime
) -> None:
    procore = LimitedProcore(fake_time, 25, 10)
    server.otherwise = procore
    client = make_client(wait=None)
    began = fake_time.now
    await ask_many(client, 100)
    assert procore.refused == 0
    assert client.requests.sent == 101
    # 23 of 25 in each window, the rest in reserve: five windows, each at most a second longer than it had to be.
    assert 40 <= fake_time.now - began <= 60


async def test_a_limit_that_others_have_used_up_costs_one_refusal(
    server: Server, make_client: ClientMaker, fake_time: FakeTime
) -> None:
    procore = LimitedProcore(fake_time, 25, 10, used=25)
    server.otherwise = procore
    client = make_client(wait=None)
    await ask_many(client, 40)
    assert procore.refused == 1


async def test_the_last_requests_of_an_hour_are_left_to_others(
    server: Server, client: ProcoreClient, fake_time: FakeTime
) -> None:
    procore = LimitedProcore(fake_time, 3600, 3600, used=3595)
    server.otherwise = procore
    results = await asyncio.gather(
        *(client.get(f"/rest/v1.0/projects/{number}/tools") for number in range(6)), return_exceptions=True
    )
    limited = [each for each in results if isinstance(each, RateLimited)]
    assert len(limited) == 3 and procore.used == 3598 and procore.refused == 0
    assert limited[0].retry_in == pytest.approx(3601, abs=2) and "3600" in str(limited[0])
    told = client.rate_limit
    assert told is not None and (told.limit, told.remaining) == (3600, 2)
    assert told.resets_in == pytest.approx(3600, abs=2)


async def test_waiting_for_a_reset_is_told_and_counted(
    server: Server, make_client: ClientMaker, fake_time: FakeTime
) -> None:
    told: list[tuple[float, str]] = []
    server.otherwise = LimitedProcore(fake_time, 5, 10)
    client = make_client(on_wait=lambda seconds, reason: told.append((seconds, reason)))
    await ask_many(client, 6)
    assert len(told) == 1 and told[0][0] == pytest.approx(11, abs=1.1) and "5 requests" in told[0][1]
    assert client.requests.throttled_ms == pytest.approx(told[0][0] * 1000)


@pytest.mark.parametrize("bound", [CONCURRENCY, 4])
async def test_what_waited_for_the_first_answer_goes_side_by_side_up_to_the_bound(
    server: Server, make_client: ClientMaker, bound: int
) -> None:
    login_url = server.url.replace("127.0.0.1", "localhost")  # another host, as Procore has it
    client = make_client(login_url=login_url, concurrency=bound)
    full = asyncio.Event()
    first = True

    async def hold_until_full(asked: Asked) -> Answer:
        nonlocal first
        if first:
            assert server.in_flight == 1
            first = False
            return Answer(body=1)
        if server.in_flight >= bound:
            full.set()
        await asyncio.wait_for(full.wait(), 2)
        await asyncio.sleep(0.01)
        return Answer(body=1)

    await client.authorize()
    server.otherwise = hold_until_full
    kinds = [f"/rest/v1.0/{letter}" * count for letter in "abcdefghij" for count in (1, 2)]
    await asyncio.gather(*map(client.get, kinds))
    assert server.most_in_flight == bound


async def test_headers_without_sense_do_not_slow_anything(
    server: Server, client: ProcoreClient, fake_time: FakeTime
) -> None:
    nonsense = [
        {"x-rate-limit-limit": "0", "x-rate-limit-remaining": "0", "x-rate-limit-reset": "9999999999"},
        {"x-rate-limit-limit": "25", "x-rate-limit-remaining": "0"},
        {"x-rate-limit-limit": "25", "x-rate-limit-remaining": "0", "x-rate-limit-reset": "12"},
        {"x-rate-limit-limit": "many", "x-rate-limit-remaining": "-1", "x-rate-limit-reset": "soon"},
    ]
    answers: list[Answer | Callable[[Asked], Answer]] = [Answer(body=1, headers=each) for each in nonsense]
    server.on("/rest/v1.0/me", *answers)
    for _ in range(6):
        await client.get("/rest/v1.0/me")
    assert fake_time.slept == []


async def test_both_windows_are_kept_though_headers_describe_only_one(fake_time: FakeTime) -> None:
    pacer = Pacer(fake_time.clock, Backoff(fake_time.clock, None, None), "api.procore.com")
    spike, hour = LimitedProcore(fake_time, 25, 10, used=20), LimitedProcore(fake_time, 3600, 3600)
    pacer.leave(await pacer.enter(), spike.headers())
    for _ in range(10):
        ticket = await pacer.enter()
        spike.headers()
        assert spike.used <= 25
        pacer.leave(ticket, hour.headers())
    assert len(fake_time.slept) == 1


async def test_a_limit_that_is_no_longer_told_is_forgotten(
    server: Server, make_client: ClientMaker, fake_time: FakeTime
) -> None:
    procore = LimitedProcore(fake_time, 5, 10)
    server.on("/rest/v1.0/me", procore, Answer(body=1))
    client = make_client(wait=None)
    for _ in range(40):
        await client.get("/rest/v1.0/me")
    assert len(fake_time.slept) == 2


@settings(max_examples=60)
@given(
    limit=st.integers(1, 40),
    seconds=st.integers(1, 60),
    used=st.integers(0, 40),
    delays=st.lists(st.tuples(st.floats(0, 3), st.floats(0, 3)), min_size=1, max_size=60),
)
def test_whatever_the_latency_the_limit_is_met_at_most_once(
    limit: int, seconds: int, used: int, delays: list[tuple[float, float]]
) -> None:
    """Requests reach the server and answers come back in any order; only what others used up may cost a refusal."""

    async def run() -> int:
        time = FakeTime()
        procore = LimitedProcore(time, limit, seconds, used=min(used, limit))
        pacer = Pacer(time.clock, Backoff(time.clock, None, None), "api.procore.com")
        landmarks: asyncio.PriorityQueue[tuple[float, int, asyncio.Event]] = asyncio.PriorityQueue()
        order = iter(range(10**9))

        async def pass_time(amount: float) -> None:
            reached = asyncio.Event()
            landmarks.put_nowait((time.now + amount, next(order), reached))
            await reached.wait()

        async def request(there: float, back: float) -> None:
            while True:
                ticket = await pacer.enter()
                await pass_time(there)
                headers = procore.headers()
                refused = procore.used > limit
                procore.refused += refused
                await pass_time(back)
                pacer.leave(ticket, headers)
                if not refused:
                    return

        async def turn_the_clock() -> None:
            while True:
                for _ in range(20):
                    await asyncio.sleep(0)
                if not landmarks.empty():
                    moment, _, reached = landmarks.get_nowait()
                    time.now = max(time.now, moment)
                    reached.set()

        turning = asyncio.create_task(turn_the_clock())
        try:
            await asyncio.gather(*(request(*each) for each in delays))
        finally:
            turning.cancel()
        return procore.refused

    assert asyncio.run(asyncio.wait_for(run(), 20)) <= 1
