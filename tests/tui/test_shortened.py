"""What has no room keeps what a person looks for: the last place, the page of an address, whole words."""

import pytest
from textual.content import Content

from dmsa_tui.tui.widgets.shortened import shortened_address, shortened_path, shortened_sentence
from dmsa_tui.tui.widgets.turn_line import TurnLine
from tests.tui.driving import opened

ADDRESS = "https://developers.procore.com/documentation/content/verification-and-review"


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (76, ADDRESS),
        (75, "https://developers.procore.com/…/content/verification-and-review"),
        (60, "https://developers.procore.com/…/verification-and-review"),
        (40, "…/verification-and-review"),
    ],
)
def test_an_address_is_cut_in_the_middle_and_its_page_is_whole(room: int, shown: str) -> None:
    assert shortened_address(ADDRESS, room) == shown


def test_a_path_keeps_its_last_places() -> None:
    path = "Company → Admin → App Management → Installed"
    assert shortened_path(path, 44) == path
    assert shortened_path(path, 30) == "… → App Management → Installed"
    assert shortened_path(path, 20) == "… → Installed"


@pytest.mark.parametrize(
    ("room", "shown"),
    [(27, "Open the tab Configuration."), (26, "Open the tab…"), (13, "Open the tab…"), (12, "Open the…"), (3, "Op…")],
)
def test_a_sentence_is_cut_after_a_word(room: int, shown: str) -> None:
    cut = shortened_sentence(Content("Open the tab Configuration."), room)
    assert cut.plain == shown and cut.cell_length <= room


@pytest.mark.parametrize("size", [(100, 36), (120, 36)], ids=str)
async def test_the_address_above_the_actions_names_its_page_whole(size: tuple[int, int]) -> None:
    async with opened("ready", step="create-app", size=size) as found:
        seen = False
        for action in found.session.actions.of("create-app"):
            assert found.step.actions is not None
            found.step.actions.choose(action.id)
            await found.pilot.pause()
            await found.pilot.pause()
            link = found.step.query_one(TurnLine).link or ""
            named = [line for line in found.lines[:6] if "https://" in line or "…/" in line]
            seen |= bool(named)
            assert all(link.rpartition("/")[2] in line for line in named), found.text
        assert seen
