"""Names from the network are text: no markup acts, and no control or direction character reaches the screen."""

import unicodedata

from dmsa_tui.checks.project_list import as_csv, as_text, listing
from dmsa_tui.documents.render.formats import FORMATS
from dmsa_tui.documents.setup_record.build import write_setup_record
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.practice.company import HOSTILE_COMPANY, HOSTILE_PROJECTS
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session import handover
from dmsa_tui.tui.widgets.check_row import CheckRow
from tests.tui.driving import Wizard, credentials, opened


def acting(text: str) -> list[str]:
    """Characters of `text` that a terminal would obey instead of showing."""
    turning = {"\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    return [each for each in text if each != "\n" and (unicodedata.category(each) in ("Cc", "Cs") or each in turning)]


async def check_all(found: Wizard) -> None:
    await found.session.credentials.keep(Secret(credentials(found.session)[1]))
    await found.press("f5")
    await found.until(lambda: found.session.results.report is not None, "the report")
    await found.quiet()


async def test_the_practice_names_do_attack() -> None:
    assert any(acting(name) for name in (HOSTILE_COMPANY, *HOSTILE_PROJECTS))
    assert any("[" in name for name in (HOSTILE_COMPANY, *HOSTILE_PROJECTS))


async def test_hostile_names_are_drawn_as_they_are_and_do_nothing() -> None:
    async with opened("hostile-names", step="check", size=(160, 110), answers={"expect": ExpectMode.ALL}) as found:
        assert found.session.rehearsal is not None
        memberships = found.session.rehearsal.rehearsal.world.company.memberships
        for project in list(memberships)[1:]:
            del memberships[project]
        await check_all(found)
        for row in found.step.query(CheckRow):
            row.action_evidence()
        await found.quiet()
        assert "[red]" in found.text
        assert acting(found.text) == []
        spans = [span for strip in found.app.screen._compositor.render_strips() for span in strip]
        assert not [span for span in spans if span.style and (span.style.link or "@click" in span.style.meta)]
        assert found.session.results.company_name and acting(found.session.results.company_name) == []

        await found.go("install")
        await found.click("Handout")
        await found.sees("Handout for the administrator")
        assert acting(found.text) == []
        await found.press("escape")
        await found.go("projects")
        await found.press("ctrl+t")
        await found.sees("Company projects", "[red]")
        assert acting(found.text) == []
        rows = listing(found.session.expectation, found.session.results.projects)
        assert acting(as_text(rows)) == [] and acting(as_csv(rows).replace("\r\n", "")) == []
        await found.press("escape")
        await found.go("handoff")
        assert acting(found.text) == []
        for kind in FORMATS:
            page = write_setup_record(await handover.setup_record(found.session), kind)
            assert acting(page) == [], kind
            assert kind != "html" or "<script" not in page
