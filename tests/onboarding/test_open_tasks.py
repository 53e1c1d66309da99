"""Which begun task comes next, by the record alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.open_tasks import begun_tasks, progress, why_not_yet
from dmsa_tui.onboarding.record import Confirmed, ExpectMode, FailedProof, Onboarding
from dmsa_tui.onboarding.summary import open_task, urgency

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def begun(*keys: str) -> dict[str, Confirmed]:
    """Ticks of these actions, each a day after the one before."""
    return {key: Confirmed("Ada", NOW + timedelta(days)) for days, key in enumerate(keys)}


def test_a_task_that_waits_for_the_setup_hides_no_other_begun_task() -> None:
    record = Onboarding("Acme", ticked=begun("rotate/time", "offboard/stop", "migrate/old"))
    assert open_task(record) == "offboard"


def test_what_procore_says_no_to_comes_before_a_task_that_was_ticked_later() -> None:
    failed = {"offboard/prove": FailedProof(NOW, "The account still works.", "uninstall")}
    record = Onboarding(
        "Acme", ticked=begun("offboard/stop", "rotate/time", "migrate/old", "migrate/setup"), failed_proofs=failed
    )
    assert open_task(record) == "offboard"
    assert urgency(record) == urgency(Onboarding("Acme", verdict="fail")), "it is listed with what fails"
    assert begun_tasks(record) == ["offboard", "migrate", "rotate"]


def test_a_proof_that_fails_is_begun_though_no_action_of_its_task_is_marked_done() -> None:
    failed = {"offboard/prove": FailedProof(NOW, "The account still works.", "uninstall")}
    record = Onboarding("Acme", client_id="x", failed_proofs=failed)
    assert open_task(record) == "offboard"
    at = progress(record, load_guide().documented("offboard"), load_guide())
    assert at is not None and at.fails == "The account still works."


def test_an_ended_access_leaves_no_rotation_to_do() -> None:
    failed = {"rotate/new-works": FailedProof(NOW, "Procore does not accept this secret.", "new-works")}
    ticked = begun("rotate/time", "offboard/stop")
    record = Onboarding("Acme", client_id="x", ticked=ticked, failed_proofs=failed, access_ended_at=NOW)
    assert begun_tasks(record) == ["offboard"]
    assert "access was ended" in why_not_yet(record, "rotate")
    assert not why_not_yet(record, "offboard")


def test_without_an_old_account_there_is_none_to_move_from() -> None:
    assert "no old service account" in why_not_yet(Onboarding("Acme", old_account="none"), "migrate")
    assert not why_not_yet(Onboarding("Acme"), "migrate")


def test_a_failing_task_is_at_the_action_that_puts_it_right_until_that_is_done_again() -> None:
    failed = {"offboard/prove": FailedProof(NOW + timedelta(9), "The account still works.", "uninstall")}
    ticked = begun(*(f"offboard/{each}" for each in ("stop", "app-management", "view", "uninstall", "reset")))
    record, guide = Onboarding("Acme", client_id="x", ticked=ticked, failed_proofs=failed), load_guide()
    at = progress(record, guide.documented("offboard"), guide)
    assert at is not None and (at.words, at.who) == ("4 of 9", "admin")
    record.ticked["offboard/uninstall"] = Confirmed("Kim", NOW + timedelta(10))
    at = progress(record, guide.documented("offboard"), guide)
    assert at is not None and (at.words, at.who) == ("6 of 9", "consultant"), "now the proof is next"


MOVED = begun(*(f"migrate/{each}" for each in ("old", "reached", "levels", "setup", "check", "switch", "sync")))
PROVEN = Onboarding("Acme", ticked=MOVED, expect=ExpectMode.LIST, expected_projects=["P-001"], verdict="pass")


def at_migration(record: Onboarding) -> str:
    at = progress(record, load_guide().documented("migrate"), load_guide())
    return "" if at is None else at.words


def test_the_old_account_is_deleted_once_the_new_one_reaches_its_projects() -> None:
    assert (at_migration(PROVEN), open_task(PROVEN)) == ("8 of 8", "migrate")


def test_what_a_task_lacks_is_said_in_words_and_the_old_account_is_named() -> None:
    at = progress(replace(PROVEN, old_account="Old Sync"), load_guide().documented("migrate"), load_guide())
    assert at is not None and at.left == "the old account “Old Sync” is not deleted yet"
    rotating = Onboarding("Acme", client_id="x", ticked=begun("rotate/time"))
    at = progress(rotating, load_guide().documented("rotate"), load_guide())
    assert at is not None and at.left == "next is “Open the sync tool's page where you enter the secret”"


@pytest.mark.parametrize(
    ("lacks", "comes_first"),
    [
        ({"verdict": ""}, ""),
        ({"verdict": "fail"}, ""),
        ({"expected_projects": []}, "migrate"),
        ({"expect": ExpectMode.ALL}, "migrate"),
    ],
    ids=["nobody asked Procore", "Procore says no", "no list", "the list is not asked for"],
)
def test_while_nothing_proves_what_the_new_account_reaches_the_proof_comes_before_the_delete(
    lacks: dict[str, Any], comes_first: str
) -> None:
    record = replace(PROVEN, **lacks)
    assert at_migration(record) == "5 of 8"
    assert open_task(record) == comes_first, "empty: the setup's own steps come first"
