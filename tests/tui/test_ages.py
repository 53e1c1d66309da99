"""Whatever shows an age is drawn again as time passes, though nothing else has changed."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle

import pytest

from dmsa_tui.checks.model import Report, RequestCount, Result
from dmsa_tui.onboarding import approvals
from dmsa_tui.onboarding.progress import StepView
from dmsa_tui.onboarding.record import Approval, ApprovalState, Onboarding
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.session import Session
from dmsa_tui.tui.widgets.stepper import Stepper
from dmsa_tui.vocabulary import ENDED, STEP_IDS, Status
from tests.pictures.still import NOW, Stopped, stopped_clock
from tests.tui.driving import Wizard, keep, opened, wizard

WIDE, NARROW = (150, 100), (80, 100)
"""Tall enough for all that a step shows. A narrow step has its checks in one widget, a wide one beside the actions."""
WAITING = Approval(ApprovalState.WAITING, (NOW - timedelta(days=9)).date().isoformat())


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every module of the program takes the moment of `Stopped` for the present."""
    monkeypatch.setattr(Stopped, "moment", NOW)
    monkeypatch.setitem(vars(approvals), "datetime", Stopped)
    with stopped_clock():
        yield


async def shown(found: Wizard) -> str:
    """What the screen shows once it has read what it shows; a date is no age."""
    workers = found.app.workers
    await found.until(lambda: not any(each.group == "open-items" for each in workers if each.is_running), "the items")
    found.dismiss_notices()
    await found.quiet()
    return re.sub(r"\d{4}-\d\d-\d\d", "", found.text)


async def after(found: Wizard, passed: timedelta) -> str:
    """What the screen shows when that time has passed."""
    Stopped.moment += passed
    found.app.pass_minute()
    return await shown(found)


@pytest.mark.parametrize(
    ("run", "size", "steps"),
    [("this run", WIDE, STEP_IDS), ("an earlier run", NARROW, ("permissions", "check"))],
    ids=["this run, wide", "an earlier run, narrow"],
)
async def test_every_step_shows_a_day_later_what_it_would_show_if_it_were_opened_then(
    run: str, size: tuple[int, int], steps: tuple[str, ...]
) -> None:
    answers = {"verification": WAITING, "production_access": WAITING}
    async with opened("ready", step="check", size=size, answers=answers) as found:
        statuses = cycle(ENDED)
        results = tuple(Result(each.id, next(statuses), "Procore’s answer.") for each in found.session.definitions)
        if run == "this run":
            keep(found.session, *results)
            assert "ago" not in await after(found, timedelta())
        else:
            found.session.results.keep_earlier(Report(Status.FAIL, NOW, 840, {}, results, RequestCount(9)))
        assert "3 hours ago" in await after(found, timedelta(hours=3))
        for step in steps:
            await found.go(step)
            before, later = await shown(found), await after(found, timedelta(days=1))
            await found.go(step)
            assert later == await shown(found), f"{step} shows an old age"
            assert later != before, f"{step} shows no age"


async def test_home_shows_a_day_later_what_it_would_show_if_it_were_opened_then() -> None:
    session = Session.for_customers()
    session.store.create(Onboarding("Acme", production_access=WAITING, verdict="pass", checked_at=NOW))
    async with wizard(session, size=WIDE) as found:
        await found.sees("Acme", "just now")
        await after(found, timedelta(days=1))
        (row,) = (line for line in found.lines if "Acme" in line)
        assert "1 day ago" in row
        await found.press("enter")
        await found.sees("4. Promote")
        found.app.go_home()
        await found.sees("1 day ago")
        assert row in found.lines


async def test_the_longest_word_of_the_stepper_is_whole_beside_its_age(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Stepper, "views", dict.fromkeys(STEP_IDS, StepView(State.UNVERIFIED, NOW - timedelta(hours=12)))
    )
    async with opened("ready", step="install", size=(120, 36)) as found:
        await found.sees("unverified 12h")
