"""Nothing of the source document is lost in the edition whose labels it prints, and what it leaves out is added."""

import pytest

from dmsa_tui.guide.action_values import FIXED
from dmsa_tui.guide.model import Guide
from tests.guide.source_document import (
    DOCUMENT,
    INSTRUCTIONS,
    MAKE_AGAIN,
    OMISSIONS,
    SOURCE_EDITION,
    Entry,
    document,
    passages,
    place_of,
)


def name(entry: Entry) -> str:
    return f"{entry.step}: {entry.what}"


def test_each_instruction_of_the_source_document_is_in_its_step(guide: Guide) -> None:
    assert [name(each) for each in INSTRUCTIONS if place_of(guide, each, SOURCE_EDITION) is None] == []


@pytest.mark.parametrize("edition_id", ["json-editor", "configuration-builder", "components"])
def test_what_the_source_document_leaves_out_is_in_every_edition(guide: Guide, edition_id: str) -> None:
    assert [name(each) for each in OMISSIONS if place_of(guide, each, edition_id) is None] == []


def test_the_table_says_where_each_instruction_is(guide: Guide) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(guide), f"make it again: {MAKE_AGAIN}"


@pytest.mark.parametrize("edition_id", ["configuration-builder", "components"])
def test_both_authentication_boxes_and_the_three_notes_are_asked_for(guide: Guide, edition_id: str) -> None:
    component = " ".join(each.text for each in passages(guide, "manifest", edition_id))
    assert "Select **User Level Authentication**" in component
    assert "Select **Service Account Authentication**" in component
    notes = ("**Instructions URL**", "**Instructions Page Name**", "**Post-Installation Notes**", FIXED["notes"])
    assert place_of(guide, Entry("", "permissions", notes), edition_id) is not None


@pytest.mark.parametrize("edition_id", ["json-editor", "configuration-builder", "components"])
def test_the_template_is_set_before_anything_joins_projects(guide: Guide, edition_id: str) -> None:
    texts = [action.text for action in guide.step("projects").editions[edition_id].actions]
    order = ["**Project (Global)", "**Assign Default Project Permissions**", "**Add [App Name]", "**Add All**"]
    places = [next(index for index, text in enumerate(texts) if word in text) for word in order]
    assert places == sorted(places)


def test_the_vault_is_open_before_the_secret_is_made(guide: Guide) -> None:
    for edition_id, click in (
        ("json-editor", "**Promote** option"),
        ("configuration-builder", "**Promote Version**"),
        ("components", "**Generate Client Secret**"),
    ):
        texts = [action.text for action in guide.step("promote").editions[edition_id].actions]
        secret_store = next(index for index, text in enumerate(texts) if "vault now" in text)
        assert secret_store < next(index for index, text in enumerate(texts) if click in text)
