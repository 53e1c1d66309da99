"""The missing projects are added from the wizard: plan, name, one project, question, progress, result, and by hand."""

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
from textual.widgets import Button, Input, TextArea

from dmsa_tui.onboarding.check_overview import words_for_failure
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.practice.faults import chosen
from dmsa_tui.practice.portal import SETUP
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.browser_values import shown_values, take_over
from dmsa_tui.session.missing_projects import addable, missing, way
from dmsa_tui.session.project_run import GoOnAsked, NameAsked
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.by_hand import ByHandDialog
from dmsa_tui.tui.dialogs.permit import PermitDialog
from dmsa_tui.tui.widgets.check_row import CheckRow
from tests.session.gate import NAME, Gate, small_company
from tests.tui.driving import UNDECIDED, Wizard, credentials, opened, wizard

SMALL = (80, 24)
ALL = {"expect": ExpectMode.ALL}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """23 projects, 20 of them missing, added in lists of five."""
    small_company(monkeypatch)


async def asked_of_procore(found: Wizard) -> None:
    await found.session.credentials.keep(Secret(credentials(found.session)[1]))
    await found.press("f5")
    await found.quiet()


async def press(found: Wizard, button: str) -> None:
    """Press a button that is shown."""
    widget = found.app.screen.query_one(f"#{button}", Button)
    assert widget.display and not widget.disabled, found.text
    widget.press()
    await found.pilot.pause()


async def type_name(found: Wizard, name: str = NAME) -> None:
    await found.sees("Type: ")
    await found.paste(name)
    await found.press("enter")


@asynccontextmanager
async def opened_again() -> AsyncIterator[Wizard]:
    """The rehearsal that was left, in a program that has just been started."""
    session = Session.for_rehearsal("add-all-disabled")
    session.open_record.open(NAME)
    async with wizard(session, size=SMALL) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.go("projects")
        yield found


async def test_nothing_is_to_be_added_before_somebody_decided_what_must_be_there() -> None:
    async with opened("fresh", step="projects", size=SMALL, answers=UNDECIDED) as found:
        found.perform(*SETUP[: SETUP.index("install-app") + 1])
        await take_over(found.session, shown_values(found.session))
        await found.press("f5")
        await found.quiet()
        assert missing(found.session).projects and not found.shows("missing projects")
        await found.click("○ all active")
        await found.sees("Add the 12 missing projects…")


async def test_from_three_projects_to_all_green_beside_other_steps_and_back() -> None:
    async with opened("add-all-disabled", step="projects", size=SMALL, answers=ALL) as found:
        await asked_of_procore(found)
        run = found.session.project_run
        await found.click("Add the 20 missing projects…")
        await found.sees("Add the account to 20 projects of Practice Builders", "5 requests to write", "Template")
        await found.sees("and 14")
        # Nothing leaves for another name, for the beginning of the right one, and a pasted secret is not shown.
        for wrong in ("Practice", "practice builders", "", "s" * 44):
            found.app.screen.query_one("#company-name Input", Input).value = ""
            await found.paste(wrong)
            assert not wrong or len(wrong) < 40 or wrong[:20] not in found.text
            await found.press("enter")
            await found.pilot.pause()
        await found.sees("44 characters that look like a client ID")
        found.app.screen.query_one("#company-name Input", Input).value = ""
        await found.paste("practice builders ")
        await found.press("enter")
        await found.sees("Nothing was sent", "Capitals")
        assert not found.shows("Taken as"), "a wrong name does not read as accepted"
        assert run.under_way and not run.writes and Gate.writes == []
        found.app.screen.query_one("#company-name Input", Input).value = ""
        await type_name(found)

        await found.sees("Procore shows", "Add the other 19 too?", "The account's levels on it:")
        await found.sees("Home: Admin (the profile asks for Read-Only)", "Directory = Admin gives Admin")
        assert found.app.focused is found.app.screen.query_one("#close")  # Enter alone changes nothing
        await found.press("enter")
        await found.sees("answer needed", "Your answer is needed…")
        await press(found, "add-projects")
        await found.sees("Add the other 19 too?")
        Gate.open.clear()
        await press(found, "others")
        await found.until(lambda: Gate.waiting, "a list under way")
        await found.sees("… Adding: 1 of 20")
        await found.press("escape")
        await found.sees("adding 5%")
        await found.go("permissions")
        await found.sees("adding 5%")
        Gate.open.set()
        await found.is_told("Projects: Done. Procore shows it.")
        await found.go("check")
        await found.press("f5")
        await found.sees("checks pass")

        # The result stays to be seen, and what was added can be taken out again.
        found.app.add_projects()
        await found.sees("3 were there, 20 were added, 0 are left", "Check once that")
        assert not found.shows(".jsonl"), "a path says nothing here"
        await press(found, "take-out")
        await found.sees("─ Remove added projects ─", "Remove the account from 20 projects")
        await found.paste(NAME)
        await press(found, "take-out-now")
        await found.sees("─ Remove added projects ─", "20 removed, 0 left")
        await found.press("escape")
        await found.sees("3 of 23")
        changes = found.session.record.project_changes.values()
        assert [(each.added, each.removed) for each in changes] == [(20, 0), (0, 20)]

        # The row of the checker, the palette and the list of projects lead to it too.
        await found.quiet()
        row = found.step.query_one("#check-projects-permitted", CheckRow)
        row.focus()
        await found.press("p")
        await found.sees("Type: ")
        assert not found.shows("Procore may refuse"), "it has added and removed the account before"
        await found.press("escape")
        assert not run.under_way
        await found.sees("Add them here P")
        await found.press("enter")
        await found.until(lambda: found.step.query(".add"), "the row's button")
        await found.press("ctrl+t")
        await press(found, "add-projects")
        await found.sees("Type: ")
        await found.press("escape", "escape")
        for words in ("add the missing", "undo", "added", "remove", "continue"):
            await found.press("ctrl+p")
            await found.paste(words)
            await found.sees("Through Procore: one first")
            await found.press("escape")
        await found.press("ctrl+p")
        await found.paste("undo")
        await found.sees("Through Procore: one first")
        await found.press("enter")
        await found.sees("─ Add the missing projects ─", "Type: ")


async def test_a_stop_a_quit_and_what_a_later_window_finds() -> None:
    async with opened("add-all-disabled", step="projects", size=SMALL, answers=ALL) as found:
        await asked_of_procore(found)
        run = found.session.project_run
        await press(found, "add-projects")
        await type_name(found)
        await found.sees("Add the other 19 too?")
        Gate.open.clear()
        await press(found, "others")
        await found.until(lambda: Gate.waiting, "a list under way")
        await press(found, "stop")
        await found.sees("Stopping after the current request", "Stop at once")
        Gate.open.set()
        await found.sees("Stopped on request", "6 were added, 14 are left", "Continue with the button, or press Undo")
        await press(found, "go-on")
        await found.sees("Add the account to 14 projects")
        await type_name(found)
        await found.sees("20 were added, 0 are left")
        await press(found, "new-plan")
        await found.sees("0 are left")

        # Leaving asks once, waits for the request, and says later how to go on.
        found.app.add_projects()
        await found.sees("Done. Procore shows it.")
        await found.press("escape")
        latest = await run.latest()
        assert latest is not None
        run.take_out(latest.path, "Ada")
        await found.until(lambda: run.question, "the name")
        Gate.open.clear()
        run.answer(NAME)
        await found.until(lambda: Gate.waiting, "a list under way")
        await found.press("ctrl+q")
        await found.is_told("Projects are being added. Ctrl+Q again")
        assert found.app.is_running and run.under_way
        await found.press("ctrl+q")
        await found.until(lambda: not found.app.is_running, "the end")
        assert not run.under_way and not Gate.waiting
    Gate.open.set()
    async with opened_again() as found:
        await found.click("Removing projects was interrupted…")
        await found.sees(
            "─ Projects that were added ─", "The last run began on", "20 of 20 projects were", "was not finished"
        )
        await press(found, "take-out")
        await type_name(found)
        await found.sees("removed, 0 left")
        await found.press("escape")
        await found.quiet()
        assert not found.shows("Removing projects was") and not found.shows("What was added…")


async def test_after_a_restart_the_projects_step_leads_to_what_was_added_and_to_what_was_interrupted() -> None:
    async with opened("add-all-disabled", step="projects", size=SMALL, answers=ALL) as found:
        await asked_of_procore(found)
        await press(found, "add-projects")
        await type_name(found)
        await found.sees("Add the other 19 too?")
        Gate.open.clear()
        await press(found, "others")
        await found.until(lambda: Gate.waiting, "a list under way")
        latest = await found.session.project_run.latest()
        assert latest is not None
        cut_short = latest.path.read_bytes()  # as a kill leaves it
        Gate.open.set()
        await found.sees("20 were added, 0 are left")
        whole = latest.path.read_bytes()
    latest.path.write_bytes(cut_short)
    async with opened_again() as found:
        await found.click("Adding projects was interrupted…")
        await found.sees("It was interrupted.", "Continue")
    latest.path.write_bytes(whole)
    async with opened_again() as found:
        await found.click("What was added…")
        await found.sees("20 of 20 projects were added", "Undo…")


async def test_where_the_account_may_not_the_list_is_given_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.permit.by_hand.BLOCK", 8)
    monkeypatch.setattr("dmsa_tui.tui.dialogs.by_hand.BLOCK", 8)
    async with opened("add-all-disabled", step="projects", size=SMALL, answers=ALL) as found:
        assert found.session.rehearsal is not None
        found.session.rehearsal.rehearsal.faults = chosen(("add-refused",))
        await asked_of_procore(found)
        company = found.session.rehearsal.rehearsal.world.company
        copied: list[str] = []
        monkeypatch.setattr(found.app.system_clipboard, "copy_text", lambda text, what: copied.append(text))
        await press(found, "add-projects")
        await type_name(found)
        await found.sees(
            "Procore refused. Nothing more was sent.", "403 Forbidden", "The administrator adds the projects"
        )
        assert len(Gate.writes) == 1
        await press(found, "by-hand")
        await found.sees("The administrator adds 20 projects manually", "Projects 1 to 8 of 20", "Bulk Add a User")
        assert isinstance(found.app.screen, ByHandDialog)
        missing = [each for each in company.active_projects if each.id not in company.memberships]
        await press(found, "copy-block")
        assert copied[-1].splitlines()[0] == f"{missing[0].number} - {missing[0].name} (ID {missing[0].id})"
        await press(found, "block-after")
        await press(found, "block-after")
        await found.sees("Projects 17 to 20 of 20")
        assert found.app.screen.query_one("#block-after", Button).disabled
        await press(found, "copy-block")
        assert len(copied[-1].splitlines()) == 4
        for suffix in ("txt", "csv"):
            await press(found, f"save-{suffix}")
            await found.sees("Saved 20 projects in")
        (text,) = found.session.paths.setup_records.glob("*.txt")
        assert [line for line in text.read_text("utf-8").splitlines() if line.startswith("Projects ")] == [
            "Projects 1 to 8 of 20", "Projects 9 to 16 of 20", "Projects 17 to 20 of 20",
        ]  # fmt: skip
        (table,) = found.session.paths.setup_records.glob("*.csv")
        rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))
        assert {row["Project ID"] for row in rows} == {str(each.id) for each in missing}
        found.session.mask.hide_names(True)
        await press(found, "block-before")
        assert missing[0].name not in found.app.screen.query_one(TextArea).text


async def test_the_step_says_which_way_fits_the_number_that_procore_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.guide.conditions.ADD_ALL_LIMIT", 20)
    async with opened("add-all-disabled", step="projects", answers=ALL) as found:
        assert found.step.actions is not None
        await found.at("way")
        assert way(found.session) == ""
        await asked_of_procore(found)
        await found.sees("Add All is disabled.", "This program can try to add the 20, with", "or add them manually")
        ids = [each.id for each in found.step.actions.current.all]
        assert ids.index("program-add") < ids.index("by-page-directory") and "add-all" not in ids
        found.step.actions.choose("program-add")
        await found.sees("nobody has reported success", "raise a level for it", "through this program")

        # Once it has added them, nobody has to click through pages.
        run = found.session.project_run
        run.begin("Ada")
        for kind, given in ((NameAsked, NAME), (GoOnAsked, True)):
            await found.until(partial(lambda kind: isinstance(run.question, kind), kind), "a question")
            run.answer(given)
        await found.until(lambda: not run.under_way, "the end")
        await found.sees_no_more("This program can try")
        ids = [each.id for each in found.step.actions.current.all]
        assert "program-add" not in ids and "by-page-save" not in ids
        await found.quiet()
        assert way(found.session) == "Procore counted 23 active projects: Add All is disabled."
        monkeypatch.undo()
        assert way(found.session) == "Procore counted 23 active projects: Add All works."
        found.session.open_record.note(active_projects=40)
        said = "You expected about 40 active projects; Procore counts 23."
        assert way(found.session) == f"Procore counted 23 active projects: Add All works. {said}"
        found.session.open_record.note(expect=ExpectMode.LIST, active_projects=25)
        assert way(found.session) == "Procore counted 23 active projects.", "Add All adds more than the list"


async def test_a_count_far_from_the_expected_number_is_a_caution_beside_it() -> None:
    async with opened("ready", step="projects", size=SMALL, answers=ALL | {"active_projects": 40}) as found:
        await found.at("way")
        await asked_of_procore(found)
        await found.sees("! Procore counted 12", "about 40 active projects; Procore counts 12.")


async def test_an_account_that_sees_no_others_gets_its_own_list_back_for_the_administrator() -> None:
    async with opened("no-directory-admin", step="projects", size=SMALL, answers=ALL) as found:
        assert found.session.rehearsal is not None
        company = found.session.rehearsal.rehearsal.world.company
        await asked_of_procore(found)
        found.app.add_projects()
        await found.sees("Not possible yet. Nothing was written.", "adds the projects manually")
        await press(found, "by-hand")
        await found.sees("shows this account only the projects that it is on", "ones are not known")
        await found.press("escape", "escape")

        names = [each.name for each in company.active_projects]
        found.session.open_record.note(expect=ExpectMode.LIST, expected_projects=names)
        await asked_of_procore(found)
        await found.click("Add the missing projects…")
        await found.sees("adds the projects manually")
        await press(found, "by-hand")
        missing = [each.name for each in company.active_projects if each.id not in company.memberships]
        await found.sees(f"The administrator adds {len(missing)} projects manually", *missing)


async def test_an_old_plan_is_read_again_and_a_match_with_a_doubt_is_asked_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened("add-all-disabled", step="projects", size=SMALL, answers=ALL) as found:
        assert found.session.rehearsal is not None
        await asked_of_procore(found)
        run, company = found.session.project_run, found.session.rehearsal.rehearsal.world.company
        monkeypatch.setattr("dmsa_tui.tui.dialogs.permit.STALE", -1.0)
        await press(found, "add-projects")
        await found.sees("Type: ")
        first = run.question
        await type_name(found)
        await found.is_told("The plan is out of date")
        await found.until(lambda: run.question not in (None, first), "a new plan")
        assert not run.writes and Gate.writes == []
        await found.press("escape")

        exact, almost = company.projects[5], company.projects[7]
        almost.number = "0042"
        found.session.open_record.note(expect=ExpectMode.LIST, expected_projects=[exact.name, "42"])
        found.app.add_projects()
        await found.sees("match a project, but not exactly", "Are they right?")
        assert found.app.focused is found.app.screen.query_one("#close")
        await press(found, "leave-out")
        await found.sees("Add the account to 1 project of", "1 entry on the list does not match one project")
        await found.press("escape")
        found.app.add_projects()
        await found.sees("Are they right?")
        await press(found, "right")
        await found.sees("Add the account to 2 projects of")
        assert Gate.writes == [] and not run.writes


async def test_names_are_hidden_and_a_changed_company_closes_what_was_planned() -> None:
    async with opened("add-all-disabled", step="projects", size=SMALL, answers=ALL) as found:
        await asked_of_procore(found)
        found.session.mask.hide_names(True)
        await press(found, "add-projects")
        await found.sees("Add the account to 20 projects of")
        assert not found.shows("Projects  “")
        await found.paste(NAME)
        await found.press("enter")
        await found.until(lambda: isinstance(found.session.project_run.question, GoOnAsked), "the question")
        await found.sees("Procore shows “••••”")
        found.session.open_record.note(company_id="4711")
        await found.until(lambda: not found.session.project_run.under_way, "the end")
        assert len(Gate.writes) == 1
        await found.press("escape")
        assert "What was added" not in found.text
        found.app.add_projects()
        await found.until(lambda: isinstance(found.app.screen, PermitDialog), "the dialog")
        await found.until(lambda: not found.session.project_run.under_way, "the answer")
        assert "were added" not in found.text


async def test_another_window_and_another_rehearsal_stop_it_and_what_was_done_is_in_the_first_record() -> None:
    async with opened("add-all-disabled", step="projects", size=SMALL, answers=ALL, home=True) as found:
        await asked_of_procore(found)
        before, run = found.session, found.session.project_run

        async def at_the_second_list() -> None:
            Gate.open.clear()
            Gate.writes.clear()
            run.begin("Ada")
            for kind, given in ((NameAsked, NAME), (GoOnAsked, True)):
                await found.until(partial(lambda kind: isinstance(run.question, kind), kind), "a question")
                run.answer(given)
            await found.until(lambda: Gate.waiting, "a list under way")

        await at_the_second_list()
        window = found.session.store.load(NAME)
        company, window.company_id = window.company_id, "4711"
        found.session.store.save(window)
        await found.app.autosave.look()
        await found.until(lambda: found.session.record.company_id == "4711", "what the other window wrote")
        assert run.stopping
        Gate.open.set()
        await found.is_told("Stopped, because an answer that it depends on has changed.")
        assert [each.added for each in found.session.store.load(NAME).project_changes.values()] == [6]
        assert run.outcome.report is None and len(Gate.writes) == 2

        found.session.open_record.note(company_id=company)
        await found.quiet()
        await at_the_second_list()
        await found.app.sessions.change("ready")
        assert found.session is not before and not run.under_way and not Gate.waiting
        await found.quiet()
        assert found.session.project_run.outcome.report is None and "adding" not in found.text
        runs = sorted(before.store.load(NAME).project_changes.values(), key=lambda each: each.at)
        assert [each.added for each in runs] == [6, 1]


async def test_a_list_whose_entries_match_nothing_leads_to_the_list() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["Harbor Anex", "P-999"]}
    async with opened("ready", step="check", answers=answers) as found:
        await asked_of_procore(found)
        row = found.step.query_one("#check-projects-permitted", CheckRow)
        row.focus()
        await found.sees("Permitted projects", "Go G")
        assert not found.shows("Add them here")
        await found.press("p")
        await found.until(lambda: found.step.STEP == "projects", "the step with the list")
        await found.sees("Harbor Anex")
        assert not found.shows("Add the missing projects")


async def test_where_nothing_can_be_added_nothing_is_offered_and_nothing_is_said_to_be_done() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["Harbor Anex", "P-999"]}
    async with opened("ready", step="projects", size=SMALL, answers=answers) as found:
        await asked_of_procore(found)
        for _ in ("the first time", "looked at again"):
            found.app.add_projects()
            await found.sees("Nothing was added.", "2 entries on the list do not match one project")
            assert not found.shows("Only part of it was done") and not found.shows("are left")
            await found.press("escape")
            await found.quiet()


async def test_nothing_is_offered_to_add_while_the_list_is_empty() -> None:
    async with opened("unpermitted-projects", step="projects", size=SMALL, answers=ALL) as found:
        await asked_of_procore(found)
        assert addable(found.session).projects
        found.session.open_record.note(expect=ExpectMode.LIST, expected_projects=[])
        assert not any(addable(found.session))
        await found.sees_no_more("Add the 4 missing projects")


async def test_entries_that_procore_does_not_know_are_not_offered_before_the_levels_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["Harbor Anex", "P-999"]}
    async with opened("ready", step="projects", size=SMALL, answers=answers) as found:
        await asked_of_procore(found)
        monkeypatch.setattr("dmsa_tui.session.missing_projects._may_add", lambda session: None)
        assert not any(addable(found.session)), "Procore shows all projects, and they are none"


async def test_a_question_that_stays_open_is_said_by_its_row_and_a_click_on_either_place_opens_it() -> None:
    async with opened("add-all-disabled", step="check", answers=ALL) as found:
        await asked_of_procore(found)
        found.app.add_projects()
        await type_name(found)
        await found.sees("Add the other 19 too?")
        await found.press("escape")
        await found.sees("your answer is needed", "Waits for your answer: “Add the other 19 too?”")
        await found.sees("◐ waiting     Permitted projects", "◐ 6 Projects")
        assert not found.shows("Waits for “Service account”")
        await found.click("Your answer is needed P")
        await found.until(lambda: isinstance(found.app.screen, PermitDialog), "the question")
        await found.press("escape")
        await found.click("your answer is needed")
        await found.until(lambda: isinstance(found.app.screen, PermitDialog), "the question")
        await press(found, "enough")
        await found.press("escape")
        await found.sees_no_more("your answer is needed")


async def test_the_row_of_an_open_question_says_the_same_after_the_checks_ran_again() -> None:
    async with opened("add-all-disabled", step="check", size=SMALL, answers=ALL) as found:
        await asked_of_procore(found)
        rows = found.session.answers.latest("projects.permitted")
        assert rows is not None
        names = [each["name"] for each in rows.details["missing"]][:2]
        found.session.open_record.note(expect=ExpectMode.LIST, expected_projects=names)
        await found.press("f5")
        await found.quiet()
        found.app.add_projects()
        await type_name(found)
        await found.sees("Add the other one too?")
        await found.press("escape")
        await found.sees("Waits for your answer: “Add the other one too?”")
        await found.press("f5")
        await found.quiet()
        await found.sees("Waits for your answer: “Add the other one too?”", "Not checked yet: Permitted projects.")
        assert not found.shows("permitted too"), "that is for when it is decided"


async def test_what_has_to_be_fixed_first_has_a_button_that_leads_to_the_action() -> None:
    async with opened("add-all-disabled", step="projects", size=SMALL, answers=ALL) as found:
        await asked_of_procore(found)
        found.perform("uninstall-app")
        found.app.add_projects()
        await found.sees("Fix this, then run it again.", "Go to the step G")
        await found.press("g")
        await found.until(lambda: found.step.STEP == "install" and found.step.is_mounted, "the step")
        assert found.step.actions is not None
        await found.until(lambda: found.step.actions and found.step.actions.opened == "install-custom", "the action")


async def test_what_the_list_has_wrong_is_told_apart_from_the_projects_that_were_added() -> None:
    async with opened("unpermitted-projects", step="projects") as found:
        assert found.session.rehearsal is not None
        company = found.session.rehearsal.rehearsal.world.company
        first, second = [each for each in company.active_projects if each.id not in company.memberships][:2]
        names = [first.name, second.name, "Atlantis Tower", "P-999"]
        found.session.open_record.note(expect=ExpectMode.LIST, expected_projects=names)
        await asked_of_procore(found)
        (row,) = (each for each in found.session.views()["projects"].checks if each.check.id == "projects.permitted")
        assert words_for_failure(row) == "2 projects are missing. 2 entries on the list do not match one project here."
        found.app.add_projects()
        await type_name(found, company.name)
        await found.sees("Add the other one too?")
        await press(found, "others")
        await found.sees("✔ Done. Procore shows it.", "2 were added, 0 are left.", "2 entries on the list do not match")
        await found.sees("Correct the entries above in the list, or press Undo")
        assert not found.shows("Only part of it") and not found.shows("says no to")
        (run,) = found.session.record.project_changes.values()
        assert (run.added, run.outcome) == (2, "done")
        await found.press("escape")
        await found.quiet()
        (row,) = (each for each in found.session.views()["projects"].checks if each.check.id == "projects.permitted")
        assert words_for_failure(row) == "2 entries on the list do not match one project here."


async def test_a_wrong_company_name_says_so_in_sight_also_where_the_plan_is_long() -> None:
    async with opened("unpermitted-projects", step="projects", size=SMALL) as found:
        assert found.session.rehearsal is not None
        company = found.session.rehearsal.rehearsal.world.company
        missing_one = next(each.name for each in company.active_projects if each.id not in company.memberships)
        strangers = [f"Atlantis Tower {number}" for number in range(6)]
        found.session.open_record.note(expect=ExpectMode.LIST, expected_projects=[missing_one, *strangers])
        await asked_of_procore(found)
        found.app.add_projects()
        await found.until(lambda: found.app.screen.query("#company-name Input"), "the dialog")
        await found.until(lambda: isinstance(found.session.project_run.question, NameAsked), "the question")
        await found.quiet()
        await found.paste(company.name.lower())
        await found.press("enter")
        await found.sees("Nothing was sent")
