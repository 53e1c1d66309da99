"""A practice company behind a real socket, and a client that has its token."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from dmsa_tui.practice.http.application import build
from dmsa_tui.practice.rehearsal import Rehearsal
from tests.server_thread import serve_in_thread


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


class Practice:
    """One served scenario."""

    def __init__(self, rehearsal: Rehearsal, client: httpx.Client, clock: Clock) -> None:
        self.rehearsal = rehearsal
        self.client = client
        self.clock = clock
        self.headers: dict[str, str] = {}

    @property
    def company_id(self) -> str:
        return self.rehearsal.credentials.company_id

    def pair(self) -> dict[str, str]:
        credentials = self.rehearsal.credentials
        return {
            "grant_type": "client_credentials",
            "client_id": credentials.client_id or "",
            "client_secret": credentials.client_secret or "",
        }

    def sign_in(self) -> "Practice":
        answer = self.client.post("/oauth/token", data=self.pair())
        assert answer.status_code == 200, answer.text
        self.headers = {
            "Authorization": f"Bearer {answer.json()['access_token']}",
            "Procore-Company-Id": self.company_id,
        }
        return self

    def get(self, path: str, **params: Any) -> httpx.Response:
        """GET with token and company header; `{company}` in the path is the company's id."""
        return self.client.get(path.format(company=self.company_id), params=params or None, headers=self.headers)

    def send(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """Any request with token and company header, and a body in JSON."""
        return self.client.request(method, path.format(company=self.company_id), json=body, headers=self.headers)

    def json(self, path: str, **params: Any) -> Any:
        answer = self.get(path, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def account_id(self) -> int:
        return self.rehearsal.world.require_account().id


Serve = Callable[..., Practice]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves a scenario for the length of a test."""
    with ExitStack() as stack:

        def begin(scenario: str = "ready", signed_in: bool = True) -> Practice:
            rehearsal, clock = Rehearsal(scenario), Clock()
            url = stack.enter_context(serve_in_thread(build(rehearsal.world, clock)))
            client = stack.enter_context(httpx.Client(base_url=url, trust_env=False))
            practice = Practice(rehearsal, client, clock)
            return practice.sign_in() if signed_in else practice

        yield begin
