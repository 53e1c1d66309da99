"""The steps' states: a table of what is known, and what each step shows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dmsa_tui.checks.model import Confirmation, Report, RequestCount, Result
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.check_states import Answers, CheckState, check_states
from dmsa_tui.onboarding.progress import (
    _DONE_BY,
    StepView,
    begun_checks,
    begun_steps,
    missing_answers,
    overtaken_checks,
    step_views,
)
from dmsa_tui.onboarding.record import Approval, ApprovalState, Confirmed, ExpectMode, Onboarding
from dmsa_tui.onboarding.states import State, age_of_older, age_words, worst
from dmsa_tui.vocabulary import STEP_IDS, Check, Status

NOW = datetime(2026, 11, 23, tzinfo=UTC)
KIM = Confirmed("Kim", NOW)
WORD = Confirmation("Kim", NOW)
PASS, WARN, FAIL, UNVERIFIED, SKIPPED = Status.PASS, Status.WARN, Status.FAIL, Status.UNVERIFIED, Status.SKIPPED
KEY, OTHER_KEY = "01234567-89ab-cdef-0123-456789abcdef", "89abcdef-0123-4567-89ab-cdef01234567"


CHECKS = [
    Check("credentials.token", "promote", "Credentials", True, ""),
    Check("credentials.account", "promote", "App of the token", False, "", needs=("credentials.token",)),
    Check("install.connected", "install", "Installation", True, "", needs=("credentials.token",)),
    Check("install.account", "install", "Service account", True, "", needs=("install.connected",)),
    Check("install.version", "install", "Installed version", False, "", needs=("install.connected",)),
    Check("permissions.project", "permissions", "Project permissions", True, "", needs=("projects.permitted",)),
    Check("projects.permitted", "projects", "Permitted projects", True, "", needs=("install.account",)),
    Check("projects.new", "projects", "New projects", True, "", needs=("install.account",)),
]
ALL_PASS = {check.id.replace(".", "__"): PASS for check in CHECKS}


def whole(**changes: Any) -> Onboarding:
    """A record with every answer that a step needs."""
    record = Onboarding(
        "Acme", company_id="42", client_id="c" * 43, app_version_key=KEY, expect=ExpectMode.ALL, future_projects=True
    )
    return replace(record, **changes)


def ticked(*steps: str, **changes: Any) -> Onboarding:
    """The same, where a person said that these steps are done."""
    return whole(confirmed=dict.fromkeys(steps, KIM), **changes)


def confirmed(status: Status) -> Result:
    """A required check that a person confirms."""
    return Result("install.account", status, "", confirmed_by=WORD)


def results(**given: Status | Result) -> dict[str, Result]:
    """Results given as `install__connected=PASS`."""
    found = {}
    for key, result in given.items():
        id = key.replace("__", ".")
        required = next(check.required for check in CHECKS if check.id == id)
        found[id] = result if isinstance(result, Result) else Result(id, result, "", required=required)
    return found


def states(record: Onboarding, **given: Status | Result) -> dict[str, State]:
    return {step: view.state for step, view in step_views(record, Answers(results(**given)), CHECKS).items()}


def report(given: Mapping[str, Result], **target: str) -> Report:
    asked = {
        "name": "Acme", "environment": "production", "login_url": "https://login.procore.com",
        "api_url": "https://api.procore.com", "company_id": "42", "client_id": "c" * 43,
    }  # fmt: skip
    return Report(PASS, NOW - timedelta(days=2), 80, {**asked, **target}, tuple(given.values()), RequestCount())


def test_a_new_onboarding_has_everything_to_do() -> None:
    assert states(Onboarding("Acme")) == dict.fromkeys(STEP_IDS, State.TODO)


@pytest.mark.parametrize(
    ("record", "given", "expected"),
    [
        (whole(), {"install__connected": PASS}, State.TODO),
        (whole(), {"install__connected": PASS, "install__account": PASS}, State.PROVEN),
        (whole(), {"install__connected": PASS, "install__account": WARN}, State.CAUTION),
        (whole(), {"install__connected": PASS, "install__account": PASS, "install__version": PASS}, State.PROVEN),
        (whole(), {"install__connected": PASS, "install__account": PASS, "install__version": WARN}, State.CAUTION),
        (
            whole(),
            {"install__connected": PASS, "install__account": PASS, "install__version": UNVERIFIED},
            State.UNVERIFIED,
        ),
        (whole(), {"install__connected": WARN, "install__account": UNVERIFIED}, State.UNVERIFIED),
        (ticked("install"), {"install__connected": PASS}, State.CONFIRMED),
        (ticked("install"), {}, State.CONFIRMED),
        (ticked("install"), {"install__connected": FAIL}, State.FAILING),
        (ticked("install"), {"install__version": FAIL}, State.FAILING),
        (ticked("install"), {"install__connected": FAIL, "install__version": WARN}, State.FAILING),
        (whole(), {"install__connected": SKIPPED}, State.TODO),
        (ticked("install"), {"install__connected": SKIPPED}, State.CONFIRMED),
        (ticked("install"), {"install__connected": PASS, "install__account": UNVERIFIED}, State.UNVERIFIED),
        (ticked("install"), {"install__connected": Status.RUNNING}, State.CONFIRMED),
        (whole(), {"install__connected": PASS, "install__account": Status.RUNNING}, State.TODO),
        (whole(), {"install__connected": PASS, "install__account": confirmed(UNVERIFIED)}, State.CONFIRMED),
        (ticked("install"), {"install__connected": PASS, "install__account": confirmed(FAIL)}, State.FAILING),
        (
            whole(accepted={"install.account": KIM}),
            {"install__connected": PASS, "install__account": UNVERIFIED},
            State.CONFIRMED,
        ),
        (whole(company_id=""), {"install__connected": PASS, "install__account": PASS}, State.TODO),
    ],
)
def test_the_install_step_shows_the_worst_of_its_checks(
    record: Onboarding, given: dict[str, Status], expected: State
) -> None:
    assert states(record, **given)["install"] is expected


@pytest.mark.parametrize("state", State)
def test_failing_is_the_worst_and_proven_the_best(state: State) -> None:
    assert worst([state, State.FAILING]) is State.FAILING
    assert worst([State.PROVEN, state]) is state
    assert worst([]) is State.TODO


@pytest.mark.parametrize(
    ("begun", "changes"),
    [
        ([], {}),
        ([], {"company_id": "42", "step": "install"}),
        (["create-app"], {"app_name": "Sync"}),
        (["create-app"], {"ticked": {"create-app/owner": KIM}}),
        (["create-app", "manifest"], {"confirmed": {"manifest": KIM}}),
        (["create-app", "manifest", "permissions", "promote"], {"client_id": "c" * 43}),
        (["create-app", "manifest", "permissions", "promote", "install"], {"ticked": {"install/company": KIM}}),
        (list(STEP_IDS[:6]), {"future_projects": False}),
        ([], {"step": "check"}),
    ],
)
def test_a_step_is_begun_by_a_tick_a_word_or_an_answer_in_it_or_later(
    begun: list[str], changes: dict[str, Any]
) -> None:
    assert begun_steps(Onboarding("Acme", **changes)) == set(begun)


def test_a_step_that_nobody_has_begun_is_never_red() -> None:
    record = Onboarding("Acme", company_id="42", client_id="c" * 43, app_version_key=KEY)
    given = {"credentials__token": PASS, "install__connected": FAIL, "install__account": SKIPPED}
    assert states(record, **given)["install"] is State.TODO
    assert states(replace(record, ticked={"install/company": KIM}), **given)["install"] is State.TODO
    assert states(replace(record, ticked={"install/confirm": KIM}), **given)["install"] is State.FAILING
    assert states(replace(record, ticked={"projects/decide": KIM}), **given)["install"] is State.TODO
    assert states(replace(record, ticked={"projects/chosen-select": KIM}), **given)["install"] is State.FAILING


def test_who_reads_the_company_s_name_aloud_does_not_claim_that_the_app_is_installed() -> None:
    record = whole(ticked={"install/company": KIM})
    given = results(credentials__token=PASS, install__connected=FAIL, install__account=SKIPPED)
    views = step_views(replace(record, step="check"), Answers(given, asked_all=True), CHECKS)
    assert (views["install"].state, views["check"].state) == (State.TODO, State.TODO)
    (row,) = (each for each in views["check"].checks if each.check.id == "install.connected")
    assert row.state is State.TODO and row.not_begun


def test_what_procore_says_of_an_installed_app_counts_although_nobody_clicked() -> None:
    record = Onboarding("Acme", company_id="42", client_id="c" * 43)
    assert states(record, install__connected=PASS, install__account=FAIL)["install"] is State.FAILING


@pytest.mark.parametrize(
    ("check_id", "before", "done"),
    [
        ("install.connected", "install/install", "install/confirm"),
        ("install.account", "install/install", "install/dialog"),
        ("projects.permitted", "projects/chosen-select", "projects/chosen-add"),
        ("projects.permitted", "projects/complete", "projects/existing-save"),
        ("projects.permitted", "projects/by-page-tick", "projects/by-page-save"),
        ("projects.new", "projects/new-box", "projects/new-save"),
    ],
)
def test_a_check_is_not_red_before_the_click_is_done_that_it_proves(check_id: str, before: str, done: str) -> None:
    record = whole(expect=ExpectMode.ALL, future_projects=True) if check_id.startswith("projects") else whole()
    if not check_id.startswith("projects"):
        record = replace(record, expect=ExpectMode.UNDECIDED, future_projects=None)
    step = check_id.split(".")[0]
    given = {check_id.replace(".", "__"): FAIL}
    assert states(replace(record, ticked={before: KIM}), **given)[step] is State.TODO
    assert states(replace(record, ticked={done: KIM}), **given)[step] is State.FAILING
    asked = step_views(replace(record, ticked={before: KIM}), Answers(results(**given), asked_all=True), CHECKS)
    assert asked[step].state is State.TODO, "the same on the checker"


def test_the_check_step_is_red_only_where_something_begun_fails() -> None:
    record = Onboarding("Acme", company_id="42", client_id="c" * 43, app_version_key=KEY)
    found = results(credentials__token=PASS, install__connected=FAIL)
    for step in ("check", "install"):
        views = step_views(replace(record, step=step), Answers(found, asked_all=True), CHECKS)
        assert views["install"].state is State.TODO and not views["install"].failing
        assert views["check"].state is State.TODO, "what fails was not begun"
        assert not views["check"].failing, "the rows are the same everywhere"
        installed = replace(record, step=step, ticked={"install/confirm": KIM})
        views = step_views(installed, Answers(found, asked_all=True), CHECKS)
        assert views["check"].state is State.FAILING, "on the checker, and once it is left"


def test_who_decides_about_the_projects_has_not_begun_to_add_them() -> None:
    decided = replace(whole(expect=ExpectMode.ALL, future_projects=True), confirmed={}, ticked={"projects/decide": KIM})
    found = Answers(results(**{**ALL_PASS, "projects__permitted": FAIL, "projects__new": FAIL}), asked_all=True)
    assert step_views(decided, found, CHECKS)["projects"].state is State.TODO
    for action, state in (("new-save", State.FAILING), ("chosen-select", State.TODO), ("program-add", State.FAILING)):
        begun = replace(decided, ticked={**decided.ticked, f"projects/{action}": KIM})
        assert step_views(begun, found, CHECKS)["projects"].state is state, action
    confirmed = replace(decided, confirmed={"projects": KIM})
    assert step_views(confirmed, found, CHECKS)["projects"].state is State.FAILING


def test_every_action_that_a_check_proves_is_in_the_guide() -> None:
    guide = load_guide()
    for check in CHECKS:
        actions = {each.id for shown in guide.step(check.step).editions.values() for each in shown.actions}
        assert {*_DONE_BY.get(check.id, ())} <= actions, check.id


@pytest.mark.parametrize(
    ("step", "changes", "missing"),
    [
        ("promote", {}, ()),
        ("promote", {"app_version_key": ""}, ("app_version_key",)),
        ("promote", {"app_version_key": "no key"}, ("app_version_key",)),
        ("promote", {"sandbox_app_version_key": KEY}, ("app_version_key",)),
        ("promote", {"client_id": ""}, ("client_id",)),
        ("promote", {"environment": "developer-sandbox"}, ()),
        ("promote", {"environment": "developer-sandbox", "sandbox_app_version_key": OTHER_KEY}, ()),
        ("promote", {"environment": "developer-sandbox", "sandbox_app_version_key": "x"}, ("sandbox_app_version_key",)),
        ("install", {"company_id": ""}, ("company_id",)),
        ("projects", {"expect": ExpectMode.UNDECIDED}, ("expect",)),
        ("projects", {"future_projects": None}, ("future_projects",)),
        ("projects", {"expect": ExpectMode.LIST}, ("expected_projects",)),
        ("projects", {"expect": ExpectMode.LIST, "expected_projects": ["1"]}, ()),
        ("create-app", {"app_name": ""}, ()),
    ],
)
def test_a_step_is_proven_only_when_its_own_answers_are_right(
    step: str, changes: dict[str, Any], missing: tuple[str, ...]
) -> None:
    record = whole(**changes)
    assert missing_answers(record, step) == missing
    view = step_views(record, Answers(results(**ALL_PASS)), CHECKS)[step]
    assert view.missing == missing
    if step != "create-app":
        right = State.TODO if step == "promote" else State.PROVEN  # nobody has said yet whose key it is
        assert view.state is (State.TODO if missing else right)


def test_a_caution_with_an_undecided_expectation_is_not_proven() -> None:
    record = whole(expect=ExpectMode.UNDECIDED)
    assert states(record, projects__permitted=WARN, projects__new=PASS)["projects"] is State.TODO
    record = replace(record, ticked={"projects/chosen-add": KIM})
    assert states(record, projects__permitted=WARN, projects__new=PASS)["projects"] is State.CAUTION


def test_a_check_that_is_not_wanted_does_not_hold_its_step_back() -> None:
    unwanted = Result("projects.new", SKIPPED, "", required=False)
    assert states(whole(), projects__permitted=PASS, projects__new=unwanted)["projects"] is State.PROVEN
    assert "projects.new" not in shown(whole(), Answers({"projects.new": unwanted}))


def test_what_waited_for_another_check_is_to_do_once_that_one_passes() -> None:
    waited = Result("credentials.account", SKIPPED, "", required=False, details={"need": "credentials.token"})
    answers = Answers({**results(credentials__token=PASS), waited.id: waited})
    assert shown(whole(), answers)[waited.id].words(NOW) == "to do"


@pytest.mark.parametrize("given", [{}, {"projects__permitted": FAIL}, {"projects__permitted": SKIPPED}])
def test_a_confirmed_step_waits_while_its_projects_are_being_added(given: dict[str, Status | Result]) -> None:
    answers = Answers(results(**given), waiting=frozenset({"projects.permitted"}))
    assert step_views(ticked("projects"), answers, CHECKS)["projects"].state is State.WAITING
    passed = answers._replace(results=results(projects__permitted=PASS, projects__new=PASS))
    assert step_views(ticked("projects"), passed, CHECKS)["projects"].state is State.PROVEN


@pytest.mark.parametrize("step", ["create-app", "manifest", "handoff"])
def test_a_step_that_no_check_proves_is_confirmed_and_never_proven(step: str) -> None:
    assert states(ticked(step), **ALL_PASS)[step] is State.CONFIRMED
    assert states(whole(), **ALL_PASS)[step] is State.TODO


@pytest.mark.parametrize(
    ("approval", "confirmed", "expected"),
    [
        (ApprovalState.NOT_ASKED, False, State.TODO),
        (ApprovalState.WAITING, False, State.WAITING),
        (ApprovalState.WAITING, True, State.WAITING),
        (ApprovalState.GRANTED, False, State.TODO),
        (ApprovalState.GRANTED, True, State.CONFIRMED),
        (ApprovalState.REFUSED, True, State.FAILING),
    ],
)
def test_procores_approvals_hold_their_steps(approval: ApprovalState, confirmed: bool, expected: State) -> None:
    record = ticked("create-app", "promote") if confirmed else whole()
    record.verification = record.production_access = Approval(approval)
    shown = states(record)
    assert (shown["create-app"], shown["promote"]) == (expected, expected)


def test_a_production_token_settles_the_approvals_and_a_sandbox_token_does_not() -> None:
    waiting = Approval(ApprovalState.WAITING)
    record = ticked("promote", production_access=waiting, verification=waiting)
    shown = states(record, credentials__token=PASS)
    assert (shown["create-app"], shown["promote"]) == (State.TODO, State.CONFIRMED)
    sandbox = states(replace(record, environment="developer-sandbox"), credentials__token=PASS)
    assert (sandbox["create-app"], sandbox["promote"]) == (State.WAITING, State.WAITING)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, State.PROVEN),
        ({"install__account": WARN}, State.CAUTION),
        ({"install__account": UNVERIFIED}, State.UNVERIFIED),
        ({"install__account": confirmed(UNVERIFIED)}, State.CONFIRMED),
        ({"install__connected": FAIL}, State.FAILING),
        ({"credentials__account": UNVERIFIED}, State.UNVERIFIED),
    ],
)
def test_the_check_step_adds_up_all_checks(changed: dict[str, Status | Result], expected: State) -> None:
    assert states(ticked("install", step="check"), **{**ALL_PASS, **changed})["check"] is expected


def test_the_check_step_is_to_do_until_every_required_check_was_asked() -> None:
    found = {key: status for key, status in ALL_PASS.items() if key != "projects__new"}
    assert states(whole(), **found)["check"] is State.TODO


@pytest.mark.parametrize("verdict", ["pass", "fail", "unverified"])
def test_a_saved_verdict_proves_nothing_about_today(verdict: str) -> None:
    assert states(whole(verdict=verdict))["check"] is State.TODO


def test_a_check_for_an_unknown_step_changes_nothing() -> None:
    assert set(step_views(whole(), Answers({}), [Check("x.y", "elsewhere", "", True, "")])) == set(STEP_IDS)


def test_answers_of_an_earlier_run_stay_with_their_age_until_procore_is_asked_again() -> None:
    earlier = report(results(**ALL_PASS))
    views = step_views(whole(), Answers({}, earlier), CHECKS)
    assert {step: view.words(NOW) for step, view in views.items()} == {
        "create-app": "to do", "manifest": "to do", "handoff": "to do", "promote": "to do",
        **dict.fromkeys(("permissions", "install", "projects", "check"), "proven 2 days ago"),
    }  # fmt: skip
    now = Answers(results(install__connected=PASS, install__account=FAIL), earlier)
    views = step_views(whole(), now, CHECKS)
    assert views["install"] == StepView(State.FAILING, None, False, (), views["install"].checks)
    assert views["projects"].words(NOW) == "proven 2 days ago"
    asking = {"install.account": Result("install.account", Status.RUNNING, "")}
    views = step_views(whole(), Answers(asking, earlier, frozenset({"install.account"})), CHECKS)
    assert views["install"].words(NOW) == "proven 2 days ago" and views["install"].is_running


def test_a_failing_answer_of_an_earlier_run_has_its_age_too() -> None:
    earlier = report(results(**{**ALL_PASS, "install__connected": FAIL}))
    view = step_views(ticked("install"), Answers({}, earlier), CHECKS)["install"]
    assert view.words(NOW) == "failing 2 days ago"


def shown(record: Onboarding, answers: Answers) -> dict[str, CheckState]:
    return check_states(record, answers, CHECKS, begun_checks(record, answers, CHECKS))


def test_a_skipped_check_says_what_it_waits_for_at_the_root() -> None:
    given = results(
        credentials__token=PASS, install__connected=FAIL, install__account=SKIPPED, projects__permitted=SKIPPED,
        permissions__project=SKIPPED,
    )  # fmt: skip
    words = {id: each.words(NOW) for id, each in shown(ticked("install"), Answers(given)).items()}
    assert words == {
        "credentials.token": "proven",
        "credentials.account": "to do",
        "install.connected": "failing",
        "install.account": "waits for Installation",
        "install.version": "to do",
        "projects.permitted": "waits for Installation",
        "permissions.project": "waits for Installation",
        "projects.new": "to do",
    }


def test_a_sample_never_reads_as_all() -> None:
    looked = Result("permissions.project", PASS, "", details={"checked": 5, "permitted": 2_431})
    assert shown(whole(), Answers({looked.id: looked}))[looked.id].words(NOW) == "proven on 5 of 2,431"
    every = replace(looked, details={"checked": 12, "permitted": 12})
    assert shown(whole(), Answers({every.id: every}))[every.id].words(NOW) == "proven"
    earlier = Answers({}, report({looked.id: looked}))
    assert shown(whole(), earlier)[looked.id].words(NOW) == "proven on 5 of 2,431, 2 days ago"


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(days=400), "400 days ago"),
    ],
)
def test_an_age_is_said_in_words(passed: timedelta, words: str) -> None:
    assert age_words(NOW - passed, NOW) == words
    assert age_of_older(NOW - passed, NOW) == words.replace("just now", "in an earlier session"), "never reads as fresh"


def test_a_no_from_before_the_tick_is_to_do_and_is_asked_about_again() -> None:
    record = Onboarding("Acme", company_id="5")
    record.ticked["install/confirm"] = Confirmed("Kim", NOW)
    before, after = NOW - timedelta(minutes=1), NOW + timedelta(seconds=1)

    def installation(found_at: datetime) -> tuple[State, bool]:
        answers = Answers(results(install__connected=FAIL), found_at={"install.connected": found_at})
        view = step_views(record, answers, CHECKS)["install"]
        (state,) = (each.state for each in view.checks if each.check.id == "install.connected")
        return state, "install.connected" in overtaken_checks(record, answers, CHECKS)

    assert installation(before) == (State.TODO, True)
    assert installation(after) == (State.FAILING, False)


def test_a_step_that_a_person_marked_done_after_procores_no_is_to_do_until_procore_is_asked_again() -> None:
    record = ticked("install")
    record.ticked["install/confirm"] = Confirmed("Kim", NOW)
    asked = {"install.connected": NOW - timedelta(minutes=1)}
    refused = Answers(results(install__connected=FAIL, install__account=SKIPPED), found_at=asked)
    assert step_views(record, refused, CHECKS)["install"].state is State.TODO
    assert step_views(record, Answers({}), CHECKS)["install"].state is State.CONFIRMED


@pytest.mark.parametrize("check", ["projects__permitted", "projects__new"])
def test_a_caution_about_what_nobody_has_done_yet_is_to_do(check: str) -> None:
    given = {**ALL_PASS, check: WARN}
    record = ticked("promote", "install", expect=ExpectMode.ALL, future_projects=None)
    shown = states(record, **given)
    assert (shown["projects"], shown["check"]) == (State.TODO, State.TODO)
    done = replace(record, future_projects=True, confirmed=record.confirmed | {"projects": KIM})
    assert states(done, **given)["projects"] is State.CAUTION


def test_a_caution_that_holds_for_the_whole_setup_is_shown_wherever_it_stands() -> None:
    shown = states(whole(), **{**ALL_PASS, "credentials__token": WARN})
    assert (shown["promote"], shown["check"]) == (State.CAUTION, State.CAUTION)


@pytest.mark.parametrize(
    ("record", "given", "expected"),
    [
        (whole(), {}, State.TODO),
        (ticked("promote"), {}, State.CONFIRMED),
        (ticked("promote"), {"install__connected": PASS, "install__version": UNVERIFIED}, State.CONFIRMED),
        (ticked("promote"), {"install__connected": PASS, "install__version": WARN}, State.CONFIRMED),
        (ticked("promote"), {"install__connected": PASS, "install__version": PASS}, State.CONFIRMED),
        (whole(), {"install__connected": PASS, "install__version": PASS}, State.TODO),
        (ticked("promote", app_version_key=""), {"install__version": PASS}, State.TODO),
        (ticked("promote", app_version_key="01234567"), {"install__version": PASS}, State.TODO),
    ],
)
def test_no_check_proves_the_key_of_step_4_and_it_stays_a_persons_word(
    record: Onboarding, given: dict[str, Status], expected: State
) -> None:
    found = step_views(record, Answers(results(credentials__token=PASS, **given)), CHECKS)["promote"]
    assert found.state is expected
    assert found.noted == (() if found.missing else ("app_version_key",))
