"""Practice companies over HTTP for the commands that ask one, and the clicks that are made in them meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from dmsa_tui.onboarding.record import Confirmed, ExpectMode, Onboarding
from dmsa_tui.practice.rehearsal import Credentials, Rehearsal
from tests.server_thread import serve_in_thread


@dataclass
class Served:
    """A practice company behind an address."""

    rehearsal: Rehearsal
    url: str = ""
    asked: list[str] = field(default_factory=list)
    """Method and path of every request so far."""
    clicks: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Number of requests for `/me` → the clicks that a person makes right after them."""

    at_first_answer: Callable[[], None] | None = None
    """Done once, right after something was answered."""

    @property
    def credentials(self) -> Credentials:
        return self.rehearsal.credentials

    @property
    def options(self) -> list[str]:
        """What reaches it, but for the secret."""
        ids = ["--company-id", self.credentials.company_id, "--client-id", self.credentials.client_id or ""]
        return ["--login-url", self.url, "--api-url", self.url, *ids]

    def record(self, name: str, **changes: Any) -> Onboarding:
        """An onboarding of it, with every answer and with the names compared."""
        ids = {"company_id": self.credentials.company_id, "client_id": self.credentials.client_id}
        ticked = {"install/company": Confirmed("Ada", datetime(2026, 11, 23, tzinfo=UTC))}
        answers = {"expect": ExpectMode.ALL, "future_projects": True}
        names = {"compared_company": "Practice Builders", "ticked": ticked}
        return Onboarding(name, login_url=self.url, api_url=self.url, **{**ids, **answers, **names, **changes})

    def times(self, ending: str) -> int:
        """How many requests so far had a path with that ending."""
        return sum(each.endswith(ending) for each in self.asked)

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        """The practice company's own application, which notes and clicks."""
        self.asked.append(f"{scope['method']} {scope['path']}")
        await self.rehearsal.app(scope, receive, send)
        if self.at_first_answer is not None:
            act, self.at_first_answer = self.at_first_answer, None
            act()
        if scope["path"].endswith("/me"):
            for click in self.clicks.pop(self.times("/me"), ()):
                self.rehearsal.perform(click)


Serve = Callable[[str], Served]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Serve a scenario on loopback, and put its secret into the environment."""
    with ExitStack() as stack:

        def start(scenario: str) -> Served:
            served = Served(Rehearsal(scenario))
            served.url = stack.enter_context(serve_in_thread(served.app))
            monkeypatch.setenv("PROCORE_CLIENT_SECRET", served.credentials.client_secret or "")
            return served

        yield start
