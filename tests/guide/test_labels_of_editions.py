"""What is said beside a click has the labels of the portal edition that the person sees."""

import re

import pytest

from dmsa_tui.guide.loader import load_guide

GUIDE = load_guide()
PORTAL = ("create-app", "manifest", "permissions", "promote")
"""Steps whose labels differ between the editions."""


def labels(*texts: str | None) -> set[str]:
    return {label for text in texts if text for label in re.findall(r"\*\*(.+?)\*\*", text)}


def clicked(edition: str) -> set[str]:
    """The labels that a person of that edition is told to click, fill in or look for."""
    return labels(*(action.text for step in PORTAL for action in GUIDE.step(step).editions[edition].actions))


@pytest.mark.parametrize("edition", [each.id for each in GUIDE.editions])
def test_notes_and_cautions_name_no_label_that_only_another_edition_has(edition: str) -> None:
    foreign = set[str]().union(*(clicked(each.id) for each in GUIDE.editions)) - clicked(edition)
    for step in PORTAL:
        for action in GUIDE.step(step).editions[edition].actions:
            assert not (labels(action.note, action.caution) & foreign), f"{step}/{action.id}"
