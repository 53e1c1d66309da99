"""After the end of an access no paper speaks of a living one."""

from datetime import UTC, datetime

from dmsa_tui.checks.model import Result
from dmsa_tui.documents.access_review.build import build_access_review, write_access_review
from dmsa_tui.documents.handout import build_handout, write_handout
from dmsa_tui.documents.setup_record.build import build_setup_record, write_setup_record
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding.last_report import LastReport
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.vocabulary import Status

ENDED = "The app's access was ended on 2026-11-28."
PROFILE = load_profile("file-sync")


def ended() -> Onboarding:
    return Onboarding("Acme", app_name="Acme Sync", access_ended_at=datetime(2026, 11, 28, 12, tzinfo=UTC))


def test_the_access_review_begins_with_the_end() -> None:
    text = write_access_review(build_access_review(ended(), PROFILE, LastReport()), "md")
    assert ENDED in text and text.index(ENDED) < text.index("The account")
    assert "can do today" not in text[: text.index("The account")]


def test_the_handout_calls_nothing_installed() -> None:
    results = {"install.connected": Result("install.connected", Status.PASS, "It is installed.")}
    text = write_handout(build_handout(ended(), PROFILE, load_guide(), results=results), "md")
    assert ENDED in text and "is installed in" not in text and "Already done" not in text


def test_the_setup_record_lists_no_end_as_open_and_gives_no_advice_for_a_living_access() -> None:
    text = write_setup_record(build_setup_record(ended(), PROFILE), "md")
    assert ENDED in text and text.count(ENDED) == 1
    assert "Leave the service account" not in text and "Afterwards" not in text
