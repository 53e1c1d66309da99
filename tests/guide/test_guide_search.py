"""What somebody says they see, or do not see, leads to the entry that helps."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide import search
from dmsa_tui.guide.failures import failure_for
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.model import Failure, Guide
from dmsa_tui.guide.search import TroubleshootingEntry, entries_of, nearest_failures, search_failures
from dmsa_tui.guide.search_text import entries_text
from dmsa_tui.vocabulary import CHECK_BY_ID, Cause


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        ("I don't see Install App", "install-app-missing"),
        ("install app button missing", "install-app-missing"),
        ("401 invalid_client", "wrong-credentials"),
        ("invalid client", "wrong-credentials"),
        ("Become a Verified Developer", "production-gate"),
        ("Gmail address was refused", "production-gate"),
        ("add all grayed out", "add-all-disabled"),
        ("Save Component is grey", "save-component-disabled"),
        ("dialog rejects the App Version ID", "key-rejected"),
        ("App is not connected to this company", "not-installed"),
        ("Update Available", "update-pending"),
        ("default project template", "no-default-template"),
        ("429", "rate-limited"),
        ("certificate not trusted", "tls"),
        ("unauthorized_client", "grant-not-enabled"),
        ("projcts missing", "project-not-permitted"),
        ("webhooks 403", "webhooks-refused"),
        ("Missing Procore-Company-Id header!", "company-header-missing"),
        ("Item not found", "company-header-missing"),
        ("404 existing file", "not-found"),
        ("companies is empty []", "companies-empty"),
        ("company id too large, cut off", "company-id-mangled"),
        ("The access token is invalid", "token-rejected"),
        ("403 in a permitted project", "tool-forbidden"),
        ("monthly sandbox has no app", "monthly-sandbox-empty"),
        ("worked at first, broken since last week", "broke-later"),
        ("Validate DMSA shows Missing", "validation-missing"),
        ("409 already installed", "already-installed"),
        ("Portfolio instead of Home", None),
    ],
)
def test_the_best_way_for_what_was_said(guide: Guide, said: str, failure: str | None) -> None:
    assert search_failures(guide, said)[0].failure == failure


def test_each_entry_is_found_by_its_own_symptom(guide: Guide) -> None:
    for failure in guide.failures:
        best = search_failures(guide, failure.symptom, most=2)
        assert failure.id in [entry.failure for entry in best], failure.id


def test_what_a_check_found_leads_to_its_entry_and_apart_from_it_to_the_others_of_its_cause(guide: Guide) -> None:
    found, related = entries_of(guide, ["level-too-low-project"], "components")
    assert [entry.failure for entry in found] == ["level-too-low-project"]
    assert [entry.failure for entry in related] == ["level-too-low", "tool-forbidden", "webhooks-refused"]
    assert entries_of(guide, [], "components") == ((), ())


def test_every_entry_is_reached_from_a_check_or_from_what_is_seen_at_a_step(guide: Guide) -> None:
    own = [failure_for(guide, check, cause) for check in CHECK_BY_ID for cause in Cause]
    entries = entries_of(guide, [each.id for each in own if each], guide.default_edition.id)
    reached = {entry.failure for group in entries for entry in group}
    for step in guide.steps:
        reached |= {branch.failure for shown in step.editions.values() for branch in shown.branches}
    by_search = {each.id for each in guide.failures if each.said}
    assert {each.id for each in guide.failures} - by_search <= reached


def test_a_branch_without_an_entry_is_found_by_what_is_seen(guide: Guide) -> None:
    (entry, *_) = search_failures(guide, "The company tab has no Home row")
    assert (entry.step, entry.failure, entry.likely) == ("permissions", None, ())
    assert "‘Portfolio’" in entry.ways[0].do


def test_the_label_is_that_of_the_edition(guide: Guide) -> None:
    labels = {
        edition: search_failures(guide, "permissions cannot be saved, all tools None", edition)[0].label
        for edition in ("json-editor", "configuration-builder", "components")
    }
    assert labels == {
        "json-editor": "Update Manifest",
        "configuration-builder": "Save Component",
        "components": "Save Configuration",
    }
    with pytest.raises(InvalidInput, match="components"):
        search_failures(guide, "anything", "moon")


def test_the_causes_keep_the_catalogues_order(guide: Guide) -> None:
    entry = search_failures(guide, "invalid_client")[0]
    assert entry.likely == guide.failure("wrong-credentials").likely


@pytest.mark.parametrize("said", ["", "  ", "xyzzy", "the of and", "?!…", "\x00"])
def test_what_says_nothing_finds_nothing(guide: Guide, said: str) -> None:
    assert search_failures(guide, said) == ()


@given(st.text(max_size=200), st.integers(1, 8))
def test_any_text_finds_at_most_so_many_and_prints_in_80_columns(said: str, most: int) -> None:
    entries = search_failures(load_guide(), said, most=most)
    assert len(entries) <= most
    assert all(len(line) <= 80 for line in entries_text(entries).splitlines())


def test_the_text_has_causes_who_where_label_and_proof_in_that_order(guide: Guide) -> None:
    text = entries_text(search_failures(guide, "install app missing", most=1))
    words = ["1. App Management", "a) The person", "b) Custom apps", "Who: the Procore administrator", "Where: Procore",
             "Label: ‘Install App’", "Proof: The administrator", "More: dmsa-tui steps install"]  # fmt: skip
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_the_entries_are_read_once_for_all_keys_of_a_search(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    read, read_entry = list[str](), search._of_failure

    def noted(failure: Failure, *rest: Any) -> TroubleshootingEntry:
        read.append(failure.id)
        return read_entry(failure, *rest)

    monkeypatch.setattr(search, "_of_failure", noted)
    unread = replace(guide)
    for words in ("a", "ad", "add", "add a", "add al", "add all"):
        search_failures(unread, words)
        nearest_failures(unread, words)
    assert len(read) == len(set(read)) == len(guide.failures)
