"""An action knows which of its answers are missing in the record."""

import pytest

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode, Onboarding
from dmsa_tui.onboarding.unanswered import unanswered


def missing(action: str, record: Onboarding) -> tuple[str, ...]:
    step_id, action_id = action.split("/")
    actions = load_guide().step(step_id).editions["components"].actions
    return unanswered(record, next(each for each in actions if each.id == action_id))


@pytest.mark.parametrize(
    ("action", "name", "answer"),
    [
        ("create-app/owner", "app_owner", "customer"),
        ("create-app/app-name", "app_name", "Sync"),
        ("create-app/verification", "verification", Approval(ApprovalState.WAITING)),
        ("create-app/count-projects", "active_projects", 0),
        ("promote/version-key", "app_version_key", "3f1c9a52-8a0f-4c5f-9d0e-6f6d0a1f5b11"),
    ],
)
def test_an_answer_is_missing_until_it_is_given(action: str, name: str, answer: object) -> None:
    record = Onboarding("Acme")
    assert missing(action, record) == (name,)
    setattr(record, name, answer)
    assert missing(action, record) == ()


def test_the_list_of_projects_is_missing_only_where_a_list_is_wanted() -> None:
    record = Onboarding("Acme")
    assert missing("projects/decide", record) == ("expect", "future_projects")
    record.expect, record.future_projects = ExpectMode.LIST, False
    assert missing("projects/decide", record) == ("expected_projects",)
    record.expected_projects = ["1001"]
    assert missing("projects/decide", record) == ()


def test_a_task_that_asks_for_the_list_alone_needs_one_whatever_is_expected() -> None:
    task = load_guide().documented("migrate").editions["components"]
    reached = next(each for each in task.actions if each.id == "reached")
    for expect in ExpectMode:
        assert unanswered(Onboarding("Acme", expect=expect), reached) == ("expected_projects",)
        assert unanswered(Onboarding("Acme", expect=expect, expected_projects=["1001"]), reached) == ()


def test_a_sandbox_has_no_approval_and_ticked_rows_are_no_answer() -> None:
    record = Onboarding("Acme", environment="developer-sandbox")
    assert missing("promote/access-granted", record) == ()
    assert missing("promote/sandbox-pair", record) == missing("create-app/verification", record) == ()
    assert missing("permissions/company-levels", record) == ()
