"""Who looks at another window meanwhile learns the end of long work from the terminal's title and its bell."""

import time

import pytest
from textual.app import App

from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.terminal_title import AWAY_SECONDS, TerminalTitle
from tests.tui.driving import Wizard, credentials, opened

TITLE = "\x1b[22;2t\x1b]2;Levels read - dmsa-tui\x07"
BACK = "\x1b[23;2t"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the program tells its terminal, which tests have not."""
    seen: list[str] = []
    monkeypatch.setattr(TerminalTitle, "_write", lambda _title, sequence: seen.append(sequence))
    monkeypatch.setattr(App, "bell", lambda _app: seen.append("\x07"))
    return seen


async def read_all_levels(found: Wizard, seconds_away: float) -> None:
    await found.session.credentials.keep(Secret(credentials(found.session)[1]))
    found.app.terminal_title.acted_at = time.monotonic() - seconds_away
    found.session.level_scan.begin()
    await found.until(lambda: not found.session.level_scan.under_way, "the end of the scan")
    await found.quiet()


async def test_the_end_of_a_scan_rings_and_stands_in_the_title_until_the_person_acts(written: list[str]) -> None:
    async with opened("ready", step="check") as found:
        await read_all_levels(found, AWAY_SECONDS)
        await found.until(lambda: TITLE in written, "the title")
        assert written.count("\x07") == 1 and BACK not in written
        assert not any("Practice Builders" in each for each in written), "the title names no customer"
        await found.press("down")
        await found.until(lambda: written[-1] == BACK, "the terminal's own title")


async def test_who_has_just_pressed_a_key_sees_the_end_and_hears_no_bell(written: list[str]) -> None:
    async with opened("ready", step="check") as found:
        await read_all_levels(found, 0)
        assert written == []


async def test_the_title_is_restored_when_the_program_ends(written: list[str]) -> None:
    async with opened("ready", step="check") as found:
        await read_all_levels(found, AWAY_SECONDS)
        await found.until(lambda: TITLE in written, "the title")
        assert BACK not in written
    assert written[-1] == BACK
