"""A secret that is typed leaves nothing on disk once it is told from a name: what was saved of it until then goes."""

import asyncio

import pytest

from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode
from dmsa_tui.tui.widgets.expected_list import ProjectsArea
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.misplaced import ASKED_AFTER
from tests.tui.driving import DECIDED, Wizard, opened

SECRET = "HDGR4eaFrSYq9Lw2Xc_Vn8sZ1mPd6HjG3aEu5oKyWtQ"
WAITING = {"production_access": Approval(ApprovalState.WAITING, "2026-11-02", "case 1234")}


async def typed(found: Wizard, text: str, *, pauses_after: str) -> None:
    """Type with a pause after these first characters, as somebody does who reads from a screen."""
    for each in pauses_after:
        await found.press({" ": "space"}.get(each, each))
    await asyncio.sleep(2 * ASKED_AFTER)
    await found.saves(pauses_after[-8:])
    await found.press(*text.removeprefix(pauses_after))
    await found.quiet()


@pytest.mark.parametrize("between", [" ", "  "])
@pytest.mark.parametrize("pause", [8, 15])
async def test_the_beginning_of_a_secret_in_a_note_leaves_the_disk_and_what_stood_before_it_stays(
    pause: int, between: str
) -> None:
    async with opened("fresh", answers=WAITING, at="production-access-note") as found:
        field = found.step.query_one("#production-access-note", Field)
        field.input.focus()
        field.input.cursor_position = len(field.input.value)
        await typed(found, f"{between}token={SECRET}", pauses_after=f"{between}token={SECRET[:pause]}")
        assert SECRET in field.input.value
        await found.sees("masked, and not saved.")
        await found.saves_no_more(SECRET[:4])
        assert found.session.record.production_access.note == "case 1234 token="


async def test_a_secret_typed_into_the_middle_of_a_name_leaves_the_rest_of_the_name() -> None:
    async with opened("fresh", answers={"administrator": "Robin Birch"}, at="administrator") as found:
        field = found.step.query_one("#administrator", Field)
        field.input.focus()
        field.input.cursor_position = len("Robin ")
        await typed(found, SECRET, pauses_after=SECRET[:8])
        await found.saves_no_more(SECRET[:4])
        assert found.session.record.administrator == "Robin"


async def test_the_beginning_of_a_secret_in_the_list_of_projects_leaves_the_disk() -> None:
    async with opened("fresh", step="projects", answers={**DECIDED, "expect": ExpectMode.LIST}, at="expected") as found:
        found.step.query_one(ProjectsArea).focus()
        await typed(found, SECRET, pauses_after=SECRET[:8])
        await found.saves_no_more(SECRET[:4])
