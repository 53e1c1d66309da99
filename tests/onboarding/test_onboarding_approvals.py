"""Procore's two approvals: dates, ages, and whose turn it is."""

from datetime import date, timedelta

import pytest

from dmsa_tui.checks.model import Result
from dmsa_tui.errors import InvalidInput, Unfinished
from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.approvals import (
    are_settled,
    at_least,
    days_since,
    pending_approvals,
    today,
    with_state,
)
from dmsa_tui.onboarding.record import Approval, ApprovalState, Onboarding
from dmsa_tui.onboarding.settled import settled_by
from dmsa_tui.vocabulary import Status

DAY = date(2026, 11, 23)


def test_a_new_state_has_its_own_day_and_keeps_the_note() -> None:
    waiting = with_state(Approval(note="case 4711"), ApprovalState.WAITING, DAY)
    assert waiting == Approval(ApprovalState.WAITING, "2026-11-23", "case 4711")
    assert with_state(waiting, ApprovalState.WAITING, DAY + timedelta(9)) == waiting
    assert with_state(waiting, ApprovalState.NOT_ASKED, DAY) == Approval(since="2026-11-23", note="case 4711")


def test_not_requested_is_an_answer_once_somebody_gave_it() -> None:
    assert not Approval().is_answered
    assert with_state(Approval(), ApprovalState.NOT_ASKED, DAY).is_answered
    assert Approval(ApprovalState.WAITING).is_answered


@pytest.mark.parametrize(
    ("since", "days"),
    [("2026-11-23", 0), ("2026-11-22", 1), ("2026-11-02", 21), ("2026-11-24", 0), ("", None), ("yesterday", None)],
)
def test_the_age_is_in_whole_days_and_unknown_without_a_date(since: str, days: int | None) -> None:
    assert days_since(Approval(ApprovalState.WAITING, since), DAY) == days


def test_who_is_waited_for_is_said_with_the_age_until_a_check_has_passed() -> None:
    record = Onboarding(
        "Acme",
        verification=Approval(ApprovalState.WAITING, "2026-11-22"),
        production_access=Approval(ApprovalState.REFUSED, "soon"),
    )
    assert [(each.step, each.who, each.said) for each in pending_approvals(record, DAY)] == [
        ("create-app", "Procore", "organization verification, 1+ days"),
        ("promote", "consultant", "production access refused"),
    ]
    record.verdict, record.client_id = "fail", "a1B2"
    assert len(list(pending_approvals(record, DAY))) == 2
    record.verdict = "warn"
    assert list(pending_approvals(record, DAY)) == []
    granted = Onboarding("Acme", verification=Approval(ApprovalState.GRANTED, "2026-11-01"))
    assert list(pending_approvals(granted, DAY)) == []
    assert at_least(400) == "400+ days"


def test_credentials_that_worked_settle_the_approvals_for_good_and_others_do_not() -> None:
    waiting = Approval(ApprovalState.WAITING, "2026-11-22")
    record = Onboarding("Acme", client_id="a1B2", verification=waiting)
    works, refused = (Result("credentials.token", each, "") for each in (Status.PASS, Status.FAIL))
    assert are_settled(record, works) and not are_settled(record, refused) and not are_settled(record)
    record.approvals_settled_by = settled_by(record)
    assert are_settled(record, refused) and not list(pending_approvals(record))
    record.client_id = "other"
    assert not are_settled(record) and list(pending_approvals(record))
    record.client_id, record.environment = "a1B2", "developer-sandbox"
    assert not are_settled(record, works) and not settled_by(record), "a sandbox's credentials settle nothing"
    record.verdict = "pass"
    assert not are_settled(record)
    record.environment, record.verdict = "monthly-sandbox", ""
    assert are_settled(record, works), "it takes the production credentials"


@pytest.mark.parametrize(
    "text", ["2026-11-02", " 2026-11-02\n", "\u200b2026-11-02", "20261102", "11/2/2026", "11/02/2026"]
)
def test_a_date_is_taken_as_year_month_day_or_as_month_day_year(text: str) -> None:
    assert fields.approval_date(text) == "2026-11-02"


@pytest.mark.parametrize(
    "text",
    ["", "2.11.2026", "2026-11-31", "13/1/2026", "11/31/2026", "11/2/26x", "1/1/1999", "yesterday", "1999-01-01",
     "0001-01-01", "٢٠٢٦-11-02"],
)  # fmt: skip
def test_another_date_is_refused_with_an_example_or_the_first_year(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"2026-11-02|2021"):
        fields.approval_date(text)


@pytest.mark.parametrize("text", ["21 days ago", "21+ days", "21 Days ago"])
def test_a_day_may_be_given_as_the_screen_counts_it(text: str) -> None:
    assert fields.approval_date(text) == (today() - timedelta(21)).isoformat()
    with pytest.raises(Unfinished):
        fields.approval_date("21 d")


def test_today_is_a_date_and_tomorrow_is_not_yet() -> None:
    assert fields.approval_date(today().isoformat()) == today().isoformat()
    with pytest.raises(InvalidInput, match="is in the future"):
        fields.approval_date((today() + timedelta(1)).isoformat())


def test_a_note_is_one_line_and_nothing_that_looks_like_a_secret() -> None:
    assert fields.approval_note(" case\n 4711,  answered ") == "case 4711, answered"
    for text in ("a" * 43, f"secret: {'0f' * 32}.", f'"{"A-b_" * 12}"'):
        with pytest.raises(InvalidInput, match="looks like a client ID or a secret") as caught:
            fields.approval_note(text)
        assert text[10:30] not in str(caught.value)
    plain = "2026-11-29-Harbor-Annex_PHASE-2_expected-projects-list-v2 " + "-" * 45
    assert fields.approval_note(plain) == plain  # words between dashes: no value that is made at random
    for text in ("a\u202eb", "\x1b[31m", "x" * 301):
        with pytest.raises(InvalidInput, match="note"):
            fields.approval_note(text)
