"""The list of a large company's projects: searched, filtered, saved, and quick."""

import csv
import io

import pytest

from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.project_list import ProjectListDialog
from dmsa_tui.tui.widgets.project_rows import ProjectRows
from tests.tui.driving import UNDECIDED, credentials, opened, wizard


async def test_ctrl_n_masks_the_rows_and_ctrl_s_shows_where_the_list_was_saved() -> None:
    async with opened("ready", step="projects", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.press("ctrl+t")
        name = found.session.results.projects[0].name
        await found.sees(name)
        await found.press("ctrl+n")
        await found.sees_no_more(name)
        await found.press("ctrl+n")
        await found.sees(name)
        await found.press("ctrl+s")
        await found.sees("Saved 12 projects in", "projects-all")


async def test_before_procore_lists_the_projects_again_no_count_of_them_is_zero() -> None:
    """After a restart the checks' rows show 12 projects that an earlier run counted."""
    async with opened("ready", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.session.run_checks(None)
        await found.session.flush()
        name = found.session.record.name
    session = Session.for_rehearsal("ready")
    session.open_record.open(name)
    session.record.edition_sure = True
    async with wizard(session, size=(80, 24), home=False) as again:
        again.app.push_screen(ProjectListDialog(session))
        await again.sees("Nothing is listed yet. Procore counted 12 active projects before.")
        assert not any(f"{each} 0" in again.text for each in ("all active", "missing", "permitted")), again.text


async def test_no_project_is_called_missing_before_somebody_decided_which_must_be_there() -> None:
    async with opened("unpermitted-projects", step="projects", size=(80, 24), answers=UNDECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.press("ctrl+t")
        await found.sees("Company projects", "not permitted 4", "4 of 12 are shown")
        assert "missing" not in found.text, found.text


@pytest.mark.parametrize("listed", [[], ["Nowhere Park"]])
async def test_adding_is_offered_only_where_there_is_a_project_to_add(listed: list[str]) -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": listed}
    async with opened("add-all-disabled", step="projects", size=(80, 24), answers=answers) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.press("ctrl+t")
        await found.sees("Company projects", "Save CSV")
        assert not found.app.screen.query("#add-projects")
        await found.press("escape")
        found.session.open_record.note(expect=ExpectMode.ALL)
        await found.press("f5")
        await found.quiet()
        await found.press("ctrl+t")
        await found.sees("Add the missing projects…")


async def test_what_is_missing_is_found_by_typing_and_saved_for_the_administrator() -> None:
    async with opened("large-company", step="projects", answers={"expect": ExpectMode.ALL}) as wizard:
        session = wizard.session
        assert session.rehearsal is not None
        await wizard.press("ctrl+t")
        await wizard.sees("Nothing is listed yet.")
        assert not wizard.shows("missing 0")
        await wizard.press("escape")

        own = session.rehearsal.rehearsal.world.company
        lost = own.active_projects[5:45]
        for project in lost:
            del own.memberships[project.id]
        await session.credentials.keep(Secret(credentials(session)[1]))
        await wizard.press("f5")
        await wizard.until(lambda: "projects.permitted" in session.results, "the projects")

        await wizard.click("Company projects")
        await wizard.sees("missing 40", "permitted 2,391", "40 of 2,431 are shown", lost[0].name)
        rows = wizard.app.screen.query_one(ProjectRows)
        assert [row.id for row in rows.rows] == [str(project.id) for project in lost]

        await wizard.press("down", "end")
        await wizard.sees(lost[-1].name)

        await wizard.click("Save CSV")
        await wizard.sees("Saved 40 projects in")
        (saved,) = session.paths.setup_records.glob("*projects-missing.csv")
        table = list(csv.DictReader(io.StringIO(saved.read_text(encoding="utf-8"))))
        assert [row["Project ID"] for row in table] == [str(project.id) for project in lost]
        assert {row["State"] for row in table} == {"missing"}
        assert len(expected_list(saved.read_bytes()).entries) == 40

        await wizard.click("all active 2,431")
        await wizard.sees("2,431 of 2,431 are shown")
        assert len(wizard.app.screen.query("*")) < 60, "a widget for each row would be slow"
        search = wizard.app.screen.query_one("#search")
        search.focus()
        await wizard.paste(f"{lost[3].number}")
        await wizard.sees("1 of 2,431 are shown", lost[3].name)

        await wizard.press("escape")
        await wizard.press("ctrl+t")
        await wizard.sees(lost[0].name, f"••••{str(lost[0].id)[-4:]}")
        assert not wizard.shows(str(lost[0].id)), "an ID is masked here as everywhere"
        await wizard.press("escape")
        session.mask.hide_ids(False)
        await wizard.press("ctrl+t")
        await wizard.sees(str(lost[0].id))
        await wizard.press("escape")
        session.mask.hide_names(True)
        await wizard.press("ctrl+t")
        await wizard.until(lambda: isinstance(wizard.app.screen, ProjectListDialog), "the list")
        await wizard.sees("40 of 2,431 are shown")
        assert not wizard.shows(lost[0].name) and not wizard.shows(str(lost[0].id))


async def test_lines_that_are_no_project_are_not_counted_as_the_companys() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["Harbor Annex", "Station Squre", "Nowhere"]}
    async with opened("ready", step="projects", answers=answers) as wizard:
        await wizard.session.credentials.keep(Secret(credentials(wizard.session)[1]))
        await wizard.press("f5")
        await wizard.until(lambda: "projects.permitted" in wizard.session.results, "the projects")
        count = len(wizard.session.results.projects)
        await wizard.press("ctrl+t")
        await wizard.sees(f"all {count}", "missing 0 + 2 unclear lines", f"0 of {count} and 2 lines that name no")


async def test_a_list_that_matches_no_project_is_asked_about_before_it_is_kept_and_fails() -> None:
    answers = {"expect": ExpectMode.LIST, "future_projects": True, "expected_projects": ["Nowhere Plaza", "99999"]}
    async with opened("ready", step="projects", size=(80, 24), answers=answers) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("No entry matches a project of this company.", "✖ Permitted projects")
        await found.press("f6")
        await found.sees("Not proven: List of projects. Press F6 again to continue.")
        assert "projects/decide" not in found.session.record.ticked


@pytest.mark.parametrize("expect", [ExpectMode.ALL, ExpectMode.LIST])
async def test_inactive_projects_are_counted_only_where_procore_was_asked_about_them(expect: ExpectMode) -> None:
    answers = {"expect": expect, "expected_projects": ["Harbor Annex"]}
    async with opened("ready", step="projects", size=(120, 36), answers=answers) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.press("ctrl+t")
        await found.sees("all 14" if expect is ExpectMode.LIST else "all active 12", "permitted 12")
        assert found.shows("inactive 2") is (expect is ExpectMode.LIST)
