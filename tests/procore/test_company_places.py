"""What a pasted company address says: the company, the environment, and the host to keep for links."""

import pytest

from dmsa_tui.errors import InvalidInput
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.weblinks import CompanyPlace, OtherEnvironment, company_place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1234567", CompanyPlace("1234567")),
        ("“1234567”\n", CompanyPlace("1234567")),
        ("\uff11\uff12\uff13", CompanyPlace("123")),
        ("company id 1234567", CompanyPlace("1234567")),
        ("https://app.procore.com/1234567/company/home", CompanyPlace("1234567", "production")),
        ("app.procore.com/1234567/company/home/list", CompanyPlace("1234567", "production")),
        (
            "https://us02.procore.com/1234567/company/app_management",
            CompanyPlace("1234567", "production", "https://us02.procore.com"),
        ),
        (
            "https://eu01.procore.com/webclients/host/companies/99/projects/5/tools/x",
            CompanyPlace("99", "production", "https://eu01.procore.com"),
        ),
        ("https://login.procore.com/1234567/x", CompanyPlace("1234567", "production")),
        ("https://developers.procore.com/1234567/x", CompanyPlace("1234567", "production")),
        ("https://sandbox.procore.com/1234567/company/home", CompanyPlace("1234567", "developer-sandbox")),
        ("https://login-sandbox.procore.com/1234567/company/home", CompanyPlace("1234567", "developer-sandbox")),
        ("https://api-sandbox-monthly.procore.com/1234567/company/home", CompanyPlace("1234567", "monthly-sandbox")),
        (
            "https://sandbox-monthly.procore.com/1/company/home",
            CompanyPlace("1", "monthly-sandbox", "https://sandbox-monthly.procore.com"),
        ),
        ("https://app.procoregov.com/1234567/company/home", CompanyPlace("1234567", "federal")),
    ],
)
def test_an_address_tells_company_environment_and_host(text: str, place: CompanyPlace) -> None:
    assert company_place(text) == place


@pytest.mark.parametrize(
    ("text", "here", "there"),
    [
        ("https://sandbox.procore.com/7/company/home", "production", "developer-sandbox"),
        ("https://app.procoregov.com/7/company/home", "production", "federal"),
        ("https://api-sandbox-monthly.procore.com/7/company/home", "developer-sandbox", "monthly-sandbox"),
        ("https://us02.procore.com/7/company/home", "developer-sandbox", "production"),
        ("https://app.procore.com/7/company/home", "federal", "production"),
    ],
)
def test_an_address_of_another_environment_is_refused_and_can_be_offered(text: str, here: str, there: str) -> None:
    with pytest.raises(OtherEnvironment, match=f"change the environment to {ENVIRONMENTS[there].name}") as caught:
        company_place(text).checked_in(here)
    assert (caught.value.place.environment, caught.value.place.id) == (there, "7")
    assert company_place(text).checked_in(there).id == "7"


def test_digits_belong_to_any_environment() -> None:
    assert company_place("7").checked_in("federal") == CompanyPlace("7")


@pytest.mark.parametrize(
    "text",
    [
        "https://app.procore.com.example.org/7/company/home", "https://example.org/7/company/home",
        "http://app.procore.com/7/company/home", "https://app.procore.com/7/project/home", "https://app.procore.com/",
        "example.org/7", "app.procore.com.example.org/7/x", "7a", "company id", "0",
    ],
)  # fmt: skip
def test_what_is_no_company_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        company_place(text)
