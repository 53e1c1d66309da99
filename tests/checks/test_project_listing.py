"""The list of projects as people read it, and as they hand it on."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.checks.expectation import ALL_ACTIVE, NOTHING_STATED
from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.project_list import Choice, Listed, Standing, as_csv, as_text, chosen, listing
from dmsa_tui.procore.records import ProjectAssignment

PROJECTS = (
    ProjectAssignment("1", "Harbor", "A-1", True, True),
    ProjectAssignment("2", "Mill", None, True, False),
    ProjectAssignment("3", "Old Mill", "A-3", False, False),
    ProjectAssignment("4", "Twin", None, True, True),
    ProjectAssignment("5", "Twin", None, True, False),
    ProjectAssignment("6", "Depot", None, True, None),
)


def states(rows: tuple[Listed, ...]) -> list[tuple[str, str]]:
    return [(row.id or row.name, row.standing.name) for row in rows]


def test_every_active_project_is_expected_where_no_list_says_otherwise() -> None:
    for expect, lacking in ((ALL_ACTIVE, "MISSING"), (NOTHING_STATED, "NOT_PERMITTED")):
        wanted = ["PERMITTED", lacking, "LEFT_OUT", "PERMITTED", lacking, "UNASKED"]
        assert [standing for _, standing in states(listing(expect, PROJECTS))] == wanted


def test_a_list_has_its_unknown_and_ambiguous_entries_first() -> None:
    rows = listing(expected_list("Harbor\nA-3\nTwin\nNowhere\n"), PROJECTS)
    assert states(rows) == [
        ("Nowhere", "UNKNOWN"), ("Twin", "AMBIGUOUS"), ("1", "PERMITTED"), ("2", "LEFT_OUT"), ("3", "MISSING"),
        ("4", "EXTRA"), ("5", "LEFT_OUT"), ("6", "LEFT_OUT"),
    ]  # fmt: skip
    assert [row.name for row in chosen(rows, Choice.MISSING)] == ["Nowhere", "Twin", "Old Mill"]
    assert [row.id for row in chosen(rows, Choice.PERMITTED)] == ["1", "4"]
    assert [row.id for row in chosen(rows, Choice.INACTIVE)] == ["3"]


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


@given(
    st.lists(
        st.builds(Listed, st.integers(1, 10**15).map(str), texts, texts, st.booleans(), st.sampled_from(Standing)),
        min_size=1,
    )
)
def test_what_is_saved_as_csv_can_be_expected_again_and_calculates_nothing(rows: list[Listed]) -> None:
    text = as_csv(rows)
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert len(table) == len(rows) + 1
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in table for cell in row)
    entries = expected_list(text).entries
    assert {entry.id for entry in entries} == {row.id for row in rows}
    assert len(as_text(rows).splitlines()) >= len(rows)
