"""The top line: whatever the names, it is always said that this is a rehearsal, and whether IDs are masked."""

import pytest

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.session.session import Session
from dmsa_tui.tui.widgets.header_bar import header_line
from tests.tui.driving import opened, rehearsal, wizard

LONG = "Northern Example Construction and Civil Engineering Holding"
WIDE = "東京建設株式会社ホールディングス東京建設株式会社"


def drawn(session: Session, width: int) -> str:
    """The line at that width, which is never longer."""
    line = header_line(session, width)
    assert line.cell_length <= width, line.plain
    return line.plain


@pytest.mark.parametrize("name", ["Practice Builders", LONG, WIDE])
@pytest.mark.parametrize("scenario", ["fresh", max(SCENARIOS, key=len)])
def test_both_marks_are_whole_at_every_width_and_the_names_give_way(name: str, scenario: str) -> None:
    session = rehearsal(scenario)
    session.record.name = name
    for width in range(60, 121):
        for recorder, names, masked, mark in (
            ("", False, True, "IDs masked"), ("", True, True, "IDs masked, projects too"),
            ("", False, False, "IDs SHOWN"), ("asciinema", True, True, "asciinema records: masked"),
        ):  # fmt: skip
            session.mask.recorder = recorder
            session.mask.hide_names(names)
            session.mask.hide_ids(masked)
            line = drawn(session, width)
            assert " PRACTICE " in line and line.endswith(f" {mark} ")
            assert f" {name} " in line or "…" in line
            assert session.rehearsal is not None
            title = session.rehearsal.title
            assert name[:3] in line, "a name can still be recognized"
            assert not title or f" {title} · {name} " in line or title[:5] not in line, "half a title says nothing"
            assert session.record.company_id not in line or not masked
    session.mask.recorder = ""
    session.mask.hide_ids(True)
    assert "Production · ••••" in drawn(session, 80), "short marks leave room for where one is"


def test_a_customer_is_whole_where_there_is_room_and_a_host_that_stands_in_for_procore_is_named() -> None:
    session = rehearsal("fresh")
    session.rehearsal = None
    session.record.name = "Example Homes"
    for host, mark in (("https://api.practice.invalid", "PRACTICE"), ("http://127.0.0.1:8001", "LOCAL HOST")):
        session.record.login_url = session.record.api_url = host  # home: Practice production
        assert drawn(session, 90).startswith(f" {mark}  Example Homes · Production · ••••")
        assert f" {mark} " in drawn(session, 60), "a proxy to Procore on this machine is no practice company"
    session.record.login_url = session.record.api_url = "https://api.stand-in.example"
    line = drawn(session, 90)
    assert line.startswith(" Example Homes · Production at api.stand-in.example · ••••")
    assert line.endswith(" IDs masked ") and "PRACTICE" not in line
    session.record.login_url = session.record.api_url = ""
    assert drawn(session, 80).startswith(" Example Homes · Production · ••••")
    session.open_record.close()
    assert drawn(session, 80).split() == ["dmsa-tui", "IDs", "masked"]


async def test_home_has_the_same_line_before_and_after_an_onboarding_was_opened() -> None:
    session = Session(Paths.default(), MemorySecretStore())
    session.store.create(Onboarding("Example Homes", edition_sure=True))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("Example Homes")
        before = found.lines[0]
        assert before.split() == ["dmsa-tui", "IDs", "masked"]
        await found.press("enter")
        await found.until(lambda: session.is_open, "the onboarding")
        await found.press("ctrl+g")
        await found.sees("New N")
        assert found.lines[0] == before


async def test_the_line_is_drawn_so_on_the_narrowest_screen() -> None:
    async with opened("unpermitted-projects", step="check", size=(60, 20)) as found:
        assert "PRACTICE" in found.lines[0] and "IDs masked" in found.lines[0]


def test_adding_projects_says_how_far_it_is_at_every_width(monkeypatch: pytest.MonkeyPatch) -> None:
    session = rehearsal("add-all-disabled")
    run = session.project_run
    monkeypatch.setattr(type(run), "under_way", True)
    run.writes = True
    for progress, done, total, said in (
        ("Adding one project and reading it back; this may take two minutes", 0, 0, "adding"),
        ("Adding: 400 of 2,428, about 2 min left", 400, 2428, "adding 16%"),
        ("Reading back: 1,200 of 2,431, a few seconds left", 1200, 2431, "reading back 49%"),
    ):
        run.progress, run.done, run.total = progress, done, total
        for width in range(60, 161):
            line = drawn(session, width)
            assert said in line or (width > 80 and said.split()[0] in line.lower()), (width, line)
            assert " PRACTICE " in line and " IDs masked " in line


def test_the_customers_name_is_whole_before_the_scenarios() -> None:
    assert " PRACTICE  Practice Builders · Production · ••••" in drawn(rehearsal("ready"), 80)
    assert " The secret was reset · Practice Builders · Production · ••••" in drawn(rehearsal("wrong-secret"), 120)
