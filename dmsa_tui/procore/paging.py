"""Reads a list that comes in pages: the first tells how many there are, the rest are fetched side by side.

Source: Procore documentation, plan_your_app/pagination: `page` from 1, `per_page`; headers `Total`, `Per-Page`, `Link`.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import parse_qs, urlsplit

from dmsa_tui.procore.answer_validation import request_words
from dmsa_tui.procore.pacing import CONCURRENCY
from dmsa_tui.procore.request_record import Answered, NotUnderstood, RequestRecord

MOST_PAGES = 1000
_NEXT = re.compile(r"<([^<>]*)>\s*;[^<]*?\brel\s*=\s*\"?next\b", re.IGNORECASE)

_REPEATED = "repeats the same page without end"

T = TypeVar("T")

OnProgress = Callable[[int, int | None], None]
"""Called with the rows read so far and their total, None if unknown."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page's rows and headers, and the exchanges that it took."""

    rows: list[T]
    headers: Mapping[str, str]
    exchanges: tuple[RequestRecord, ...]


Fetch = Callable[[int], Awaitable[Page[T]]]
"""Fetches the page of that number."""


async def all_pages(
    fetch: Fetch[T], per_page: int, on_progress: OnProgress | None = None, *, complete: bool = False
) -> Answered[list[T]]:
    """Every row, in order. Raises NotUnderstood for pages that never end.

    `complete`: also for fewer rows than `Total` speaks of, where a row that did not come would pass for none.
    """
    reading = _Reading(fetch, on_progress)
    first = await reading.read(1)
    if reading.total is None:
        await reading.follow_links(first)
    else:
        granted = _whole(first.headers.get("per-page"))
        if granted is None or not 0 < granted <= per_page:
            granted = len(first.rows)
        await reading.side_by_side(2, -(-reading.total // granted) if granted else 1)
        await reading.the_rest()
        if complete:
            reading.raise_if_incomplete()
    return reading.answered()


class _Reading(Generic[T]):
    def __init__(self, fetch: Fetch[T], on_progress: OnProgress | None) -> None:
        self._fetch = fetch
        self._on_progress = on_progress
        self._pages: dict[int, Page[T]] = {}
        self.total: int | None = None

    @property
    def _rows(self) -> int:
        return sum(len(page.rows) for page in self._pages.values())

    async def read(self, number: int) -> Page[T]:
        page = await self._fetch(number)
        self._pages[number] = page
        total = _whole(page.headers.get("total"))
        self.total = total if total is not None else self.total
        if self._on_progress is not None:
            self._on_progress(self._rows, self.total)
        return page

    async def side_by_side(self, first: int, last: int) -> None:
        """Read the pages from `first` to `last`, some at a time; an empty one ends it."""
        if last > MOST_PAGES:
            raise self._unfit(self._pages[1], f"claims {self.total} rows, more than {MOST_PAGES} pages")
        numbers = iter(range(first, last + 1))
        ended = False

        async def reader() -> None:
            nonlocal ended
            for number in numbers:
                if ended:
                    return
                ended = not (await self.read(number)).rows or ended

        try:
            async with asyncio.TaskGroup() as readers:
                for _ in range(min(CONCURRENCY, last - first + 1)):
                    readers.create_task(reader())
        except BaseExceptionGroup as group:
            error: BaseException = group
            while isinstance(error, BaseExceptionGroup):
                error = error.exceptions[0]
            failed = error
        else:
            return
        raise failed

    async def the_rest(self) -> None:
        """Read on while rows are missing, or `Link` names a page beyond those that `Total` speaks of."""
        number = max(self._pages)
        while self._pages[number].rows and (
            self._rows < (self.total or 0) or _next_page(self._pages[number].headers, number) is not None
        ):
            number += 1
            if number > MOST_PAGES:
                raise self._unfit(self._pages[1], f"does not end after {MOST_PAGES} pages")
            await self.read(number)
            self._raise_if_repeated(number)

    async def follow_links(self, page: Page[T]) -> None:
        """Read page after page as `Link` names them; only the page number is taken from it, never the host."""
        number = 1
        while (following := _next_page(page.headers, number)) is not None:
            if following in self._pages or following > MOST_PAGES:
                raise self._unfit(page, "names pages that never end")
            before, number = page, following
            page = await self.read(number)
            if page.rows and page.rows == before.rows:
                raise self._unfit(page, _REPEATED)
            if not page.rows:
                return

    def answered(self) -> Answered[list[T]]:
        for number in self._pages:
            self._raise_if_repeated(number)
        pages = [self._pages[number] for number in sorted(self._pages)]
        rows = [row for page in pages for row in page.rows]
        return Answered(rows, tuple(exchange for page in pages for exchange in page.exchanges))

    def raise_if_incomplete(self) -> None:
        """Raise NotUnderstood if rows are missing that `Total` speaks of: the list then proves nothing."""
        if self.total is not None and self._rows < self.total:
            raise self._unfit(self._pages[1], f"speaks of {self.total} rows and gave {self._rows}")

    def _raise_if_repeated(self, number: int) -> None:
        """A server that ignores `page` gives its first rows for all: as a list they would lack the others."""
        page, before = self._pages[number], self._pages.get(number - 1)
        if before is not None and page.rows and page.rows == before.rows:
            raise self._unfit(page, _REPEATED)

    @staticmethod
    def _unfit(page: Page[T], what: str) -> NotUnderstood:
        exchange = page.exchanges[-1]
        return NotUnderstood(f"The answer to {request_words(exchange)} {what}.", exchange, shape=True)


def _next_page(headers: Mapping[str, str], current: int) -> int | None:
    found = _NEXT.search(headers.get("link", "")[:4000])
    if found is None:
        return None
    try:
        pages = parse_qs(urlsplit(found[1]).query).get("page", [])
    except ValueError:
        pages = []
    return (_whole(pages[0]) if pages else None) or current + 1


def _whole(value: str | None) -> int | None:
    value = (value or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
