"""The papers of a session have what it knows, also what it learned after its last full run."""

import asyncio

from dmsa_tui.procore.secret import Secret
from dmsa_tui.session import handover
from tests.tui.driving import credentials, rehearsal


async def test_the_levels_on_every_project_are_in_the_papers_once_they_were_read() -> None:
    session = rehearsal("ready")
    await session.credentials.keep(Secret(credentials(session)[1]))
    await session.run_checks(None)
    _html, text, _path = await handover.access_review(session)
    assert "on 5 of 12 projects" in " ".join(text.split())
    session.level_scan.begin()
    async with asyncio.timeout(30):
        while session.level_scan.under_way:
            await asyncio.sleep(0.02)
    _html, text, _path = await handover.access_review(session)
    assert "on 5 of 12 projects" not in " ".join(text.split()) and "12 projects" in text
    record = await handover.setup_record(session)
    (levels,) = [each for each in record.checks if each.id == "permissions.project"]
    assert levels.details["checked"] == 12
    assert {each.project.projects for each in record.permissions} == {12}
    await session.disconnect()
