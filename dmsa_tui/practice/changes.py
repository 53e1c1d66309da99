"""What a bad day does to an answer: small changes, each from a right answer to the one that arrives."""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Cut = Literal["before", "head", "body"]
"""Where the connection breaks: before the answer, within its head, within its body."""


@dataclass(frozen=True)
class Asked:
    """The request that is answered."""

    method: str
    path: str
    query: str
    page: int = 1
    body: bytes = b""

    @property
    def line(self) -> str:
        """Method, path and query, as a fault's pattern sees them."""
        return f"{self.method} {self.path}{'?' if self.query else ''}{self.query}"


@dataclass(frozen=True)
class Answer:
    """An answer on its way; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    pause: float = 0.0
    """Seconds until it leaves."""
    cut: Cut | None = None

    def with_headers(self, **headers: str) -> "Answer":
        """With these besides, their names written with underscores."""
        added = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **added})


Change = Callable[[Answer, Asked], Answer]

NOT_CONNECTED = "App is not connected to this company."


def unchanged(answer: Answer, asked: Asked) -> Answer:
    """The answer as it is."""
    return answer


def says(status: int, body: Any, **headers: str) -> Change:
    """An answer in JSON with that status instead."""
    return _instead(status, json.dumps(body).encode(), "application/json", headers)


def refuses(status: int) -> Change:
    """Procore's refusal with that status."""
    text = "Item not found" if status == 404 else "You do not have permission."
    return says(status, {"errors": [text]})


def sends(body: bytes, content_type: str, status: int = 200, **headers: str) -> Change:
    """These bytes in place of the answer's body."""
    return _instead(status, body, content_type, headers)


def page(status: int, title: str) -> Change:
    """A web page in place of the answer."""
    text = f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return sends(text.encode(), "text/html; charset=utf-8", status)


def _instead(status: int, body: bytes, content_type: str, headers: Mapping[str, str]) -> Change:
    def change(answer: Answer, asked: Asked) -> Answer:
        typed = {**answer.headers, "content-type": content_type}
        return replace(answer, status=status, headers=typed, body=body).with_headers(**headers)

    return change


def rewrites(edit: Callable[[Any], Any]) -> Change:
    """The JSON of a success, edited; `Total` counts a list's rows as they are then."""

    def change(answer: Answer, asked: Asked) -> Answer:
        if answer.status != 200:
            return answer
        value = json.loads(answer.body)
        edited = edit(value)
        if "total" in answer.headers and isinstance(edited, list):
            answer = answer.with_headers(total=str(int(answer.headers["total"]) - len(value) + len(edited)))
        return replace(answer, body=json.dumps(edited).encode())

    return change


def fields(**values: Any) -> Change:
    """Other values in the object, or in every row of the list."""
    return each_row(lambda row: {**row, **values})


def without(*keys: str) -> Change:
    """The object, or every row of the list, without these keys."""
    return each_row(lambda row: {key: value for key, value in row.items() if key not in keys})


def each_row(edit: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    """The object, or every row of the list, edited."""
    return rewrites(lambda body: [edit(row) for row in body] if isinstance(body, list) else edit(body))


def ids(convert: Callable[[int], Any]) -> Change:
    """Every ID, at any depth, as `convert` makes it."""

    def edit(value: Any, is_id: bool = False) -> Any:
        if isinstance(value, dict):
            return {key: edit(held, key == "id" or key.endswith("_id")) for key, held in value.items()}
        if isinstance(value, list):
            return [edit(held) for held in value]
        return convert(value) if is_id and type(value) is int else value

    return rewrites(edit)


def told(**headers: str) -> Change:
    """Other headers, their names written with underscores."""
    return lambda answer, asked: answer.with_headers(**headers)


def zips(times: int) -> Change:
    """The body compressed that often over, as the answer's head says."""

    def change(answer: Answer, asked: Asked) -> Answer:
        body = answer.body
        for _ in range(times):
            body = gzip.compress(body, mtime=0)
        return replace(answer, body=body).with_headers(content_encoding=", ".join(["gzip"] * times))

    return change


def clock(seconds: float) -> Change:
    """A `Date` that many seconds later."""

    def change(answer: Answer, asked: Asked) -> Answer:
        return answer.with_headers(date=_header_date(_date(answer) + seconds))

    return change


def throttles(**headers: float | str) -> Change:
    """429; a number becomes a date or a unix time that many seconds after the answer's own `Date`."""

    def change(answer: Answer, asked: Asked) -> Answer:
        now = _date(answer)
        bare = {name: value for name, value in answer.headers.items() if not name.startswith("x-rate-limit-")}
        refused = says(429, {"errors": "You have surpassed the max number of requests."})
        refusal = refused(replace(answer, headers=bare), asked)
        for name, value in headers.items():
            if isinstance(value, float):
                value = _header_date(now + value) if name == "retry_after" else str(int(now + value))
            refusal = refusal.with_headers(**{name: value})
        return refusal

    return change


def limit(most: int, left: int, resets_in: int) -> Change:
    """The headers of a limit of which only so much is left."""

    def change(answer: Answer, asked: Asked) -> Answer:
        reset = str(int(_date(answer)) + resets_in)
        return answer.with_headers(
            x_rate_limit_limit=str(most), x_rate_limit_remaining=str(left), x_rate_limit_reset=reset
        )

    return change


def uncounted(answer: Answer, asked: Asked) -> Answer:
    """The rows without the headers that count or link pages."""
    kept = {name: value for name, value in answer.headers.items() if name not in ("total", "per-page", "link")}
    return replace(answer, headers=kept)


def endless_links(answer: Answer, asked: Asked) -> Answer:
    """The same rows on every page, each naming one more, and no `Total`."""
    bare = {name: value for name, value in answer.headers.items() if name != "total"}
    link = f'<https://elsewhere.example{asked.path}?page={asked.page + 1}>; rel="next"'
    return replace(answer, headers={**bare, "link": link})


def prefixed(start: bytes) -> Change:
    """The body after these bytes."""
    return lambda answer, asked: replace(answer, body=start + answer.body)


def delays(seconds: float) -> Change:
    """The answer, that much later."""
    return lambda answer, asked: replace(answer, pause=seconds)


def breaks(where: Cut) -> Change:
    """The connection ends there."""
    return lambda answer, asked: replace(answer, cut=where)


def _header_date(at: float) -> str:
    from email.utils import formatdate

    return formatdate(at, usegmt=True)


def _date(answer: Answer) -> float:
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(answer.headers["date"]).timestamp()
