"""Garbage and long work wait while a person types, and not long after they have stopped."""

import gc
from collections.abc import Iterator

import pytest

from dmsa_tui.tui import idle_scheduler as quiet_times
from dmsa_tui.tui.idle_scheduler import BREATH_SECONDS, LONGEST_BREATH_SECONDS, QUIET_SECONDS, IdleScheduler


class Knot:
    """Something that only a collection frees."""

    freed = 0

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        Knot.freed += 1


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The time that the module sees; the interpreter's own settings come back afterwards."""
    now, before = [100.0], gc.get_threshold()
    monkeypatch.setattr("dmsa_tui.tui.idle_scheduler.time.monotonic", lambda: now[0])
    quiet_times.start_up()
    assert not gc.isenabled(), "nothing is collected while the program starts"
    yield now
    gc.unfreeze()
    gc.set_threshold(*before)
    gc.enable()
    Knot.freed = 0


def allocate(knots: int = 3) -> None:
    """Leave knots behind, and enough objects for a collection to be worth it."""
    for _ in range(knots):
        Knot()
    kept = [[number] for number in range(2 * quiet_times.YOUNG_OBJECTS * quiet_times.SMALL_COLLECTIONS)]
    del kept


def test_garbage_waits_for_a_pause_of_the_person(clock: list[float]) -> None:
    quiet = IdleScheduler()
    quiet.begin()
    assert gc.isenabled()
    gc.collect()
    quiet.touched()
    old = [Knot() for _ in range(3)]
    gc.collect(1)  # what survives a middle collection is left to a full one
    del old
    allocate(0)
    clock[0] += QUIET_SECONDS / 2
    quiet.look()
    assert Knot.freed == 0
    clock[0] += QUIET_SECONDS / 2
    quiet.look()
    assert Knot.freed == 3


def test_a_pause_without_garbage_costs_no_collection(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = IdleScheduler()
    quiet.begin()
    gc.collect()
    collected: list[int] = []
    monkeypatch.setattr("dmsa_tui.tui.idle_scheduler.gc.collect", lambda: collected.append(1))
    clock[0] += 10 * QUIET_SECONDS
    quiet.look()
    assert not collected


async def test_a_request_waits_for_the_key_that_was_just_pressed_but_not_for_ever(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet, waited = IdleScheduler(), []
    typing = True

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        clock[0] += seconds
        if typing:
            quiet.touched()

    monkeypatch.setattr("dmsa_tui.tui.idle_scheduler.asyncio.sleep", sleep)
    await quiet.give_way()
    assert not waited, "nobody has pressed a key"
    quiet.touched()
    await quiet.give_way()
    assert sum(waited) == pytest.approx(LONGEST_BREATH_SECONDS)
    typing = False
    waited.clear()
    quiet.touched()
    await quiet.give_way()
    assert waited == [pytest.approx(BREATH_SECONDS)]
