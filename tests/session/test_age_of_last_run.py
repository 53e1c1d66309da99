"""When the checks ran last stays known where an answer has overtaken their verdict."""

from datetime import UTC, datetime

from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.session.session import Session

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


def checked() -> Session:
    session = Session.for_customers()
    session.open_record.begin(Onboarding("Example Homes", company_id="4711", verdict="pass", checked_at=AT))
    return session


def test_an_answer_about_projects_drops_the_verdict_and_not_the_age_of_the_run() -> None:
    session = checked()
    session.open_record.note(expect=ExpectMode.LIST)
    assert (session.record.verdict, session.record.checked_at) == ("", AT)


def test_another_company_was_never_checked() -> None:
    session = checked()
    session.open_record.note(company_id="4712", expect=ExpectMode.LIST)
    assert (session.record.verdict, session.record.checked_at) == ("", None)
