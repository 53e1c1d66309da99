"""A rehearsal of a fault begins where a person meets it: the step of the fault was done before, and fails."""

import pytest

from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.unanswered import unanswered
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.session.session import Session


@pytest.mark.parametrize(
    ("scenario", "state"),
    [
        ("unpermitted-projects", State.FAILING), ("no-future-projects", State.FAILING),
        ("no-default-template", State.CAUTION), ("update-reset", State.FAILING),
    ],
)  # fmt: skip
async def test_a_fault_of_the_projects_step_is_no_step_that_nobody_has_begun(scenario: str, state: State) -> None:
    session = Session.for_rehearsal(scenario)
    assert session.rehearsal is not None
    session.open_record.begin(session.rehearsal.starting_record())
    session.know_noted_secret()
    await session.run_checks(None, manual=True)
    assert session.views()["projects"].state is state
    await session.disconnect()


@pytest.mark.parametrize("scenario", [id for id in SCENARIOS if id != "fresh"])
def test_what_was_done_before_a_fault_has_no_question_that_reads_as_skipped(scenario: str) -> None:
    session = Session.for_rehearsal(scenario)
    assert session.rehearsal is not None
    session.open_record.begin(session.rehearsal.starting_record())
    asked = [each for each in session.actions.of("create-app") if not each.optional]
    assert not [each.id for each in asked if unanswered(session.record, each)]
