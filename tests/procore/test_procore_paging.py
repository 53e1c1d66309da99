"""Lists in pages, as Procore's headers describe them, and as badly behaved servers do."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.json_fields import JsonFields
from dmsa_tui.procore.paging import Page, all_pages
from dmsa_tui.procore.request_record import NotUnderstood, Refused, RequestRecord, Unsteady
from tests.procore.conftest import Answer, Asked, Server

PATH = "/rest/v1.1/projects"


class Listing:
    """A server's list of that many rows, in pages of at most `most` rows."""

    def __init__(self, rows: int, most: int = 300, *, total: bool = True, link: bool = False) -> None:
        self.rows = [{"id": number} for number in range(rows)]
        self.most = most
        self.total = total
        self.link = link
        self.host = "https://elsewhere.example"
        self.delay: Callable[[int], float] = lambda _: 0.0

    async def __call__(self, asked: Asked) -> Answer:
        params = dict(asked.params)
        page, per_page = int(params["page"]), min(self.most, int(params["per_page"]))
        await asyncio.sleep(self.delay(page))
        rows = self.rows[(page - 1) * per_page : page * per_page]
        headers = {"Per-Page": str(per_page)}
        if self.total:
            headers["Total"] = str(len(self.rows))
        if self.link and page * per_page < len(self.rows):
            next_url = f"{self.host}{PATH}?per_page={per_page}&page={page + 1}"
            headers["Link"] = f'<{self.host}{PATH}?page=1>; rel="first", <{next_url}>; rel="next"'
        return Answer(body=rows, headers=headers)


def dict_of(row: JsonFields) -> dict[str, Any]:
    return dict(row.items())


def ids(rows: list[Any]) -> list[int]:
    return [row["id"] for row in rows]


def id_of(row: dict[str, Any]) -> int:
    found: int = row["id"]
    return found


async def test_pages_are_fetched_side_by_side_and_kept_in_order(server: Server, client: ProcoreClient) -> None:
    listing = Listing(2431, most=100)
    listing.delay = lambda page: 0.0 if page == 1 else 0.03 - page * 0.001
    server.on(PATH, listing)
    progress: list[tuple[int, int | None]] = []
    answered = await client.pages(PATH, dict_of, per_page=100, on_progress=lambda *each: progress.append(each))
    assert ids(answered.value) == list(range(2431))
    assert len(answered.request_records) == 25
    assert [dict(each.params)["page"] for each in server.asked(PATH)][:2] == ["1", "2"]
    assert 4 <= server.most_in_flight <= 8
    assert progress[0] == (100, 2431) and progress[-1] == (2431, 2431)
    assert [rows for rows, _ in progress] == sorted(rows for rows, _ in progress)


async def test_a_smaller_page_than_asked_for_loses_nothing(server: Server, client: ProcoreClient) -> None:
    server.on(PATH, Listing(95, most=10))
    assert ids((await client.pages(PATH, dict_of, per_page=300)).value) == list(range(95))
    assert len(server.asked(PATH)) == 10


@pytest.mark.parametrize("rows", [0, 1, 10, 11])
async def test_no_page_is_asked_for_beyond_the_last(server: Server, client: ProcoreClient, rows: int) -> None:
    server.on(PATH, Listing(rows, most=10))
    assert ids((await client.pages(PATH, dict_of, per_page=10)).value) == list(range(rows))
    assert len(server.asked(PATH)) == max(1, -(-rows // 10))


async def test_a_list_without_paging_headers_is_one_page(server: Server, client: ProcoreClient) -> None:
    server.on(PATH, Answer(body=[{"id": 1}] * 100))
    assert len((await client.pages(PATH, dict_of, per_page=100)).value) == 100
    assert len(server.asked(PATH)) == 1


async def test_without_a_total_links_are_followed_but_never_to_their_host(
    server: Server, client: ProcoreClient
) -> None:
    server.on(PATH, Listing(35, most=10, total=False, link=True))
    assert ids((await client.pages(PATH, dict_of, [("company_id", "5")], per_page=10)).value) == list(range(35))
    assert [dict(each.params) for each in server.asked(PATH)] == [
        {"company_id": "5", "page": str(page), "per_page": "10"} for page in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize("link", ['</x?page=1>; rel="next"', "</x?page=2>; rel=next", '<?page=x>;rel="next"'])
async def test_links_in_a_circle_end_in_an_error(server: Server, client: ProcoreClient, link: str) -> None:
    server.on(PATH, Answer(body=[{"id": 1}], headers={"Link": link}))
    with pytest.raises(NotUnderstood, match="end"):
        await client.pages(PATH, dict_of)
    assert len(server.asked(PATH)) <= 3


async def test_a_total_beyond_belief_is_not_fetched(server: Server, client: ProcoreClient) -> None:
    server.on(PATH, Answer(body=[{"id": 1}], headers={"Total": "999999999", "Per-Page": "1"}))
    with pytest.raises(NotUnderstood, match="999999999"):
        await client.pages(PATH, dict_of)
    assert len(server.asked(PATH)) == 1


async def test_a_total_that_is_too_high_ends_with_the_rows(server: Server, client: ProcoreClient) -> None:
    def script(asked: Asked) -> Answer:
        rows = [{"id": 1}] if dict(asked.params)["page"] == "1" else []
        return Answer(body=rows, headers={"Total": "500", "Per-Page": "1"})

    server.on(PATH, script)
    assert len((await client.pages(PATH, dict_of, per_page=1)).value) == 1
    assert len(server.asked(PATH)) <= 10
    with pytest.raises(Unsteady, match="it counts 500 rows but sent 1"):
        await client.pages(PATH, dict_of, per_page=1, id_of=id_of)


async def test_a_total_that_is_too_low_does_not_hide_the_pages_that_links_name(
    server: Server, client: ProcoreClient
) -> None:
    listing = Listing(14, most=5, link=True)

    async def understated(asked: Asked) -> Answer:
        answer = await listing(asked)
        return Answer(body=answer.body, headers={**answer.headers, "Total": "3"})

    server.on(PATH, understated)
    assert ids((await client.pages(PATH, dict_of)).value) == list(range(14))


async def test_a_server_that_ignores_the_page_does_not_pass_for_a_whole_list(
    server: Server, client: ProcoreClient
) -> None:
    server.on(PATH, Answer(body=[{"id": 1}, {"id": 2}], headers={"Total": "6", "Per-Page": "2"}))
    with pytest.raises(NotUnderstood, match="repeats the same page"):
        await client.pages(PATH, dict_of)


async def test_rows_that_arrive_meanwhile_are_read_too(server: Server, client: ProcoreClient) -> None:
    listing = Listing(20, most=10)

    async def growing(asked: Asked) -> Answer:
        answer = await listing(asked)
        listing.rows = [{"id": number} for number in range(25)]
        return answer

    server.on(PATH, growing)
    assert ids((await client.pages(PATH, dict_of, per_page=10)).value) == list(range(25))


async def test_a_page_that_fails_fails_the_list(server: Server, client: ProcoreClient) -> None:
    listing = Listing(100, most=10)

    async def script(asked: Asked) -> Answer:
        return Answer(403, {"errors": ["no"]}) if dict(asked.params)["page"] == "5" else await listing(asked)

    server.on(PATH, script)
    with pytest.raises(Refused) as caught:
        await client.pages(PATH, dict_of, per_page=10)
    assert caught.value.status == 403 and caught.value.__context__ is None


@pytest.mark.parametrize(("body", "came"), [({}, "an object"), (None, "null"), ("x", '"x"'), (5, "5")])
async def test_what_is_no_list_is_not_understood(
    server: Server, client: ProcoreClient, body: object, came: str
) -> None:
    server.on(PATH, Answer(body=body, headers={"content-type": "application/json"}))
    if isinstance(body, str):
        server.on(PATH, Answer(raw=b'"x"'))
    with pytest.raises(NotUnderstood, match=f"should be a list but came as {came}"):
        await client.pages(PATH, dict_of)


@given(
    rows=st.integers(0, 60),
    asked=st.integers(1, 20),
    most=st.integers(1, 20),
    told=st.sampled_from(["right", "absent", "asked", "0", "-3", "x", "10000"]),
)
def test_every_row_is_read_whatever_per_page_claims(rows: int, asked: int, most: int, told: str) -> None:
    granted = min(asked, most)
    said = {"right": str(granted), "asked": str(asked)}.get(told, told)

    async def fetch(number: int) -> Page[int]:
        body = list(range(rows))[(number - 1) * granted : number * granted]
        headers = {"total": str(rows)} | ({} if told == "absent" else {"per-page": said})
        return Page(body, headers, (RequestRecord("GET", "https://api.procore.com/x", 200, None, 1),), asked)

    assert asyncio.run(all_pages(fetch)).value == list(range(rows))


class Moving(Listing):
    """A list that moves once, or for ever, after its first page was read."""

    def __init__(self, rows: int, most: int, move: Callable[[list[dict[str, int]]], list[dict[str, int]]], times: int):
        super().__init__(rows, most)
        self.move, self.left = move, times

    async def __call__(self, asked: Asked) -> Answer:
        answer = await super().__call__(asked)
        if dict(asked.params)["page"] == "1" and self.left:
            self.left -= 1
            self.rows = self.move(self.rows)
        return answer


MOVES: dict[str, Callable[[list[dict[str, int]]], list[dict[str, int]]]] = {
    "a row of the first page comes again, and another never": lambda rows: [*rows[-5:], *rows[:-5]],
    "a row of the first page is gone": lambda rows: rows[1:],
    "a new row is first": lambda rows: [{"id": 1000 + len(rows)}, *rows],
}


@pytest.mark.parametrize("how", MOVES)
async def test_a_list_that_moves_while_it_is_read_is_read_once_more(
    server: Server, client: ProcoreClient, how: str
) -> None:
    listing = Moving(25, 10, MOVES[how], 1)
    server.on(PATH, listing)
    answered = await client.pages(PATH, dict_of, per_page=10, id_of=id_of)
    assert ids(answered.value) == [row["id"] for row in listing.rows]
    assert len(answered.request_records) == len(server.asked(PATH)) == 6


@pytest.mark.parametrize("how", MOVES)
async def test_a_list_that_moves_again_is_unsteady(server: Server, client: ProcoreClient, how: str) -> None:
    server.on(PATH, Moving(25, 10, MOVES[how], 2))
    with pytest.raises(Unsteady, match="twice sent a list that was incomplete"):
        await client.pages(PATH, dict_of, per_page=10, id_of=id_of)
    assert len(server.asked(PATH)) == 6


@pytest.mark.parametrize(("times", "requests"), [(1, 11), (99, 24)])
async def test_an_empty_page_in_the_middle_is_asked_for_once_more(
    server: Server, client: ProcoreClient, times: int, requests: int
) -> None:
    listing, left = Listing(100, most=10), [times]

    async def stumbling(asked: Asked) -> Answer:
        answer = await listing(asked)
        if dict(asked.params)["page"] == "4" and left[0]:
            left[0] -= 1
            return Answer(body=[], headers=answer.headers)
        return answer

    server.on(PATH, stumbling)
    if times == 1:
        assert len((await client.pages(PATH, dict_of, per_page=10, id_of=id_of)).value) == 100
    else:
        with pytest.raises(Unsteady, match="it counts 100 rows but sent 90"):
            await client.pages(PATH, dict_of, per_page=10, id_of=id_of)
    assert len(server.asked(PATH)) <= requests


async def test_an_empty_page_that_a_link_names_is_asked_for_once_more(server: Server, client: ProcoreClient) -> None:
    listing, empty = Listing(250, most=100, total=False, link=True), {"2", "3"}

    async def glitching(asked: Asked) -> Answer:
        page = dict(asked.params)["page"]
        if page in empty:
            empty.remove(page)
            return Answer(body=[])
        return await listing(asked)

    server.on(PATH, glitching)
    answered = await client.pages(PATH, dict_of, id_of=id_of)
    assert ids(answered.value) == list(range(250)) and len(answered.request_records) == 5


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("headers", [{}, {"Total": "30", "Per-Page": "10"}])
async def test_links_that_bring_nothing_new_are_not_followed(
    server: Server, client: ProcoreClient, headers: dict[str, str], whole: bool
) -> None:
    async def circling(asked: Asked) -> Answer:
        page = int(dict(asked.params)["page"])
        rows = [{"id": (page - 1) % 3 * 10 + place} for place in range(10)]
        return Answer(body=rows, headers={**headers, "Link": f'<{PATH}?page={page + 1}>; rel="next"'})

    server.on(PATH, circling)
    answered = await client.pages(PATH, dict_of, id_of=id_of if whole else None)
    assert ids(answered.value) == list(range(30))
    assert len(server.asked(PATH)) == len(answered.request_records) == 4


async def test_links_without_end_to_rows_that_are_known_cost_few_requests(
    server: Server, client: ProcoreClient
) -> None:
    async def shuffled(asked: Asked) -> Answer:
        page = int(dict(asked.params)["page"])
        rows = [{"id": (page * 7 + place) % 25} for place in range(10)]
        return Answer(body=rows, headers={"Link": f'<{PATH}?page={page + 1}>; rel="next"'})

    server.on(PATH, shuffled)
    with pytest.raises(Unsteady, match="came twice"):
        await client.pages(PATH, dict_of, id_of=id_of)
    assert len(server.asked(PATH)) <= 20


@pytest.mark.parametrize(("rows", "requests"), [(0, 1), (7, 2), (10, 2), (25, 4)])
async def test_where_nothing_tells_the_end_of_a_list_the_next_page_does(
    server: Server, client: ProcoreClient, rows: int, requests: int
) -> None:
    listing = Listing(rows, most=10)

    async def silent(asked: Asked) -> Answer:
        return Answer(body=(await listing(asked)).body)

    server.on(PATH, silent)
    assert ids((await client.pages(PATH, dict_of, id_of=id_of)).value) == list(range(rows))
    assert len(server.asked(PATH)) == requests


async def test_a_list_that_ignores_the_page_is_whole_if_it_is_shorter_than_a_page(
    server: Server, client: ProcoreClient
) -> None:
    server.on(PATH, Answer(body=[{"id": number} for number in range(100)]))
    assert len((await client.pages(PATH, dict_of, id_of=id_of)).value) == 100
    with pytest.raises(NotUnderstood, match="repeats the same page"):
        await client.pages(PATH, dict_of, per_page=100, id_of=id_of)


async def test_a_page_that_holds_all_rows_is_enough_whatever_per_page_says(
    server: Server, client: ProcoreClient
) -> None:
    server.on(PATH, Answer(body=[{"id": number} for number in range(250)], headers={"Total": "250", "Per-Page": "100"}))
    assert len((await client.pages(PATH, dict_of, id_of=id_of)).value) == 250
    assert len(server.asked(PATH)) == 1


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_a_server_that_wants_no_page_of_a_thousand_is_asked_for_a_hundred(
    server: Server, client: ProcoreClient, status: int
) -> None:
    listing = Listing(250, most=100)

    async def modest(asked: Asked) -> Answer:
        too_many = int(dict(asked.params)["per_page"]) > 100
        return Answer(status, {"errors": ["per_page is too large"]}) if too_many else await listing(asked)

    server.on(PATH, modest)
    assert ids((await client.pages(PATH, dict_of)).value) == list(range(250))
    assert [dict(each.params)["per_page"] for each in server.asked(PATH)] == ["1000", "100", "100", "100"]


async def test_a_refusal_is_not_asked_again_in_smaller_pages(server: Server, client: ProcoreClient) -> None:
    server.on(PATH, Answer(403, {"errors": ["no"]}))
    with pytest.raises(Refused):
        await client.pages(PATH, dict_of)
    assert len(server.asked(PATH)) == 1
