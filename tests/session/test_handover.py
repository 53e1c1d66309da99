"""The papers of a session have what it knows, also what it learned after its last full run."""

import asyncio
from pathlib import Path

import pytest

from dmsa_tui.documents.setup_record import build
from dmsa_tui.documents.setup_record.model import SetupRecord
from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session import handover
from dmsa_tui.session.session import Session
from dmsa_tui.vocabulary import CHECKS
from tests.tui.driving import credentials, rehearsal


async def test_the_levels_on_every_project_are_in_the_papers_once_they_were_read() -> None:
    session = rehearsal("ready")
    await session.credentials.keep(Secret(credentials(session)[1]))
    await session.run_checks(None)
    text = (await handover.access_review(session))[1](62)
    assert "on 5 of 12 projects" in " ".join(text.split())
    session.level_scan.begin()
    async with asyncio.timeout(30):
        while session.level_scan.under_way:
            await asyncio.sleep(0.02)
    text = (await handover.access_review(session))[1](62)
    assert "on 5 of 12 projects" not in " ".join(text.split()) and "12 projects" in text
    record = await handover.setup_record(session)
    (levels,) = [each for each in record.checks if each.id == "permissions.project"]
    assert levels.details["checked"] == 12
    assert {each.project.projects for each in record.permissions} == {12}
    await session.disconnect()


async def test_the_review_says_what_single_checks_found_before_a_full_run_and_why_the_rest_is_not_known() -> None:
    session = rehearsal("ready", step="install")
    session.open_record.note(client_id=credentials(session)[0])
    text = (await handover.access_review(session))[1](62)
    assert " ".join(text.split()).count("not known: it was not read from Procore") == 5  # nobody has asked
    await session.credentials.keep(Secret(credentials(session)[1]))
    await session.run_checks(frozenset({"install.account", "install.version"}))
    assert session.results.report is None
    text = (await handover.access_review(session))[1](62)
    said = " ".join(text.split())
    for known in ("Company at Procore: Practice Builders", "Installed version: 1", "Directory: practice-file-sync"):
        assert known in said, text
    assert "The number of its projects is unknown: it was not read from Procore" in said
    assert "Not all checks have been run, so today's levels are not known." in said
    await session.run_checks(frozenset({"permissions.company"}))
    text = (await handover.access_review(session))[1](62)
    said = " ".join(text.split())
    assert "Yes: Directory is Admin on the company tab" in said and "today's levels are not known" not in said
    assert "Not all checks have been run: what was not read is marked so." in said
    assert "Its last full check" not in said
    await session.disconnect()


async def test_all_checks_have_been_run_once_each_was_asked_singly_too() -> None:
    """Step 7 counted 12 that pass, while step 8 said that not all had been run."""
    session = rehearsal("ready", step="handoff")
    session.open_record.note(client_id=credentials(session)[0])
    await session.credentials.keep(Secret(credentials(session)[1]))
    for each in CHECKS[:-1]:
        await session.run_checks(frozenset({each.id}))
    not_run = "Not all checks have been run."
    assert not_run in [each.what for each in handover.open_points(session)]
    await session.run_checks(frozenset({CHECKS[-1].id}))
    assert not_run not in [each.what for each in handover.open_points(session)]
    assert len((await handover.setup_record(session)).checks) == len(CHECKS)
    assert session.record.verdict == "pass"
    await session.flush()
    again = Session.for_rehearsal("ready")
    again.open_record.open(session.record.name)
    assert again.results.asked_all and not_run not in [each.what for each in handover.open_points(again)]
    session.open_record.note(app_name=f"{session.record.app_name} ")  # its two answers are asked for again
    await session.run_checks(frozenset({"install.account", "install.version"}))
    assert not_run not in [each.what for each in handover.open_points(session)]
    await session.disconnect()


async def test_a_save_that_goes_on_while_another_onboarding_is_opened_writes_nothing_of_that_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session, write = Session.for_customers(), build.save_setup_record
    session.open_record.begin(Onboarding("Acme"))

    def write_slowly(record: SetupRecord, paths: Paths, kind: str) -> Path:
        session.open_record.begin(Onboarding("Example Homes"))
        return write(record, paths, kind)

    monkeypatch.setattr(build, "save_setup_record", write_slowly)
    with pytest.raises(StorageError, match="Another onboarding was opened"):
        await handover.save_setup_record(session, "html")
    assert {each.name.partition("-")[0] for each in session.paths.setup_records.iterdir()} == {"acme"}


async def test_every_form_in_which_the_setup_record_is_saved_is_written_again_with_one_of_them() -> None:
    session = rehearsal("ready")
    for kind in ("md", "html"):
        await handover.save_setup_record(session, kind)
    name = session.record.name
    session.open_record.close()
    session.open_record.open(name)  # as in another run, which has saved nothing
    session.open_record.note(administrator="Robin Newly-Named")
    saved = await handover.save_setup_record(session, "json")
    forms = sorted(saved.parent.glob(f"{saved.stem}.*"))
    assert [each.suffix for each in forms] == [".html", ".json", ".md"]
    assert all("Robin Newly-Named" in each.read_text() for each in forms)
    session.open_record.note(administrator="Sam Still-Newer")
    await handover.save_again(session)
    assert all("Sam Still-Newer" in each.read_text() for each in forms)
