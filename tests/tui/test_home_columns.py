"""On home, columns have the room that the rows need: a name is cut only where what is next needs the room."""

from datetime import UTC, datetime

import pytest

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Confirmed, FailedProof, Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.session.session import Session
from dmsa_tui.tui.customer_list import CustomerList
from dmsa_tui.tui.widgets.customer_table import CustomerTable
from dmsa_tui.vocabulary import STEP_IDS
from tests.tui.driving import wizard

LONG = "Lakeside Development and Construction"


@pytest.mark.parametrize("count", [2, 40])
async def test_a_long_name_has_the_columns_that_no_row_needs(count: int) -> None:
    session, word = Session(Paths.default(), MemorySecretStore()), Confirmed("Ada", datetime.now(UTC))
    for number in range(1, count):
        session.store.create(Onboarding(f"Customer {number:02}"))
    session.store.create(Onboarding(LONG))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("L. D. A. C.")
        await found.press("f9")
        await found.sees(f"{LONG} 1 App")
        done = dict.fromkeys(STEP_IDS, word)
        session.store.create(Onboarding("Tower", confirmed=done, ticked={"rotate/time": word}))
        await found.until(lambda: len(found.app.screen.query_one(CustomerTable).keys) == count + 1, "the row")
        await found.press("home")
        await found.sees("Lakeside Development a", "… 1 App", "task 2 of 9: Rotate the client secret")


@pytest.mark.parametrize("width", [80, 100, 120])
async def test_names_that_differ_at_their_ends_are_told_apart_though_one_row_has_much_to_say(width: int) -> None:
    session, word = Session(Paths.default(), MemorySecretStore()), Confirmed("Ada", datetime.now(UTC))
    done = dict.fromkeys(STEP_IDS, word)
    session.store.create(Onboarding("Tower", confirmed=done, ticked={"rotate/time": word}))
    names = [f"Example Builders {number:02}" for number in range(1, 5)]
    names += [f"Example Builders of the Northern Lakes {number:02}" for number in range(1, 5)]
    for name in names:
        session.store.create(Onboarding(name))
    async with wizard(session, size=(width, 24)) as found:
        await found.sees("task 2 of 9")
        await found.press("f9")
        await found.sees("Example Builders 01")
        for number in range(1, 5):
            assert found.shows(f"Example Builders 0{number} "), found.text
            assert found.shows(f"Lakes 0{number} ") or found.shows(f"akes 0{number} "), found.text
        await found.press("end")
        chosen = found.app.screen.query_one(CustomerList).chosen
        assert chosen is not None
        await found.sees(chosen.name)


async def test_what_is_next_comes_before_its_age_in_the_demo_at_80_columns() -> None:
    async with wizard(Session.for_rehearsal("add-all-disabled"), size=(80, 24)) as found:
        await found.press("enter")
        await found.go("check")
        await found.press("f5")
        await found.until(lambda: found.session.record.verdict, "a full check")
        await found.press("ctrl+g")
        await found.sees("6 Projects: 2,428 projects are missing")


@pytest.mark.parametrize("width", [60, 80])
async def test_what_is_next_ends_with_a_word_where_it_is_cut(width: int) -> None:
    session, word = Session(Paths.default(), MemorySecretStore()), Confirmed("Ada", datetime.now(UTC))
    failed = {"rotate/prove": FailedProof(datetime.now(UTC), "Procore refuses it.", "")}
    done = dict.fromkeys(STEP_IDS, word)
    record = Onboarding(LONG, confirmed=done, ticked={"rotate/time": word}, failed_proofs=failed)
    session.store.create(record)
    async with wizard(session, size=(width, 24)) as found:
        await found.sees("proof fails; task")
        (row,) = [line for line in found.lines if "proof fails" in line]
        (begins, _) = row.partition("proof fails")[2].split("…")
        task = next(each.title for each in session.guide.tasks if each.id == "rotate")
        assert any(begins.endswith(f": {' '.join(task.split()[:count])}") for count in range(5)), row
