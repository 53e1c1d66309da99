"""The diagnosis for Procore's support: what support looks up is in it, what nobody may know is not."""

from datetime import UTC, datetime

import pytest

from dmsa_tui.checks.model import Result
from dmsa_tui.checks.report.support import IN_A_DIAGNOSIS, diagnosis, worth_telling
from dmsa_tui.procore.environments import environment, with_urls
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.vocabulary import Cause, Status

AT = datetime(2026, 11, 20, 9, 30, 5, tzinfo=UTC)
URL = "https://api.procore.com/rest/v1.0/companies/562949953421312/me?company_id=562949953421312"


def told(*results: Result) -> str:
    def hide(text: str) -> str:
        return text.replace("562949953421312", "••••1312")

    return diagnosis(results, environment("production"), "562949953421312", hide, AT)


def test_it_has_what_support_looks_up_and_hides_the_company() -> None:
    refused = RequestRecord("GET", URL, 403, "req-7", 81, AT)
    text = told(
        Result("install.connected", Status.FAIL, "Not installed.", Cause.NOT_INSTALLED, evidence=(refused,)),
        Result("install.account", Status.SKIPPED, "Not asked."),
    )
    assert "production (login.procore.com, api.procore.com)" in text
    assert "Installation (install.connected)" in text
    assert "status: fail\n  cause:  not-installed\n" in text
    assert "2026-11-20 09:30:05 UTC, api.procore.com: GET /rest/v1.0/companies/••••1312/me?" in text
    assert "→ 403 in 81 ms, request id req-7" in text
    assert "company ID:  ••••1312" in text and "562949953421312" not in text
    assert "No request was made for this." in text


def test_of_thousands_of_exchanges_the_refused_ones_are_told() -> None:
    good = [RequestRecord("GET", URL, 200, f"good-{number}", 5) for number in range(9_998)]
    odd = [RequestRecord("GET", URL, 403, "refused", 5), RequestRecord("GET", URL, None, None, 5)]
    request_records = (*good, *odd)
    shown, left_out = worth_telling(request_records, 12)
    assert (len(shown), left_out, shown[-2:]) == (12, 9_988, odd)
    assert worth_telling(good[:12], 12) == (good[:12], 0)
    text = told(Result("permissions.project", Status.FAIL, "Too low.", evidence=request_records))
    assert f"and {10_000 - IN_A_DIAGNOSIS:,} more requests" in text
    assert "request id refused" in text and "no answer in 5 ms, request id not given" in text


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "https://proxy.example"])
def test_of_a_stand_in_it_says_first_that_it_is_not_for_procores_support(url: str) -> None:
    place = with_urls(environment("production"), url, url)
    text = diagnosis((), place, "1", str, AT)
    assert text.startswith("Do not send this to Procore's support. ") and "for Procore's support\n" not in text
    assert told().startswith("Diagnosis of a Procore data connection app, for Procore's support\n")
