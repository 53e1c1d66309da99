"""What a shared screen shows of an ID: at most a third of it, and never more than the last four characters."""

import pytest

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.session.session import Session
from dmsa_tui.tui.widgets.header_bar import header_line

SHOWN = [("7", ""), ("44", ""), ("4441", "1"), ("12345", "5"), ("123456789", "789"), ("562949953421312", "1312")]


def opened(company_id: str) -> Session:
    session = Session(Paths.default(), MemorySecretStore())
    session.open_record.begin(Onboarding("Acme", company_id=company_id))
    return session


@pytest.mark.parametrize(("company_id", "end"), SHOWN)
def test_the_header_shows_at_most_a_third_of_a_company_id(company_id: str, end: str) -> None:
    session = opened(company_id)
    assert f"· ••••{end}" in header_line(session, 120).plain and company_id not in header_line(session, 120).plain
    assert session.mask.id(company_id) == f"••••{end}"
    session.mask.hide_ids(False)
    assert f"· {company_id}" in header_line(session, 120).plain


def test_in_a_sentence_a_short_company_id_is_masked_and_no_part_of_another_number() -> None:
    text = opened("4441").mask.text("Company 4441 of https://app.procore.com/4441/home has 14441 items.")
    assert text == "Company ••••1 of https://app.procore.com/••••1/home has 14441 items."


def test_a_count_in_a_sentence_is_no_company_id() -> None:
    assert opened("5").mask.text("5 of 15 projects") == "5 of 15 projects"


@pytest.mark.parametrize("between", [" ", "\n  ", " id ", "\n  id "])
def test_the_id_of_a_request_is_masked_wherever_the_line_breaks(between: str) -> None:
    text = opened("4441").mask.text(f"→ 200, request{between}8bc74444-564b-55cc-8c7e-44e1875c4482.")
    assert "8bc74444" not in text and text.startswith(f"→ 200, request{between}••••")
