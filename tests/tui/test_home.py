"""Home: what waits or fails first, names that a shared screen hides, and hands that find things again."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
from textual.events import Key, ScreenSuspend
from textual.widgets import Button

from dmsa_tui.checks.model import Remedy, Report, RequestCount, Result
from dmsa_tui.checks.report.json_report import as_json
from dmsa_tui.onboarding.approvals import today
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Approval, ApprovalState, Confirmed, ExpectMode, Onboarding
from dmsa_tui.onboarding.record_files import Entry
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import Forgotten, MemorySecretStore, SecretStore
from dmsa_tui.onboarding.store import Store
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.procore.environments import environment
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session import saved_onboardings
from dmsa_tui.session.farewell import farewell
from dmsa_tui.session.rehearsal_store import Offered
from dmsa_tui.session.saved_changes import remove
from dmsa_tui.session.session import Session
from dmsa_tui.session.settings import FILE as SETTINGS
from dmsa_tui.session.stand_ins import initials
from dmsa_tui.tui.customer_list import CustomerList
from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
from dmsa_tui.tui.dialogs.scenarios import ScenariosDialog
from dmsa_tui.tui.ending import rehearse
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.customer_table import CustomerTable
from dmsa_tui.tui.widgets.search_line import SearchLine
from dmsa_tui.vocabulary import STEP_IDS, Cause, Status
from tests.layout.whole import assert_nothing_overflows, resize
from tests.tui.driving import Wizard, wizard

EXPLAINED = "the sync tool, the program that works with Procore's data"
CUSTOMERS = ["Example Homes", "Harbour Build", "Hillside Works", "Nordic Example", "Orchard Group", "Quarry Lane"]
LIKE_A_SECRET = "canary9f3kQ2notarealsecret0000000000000000000"


def customers(*names: str) -> Session:
    """A session with those onboardings saved, and none open."""
    session = Session(Paths.default(), MemorySecretStore())
    for name in names:
        session.store.create(Onboarding(name=name, edition_sure=True))
    return session


def names_are(wish: str) -> None:
    """The setting of home's names."""
    config = Paths.default().config
    config.mkdir(parents=True, exist_ok=True)
    (config / SETTINGS).write_text(f'home-names = "{wish}"\n')


def reported(store: Store, name: str, *results: Result, verdict: Status, ago: timedelta) -> None:
    """A setup whose last check gave these results."""
    here, at = environment("production"), datetime.now(UTC) - ago
    added = {"projects/chosen-add": Confirmed("A", at - timedelta(hours=1))}  # nothing fails before somebody has begun
    record = store.create(Onboarding(name, company_id="4711", verdict=verdict.value, checked_at=at, ticked=added))
    target = {
        "name": name, "environment": here.id, "login_url": here.login_url, "api_url": here.api_url,
        "company_id": "4711", "client_id": "",
    }  # fmt: skip
    store.keep_report(record, as_json(Report(verdict, at, 1, dict(target), results, RequestCount(1, 0, 0))))


MISSING = Result(
    "projects.permitted", Status.FAIL, "Its own sentence.", Cause.PROJECT_NOT_PERMITTED,
    Remedy("App Management", "admin", "Company", "Add Projects"), details={"missing": [{}] * 4}, required=True,
)  # fmt: skip


def standing(session: Session) -> None:
    """A setup of every kind; the one worked on last is finished."""
    reported(session.store, "Cedar Ridge", MISSING, verdict=Status.FAIL, ago=timedelta(hours=2))
    nine_days_ago = (today() - timedelta(days=9)).isoformat()
    done = {"create-app": Confirmed("A", datetime.now(UTC) - timedelta(days=9))}
    waiting = Approval(ApprovalState.WAITING, nine_days_ago)
    session.store.create(Onboarding("Delta Builders", verification=waiting, confirmed=done, step="permissions"))
    session.store.create(Onboarding("Elm Street", step="install", action="open"))
    six_days_ago = datetime.now(UTC) - timedelta(days=6)
    session.store.create(
        Onboarding(
            "Finch Park",
            verdict="pass",
            checked_at=six_days_ago,
            company_id="4711",
            client_id="Kq7Y",
            app_version_key="01234567-89ab-cdef-0123-456789abcdef",
            expect=ExpectMode.ALL,
            future_projects=False,
            confirmed=dict.fromkeys(STEP_IDS, Confirmed("A", six_days_ago)),
        )
    )


def lines_with(found: Wizard, *texts: str) -> list[int]:
    """The lines on which those texts are."""
    return [next(y for y, line in enumerate(found.lines) if text in line) for text in texts]


def table(found: Wizard) -> CustomerTable:
    return found.app.screen.query_one(CustomerTable)


def is_gone(found: Wizard, key: str) -> bool:
    return key not in table(found).keys


def chosen(found: Wizard) -> str:
    entry = found.app.screen.query_one(CustomerList).chosen
    return entry.name if entry else ""


# -- what is listed ----------------------------------------------------------------------------------------------------


async def test_what_fails_or_waits_comes_first_in_words_with_who_and_when() -> None:
    names_are("shown")
    session = customers()
    standing(session)
    async with wizard(session, size=(100, 30)) as found:
        await found.sees("6 Projects: 4 projects are missing", "1 App: verification pending for 9+ days", "5 Install")
        first, second, third, last = lines_with(found, "Cedar Ridge", "Delta", "Elm Street", "Finch Park")
        assert first < second < third < last
        assert "administrator" in found.lines[first] and "2 hours ago" in found.lines[first]
        assert "✖" in found.lines[first] and "◐" in found.lines[second] and "✔" in found.lines[last]
        assert "Procore" in found.lines[second] and "never" in found.lines[second]
        assert "complete" in found.lines[last] and "6 days ago" in found.lines[last]
        await found.press("home", "enter")
        await found.until(lambda: len(found.app.screen_stack) == 2, "the setup")
        assert (session.record.name, found.step.STEP) == ("Cedar Ridge", "projects"), "the step that its row names"


async def test_what_fails_of_a_step_that_nobody_has_begun_comes_after_what_waits() -> None:
    session = customers()
    standing(session)
    reported(session.store, "Aspen", MISSING, verdict=Status.FAIL, ago=timedelta(hours=1))
    unbegun = session.store.load("Aspen")
    unbegun.ticked = {}
    session.store.save(unbegun)
    names = [each.name for each in await session.saved.read(partial(asyncio.sleep, 0))]
    assert names[:3] == ["Cedar Ridge", "Delta Builders", "Aspen"] and names[-1] == "Finch Park"


async def test_initials_leave_their_room_to_what_is_next() -> None:
    session = customers()
    standing(session)
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("6 Projects: 4 projects are missing · 2 h ago")
    async with wizard(session, size=(60, 20)) as found:
        await found.sees("C. R.", "6 Projects: 4 projects are missing")


@pytest.mark.parametrize(
    ("size", "there", "gone"),
    [
        ((120, 36), ("Environment", "Production", "Waits for", "Checked", "2 hours ago"), ()),
        ((100, 30), ("Waits for", "Checked", "2 hours ago"), ("Environment",)),
        ((80, 24), ("Waits for", "4 projects are missing · 2 h ago"), ("Environment",)),
        ((60, 20), ("Customer", "Next", "4 projects are mi"), ("Waits for", " ago")),
    ],
)
async def test_columns_give_way_by_width_and_every_button_is_in_sight(
    size: tuple[int, int], there: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    names_are("shown")
    session = customers()
    standing(session)
    async with wizard(session, size=size) as found:
        await found.sees("Cedar Ridge", *there)
        assert not [text for text in gone if found.shows(text)]
        for label in ("New N", "Rehearse R", "Rename E", "Archive A", "Delete Del", "F9", "F1 Help"):
            assert found.shows(label), label
        assert found.shows("T Tasks" if size[0] < 100 else "Tasks T"), "a button, or the key in the last line"
        assert_nothing_overflows(found)
        for names in ("Hide names F9", "Show names F9"):
            assert found.shows(names if size[0] >= 80 else "Names F9"), "what the key does now"
            await found.press("f9")
            assert_nothing_overflows(found)


async def test_a_thousand_setups_are_read_a_few_at_a_time_and_reports_only_of_those_in_sight(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Store(Paths.default())
    store.create(Onboarding("Customer 000", verdict="fail"))
    (path,) = store.files()
    text = path.read_text(encoding="utf-8")
    for number in range(1, 1_000):
        # Written directly: a thousand durable writes take longer than the test.
        name = f"customer-{number:03}"
        (path.parent / f"{name}.toml").write_text(text.replace("Customer 000", name), encoding="utf-8")
    at_once: list[int] = []
    reports: list[str] = []
    read, report = saved_onboardings.SavedOnboardings._read, Store.last_answers

    def counted(self: saved_onboardings.SavedOnboardings, files: list[Path]) -> object:
        at_once.append(len(files))
        return read(self, files)

    def noted(self: Store, record: Onboarding) -> object:
        reports.append(record.name)
        return report(self, record)

    monkeypatch.setattr(saved_onboardings.SavedOnboardings, "_read", counted)
    monkeypatch.setattr(Store, "last_answers", noted)
    async with wizard(Session(Paths.default(), MemorySecretStore()), size=(80, 24)) as found:
        await found.until(lambda: len(found.app.screen.query_one(CustomerList).entries) == 1_000, "the setups")
        assert max(at_once) == saved_onboardings.AT_ONCE and sum(at_once) == 1_000
        await found.sees("a check failed")
        await found.pilot.pause()
        assert 0 < len(set(reports)) <= 24
        await found.press("end")
        await found.until(lambda: len(set(reports)) > 24, "the last rows' reports")
        await found.pilot.pause()
        assert len(set(reports)) <= 48
        at_once.clear()
        await found.press("ctrl+p", "escape")
        await found.until(lambda: sum(at_once) == 1_000, "another look at the files")


async def test_a_file_is_read_again_only_when_it_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    session = customers(*CUSTOMERS)
    loaded: list[Path] = []
    entry = session.store.entry

    def noted(path: Path) -> Entry:
        loaded.append(path)
        return entry(path)

    monkeypatch.setattr(session.store, "entry", noted)

    async def at_once() -> None:
        return None

    assert len(await session.saved.read(at_once)) == len(loaded) == len(CUSTOMERS)
    await session.saved.read(at_once)
    assert len(loaded) == len(CUSTOMERS)
    record = session.store.load("Orchard Group")
    record.app_name = "Sync"
    session.store.save(record)
    found = {each.name: each.record for each in await session.saved.read(at_once)}
    assert len(loaded) == len(CUSTOMERS) + 1
    assert found["Orchard Group"] == record


async def test_a_summary_of_what_was_read_before_is_not_kept_for_what_was_written_since() -> None:
    """Home draws its rows on coming back before it reads: else it names the step that was open before, for good."""
    session = customers("Orchard Group")

    async def at_once() -> None:
        return None

    before = await session.saved.read(at_once)
    record = session.store.load("Orchard Group")
    record.verdict, record.checked_at = "pass", datetime.now(UTC)
    record.expect, record.future_projects = ExpectMode.ALL, True
    session.store.save(record)
    [old] = (await session.saved.summaries(before)).values()
    [new] = (await session.saved.summaries(await session.saved.read(at_once))).values()
    assert (old.matter, new.matter) == ("", "confirm 5 steps")


async def test_home_is_neither_read_nor_drawn_while_a_step_covers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each answer in a step would read every setup, and have the whole step drawn once more."""
    read, drawn, may_read = [], [], asyncio.Event()
    wanted, draw = saved_onboardings.SavedOnboardings.read, CustomerList.draw

    async def counted(self: saved_onboardings.SavedOnboardings, give_way: Callable[[], Awaitable[None]]) -> list[Entry]:
        read.append(1)
        await may_read.wait()
        return await wanted(self, give_way)

    def noted(self: CustomerList) -> None:
        drawn.append(1)
        draw(self)

    async with wizard(customers("Orchard Group")) as found:
        await found.sees("Orchard Group", "1 App")
        await found.press("enter")
        await found.sees("1. Create")
        monkeypatch.setattr(saved_onboardings.SavedOnboardings, "read", counted)
        monkeypatch.setattr(CustomerList, "draw", noted)
        await found.press("f6")
        await found.saves("[ticked")
        await found.press("f9")
        await found.quiet()
        assert not read and not drawn
        await found.press("f3")  # a dialog, through which the step is seen
        await found.quiet()
        assert [type(each).__name__ for each in found.app._background_screens] == ["CreateAppScreen"]
        await found.press("escape", "ctrl+g")
        await found.until(lambda: bool(read and drawn), "the names as they may be shown now, before anything is read")
        may_read.set()


# -- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "names", "shown"),
    [("", 1, True), ("", 2, False), ("shown", 2, True), ("hidden", 1, False)],
)
async def test_names_are_hidden_from_two_customers_on_or_as_the_setting_says(
    wish: str, names: int, shown: bool
) -> None:
    if wish:
        names_are(wish)
    async with wizard(customers(*CUSTOMERS[:names]), size=(80, 24)) as found:
        await found.sees("1 App")
        assert found.shows("Example Homes") == shown
        assert found.shows("E. H.") != shown
        assert found.shows("Initials only: others may see this. F9 shows the names.") != shown
        await found.press("f9")
        await found.sees("E. H." if shown else "Example Homes")
        await found.press("f9")
        await found.sees("Example Homes" if shown else "E. H.")


async def test_the_search_finds_whole_names_and_f9_shows_all_until_home_is_left() -> None:
    async with wizard(customers(*CUSTOMERS), size=(80, 24)) as found:
        await found.sees("N. E.")
        await found.press("slash", *"nordic")
        await found.sees_no_more("H. B.")
        await found.sees("N. E.")
        await found.press("f9")
        await found.sees("Nordic Example", "Hide names F9")
        assert not found.shows("Initials")
        await found.press("ctrl+p")
        await found.until(lambda: len(found.app.screen_stack) == 2, "the palette")
        await found.press("escape")
        await found.until(lambda: len(found.app.screen_stack) == 1, "home")
        await found.sees("Nordic Example")
        await found.press("enter")
        await found.until(lambda: found.session.is_open, "the setup")
        assert found.session.record.name == "Nordic Example"
        await found.press("ctrl+g")
        await found.sees("H. B.", "N. E.", "F9 shows the names.")
        assert not found.shows("Harbour Build")
        assert not found.shows("Nordic Example"), "the one that was open last is a row like the others"
        assert table(found).has_focus, "letters are keys again"


async def test_the_search_finds_a_row_by_the_initials_that_it_shows() -> None:
    names_are("hidden")
    async with wizard(customers("Oakridge Building East", "Harbour Build"), size=(80, 24)) as found:
        await found.sees("O. B. E.", "H. B.")
        await found.press("slash", *"obe")
        await found.sees_no_more("H. B.")
        await found.sees("O. B. E.", "1 of 2 shown")


async def test_the_search_finds_accented_letters_by_plain_ones() -> None:
    async with wizard(customers("Müller & Søhne Bau", "Étoile", "Nordic Example"), size=(80, 24)) as found:
        await found.sees("N. E.")
        for typed, name in (("muller sohne", "M. S. B."), ("étoile", "É."), ("ETOILE", "É."), ("MÜLLER", "M. S. B.")):
            await found.press("slash", "ctrl+u", *("space" if each == " " else each for each in typed))
            await found.sees_no_more("N. E.")
            assert found.shows(name), typed


async def test_a_recording_names_nobody_and_the_key_says_why() -> None:
    session = customers(*CUSTOMERS)
    session.mask.recorder = "asciinema"
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("N. E.")
        await found.press("f9")
        await found.is_told("Names stay masked: asciinema is recording this terminal.")
        assert not any(name in found.text for name in CUSTOMERS)
        await found.press("slash", *"orch", "enter")
        await found.until(lambda: session.is_open, "the onboarding")
        assert session.record.name == "Orchard Group"
        assert "orch" not in found.text


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Cedar Ridge Homes", "C. R. H."), ("éclair (north)", "É. N."), ("a b c d e", "A. B. C. D."), ("–", "•")],
)
def test_initials_stand_for_a_name(name: str, wanted: str) -> None:
    assert initials(name) == wanted


# -- hands -------------------------------------------------------------------------------------------------------------


async def test_what_was_typed_chosen_and_scrolled_stays_when_the_palette_and_dialogs_close() -> None:
    names_are("shown")
    async with wizard(customers(*(f"Customer {each:02}" for each in range(40))), size=(80, 24)) as found:
        await found.sees("Customer 30")
        await found.press(*["down"] * 30, *["up"] * 5)
        before, place = chosen(found), table(found).scroll_y
        assert place
        for key in ("ctrl+p", "f1", "n", "e", "delete"):
            await found.press(key)
            await found.until(lambda: len(found.app.screen_stack) == 2, key)
            await found.press("escape")
            await found.until(lambda: len(found.app.screen_stack) == 1, "home")
            await found.quiet()
            assert (chosen(found), table(found).scroll_y) == (before, place), key
        await found.press("slash", *"mer 17")
        await found.sees_no_more("Customer 20")
        await found.press("ctrl+p")
        await found.until(lambda: len(found.app.screen_stack) == 2, "the palette")
        await found.press("escape", "enter")
        await found.until(lambda: found.session.is_open, "the setup")
        assert found.session.record.name == "Customer 17"


async def test_what_is_archived_or_deleted_leaves_the_next_one_in_its_place_and_nothing_scrolls() -> None:
    names_are("shown")
    async with wizard(customers(*(f"Customer {each:02}" for each in range(40))), size=(80, 24)) as found:
        await found.sees("Customer 30")
        await found.press(*["down"] * 30, *["up"] * 5)
        place, following = table(found).scroll_y, list(table(found).keys)
        assert place and table(found).cursor > place
        for key in ("a", "delete"):
            before = table(found).chosen
            await found.press(key)
            if key == "delete":
                await found.sees("cannot be undone")
                await found.press("shift+tab", "enter")
            await found.until(partial(is_gone, found, before), key)
            assert table(found).chosen == following[following.index(before) + 1]
            assert table(found).scroll_y == place, key


async def test_asking_a_single_check_again_moves_the_age_of_the_row() -> None:
    names_are("shown")
    session = customers()
    reported(session.store, "Cedar Ridge", MISSING, verdict=Status.FAIL, ago=timedelta(hours=2))
    record = session.store.load("Cedar Ridge")
    session.store.keep_answers(record, {MISSING.id: (MISSING, datetime.now(UTC) - timedelta(minutes=5))})
    async with wizard(session, size=(100, 30)) as found:
        await found.sees("6 Projects: 4 projects are missing", "5 minutes ago")
        assert not found.shows("2 hours ago")


async def test_a_task_that_is_open_hides_neither_what_fails_nor_when_procore_was_asked() -> None:
    names_are("shown")
    session = customers()
    passed = Result(MISSING.id, Status.PASS, "All are.", required=True)
    for name, found, verdict in (("Cedar Ridge", MISSING, Status.FAIL), ("Aspen", passed, Status.PASS)):
        reported(session.store, name, found, verdict=verdict, ago=timedelta(hours=2))
        record = session.store.load(name)
        record.client_id, record.ticked = "", {**record.ticked, "rotate/time": Confirmed("Ada", datetime.now(UTC))}
        session.store.save(record)
        session.store.keep_answers(record, {found.id: (found, datetime.now(UTC) - timedelta(minutes=5))})
    async with wizard(session, size=(120, 36)) as shown:
        await shown.sees("✖ Cedar Ridge", "4 projects are missing; task 2 of 9")
        await shown.until(lambda: shown.text.count("5 minutes ago") == 2, "the age of both")


async def test_a_record_that_cannot_be_read_is_among_what_fails() -> None:
    names_are("shown")
    session = customers("Zebra Works")
    standing(session)
    (path,) = session.paths.records.glob("zebra-*.toml")
    path.write_text("no record", encoding="utf-8")
    async with wizard(session, size=(100, 30)) as found:
        await found.sees("zebra", "6 Projects: 4 projects are missing")
        failing, damaged, waiting = lines_with(found, "Cedar Ridge", "zebra", "Delta")
        assert failing < damaged < waiting and "✖" in found.lines[damaged]


async def test_nobody_is_said_to_be_missing_before_the_setups_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    session, answer, read = customers("Quarry Lane"), asyncio.Event(), saved_onboardings.SavedOnboardings.read

    async def reads_later(saved: saved_onboardings.SavedOnboardings, give_way: Callable[[], Awaitable[None]]) -> object:
        await answer.wait()
        return await read(saved, give_way)

    monkeypatch.setattr(saved_onboardings.SavedOnboardings, "read", reads_later)
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("Reading…")
        answer.set()
        await found.sees("Quarry Lane")


@pytest.mark.parametrize(("key", "opens"), [("n", "New onboarding"), ("r", "What do you want to rehearse?"),
    ("e", "Rename the customer"), ("t", "Rotate the client secret"), ("delete", "Delete "), ("slash", "")])  # fmt: skip
async def test_keys_of_home_act_wherever_the_focus_is(key: str, opens: str) -> None:
    names_are("shown")
    async with wizard(customers(*CUSTOMERS), size=(80, 24)) as found:
        await found.sees("1 App")
        found.app.screen.query_one("#rehearse", Button).focus()
        await found.press(key)
        if opens:
            await found.sees(opens)
        else:
            assert found.app.screen.query_one(SearchLine).has_focus


async def test_keys_of_home_act_on_the_welcome_too() -> None:
    for key, opens in (("r", "What do you want to rehearse?"), ("n", "New onboarding"), ("N", "New onboarding")):
        async with wizard(customers(), size=(80, 24)) as found:
            await found.sees("New onboarding")
            found.app.screen.set_focus(None)
            await found.press(key)
            await found.sees(opens)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_search_that_hides_rows_says_how_many_and_what_shows_them(size: tuple[int, int]) -> None:
    names_are("shown")
    async with wizard(customers(*(f"Customer {each:02}" for each in range(30))), size=size) as found:
        await found.sees("Customer 25")
        await found.press("slash", *"er 1")
        await found.sees("12 of 30 shown")
        assert not found.shows("Escape shows all"), "it leads to the table first"
        await found.press("escape")
        await found.sees("er 1", "12 of 30 shown · Escape shows all")
        assert_nothing_overflows(found)
        await found.press("escape")
        await found.sees("Customer 25")
        assert not found.shows(" shown")


async def test_letters_and_delete_are_typed_in_the_search_and_keys_elsewhere() -> None:
    async with wizard(customers(*CUSTOMERS), size=(80, 24)) as found:
        await found.sees("Q. L.")
        await found.press("slash", *"nrea", "home", "delete")
        line = found.app.screen.query_one(SearchLine)
        assert line.value == "rea" and isinstance(found.app.screen, HomeScreen)
        await found.sees("No customer's name contains that. Escape clears the search.")
        await found.press("escape")
        assert table(found).has_focus and line.value == ""
        await found.press("slash", "q", "escape")
        assert table(found).has_focus and line.value == "q", "what is found stays"
        await found.press("escape")
        assert line.value == ""
        await found.sees("Q. L.")
        await found.press("n")
        await found.sees("New onboarding")


@pytest.mark.parametrize("size", [(60, 20), (120, 36)])
async def test_a_click_at_the_end_of_the_search_clears_it_while_something_is_typed(size: tuple[int, int]) -> None:
    async with wizard(customers(*CUSTOMERS), size=size) as found:
        await found.sees("H. B.")
        assert not found.shows("✕")
        await found.press("slash", *"quarry")
        await found.sees_no_more("H. B.")
        assert_nothing_overflows(found)
        await found.click("✕")
        await found.sees("H. B.", "Q. L.")
        assert not found.shows("✕") and found.app.screen.query_one(SearchLine).has_focus


async def test_a_letter_that_no_name_contains_begins_no_search_and_the_keys_go_on_acting() -> None:
    async with wizard(customers(*CUSTOMERS), size=(80, 24)) as found:
        await found.sees("Q. L.", "Rename E")
        await found.press("z")
        await found.is_told("No customer's name contains “z”. Press / to search.")
        assert table(found).has_focus and found.shows("Q. L.")
        await found.press("e")
        await found.sees("Rename")


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_while_the_search_has_the_focus_no_letter_is_named_as_a_key(width: int) -> None:
    async with wizard(customers(*CUSTOMERS), size=(width, 24)) as found:
        await found.sees("Q. L.", "New N")
        await found.press("q")
        await found.sees_no_more("New N")
        await found.sees("Enter", "Esc Table", "Rename", "Delete")
        assert not any(map(found.shows, ("Rename E", "Archive A", "Delete Del", "Undo", "Tasks T")))
        await found.click("Rename")
        await found.sees("Rename")
        await found.press("escape", "escape", "escape")
        await found.sees("New N", "Rename E")


async def test_an_onboarding_is_renamed_to_no_empty_name_and_the_dialog_says_so() -> None:
    names_are("shown")
    async with wizard(customers("Ace"), size=(80, 24)) as found:
        await found.press("e")
        await found.sees("The name in your list.")
        await found.press("delete", "enter")
        await found.sees("✖ Enter a name, or press Esc to keep the old one.")


async def test_a_setup_is_renamed_archived_found_again_and_taken_back() -> None:
    names_are("shown")
    session = customers(*CUSTOMERS)
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("Orchard Group")
        await found.press("slash", *"orch", "escape", "e")
        await found.sees("Rename the customer")
        await found.press(*"Quarry Lane")
        await found.sees("“Quarry Lane” is taken.")
        await found.press("enter")
        await found.sees("There is already an onboarding named")
        await found.press("enter", "end", *" & Sons", "enter")
        await found.sees_no_more("Rename the customer")
        await found.until(lambda: chosen(found) == "Quarry Lane & Sons", "the row, which the search did not find")
        assert "Orchard Group" not in session.store.names()
        await found.press("a")
        await found.sees("1 archived", "Enter shows it.")
        await found.is_told("Quarry Lane & Sons is archived. Press U to undo.")
        await found.until(  # the notice of before goes a moment later
            lambda: not any("Quarry Lane &" in line and "archived" not in line for line in found.lines), "no row has it"
        )
        await found.press("end")
        await found.sees("Show Enter")
        await found.press("enter")
        await found.sees(
            "Quarry Lane & Sons archived · 1 App", "Enter hides it; A restores the chosen one.", "Hide Enter"
        )
        await found.press("end")
        await found.sees("Restore A")
        await found.click("Restore A")
        await found.sees_no_more("archived")
        assert not session.store.load("Quarry Lane & Sons").archived


async def test_delete_names_the_customer_as_home_does_and_takes_the_secret_along_only_after_a_yes() -> None:
    names_are("hidden")
    session = customers("Example Homes", "Harbour Build")
    record = session.store.load("Harbour Build")
    record.client_id = "c" * 43
    session.store.save(record)
    session.credentials.store.put(SecretKey("production", "", "c" * 43), Secret("s" * 43))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("H. B.")
        await found.press("slash", *"harbour", "escape", "delete")
        await found.sees("Delete H. B.?", "H. B.: the record", "Nothing changes at Procore")
        assert not found.shows("Harbour")
        await found.press("enter")
        await found.until(lambda: isinstance(found.app.screen, HomeScreen), "home")
        assert "Harbour Build" in session.store.names()
        await found.press("delete")
        await found.sees("Delete H. B.?")
        await found.press("shift+tab", "enter")
        await found.is_told("H. B. is deleted.")
        assert session.store.names() == ["Example Homes"]
        assert session.credentials.store.get(SecretKey("production", "", "c" * 43)) is None
        await found.press("escape")
        await found.sees("E. H.")


async def test_a_name_that_the_list_hides_is_not_shown_by_rename() -> None:
    names_are("hidden")
    session = customers("Example Homes", "Harbour Build")
    async with wizard(session, size=(80, 24)) as found:
        await found.press("slash", *"harbour", "escape", "e")
        await found.sees("Rename the customer", "the new name of H. B.")
        assert "Harbour" not in found.text
        await found.press(*"Quay Works", "enter")
        await found.until(lambda: "Quay Works" in session.store.names(), "the new name")
        assert "Harbour Build" not in session.store.names()


async def test_the_open_setup_is_renamed_and_deleted_as_well() -> None:
    names_are("shown")
    session = customers("Example Homes", "Harbour Build")
    session.open_record.open("Example Homes")
    session.open_record.note(app_name="Sync")
    async with wizard(session, size=(80, 24)) as found:
        await found.press("slash", *"example", "escape", "e")
        await found.sees("Rename the customer")
        await found.press(*"Homes", "enter")
        await found.until(lambda: session.record.name == "Homes", "the new name")
        assert session.store.load("Homes").app_name == "Sync"
        await found.until(lambda: chosen(found) == "Homes", "the row")
        await found.press("delete")
        await found.sees("Delete Homes?")
        await found.press("shift+tab", "enter")
        await found.until(lambda: session.store.names() == ["Harbour Build"], "the setup to go")
        assert not session.is_open


async def test_deleting_the_open_setup_removes_its_secret_from_the_keyring_which_is_used_on() -> None:
    class Keyring(SecretStore):
        forgotten: ClassVar[list[str]] = []

        def forget(self, key: SecretKey) -> Forgotten:
            self.forgotten.append(key.client_id)
            return Forgotten(True, "")

    session = Session(Paths.default(), keyring := Keyring(backends=()))
    session.store.create(Onboarding("Acme", client_id="the-client-id"))
    session.open_record.open("Acme")
    [entry] = session.store.entries()
    await remove(session, entry)
    assert set(keyring.forgotten) == {"the-client-id"} and session.credentials.store is keyring


async def test_a_credential_that_is_typed_into_the_search_is_masked_at_once_found_nowhere_and_not_kept() -> None:
    async with wizard(customers(*CUSTOMERS), size=(80, 24)) as found:
        await found.sees("Q. L.")
        await found.press("slash", "space", *LIKE_A_SECRET)
        await found.sees("looks like a client ID or a secret")
        assert LIKE_A_SECRET[:12] not in found.text
        await found.press("f1")
        await found.until(lambda: len(found.app.screen_stack) == 2, "help")
        assert found.app.screen_stack[0].query_one(SearchLine).value == ""
        await found.press("escape")
        await found.sees("Q. L.")


async def test_a_click_chooses_and_only_a_double_click_opens() -> None:
    names_are("shown")
    session = customers(*CUSTOMERS)
    async with wizard(session, size=(80, 24)) as found:
        await found.click("Harbour Build")
        await found.until(lambda: chosen(found) == "Harbour Build", "the row")
        (y,) = (y for y, line in enumerate(found.lines) if "Harbour Build" in line)
        await found.press_and_release(5, y)
        assert not session.is_open, "a click on the chosen row alone opens nothing"
        await found.press_and_release(5, y)
        await found.until(lambda: session.is_open, "the setup")
        assert session.record.name == "Harbour Build"


async def test_a_button_says_how_the_chosen_row_is_opened() -> None:
    names_are("shown")
    session = customers(*CUSTOMERS)
    async with wizard(session, size=(80, 24)) as found:
        await found.click("Harbour Build")
        await found.until(lambda: chosen(found) == "Harbour Build", "the row")
        await found.click("Open Enter")
        await found.until(lambda: session.is_open, "the setup")
        assert session.record.name == "Harbour Build"


async def test_names_are_whole_where_there_is_room_and_what_is_next_is_not_cut_for_them() -> None:
    names_are("shown")
    session = customers(name := "Cedar Ridge Homes and Neighborhood Development")
    session.store.create(Onboarding("Delta Builders", verification=Approval(ApprovalState.WAITING, "2020-01-01")))
    async with wizard(session, size=(120, 20)) as found:
        await found.sees("Cedar Ridge Homes and N", "verification pending for", " days ")
        assert not found.shows(name)
        await resize(found, (160, 20))
        await found.sees(name)


@pytest.mark.parametrize("columns", [60, 80, 100, 120, 160])
async def test_columns_stay_where_they_are_while_rows_go_by_and_a_long_name_gives_way_to_what_is_next(
    columns: int,
) -> None:
    names_are("shown")
    session = customers("Cedar Ridge Homes and Neighborhood Development", *(f"No. {each:02}" for each in range(40)))
    long_ago = (today() - timedelta(days=104)).isoformat()
    session.store.create(Onboarding("Delta", verification=Approval(ApprovalState.WAITING, long_ago)))
    async with wizard(session, size=(columns, 20)) as found:
        await found.sees("verification pending", "No. 30")
        before = found.lines[1]
        await found.press("end")
        await found.sees("Cedar Ridge")
        assert found.lines[1] == before and "Customer" in before
        (long,) = lines_with(found, "Cedar Ridge")
        assert found.lines[long].index("1 App") == before.index("Next")
        if columns >= 80:
            await found.press("home")
            await found.sees("1 App; verification pending for 104+ days")


async def test_the_keys_of_home_in_its_help_all_act_there() -> None:
    async with wizard(Session.for_rehearsal("ready"), size=(100, 60)) as found:
        await found.press("f1")
        await found.sees("Nothing is saved yet")
        assert EXPLAINED in " ".join(found.text.replace("│", "").split())
        assert not [key for key in ("F2 ", "F4 ", "F9 ", "Ctrl+G", "Del ", "Ctrl+Y", "⇥") if found.shows(key)]
    async with wizard(customers(*CUSTOMERS), size=(100, 60)) as found:
        await found.sees("N. E.")
        await found.press("f1")
        await found.sees("Show the customers' names, or hide them, until you leave home.", "Del ", "Enter ")
        await found.sees("`home-names` keeps them shown.")
        assert EXPLAINED in " ".join(found.text.replace("│", "").split())


# -- nothing saved, rehearsals -----------------------------------------------------------------------------------------


async def test_with_nothing_saved_there_are_two_sentences_and_two_buttons() -> None:
    async with wizard(customers(), size=(60, 20)) as found:
        await found.sees("New onboarding", "Try it on a practice company", "After each step the program asks Procore")
        labels = [str(each.label) for each in found.app.screen.query(CompactButton)]
        assert labels == ["New onboarding N", "Try it on a practice company R"]
        assert_nothing_overflows(found)
        await found.press("enter")
        await found.sees("New onboarding")
        await found.press("escape")
        await found.press("down", "enter")
        await found.sees("What do you want to rehearse?")


async def test_with_nothing_saved_nothing_is_offered_for_a_chosen_onboarding() -> None:
    async with wizard(customers(), size=(80, 40)) as found:
        await found.sees("New onboarding")
        await found.press("ctrl+p")
        await found.sees("Start the onboarding of another customer.")
        assert not found.shows("the chosen onboarding") and not found.shows("Go to the search")
        await found.press(*"archive")
        await found.sees("No command of this name.")


async def test_the_first_setup_brings_the_table_and_the_last_one_takes_it_away() -> None:
    session = customers()
    async with wizard(session, size=(80, 24)) as found:
        await found.press("enter")
        await found.sees("New onboarding")
        await found.press(*"Acme", "enter", "enter")
        await found.sees("1. Create the app")
        await found.press("ctrl+g")
        await found.sees("Acme", "Rename E")
        await found.press("delete")
        await found.sees("Delete Acme?")
        await found.press("shift+tab", "enter")
        await found.sees("New onboarding")


async def test_after_a_click_on_a_button_and_its_dialog_arrows_and_enter_are_the_lists() -> None:
    async with wizard(customers(*CUSTOMERS[:2]), size=(80, 24)) as found:
        await found.click("Rename E")
        await found.sees("Rename the customer")
        await found.press("escape")
        await found.sees_no_more("Rename the customer")
        await found.press("down", "enter")
        await found.sees("1. Create the app")


@pytest.mark.parametrize("secret", ["a9f3kQ2notarealsecret0000000000000000000000", "rT3nQ8notarealsecret"])
async def test_a_secret_that_the_terminal_sends_as_keys_is_no_command(secret: str) -> None:
    async with wizard(customers(*CUSTOMERS[:2]), size=(80, 24)) as found:
        await found.sees("Rename E")
        assert found.app._driver is not None
        for letter in secret:
            found.app._driver.process_message(Key(letter, letter))
        await found.is_told("Nothing was kept")
        assert isinstance(found.app.screen, HomeScreen) and not found.shows(secret[:8]) and not found.shows("archived")
        assert not any(each.record and each.record.archived for each in found.session.store.entries())

        found.app._driver.process_message(Key("e", "e"))
        await found.sees("Rename")


async def test_a_rehearsal_that_was_played_to_its_end_says_so() -> None:
    over, begun = Offered("fresh", "Over", "Teaches.", Onboarding("P"), played=True), Onboarding("P")
    offers = [over, Offered("ready", "Begun", "Teaches.", begun)]
    async with wizard(customers(CUSTOMERS[0]), size=(80, 24)) as found:
        found.app.push_screen(ScenariosDialog(offers))
        await found.sees("Played to its end.", "Continues at step 1 of 8.")


async def test_a_scenario_is_chosen_resumed_and_begun_again() -> None:
    session = customers(CUSTOMERS[0])
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("Example Homes")
        await found.click("Rehearse R")
        await found.sees("What do you want to rehearse?", "Nothing exists yet", "from the first click in the portal")
        assert isinstance(found.app.screen, ScenariosDialog)
        assert all(each.teaches.endswith(".") for each in found.app.screen.scenarios)
        assert len(found.app.screen.scenarios) == len(SCENARIOS)
        await found.click("The secret was reset", times=2)
        await found.sees("PRACTICE", "The secret was reset", "◀ Step")
        await found.press("ctrl+g")
        await found.click("Leave")
        await found.sees("Rename E")  # the customers' home: the rehearsal's has Rehearse too
        await found.click("Rehearse R")
        await found.sees("Continues at step 7 of 8.")
        await found.press("down", "down", "enter")
        await found.sees("◀ Step", "PRACTICE")
        await found.quiet()
        await found.press("ctrl+g")
        await found.click("Leave")
        await found.sees("Rename E")  # the customers' home: the rehearsal's has Rehearse too
        await found.click("Rehearse R")
        await found.sees("What do you want to rehearse?")
        await found.click("Start over")  # of that row, whichever is highlighted
        await found.sees("Start this rehearsal over?", SCENARIOS["wrong-secret"].title)
        await found.click("Start over Y    Cancel")
        await found.sees("◀ Step", "The secret was reset")


async def test_a_secret_in_memory_stays_for_the_run_while_another_rehearsal_is_open() -> None:
    session, customer, of_rehearsal = customers(CUSTOMERS[0]), Secret("of the customer"), Secret("of the rehearsal")
    seen: list[str] = []
    async with wizard(session, size=(80, 24)) as found:
        session.open_record.open(CUSTOMERS[0])
        session.open_record.note(client_id="the-client-id")
        await session.credentials.keep(customer)
        for scenario, reset in (("fresh", False), ("ready", False), ("fresh", False), ("fresh", True)):
            await rehearse(found.app, scenario, reset=reset)
            await found.quiet()
            kept = await found.session.credentials.secret()
            if found.session.record.client_id == "practice-client-id":
                assert kept == of_rehearsal
                seen.append(scenario)
            elif scenario == "fresh":
                found.session.open_record.note(client_id="practice-client-id")
                assert await found.session.credentials.secret() is None, "that company is no more"
                await found.session.credentials.keep(of_rehearsal)
                await found.session.flush()
        assert seen == ["fresh"]
        await found.app.sessions.change()
        await found.quiet()
        assert found.session is session and await session.credentials.secret() == customer


async def test_home_can_be_left_and_its_names_asked_for_while_another_list_takes_its_place() -> None:
    async with wizard(customers(*CUSTOMERS)) as found:
        await found.sees("E. H.")
        home = found.app.screen
        assert isinstance(home, HomeScreen)
        replacing = asyncio.create_task(home._show_instead())
        while not replacing.done():
            home.on_screen_suspend(ScreenSuspend())
            home.mask_changed(frozenset())
            for action in ("reveal", "search", "to_table"):
                await home.run_action(action)
            await asyncio.sleep(0)
        await replacing
        await home.read().wait()
        assert len(table(found).keys) == len(CUSTOMERS)


async def test_resizing_keeps_the_chosen_one_in_sight() -> None:
    async with wizard(customers(*(f"Customer {each:02}" for each in range(40))), size=(80, 40)) as found:
        await found.sees("C. 1.")
        await found.press("end")
        await asyncio.sleep(0)
        await resize(found, (80, 24))
        assert chosen(found) in [
            found.app.screen.query_one(CustomerList)._by_key[key].name for key in table(found).in_sight
        ]


@pytest.mark.parametrize("begun", [False, True], ids=["before its start", "begun"])
@pytest.mark.parametrize("by", ["key", "palette"])
async def test_a_rehearsals_home_leads_to_a_real_setup(begun: bool, by: str) -> None:
    async with wizard(Session.for_rehearsal("fresh"), size=(80, 50)) as found:
        if begun:
            await found.press("n")
            await found.sees("1. Create the app")
            await found.press("ctrl+g")
        await found.sees("Real onboarding L" if begun else "Start a real onboarding L")
        assert_nothing_overflows(found)
        await found.press("f1")
        await found.sees("start or open a real onboarding")
        await found.press("escape")
        if by == "palette":
            await found.press("ctrl+p", *"real onboarding")
            await found.sees("Leave")
        await found.press("enter" if by == "palette" else "n" if begun else "l")
        await found.sees("New onboarding")
        if by == "key" or not begun:
            await found.until(lambda: isinstance(found.app.screen, NewOnboardingDialog), "the form")
        assert found.session.rehearsal is None


async def test_from_one_rehearsal_to_another_without_leaving_the_program() -> None:
    async with wizard(Session.for_rehearsal("fresh"), size=(80, 24)) as found:
        await found.click("Choose another")
        await found.click("The secret was reset", times=2)
        await found.sees("PRACTICE", "The secret was reset", "Procore refuses the credentials.")
        await found.press("ctrl+g")
        await found.click("Rehearse R")
        await found.sees("What do you want to rehearse?")


@pytest.mark.parametrize("columns", [120, 80, 60])
async def test_a_setup_of_a_practice_company_or_a_custom_host_says_so_in_its_row(columns: int) -> None:
    names_are("shown")
    session = customers("Real")
    practice, local = "https://api.practice.invalid", "http://127.0.0.1:1"
    session.store.create(Onboarding("Rehearsed", login_url=practice, api_url=practice))
    session.store.create(Onboarding("Nearby", login_url=local, api_url=local))
    session.store.create(Onboarding("Proxied", login_url="https://p.example", api_url="https://p.example"))
    async with wizard(session, size=(columns, 24)) as found:
        names = ("Real", "Rehearsed", "Proxied", "Nearby")
        await found.sees(*names, "1 ")
        real, rehearsed, proxied, near = (found.lines[y] for y in lines_with(found, *names))
        assert "practice" in rehearsed.lower() and "Production" not in rehearsed
        assert "local" in near.lower() and "practice" not in near.lower()
        assert "at p.e" in proxied and "practice" not in proxied.lower()
        assert "practice" not in real.lower() and " at " not in real


async def test_a_notice_that_names_a_customer_goes_when_names_are_hidden() -> None:
    names_are("hidden")
    session = customers("Example Homes", "Harbour Build")
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("H. B.")
        await found.press("f9", "slash", *"harbour", "escape", "a")
        await found.sees("Harbour Build is archived.")
        await found.press("f9")
        assert not found.app._notifications, "nor is it waited for"
        await found.press("slash", *"example", "escape", "a")
        await found.sees("E. H. is archived.")
        assert not found.shows("Example Homes")


async def test_the_farewell_names_the_step_at_which_home_opens_the_setup() -> None:
    session = customers("Example Homes")
    session.open_record.open("Example Homes")
    ticked = dict.fromkeys(("create-app", "permissions"), Confirmed("A", datetime.now(UTC)))
    session.open_record.note(step="permissions", confirmed=ticked, app_name="Sync")
    await session.flush()
    said = farewell([session], lambda _session, name: name)
    session.close()
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("Example Homes", "Promote")
        await found.press("enter")
        await found.until(lambda: session.is_open and len(found.app.screen_stack) > 1, "the setup")
        step = session.guide.step(found.step.STEP)
    assert step.id != "permissions"
    assert said == f"Example Homes is saved. `dmsa-tui` continues at step {step.number}, {step.title}."


async def test_a_search_that_finds_nobody_leaves_the_chosen_row_chosen() -> None:
    async with wizard(customers(*CUSTOMERS), size=(80, 24)) as found:
        await found.sees("N. E.")
        await found.press("end")
        before = chosen(found)
        await found.press("slash", *"qqq")
        await found.sees("No customer's name contains that.")
        await found.press("escape")
        await found.sees("N. E.")
        await found.quiet()
        assert chosen(found) == before


async def test_down_leads_from_the_search_to_the_table_where_its_keys_act() -> None:
    async with wizard(customers(*CUSTOMERS), size=(80, 24)) as found:
        await found.sees("N. E.")
        await found.press("slash", *"e", "down")
        await found.quiet()
        assert table(found).has_focus
        await found.press("delete")
        await found.sees("Delete N. E.?")
