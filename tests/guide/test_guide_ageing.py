"""Old labels are found by the date of their source, each under its step and edition."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.loader import load_guide, read_guide
from dmsa_tui.guide.markup import spans
from dmsa_tui.guide.model import Guide
from dmsa_tui.guide.stale_labels import aged_labels, aged_text

TODAY = date(2026, 11, 23)


def test_a_label_is_old_from_the_day_after_its_days_are_over(guide: Guide) -> None:
    read = date(2026, 9, 24)
    for days, is_old in ((60, False), (59, True)):
        found = aged_labels(guide, days, TODAY, step_id="manifest", edition_id="components")
        labels = [label for each in found if each.source.date == read for label in each.labels]
        assert ("Edit Components" in labels) is is_old


def test_zero_days_lists_every_label_of_every_action_of_every_edition(guide: Guide) -> None:
    actions = (
        action for step in (*guide.steps, *guide.tasks) for each in step.editions.values() for action in each.actions
    )
    sources = [*(action.source for action in actions), *(failure.source for failure in guide.failures)]
    later = max(source.date for source in sources)
    found = aged_labels(guide, 0, later + timedelta(days=1))
    listed = {(each.step, each.edition, label) for each in found if each.failure is None for label in each.labels}
    said = {
        (step.id, edition, part)
        for step in (*guide.steps, *guide.tasks)
        for edition, shown in step.editions.items()
        for action in shown.actions
        for part, is_label in spans(f"{action.text} {action.note or ''} {action.caution or ''}")
        if is_label
    }
    assert listed == said
    assert {each.failure for each in found if each.failure} == {failure.id for failure in guide.failures}


def test_step_and_edition_narrow_the_list(guide: Guide) -> None:
    found = aged_labels(guide, 0, TODAY, step_id="install", edition_id="json-editor")
    assert {each.step for each in found} == {"install"}
    assert {each.edition for each in found} <= {"json-editor", None}
    for unknown in ({"step_id": "moon"}, {"edition_id": "moon"}):
        with pytest.raises(InvalidInput, match="moon"):
            aged_labels(guide, 0, TODAY, **unknown)


def test_a_source_that_is_renewed_leaves_the_list(copy: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("steps/check.toml", "date = 2026-06-03", "date = 2026-11-22")
    before = aged_labels(load_guide(), 100, TODAY, step_id="check")
    after = aged_labels(read_guide(copy), 100, TODAY, step_id="check")
    assert [each for each in before if each.edition] == []  # the check step's actions name no labels
    assert before == after


def test_a_label_of_the_catalogue_is_listed_for_the_editions_that_print_it(guide: Guide) -> None:
    found = [each for each in aged_labels(guide, 0, TODAY) if each.failure == "level-too-low-company"]
    assert {(each.edition, each.labels) for each in found} == {
        ("json-editor", ("Open Builder",)),
        ("configuration-builder", ("Configuration Builder",)),
        ("components", ("Manage",)),
    }


@given(st.integers(0, 3_000))
def test_the_text_stays_within_80_columns_and_names_source_and_date(days: int) -> None:
    guide = load_guide()
    found = aged_labels(guide, days, TODAY)
    text = aged_text(found, days, TODAY)
    assert max(map(len, text.splitlines())) <= 80
    squeezed = " ".join(text.split())
    for each in found:
        assert f"{each.source.date.isoformat()} {each.source.ref}" in squeezed
        assert all(f"‘{label}’" in squeezed for label in each.labels)


def test_nothing_old_is_said_in_a_sentence(guide: Guide) -> None:
    assert aged_text((), 9_000, TODAY) == "On 2026-11-23 no label's source is older than 9000 days."
