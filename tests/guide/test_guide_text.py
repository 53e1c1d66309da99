"""The guide as plain text fits 80 columns and loses nothing."""

import textwrap

import pytest

from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.markup import plain
from dmsa_tui.guide.model import Guide
from dmsa_tui.guide.text import guide_text
from dmsa_tui.guide.wrapping import WIDTH

EDITIONS = ["json-editor", "configuration-builder", "components"]


def unwrapped(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_line_is_longer_than_80_columns_or_drawn(guide: Guide, edition: str) -> None:
    text = guide_text(guide, edition, portal="https://developers.procore.com")
    lines = text.splitlines()
    assert max(len(line) for line in lines if not line.lstrip().startswith("Link: ")) <= WIDTH
    assert all(line == line.rstrip() for line in lines)
    assert not any(0x2500 <= ord(character) <= 0x259F for character in text)
    assert "**" not in text


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_text_of_every_step_is_there(guide: Guide, edition: str) -> None:
    for step in (*guide.steps, *guide.tasks):
        text = unwrapped(guide_text(guide, edition, step.id))
        shown = step.editions[edition]
        wanted = [step.title, step.why, step.needs or "", step.proof, shown.expect, *shown.warnings]
        wanted += [part for action in shown.actions for part in (action.text, action.note or "", action.source.ref)]
        wanted += [part for branch in shown.branches for part in (branch.see, branch.do)]
        for part in wanted:
            assert unwrapped(plain(part)) in text


def test_a_label_is_never_broken_over_two_lines(guide: Guide) -> None:
    for line in guide_text(guide, "json-editor").splitlines():
        assert line.count("‘") == line.count("’")


def test_one_step_is_only_that_step_with_its_link(guide: Guide) -> None:
    text = guide_text(guide, "components", "install", web="https://us02.procore.com", company_id="42")
    assert "Step 5 of 8" in text and "Step 6 of 8" not in text
    assert "Link: https://us02.procore.com/42/company/app_management" in text
    assert "Link:" not in guide_text(guide, "components", "install")


def test_doubtful_actions_say_so(guide: Guide) -> None:
    text = unwrapped(guide_text(guide, "components", "promote"))
    assert "‘Production App Version Key’ on ‘App Details & Versions’. [inferred]" in text
    assert "2026-09-24" in text


def test_what_others_have_reported_says_who_and_not_how_many(guide: Guide) -> None:
    assert "[reported by users or vendors]" in guide_text(guide, "components", "install")
    assert "[one report]" not in guide_text(guide, "components")


def test_the_edition_is_named_first_with_the_others(guide: Guide) -> None:
    first = guide_text(guide, "json-editor", "check")
    assert textwrap.shorten(first, 200).startswith("Portal edition: JSON editor (November 2021 to May 2024).")
    assert "configuration-builder, components." in unwrapped(first)


def test_unknown_ids_are_refused(guide: Guide) -> None:
    with pytest.raises(InvalidInput, match="handoff"):
        guide_text(guide, "components", "nope")
    with pytest.raises(InvalidInput, match="json-editor"):
        guide_text(guide, "nope")
