"""A list says at once how its lines were understood."""

import pytest

from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.list_shapes import told_shapes


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1001\n1,002\n1003;", "3 projects, by ID or number."),
        ("12 Harbour Annex\n• 1234 - Mill Lane\n- Depot (7)", "3 projects, by number and name."),
        ("Harbour Annex\n1001\n12 Mill Lane", "3 projects: 1 by ID or number, 1 by number and name and 1 by name."),
        ("Number;Name\n1234;Söder Tower\nTotal;1", "1 project, by number and name. 1 line passed over: no project."),
        ("P-00001\nhttps://app.procore.com/562949953425831/project/home", "2 projects, by ID or number."),
    ],
)
def test_the_ways_in_which_a_list_names_its_projects(text: str, told: str) -> None:
    assert told_shapes(expected_list(text).entries) == told
