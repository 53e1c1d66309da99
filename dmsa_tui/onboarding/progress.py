"""How far an onboarding is, step by step: what Procore proved, and what a person said."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from dmsa_tui.checks.model import Result, Status
from dmsa_tui.onboarding.record import GateState, Onboarding

STEP_IDS = ("create-app", "manifest", "permissions", "promote", "install", "projects", "check", "handoff")
"""Every step, in the order of the setup."""

GREEN = frozenset({Status.PASS, Status.WARN})
OPEN = frozenset({Status.UNVERIFIED, Status.SKIPPED})
"""Statuses that a person's word can settle."""


class StepState(StrEnum):
    """What the rail shows."""

    PROVEN = "proven"
    """Procore confirmed every required check."""
    CONFIRMED = "confirmed"
    """A person says so; Procore did not contradict."""
    FAILING = "failing"
    WAITING = "waiting"
    """Done by a person, or asked for, and not answered by Procore yet."""
    TODO = "todo"


class Definition(Protocol):
    """What the rail needs to know of a check."""

    @property
    def id(self) -> str:
        """The check's id."""

    @property
    def step(self) -> str:
        """The step that it confirms."""

    @property
    def required(self) -> bool:
        """Whether the step depends on it, unless a result says otherwise."""


def is_confirmed(record: Onboarding, result: Result) -> bool:
    """Whether a person's word stands in for what Procore did not say; a failed check stays failed."""
    return result.status in OPEN and (result.confirmed_by is not None or result.id in record.accepted)


def step_states(
    record: Onboarding, results: Mapping[str, Result], definitions: Iterable[Definition]
) -> dict[str, StepState]:
    """Every step's state from the record's answers and the latest result of each check."""
    by_step: dict[str, list[Definition]] = {step: [] for step in STEP_IDS}
    for definition in definitions:
        by_step.setdefault(definition.step, []).append(definition)
    states = {step: _state(step, record, results, checks) for step, checks in by_step.items()}
    states["check"] = _check_state(record, results, (check for checks in by_step.values() for check in checks))
    return {step: states[step] for step in STEP_IDS}


def _state(step: str, record: Onboarding, results: Mapping[str, Result], checks: list[Definition]) -> StepState:
    gate = {"create-app": record.verification, "promote": record.production_access}.get(step)
    found = [results[check.id] for check in checks if check.id in results]
    if any(result.status is Status.FAIL for result in found):
        return StepState.FAILING
    required = [check.id for check in checks if _is_required(check, results)]
    settled = [results[id] for id in required if id in results and _settles(record, results[id])]
    if required and len(settled) == len(required):
        return StepState.PROVEN if all(each.status in GREEN for each in settled) else StepState.CONFIRMED
    if gate is not None and gate.state is GateState.REFUSED:
        return StepState.FAILING
    if gate is not None and gate.state is GateState.WAITING:
        return StepState.WAITING
    if step not in record.confirmed:
        return StepState.TODO
    unanswered = [each for each in found if each.status in OPEN and each.id in required and each not in settled]
    return StepState.WAITING if unanswered else StepState.CONFIRMED


def _is_required(check: Definition, results: Mapping[str, Result]) -> bool:
    result = results.get(check.id)
    return check.required if result is None else result.required


def _settles(record: Onboarding, result: Result) -> bool:
    return result.status in GREEN or is_confirmed(record, result)


def _check_state(record: Onboarding, results: Mapping[str, Result], checks: Iterable[Definition]) -> StepState:
    """The checker's own state, from this run's answers alone: an old verdict proves nothing about today."""
    if any(result.status is Status.FAIL for result in results.values()):
        return StepState.FAILING
    required = [check.id for check in checks if _is_required(check, results)]
    if not required or any(id not in results for id in required):
        return StepState.TODO
    if not all(_settles(record, results[id]) for id in required):
        return StepState.WAITING
    return StepState.PROVEN if all(results[id].status in GREEN for id in required) else StepState.CONFIRMED
