"""Queries and pages."""

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.practice.http.paging import headers, requested
from dmsa_tui.practice.http.query import Query, whole_number

if TYPE_CHECKING:
    from tests.practice.conftest import Serve

URL = "https://api.procore.com/rest/v1.1/projects"
LINK = re.compile(r'<([^>]*)>; rel="(\w+)"')


def _relations(link: str) -> dict[str, int]:
    return {name: int(dict(parse_qsl(urlsplit(url).query))["page"]) for url, name in LINK.findall(link)}


@given(st.binary(max_size=200))
def test_any_query_string_can_be_read(raw: bytes) -> None:
    query = Query(raw)
    for name, _ in query.pairs:
        query.flag(name), query.number(name), query.filter_ids(name)
    page = requested(query, default=100, most=300)
    assert page.number >= 1
    assert 1 <= page.size <= 300


@given(st.text(max_size=20), st.text(max_size=20))
def test_percent_encoded_filters_are_read_like_plain_ones(name: str, value: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in name + value):
        return
    encoded = f"{quote(f'filters[{name}]', safe='')}={quote(value, safe='')}"
    assert Query(encoded).filter(name) == value
    listed = f"{quote(f'filters[{name}][]', safe='')}=7&{quote(f'filters[{name}][]', safe='')}=8"
    assert Query(listed).filter_ids(name) == frozenset({"7", "8"})


@pytest.mark.parametrize(("text", "value"), [("True", True), ("1", True), ("FALSE", False), ("f", False), ("2", None)])
def test_booleans_are_read_in_any_case(text: str, value: bool | None) -> None:
    assert Query(f"flag={text}").flag("flag") is value


@pytest.mark.parametrize("text", [None, "", "-1", "1.0", "٣", "9" * 19, "1_0"])
def test_what_is_no_plain_number_counts_as_absent(text: str | None) -> None:
    assert whole_number(text) is None


@given(
    total=st.integers(0, 5000),
    number=st.integers(1, 400),
    size=st.integers(1, 3000),
    name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=10),
)
def test_page_headers_hold_together(total: int, number: int, size: int, name: str) -> None:
    query = Query(f"page={number}&per_page={size}&filters%5Bname%5D={quote(name, safe='')}")
    page = requested(query, default=100, most=300)
    found = headers(URL, query, page, total)
    last = max(1, -(-total // page.size))
    assert found["Total"] == str(total)
    assert found["Per-Page"] == str(min(size, 300))
    relations = _relations(found.get("Link", ""))
    assert ("Link" in found) == (last > 1)
    if last > 1:
        assert relations["last"] == last
        assert ("next" in relations) == (number < last)
        assert ("first" in relations) == (number > 1)
        assert ("prev" in relations) == (number > 2)
        for url, _ in LINK.findall(found["Link"]):
            assert url.startswith(f"{URL}?")
            assert dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))["filters[name]"] == name
    assert len(page.of(range(total))) == max(0, min(page.size, total - (number - 1) * page.size))


def test_the_links_of_the_first_pages_are_those_that_procore_sends() -> None:
    def link(number: int) -> str:
        query = Query(f"company_id=7&page={number}&per_page=10")
        return headers(URL, query, requested(query, 100, 300), 45)["Link"]

    assert link(1) == (
        f'<{URL}?company_id=7&page=2&per_page=10>; rel="next", <{URL}?company_id=7&page=5&per_page=10>; rel="last"'
    )
    assert list(_relations(link(2))) == ["first", "next", "last"]
    assert list(_relations(link(3))) == ["first", "prev", "next", "last"]
    assert "next" not in _relations(link(5))


def test_a_large_company_comes_in_pages_and_misses_nothing(serve: "Serve") -> None:
    practice = serve("large-company")
    names: list[str] = []
    path: str | None = "/rest/v1.1/projects?per_page=10000"
    sizes = []
    while path is not None:
        answer = practice.client.get(path, headers=practice.headers)
        assert answer.headers["total"] == "2431"
        assert answer.headers["per-page"] == "300"
        names += [row["name"] for row in answer.json()]
        sizes.append(len(answer.json()))
        path = answer.links.get("next", {}).get("url")
    assert sizes == [300] * 8 + [31]
    assert len(set(names)) == 2431
    assert len(practice.json("/rest/v1.1/projects", view="ids")) == 2431


def test_assignments_of_a_large_company_come_in_pages(serve: "Serve") -> None:
    practice = serve("large-company")
    path = f"/rest/v1.0/companies/{{company}}/users/{practice.account_id()}/project_assignments"
    answer = practice.get(path, per_page=2000, **{"filters[by_status]": "Active"})
    assert (answer.headers["total"], answer.headers["per-page"], len(answer.json())) == ("2431", "300", 300)
    assert len(practice.json(path, per_page=300, page=9)) == 31


@pytest.mark.parametrize("page", ["3", "999999999"])
def test_a_page_past_the_end_is_an_empty_list(serve: "Serve", page: str) -> None:
    practice = serve()
    answer = practice.get("/rest/v1.1/projects", per_page=10, page=page)
    assert (answer.status_code, answer.json()) == (200, [])
    assert answer.headers["total"] == "12"


@pytest.mark.parametrize("name", ["page", "per_page"])
@pytest.mark.parametrize("value", ["0", "-1", "x", ""])
def test_an_unusable_page_counts_as_absent(serve: "Serve", name: str, value: str) -> None:
    practice = serve()
    assert len(practice.json("/rest/v1.1/projects", **{name: value})) == 12


def test_v2_pages_hold_ten_unless_asked_and_a_hundred_at_most(serve: "Serve") -> None:
    practice = serve("large-company")
    path = "/rest/v2.0/companies/{company}/project_tools/documents/ids"
    assert len(practice.json(path)["data"]) == 10
    answer = practice.get(path, per_page=2000)
    assert (len(answer.json()["data"]), answer.headers["per-page"]) == (100, "100")


def test_lists_that_are_not_paged_have_no_paging_headers(serve: "Serve") -> None:
    practice = serve("large-company")
    answer = practice.get("/rest/v1.0/companies/{company}/projects", per_page=5)
    assert len(answer.json()) == 2431
    assert not {"total", "per-page", "link"} & set(answer.headers)
    assert "total" not in practice.get("/rest/v1.0/companies/{company}/permission_templates").headers
