"""After the end of an access no paper speaks of a living one."""

from datetime import UTC, datetime
from json import loads

import pytest
from jsonschema import Draft202012Validator

from dmsa_tui.checks.model import Report, RequestCount, Result
from dmsa_tui.documents.access_review.build import build_access_review, write_access_review
from dmsa_tui.documents.handout import build_handout, write_handout
from dmsa_tui.documents.setup_record.build import build_setup_record, setup_record_schema, write_setup_record
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding.ended_access import ended_by
from dmsa_tui.onboarding.last_report import LastReport, target
from dmsa_tui.onboarding.record import Confirmed, ExpectMode, Onboarding, Refusal
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.vocabulary import Status

ENDED = "The app's access was ended on 2026-11-28."
BEFORE, END, AFTER = (datetime(2026, 11, day, 12, tzinfo=UTC) for day in (27, 28, 29))
REFUSED = RequestRecord("GET", "https://api.procore.com/rest/v1.0/companies/4711/me", 403, "req-9", 80)
PROFILE = load_profile("file-sync")


def ended() -> Onboarding:
    return Onboarding("Acme", app_name="Acme Sync", access_ended_at=END)


def test_the_access_review_begins_with_the_end() -> None:
    text = write_access_review(build_access_review(ended(), PROFILE, LastReport()), "md")
    assert ENDED in text and text.index(ENDED) < text.index("The account")
    assert "can do today" not in text[: text.index("The account")]
    assert f"{ENDED} If the app is used again, end the access in this order:" in text and "To end the" not in text


def test_the_handout_calls_nothing_installed() -> None:
    results = {"install.connected": Result("install.connected", Status.PASS, "It is installed.")}
    text = write_handout(build_handout(ended(), PROFILE, load_guide(), results=results), "md")
    assert ENDED in text and "is installed in" not in text and "Already done" not in text


def test_the_setup_record_lists_no_end_as_open_and_gives_no_advice_for_a_living_access() -> None:
    text = write_setup_record(build_setup_record(ended(), PROFILE), "md")
    assert ENDED in text and text.count(ENDED) == 1
    assert "Leave the service account" not in text and "Afterwards" not in text


def test_the_setup_record_keeps_no_account_while_the_task_that_ends_its_access_is_open() -> None:
    record = Onboarding("Acme", ticked={"offboard/stop": Confirmed("Kim", BEFORE)})
    assert "Leave the service account" not in write_setup_record(build_setup_record(record, PROFILE), "md")


@pytest.mark.parametrize("kind", ["md", "html"])
def test_the_setup_record_calls_no_step_to_do_after_the_end(kind: str) -> None:
    record = ended()
    record.confirmed = {"create-app": Confirmed("Kim", BEFORE), "promote": Confirmed("Lee", BEFORE)}
    setup = build_setup_record(record, PROFILE)
    text = write_setup_record(setup, kind)
    steps = text[text.index("Steps") :]
    assert "○" not in steps and "A person" in steps and "Kim, " in steps
    assert "Lee, " in steps and "not done" not in steps, "the history has that word, too"
    assert loads(write_setup_record(setup, "json"))["open_items"] == []


def checked(record: Onboarding, at: datetime) -> Report:
    """A report in which all is well."""
    tools = [{"tool": "Documents", "wanted": "admin", "granted": "admin"}]
    found = (
        Result("credentials.token", Status.PASS, "Procore accepts the credentials."),
        Result("install.connected", Status.PASS, "The app is installed in company Acme."),
        Result("permissions.company", Status.PASS, "Every level is there.", details={"tools": tools}),
        Result("projects.permitted", Status.PASS, "All are there.", details={"expected": 12, "assigned": 12}),
    )
    return Report(Status.PASS, at, 80, {"name": record.name, **target(record)}, found, RequestCount())


def test_the_setup_record_says_of_what_was_found_before_the_end_that_it_is_of_before_with_its_date() -> None:
    record = ended()
    record.expect, record.future_projects = ExpectMode.ALL, True
    setup = build_setup_record(record, PROFILE, checked(record, BEFORE))
    text = write_setup_record(setup, "md")
    assert "✔" not in text and "Verdict of the last run" not in text
    for each in ("Permissions", "Projects", "Checks"):
        assert f"## {each} before the access was ended" in text and f"## {each}\n" not in text
    assert text.count("Found on 2026-11-27. It no longer counts.") == 3
    assert "On 2026-11-27: The app is installed in company Acme." in text and "proven then" in text
    page = write_setup_record(setup, "html")
    assert "✔" not in page and "before the access was ended" in page
    document = loads(write_setup_record(setup, "json"))
    assert document["verdict"] is None and document["ended"]["found_before"] is True
    assert document["ended"]["verdict_before"] == "pass" and "Verdict then: pass." in text
    Draft202012Validator(loads(setup_record_schema())).validate(document)


def test_what_was_asked_after_the_end_is_of_now() -> None:
    record = ended()
    text = write_setup_record(build_setup_record(record, PROFILE, checked(record, AFTER)), "md")
    assert "✔ proven" in text and "before the access was ended" not in text and "Verdict of the last run" in text


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (Refusal.COMPANY, "Procore refused the account's calls for this company."),
        (Refusal.TOKEN, "Procore gave no token for the credentials that it had accepted before."),
    ],
)
def test_the_setup_record_has_the_proof_of_the_end_and_its_evidence(refused: Refusal, said: str) -> None:
    record = ended()
    for name, value in ended_by(record, END, refused, (REFUSED,)).items():
        setattr(record, name, value)
    text = write_setup_record(build_setup_record(record, PROFILE), "md")
    assert said in text and "/rest/v1.0/companies/4711/me → 403, request req-9" in text
    assert "What proved it is not recorded" not in text


@pytest.mark.parametrize("task", ["offboard/stop", "rotate/reset"])
def test_the_sync_tool_is_not_said_to_have_the_credentials_while_a_task_takes_them_away(task: str) -> None:
    word = Confirmed("Kim", BEFORE)
    record = Onboarding(
        "Acme", company_id="4711", client_id="c" * 43, app_name="Acme Sync", expect=ExpectMode.ALL,
        confirmed=dict.fromkeys(("create-app", "manifest", "handoff"), word), ticked={task: word},
    )  # fmt: skip
    text = write_setup_record(build_setup_record(record, PROFILE, checked(record, BEFORE)), "md")
    opening = text[: text.index("## Open items")]
    assert "The setup was finished: Procore proved" in opening
    assert "is finished" not in opening and "has the credentials" not in opening
