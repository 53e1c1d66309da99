"""The end of a setup: what is done, what stays open, what the customer gets, and where to go from there."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from textual.widgets import Button

from dmsa_tui.checks.facts import OnProgress
from dmsa_tui.checks.model import Confirmation, Report, Result
from dmsa_tui.checks.runner import Runner
from dmsa_tui.documents.setup_record.build import write_setup_record
from dmsa_tui.documents.setup_record.reading import read_setup_record
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.record import Confirmed, ExpectMode
from dmsa_tui.onboarding.states import State
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.ending import ending, faults_to_try
from dmsa_tui.session.handover import setup_record
from dmsa_tui.session.rehearsal_store import HEALTHY
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.ending import EndingDialog
from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
from dmsa_tui.tui.dialogs.page import PageDialog
from dmsa_tui.tui.ending import end_setup
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.widgets.open_point_row import OpenPointRow
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.tui.widgets.turn_line import TurnLine
from dmsa_tui.vocabulary import STEP_IDS, Status
from tests.tui.driving import Wizard, credentials, keep, opened, wizard

WORD = Confirmed("Ada", datetime(2026, 11, 23, tzinfo=UTC))
ANSWERS = {
    "confirmed": dict.fromkeys(STEP_IDS, WORD), "expect": ExpectMode.ALL, "future_projects": True,
    "app_version_key": "01234567-89ab-cdef-0123-456789abcdef", "app_owner": "customer", "administrator": "Robin",
    "old_account": "none",
}  # fmt: skip

UNNAMED = {
    f"{step.id}/{action.id}": WORD for step in load_guide().steps for action in step.editions["components"].actions
}
"""Every action is ticked, those about answers too."""


async def end(found: Wizard) -> None:
    """What the hand-off step does when it is left."""
    found.app.run_worker(end_setup(found.app), group="dialog", exit_on_error=False)
    await found.until(lambda: isinstance(found.app.screen, EndingDialog), "the ending")


async def ended(found: Wizard) -> EndingDialog:
    """The ending, drawn."""
    await end(found)
    await found.quiet()
    assert isinstance(found.app.screen, EndingDialog)
    return found.app.screen


async def checked(found: Wizard) -> None:
    await found.session.credentials.keep(Secret(credentials(found.session)[1]))
    await found.session.run_checks(None)


async def test_a_finished_rehearsal_says_so_shows_the_handout_and_offers_three_faults() -> None:
    async with opened("ready", step="handoff", answers=ANSWERS, size=(80, 24)) as found:
        await checked(found)
        await end(found)
        await found.sees(
            "Practice Builders is set up", "checks pass", "8 steps: 4 ✔ proven, 4 ✎ confirmed.", "Nothing."
        )
        await found.sees("What the customer gets: the handout", "Try a fault, or start a real onboarding.")
        await found.until(lambda: found.text.count("  Try: ") == 3, "three faults without scrolling")
        await found.press("enter")  # leaves nothing
        await found.until(lambda: isinstance(found.app.screen, PageDialog), "the handout")
        assert found.session.record.company_id not in found.text
        await found.press("escape")
        await found.until(lambda: isinstance(found.app.screen, EndingDialog), "the ending again")
        dialog = found.app.screen
        assert isinstance(dialog, EndingDialog) and len(dialog.faults) == 3
        fault = dialog.faults[0]
        found.app.screen.query(".fault").first(Button).press()
        await found.until(
            lambda: found.session.rehearsal is not None and found.session.rehearsal.scenario == fault.id, "the fault"
        )
        await found.until(lambda: found.session.is_open, "its setup")


async def test_what_was_ticked_without_an_answer_is_open_and_a_count_that_differs_is_named() -> None:
    unanswered = dict.fromkeys(("app_owner", "administrator", "old_account"), "")
    async with opened("ready", step="handoff", answers=ANSWERS | unanswered | {"active_projects": 3}) as found:
        await checked(found)
        await end(found)
        await found.sees(
            "4 items are still open", "The administrator's name is not recorded.",
            "an old service account or app is in use",
            "You expected about 3 active projects; Procore counts 12.",
        )  # fmt: skip


async def test_a_step_that_nobody_confirmed_is_named_with_what_it_lacks() -> None:
    async with opened("ready", step="handoff", answers=ANSWERS) as found:
        found.session.actions.take_back("promote", "promote")
        await end(found)
        await found.sees("Not done: 4 Promote")


async def test_the_end_the_last_step_and_the_record_agree_on_what_is_open() -> None:
    confirmed = dict.fromkeys({*STEP_IDS} - {"create-app", "install", "check"}, WORD)
    async with opened("ready", step="handoff", answers=ANSWERS | {"confirmed": confirmed}) as found:
        await checked(found)
        await found.sees("Nobody has confirmed the step “Create the app”", "○ 1 App", "○ 8 Handoff")
        assert not found.shows("Nothing.")
        await end(found)
        await found.sees("Practice Builders: one item is still open", "Nobody has confirmed the step “Create the app”")
        await found.sees("8 steps: 4 ✔ proven, 2 ✎ confirmed. Not done: 1 App and 8 Handoff.", "Where it stands")
        found.session.actions.tick_all("create-app", "Ada")
        await found.until(lambda: found.session.views()["handoff"].state is State.CONFIRMED, "nothing to be open")
        found.session.actions.take_back("create-app", "")
        assert [item.what for item in (await setup_record(found.session)).open_items] == [
            "Nobody has confirmed the step “Create the app”."
        ]


async def test_that_the_sync_tool_has_the_credentials_is_confirmed_by_the_tick_that_says_so() -> None:
    words = "Nobody has confirmed that the sync tool has the credentials."
    async with opened("ready", step="handoff", answers=ANSWERS | {"confirmed": {}}) as found:
        await checked(found)
        assert words in [each.text for each in (await ending(found.session)).open_points]
        found.session.actions.tick("handoff", "integration", "Ada")
        assert words not in [each.text for each in (await ending(found.session)).open_points]


async def test_from_a_rehearsal_to_a_real_setup() -> None:
    async with opened("ready", step="handoff", answers=ANSWERS, home=True) as found:
        await checked(found)
        await end(found)
        await found.sees("Start a real onboarding L")
        await found.press("l")  # as on home
        await found.until(lambda: isinstance(found.app.screen, NewOnboardingDialog), "the form")
        assert found.session.rehearsal is None
        await found.press(*"Example Homes", "enter", "enter")
        await found.until(lambda: found.session.is_open, "the onboarding")
        assert found.session.record.name == "Example Homes"


async def test_where_nothing_was_checked_what_is_open_comes_first_and_the_steps_are_counted_as_in_the_stepper() -> None:
    async with opened("ready", step="handoff", answers=ANSWERS | {"client_id": ""}) as found:
        await end(found)
        await found.sees("Not done: 4 Promote, 7 Check and 8 Handoff.")
        lines = [line for line in found.lines if "Still open" in line or "steps: " in line]
        assert "Still open" in lines[0], found.text


async def test_the_last_step_says_what_is_open_as_soon_as_it_is_drawn() -> None:
    async with opened("ready", step="handoff", answers=ANSWERS | {"ticked": UNNAMED, "administrator": ""}) as found:
        await checked(found)
        await found.until(lambda: not found.session.results.asking, "the checks that the step began")
        await found.quiet()
        await found.session.flush()
        name = found.session.record.name
    session = Session.for_rehearsal("ready")
    session.open_record.open(name)
    async with wizard(session) as again:
        again.app.go_to_step("handoff")
        await again.sees("are marked done, but the step is not.", "Still open: 1 item.")
        heading = again.step.query_one(TurnLine).lines()[0].text.plain
        assert heading.rstrip().endswith("to do"), heading


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)], ids=str)
@pytest.mark.parametrize("how", ["click", "enter", "g"])
async def test_an_open_point_on_the_last_step_names_its_action_and_leads_there(size: tuple[int, int], how: str) -> None:
    answers = ANSWERS | {"ticked": UNNAMED, "administrator": ""}
    async with opened("ready", step="handoff", answers=answers, size=size) as found:
        await checked(found)
        place = [each.id for each in found.session.actions.of("create-app")].index("administrator") + 1
        await found.until(lambda: found.step.query(OpenPointRow), "the point")
        row = found.step.query_one(OpenPointRow)
        await found.until(
            lambda: f"1 App, action {place}  Go G" in row.lines()[0].text.plain.replace("\u00a0", " "), "it"
        )
        if how == "click":
            row.scroll_visible(animate=False)
            await found.quiet()
            await found.click("The administrator's name")
        else:
            row.focus()
            await found.press(how)
        await found.until(lambda: found.step.STEP == "create-app", "the point's step")
        assert found.step.actions is not None
        await found.until(lambda: found.step.actions and found.step.actions.opened == "administrator", "the action")


async def test_what_is_open_is_named_with_who_has_to_act_and_escape_goes_back_to_the_step() -> None:
    async with opened("unpermitted-projects", step="handoff", answers=ANSWERS | {"confirmed": {}}) as found:
        await checked(found)
        await end(found)
        await found.sees("items are still open", "administrator:", "8 steps: ")
        assert not found.shows("is set up")
        await found.press("escape")
        await found.until(lambda: found.step.STEP == "handoff", "the step")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)], ids=str)
async def test_each_open_point_leads_to_where_it_is_done_by_key_and_by_click(size: tuple[int, int]) -> None:
    answers = ANSWERS | {"confirmed": {}, "app_version_key": ""}
    async with opened("unpermitted-projects", step="handoff", answers=answers, size=size) as found:
        await checked(found)
        dialog = await ended(found)
        places = [(each.step, each.action, each.field) for each in dialog.ending.open_points]
        action = found.session.actions.asking_for("app_version_key")
        assert action is not None and {("create-app", "", ""), (*action, "app_version_key")} <= set(places)
        assert all(step for step, *_ in places) and len([each for each in places if each[0] == "projects"]) == 1
        await found.sees("Go G")
        await found.press("g")
        await found.until(lambda: found.step.STEP == "create-app", "the first point's step")
        await ended(found)
        rows = list(found.app.screen.query(OpenPointRow))
        rows[0].focus()
        await found.press(*["down"] * (len(rows) - 2))
        leads = rows[-2].point
        await found.sees("Go Enter")
        await found.press("enter")
        await found.until(lambda: leads.step == found.step.STEP, "the point's step")
        assert found.step.actions is not None and leads.action in ("", found.step.actions.opened)
        await ended(found)
        await found.click("Nobody has confirmed the step “Create the")
        await found.until(lambda: found.step.STEP == "create-app", "the first point's step")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)], ids=str)
async def test_the_faults_to_try_are_in_sight_however_much_is_open(size: tuple[int, int]) -> None:
    async with opened("unpermitted-projects", step="handoff", size=size) as found:
        await ended(found)
        await found.sees("items are still open")
        assert found.text.count(" Try: ") == 3


async def test_the_saved_record_says_what_the_screen_says_after_the_last_ticks_too() -> None:
    done = {step: WORD for step in STEP_IDS if step != "handoff"}
    answers = ANSWERS | {"confirmed": done}
    async with opened("ready", step="handoff", answers=answers, size=(80, 50), at="save-html") as found:
        await checked(found)
        await found.press("ctrl+s")
        await found.sees("Saved ", "saved again with the last action")
        (file,) = found.session.paths.setup_records.glob("*.html")
        assert "not finished" in file.read_text(encoding="utf-8")
        found.session.actions.tick_all("handoff", "Ada")
        await found.until(lambda: "The setup is finished" in file.read_text(encoding="utf-8"), "the record to say so")
        await found.at("save-html")
        await found.sees("It has your last answers.")
        found.session.open_record.note(administrator="Kim")
        await end(found)
        await found.until(lambda: "Kim" in file.read_text(encoding="utf-8"), "the last answer in it")
        await found.sees("The setup record is saved: practice-builders", "Open the setup record Ctrl+O")


async def test_the_ending_names_the_file_that_verify_reads() -> None:
    async with opened("ready", step="handoff", answers=ANSWERS, at="save-html", size=(120, 50)) as found:
        await checked(found)
        secret = credentials(found.session)[1]
        found.session.rehearsal = None  # the same answers, as of a customer
        await end(found)
        await found.sees("Save the setup record and keep it: `dmsa-tui verify`")
        await found.press("escape")
        await found.press("ctrl+s")
        await found.until(lambda: found.session.saved_record.path, "the saved page")
        (written,) = found.session.paths.setup_records.glob("*.json")
        await found.sees(f"Beside it is {written.name}")
        await end(found)
        hosts = f"--login-url {found.session.record.login_url} --api-url {found.session.record.api_url}"
        await found.sees(f"Keep {written.stem}.html and")
        shown = " ".join(found.text.replace("│", " ").split())
        assert f"`dmsa-tui verify {written.name} {hosts}`" in shown, "it agrees to the hosts that are not Procore's"
        found.session.open_record.note(administrator="Kim")
        await found.until(lambda: "Kim" in written.read_text(encoding="utf-8"), "the last answer in it too")
        recorded = read_setup_record(written.read_bytes())
        assert recorded.intact and recorded.onboarding.name == found.session.record.name
        assert secret not in written.read_text(encoding="utf-8")


async def test_the_end_sends_nobody_to_the_sync_tool_while_a_check_fails() -> None:
    async with opened("not-installed", step="handoff", answers=ANSWERS) as found:
        await checked(found)
        found.session.rehearsal = None
        await end(found)
        await found.sees("Finish what is open")
        assert not found.shows("Run the sync tool once")


async def test_a_real_setup_ends_at_home() -> None:
    async with opened("ready", step="handoff", answers=ANSWERS, home=True) as found:
        await checked(found)
        found.session.rehearsal = None  # the same answers, as of a customer
        await end(found)
        await found.sees("Handout… H", "Record… Ctrl+S", "Home Ctrl+G ▶", "Run the sync tool once")
        await found.press("enter")
        await found.until(lambda: isinstance(found.app.screen, PageDialog), "the setup record")
        await found.press("enter")
        await found.sees("Saved")
        await found.press("escape")
        await found.until(lambda: isinstance(found.app.screen, EndingDialog), "the ending again")
        await found.sees("The setup record is saved:")
        await found.press("enter")
        await found.until(lambda: isinstance(found.app.screen, HomeScreen), "home")


async def test_the_last_step_offers_the_papers_when_all_is_done() -> None:
    async with opened("ready", step="handoff", answers=ANSWERS, size=(80, 24)) as found:
        await checked(found)
        await found.sees("actions are done.", "Save the record (HTML)", "Handout for the administrator…")
        await found.click("Save the record (HTML)")
        await found.sees("Saved")


async def test_a_secret_that_is_not_kept_is_a_note_and_nothing_open() -> None:
    async with opened("ready", step="handoff", answers=ANSWERS) as found:
        await checked(found)
        await found.session.credentials.delete()
        await end(found)
        await found.sees("Note: The client secret is not kept on this machine.")
        assert isinstance(found.app.screen, EndingDialog)
        assert not any("secret" in each.text for each in found.app.screen.ending.open_points)


async def test_a_caution_is_no_pass_and_a_rehearsal_offers_no_scenario_without_a_fault() -> None:
    async with opened("ready", step="handoff", answers=ANSWERS) as found:
        await checked(found)
        keep(found.session, Result("install.version", Status.WARN, "An update waits."))
        found_ending = await ending(found.session)
        assert found_ending.state == "caution" and "caution" in found_ending.checks
        offered = Session.scenarios()
        for each in offered:
            ids = [fault.id for fault in faults_to_try(offered, each.id)]
            assert len(ids) == len(set(ids)) == 3 and not {"fresh", "ready", each.id} & set(ids)


async def test_a_fault_is_rehearsed_with_the_secret_given_says_its_lesson_and_offers_the_next() -> None:
    async with wizard(Session.for_rehearsal("wrong-secret"), size=(80, 24)) as found:
        await found.press("enter")
        await found.sees("The secret was reset. A reset ends the old secret", "✖ failing")
        await found.quiet()
        found.perform("reset-secret")
        await found.go("promote")
        found.step.query_one(SecretField).give(credentials(found.session)[1])
        await found.sees("✔ proven  Credentials")
        await end(found)
        await found.sees("○ both: ")
        assert "since" not in found.text, "an open point is told with its owner once"
        found.app.screen.query_one(".dialog-body").scroll_end(animate=False)
        await found.sees("You have rehearsed: The secret was reset", "Try: Sandbox credentials in production")
        await found.click("Try: Sandbox credentials in production")
        await found.sees("Credentials work only in their own", "✖ failing")


@pytest.mark.parametrize("scenario", [each for each in SCENARIOS if each not in HEALTHY])
async def test_every_fault_begins_with_a_pair_and_a_lesson_of_its_own(scenario: str) -> None:
    session = Session.for_rehearsal(scenario)
    assert session.rehearsal is not None and session.rehearsal.lesson.count(".") >= 2
    session.open_record.begin(session.rehearsal.starting_record())
    session.know_noted_secret()
    assert await session.credentials.secret() is not None


@pytest.mark.parametrize("scenario", ["ready", "not-installed"])
async def test_a_secret_that_a_rehearsal_gives_is_known_and_kept_on_every_page(scenario: str) -> None:
    session = Session.for_rehearsal(scenario)
    assert session.rehearsal is not None
    session.open_record.begin(session.rehearsal.starting_record())
    session.know_noted_secret()
    assert await session.credentials.secret() is not None
    facts = (await setup_record(session)).secret
    assert facts is not None and facts.present
    assert (await ending(session)).notes == (
        "The client secret is kept in memory until you quit: this is a rehearsal.",
    )


async def test_after_a_fault_enter_rehearses_the_next_and_nothing_asks_for_ticks_of_steps_that_were_done() -> None:
    async with opened("wrong-secret", step="handoff", size=(80, 24), home=True) as found:
        await end(found)
        await found.sees("Next rehearsal R")
        await found.press("enter")
        await found.sees("Credentials work only in their own")


async def test_a_run_that_the_person_went_on_from_is_taken_up_again_and_said_to_be_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered, run, begun = asyncio.Event(), Runner.run, 0

    async def waits(runner: Runner, told: Callable[[Result], None], progressed: OnProgress) -> Report:
        nonlocal begun
        begun += 1
        told(Result("credentials.token", Status.RUNNING, ""))
        await answered.wait()
        return await run(runner, told, progressed)

    monkeypatch.setattr(Runner, "run", waits)
    async with opened("ready", answers=ANSWERS) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        found.app.go_to_step("check")
        await found.until(lambda: begun == 1, "the checker's run")
        found.app.go_to_step("handoff")
        await found.until(lambda: begun == 2, "the run again")
        await found.sees("The checks are still running")
        await end(found)
        await found.sees("Procore is being asked now.", "The checks are still running.")
        answered.set()
        await found.sees("Practice Builders is set up", "checks pass")


async def test_an_estimate_of_the_projects_is_shown_as_one() -> None:
    async with opened(answers={"active_projects": 10}, size=(120, 36)) as found:
        await found.sees("about 10 active")


def with_lessons_told(*scenarios: str) -> None:
    for each in scenarios:
        session = Session.for_rehearsal(each)
        assert session.rehearsal is not None
        session.open_record.begin(session.rehearsal.starting_record())
        session.rehearsal.note_played()


async def test_a_fault_whose_lesson_was_told_is_played_to_its_end_until_it_is_started_over() -> None:
    async with opened("wrong-secret", step="check", size=(80, 24), home=True) as found:
        found.session.know_noted_secret()
        assert not next(each for each in Session.scenarios() if each.id == "wrong-secret").played
        found.perform("reset-secret")
        await checked(found)
        await found.sees("The fault is fixed.", "Press R to rehearse the next: Sandbox credentials")
        assert next(each for each in Session.scenarios() if each.id == "wrong-secret").played
    again = Session.for_rehearsal("wrong-secret")
    assert again.rehearsal is not None and again.rehearsal.played
    again.reset_rehearsal()
    assert not next(each for each in Session.scenarios() if each.id == "wrong-secret").played


async def test_the_next_rehearsal_is_one_that_was_not_played_and_when_all_were_that_is_said() -> None:
    faults = [each for each in SCENARIOS if each not in (*HEALTHY, "hostile-names")]
    with_lessons_told(*faults[:3], *faults[4:])
    offered = Session.scenarios()
    assert faults_to_try(offered, "hostile-names")[0].id == faults[3]
    with_lessons_told(faults[3])
    async with opened("hostile-names", step="handoff", home=True) as found:
        found.session.know_noted_secret()
        found.app.look_at("project-list")
        await checked(found)
        await end(found)
        await found.sees("You have rehearsed every fault.")
        assert not found.shows("Next rehearsal")
        await found.press("escape")
        await found.go("check")
        await found.sees("Remember: Text from the network", "You have rehearsed")
        assert not found.shows("Next rehearsal")


async def test_the_action_of_the_setup_record_saves_it_where_nobody_has() -> None:
    answers = ANSWERS | {"confirmed": dict.fromkeys([each for each in STEP_IDS if each != "handoff"], WORD)}
    async with opened("ready", step="handoff", answers=answers, size=(80, 50), at="save-html") as found:
        await checked(found)
        await found.press("f6")
        await found.until(lambda: found.session.actions.is_ticked("handoff", "setup-record"), "the tick")
        assert [*found.session.paths.setup_records.glob("*.html")] == [found.session.saved_record.path]
        found.session.actions.take_back("handoff", "setup-record")
        saved = found.session.saved_record.path
        assert saved is not None
        saved.unlink()
        await found.at("save-html")
        await found.press("f6")
        await found.until(lambda: found.session.actions.is_ticked("handoff", "setup-record"), "the tick")
        assert found.session.saved_record.path == saved, "what a person has saved is not saved over"


async def test_the_setup_record_lists_each_step_in_the_state_that_the_rail_shows() -> None:
    compared = {"name": "Fir & Sons", "compared_company": "Practice Builders", "ticked": {"install/company": WORD}}
    confirmed = dict.fromkeys({*STEP_IDS} - {"install"}, Confirmed("Kim", WORD.at))
    async with opened("ready", step="handoff", answers=ANSWERS | compared | {"confirmed": confirmed}) as found:
        await checked(found)
        made = await setup_record(found.session)
        shown = {id: view.state for id, view in found.session.views().items()}
        assert {each.id: each.state for each in made.steps} == shown
        rows = [
            line.split("|")[1:-1] for line in write_setup_record(made, "md").splitlines() if "| ✎ confirmed" in line
        ]
        steps = [each for each in rows if each[0].strip() in {row.title for row in made.steps}]
        assert [each[2].strip() for each in steps if "nstall" in each[0]] == ["Ada, 2026-11-23"]
        states = [each.state for each in made.steps]
        assert (await ending(found.session)).counts == tuple(
            (state, states.count(state)) for state in (State.PROVEN, State.CONFIRMED)
        )


async def test_no_step_is_confirmed_by_a_person_in_the_record_while_its_checks_fail() -> None:
    async with opened("unpermitted-projects", step="handoff", answers=ANSWERS) as found:
        await checked(found)
        record = await setup_record(found.session)
        assert "Ada, 2026-11-23, but it is not done" in write_setup_record(record, "md")
        made = {each.id: each for each in record.steps}
        for step in ("projects", "check"):
            assert (made[step].state, made[step].confirmed_by) == (State.FAILING, None)
            assert made[step].said_by == Confirmation("Ada", WORD.at)
        ticked = made["manifest"]
        assert (ticked.state, ticked.confirmed_by) == (State.CONFIRMED, Confirmation("Ada", WORD.at))
