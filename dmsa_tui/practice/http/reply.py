"""What a handler is given and what it gives back, and the error bodies that Procore's API uses."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

from dmsa_tui.practice.http import paging
from dmsa_tui.practice.http.query import Query
from dmsa_tui.practice.http.token_store import Token
from dmsa_tui.practice.world import Company, World

T = TypeVar("T")


@dataclass(frozen=True)
class Reply:
    """An answer in JSON."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Problem(Exception):
    """An answer that is an error; `body` is JSON."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = headers or {}

    def in_v2(self) -> Any:
        """The body in the one shape that v2 has for errors."""
        error = self.body.get("error")
        message = error["message"] if isinstance(error, dict) else self.body.get("message") or self.body["errors"][0]
        return {"error": {"code": HTTPStatus(self.status).name, "message": message, "details": []}}


@dataclass(frozen=True)
class Call:
    """A request to the API, after its token and its company were accepted."""

    world: World
    query: Query
    path: Mapping[str, str]
    url: str
    """Absolute, without the query."""
    token: Token
    sent: bytes = b""
    """The body as it came."""

    @property
    def body(self) -> Any:
        """The JSON of the body; None if it is none. Problem 400 for one that cannot be read."""
        if not self.sent.strip():
            return None
        try:
            return json.loads(self.sent)
        except (ValueError, RecursionError):
            raise bad_request("the body is not JSON") from None

    @property
    def company(self) -> Company:
        """The one company there is."""
        return self.world.company

    def page(self, items: Sequence[T], shape: Callable[[T], Any], default: int = 100, most: int = 2000) -> Reply:
        """The requested page of these items, each as `shape` makes it, with paging headers."""
        page = paging.requested(self.query, default, most)
        rows = [shape(item) for item in page.of(items)]
        return Reply(rows, headers=paging.headers(self.url, self.query, page, len(items)))


Handler = Callable[[Call], Reply]


def not_found() -> Problem:
    """What Procore hides and what does not exist look the same."""
    return Problem(404, {"errors": ["Item not found"]})


def forbidden(sentence: str) -> Problem:
    """A refusal for want of rights."""
    return Problem(403, {"errors": [sentence]})


def not_connected() -> Problem:
    """The one refusal whose text is known to the letter."""
    return forbidden("App is not connected to this company.")


def bad_request(message: str) -> Problem:
    """The 400 of settings/permissions and company_base_url."""
    return Problem(400, {"error": {"code": "400", "message": message}})


def unauthorized(reason: str) -> Problem:
    """No token, an unknown one or an expired one."""
    body = {"code": 401, "error": "Invalid Token", "message": "The access token is invalid", "reason": reason}
    return Problem(401, body, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
