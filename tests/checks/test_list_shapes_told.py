"""A list says at once how its lines were understood."""

import time
from typing import NamedTuple

import pytest

from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.list_shapes import told_matches, told_shapes


class Project(NamedTuple):
    id: str
    number: str | None
    name: str
    active: bool | None = True


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1001\n1,002\n1003;", "3 entries, by ID or number."),
        ("12 Harbor Annex\n• 1234 - Mill Lane\n- Depot (7)", "3 entries, by number and name."),
        ("Harbor Annex\n1001\n12 Mill Lane", "3 entries: 1 by ID or number, 1 by number and name and 1 by name."),
        ("Number;Name\n1234;Söder Tower\nTotal;1", "1 entry, by number and name. 1 line skipped: no project."),
        ("P-00001\nhttps://app.procore.com/562949953425831/project/home", "2 entries, by ID or number."),
    ],
)
def test_the_ways_in_which_a_list_names_its_projects(text: str, told: str) -> None:
    assert told_shapes(expected_list(text).entries) == told


def test_the_companys_projects_say_what_a_list_names() -> None:
    projects = [Project("1", "P-1", "Mill Lane"), Project("2", "P-2", "Depot"), Project("3", "P-3", "Depot")]
    entries = expected_list("Mill Lane\nP-1\nDepot\nNowhere\n77 Nothing").entries
    assert told_matches(entries, projects).words == (
        "1 project of this company. Not projects here: line 4 “Nowhere”; line 5 “77 Nothing”. "
        "More than one project matches: line 3. 1 line names a project again."
    )
    assert told_matches(expected_list("P-2").entries, projects) == ("1 project of this company.", False)
    typo = expected_list("Mil Lane\nElsewhere").entries
    assert told_matches(typo, projects).words == (
        "No entry matches a project of this company. Not projects here: "
        "line 1 “Mil Lane” (“P-1 - Mill Lane”?); line 2 “Elsewhere”."
    )
    many = expected_list("Nowhere\nMil Lane\nElsewhere\nBeyond").entries
    assert (
        "Not projects here: line 1 “Nowhere”; line 2 “Mil Lane”; line 3 “Elsewhere”; line 4 “Beyond”."
        in told_matches(many, projects).words
    )


def test_of_many_bad_lines_the_first_are_shown_cut_and_the_others_are_counted() -> None:
    entries = expected_list("A place of which nobody has ever heard\n" + "\n".join("bcdefghijk")).entries
    told = told_matches(entries, [Project("1", "P-1", "Mill Lane")]).words
    assert "Not projects here: line 1 “A place of which nobody…”; line 2 “b”;" in told and told.endswith("“h”; 3 more.")


def test_a_line_of_several_numbers_is_counted_as_several_before_procore_is_asked() -> None:
    assert told_shapes(expected_list("Mill Lane\nP-4, P-5; P-6").entries) == (
        "4 entries: 3 by ID or number and 1 by name."
    )


def test_what_is_taken_in_doubt_or_skipped_is_told() -> None:
    projects = [Project("1", "P-1", "Mill Lane"), Project("2", "0042", "Depot"), Project("3", "P-3", "Harbor")]
    entries = expected_list("Mine:\nP-1, Seaside Tower").entries
    assert told_matches(entries, projects).words == (
        "1 project of this company. Uncertain: line 2 “P-1, Seaside Tower” matches “P-1 - Mill Lane” by its number, "
        "under another name. 1 line skipped: no project."
    )
    assert told_matches(expected_list("42\nP-1 - Seaside Tower").entries, projects).words == (
        "2 projects of this company. Uncertain, by number or name alone: lines 1 and 2."
    )


PROJECTS = [Project("1", "P-1", "Mill Lane"), Project("2", "P-2", "Depot"), Project("3", "P-3", "Harbor")]


@pytest.mark.parametrize("line", ["Mill Lane, Nowhere", "Nowhere; Mill Lane", "Mill Lane and Nowhere"])
def test_a_line_of_which_a_part_is_a_project_says_which_part_is_and_which_is_not(line: str) -> None:
    told = told_matches(expected_list(f"Depot\n{line}").entries, PROJECTS)
    assert told.is_doubtful and told.words == (
        f"1 project of this company. Not projects here: line 2 “{line}”. In line 2, “Mill Lane” is a project, "
        "“Nowhere” is not. Give each project its own line."
    )


def test_the_last_line_that_names_a_project_in_part_is_told_among_many_bad_ones() -> None:
    told = told_matches(expected_list("a\nb\nc\nd\nMill Lane, Depot and Beyond").entries, PROJECTS).words
    assert "2 projects" in told and "line 5 “Beyond”" in told
    told = told_matches(expected_list("a\nb\nc\nd\nMill Lane, Beyond").entries, PROJECTS).words
    assert told.endswith("In line 5, “Mill Lane” is a project, “Beyond” is not. Give each project its own line.")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Mill Lane\tNowhere", "line 2 “Nowhere”"),
        ("Nowhere | Mill Lane", "line 2 “Nowhere”"),
        ("P-1\tMill Lane\tPhoenix\tAZ", "line 2 “Phoenix, AZ”"),
        ("P-1 Mill Lane, Nowhere", "line 2 “Nowhere”"),
    ],
)
def test_what_stands_beside_a_project_and_is_none_is_told(line: str, told: str) -> None:
    assert told_matches(expected_list(f"Depot\n{line}").entries, PROJECTS) == (
        f"2 projects of this company. Taken as details, not as projects: {told}.",
        False,
    )


@pytest.mark.parametrize(
    "line", ["P-1\tMill Lane\tActive\t2024-05-01\t$1,000", "Mill Lane (number P-1, ID 1, missing)"]
)
def test_numbers_dates_and_states_beside_a_project_are_not_told(line: str) -> None:
    assert told_matches(expected_list(f"Depot\n{line}").entries, PROJECTS).words == "2 projects of this company."


def test_a_second_number_with_a_name_that_the_company_does_not_have_is_told() -> None:
    told = told_matches(expected_list("P-1 - Mill Lane, P-9 Nowhere").entries, PROJECTS).words
    assert "Not projects here: line 1 “P-9 Nowhere”" in told


def test_a_sentence_of_many_words_joined_by_and_does_not_hold_up_typing() -> None:
    line = " and ".join(f"word{chr(97 + place)}" for place in range(16))
    start = time.process_time()
    told_matches(expected_list(f"Depot\n{line}").entries, PROJECTS)
    assert time.process_time() - start < 2
