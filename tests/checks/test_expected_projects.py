"""Expected lists: what people paste and export is read, and nothing is matched by accident."""

import csv
import io
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.matching import Matched, match
from dmsa_tui.errors import InvalidInput


@dataclass(frozen=True)
class Row:
    id: str
    number: str | None
    name: str
    active: bool | None = True


PROJECTS = (
    Row("562949954728542", "H-01", "Harbor Annex"),
    Row("700002", "H-02", "North, Tower"),
    Row("700003", None, "Depot"),
    Row("700004", "D-9", "depot "),
    Row("700005", "700003", "Mill"),
)


def matched(data: str | bytes, projects: tuple[Row, ...] = PROJECTS) -> Matched[Row]:
    return match(expected_list(data).entries, projects)


def ids(data: str | bytes) -> list[str]:
    found = matched(data)
    assert not found.unknown and not found.ambiguous
    return [each.id for each in found.projects]


@pytest.mark.parametrize("text", ["562949954728542", "h-01", "HARBOR  annex", " H-01 \r\n", '"Harbor Annex"'])
def test_a_line_matches_by_id_number_or_name(text: str) -> None:
    assert ids(text) == ["562949954728542"]


def test_an_id_wins_over_an_equal_number() -> None:
    assert ids("700003") == ["700003"]


def test_a_comma_in_a_pasted_name_does_not_cut_it() -> None:
    assert ids("North, Tower") == ["700002"]


def test_a_part_of_a_line_is_never_taken_for_a_name() -> None:
    found = matched("Harbor Annex, Phase 2")
    assert [entry.text for entry in found.unknown] == ["Harbor Annex, Phase 2"]


@pytest.mark.parametrize(
    "text",
    [
        "Project ID,Project Number,Name\n700002,,\n",
        "\ufeffNumber;Name\r\nH-02;wrong\r\n",
        'name\tid\n"North, Tower"\t\n',
        'City,Project\nOslo,"North, Tower"\n',
        "700002,North Tower",
        "H-02;North Tower",
    ],
)
def test_csv_is_read_with_and_without_a_header(text: str) -> None:
    assert ids(text) == ["700002"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_spreadsheets_are_read(encoding: str) -> None:
    projects = (Row("1", None, "Bürohaus Süd"),)
    assert [each.id for each in matched("Bürohaus Süd\n".encode(encoding), projects).projects] == ["1"]


def test_unknown_and_ambiguous_entries_are_named() -> None:
    found = matched("Depot\nNowhere\nH-01\nH-01\n")
    assert [each.id for each in found.projects] == ["562949954728542"]
    assert [entry.text for entry in found.unknown] == ["Nowhere"]
    assert [(each.entry.text, [row.id for row in each.candidates]) for each in found.ambiguous] == [
        ("Depot", ["700003", "700004"])
    ]


def test_a_name_settles_which_of_two_equal_numbers_is_meant() -> None:
    projects = (Row("1", "A", "North"), Row("2", "A", "South"))
    assert [each.id for each in matched("number,name\nA,South\n", projects).projects] == ["2"]


@pytest.mark.parametrize("data", ["", "\n \n", "\ufeff", "Project ID,Name\n", b"\x00\x01", "a\0b", b"\xff\xfe\x00"])
def test_a_list_that_names_nothing_is_refused(data: str | bytes) -> None:
    with pytest.raises(InvalidInput):
        expected_list(data)


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_any_input_is_read_or_refused(data: bytes | str) -> None:
    try:
        expectation = expected_list(data)
    except InvalidInput:
        return
    assert expectation.kind == "list" and expectation.entries


NAMES = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=12).filter(
    lambda name: bool(name.strip())
)


@given(st.lists(NAMES, min_size=1, max_size=8, unique_by=lambda name: " ".join(name.split()).casefold()))
def test_what_a_spreadsheet_exports_matches_every_project(names: list[str]) -> None:
    projects = tuple(Row(str(900000 + index), None, name) for index, name in enumerate(names))
    for dialect in ("excel", "excel-tab"):
        text = io.StringIO()
        writer = csv.writer(text, dialect=dialect, quoting=csv.QUOTE_ALL)
        writer.writerow(["Project ID", "Name"])
        writer.writerows([row.id, row.name] for row in projects)
        found = matched(text.getvalue().encode("utf-8-sig"), projects)
        assert found.projects == projects


@given(st.lists(NAMES, min_size=1, max_size=8))
def test_each_entry_is_found_unknown_or_ambiguous_and_none_is_lost(lines: list[str]) -> None:
    try:
        entries = [entry for entry in expected_list("\n".join(lines)).entries if not entry.maybe]
    except InvalidInput:
        return
    found = matched("\n".join(lines))
    assert len(found.unknown) + len(found.ambiguous) <= len(entries)
    assert bool(found.projects) or len(found.unknown) + len(found.ambiguous) == len(entries)
