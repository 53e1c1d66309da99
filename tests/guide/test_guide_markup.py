"""Labels between stars, and link templates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.guide import markup
from dmsa_tui.guide.links import fault, fill_link

HOME = "{web}/{company_id}/company/home"


def test_labels_are_told_from_the_text_around_them() -> None:
    assert markup.spans("Click **Add All**, then **OK**.") == [
        ("Click ", False),
        ("Add All", True),
        (", then ", False),
        ("OK", True),
        (".", False),
    ]
    assert markup.plain("Click **Add All**.") == "Click ‘Add All’."


@given(st.lists(st.tuples(st.text("ab *", max_size=5), st.text("xy", min_size=1, max_size=5)), max_size=5))
def test_well_formed_text_loses_its_stars_and_nothing_else(pairs: list[tuple[str, str]]) -> None:
    pairs = [(text.replace("*", ""), label) for text, label in pairs]
    text = "".join(f"{text}**{label}**" for text, label in pairs)
    assert markup.fault(text) is None
    assert "".join(part for part, _ in markup.spans(text)) == text.replace("**", "")
    assert [part for part, label in markup.spans(text) if label] == [label for _, label in pairs]


@given(st.text("a*", max_size=20))
def test_any_text_can_be_split(text: str) -> None:
    assert all(part for part, _ in markup.spans(text))
    assert isinstance(markup.plain(text), str)


def test_a_star_without_partner_stays_text_and_is_a_fault() -> None:
    assert markup.spans("Click **Save") == [("Click **Save", False)]
    assert markup.spans("**a** and **b") == [("a", True), (" and **b", False)]
    for text in ("Click **Save", "****", "** Save**", "a ** b"):
        assert markup.fault(text) is not None


def test_a_link_is_filled_with_what_is_known() -> None:
    filled = fill_link(HOME, web="https://us02.procore.com/", company_id="562949954728542")
    assert filled == "https://us02.procore.com/562949954728542/company/home"
    assert fill_link("{portal}", portal="https://developers.procore.com") == "https://developers.procore.com"


@pytest.mark.parametrize("company_id", [None, "", "12/../evil", "x", "１２", "{web}"])
def test_a_link_without_a_real_company_id_is_no_link(company_id: str | None) -> None:
    assert fill_link(HOME, web="https://app.procore.com", company_id=company_id) is None


def test_a_link_that_lacks_a_value_is_no_link() -> None:
    assert fill_link(HOME, company_id="1") is None
    assert fill_link(None, portal="https://developers.procore.com") is None


@pytest.mark.parametrize("template", ["{project}", "https://example.com", "{portal}?x={company_id}", "{web}/..", ""])
def test_other_link_templates_are_faulty(template: str) -> None:
    assert fault(template) is not None
    assert fault(HOME) is None
