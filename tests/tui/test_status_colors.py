"""What an earlier run found is dim, and a person's word has a color of its own, wherever they are drawn."""

from datetime import UTC, datetime, timedelta

import pytest
from textual.color import Color

from dmsa_tui.onboarding.record import Confirmed
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.tui.widgets.customer_table import CustomerTable, Row
from dmsa_tui.tui.widgets.open_action import OpenAction
from dmsa_tui.tui.widgets.signs import SIGNS
from dmsa_tui.tui.widgets.step_checks import StepChecks
from tests.tui.driving import Wizard, opened, wizard

SMALL = (80, 24)


async def failing_before() -> Session:
    """A record of which an earlier run has found that its app is not installed."""
    session = Session.for_rehearsal("not-installed")
    assert session.rehearsal is not None
    session.open_record.begin(session.rehearsal.starting_record())
    before = datetime.now(UTC) - timedelta(seconds=2)  # a report keeps whole seconds
    session.open_record.note(ticked={**session.record.ticked, "install/confirm": Confirmed("Ada", before)})
    secret = session.rehearsal.rehearsal.credentials.client_secret
    assert secret is not None
    await session.credentials.keep(Secret(secret))
    await session.run_checks(None)
    await session.flush()
    await session.disconnect()
    again = Session.for_rehearsal("not-installed")
    again.open_record.open(session.record.name)
    return again


def mark_of(found: Wizard) -> str:
    """The style of the sign before the first line of the step's checks."""
    line = found.step.query_one(StepChecks).lines()[0]
    assert SIGNS[State.FAILING].sign in line.mark.plain
    return str(line.mark.spans[0].style)


async def test_a_failing_check_of_an_earlier_run_is_dim_on_its_step_until_procore_is_asked_again() -> None:
    async with wizard(await failing_before(), size=SMALL, home=False) as found:
        await found.go("install")
        await found.sees("✖ Installation  (failing ")  # its age is not cut off with the sentence
        assert mark_of(found).endswith("dim")


@pytest.mark.parametrize("state", [State.PROVEN, State.CAUTION, State.FAILING])
async def test_what_an_earlier_run_found_is_dim_on_home(state: State) -> None:
    async with wizard(Session.for_customers()) as found:
        table = CustomerTable(lambda _key: Row("Example Homes", state))
        await found.app.screen.mount(table)
        old, new = (table._signed(Row("Example Homes", state, is_old=is_old)) for is_old in (True, False))
        assert old is not None and new is not None and old.dim and not new.dim and old.color == new.color


@pytest.mark.parametrize("theme", ["dmsa-dark", "dmsa-light", "dmsa-high-contrast", "dmsa-ansi", "nord", "gruvbox"])
async def test_a_persons_word_is_violet_or_blue_and_the_same_on_home_and_at_an_action(theme: str) -> None:
    async with opened("ready", step="install", size=SMALL) as found:
        found.app.theme = theme
        found.session.actions.tick("install", "company", "Ada")
        assert found.step.actions is not None
        found.step.actions.choose("company")
        await found.pilot.pause()
        variables = found.app.get_css_variables()
        color = Color.parse(variables["text-confirmed"])
        assert color.b > max(color.r, color.g) or color.ansi == 4, "violet or blue"
        (mark,) = [line.mark for line in found.step.query_one(OpenAction).lines()[:1]]
        assert any("$text-confirmed" in str(span.style) for span in mark.spans) and "✎" in mark.plain
        table = CustomerTable(lambda _key: Row("Example Homes"))
        await found.app.screen.mount(table)
        drawn = table._signed(Row("Example Homes", State.CONFIRMED))
        assert drawn is not None and drawn.color == color.rich_color


async def test_where_there_is_little_room_a_failing_check_names_the_action_that_begins_its_fix() -> None:
    async with wizard(await failing_before(), size=SMALL, home=False) as found:
        await found.go("install")
        actions = found.step.actions
        assert actions is not None
        actions.choose("company")
        await found.sees("✖ Installation", "→ action 4")
        await found.click("action 4")
        await found.until(lambda: actions.opened == "install-custom", "the action")
        await found.sees("✖▸  4")
        assert not found.shows("→ action"), "it is in sight, and marked"
