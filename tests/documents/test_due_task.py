"""Messages and the handout ask for the open action of a task, and for nothing of an access that was ended."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dmsa_tui.checks.model import Result
from dmsa_tui.documents.handout import build_handout, write_handout
from dmsa_tui.documents.message_text import Message
from dmsa_tui.documents.messages import MESSAGES, approval_message
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding.record import Confirmed, ExpectMode, FailedProof, Onboarding
from dmsa_tui.vocabulary import Status

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ENDED = "The app's access was ended on 2026-11-28."
PROFILE = load_profile("file-sync")
SET_UP = {id: Result(id, Status.PASS, "") for id in ("install.connected", "projects.permitted", "credentials.token")}


def ticked(task: str, *actions: str) -> dict[str, Confirmed]:
    return {f"{task}/{each}": Confirmed("Ada", NOW) for each in actions}


def record(**changes: Any) -> Onboarding:
    given: dict[str, Any] = {
        "company_id": "4711", "app_name": "Acme Sync", "client_id": "c" * 43, "expect": ExpectMode.ALL,
        "future_projects": False, "app_owner": "customer", "administrator": "Kim", "verdict": "pass",
    }  # fmt: skip
    return Onboarding("Acme", **{**given, **changes})


def message(kind: str, of: Onboarding) -> Message:
    return approval_message(kind, of, PROFILE, sender="Jo", results=SET_UP)


def handout(of: Onboarding) -> str:
    return write_handout(build_handout(of, PROFILE, load_guide(), results=SET_UP, contact="Jo"), "md")


def flat(text: str) -> str:
    return " ".join(text.split())


ROTATED = {"ticked": ticked("rotate", "time", "tool-page", "old-works", "open-app")}


@pytest.mark.parametrize("kind", ["task", "install", "projects"])
def test_the_message_to_whoever_acts_next_names_the_open_action_of_the_task(kind: str) -> None:
    made = message(kind, record(**ROTATED))
    assert made.to == "Kim, the Procore administrator"
    assert "is not finished: next is “Click ‘Reset Client Secret’ on the" in flat(made.body)
    assert "1. Click “Reset Client Secret”" in flat(made.body) and "a one-time link" in flat(made.body)
    assert "nothing more to do" not in made.body and "Paste the new secret" not in made.body, "that is the consultant's"


def test_what_procore_says_no_to_is_in_the_message() -> None:
    failed = {"offboard/prove": FailedProof(NOW, "The account still works in this company.", "uninstall")}
    made = message("task", record(ticked=ticked("offboard", "stop"), failed_proofs=failed))
    assert "Procore says no: The account still works" in flat(made.body)
    assert "1. Click “Uninstall” and confirm." in flat(made.body)


def test_a_task_that_waits_for_the_consultant_is_a_message_to_the_consultant_and_leaves_the_handout_alone() -> None:
    waiting = record(ticked=ticked("rotate", "time", "tool-page", "old-works", "open-app", "reset"))
    assert message("task", waiting).to == "the consultant"
    assert "You have nothing to do." in handout(waiting) and "To do now" not in handout(waiting)


def test_the_handout_asks_the_administrator_for_the_open_action_of_the_task() -> None:
    page = handout(record(**ROTATED))
    assert page.startswith("# Rotate the client secret: Acme Sync in Acme\n")
    assert "## To do now" in page and "1. Click **Reset Client Secret**" in page and "developer portal" not in page
    assert "nothing to do" not in page and "setup comes later" not in page


def test_the_handout_for_a_task_has_one_list_of_clicks_and_none_of_the_setup_that_is_not_finished() -> None:
    results = SET_UP | {"projects.permitted": Result("projects.permitted", Status.FAIL, "4 are missing.")}
    made = build_handout(record(**ROTATED), PROFILE, load_guide(), results=results, contact="Jo")
    page = write_handout(made, "md")
    assert page.startswith("# Rotate the client secret: Acme Sync in Acme\n") and page.count("\n1. ") == 1
    assert "what is left of the setup comes later" in flat(page)
    for each in ("Add All", "The permissions that", "What not to change", "Already done", "\n2. "):
        assert each not in page, each


def test_the_handout_of_a_task_says_what_procore_says_no_to_and_the_place_of_the_click() -> None:
    failed = {"offboard/prove": FailedProof(NOW, "The account still works in this company.", "uninstall")}
    page = flat(handout(record(ticked=ticked("offboard", "stop"), failed_proofs=failed)))
    assert "Procore says no: The account still works in this company." in page and "App Management" in page
    done = ticked("offboard", "stop", "app-management", "view", "uninstall", "prove")
    left = flat(handout(record(access_ended_at=NOW, ticked=done)))
    assert "Where: Procore → Company Tools → Directory" in left and "App Management" not in left


def test_the_handout_is_about_the_end_of_the_access_at_its_proof_too_which_is_the_consultants_turn() -> None:
    failed = FailedProof(NOW - timedelta(minutes=1), "The account still works in this company.", "uninstall")
    done = ticked("offboard", "stop", "app-management", "view", "uninstall", "reset")
    again = record(ticked=done, failed_proofs={"offboard/prove": failed})
    assert message("task", again).to == "the consultant"
    page = handout(again)
    assert page.startswith("# End the app's access: Acme Sync in Acme")
    assert "It is the consultant's turn: next is “Run the proof" in flat(page)
    assert "Make sure that this is done: “Click ‘Uninstall’ and confirm”." in flat(page)
    assert "Procore says no: The account still works" in flat(page)
    first = handout(record(ticked=done))
    assert "You have nothing to do yet." in first and "Make sure" not in first
    for each in (page, first):
        assert "What not to change" not in each and "Finish the setup" not in each and "To do now" not in each


@pytest.mark.parametrize("kind", MESSAGES)
def test_after_the_end_of_the_access_every_message_says_so_and_asks_for_nothing(kind: str) -> None:
    made = message(kind, record(access_ended_at=NOW))
    assert ENDED in flat(made.body) and "You have nothing to do." in made.body and not made.missing
    for asks in ("Please install", "Please add", "steps:", "Click", "waits", "Sign in"):
        assert asks not in f"{made.subject} {made.body}"
    page = flat(handout(record(access_ended_at=NOW)))
    assert f"{ENDED} You have nothing to do." in page and "nstall" not in page and "Already done" not in page


@pytest.mark.parametrize("kind", MESSAGES)
def test_after_the_end_what_is_left_of_the_task_is_asked_for_in_messages_and_handout(kind: str) -> None:
    done = ticked("offboard", "stop", "app-management", "view", "uninstall", "reset", "prove")
    left = record(access_ended_at=NOW, ticked=done)
    body = flat(message(kind, left).body)
    assert ENDED in body and "1. Remove the app's user" in body and "nothing to do" not in body
    page = handout(left)
    assert page.startswith("# End the app's access: Acme Sync in Acme") and ENDED in flat(page)
    assert "1. Remove the app's user" in page and "nothing to do" not in page and "setup comes later" not in page
    assert "install" not in page.lower().replace("uninstall", ""), page


@pytest.mark.parametrize("left", [True, False])
@pytest.mark.parametrize("owner", ["customer", "consultant"])
def test_the_papers_after_the_end_say_what_the_task_says_of_the_reset_that_was_asked_for(
    owner: str, left: bool
) -> None:
    done = ("stop", "app-management", "view", "uninstall", "reset", "prove", *(() if left else ("user", "secret")))
    still = FailedProof(NOW, "The credentials still get a token.", "reset")
    ended = record(
        access_ended_at=NOW, ticked=ticked("offboard", *done), failed_proofs={"offboard/reset": still}, app_owner=owner,
        confirmed={} if left else {"offboard": Confirmed("Ada", NOW)},
    )  # fmt: skip
    for paper in (flat(handout(ended)), flat(message("task", ended).body)):
        assert "the credentials still got a token" in paper and "Procore says no" not in paper, paper
        assert paper.count("2026-11-28") == 1, "each of it was on that day"
        assert ("Ask the app's owner in your developer account to reset it" in paper) is (owner == "customer"), paper
        assert ("nothing to do" in paper) is (not left and owner == "consultant"), paper


MOVED = ticked("migrate", "old", "reached", "levels", "setup", "check", "switch", "sync")
KEY = "0b0f3a52-5d2e-4c8e-9a51-3c8a4d8f7e21"
OLD = "legacy-sync@acme.example"
NOT_INSTALLED = {"install.connected": Result("install.connected", Status.FAIL, "It is not installed.")}


def moved(**changes: Any) -> Onboarding:
    given = {
        "ticked": MOVED, "old_account": OLD, "expect": ExpectMode.LIST, "expected_projects": ["P-001"],
        "app_version_key": KEY,
    }  # fmt: skip
    return record(**{**given, **changes})


def test_what_is_to_be_deleted_for_good_is_named_where_it_is_asked_for() -> None:
    for page in (message("task", moved()).body, handout(moved())):
        assert "1. Delete the old service account" in page
    assert f"is not finished: the old account “{OLD}” is not deleted yet." in flat(message("task", moved()).body)
    assert "Where: Procore → Company Tools → Directory." in flat(message("task", moved()).body)
    for page in (message("task", moved()).body, handout(moved())):
        assert re.search(rf"Old service account or app:? +\W*{OLD}", flat(page)), page


@pytest.mark.parametrize("verdict", ["", "fail"])
@pytest.mark.parametrize("kind", ["task", "install"])
def test_no_paper_asks_for_the_delete_before_the_new_app_is_proven(kind: str, verdict: str) -> None:
    moving = moved(verdict=verdict)
    made = approval_message(kind, moving, PROFILE, sender="Jo", results=NOT_INSTALLED)
    page = write_handout(build_handout(moving, PROFILE, load_guide(), results=NOT_INSTALLED, contact="Jo"), "md")
    for each in (made.body, page):
        assert "Delete the old" not in each and "To do now" not in each
        assert "App Version ID: " + KEY in flat(each) or f"`{KEY}`" in each, each
