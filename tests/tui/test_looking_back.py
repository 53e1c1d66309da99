"""Who looks at what is done changes nothing; what is ticked and does not hold says so; home speaks of no customer."""

from datetime import UTC, datetime, timedelta

from dmsa_tui.onboarding.check_states import CheckState
from dmsa_tui.onboarding.progress import StepView
from dmsa_tui.onboarding.record import Confirmed
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.widgets.header_bar import header_line
from dmsa_tui.vocabulary import definition
from tests.tui.driving import UNDECIDED, credentials, opened, rehearsal

WORD = Confirmed("Kim", datetime(2026, 11, 23, tzinfo=UTC))


async def test_a_click_on_a_ticked_action_opens_it_and_leaves_its_tick() -> None:
    ticked = {"manifest/new-version": WORD, "manifest/edit-components": WORD}
    async with opened("ready", step="manifest", answers={"ticked": ticked}, size=(120, 36)) as found:
        first = found.session.actions.of("manifest")[0]
        await found.press("f6")
        before = dict(found.session.record.ticked)
        assert f"manifest/{first.id}" in before
        await found.press("up", "up", "up", "up")
        await found.sees("✎▸  1 ", "Take back Backspace")
        await found.press("f6")
        assert found.session.record.ticked == before, "what is ticked keeps its time"
        await found.click("✎  1 ")
        await found.sees("Take back Backspace")
        assert found.session.record.ticked == before
        await found.click("Take back")
        await found.until(lambda: f"manifest/{first.id}" not in found.session.record.ticked, "the tick to go")


async def test_where_all_is_ticked_and_a_check_fails_the_end_says_so() -> None:
    async with opened("not-installed", step="install", size=(120, 36), answers=UNDECIDED) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees("○ Installation  to do", "The app is not installed in")
        found.session.actions.tick_all("install", "Kim")
        await found.sees("✖ Installation  failing")
        await found.sees(
            "are marked done, but the step is not.", "! Not proven: Installation.", "✖ Installation  failing"
        )
        assert not found.shows("actions are done.")


async def test_a_company_id_that_was_corrected_is_asked_about_at_once() -> None:
    async with opened("ready", step="install", size=(120, 36)) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees("✔ Installation  proven")
        right = found.session.record.company_id
        await found.fill("company-id", "4711")
        await found.sees_no_more("✔ Installation  proven")
        await found.fill("company-id", right)
        await found.sees("✔ Installation  proven")


async def test_home_says_nothing_of_the_customer_that_was_open_last() -> None:
    async with opened("ready", step="install", home=True, size=(120, 36)) as found:
        assert found.session.record.name in found.line(0)
        await found.press("ctrl+g")
        await found.until(lambda: isinstance(found.app.screen, HomeScreen), "home")
        await found.until(lambda: found.session.record.name not in found.line(0), "the header without a customer")
        assert "PRACTICE" in found.line(0) and "IDs masked" in found.line(0)


def test_on_home_a_practice_record_that_is_open_makes_nothing_else_practice() -> None:
    session = rehearsal("ready")
    session.rehearsal = None
    assert "PRACTICE" in header_line(session, 100).plain
    assert "PRACTICE" not in header_line(session, 100, names_customer=False).plain


def test_what_is_to_do_has_no_age() -> None:
    now = datetime.now(UTC)
    old = now - timedelta(minutes=9)
    assert StepView(State.TODO, old).words(now) == "to do"
    assert StepView(State.PROVEN, old).words(now) == "proven 9 minutes ago"
    assert CheckState(definition("install.connected"), State.TODO, since=old).words(now) == "to do"
