"""The watch: which checks are asked again, when, and when it stops; no clock, no network."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, cycle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.checks.model import Confirmation, Report, RequestCount, Result
from dmsa_tui.checks.verdict import is_right, verdict, worst
from dmsa_tui.checks.watch import BUDGET, LONGEST, Ended, Watch
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.vocabulary import CHECKS, Cause, Status, with_needs

IDS = tuple(check.id for check in CHECKS)
SEEN = RequestRecord("GET", "https://api.procore.com/x", 200, None, 5)
TARGET: dict[str, str | None] = dict.fromkeys(("name", "environment", "login_url", "api_url", "company_id"), "x")


class Clock:
    """Stands still until it is told to move."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def middle(low: float, high: float) -> float:
    return (low + high) / 2


def report(*said: Result, others: Status = Status.PASS, sent: int = 5, only: frozenset[str] | None = None) -> Report:
    """The checks `only` (None: all) and their needs with one status, but for the results that are given."""
    checks = CHECKS if only is None else with_needs(only)
    own = {result.id: result for result in said}
    results = tuple(own.get(check.id, found(check.id, others)) for check in checks)
    return Report(verdict(results), datetime.now(UTC), 1, TARGET, results, RequestCount(sent))


def found(id: str, status: Status, summary: str = "…", cause: Cause | None = None, asked: bool = True) -> Result:
    required = next(check.required for check in CHECKS if check.id == id)
    return Result(id, status, summary, cause, None, (SEEN,) if asked else (), required=required)


def watch(**options: Any) -> Watch:
    return Watch(CHECKS, uniform=middle, monotonic=Clock(), **options)


def not_installed(sent: int = 5) -> Report:
    needs_it = [id for id in IDS if "install.connected" in {each.id for each in with_needs([id])}]
    skipped = [found(id, Status.SKIPPED, asked=False) for id in needs_it]
    return report(*skipped, found("install.connected", Status.FAIL), sent=sent)


def test_a_right_setup_ends_after_one_round() -> None:
    following = watch()
    assert following.asking == set(IDS)
    following.note(report())
    assert following.ended is Ended.RIGHT


@pytest.mark.parametrize(("strict", "ended"), [(False, Ended.RIGHT), (True, None)])
def test_a_warning_is_right_unless_strict(strict: bool, ended: Ended | None) -> None:
    following = watch(strict=strict)
    following.note(report(found("projects.template", Status.WARN)))
    assert following.ended is ended
    assert strict == ("projects.template" in following.asking)


def test_only_what_is_open_and_can_be_asked_is_asked_again() -> None:
    following = watch()
    following.note(not_installed())
    assert following.asking == {"install.connected"}
    assert "projects.permitted" in following.open_checks


def test_what_a_check_held_back_is_asked_at_once_when_it_turns_right() -> None:
    following = watch()
    following.note(not_installed())
    done = following.note(report(only=following.asking))
    assert done.progressed and [each.id for each in done.changed] == ["install.connected"]
    assert following.seconds_left == 0
    assert {"install.account", "permissions.company", "install.version"} <= following.asking
    assert following.ended is None


def test_a_check_that_was_right_on_other_ground_is_asked_again_before_the_end() -> None:
    following = watch()
    following.note(report(found("projects.permitted", Status.FAIL)))
    assert following.asking == {"projects.permitted"}
    following.note(report(only=following.asking))
    assert following.ended is None and following.asking == {"permissions.project", "permissions.read"}
    following.note(report(only=following.asking))
    assert following.ended is Ended.RIGHT


def test_an_answer_that_did_not_come_takes_no_confirmation_back() -> None:
    following = watch()
    following.note(report(found("projects.new", Status.FAIL)))
    lost = found("company.reachable", Status.UNVERIFIED, cause=Cause.TIMEOUT)
    skipped = found("projects.new", Status.SKIPPED, asked=False)
    done = following.note(report(lost, skipped, only=following.asking))
    statuses = {each.id: each.status for each in done.report.results}
    assert statuses["company.reachable"] is Status.PASS and statuses["projects.new"] is Status.FAIL
    assert not done.changed


def test_a_no_takes_a_confirmation_back() -> None:
    following = watch()
    following.note(report(found("projects.new", Status.FAIL)))
    gone = found("install.connected", Status.FAIL)
    done = following.note(report(gone, found("projects.new", Status.SKIPPED), only=following.asking))
    assert [each.id for each in done.changed] == ["install.connected"]
    assert following.asking == {"install.connected"}


def test_an_optional_check_that_never_answers_does_not_keep_the_watch_going() -> None:
    following = watch()
    silent = found("install.version", Status.UNVERIFIED, cause=Cause.NOT_OFFERED)
    following.note(not_installed())
    following.note(report(only=following.asking))
    following.note(report(silent, only=following.asking))
    while following.ended is None:
        following.note(report(silent, only=following.asking))
    assert following.ended is Ended.RIGHT


def test_the_pause_grows_up_to_a_bound_and_starts_again_when_something_changes() -> None:
    following = watch(first=10.0)
    following.note(report(found("projects.permitted", Status.FAIL, "3 are missing")))
    pauses = [following.seconds_left]
    for _ in range(8):
        following.note(report(found("projects.permitted", Status.FAIL, "3 are missing"), only=following.asking))
        pauses.append(following.seconds_left)
    assert pauses[:3] == [10.0, 15.0, 22.5] and pauses[-1] == LONGEST
    following.note(report(found("projects.permitted", Status.FAIL, "2 are missing"), only=following.asking))
    assert following.seconds_left == 10.0


def test_the_pause_is_measured_from_the_end_of_the_round() -> None:
    clock = Clock()
    following = Watch(CHECKS, uniform=middle, monotonic=clock)
    following.note(not_installed())
    clock.now += 4
    assert following.seconds_left == 6
    clock.now += 40
    assert following.seconds_left == 0


@given(st.floats(0.01, 3600))
def test_a_pause_is_never_longer_than_the_bound(first: float) -> None:
    following = Watch(CHECKS, first=first, monotonic=Clock())
    for _ in range(12):
        following.note(not_installed())
        assert 0 < following.seconds_left <= max(LONGEST, first) + 1e-6


@given(st.lists(st.integers(1, 40), min_size=1))
def test_no_more_than_the_budget_is_sent_once_the_costliest_round_is_known(costs: list[int]) -> None:
    following, spent = watch(budget=200), 0
    for cost in chain([40], cycle(costs)):
        following.note(not_installed(sent=cost))
        spent += cost
        if following.ended is not None:
            break
    assert following.ended is Ended.BUDGET
    assert 200 - 40 < spent <= 200 and following.requests_left == 200 - spent


def test_rounds_that_send_nothing_end_too() -> None:
    following = watch()
    for _ in range(BUDGET):
        following.note(not_installed(sent=0))
    assert following.ended is Ended.BUDGET


def test_a_refused_pair_stops_the_watch_and_stays_what_procore_said() -> None:
    following = watch()
    refused = found("credentials.token", Status.FAIL, cause=Cause.WRONG_CREDENTIALS)
    stopped = found("credentials.token", Status.UNVERIFIED, cause=Cause.NO_ACCESS, asked=False)
    following.note(report(refused, others=Status.SKIPPED))
    assert following.asking == {"credentials.token"} and following.ended is None
    done = following.note(report(stopped, only=following.asking, sent=0))
    assert following.ended is Ended.REFUSED
    assert done.report.verdict is Status.FAIL


def test_an_installation_is_still_seen_after_the_refusals() -> None:
    following = watch()
    following.note(not_installed())
    stopped = found("install.connected", Status.UNVERIFIED, cause=Cause.NO_ACCESS, asked=False)
    done = following.note(report(stopped, only=following.asking))
    assert following.ended is None and following.asking == {"install.connected"}
    assert done.report.verdict is Status.FAIL


def test_refusals_are_forgotten_once_for_each_check_that_turns_right() -> None:
    following = watch()
    following.note(report(found("projects.new", Status.FAIL)))
    assert following.note(report(only=following.asking)).progressed
    following = watch()
    following.note(not_installed())
    following.note(report(only=following.asking))
    following.note(not_installed())
    assert not following.note(report(only=frozenset({"install.connected"}))).progressed


def test_a_rate_limit_leaves_what_was_known_and_the_watch_goes_on() -> None:
    following = watch()
    following.note(report(found("projects.new", Status.FAIL)))
    held = found("projects.new", Status.UNVERIFIED, cause=Cause.RATE_LIMITED, asked=False)
    done = following.note(report(held, only=following.asking, sent=0))
    assert done.report.verdict is Status.FAIL and following.ended is None


def test_what_nobody_asked_for_is_not_waited_for() -> None:
    asked = [check for check in CHECKS if not check.for_permitted]
    following = Watch(asked, monotonic=Clock())
    following.note(report(found("permissions.project", Status.SKIPPED, asked=False)))
    assert following.ended is Ended.NOTHING_LEFT


def test_a_persons_word_counts_as_right() -> None:
    word = Confirmation("Ada", datetime.now(UTC))
    open_one = found("permissions.project", Status.UNVERIFIED)
    assert is_right(replace(open_one, confirmed_by=word)) and not is_right(open_one)
    assert not is_right(replace(open_one, status=Status.FAIL, confirmed_by=word))


def test_the_worst_of_several_verdicts_is_the_one_that_counts() -> None:
    assert worst([Status.WARN, Status.UNVERIFIED, Status.PASS]) is Status.UNVERIFIED
    assert worst([Status.FAIL, Status.UNVERIFIED]) is Status.FAIL
    assert worst([]) is Status.PASS
