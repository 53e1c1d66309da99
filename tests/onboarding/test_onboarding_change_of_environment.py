"""Moving an onboarding to another environment puts aside what does not fit there, and loses none of it."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from dmsa_tui.onboarding.change_of_environment import answers_there
from dmsa_tui.onboarding.company_names import names_confirmed
from dmsa_tui.onboarding.open_tasks import begun_tasks
from dmsa_tui.onboarding.record import Confirmed, FailedProof, Onboarding, overtaken_verdict
from dmsa_tui.procore.environments import ENVIRONMENTS, Environment

PRODUCTION, SANDBOX, MONTHLY, FEDERAL = (
    ENVIRONMENTS[each] for each in ("production", "developer-sandbox", "monthly-sandbox", "federal")
)
WORD = Confirmed("the consultant", datetime(2026, 11, 23, tzinfo=UTC))
RECORD = Onboarding(
    "Example Homes", company_id="598134325571120", client_id="p" * 43, app_version_key="key-p",
    sandbox_client_id="s" * 43, sandbox_app_version_key="key-s", verdict="pass", checked_at=WORD.at,
    confirmed={"manifest": WORD, "install": WORD}, accepted={"projects.new": WORD},
)  # fmt: skip


def pair(record: Onboarding) -> tuple[str, str]:
    return record.client_id, record.app_version_key


def test_each_environment_has_its_own_pair_in_place() -> None:
    assert pair(replace(RECORD, **answers_there(RECORD, MONTHLY))) == ("p" * 43, "key-p")
    assert pair(replace(RECORD, **answers_there(RECORD, SANDBOX))) == ("s" * 43, "key-s")
    assert pair(replace(RECORD, **answers_there(RECORD, FEDERAL))) == ("", "")


@pytest.mark.parametrize(
    "way", [way for length in (1, 2, 3) for way in permutations((SANDBOX, MONTHLY, FEDERAL), length)]
)
def test_whoever_comes_back_finds_the_pair_as_it_was(way: tuple[Environment, ...]) -> None:
    record = RECORD
    for there in (*way, PRODUCTION):
        record = replace(record, **answers_there(record, there))
    assert pair(record) == pair(RECORD) and record.environment == "production"
    assert (record.sandbox_client_id, record.sandbox_app_version_key) == ("s" * 43, "key-s")
    assert {each for each in record.other_pairs if each.startswith("production")} == set()


def test_what_was_given_in_the_sandbox_is_the_sandboxs_afterwards() -> None:
    record = replace(RECORD, environment="developer-sandbox", client_id="t" * 43, app_version_key="key-t")
    back = replace(record, **answers_there(record, PRODUCTION))
    assert (back.sandbox_client_id, back.sandbox_app_version_key) == ("t" * 43, "key-t")
    assert pair(back) == ("", "")


def test_a_client_id_that_was_refused_here_goes_along() -> None:
    there = replace(RECORD, **answers_there(RECORD, SANDBOX, with_client=True))
    assert pair(there) == ("p" * 43, "key-s")


@pytest.mark.parametrize("field", ["environment", "login_url", "api_url"])
def test_no_word_about_a_company_at_other_hosts_counts_however_they_were_changed(field: str) -> None:
    left = overtaken_verdict(RECORD, {field})
    assert left["confirmed"] == {"manifest": WORD} and left["accepted"] == {}
    assert not {"confirmed", "ticked", "accepted"} & overtaken_verdict(RECORD, {"profile"}).keys()


def test_no_word_about_a_company_in_the_environment_that_was_left_counts() -> None:
    for there in (SANDBOX, MONTHLY, FEDERAL):
        answers = answers_there(RECORD, there)
        assert (answers["verdict"], answers["checked_at"], answers["accepted"]) == ("", None, {})
        assert answers["confirmed"] == {"manifest": WORD} and answers["access_ended_at"] is None


@pytest.mark.parametrize("way", [(SANDBOX,), (SANDBOX, MONTHLY), (FEDERAL, SANDBOX)])
def test_whoever_comes_back_finds_what_was_confirmed_there(way: tuple[Environment, ...]) -> None:
    here = replace(
        RECORD, ticked={"promote/vault": WORD, "manifest/save": WORD}, skipped={"promote/sandbox-pair": WORD}
    )
    record = here
    for there in way:
        record = replace(record, **answers_there(record, there))
        assert record.ticked == {"manifest/save": WORD} and not record.skipped and not record.accepted
        record.ticked["promote/sandbox-save-pair"] = WORD
        record = replace(record, ticked=dict(record.ticked))
    record = replace(record, **answers_there(record, PRODUCTION))
    for name in ("ticked", "skipped", "confirmed", "accepted"):
        assert getattr(record, name) == getattr(here, name)
    again = replace(record, **answers_there(record, SANDBOX))
    assert again.ticked == {"manifest/save": WORD, "promote/sandbox-save-pair": WORD}


ROTATED = replace(
    RECORD,
    ticked={"rotate/time": WORD, "rotate/reset": WORD},
    old_secret_proven_at=WORD.at,
    old_secret_refused_at=WORD.at,
)


def test_whoever_comes_back_from_another_pair_finds_the_begun_rotation_with_what_it_has_proven() -> None:
    for way in ((SANDBOX,), (FEDERAL,), (SANDBOX, FEDERAL)):
        record = ROTATED
        for there in way:
            record = replace(record, **answers_there(record, there))
            assert not record.ticked and record.old_secret_proven_at is None and record.old_secret_refused_at is None
        record = replace(record, **answers_there(record, PRODUCTION))
        assert record.ticked == ROTATED.ticked and not record.other_words
        assert (record.old_secret_proven_at, record.old_secret_refused_at) == (WORD.at, WORD.at)


def test_what_was_proven_of_a_secret_does_not_come_back_where_the_client_id_may_be_another() -> None:
    ways = (
        (MONTHLY,),  # the same client ID, which is a field there
        (SANDBOX, MONTHLY),
    )
    for way in ways:
        record = ROTATED
        for there in way:
            record = replace(record, **answers_there(record, there))
        record = replace(replace(record, client_id="q" * 43), **answers_there(record, PRODUCTION))
        assert record.old_secret_proven_at is None and record.old_secret_refused_at is None
    refused = replace(ROTATED, **answers_there(ROTATED, SANDBOX, with_client=True))
    assert replace(refused, **answers_there(refused, PRODUCTION)).old_secret_proven_at is None
    at_hosts = replace(ROTATED, **answers_there(ROTATED, SANDBOX, at_custom_hosts=True))
    assert replace(at_hosts, **answers_there(at_hosts, PRODUCTION)).old_secret_proven_at is None


FAILED = {"migrate/check": FailedProof(WORD.at, "A project is missing.", "setup")}


def test_what_a_task_could_not_prove_comes_back_with_the_environment_in_which_procore_said_no() -> None:
    here = replace(RECORD, ticked={"migrate/levels": WORD}, failed_proofs=FAILED)
    away = replace(here, **answers_there(here, SANDBOX))
    assert not away.failed_proofs and not begun_tasks(away)
    back = replace(away, **answers_there(away, PRODUCTION))
    assert back.failed_proofs == FAILED and not back.other_failed_proofs
    at_hosts = replace(here, **answers_there(here, SANDBOX, at_custom_hosts=True))
    assert not replace(at_hosts, **answers_there(at_hosts, PRODUCTION)).failed_proofs


def test_two_names_of_the_company_that_were_compared_need_no_second_comparison_where_they_are_the_same() -> None:
    here = replace(RECORD, ticked={"install/company": WORD, "install/view": WORD}, compared_company="Example Homes Inc")
    for at_hosts in (True, False):
        there = replace(here, **answers_there(here, SANDBOX, at_custom_hosts=at_hosts))
        assert there.ticked == {"install/company": WORD}
        assert names_confirmed(there, "Example Homes Inc") == WORD and names_confirmed(there, "Other Homes") is None
        back = replace(there, **answers_there(there, PRODUCTION))
        assert back.ticked == ({"install/company": WORD} if at_hosts else here.ticked)
    never_named = replace(here, compared_company="")
    assert not replace(never_named, **answers_there(never_named, SANDBOX)).ticked


def test_what_was_confirmed_at_custom_hosts_does_not_come_back_where_procore_answers() -> None:
    there = replace(RECORD, **answers_there(RECORD, SANDBOX, at_custom_hosts=True))
    assert replace(there, **answers_there(there, PRODUCTION)).accepted == {}
