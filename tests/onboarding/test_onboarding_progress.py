"""The rail: a table of what is known, and what each step shows."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from dmsa_tui.checks.model import Confirmation, Result, Status
from dmsa_tui.onboarding.progress import STEP_IDS, StepState, step_states
from dmsa_tui.onboarding.record import Approval, Confirmed, GateState, Onboarding

NOW = datetime(2026, 11, 23, tzinfo=UTC)
KIM = Confirmed("Kim", NOW)
WORD = Confirmation("Kim", NOW)
PASS, WARN, FAIL, UNVERIFIED, SKIPPED = Status.PASS, Status.WARN, Status.FAIL, Status.UNVERIFIED, Status.SKIPPED


@dataclass(frozen=True)
class Check:
    """A check's definition, as far as the rail looks at it."""

    id: str
    step: str
    required: bool = True


CHECKS = [
    Check("credentials.token", "promote"),
    Check("credentials.account", "promote", required=False),
    Check("install.connected", "install"),
    Check("install.account", "install"),
    Check("install.version", "install", required=False),
    Check("projects.permitted", "projects"),
    Check("projects.new", "projects"),
]


def states(record: Onboarding, **results: Status | Result) -> dict[str, StepState]:
    """The states for results given as `install__connected=PASS`."""
    found = {}
    for key, result in results.items():
        id = key.replace("__", ".")
        required = next(check.required for check in CHECKS if check.id == id)
        found[id] = result if isinstance(result, Result) else Result(id, result, "", required=required)
    return step_states(record, found, CHECKS)


def ticked(*steps: str) -> Onboarding:
    """A record in which a person ticked these steps' actions as done."""
    return Onboarding("Acme", confirmed=dict.fromkeys(steps, KIM))


def vouched(status: Status) -> Result:
    """A required check that a person vouches for."""
    return Result("install.account", status, "", confirmed_by=WORD)


def test_a_new_onboarding_has_everything_to_do() -> None:
    assert states(Onboarding("Acme")) == dict.fromkeys(STEP_IDS, StepState.TODO)


@pytest.mark.parametrize("required", [PASS, WARN])
@pytest.mark.parametrize("optional", [None, PASS, WARN, UNVERIFIED, SKIPPED])
def test_a_step_is_proven_when_procore_confirmed_every_required_check(required: Status, optional: Status) -> None:
    found = {"install__connected": PASS, "install__account": required}
    if optional is not None:
        found["install__version"] = optional
    assert states(Onboarding("Acme"), **found)["install"] is StepState.PROVEN


@pytest.mark.parametrize(
    ("record", "results", "expected"),
    [
        (Onboarding("Acme"), {"install__connected": PASS}, StepState.TODO),
        (ticked("install"), {"install__connected": PASS}, StepState.CONFIRMED),
        (ticked("install"), {}, StepState.CONFIRMED),
        (ticked("install"), {"install__connected": FAIL}, StepState.FAILING),
        (ticked("install"), {"install__version": FAIL}, StepState.FAILING),
        (Onboarding("Acme"), {"install__connected": FAIL, "install__account": SKIPPED}, StepState.FAILING),
        (Onboarding("Acme"), {"install__connected": SKIPPED}, StepState.TODO),
        (ticked("install"), {"install__connected": SKIPPED}, StepState.WAITING),
        (ticked("install"), {"install__connected": PASS, "install__account": UNVERIFIED}, StepState.WAITING),
        (ticked("install"), {"install__connected": Status.RUNNING}, StepState.CONFIRMED),
        (Onboarding("Acme"), {"install__connected": PASS, "install__account": Status.RUNNING}, StepState.TODO),
        (ticked(), {"install__connected": PASS, "install__account": vouched(UNVERIFIED)}, StepState.CONFIRMED),
        (ticked(), {"install__connected": PASS, "install__account": vouched(FAIL)}, StepState.FAILING),
        (
            Onboarding("Acme", accepted={"install.account": KIM}),
            {"install__connected": PASS, "install__account": UNVERIFIED},
            StepState.CONFIRMED,
        ),
    ],
)
def test_the_install_step_shows(record: Onboarding, results: dict[str, Status], expected: StepState) -> None:
    assert states(record, **results)["install"] is expected


def test_a_check_that_is_not_wanted_does_not_hold_its_step_back() -> None:
    unwanted = Result("projects.new", SKIPPED, "", required=False)
    assert states(Onboarding("Acme"), projects__permitted=PASS, projects__new=unwanted)["projects"] is StepState.PROVEN


@pytest.mark.parametrize("step", ["create-app", "manifest", "handoff"])
def test_a_step_that_no_check_proves_is_confirmed_and_never_proven(step: str) -> None:
    assert states(ticked(step))[step] is StepState.CONFIRMED


@pytest.mark.parametrize(
    ("gate", "confirmed", "expected"),
    [
        (GateState.NOT_ASKED, False, StepState.TODO),
        (GateState.WAITING, False, StepState.WAITING),
        (GateState.WAITING, True, StepState.WAITING),
        (GateState.GRANTED, False, StepState.TODO),
        (GateState.GRANTED, True, StepState.CONFIRMED),
        (GateState.REFUSED, True, StepState.FAILING),
    ],
)
def test_procores_approvals_hold_their_steps(gate: GateState, confirmed: bool, expected: StepState) -> None:
    record = ticked("create-app", "promote") if confirmed else Onboarding("Acme")
    record.verification = record.production_access = Approval(gate)
    shown = states(record)
    assert (shown["create-app"], shown["promote"]) == (expected, expected)


def test_a_token_proves_the_promotion_even_if_the_approval_was_never_noted() -> None:
    record = Onboarding("Acme", production_access=Approval(GateState.WAITING))
    assert states(record, credentials__token=PASS)["promote"] is StepState.PROVEN


ALL_PASS = {check.id.replace(".", "__"): PASS for check in CHECKS}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, StepState.PROVEN),
        ({"install__account": WARN}, StepState.PROVEN),
        ({"install__account": UNVERIFIED}, StepState.WAITING),
        ({"install__account": vouched(UNVERIFIED)}, StepState.CONFIRMED),
        ({"install__connected": FAIL}, StepState.FAILING),
        ({"credentials__account": UNVERIFIED}, StepState.PROVEN),
    ],
)
def test_the_check_step_adds_up_what_this_run_found(changed: dict[str, Status | Result], expected: StepState) -> None:
    assert states(Onboarding("Acme"), **{**ALL_PASS, **changed})["check"] is expected


def test_the_check_step_is_to_do_until_every_required_check_was_asked() -> None:
    found = {key: status for key, status in ALL_PASS.items() if key != "projects__new"}
    assert states(Onboarding("Acme"), **found)["check"] is StepState.TODO


@pytest.mark.parametrize("verdict", ["pass", "fail", "unverified"])
def test_a_saved_verdict_proves_nothing_about_today(verdict: str) -> None:
    assert states(Onboarding("Acme", verdict=verdict))["check"] is StepState.TODO


def test_a_check_for_an_unknown_step_changes_nothing() -> None:
    assert set(step_states(Onboarding("Acme"), {}, [Check("x.y", "elsewhere")])) == set(STEP_IDS)
