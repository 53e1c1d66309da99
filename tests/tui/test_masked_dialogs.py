"""No dialog shows an ID while IDs are masked, and the key that shows them works in the ones that have IDs."""

from collections.abc import Callable

import pytest
from textual.screen import Screen
from textual.widgets import TextArea

from dmsa_tui.tui.app import DmsaApp
from dmsa_tui.tui.steps.papers import PAGES, show_access_review
from dmsa_tui.tui.wizard_screen import WizardScreen
from tests.layout.dialogs import DIALOGS, troubled_company
from tests.tui.driving import Wizard, wizard

TALL = (180, 70)


def ids(found: Wizard) -> dict[str, str]:
    """What must stay masked: the ID → whose it is."""
    record, rehearsal = found.session.record, found.session.rehearsal
    assert rehearsal is not None
    world = rehearsal.rehearsal.world
    known = {record.company_id: "company", record.client_id: "client ID", record.app_version_key: "version key"}
    known |= {str(each.id): "project" for each in world.company.projects}
    known |= {str(each.id): "user" for each in world.company.users}
    return {id: whose for id, whose in known.items() if len(id) > 5}


CASES = sorted(DIALOGS, key="projects added".__eq__)
"""In which order they are opened: once the projects were added, none is left to add manually."""


async def test_no_dialog_shows_an_id_while_ids_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DmsaApp, "get_default_screen", lambda _app: Screen[object]())  # nothing is drawn behind
    async with wizard(await troubled_company(), size=TALL, notifications=False) as found:
        looked_for, shown = ids(found), []
        assert {"project", "user", "company", "client ID"} <= set(looked_for.values())
        for name in CASES:
            await found.app.push_screen(DIALOGS[name].make(found))
            await found.pilot.pause()
            await DIALOGS[name].prepare(found)
            await found.pilot.pause()
            drawn = "".join(found.text.split())
            shown += [f"{whose} {id} in {name}" for id, whose in looked_for.items() if id in drawn]
            found.app.pop_screen()
        assert not shown


@pytest.mark.parametrize("opener", [*PAGES.values(), show_access_review])
async def test_no_page_shows_an_id_while_ids_are_masked(opener: Callable[[WizardScreen], None]) -> None:
    async with wizard(await troubled_company(), size=TALL, notifications=False) as found:
        await found.go("check")
        opener(found.step)
        await found.until(lambda: found.app.screen.query("#page-text"), "the page")
        await found.quiet()
        text = found.app.screen.query_one("#page-text", TextArea).text
        assert not [whose for id, whose in ids(found).items() if id in text or id in found.text]


@pytest.mark.parametrize("name", ["projects by hand", "project list"])
async def test_the_key_that_shows_ids_shows_and_masks_those_of_projects_in_a_dialog(name: str) -> None:
    async with wizard(await troubled_company(), size=TALL) as found:
        await found.go("projects")
        await found.app.push_screen(DIALOGS[name].make(found))
        missing = next(id for id, whose in ids(found).items() if whose == "project" and id.endswith("415"))
        await found.sees(f"••••{missing[-4:]}")
        await found.press("f9")
        await found.is_told("Press F9 again within 3 s to show", "the IDs of projects")
        assert missing not in found.text
        await found.press("f9")
        await found.sees(missing)
        await found.press("f9")
        await found.sees_no_more(missing)
