"""The shapes in which people have their lists: each entry is the right project, or is named with its line."""

import unicodedata
from dataclasses import dataclass

import pytest

from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.matching import Doubt, Matched, match, nearest
from dmsa_tui.errors import InvalidInput


@dataclass(frozen=True)
class Row:
    id: str
    number: str | None
    name: str
    active: bool | None = True


HARBOR, MILL, DEPOT, ELAN, ANNEX, BARE, CLOSED, ZEROS, PLAIN = PROJECTS = (
    Row("562949954728542", "1234", "Harbor Annex"),
    Row("562949954728543", "3888", "Mill Lane Offices, East"),
    Row("562949954728544", "5555", "Depot 7"),
    Row("562949954728545", "P-00001", "L'Élan Café – Phase 2"),
    Row("562949954728546", "22-104", "Annex (East) [Core & Shell]"),
    Row("562949954728547", None, "River Walk"),
    Row("562949954728548", "7001", "Old Brewery", active=False),
    Row("562949954728549", "00427", "Station Road"),
    Row("562949954728550", "9", "Total Fitness"),
)
NFD = unicodedata.normalize("NFD", "L'Élan Café – Phase 2")

SHAPES: list[tuple[str, str | bytes, list[Row]]] = [
    (
        "the picker's text",
        "1234 - Harbor Annex\n3888 - Mill Lane Offices, East\n5555 - Depot 7",
        [HARBOR, MILL, DEPOT],
    ),
    ("an en dash", "1234 – Harbor Annex", [HARBOR]),
    ("an em dash", "1234 — Harbor Annex", [HARBOR]),
    ("an em dash without blanks", "1234—Harbor Annex", [HARBOR]),
    ("name and number", "Harbor Annex - 1234", [HARBOR]),
    ("a name with a dash of its own", "P-00001 - L’Élan Café – Phase 2", [ELAN]),
    ("the number in brackets", "Harbor Annex (1234)", [HARBOR]),
    ("the number in square brackets", "Harbor Annex [1234]", [HARBOR]),
    ("the number in brackets first", "(1234) Harbor Annex", [HARBOR]),
    ("a name with brackets of its own", "Annex (East) [Core & Shell]\n22-104 - Annex (East) [Core & Shell]", [ANNEX]),
    ("the name with brackets, then its number", "Annex (East) [Core & Shell] (22-104)", [ANNEX]),
    ("a colon", "1234: Harbor Annex", [HARBOR]),
    ("a blank", "1234 Harbor Annex", [HARBOR]),
    (
        "Project #",
        "Project #,Project Name,Stage\nP-00001,L'Élan Café – Phase 2,Warranty\n1234,Harbor Annex,\n",
        [ELAN, HARBOR],
    ),
    ("Project No.", "Project No.;Description\n1234;the annex\n", [HARBOR]),
    ("Job Number and Job Name", "Job Number,Job Name\n3888,Mill Lane Offices\n", [MILL]),
    ("Job Name alone", "Job Name\nRiver Walk\n1234 - Harbor Annex\n", [BARE, HARBOR]),
    ("a name with a comma under one header", "Project\n3888 - Mill Lane Offices, East\n", [MILL]),
    ("a name with a comma, unquoted, in the last column", "Number,Name\n,Mill Lane Offices, East\n", [MILL]),
    ("Project ID with numbers", "Project ID,Project Name\n1234,Harbor Annex\n5555,\n", [HARBOR, DEPOT]),
    ("Project ID with names", "Project ID\nRiver Walk\n", [BARE]),
    ("Project # with IDs", "Project #\n562949954728542\n", [HARBOR]),
    (
        "a title above the header",
        "Active projects, exported 11/28/2026\n\nNumber,Name\n1234,Harbor Annex\n",
        [HARBOR],
    ),
    ("sep=;", "sep=;\nNumber;Name\n3888;Mill Lane Offices, East\n", [MILL]),
    ("sep=; without a header", "sep=;\n3888;Mill Lane Offices, East\n1234;Harbor Annex\n", [MILL, HARBOR]),
    ("a total", "1234\n5555\nTotal: 2\n", [HARBOR, DEPOT]),
    ("a total in a column", "Number,Name\n1234,Harbor Annex\nTotal,1\n", [HARBOR]),
    ("a total beside the columns", "Number,Name,Count\n1234,Harbor Annex,1\n,,1\n", [HARBOR]),
    ("a project that is called like a total", "Total Fitness\n", [PLAIN]),
    ("a number that became a float", "1234.0\n5555.00\n", [HARBOR, DEPOT]),
    ("an ID with separators", '"562,949,954,728,542"\n', [HARBOR]),
    ("an ID as a float of science", "5.62949954728542E+14\n", [HARBOR]),
    (
        "bullets",
        "• 1234 - Harbor Annex\n- Depot 7\n* River Walk\n– 3888\n▪ P-00001\n",
        [HARBOR, DEPOT, BARE, MILL, ELAN],
    ),
    ("numbered", "1. Harbor Annex\n2. 3888 - Mill Lane Offices, East\n3) River Walk\n", [HARBOR, MILL, BARE]),
    (
        "check boxes",
        "[ ] Harbor Annex\n[x] 5555\n☐ River Walk\n☑ Mill Lane Offices, East\n",
        [HARBOR, DEPOT, BARE, MILL],
    ),
    ("a typographic apostrophe", "L’Élan Café – Phase 2\n", [ELAN]),
    ("a straight dash", "L'Élan Café - Phase 2\n", [ELAN]),
    ("decomposed accents", NFD, [ELAN]),
    ("no-break spaces", "1234\u00a0-\u00a0Harbor\u00a0Annex\n", [HARBOR]),
    ("zero-width spaces", "\u200b1234\u200b - \u2060Harbor\u200b Annex\ufeff\n", [HARBOR]),
    ("a project's address", "https://app.procore.com/562949954728542/project/home\n", [HARBOR]),
    (
        "a newer address",
        "Harbor https://us02.procore.com/webclients/host/companies/8/projects/562949954728542/tools/x?y=1\n",
        [HARBOR],
    ),
    (
        "an address with the project asked for",
        "<https://app.procore.com/8/company/x?project_id=562949954728542>",
        [HARBOR],
    ),
    ("a JSON list", '["1234", 3888, "River Walk", 562949954728544]', [HARBOR, MILL, BARE, DEPOT]),
    ("a JSON list of objects", '[{"id": 562949954728542, "name": "x"}, {"project_number": "3888"}]', [HARBOR, MILL]),
    (
        "a JSON object",
        '{"meta": [], "projects": [{"project": {"name": "River Walk"}}, {"number": 1234.0}]}',
        [BARE, HARBOR],
    ),
    ("a JSON object of numbers", '{"1234": "Harbor Annex", "5555": "Depot 7"}', [HARBOR, DEPOT]),
    ("lines of JSON strings", '"1234",\n"River Walk",\n', [HARBOR, BARE]),
    ("tabs", "1234\tHarbor Annex\tWarranty\n3888\tMill Lane Offices, East\tCloseout\n", [HARBOR, MILL]),
    ("tabs, the name first", "River Walk\tPhoenix\nHarbor Annex\t1234\tActive\n", [BARE, HARBOR]),
    ("tabs with a header", "Number\tName\tStage\n1234\tHarbor Annex\tWarranty\n", [HARBOR]),
    (
        "a table in Markdown",
        "| Number | Name |\n|---|---|\n| 1234 | Harbor Annex |\n| 5555 | Depot 7 |\n",
        [HARBOR, DEPOT],
    ),
    ("UTF-16", "1234 - Harbor Annex\nL'Élan Café – Phase 2\n".encode("utf-16"), [HARBOR, ELAN]),
    ("UTF-16 without a mark", "1234 - Harbor Annex\n".encode("utf-16-le"), [HARBOR]),
    ("UTF-16, the other way", "1234 - Harbor Annex\n".encode("utf-16-be"), [HARBOR]),
    ("cp1252", "L’Élan Café – Phase 2\n".encode("cp1252"), [ELAN]),
    (
        "UTF-8 with a mark",
        "\ufeffProject Name,Number,Stage\r\nHarbor Annex,1234,Warranty\r\nRiver Walk,,\r\n".encode(),
        [HARBOR, BARE],
    ),
    (
        "a validation's table of missing projects",
        "Project\tStatus\n1234 - Harbor Annex\tMissing\nRiver Walk\tMissing\n",
        [HARBOR, BARE],
    ),
    (
        "a validation's list of missing projects",
        "Missing projects:\n1234 - Harbor Annex - Missing\nRiver Walk (Missing)\n"
        "3888 - Mill Lane Offices, East Missing\n",
        [HARBOR, MILL, BARE],
    ),
    ("a number with its sign", "#1234\nProject No. 5555\nProject 3888\n", [HARBOR, DEPOT, MILL]),
    ("our own text", "Harbor Annex (number 1234, ID 562949954728542, missing)\n", [HARBOR]),
    ("one line of names", "Harbor Annex, Depot 7, River Walk\n", [HARBOR, DEPOT, BARE]),
    ("one line of numbers and names", "1234 - Harbor Annex; 5555 - Depot 7", [HARBOR, DEPOT]),
    ("one line after a heading", "Missing projects: 1234 - Harbor Annex, 5555 - Depot 7", [HARBOR, DEPOT]),
    ("one line that is a name with a comma", "Mill Lane Offices, East\n", [MILL]),
    (
        "what a field is called",
        "Project: Harbor Annex\nNo. 5555 Depot 7\nProject name: River Walk\n",
        [HARBOR, DEPOT, BARE],
    ),
    ("cells that are kept as text", '\'1234\n="5555"\n', [HARBOR, DEPOT]),
    ("an entity of a web page", "Annex (East) [Core &amp; Shell]\n", [ANNEX]),
    ("a sentence", "Harbor Annex.\n", [HARBOR]),
    ("JSON on each line", '{"id": 562949954728542}\n{"number": "5555"}\n', [HARBOR, DEPOT]),
    ("a list as Python prints it", "['1234', '5555']", [HARBOR, DEPOT]),
    ("a count below", "1234 - Harbor Annex\n12 projects in total\n", [HARBOR]),
    ("one line of numbers", "1234, 3888; 5555".replace(";", ","), [HARBOR, MILL, DEPOT]),
    ("a formula that keeps zeros", 'Number,Name\n"=""00427""",Station Road\n', [ZEROS]),
    ("quoted cells without a header", '3888,"Mill Lane Offices, East"\n"River Walk",\n', [MILL, BARE]),
    ("a header that comes again", "Number,Name\n1234,Harbor Annex\nNumber,Name\n5555,Depot 7\n", [HARBOR, DEPOT]),
    ("case", "HARBOR  ANNEX\np-00001\n", [HARBOR, ELAN]),
]


def matched(data: str | bytes, projects: tuple[Row, ...] = PROJECTS) -> Matched[Row]:
    return match(expected_list(data).entries, projects)


@pytest.mark.parametrize(("data", "wanted"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES])
def test_a_list_as_people_have_it(data: str | bytes, wanted: list[Row]) -> None:
    found = matched(data)
    assert [entry.text for entry in found.unknown] == []
    assert [each.entry.text for each in found.ambiguous] == []
    assert {row.name for row in found.projects} == {row.name for row in wanted}


@pytest.mark.parametrize(
    "text", ["427", "Number\n427\n", "427 - Station Road", "427.0", "Number,Name\n427,Station Road\n"]
)
def test_lost_leading_zeros_are_taken_and_said(text: str) -> None:
    (found,) = matched(text).doubtful
    assert found.project == ZEROS and found.doubt is Doubt.ZEROS
    assert "leading zeros" in found.sentence() and "“00427 - Station Road”" in found.sentence()


def test_lost_leading_zeros_that_fit_two_projects_are_not_taken() -> None:
    projects = (Row("1", "0042", "North"), Row("2", "00042", "South"))
    found = matched("42", projects)
    assert not found.matches and [each.candidates for each in found.ambiguous] == [projects]
    assert [each.id for each in matched("42 - South", projects).projects] == ["2"]


def test_a_number_with_its_zeros_is_not_the_one_without() -> None:
    projects = (Row("1", "42", "North"), Row("2", "0042", "South"))
    assert [each.id for each in matched("42\n", projects).projects] == ["1"]


@pytest.mark.parametrize(
    "text",
    [
        "1234 - Depot 7", "Number,Name\n1234,Depot 7\n", "1234\tDepot 7", "Depot 7 (1234)\n1234 Depot 7",
        "Project ID,Name\n1234,Depot 7\n",
    ],
)  # fmt: skip
def test_a_number_and_a_name_of_two_projects_are_matched_to_neither(text: str) -> None:
    found = matched(text)
    assert not found.matches
    assert {row.name for each in found.ambiguous for row in each.candidates} <= {"Harbor Annex", "Depot 7"}
    assert found.ambiguous or found.unknown


@pytest.mark.parametrize(
    "text",
    [
        "Harbor Annex; 562949954728544", "562949954728544, Harbor Annex", "562949954728544 Harbor Annex",
        "Harbor Annex (562949954728544)", "ID,Name\n562949954728544,Harbor Annex\n",
        "River Walk\nHarbor Annex; 562949954728544",
    ],
)  # fmt: skip
def test_an_id_and_a_name_of_two_projects_are_matched_to_neither(text: str) -> None:
    found = matched(text)
    assert not {HARBOR, DEPOT} & set(found.projects)
    assert [{row.name for row in each.candidates} for each in found.ambiguous] == [{"Harbor Annex", "Depot 7"}]


def test_two_projects_of_one_number_are_told_apart_by_the_name_only() -> None:
    projects = (Row("1", "77", "North"), Row("2", "77", "South"), Row("3", None, "North"))
    found = matched("77\n77 - South\nNorth\n77 - North\n", projects)
    assert [(each.entry.line, each.project.id) for each in found.matches] == [(2, "2"), (4, "1")]
    assert [(each.entry.line, [row.id for row in each.candidates]) for each in found.ambiguous] == [
        (1, ["1", "2"]), (3, ["1", "3"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Harbor Annex, Phase 2", "Harbor Annex - Phase 2", "Harbor Annex - P2", "Harbor Annex (2)", "Harbor",
        "Mill Lane Offices", "River Walk - 1999", "Phase 3, 1234", "https://app.procore.com/1234/company/home",
        "Depot", "12 34", "1234a", "https://example.org/",
    ],
)  # fmt: skip
def test_a_part_of_a_line_is_never_taken_for_the_project(text: str) -> None:
    found = matched(text)
    assert [entry.text for entry in found.unknown] == [text] and not found.matches


def test_what_fits_nothing_is_named_with_its_line_and_the_nearest_names() -> None:
    found = matched("Projects for the sync\n\nNumber,Name\n1234,Harbor Annex\n\n9999,Harbor Anex\n,Nowhere at all\n")
    assert [(entry.line, entry.text) for entry in found.unknown] == [(6, "Harbor Anex"), (7, "Nowhere at all")]
    assert nearest(found.unknown[0], PROJECTS)[:1] == (HARBOR,)
    assert nearest(found.unknown[1], PROJECTS) == ()


def test_a_line_keeps_its_number_below_a_cell_of_several_lines() -> None:
    found = matched('Name,Note\nRiver Walk,"two\nlines"\nNowhere,\n')
    assert [(entry.line, entry.text) for entry in found.unknown] == [(4, "Nowhere")]


def test_a_closed_project_is_found_and_told() -> None:
    found = matched("7001 - Old Brewery\nHarbor Annex\n")
    assert [(each.entry.line, each.project.name) for each in found.closed] == [(1, "Old Brewery")]


def test_a_number_under_another_name_is_taken_and_said() -> None:
    (found,) = matched("1234 - Seaside Tower\n").doubtful
    assert found.project == HARBOR and found.doubt is Doubt.OTHER_NAME
    assert found.sentence() == (
        "line 1 “1234 - Seaside Tower” matches “1234 - Harbor Annex” by its number, under another name"
    )


def test_a_name_under_another_number_is_taken_once_and_said() -> None:
    (found,) = matched("Number,Name\n8-16,Harbor Annex\n").doubtful
    assert found.project == HARBOR and found.doubt is Doubt.OTHER_NUMBER
    both = matched("8-16 - Harbor Annex\n8-17 - Harbor Annex\n1234 - Harbor Annex\n")
    assert [entry.line for entry in both.unknown] == [1, 2] and both.projects == (HARBOR,)


def test_typography_tells_two_names_apart_where_nothing_else_does() -> None:
    projects = (Row("1", None, "North – Tower"), Row("2", None, "North - Tower"))
    assert [each.id for each in matched("North – Tower\n", projects).projects] == ["1"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00xl/workbook.xml", "save it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "save it as CSV"),
        (b"%PDF-1.7\n", "as CSV instead"),
        (b"{\\rtf1\\ansi", "plain text"),
        (b"\x1f\x8b\x08\0", "unpack"),
        (b"<html><table>", "save it as CSV"),
        ("PK\x03\x04\x14", "save it as CSV"),
    ],
)
def test_another_format_is_refused_by_its_signature_with_what_to_do(data: bytes | str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        expected_list(data)


SECRET = "Zq8Yw3Vb6Nn1Mm5Kk9Jj2Hh7Gg4Ff0Dd-Ss_Aa1Pp3o"


@pytest.mark.parametrize("text", [f"1234\n{SECRET}\n", f"1234\nsecret: {SECRET},\n", f'["1234",\n "{SECRET}"]'])
def test_a_line_that_may_be_a_secret_is_refused_by_its_number_and_not_repeated(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"Line 2 .* client ID or secret") as caught:
        expected_list(text)
    assert SECRET[:12] not in str(caught.value)


def test_a_ruled_line_is_no_secret() -> None:
    first, *ruled = expected_list("Harbor\n" + "-" * 45 + "\n" + "_" * 50 + "\n").entries
    assert first.text == "Harbor" and all(entry.maybe for entry in ruled)


def test_more_than_the_bound_is_refused() -> None:
    with pytest.raises(InvalidInput, match="the limit is 50000"):
        expected_list("\n".join(map(str, range(50_001))))
    with pytest.raises(InvalidInput, match="10,000,000"):
        expected_list("x" * 10_000_001)


def test_a_list_of_thousands_is_matched_with_thousands() -> None:
    projects = tuple(Row(str(10**9 + each), f"N-{each:05}", f"Project {each}") for each in range(5_000))
    text = "".join(f"{row.number} - {row.name}\n" for row in projects)
    assert matched(text, projects).projects == projects
