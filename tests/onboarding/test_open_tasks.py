"""Which begun task comes next, by the record alone."""

from datetime import UTC, datetime, timedelta

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.open_tasks import begun_tasks, progress
from dmsa_tui.onboarding.record import Confirmed, FailedProof, Onboarding
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
