"""The permission builders of the portal editions: labels, levels that can be chosen, levels that are grayed out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.loader import load_guide, read_guide
from dmsa_tui.vocabulary import Level


def test_each_editions_builder_has_its_own_labels() -> None:
    found = {each.id: each.builder for each in load_guide().editions}
    assert {id: builder.tabs["project"] for id, builder in found.items()} == {
        "json-editor": "Project", "configuration-builder": "Project Level", "components": "Project Level"
    }  # fmt: skip
    assert found["json-editor"].label(Level.READ_ONLY) == "Read-Only"
    assert found["components"].label(Level.READ_ONLY) == "Read-only"
    assert Level.NONE not in found["components"].levels and found["components"].label(Level.NONE) == "None"
    assert all(list(builder.levels) == sorted(builder.levels) for builder in found.values())


def test_the_company_admin_row_offers_none_and_admin_only() -> None:
    for edition in load_guide().editions:
        assert edition.builder.greyed_on("company", "Admin") == (Level.READ_ONLY, Level.STANDARD)
        assert edition.builder.greyed_on("project", "Admin") == edition.builder.greyed_on("company", "Home") == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('levels = ["None", "Read-Only", "Standard", "Admin"]', 'levels = ["Owner"]', "“Owner”; the valid levels are"),
        ('tab = "company"', 'tab = "planet"', "edition[0].builder.greyed[0].tab"),
        ('company = "Company"\n', "", "edition[0].builder.company is missing"),
    ],
)
def test_a_builder_that_breaks_the_contract_is_named(
    copy: Path, edit: Callable[[str, str, str], None], old: str, new: str, says: str
) -> None:
    edit("editions.toml", old, new)
    with pytest.raises(InvalidInput) as caught:
        read_guide(copy)
    assert says in str(caught.value)
