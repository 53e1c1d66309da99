"""What is known is said once on a screen, and each value of it can be copied, by mouse and by keyboard."""

import pytest

from dmsa_tui.tui.widgets.known_so_far import LABEL, KnownSoFar
from tests.layout.whole import assert_gap_before_scrollbars
from tests.tui.driving import opened
from tests.tui.test_honest_green import check_everything


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was put on the clipboard, with its name."""
    texts: list[str] = []
    monkeypatch.setattr(
        "dmsa_tui.tui.browser_and_clipboard.SystemClipboard.copy_text",
        lambda _self, text, what: texts.append(f"{what}: {text}"),
    )
    return texts


async def test_the_company_and_the_number_of_projects_can_be_copied_too(copied: list[str]) -> None:
    async with opened("ready", step="check") as found:
        await check_everything(found)
        await found.click("Builders", nth=1)
        await found.click("12 active")
        assert copied == ["the company's name: Practice Builders", "the number of projects: 12"]


async def test_the_palette_copies_what_is_known(copied: list[str]) -> None:
    async with opened("ready", step="permissions", size=(80, 24)) as found:
        await found.press("ctrl+p", *"copy the client")
        await found.sees("Copy the client ID")
        await found.press("enter")
        await found.until(lambda: copied, "the copy")
        assert copied == [f"the client ID: {found.session.record.client_id}"]


async def test_the_address_of_the_portal_stands_once_at_the_action_that_names_it() -> None:
    async with opened("fresh", step="create-app") as found:
        assert found.step.actions is not None
        found.step.actions.choose("open-portal")
        await found.sees("https://developers.procore.com", "Open Ctrl+O")
        await found.pilot.pause()
        assert found.text.count("developers.procore.com") == 1


async def test_what_the_open_action_says_does_not_stand_beside_it_too() -> None:
    async with opened("ready", step="install") as found:
        known = found.step.query_one(KnownSoFar)
        assert "Company ID" not in str(known.render()) and "Client ID" in str(known.render())
        await found.press("f6")
        await found.until(lambda: "Company ID" in str(known.render()), "the company ID")


@pytest.mark.parametrize("width", [120, 200])
async def test_a_shown_id_has_a_line_or_is_broken_where_its_groups_are(copied: list[str], width: int) -> None:
    key = {"app_version_key": "01234567-89ab-cdef-0123-456789abcdef"}
    async with opened("ready", step="check", size=(width, 36), answers=key) as found:
        client_id = found.session.record.client_id
        await check_everything(found)
        found.session.mask.hide_ids(False)
        await found.sees(client_id[:12])
        rows = str(found.step.query_one(KnownSoFar).render()).replace("\u00a0", " ").splitlines()
        at = {each[:LABEL].strip(): number for number, each in enumerate(rows)}
        beside = width == 200  # the value stands beside its label, in one line
        after = rows[at["Client ID"]][LABEL:] if beside else rows[at["Client ID"] + 1]
        begins, cut, ends = after.partition("…")
        assert client_id.startswith(begins) and client_id.endswith(ends) and bool(cut) != beside
        whole, first = key["app_version_key"], "01234567-89ab-cdef-0123-"
        shown = rows[at["App Version Key"]][LABEL:] if beside else rows[at["App Version Key"] + 1]
        assert shown == (whole if beside else first)
        await found.click(after[:10])
        assert copied == [f"the client ID: {client_id}"]


async def test_what_is_known_has_a_gap_to_its_scrollbar() -> None:
    async with opened(
        "ready", step="install", size=(120, 20), answers={"administrator": "Ada and Grace " * 20}
    ) as found:
        await found.sees("Ada and Grace")
        await found.quiet()
        assert found.step.query_one("#side").show_vertical_scrollbar
        assert_gap_before_scrollbars(found)
