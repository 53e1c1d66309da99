"""The first-run tour: four lines, until they are closed for good; never in the way."""

import os

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.tour_store import FILE, keep_closed, was_closed
from dmsa_tui.session.session import Session
from dmsa_tui.session.settings import FILE as SETTINGS
from dmsa_tui.tui.widgets.tour import Tour
from tests.layout.whole import assert_nothing_overflows, resize
from tests.tui.driving import Wizard, wizard

CLOSES = "Escape closes this"


def assert_whole(found: Wizard) -> None:
    """Four lines to their ends, and all that can be begun and pressed is in sight."""
    region = found.app.screen.query_one(Tour).region
    rows = [found.lines[y] for y in range(region.y, region.bottom)]
    assert len(rows) == 4 and not any("…" in row for row in rows), rows
    assert found.shows("Start the rehearsal") and found.shows("F1 Help") and found.shows("scenario fresh")
    assert_nothing_overflows(found)


async def test_a_newcomer_to_the_demo_sees_it_until_it_is_closed_and_finds_it_again() -> None:
    async with wizard(Session.for_rehearsal("fresh"), size=(60, 20)) as found:
        await found.sees(CLOSES, "says who acts", "✔ proven", "✎ confirmed", "F9 twice", "F1 for help, Ctrl+P")
        assert_whole(found)
        for size in ((120, 20), (80, 24)):
            await resize(found, size)
            assert_whole(found)
        assert not was_closed(found.session.paths)
        await found.click(CLOSES)
        await found.sees_no_more(CLOSES)
        await found.quiet()
        assert found.shows("Start the rehearsal") and found.shows("Set up Procore for a sync tool")
        assert was_closed(Paths.default()), "the rehearsal's newcomer is the customers' as well"
        if os.name == "posix":
            assert (Paths.default().state / FILE).stat().st_mode & 0o777 == 0o600

    session = Session.for_customers()
    session.store.create(Onboarding(name="Example Homes"))
    async with wizard(session, size=(80, 24)) as found:
        await found.sees("Example Homes")
        assert not found.shows(CLOSES)
        await found.press("enter")
        await found.sees("Back")
        await found.press("ctrl+p")
        await found.paste("the tour")
        await found.sees("introduction for newcomers")
        await found.press("enter")
        await found.sees(CLOSES, "Example Homes", "never checked")
        await found.press("escape")
        await found.sees_no_more(CLOSES)
        await found.quiet()


async def test_a_disk_that_refuses_shows_it_again_and_rebound_keys_are_named() -> None:
    paths = Paths.default()
    paths.config.mkdir(parents=True)
    (paths.config / SETTINGS).write_text('[keys]\nhelp = "f12"\nreveal = "ctrl+x"\n')
    paths.state.parent.mkdir(parents=True, exist_ok=True)
    paths.state.write_text("a file where a directory should be")
    keep_closed(paths)
    assert not was_closed(paths)
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await found.sees("F12 for help", "press Ctrl+X twice")
        await found.press("escape")
        await found.sees_no_more(CLOSES)
        await found.quiet()
        assert not found.app._notifications
