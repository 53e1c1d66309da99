"""A scan that a person stops in the wizard goes on in another one within the hour; a practice company's never does."""

import asyncio
from pathlib import Path
from typing import Any

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.onboarding.store import Store
from dmsa_tui.practice.company import many_projects
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.transport import transport
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.level_scan import ENDED, LEVELS, STOPPED
from dmsa_tui.session.session import Session
from dmsa_tui.vocabulary import Status

PROJECTS, ENOUGH = 60, 15


class Customer:
    """A company of sixty projects, and the wizards that are opened on it one after the other."""

    def __init__(self, home: Path) -> None:
        self.paths = Paths(home / "data", home / "config", home / "state", home / "logs")
        self.rehearsal = Rehearsal("ready")
        own = self.rehearsal.world.company
        own.projects = many_projects(self.rehearsal.world, PROJECTS)
        own.memberships = dict.fromkeys((each.id for each in own.projects), next(iter(own.memberships.values())))
        noted = self.rehearsal.credentials
        assert noted.client_id and noted.client_secret
        self.secret = noted.client_secret
        record = Onboarding("Acme", company_id=noted.company_id, client_id=noted.client_id, expect=ExpectMode.ALL)
        Store(self.paths).create(record)

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["path"].endswith("/settings/permissions") and b"project_id=" in scope["query_string"]:
            if len(self.answered) == self.answers:
                self.silent.set()
                await asyncio.Event().wait()
            self.answered.append(scope["query_string"])
        await self.rehearsal.app(scope, receive, send)

    async def scanned(self, answers: int | None = None) -> Session:
        """A new wizard whose scan has ended, or was stopped by a person after so many answers."""
        self.answered, self.answers, self.silent = list[bytes](), answers, asyncio.Event()
        session = Session(self.paths, MemorySecretStore())
        session.open_record.open("Acme")
        session.connection.transport = lambda: transport(self.app)
        await session.credentials.keep(Secret(self.secret))
        session.level_scan.observe(lambda names: self.silent.set() if ENDED in names else None)
        session.level_scan.begin()
        await self.silent.wait()
        session.level_scan.stop()
        await session.level_scan.ended()
        await session.disconnect()
        return session


async def test_what_one_wizard_has_read_the_next_one_does_not_ask_again(tmp_path: Path) -> None:
    customer = Customer(tmp_path)
    stopped = await customer.scanned(answers=ENOUGH)
    first = set(customer.answered)
    assert stopped.level_scan.ending.sentence == STOPPED and LEVELS not in stopped.results
    (file,) = (customer.paths.state / "scans").iterdir()
    assert customer.secret not in file.read_text()

    result = (await customer.scanned()).results[LEVELS]
    assert len(customer.answered) == PROJECTS - ENOUGH and first.isdisjoint(customer.answered)
    assert result.status is Status.PASS and not file.exists()
    assert f"{PROJECTS} of {PROJECTS} permitted projects, {ENOUGH} of them read 1 minute ago" in result.summary


def test_a_rehearsal_keeps_nothing() -> None:
    session = Session.for_rehearsal("ready")
    assert session.level_scan._kept(None) is None  # type: ignore[arg-type]
