"""A setup in a line: what is the matter, in words, who has to act, and what comes first in a list."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dmsa_tui.checks.model import Remedy, Report, RequestCount, Result
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.approvals import today
from dmsa_tui.onboarding.check_states import Answers
from dmsa_tui.onboarding.record import Approval, ApprovalState, Confirmed, ExpectMode, Onboarding
from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.summary import Summary, may_fail_unbegun, needs_report, state_of, summary, urgency
from dmsa_tui.vocabulary import CHECKS, STEP_IDS, Cause, Status

GUIDE = load_guide()
NOW = datetime(2026, 11, 23, tzinfo=UTC)
HANDED_OVER = {"handoff": Confirmed("Ada", NOW)}
ANSWERED: dict[str, Any] = {
    "company_id": "4711", "client_id": "Kq7Y", "app_version_key": "01234567-89ab-cdef-0123-456789abcdef",
    "expect": ExpectMode.ALL, "future_projects": False,
}  # fmt: skip
DONE: dict[str, Any] = {**ANSWERED, "confirmed": dict.fromkeys(STEP_IDS, Confirmed("Ada", NOW))}
NOT_HANDED_OVER = dict.fromkeys(STEP_IDS[:-1], Confirmed("Ada", NOW))
REMEDY = Remedy("App Management", "admin", "Company › App Management › Permissions", "Add Projects")
PREPARED = dict.fromkeys(STEP_IDS[:4], Confirmed("Ada", NOW))
APP_CREATED = {"create-app": Confirmed("Ada", NOW)}
BUT_THE_LAST = [f"rotate/{each.id}" for each in GUIDE.documented("rotate").editions["components"].actions[:-1]]
ADDED = {"projects/chosen-add": Confirmed("Ada", NOW), "handoff/sync": Confirmed("Ada", NOW)}


def waiting(days: int, state: ApprovalState = ApprovalState.WAITING) -> Approval:
    return Approval(state, (today() - timedelta(days=days)).isoformat())


def reported(status: Status, *results: Result) -> Report:
    found = {check.id: Result(check.id, Status.PASS, "Right.", required=check.required) for check in CHECKS}
    found |= {each.id: each for each in results}
    return Report(status, NOW, 1, {}, tuple(found.values()), RequestCount(1, 0, 0))


def told(record: Onboarding, report: Report | None = None) -> Summary:
    return summary(record, Answers({}, report, asked_all=True), CHECKS, GUIDE)


MISSING = Result(
    "projects.permitted", Status.FAIL, "Its own sentence.", Cause.PROJECT_NOT_PERMITTED, REMEDY,
    details={"missing": [{}] * 4},
)  # fmt: skip

CONNECTED = Result("install.connected", Status.PASS, "Right.", details={"company": "Zinc Homes"})


@pytest.mark.parametrize(
    ("record", "report", "wanted"),
    [
        (Onboarding("Acme"), None, Summary(State.TODO, "create-app", "", "consultant")),
        (Onboarding("Acme", step="install"), None, Summary(State.TODO, "create-app", "", "consultant")),  # looked at
        (
            Onboarding("Acme", step="handoff", app_name="Sync", ticked={"install/open": Confirmed("Ada", NOW)}),
            None,
            Summary(State.TODO, "install", "", "administrator"),
        ),
        (
            Onboarding("Acme", step="check", confirmed=APP_CREATED),
            None,
            Summary(State.TODO, "manifest", "", "consultant"),
        ),
        (
            Onboarding("Acme", verdict="fail", step="projects", confirmed=PREPARED, **ANSWERED),
            reported(Status.FAIL, Result("install.connected", Status.FAIL, "No.", Cause.NOT_INSTALLED, REMEDY)),
            Summary(State.TODO, "install", "", "administrator"),
        ),
        (
            Onboarding("Acme", step="create-app", confirmed={"create-app": Confirmed("Ada", NOW)}),
            None,
            Summary(State.TODO, "manifest", "", "consultant"),
        ),
        (
            Onboarding(
                "Acme",
                step="permissions",
                action="open-builder",
                production_access=waiting(9),
                ticked={"create-app/create": Confirmed("Ada", NOW)},
            ),  # looked at
            None,
            Summary(State.WAITING, "create-app", "", "consultant", beside="production access pending for 9+ days"),
        ),
        (
            Onboarding("Acme", verification=waiting(9)),
            None,
            Summary(State.WAITING, "create-app", "", "consultant", beside="verification pending for 9+ days"),
        ),
        (
            Onboarding("Acme", step="permissions", verification=waiting(9), confirmed=APP_CREATED),
            None,
            Summary(State.WAITING, "create-app", "verification pending for 9+ days", "Procore", "verification"),
        ),
        (
            Onboarding("Acme", verification=waiting(9), production_access=waiting(2, ApprovalState.REFUSED)),
            None,
            Summary(
                State.FAILING, "promote", "production access refused 2+ days ago", "consultant", "production_access"
            ),
        ),
        (
            Onboarding("Acme", verdict="fail", ticked=ADDED),
            reported(Status.FAIL, MISSING),
            Summary(State.FAILING, "projects", "4 projects are missing", "administrator"),
        ),
        (
            Onboarding("Acme", verdict="fail", verification=waiting(9), ticked=ADDED),
            reported(Status.FAIL, MISSING),
            Summary(State.FAILING, "projects", "4 projects are missing", "administrator"),
        ),
        (
            Onboarding("Acme", verdict="fail"),
            reported(Status.FAIL, MISSING),
            Summary(State.TODO, "create-app", "", "consultant"),
        ),
        (
            Onboarding("Acme", verdict="fail", verification=waiting(9), confirmed=APP_CREATED, step="permissions"),
            reported(Status.FAIL, MISSING),
            Summary(State.WAITING, "create-app", "verification pending for 9+ days", "Procore", "verification"),
        ),
        (
            Onboarding("Acme", verdict="pass", **DONE),
            reported(Status.PASS, CONNECTED),
            Summary(State.CAUTION, "", "a caution: Company"),
        ),
        (
            Onboarding("Acme", verdict="pass", **{**ANSWERED, "future_projects": None}),
            reported(Status.PASS, CONNECTED),
            Summary(State.CAUTION, "install", "a caution: Company", "both"),
        ),
        (
            Onboarding("Acme", verdict="fail"),
            None,
            Summary(State.FAILING, "check", "a check failed", "both"),
        ),
        (
            Onboarding("Acme", verdict="unverified"),
            reported(Status.UNVERIFIED, Result("install.account", Status.UNVERIFIED, "Silence.", required=True)),
            Summary(State.UNVERIFIED, "install", "Procore did not say: Service account", "administrator"),
        ),
        (
            Onboarding("Acme", verdict="unverified"),
            reported(
                Status.UNVERIFIED,
                *(Result(each.id, Status.UNVERIFIED, "Silence.", required=each.required) for each in CHECKS),
            ),
            Summary(State.UNVERIFIED, "promote", "Procore did not say: Credentials and App of the token", "consultant"),
        ),
        (
            Onboarding("Acme", verdict="warn"),
            reported(Status.WARN, Result("install.version", Status.WARN, "An update waits.")),
            Summary(State.CAUTION, "install", "a caution: Installed version", "administrator"),
        ),
        (
            Onboarding("Acme", verdict="warn"),
            reported(
                Status.WARN,
                Result("install.version", Status.WARN, "An update waits."),
                Result("permissions.company", Status.WARN, "Above."),
            ),
            Summary(State.CAUTION, "install", "a caution: Installed version", "administrator"),
        ),
        (
            Onboarding("Acme", verdict="warn", step="permissions", action="company-levels"),
            reported(Status.WARN, Result("install.version", Status.WARN, "An update waits.")),
            Summary(State.CAUTION, "permissions", "", "consultant"),
        ),
        (
            Onboarding("Acme", verdict="warn", step="permissions", action="open-builder"),  # looked at
            reported(Status.WARN, Result("install.version", Status.WARN, "An update waits.")),
            Summary(State.CAUTION, "install", "a caution: Installed version", "administrator"),
        ),
        (
            Onboarding("Acme", verdict="warn", **DONE),
            reported(Status.WARN, Result("install.version", Status.WARN, "An update waits.")),
            Summary(State.CAUTION, "", "a caution: Installed version"),
        ),
        (
            Onboarding("Acme", verdict="pass", **{**ANSWERED, "future_projects": None}),
            None,
            Summary(State.TODO, "projects", "undecided", "both", "future_projects"),
        ),
        *(
            (
                Onboarding(
                    "Acme",
                    verdict="pass",
                    step=step,
                    action="x",
                    ticked={f"{step}/x": Confirmed("Ada", NOW)},
                    **{**ANSWERED, "expect": ExpectMode.UNDECIDED},
                ),
                None,
                Summary(State.TODO, "projects", "undecided", "both", "expect"),
            )
            for step in ("create-app", "install", "handoff")
        ),
        (
            Onboarding("Acme", verdict="pass", **ANSWERED),
            None,
            Summary(State.TODO, "create-app", "confirm 3 steps", "consultant"),
        ),
        (
            Onboarding(
                "Acme",
                verdict="pass",
                step="promote",
                action="try-pair",
                ticked={"promote/vault": Confirmed("Ada", NOW)},
                **ANSWERED,
            ),
            None,
            Summary(State.TODO, "promote", "actions are left", "consultant"),
        ),
        (
            Onboarding("Acme", verdict="pass", step="manifest", confirmed=HANDED_OVER, **ANSWERED),
            None,
            Summary(State.TODO, "manifest", "confirm 2 steps", "consultant"),
        ),
        (
            Onboarding("Acme", verdict="pass", **ANSWERED, confirmed=dict.fromkeys(STEP_IDS[:2], Confirmed("A", NOW))),
            None,
            Summary(State.TODO, "handoff", "", "consultant"),
        ),
        (Onboarding("Acme", confirmed=HANDED_OVER), None, Summary(State.TODO, "create-app", "", "consultant")),
        (Onboarding("Acme", verdict="pass", **DONE), None, Summary(State.PROVEN, "")),
        (Onboarding("Acme", **DONE), None, Summary(State.TODO, "check", "", "both")),
        (
            Onboarding("Acme", verdict="pass", **DONE, ticked={"create-app/administrator": Confirmed("Ada", NOW)}),
            None,
            Summary(State.TODO, "create-app", "an answer is missing", "consultant", "administrator"),
        ),
        (
            Onboarding("Acme", verdict="pass", **DONE, ticked={"rotate/time": Confirmed("Ada", NOW)}),
            None,
            Summary(State.PROVEN, "", "complete; task 2 of 9: Rotate the client secret", "consultant", task="rotate"),
        ),
        (
            Onboarding("Acme", verdict="pass", **DONE, ticked={"migrate/old": Confirmed("Ada", NOW)}),
            None,
            Summary(
                State.PROVEN, "", "complete; task 2 of 8: Move from an old service account", "both", task="migrate"
            ),
        ),
        (
            Onboarding(
                "Acme",
                verdict="pass",
                **{**DONE, "confirmed": NOT_HANDED_OVER, "old_account": "Old Sync"},
                ticked={"migrate/old": Confirmed("Ada", NOW)},
            ),
            None,
            Summary(State.TODO, "", "task 2 of 8: Move from an old service account", "both", task="migrate"),
        ),
        (
            Onboarding(
                "Acme",
                verdict="fail",
                **DONE,
                ticked={"migrate/old": Confirmed("Ada", NOW), "rotate/time": Confirmed("Ada", NOW + timedelta(1))},
            ),
            None,
            Summary(
                State.FAILING,
                "",
                "a check failed; 2 tasks begun; at 2 of 9: Rotate the client secret",
                "consultant",
                task="rotate",
            ),
        ),
        (
            Onboarding("Acme", verdict="fail", **DONE, ticked={**ADDED, "rotate/time": Confirmed("Ada", NOW)}),
            reported(Status.FAIL, MISSING),
            Summary(
                State.FAILING,
                "",
                "4 projects are missing; task 2 of 9: Rotate the client secret",
                "consultant",
                task="rotate",
            ),
        ),
        (
            Onboarding("Acme", verdict="pass", **DONE, ticked=dict.fromkeys(BUT_THE_LAST, Confirmed("Ada", NOW))),
            None,
            Summary(
                State.PROVEN,
                "",
                "complete; task with 1 action left: Rotate the client secret",
                "consultant",
                task="rotate",
            ),
        ),
        (
            Onboarding("Acme", step="install", action="open", ticked={"migrate/old": Confirmed("Ada", NOW)}),
            None,
            Summary(State.TODO, "install", "", "administrator"),
        ),
        (Onboarding("Acme", verdict="fail", access_ended_at=NOW, **DONE), None, Summary(None, "", "access ended")),
    ],
)
def test_the_line_says_what_is_the_matter_and_who_has_to_act(
    record: Onboarding, report: Report | None, wanted: Summary
) -> None:
    assert told(record, report) == wanted
    if report is None:
        assert state_of(record) is wanted.state


@pytest.mark.parametrize(
    ("answers", "who"),
    [
        ({}, "consultant"),
        ({"ticked": {"create-app/owner": Confirmed("Ada", NOW)}}, "administrator"),
        ({"ticked": {"create-app/owner": Confirmed("Ada", NOW)}, "action": "administrator"}, "consultant"),
        ({"ticked": {"create-app/administrator": Confirmed("Ada", NOW)}, "action": "administrator"}, "consultant"),
        ({"step": "install", "action": "owner"}, "administrator"),
    ],
    ids=["first action", "an action of the guided", "left at its own", "left at a ticked one", "another step"],
)
def test_who_must_act_is_who_acts_at_the_action_that_opens(answers: dict[str, Any], who: str) -> None:
    assert told(Onboarding("Acme", app_owner="customer", **answers), None).waits_for == who


def test_a_line_among_other_customers_quotes_no_name_of_a_project_and_no_id() -> None:
    quoted = "Documents is turned off in “Harbor Annex” of company 562949953421312. Ask for it."
    result = Result("permissions.project", Status.FAIL, quoted, Cause.TOOL_DISABLED, REMEDY)
    matter = told(Onboarding("Acme", verdict="fail", ticked=ADDED), reported(Status.FAIL, result)).matter
    assert matter == "Project permissions fails"


def test_what_fails_or_waits_comes_first_and_what_is_complete_last() -> None:
    records = {
        "complete": Onboarding("Acme", verdict="pass", **DONE),
        "begun": Onboarding("Acme"),
        "caution": Onboarding("Acme", verdict="warn"),
        "waiting": Onboarding("Acme", verification=waiting(1)),
        "silent": Onboarding("Acme", verdict="unverified"),
        "failing": Onboarding("Acme", verdict="fail"),
    }
    assert sorted(records, key=lambda each: urgency(records[each])) == [
        "failing", "waiting", "silent", "caution", "begun", "complete",
    ]  # fmt: skip


def test_what_fails_of_a_step_that_nobody_has_begun_does_not_come_first() -> None:
    record = Onboarding("Acme", verdict="fail")
    report = reported(Status.FAIL, MISSING)
    assert may_fail_unbegun(record) and urgency(record, told(record, report)) == urgency(Onboarding("Acme"))
    begun = Onboarding("Acme", verdict="fail", ticked=ADDED)
    assert not may_fail_unbegun(begun) and urgency(begun) < urgency(record, told(record, report))


def test_the_steps_to_do_are_those_that_the_stepper_shows() -> None:
    """A caution leaves the steps done that checks prove, although nobody confirmed them."""
    by_hand = {step: Confirmed("Ada", NOW) for step in ("create-app", "manifest", "promote", "handoff")}
    record = Onboarding("Acme", verdict="warn", **ANSWERED, confirmed=by_hand)
    report = reported(Status.WARN, Result("install.version", Status.WARN, "An update waits."))
    assert told(record, report) == Summary(State.CAUTION, "", "a caution: Installed version")


def test_of_what_waits_the_longest_waiting_comes_first_and_what_has_no_date_last() -> None:
    records = {
        "today": Onboarding("Acme", verification=waiting(0)),
        "undated": Onboarding("Acme", verification=Approval(ApprovalState.WAITING)),
        "longest": Onboarding("Acme", verification=waiting(104)),
        "nine days": Onboarding("Acme", production_access=waiting(9)),
    }
    assert sorted(records, key=lambda each: urgency(records[each])) == ["longest", "nine days", "today", "undated"]


def test_a_report_is_read_only_where_there_is_a_verdict() -> None:
    verdicts = ("", "pass", "warn", "fail", "unverified")
    assert [each for each in verdicts if needs_report(Onboarding("A", verdict=each))] == list(verdicts[1:])


def test_where_all_checks_pass_a_setup_goes_on_from_the_step_that_was_open_last() -> None:
    record = Onboarding("Acme", verdict="pass", step="check", **ANSWERED)
    assert told(record).step == "handoff"
    record.confirmed = dict.fromkeys(("check", "handoff"), Confirmed("Kim", NOW))
    assert told(record).step == "create-app"
