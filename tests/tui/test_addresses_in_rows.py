"""An address that is longer than its row ends between its parts: a key of the query stays with its value."""

import pytest
from textual.content import Content

from dmsa_tui.tui.widgets.hanging_text import Line, hanging

ADDRESS = "https://api.procore.com/rest/v1.1/projects?company_id=••••0161&page=1&per_page=300"


@pytest.mark.parametrize("width", [32, 40, 58, 70])
def test_a_key_and_its_masked_value_stay_in_one_row(width: int) -> None:
    rows = hanging([Line(Content(f"GET {ADDRESS} → 200 in 3 ms"), indent=2)], width).plain.split("\n")
    for part in ("company_id=••••0161", "page=1", "per_page=300", "https://api.procore.com"):
        assert any(part in row for row in rows), rows
    assert max(map(len, rows)) <= width
    assert "".join(row.strip() for row in rows).replace(" ", "").startswith(f"GET{ADDRESS}")
    assert not any("/ " in row.strip() or " ?" in row or " &" in row for row in rows), "no space is within it"


def test_what_has_room_is_as_it_was() -> None:
    assert hanging([Line(Content(f"GET {ADDRESS}"))], 100).plain == f"GET {ADDRESS}"
