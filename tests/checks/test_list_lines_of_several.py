"""A line that lists several projects: each one counts, or is told; none is dropped without a word."""

from typing import NamedTuple

import pytest

from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.matching import match


class Project(NamedTuple):
    id: str
    number: str | None
    name: str
    active: bool | None = True


ALL = (
    Project("562949954728542", "P-001", "Harbor Annex"),
    Project("562949954728543", "P-004", "Mill Lane Offices, East"),
    Project("562949954728544", "P-005", "Depot 7"),
    Project("562949954728545", "P-006", "River Walk"),
    Project("562949954728546", "3888", "Station Road"),
    Project("562949954728547", "5555", "Hall and Sons"),
    Project("562949954728548", "9", "Total Fitness"),
)


def read(text: str) -> tuple[list[str], list[str], list[list[str]]]:
    """The numbers of the projects, the unknown entries, and the numbers that each doubtful line may mean."""
    found = match(expected_list(text).entries, ALL)
    return (
        sorted(str(each.number) for each in found.projects),
        [each.text for each in found.unknown],
        [sorted(str(each.number) for each in line.candidates) for line in found.ambiguous],
    )


@pytest.mark.parametrize("above", ["Station Road\n", "Station Road\n\nNowhere:\n"])
@pytest.mark.parametrize(
    ("line", "numbers", "unknown"),
    [
        ("P-004, P-005, P-006", ["P-004", "P-005", "P-006"], []),
        ("P-004,P-005,P-006", ["P-004", "P-005", "P-006"], []),
        ("P-004; P-005; P-006", ["P-004", "P-005", "P-006"], []),
        ("P-004\tP-005\tP-006", ["P-004", "P-005", "P-006"], []),
        ("P-004 | P-005 | P-006", ["P-004", "P-005", "P-006"], []),
        ("P-004 P-005 P-006", ["P-004", "P-005", "P-006"], []),
        ("P-004 and P-005", ["P-004", "P-005"], []),
        ("P-004, P-005 and P-006", ["P-004", "P-005", "P-006"], []),
        ("P-004, P-005, and P-006", ["P-004", "P-005", "P-006"], []),
        ("P-004 & P-005", ["P-004", "P-005"], []),
        ("P-004 / P-005", ["P-004", "P-005"], []),
        ("- P-004, P-005", ["P-004", "P-005"], []),
        ("2. P-004, P-005", ["P-004", "P-005"], []),
        ("Projects: P-004, P-005", ["P-004", "P-005"], []),
        ('"P-004, P-005"', ["P-004", "P-005"], []),
        ('"P-004","P-005",', ["P-004", "P-005"], []),
        ("P-004, 5555; P-006", ["5555", "P-004", "P-006"], []),
        ("562949954728542, 562949954728544", ["P-001", "P-005"], []),
        ("https://app.procore.com/562949954728542/project/home https://app.procore.com/562949954728544/project/home",
         ["P-001", "P-005"], []),
        ("P-004, P-005, P-066", ["P-004", "P-005"], ["P-066"]),
        ("P-004; P-066", ["P-004"], ["P-066"]),
        ("P-004 and P-066", ["P-004"], ["P-066"]),
        ("P-066, P-004", ["P-004"], ["P-066"]),
        ("P-004, P-005, p006", ["P-004", "P-005"], ["p006"]),
        ("Harbor Annex, Depot 7, River Walk", ["P-001", "P-005", "P-006"], []),
        ("Harbor Annex and Depot 7", ["P-001", "P-005"], []),
        ("Harbor Annex\tDepot 7\tRiver Walk", ["P-001", "P-005", "P-006"], []),
        ("Harbor Annex, Depot 7, Nowhere", ["P-001", "P-005"], ["Nowhere"]),
        ("Harbor Annex, P-004, P-005", ["P-001", "P-004", "P-005"], []),
        ("P-001 - Harbor Annex, P-005 - Depot 7", ["P-001", "P-005"], []),
        ("P-001 - Harbor Annex; P-005; P-066", ["P-001", "P-005"], ["P-066"]),
        ("P-001, Harbor Annex; P-005, Depot 7", ["P-001", "P-005"], []),
        ("P-001, Harbor Annex, P-066", ["P-001"], ["P-066"]),
        ("P-001, Harbor Annex, P-005", ["P-001", "P-005"], []),
        ('"Mill Lane Offices, East", Depot 7', ["P-004", "P-005"], []),
        ("Hall and Sons and Depot 7", ["5555", "P-005"], []),
    ],
)  # fmt: skip
def test_every_entry_of_a_line_counts_or_is_told_below_another_line(
    above: str, line: str, numbers: list[str], unknown: list[str]
) -> None:
    assert read(above + line) == (sorted([*numbers, "3888"]), unknown, [])


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("P-001,Harbor Annex", "P-001"),
        ("P-001,Harbor Annex,562949954728542,Active", "P-001"),
        ("P-001\tHarbor Annex\t562949954728542\tPermitted\t2024-05-01\t9", "P-001"),
        ("562949954728542\tP-001", "P-001"),
        ("562949954728542,P-001,2024-05-01", "P-001"),
        ("Harbor Annex; P-001; Warranty", "P-001"),
        ("P-004 - Mill Lane Offices, East", "P-004"),
        ("P-004,Mill Lane Offices, East", "P-004"),
        ("Mill Lane Offices, East", "P-004"),
        ("Hall and Sons", "5555"),
        ("5555 Hall and Sons", "5555"),
        ("1\tHarbor Annex\t85%", "P-001"),
        ("P-001 | Harbor Annex | Phoenix | $1,200,000", "P-001"),
        ("Harbor Annex (number P-001, ID 562949954728542, missing)", "P-001"),
        ("Harbor https://app.procore.com/562949954728542/project/home?a=1,2", "P-001"),
    ],
)
def test_the_columns_of_one_project_are_one_entry(line: str, number: str) -> None:
    assert read(f"Station Road\n{line}") == (sorted(["3888", number]), [], [])


@pytest.mark.parametrize(
    ("line", "candidates"),
    [
        ("P-001\tHarbor Annex\tP-005", ["P-001", "P-005"]),
        ("Depot 7\tP-004", ["P-004", "P-005"]),
        ("P-004, Depot 7", ["P-004", "P-005"]),
        ("P-004 - P-006", ["P-004", "P-006"]),
        ("P-004 to P-006", ["P-004", "P-006"]),
        ("River Walk\tHarbor Annex", ["P-001", "P-006"]),
        ("Depot 7 https://app.procore.com/562949954728542/project/home", ["P-001", "P-005"]),
    ],
)
def test_a_row_that_may_be_one_project_or_several_is_asked_about(line: str, candidates: list[str]) -> None:
    assert read(f"Station Road\n{line}") == (["3888"], [], [candidates])


@pytest.mark.parametrize(
    ("text", "numbers", "unknown"),
    [
        ("Number\nP-004, P-005, P-066\n", ["P-004", "P-005"], ["P-066"]),
        ("Name,Number\nHarbor Annex,P-001,P-005\n", ["P-001", "P-005"], []),
        ('Number,Name\nP-001,"Harbor Annex\nP-005,Depot 7\nP-006,River Walk\n', ["P-001", "P-005", "P-006"], []),
        ('Name\n"Harbor Annex\nDepot 7\nNowhere\n', ["P-001", "P-005"], ["Nowhere"]),
        ('{"open": ["P-001"], "later": ["P-005", "P-006"]}', ["P-001", "P-005", "P-006"], []),
        ('["P-001, P-005", "P-006"]', ["P-001", "P-005", "P-006"], []),
    ],
)  # fmt: skip
def test_no_row_of_a_table_or_a_json_text_is_dropped(text: str, numbers: list[str], unknown: list[str]) -> None:
    assert read(text) == (numbers, unknown, [])
