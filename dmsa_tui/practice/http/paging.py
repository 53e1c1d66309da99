"""Pages and the headers that describe them (Procore documentation, pagination)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from dmsa_tui.practice.http.query import Query

T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """One page of a list: which one, and how long it may be."""

    number: int
    size: int

    def of(self, rows: Sequence[T]) -> Sequence[T]:
        """The rows on this page; none past the end."""
        start = (self.number - 1) * self.size
        return rows[start : start + self.size]


def requested(query: Query, default: int, most: int) -> Page:
    """The page that the query asks for; a size beyond `most` is cut to it, an unreadable number counts as absent."""
    return Page(number=query.number("page") or 1, size=min(query.number("per_page") or default, most))


def headers(url: str, query: Query, page: Page, total: int) -> dict[str, str]:
    """`Total`, `Per-Page` and `Link`.

    As Procore sends them: page 1 links next and last, page 2 first, next and last, later ones also prev; the last
    page has no next; a list of one page has no Link.
    """
    fields = {"Total": str(total), "Per-Page": str(page.size)}
    last = max(1, -(-total // page.size))
    relations: list[tuple[str, int]] = []
    if page.number > 1:
        relations.append(("first", 1))
    if page.number > 2:
        relations.append(("prev", page.number - 1))
    if page.number < last:
        relations.append(("next", page.number + 1))
    relations.append(("last", last))
    if last > 1:
        fields["Link"] = ", ".join(
            f'<{_address(url, query, number, page.size)}>; rel="{name}"' for name, number in relations
        )
    return fields


def _address(url: str, query: Query, number: int, size: int) -> str:
    pairs = [*query.without("page", "per_page"), ("page", str(number)), ("per_page", str(size))]
    return f"{url}?{urlencode(pairs)}"
