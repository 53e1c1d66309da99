"""Reads a list that comes in pages: the first tells how many there are, the rest are fetched side by side.

Source: Procore documentation, plan_your_app/pagination: `page` from 1, `per_page`; headers `Total`, `Per-Page`, `Link`.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar
from urllib.parse import parse_qs, urlsplit

from dmsa_tui.procore.answer_validation import request_words
from dmsa_tui.procore.pacing import OF_A_KIND
from dmsa_tui.procore.request_record import Answered, NotUnderstood, RequestRecord, Unsteady

MOST_PAGES = 1000
_NEXT = re.compile(r"<([^<>]*)>\s*;[^<]*?\brel\s*=\s*\"?next\b", re.IGNORECASE)

T = TypeVar("T")

OnProgress = Callable[[int, int | None], None]
"""Called with the rows read so far and their total, None if unknown."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page's rows and headers, the requests that it took, and how many rows were asked for."""

    rows: list[T]
    headers: Mapping[str, str]
    request_records: tuple[RequestRecord, ...]
    asked: int


Fetch = Callable[[int], Awaitable[Page[T]]]
"""Fetches the page of that number."""


async def all_pages(
    fetch: Fetch[T], on_progress: OnProgress | None = None, *, id_of: Callable[[T], Hashable] | None = None
) -> Answered[list[T]]:
    """Every row, in order. Raises NotUnderstood for pages that never end.

    `id_of`: the list has to be whole. One that moved while it was read is read once more; Unsteady if it moves again.
    """
    request_records: tuple[RequestRecord, ...] = ()
    moved = None
    for _ in range(1 if id_of is None else 2):
        reading = _Reading(fetch, on_progress, id_of)
        await reading.read_all()
        request_records += reading.request_records
        moved = None if id_of is None else reading.moved(id_of)
        if moved is None:
            return Answered(reading.rows, request_records)
    last = request_records[-1]
    raise Unsteady(
        f"{request_words(last)} twice sent a list that was incomplete or changed while it was read: {moved}.", last
    )


class _Reading(Generic[T]):
    def __init__(self, fetch: Fetch[T], on_progress: OnProgress | None, id_of: Callable[[T], Hashable] | None) -> None:
        self._fetch = fetch
        self._on_progress = on_progress
        self._whole = id_of is not None
        self._key_of = id_of or repr
        self._pages: dict[int, Page[T]] = {}
        self._totals: list[int] = []
        self._empty: list[Page[T]] = []

    @property
    def rows(self) -> list[T]:
        return [row for number in sorted(self._pages) for row in self._pages[number].rows]

    @property
    def request_records(self) -> tuple[RequestRecord, ...]:
        pages = [*(self._pages[number] for number in sorted(self._pages)), *self._empty]
        return tuple(request_record for page in pages for request_record in page.request_records)

    @property
    def _total(self) -> int | None:
        return self._totals[-1] if self._totals else None

    @property
    def _count(self) -> int:
        return sum(len(page.rows) for page in self._pages.values())

    async def read_all(self) -> None:
        first = await self._read(1)
        if self._total is None:
            await self._follow_links(first)
        else:
            granted = _whole(first.headers.get("per-page"))
            if granted is None or not len(first.rows) < granted <= first.asked:
                granted = len(first.rows)
            await self._read_following(-(-self._total // granted) if granted else 1)
            await self._the_rest()
        if 2 in self._pages:
            self._raise_if_first_again(2)

    def moved(self, id_of: Callable[[T], Hashable]) -> str | None:
        """How the list moved while it was read; None if it stood still."""
        count, ids = self._count, len(set(map(id_of, self.rows)))
        if len(set(self._totals)) > 1:
            return (
                f"it counted {self._totals[0]:,} rows, then {next(t for t in self._totals if t != self._totals[0]):,}"
            )
        if ids < count:
            return f"of {count:,} rows {count - ids:,} came twice"
        if self._total is not None and count < self._total:
            return f"it counts {self._total:,} rows but sent {count:,}"
        return None

    async def _read(self, number: int) -> Page[T]:
        page = await self._fetch(number)
        self._pages[number] = page
        total = _whole(page.headers.get("total"))
        if total is not None:
            self._totals.append(total)
        if self._on_progress is not None:
            self._on_progress(self._count, self._total)
        return page

    async def _read_following(self, last: int) -> None:
        """Read the pages from the second to the last; one that came empty is asked for once more."""
        if last > MOST_PAGES:
            raise self._invalid(self._pages[1], f"claims {self._total} rows, more than {MOST_PAGES} pages")
        await self._side_by_side(range(2, last + 1))
        empty = min((number for number, page in self._pages.items() if number > 1 and not page.rows), default=None)
        if empty is not None:
            self._empty.append(self._pages[empty])
            if (await self._read(empty)).rows:
                left = [each for each in range(2, last + 1) if each not in self._pages or not self._pages[each].rows]
                await self._side_by_side(left)

    async def _side_by_side(self, wanted: Sequence[int]) -> None:
        """Read these pages, some at a time; an empty one ends it."""
        numbers = iter(wanted)
        ended = False

        async def reader() -> None:
            nonlocal ended
            for number in numbers:
                if ended:
                    return
                ended = not (await self._read(number)).rows or ended

        try:
            async with asyncio.TaskGroup() as readers:
                for _ in range(min(OF_A_KIND, len(wanted))):
                    readers.create_task(reader())
        except BaseExceptionGroup as group:
            error: BaseException = group
            while isinstance(error, BaseExceptionGroup):
                error = error.exceptions[0]
            failed = error
        else:
            return
        raise failed

    async def _the_rest(self) -> None:
        """Read on while rows are missing, or `Link` names a page beyond those that `Total` speaks of."""
        number = max(self._pages)
        while self._pages[number].rows and (
            self._count < (self._total or 0) or _next_page(self._pages[number].headers, number) is not None
        ):
            number += 1
            if not await self._brings_something(number):
                return

    async def _follow_links(self, page: Page[T]) -> None:
        """Read page after page as `Link` names them; only the page number is taken from it, never the host.

        Where nothing tells the end of a list that has to be whole, the next page tells it.
        """
        number, untold = 1, self._whole and "link" not in page.headers
        while self._pages[number].rows:
            following = _next_page(self._pages[number].headers, number)
            if following is None and untold:
                following = number + 1
            if following is None:
                return
            if following in self._pages:
                raise self._invalid(page, "names pages that never end")
            number = following
            if not await self._brings_something(number, alone=untold):
                return

    async def _brings_something(self, number: int, *, alone: bool = False) -> bool:
        """Read a page beyond those that were counted. One that has no new row is left out: it ends the list.

        `alone`: a list of one page, too short to be cut, may come again and again whatever page is asked for.
        """
        if number > MOST_PAGES:
            raise self._invalid(self._pages[1], f"does not end after {MOST_PAGES} pages")
        known = set(map(self._key_of, self.rows))
        page = await self._read(number)
        if not page.rows and self._whole and self._total is None and not alone:  # `Link` says that rows are there
            self._empty.append(page)
            page = await self._read(number)
        if not known.issuperset(map(self._key_of, page.rows)):
            return True
        if not alone or len(page.rows) >= page.asked:
            self._raise_if_first_again(number)
        self._pages[number] = replace(page, rows=[])
        return False

    def _raise_if_first_again(self, number: int) -> None:
        """A server that ignores `page` gives its first rows for all: as a list they would lack the others."""
        page = self._pages[number]
        if number == 2 and page.rows and page.rows == self._pages[1].rows:
            raise self._invalid(page, "repeats the same page without end")

    @staticmethod
    def _invalid(page: Page[T], what: str) -> NotUnderstood:
        request_record = page.request_records[-1]
        return NotUnderstood(f"The answer to {request_words(request_record)} {what}.", request_record, shape=True)


def _next_page(headers: Mapping[str, str], current: int) -> int | None:
    match = _NEXT.search(headers.get("link", "")[:4000])
    if match is None:
        return None
    try:
        pages = parse_qs(urlsplit(match[1]).query).get("page", [])
    except ValueError:
        pages = []
    return (_whole(pages[0]) if pages else None) or current + 1


def _whole(value: str | None) -> int | None:
    value = (value or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
