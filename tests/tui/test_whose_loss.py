"""Before the wizard ends, and after it: whose secret is lost, whose task is open, and no name that home hides."""

from datetime import UTC, datetime

import pytest

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Confirmed, Onboarding
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.session.settings import FILE as SETTINGS
from tests.tui.driving import Wizard, wizard

SECRET = Secret("s3cret-" * 7)
OTHERS = "The client secret of another onboarding, {}, is only in memory and will be lost."


@pytest.fixture(params=["shown", "hidden"])
def tower(request: pytest.FixtureRequest) -> str:
    """How Tower Park is named with that setting of home's names."""
    config = Paths.default().config
    config.mkdir(parents=True, exist_ok=True)
    (config / SETTINGS).write_text(f'home-names = "{request.param}"\n')
    return "Tower Park" if request.param == "shown" else "T. P."


async def left_tower_for_quarry() -> Session:
    """Quarry Lane is open. Tower Park was before: its secret is in memory alone, its task in the middle."""
    session = Session.for_customers()
    ticked = {"rotate/reset": Confirmed("Ada", datetime.now(UTC))}
    session.open_record.begin(Onboarding("Tower Park", ticked=ticked, client_id="k" * 43, edition_sure=True))
    session.credentials.give(SECRET)
    await session.credentials.keep(SECRET)
    session.open_record.begin(Onboarding("Quarry Lane", edition_sure=True))
    session.mask.hide_ids(False)
    return session


async def quit_words(found: Wizard) -> str:
    """What is printed after the end."""
    await found.until(lambda: found.app.return_value is not None, "the end")
    return found.app.return_value or ""


async def test_ctrl_q_and_the_farewell_name_the_other_onboarding_as_home_does(tower: str) -> None:
    async with wizard(await left_tower_for_quarry()) as found:
        await found.go("create-app")
        await found.press("ctrl+q")
        await found.is_told(f"{OTHERS.format(tower)} Ctrl+Q again quits.")
        await found.press("ctrl+q")
        said = await quit_words(found)
    assert said.startswith("Quarry Lane is saved." if tower == "Tower Park" else "Q. L. is saved.")
    assert f"In another onboarding, {tower}, the task “" in said and "” is open at action " in said
    assert said.endswith(
        f"The client secret of another onboarding, {tower}, was only in memory and is gone: keep it in your password "
        "vault."
    )
    assert tower == "Tower Park" or not ("Tower" in said or "Quarry" in said)


async def test_ctrl_c_and_the_palette_s_question_say_whose_secret_it_is() -> None:
    async with wizard(await left_tower_for_quarry()) as found:
        await found.go("create-app")
        await found.press("ctrl+c")
        await found.is_told("Every answer is saved; the client secret of another onboarding, T. P., is not.")
        await found.press("ctrl+p", *"quit", "enter")
        await found.sees("Quit?", "The client secret of another onboarding, T. P.,")


async def test_in_a_rehearsal_the_customer_s_secret_is_another_onboarding_s() -> None:
    session = await left_tower_for_quarry()
    session.open_record.open("Tower Park")
    async with wizard(session) as found:
        await found.app.sessions.change("ready")
        await found.press("ctrl+q")
        await found.is_told(f"{OTHERS.format('T. P.')} Ctrl+Q again quits.")
        await found.press("ctrl+q")
        assert "The client secret of another onboarding, T. P., was only in memory" in await quit_words(found)


async def test_both_the_open_one_s_and_another_s_are_named() -> None:
    session = await left_tower_for_quarry()
    session.credentials.give(Secret("n" * 43))
    async with wizard(session) as found:
        await found.go("create-app")
        await found.press("ctrl+q")
        await found.is_told(f"The client secret is only in memory and will be lost. {OTHERS.format('T. P.')}")
