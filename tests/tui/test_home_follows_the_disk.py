"""Home shows what commands and other windows have written, within seconds, and moves nothing under a person's hands."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from dmsa_tui.checks.model import Remedy, Report, RequestCount, Result
from dmsa_tui.checks.report.json_report import as_json
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Confirmed, Onboarding
from dmsa_tui.onboarding.record_files import Entry
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.onboarding.store import Store
from dmsa_tui.procore.environments import environment
from dmsa_tui.session.saved_onboardings import SavedOnboardings
from dmsa_tui.session.session import Session
from dmsa_tui.tui import every_second
from dmsa_tui.tui.home import LOOK_SECONDS
from dmsa_tui.tui.widgets.customer_table import CustomerTable
from dmsa_tui.tui.widgets.search_line import SearchLine
from dmsa_tui.vocabulary import Cause, Status
from tests.tui.driving import wizard

MISSING = Result(
    "projects.permitted", Status.FAIL, "Its own sentence.", Cause.PROJECT_NOT_PERMITTED,
    Remedy("App Management", "admin", "Company", "Add Projects"), details={"missing": [{}] * 4}, required=True,
)  # fmt: skip


def customers(*names: str) -> Session:
    """A session with those onboardings saved, and none open."""
    session = Session(Paths.default(), MemorySecretStore())
    for name in names:
        session.store.create(Onboarding(name))
    return session


SECOND = 0.2
"""How long a second is here, so that nobody waits for it."""


@pytest.fixture(autouse=True)
def seconds_pass_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Home looks five times as often."""
    monkeypatch.setattr(every_second, "SECOND", SECOND)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows with each reading of the saved onboardings."""
    counted: list[int] = []
    read = SavedOnboardings.read

    async def noted(self: SavedOnboardings, give_way: Callable[[], Awaitable[None]]) -> list[Entry]:
        counted.append(1)
        return await read(self, give_way)

    monkeypatch.setattr(SavedOnboardings, "read", noted)
    return counted


async def test_what_commands_and_other_windows_write_is_shown_by_itself() -> None:
    async with wizard(customers(), size=(100, 30)) as found:
        other = Store(Paths.default())
        await found.sees("New onboarding")
        other.create(Onboarding("Harbour Build"))
        await found.sees("Harbour Build", "1 App")
        record = other.load("Harbour Build")
        record.step, record.action, record.company_id = "install", "company", "4711"
        record.confirmed["handoff"] = Confirmed("Ada", datetime.now(UTC))  # whose steps before it are begun
        record.verdict, record.checked_at = "fail", datetime.now(UTC) - timedelta(hours=2)
        other.save(record)
        await found.sees("a check failed", "2 hours ago")
        here, at = environment("production"), datetime.now(UTC)
        target = {
            "name": "Harbour Build", "environment": here.id, "login_url": here.login_url, "api_url": here.api_url,
            "company_id": "4711", "client_id": "",
        }  # fmt: skip
        report = Report(Status.FAIL, at, 1, dict(target), (MISSING,), RequestCount(1, 0, 0))
        other.keep_report(record, as_json(report))
        await found.sees("6 Projects: 4 projects are missing")
        other.rename("Harbour Build", "Quay Works")
        await found.sees("Quay Works")
        other.forget("Quay Works")
        await found.sees("New onboarding")


async def test_search_cursor_and_place_on_the_screen_stay_when_home_follows(reads: list[int]) -> None:
    session = customers(*(f"Customer {each:02}" for each in range(40)))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("C. 3.")
        table = found.app.screen.query_one(CustomerTable)
        await found.press("slash", *"customer", "escape", *["down"] * 30, *["up"] * 5)
        chosen, above = table.chosen, table.cursor - round(table.scroll_y)
        before = len(reads)
        Store(Paths.default()).create(Onboarding("Customer 40"))
        await found.until(lambda: len(table.keys) == 41, "the new one")
        assert len(reads) > before
        assert (table.chosen, table.cursor - round(table.scroll_y)) == (chosen, above)
        assert found.app.screen.query_one(SearchLine).value == "customer" and table.has_focus


async def test_a_row_that_was_only_looked_at_stays_in_its_place() -> None:
    session = customers("Harbour Build", "Quay Works", "Tower Park")
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("H. B.", "1 App")
        before = list(found.app.screen.query_one(CustomerTable).keys)
        await found.press("end", "enter")
        await found.until(lambda: found.app.step_in_front, "the step")
        await found.press("f8")
        await found.until(lambda: session.store.load("Harbour Build").step == "manifest", "the step on disk")
        await found.press("ctrl+g")
        await found.until(lambda: found.app.screen.query(CustomerTable), "home")
        await found.quiet()
        assert found.app.screen.query_one(CustomerTable).keys == before


async def test_nothing_is_read_while_nothing_changes_or_something_covers_home(reads: list[int]) -> None:
    session = customers("Harbour Build", "Quay Works")
    async with wizard(session) as found:
        await found.sees("H. B.", "1 App")
        before = len(reads)
        await asyncio.sleep(2.5 * LOOK_SECONDS * SECOND)
        assert len(reads) == before, "nothing changes"
        await found.press("enter")
        await found.sees("1. Create")
        await found.quiet()
        before = len(reads)
        Store(Paths.default()).create(Onboarding("Another"))
        await asyncio.sleep(2.5 * LOOK_SECONDS * SECOND)
        assert len(reads) == before, "a step covers home"
        await found.press("ctrl+g")
        await found.sees("A.")
