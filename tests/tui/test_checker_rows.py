"""The checker's rows: one asked again, told to Procore's support, left for a step and found again; none jumps."""

import pytest
from textual.widgets import Button, TextArea

from dmsa_tui.checks.model import Remedy, RequestCount, Result
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.dialogs.diagnosis import DiagnosisDialog
from dmsa_tui.tui.dialogs.help import ON_CHECKER
from dmsa_tui.tui.steps.checker import CheckerScreen
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.check_evidence import evidence_of
from dmsa_tui.tui.widgets.check_list import CheckList
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.vocabulary import CHECKS, Cause, Status
from tests.tui.driving import DECIDED, ROOMY, UNDECIDED, Wizard, credentials, keep, opened


def row(found: Wizard, check_id: str) -> CheckRow:
    return found.step.query_one(f"#check-{check_id.replace('.', '-')}", CheckRow)


def tell(found: Wizard, result: Result) -> None:
    keep(found.session, result)


async def open_row(found: Wizard, check_id: str) -> CheckRow:
    opening = row(found, check_id)
    opening.focus()
    await found.until(lambda: opening.has_focus, "the focus")
    await found.press("enter")
    await found.until(lambda: opening.expanded, "the open row")
    return opening


def test_an_order_comes_before_the_rows() -> None:
    """Under load a run may end before the list of rows is mounted: that ended the program."""
    CheckList(None, CHECKS, "check").put_in_order([each.id for each in CHECKS])


async def test_f5_without_the_secret_leads_to_its_field() -> None:
    async with opened("ready", step="check") as found:
        await found.sees("Checks start once the client secret is known")
        assert found.app.step_in_front == "check", "the checks that run by themselves lead nowhere"
        await found.sees_no_more("Press F5 to check everything")
        await found.press("f5")
        await found.sees("4. Promote", "The client secret is not kept on this machine.")
        await found.until(lambda: isinstance(found.app.focused, SecretField), "the cursor in its field")
        await found.paste("s" * 43)
        await found.sees("43 characters")
        assert not any("not kept on this machine" in each.message for each in found.app._notifications)


async def test_a_row_that_passes_tells_of_projects_that_the_list_does_not_name() -> None:
    extra = [{"id": str(each), "name": "Fir"} for each in range(9)]
    async with opened("ready", step="check", size=(80, 24)) as found:
        permitted = Result("projects.permitted", Status.PASS, "", details={"extra": extra})
        tell(found, permitted)
        await found.until(lambda: "9 other projects" in row(found, "projects.permitted").render_line(0).text, "it")


async def test_what_asks_procore_is_dim_until_there_is_something_to_ask_with_and_the_line_leads_there() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        await found.sees("Checks start once the client secret is known: step 4. Go G")
        asking = [found.step.query_one(f"#{each}", Button) for each in ("check", "watch", "every-project", "diagnosis")]
        await found.until(lambda: all(each.disabled for each in asking), "the buttons to be dim")
        await found.press("g")
        await found.until(lambda: isinstance(found.app.focused, SecretField), "the cursor in its field")
        await found.paste(credentials(found.session)[1])
        await found.sees("✔ Procore accepts the credentials.")
        assert not found.step.query_one("#check", Button).disabled
        await found.go("check")
        asking = [found.step.query_one(f"#{each}", Button) for each in ("check", "watch", "every-project", "diagnosis")]
        await found.until(lambda: not any(each.disabled for each in asking), "the buttons to be enabled")
        assert not found.shows("Checks start once")


async def test_without_a_company_id_the_pair_can_be_checked_and_all_projects_cannot_until_it_is_given() -> None:
    async with opened("ready", step="check", size=(80, 24), answers={"company_id": ""}) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("The other checks start once the company ID is known: step 5. Go G")
        assert not found.step.query_one("#check", Button).disabled
        assert all(found.step.query_one(f"#{each}", Button).disabled for each in ("watch", "every-project"))
        assert found.session.rehearsal is not None
        found.session.open_record.note(company_id=found.session.rehearsal.starting_record().company_id)
        await found.until(lambda: not found.step.query_one("#watch", Button).disabled, "the button to be enabled")


@pytest.mark.parametrize("step", ["install", "promote", "check"])
async def test_a_click_on_why_the_checks_do_not_start_leads_to_the_field_that_is_needed(step: str) -> None:
    async with opened("ready", step=step) as found:
        await found.sees("Checks start once the client secret is known")
        await found.click("known: action 9" if step == "promote" else "known: step 4")
        await found.until(lambda: isinstance(found.app.focused, SecretField), "the cursor in its field")
        assert found.step.STEP == "promote"
        await found.sees("Checks start once the client secret is known")
        await found.sees_no_more("known: action 9")  # the field is in sight


async def test_a_row_is_asked_again_diagnosed_and_left_for_its_step_and_back() -> None:
    async with opened("not-installed", step="check", size=(80, 40)) as found:
        await found.sees("○ to do       Installation")
        client_id, secret = credentials(found.session)
        await found.session.credentials.keep(Secret(secret))
        await found.press("f5")
        await found.sees("The app is not installed in this company.", "9 wait")
        await found.click("9 wait")
        await found.sees("waits for Installation")

        assert (skipped := await open_row(found, "install.account")).has_focus
        await found.press("G")
        await found.is_told("F10 goes back to all checks")
        await found.sees("5. ")
        await found.press("f10")
        await found.until(lambda: isinstance(found.app.screen, CheckerScreen), "the checker")
        await found.quiet()
        await found.until(lambda: row(found, "install.account").has_focus, "the cursor on the row that was left")
        assert not skipped.is_attached
        assert not found.shows("goes back to all checks"), "one is there by now"

        await open_row(found, "install.connected")
        await found.press("d")
        await found.until(lambda: isinstance(found.app.screen, DiagnosisDialog), "the diagnosis")
        area = found.app.screen.query_one(TextArea)
        company_id = found.session.record.company_id
        shown = found.session.results["install.connected"]
        await found.sees("Project and request IDs are masked; copied or saved, they are whole.")
        assert "status: fail" in area.text and "request id" in area.text and "(install.connected)" in area.text
        assert company_id not in area.text and company_id[-4:] in area.text
        assert "(install.account)" not in area.text
        found.app.screen.query_one("#whole", Button).press()
        await found.until(lambda: company_id in area.text, "the company ID, which the person wants")
        assert secret not in area.text and client_id not in area.text
        found.app.screen.query_one("#save-page", Button).press()
        await found.sees("Saved ")
        await found.press("escape")
        (saved,) = found.session.paths.setup_records.glob("*.diagnosis-install-connected.txt")
        whole, ids = saved.read_text(encoding="utf-8"), [each.request_id for each in shown.evidence if each.request_id]
        assert ids and all(each in whole and each not in area.text for each in ids), "as the header says of IDs"
        found.step.query_one("#diagnosis", Button).press()
        await found.until(lambda: isinstance(found.app.screen, DiagnosisDialog), "the diagnosis")
        await found.until(lambda: "(install.account)" in found.app.screen.query_one(TextArea).text, "every check")
        await found.press("escape")

        others = found.session.results["credentials.account"]
        found.perform("install-app")
        row(found, "install.connected").focus()
        await found.press("a")
        await found.until(lambda: found.session.results["install.connected"].status is Status.PASS, "the new answer")
        await found.quiet()
        assert found.session.results["credentials.account"] is others
        await found.sees("Press F5 to")

        network = Remedy("check", "consultant", "The network of this machine", "Firewall")
        tell(found, Result("install.version", Status.UNVERIFIED, "Refused.", Cause.REFUSED, network))
        await found.sees("The network of this machine")
        assert not row(found, "install.version").check_action("remedy", ()), "G would lead to where the person is"
        (line,) = [each for each in found.lines if "The network of this machine" in each]
        assert "Go G" not in line


async def test_up_and_down_move_between_the_rows_that_are_shown() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        await found.quiet()
        rows = [each for each in found.step.focus_chain if isinstance(each, CheckRow)]
        rows[0].focus()
        await found.press("down", "down")
        await found.until(lambda: rows[2].has_focus, "the third row")
        await found.press("up")
        await found.until(lambda: rows[1].has_focus, "the second row")
        await found.press("f1")
        await found.sees("Help")
        assert "Go to the check before or after." in ON_CHECKER.values()


async def test_what_is_looked_at_keeps_its_place_while_results_arrive() -> None:
    async with opened("ready", step="check", size=(60, 20)) as found:
        held = row(found, "projects.new")
        held.focus()
        pane = found.step.query_one("#rows")
        await found.until(lambda: pane.region.contains_region(held.region), "the row in sight")
        await found.until(lambda: 0 < pane.scroll_y == pane.scroll_target_y, "the scrolling to end")
        before = held.region.y
        results = found.session.results
        results.keep(Result("permissions.read", Status.RUNNING, ""), results.begin_run())  # it has not ended
        for length, status in ((5, Status.UNVERIFIED), (10, Status.PASS), (15, Status.FAIL)):
            height = pane.virtual_size.height
            for check in ("credentials.token", "company.reachable", "install.connected", "install.account"):
                tell(found, Result(check, status, f"{status.value}: " + "A long sentence about it. " * length))
            await found.until(lambda: pane.virtual_size.height != height, "rows of another height")  # noqa: B023
            await found.until(lambda: held.region.y == before, f"the row at its place: {status}")
        held.blur()
        await found.until(lambda: not held.has_focus, "the focus to go")
        place = next(each for each in found.step.query(CheckRow) if each.region.y >= pane.region.y)
        top, height = place.region.y, pane.virtual_size.height
        tell(found, Result("credentials.token", Status.PASS, "Good."))
        await found.until(lambda: pane.virtual_size.height < height, "the shorter row")
        await found.until(lambda: place.region.y == top, "the first row in sight at its place")


async def test_what_is_gone_to_while_results_arrive_comes_into_sight() -> None:
    async with opened("ready", step="check", size=(60, 20)) as found:
        held, pane, animator = (
            row(found, "projects.company_template"),
            found.step.query_one("#rows"),
            found.app.animator,
        )
        await found.quiet()
        held.focus(scroll_visible=False)
        held.scroll_visible(animate=False)
        await found.until(lambda: 0 < pane.scroll_y == pane.scroll_target_y, "the scrolling to end")
        resting, height = held.region.y, pane.virtual_size.height
        pane.scroll_home(animate=False)
        await found.until(lambda: pane.scroll_y == 0 == pane.scroll_target_y, "the start")
        held.scroll_visible(duration=30.0)  # long enough for a machine that is busy; what grows above ends it
        await found.until(lambda: 0 < pane.scroll_y < pane.scroll_target_y, "the scrolling to be under way")
        for check in ("credentials.token", "company.reachable", "install.connected", "install.account"):
            tell(found, Result(check, Status.UNVERIFIED, "A long sentence about it. " * 5))
        await found.until(lambda: pane.virtual_size.height > height, "the longer rows")
        await found.until(lambda: not animator.is_being_animated(pane, "scroll_y"), "the scrolling to end")
        await found.until(lambda: held.region.y == resting, "the row in sight")


def test_a_row_shows_a_dozen_of_ten_thousand_exchanges() -> None:
    result = Result(
        "permissions.project", Status.PASS, "", evidence=(RequestRecord("GET", "https://x", 200, None, 1),) * 10_000
    )
    lines = evidence_of(result)
    assert len(lines) == 13 and lines[-1] == "and 9,988 more requests"


async def test_what_passed_is_one_line_while_something_fails_and_opens_by_enter() -> None:
    async with opened("missing-documents", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("✖ failing     Company permissions", "✔ 12 passed  Credentials", "Show")
        assert "✔ proven      Credentials" not in found.text and "is mended" not in found.text
        assert not found.shows("Show Enter"), "Enter would open the failing row, which has the focus"
        await found.press("tab")
        await found.sees("Show Enter")
        await found.press("enter")
        await found.sees("✔ proven      Credentials", "Hide Enter")
        await found.press("enter")
        await found.sees_no_more("✔ proven      Credentials")


async def test_what_fails_is_in_sight_at_the_top_although_the_rows_above_it_have_moved() -> None:
    async with opened("no-directory-admin", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("Directory is Standard instead of Admin.", "✖ failing     Company permissions")
        await found.quiet()
        failing = row(found, "permissions.company")
        assert failing.has_focus and failing.region.y == found.step.query_one("#rows").region.y


async def test_the_click_that_begins_the_fix_is_not_called_optional() -> None:
    async with opened("missing-documents", step="check", size=(120, 36)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("✖ failing     Company permissions")
        await found.go("permissions")
        actions = found.step.actions
        assert actions is not None
        for opened_at in ("new-version", "open-builder"):
            actions.choose(opened_at)
            await found.quiet()
            line = next(each for each in found.lines if "Click Create Version" in each)
            assert "optional" not in line and "left out" not in line


async def test_who_goes_on_past_what_fails_is_told_once_what_that_is() -> None:
    async with opened("missing-documents", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("✖ failing     Company permissions")
        await found.quiet()
        await found.press("f6")
        await found.is_told("Not proven: Company permissions", "Press F6 again to continue")
        assert found.step.STEP == "check"
        await found.press("f6")
        await found.until(lambda: found.step.STEP == "handoff", "the next step")


@pytest.mark.parametrize("came_by", ["f10", "f6", "f8"])
async def test_escape_leaves_the_checker_only_for_who_came_to_look(came_by: str) -> None:
    async with opened("ready", step="projects") as found:
        if came_by == "f6":
            found.session.actions.tick_all("projects", "Ada")
            assert found.step.actions is not None
            found.step.actions.leave_out_optional()
            await found.sees("but the step is not.")
        await found.press(came_by)
        await found.until(lambda: found.step.STEP == "check" and found.step.is_mounted, "the checker")
        await found.quiet()
        await found.press("escape")
        await found.quiet()
        assert ("projects" if came_by == "f10" else "check") == found.step.STEP


async def test_a_diagnosis_shows_no_project_id_while_ids_are_masked_and_saves_them_whole() -> None:
    async with opened("ready", step="check", size=(120, 36), answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("All 13 checks pass")
        await found.quiet()
        await found.press("s")
        await found.until(lambda: found.session.level_scan.answers, "the levels on every project")
        await found.quiet()
        ids = [each.id for each in found.session.results.projects]
        asked = [each.url for result in found.session.results.values() for each in result.evidence]
        assert len([id for id in ids if any(f"={id}" in url for url in asked)]) > 5
        found.step.query_one("#diagnosis", Button).press()
        await found.sees("Project and request IDs are masked; copied or saved, they are whole.")
        area = found.app.screen.query_one(TextArea)
        assert "project_id=" in area.text and not [id for id in ids if id in area.text]
        found.app.screen.query_one("#whole", Button).press()
        company_id = found.session.record.company_id
        await found.until(lambda: company_id in area.text, "the company ID, which the person wants")
        assert not [id for id in ids if id in area.text]
        found.app.screen.query_one("#save-page", Button).press()
        await found.sees("Saved ")
        (saved,) = found.session.paths.setup_records.glob("*.diagnosis.txt")
        assert f"project_id={ids[0]}" in saved.read_text(encoding="utf-8")


async def test_every_button_and_link_of_an_open_row_acts_by_mouse() -> None:
    async with opened("missing-documents", step="check", size=(120, 36)) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees("12 passed")
        await found.click("Company permissions")
        await found.click("Diagnosis… D")
        await found.until(lambda: isinstance(found.app.screen, DiagnosisDialog), "the diagnosis")
        await found.press("escape")
        asked = found.session.results["permissions.company"]
        await found.click("Ask again A")
        await found.until(lambda: found.session.results["permissions.company"] is not asked, "another answer")


async def test_an_open_row_loses_the_way_to_the_step_the_moment_its_check_passes() -> None:
    async with opened("missing-documents", step="check", size=(120, 36)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("12 passed")
        await found.quiet()
        opening = await open_row(found, "permissions.company")
        await found.sees("Go to the step G", "Ask again A", "cause: level-too-low")
        failed = found.session.results["permissions.company"]
        tell(found, Result("permissions.company", Status.PASS, "Every level is there."))
        await found.sees("Every level is there.", "Ask again A")
        await found.sees_no_more("Go to the step")
        assert opening.expanded and opening.has_focus
        tell(found, Result("permissions.company", Status.UNVERIFIED, "Procore did not say."))
        await found.sees("Confirm V")
        tell(found, failed)
        await found.sees("Go to the step G")
        await found.sees_no_more("Confirm V")


@pytest.mark.parametrize(("compared", "action"), [(False, "company"), (True, "install-custom")])
async def test_go_to_the_installation_leads_past_no_open_comparison_of_the_company(compared: bool, action: str) -> None:
    async with opened("not-installed", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        found.session.actions.take_back("install", "company")
        if compared:
            found.session.actions.tick("install", "company", "Kim")
        await found.press("f5")
        await found.sees("The app is not installed")
        await found.quiet()
        await found.press("g")
        await found.until(lambda: found.step.STEP == "install" and found.step.is_mounted, "the step")
        await found.until(lambda: found.step.actions and found.step.actions.opened == action, "the action")


async def test_the_key_that_a_row_shows_works_before_the_run_has_ended_and_from_another_row() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        results = found.session.results
        run = results.begin_run()
        remedy = Remedy("install", "admin", "Procore", "Install")
        results.keep(Result("company.reachable", Status.WARN, "It has another name.", remedy=remedy), run)
        await found.sees("Go G", "… asking Procore")
        assert isinstance(row := found.app.focused, CheckRow) and row.definition.id != "company.reachable"
        await found.press("g")
        await found.until(lambda: found.step.STEP == "install" and found.step.is_mounted, "the step")
        results.end_run(run)


async def test_go_leads_to_the_step_by_mouse() -> None:
    async with opened("unpermitted-projects", step="check", size=(120, 36)) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees("○ to do       Permitted projects", "4 projects are missing.")
        await found.click("Go G")
        await found.sees("6. Existing and future projects")


async def test_whoever_is_at_the_action_that_mends_a_check_already_is_told_so() -> None:
    async with opened("not-installed", step="check", size=ROOMY) as found:
        found.session.know_noted_secret()
        found.session.actions.tick("install", "company", "Kim")
        await found.press("f5")
        await found.sees("○ to do       Installation", "The app is not installed in this company.")
        await found.press("g")
        await found.until(lambda: isinstance(found.app.screen, StepScreen) and found.step.STEP == "install", "the step")
        await found.quiet()
        there = found.step
        assert there.actions is not None
        found.step.query_one("#check-install-connected", CheckRow).focus()
        await found.press("g")
        await found.is_told(f"You are there: action {there.actions.current.place[0]} is for “Installation”.")
        assert found.app.screen is there and not isinstance(found.app.focused, CheckRow)


async def test_the_way_from_a_newer_version_opens_its_update_and_not_a_click_that_is_done() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        found.session.actions.tick_all("install", "Ada")
        assert "update" not in [each.id for each in found.session.actions.of("install")]
        found.perform("create-version", "save-version", "promote-version")
        await found.press("f5")
        await found.sees("! caution     Installed version")
        await found.press("g")
        await found.sees("5. Install the app", "▸ 11 Click View, then Update Available")
        assert "install" in found.session.record.confirmed, "what was done stays done"
        found.perform("update-app")
        await found.press("f5")
        await found.sees_no_more("Update Available")


async def test_a_click_that_is_to_be_done_again_does_not_look_done_and_asks_procore_once_it_is() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        found.perform("create-version", "save-version", "promote-version")
        await found.press("f5")
        await found.sees("! caution     Installed version")
        found.session.actions.tick_all("install", "Ada")
        found.session.actions.tick("install", "update", "Ada")
        await found.press("g")
        await found.sees("!▸ 11 Click View", "Done before: do it again, then F6.")
        assert not found.shows("Take back"), "one order, not two"
        await found.press("up")
        await found.sees("!✎ 11 Click View")
        await found.press("down")
        found.perform("update-app")
        await found.press("f6")
        await found.sees("Procore is still applying the permissions")


async def test_what_no_step_has_a_click_for_is_told_whole_on_its_row_and_leads_nowhere() -> None:
    async with opened("tool-disabled", step="check", size=(160, 36)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        way = "ADMINISTRATOR  Procore → “Harbor Annex” and “Willow Court” → Admin → Tools"
        await found.sees("✖ failing     Project permissions", way, "then click Update")
        assert not row(found, "permissions.project").check_action("remedy", ()) and not found.shows("Go G")
        await open_row(found, "permissions.project")
        await found.sees("Ask again A")
        assert not found.shows("Go to the step")
        await found.press("g")
        await found.quiet()
        assert found.app.step_in_front == "check"
        found.session.mask.hide_names(True)
        await found.sees_no_more("Willow Court")
        found.session.mask.hide_names(False)
        await found.press("f3")
        await found.sees("The tool is turned off in", "“Harbor Annex” and “Willow Court” → Admin → Tools → Turn on")
        assert ": Procore →" not in found.text, "no step has a click for it"


async def test_f5_says_that_nothing_has_changed_and_what_was_done_meanwhile_does_not() -> None:
    async with opened("ready", step="check", size=(80, 24), answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("All 13 checks pass")
        await found.quiet()
        assert not found.shows("Nothing has changed.")
        found.step.practiced()
        await found.quiet()
        assert not found.shows("Nothing has changed."), "nobody asked"
        await found.press("f5")
        await found.sees("Nothing has changed.")


async def test_to_begin_to_watch_moves_no_button() -> None:
    async with opened("missing-documents", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("✖ failing", "requests to the practice company.")
        buttons = [found.step.query_one(f"#{each}", Button) for each in ("watch", "diagnosis", "project-list")]
        before = [each.region for each in buttons]
        await found.press("ctrl+r")
        await found.sees("Stop watching")
        assert [each.region for each in buttons] == before


async def test_the_number_of_requests_grows_while_checks_run() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("checks pass", "requests to the practice company.")
        results = found.session.results
        run = results.begin_run()
        results.keep(Result("company.reachable", Status.RUNNING, ""), run, RequestCount(sent=3))
        await found.sees("… asking Procore", " 3 requests to the practice company so far.")
        results.keep(Result("install.connected", Status.RUNNING, ""), run, RequestCount(sent=5))
        await found.sees(" 5 requests to the practice company so far.")
        results.end_run(run)
        await found.sees_no_more("so far")


async def test_what_nobody_has_decided_is_to_do_and_its_row_leads_to_the_question() -> None:
    async with opened("ready", step="check", size=(100, 40), answers=UNDECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("10 checks pass. Which projects must be permitted is undecided. Whether future", "○ 7 Check")
        for title in ("Permitted projects", "New projects", "Default project template"):
            assert any("○ undecided" in line and title in line for line in found.lines), found.text
        await found.sees("Which projects must be permitted is undecided.   Go G")
        assert found.session.views()["check"].state is State.TODO
        await open_row(found, "projects.permitted")
        await found.sees("All 12 active projects are permitted.", "Go to the step G", "Ask again A")
        assert not found.shows("Confirm V")
        await found.press("g")
        await found.until(lambda: found.step.STEP == "projects" and found.step.is_mounted, "the step")
        await found.sees("▸  1 Decide", "○ undecided  Permitted projects", "○ to do  Projects that must be there")
        found.session.open_record.note(**DECIDED)
        await found.sees("✔ proven  Permitted projects · New projects")


async def test_a_check_that_is_wanted_once_the_checker_is_open_has_its_row() -> None:
    answers = {"expect": ExpectMode.ALL, "future_projects": False}
    async with opened("ready", step="install", size=(120, 36), answers=answers) as found:
        found.session.know_noted_secret()
        await found.session.run_checks(None)
        await found.go("check")
        assert not found.shows("New projects")
        found.session.open_record.note(future_projects=True)
        await found.sees("○ to do       New projects")


async def test_the_label_of_a_way_stands_before_what_is_done_after_it() -> None:
    async with opened("missing-documents", step="check", size=(200, 60)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        way = "a new version → Manage; then, the administrator: App Management"
        row = found.step.query_one("#check-permissions-company", CheckRow)
        await found.until(lambda: way in " ".join(str(row.render()).split()), "the way, in two lines")


async def test_a_row_that_procore_did_not_answer_offers_to_confirm_it() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        remedy = Remedy("projects", "admin", "Procore → Permissions", "Assign")
        tell(found, Result("projects.template", Status.UNVERIFIED, "Procore does not show it.", remedy=remedy))
        await found.sees("Confirm V")
        await found.click("Confirm V")
        await found.until(lambda: "projects.template" in found.session.record.accepted, "the person's word")


@pytest.mark.parametrize("key", ["f5", "ctrl+r", "s"])
async def test_whatever_would_ask_procore_says_once_what_is_missing_first(key: str) -> None:
    async with opened("fresh", step="check", size=(80, 24)) as found:
        await found.press(key)
        await found.sees("Checks start once the credentials are known:", "Nothing has been checked")
        await found.quiet()
        assert not (found.shows("to check everything") or found.shows("cannot start"))
        assert found.text.count("credentials are") == 1
        await found.press("ctrl+t")
        await found.sees("Nothing is listed yet. Projects are listed once the credentials are known.")


async def test_after_every_project_was_read_nothing_sends_to_a_run_that_reads_a_sample() -> None:
    async with opened("ready", step="check", size=(80, 24), answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("checks pass", "on 5 of 12")
        await found.press("s")
        await found.sees("Levels read on 12 of 12.")
        await found.until(lambda: not found.session.level_scan.under_way, "its end")
        await found.sees_no_more("on 5 of 12")
        assert not found.shows("check everything")


async def test_the_buttons_stay_where_they_are_when_what_was_read_takes_another_row() -> None:
    async with opened("unpermitted-projects", step="check", size=(80, 24)) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.quiet()
        buttons = [found.step.query_one(f"#{each}", Button) for each in ("watch", "diagnosis", "every-project")]
        before = [each.region.offset for each in buttons]
        await found.press("s")
        await found.until(
            lambda: found.session.level_scan.answers and not found.session.level_scan.under_way, "the levels"
        )
        await found.press("f5")
        await found.sees("since.")
        await found.quiet()
        assert [each.region.offset for each in buttons] == before
