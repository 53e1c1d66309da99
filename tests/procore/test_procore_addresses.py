"""Addresses: what people paste, what may be opened, and where secrets may go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.errors import InvalidInput
from dmsa_tui.procore.environments import (
    ENVIRONMENTS,
    checked_url,
    environment,
    is_loopback,
    recorded_place,
    with_urls,
)
from dmsa_tui.procore.weblinks import company_place, is_procore_link


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1234567", "1234567"),
        ("  562949954728542\n", "562949954728542"),
        ("0042", "42"),
        ("https://app.procore.com/1234567/company/home", "1234567"),
        ("https://us02.procore.com/562949954728542/company/home/list", "562949954728542"),
        ("https://us02.procore.com/ 562949954728542 /company/ home", "562949954728542"),
        ("https://app.procore.com/1234\n567/company/home", "1234567"),
        ("https://US02.Procore.com/562949954728542", "562949954728542"),
        ("https://app.procoregov.com/77/company/admin?x=1#y", "77"),
        ("https://app.procore.com/webclients/host/companies/562949954728542/projects/9/tools/rfi", "562949954728542"),
    ],
)
def test_a_company_id_is_found_in_what_people_paste(text: str, wanted: str) -> None:
    assert company_place(text).id == wanted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "only digits"),
        ("12 34", "only digits"),
        ("123abc", "only digits"),
        ("0", "above 0"),
        ("9" * 21, "at most"),
        ("١٢٣", "only digits"),
        ("Practice Builders", "not a company ID"),
        ("Kq7YbT2fLw9XcV4nR8sZ1mPd6HjG3aEu5oKyWtQxB0c", "looks like a client ID or a secret"),
        ("http://app.procore.com/123/company/home", "https"),
        ("https://app.procore.com.evil.example/123/company/home", "https address of Procore"),
        ("https://evilprocore.com/123/", "https address of Procore"),
        ("https://app.procore.com/", "contains no company ID"),
        ("https://app.procore.com/login/123", "contains no company ID"),
        ("https://app.procore.com/700001/project/home", "names a project"),
    ],
)
def test_what_holds_no_company_id_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason) as caught:
        company_place(text)
    assert "https://app.procore.com/1234567/company/home" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://app.procore.com/1/company/home",
        "https://procore.com",
        "https://us02.procore.com:443/x?y#z",
        "https://app.procoregov.com/",
        "https://developers.procore.com/",
    ],
)
def test_procores_own_https_addresses_may_be_opened(url: str) -> None:
    assert is_procore_link(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://app.procore.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://procore.com.evil.example/",
        "https://evilprocore.com/",
        "https://user@app.procore.com/",
        "https://:@app.procore.com/",
        "https://app.procore.com@evil.example/",
        "https://app.procore.com:8443/",
        "https://app.procore.com:x/",
        "https://evil.example\\.procore.com/",
        "https://evil.example\\@app.procore.com/",
        "https://app.pro\ncore.com/",
        "https://app.procore.com/\x1b]52;",
        "https://арр.procore.com/",
        "https://[::1]/",
        "https://.procore.com/",
        "https://app.procore.com./",
        "//app.procore.com/",
        "https://evil%2eexample%2f.procore.com/",
    ],
)
def test_nothing_else_may_be_opened(url: str) -> None:
    assert not is_procore_link(url)


@given(st.text())
def test_no_text_breaks_the_link_check(text: str) -> None:
    assert not is_procore_link(text)
    try:
        assert company_place(text).id.isdigit()
    except InvalidInput:
        pass


def test_every_environment_is_https_and_knows_its_pair() -> None:
    assert set(ENVIRONMENTS) == {"production", "developer-sandbox", "monthly-sandbox", "federal"}
    for each in ENVIRONMENTS.values():
        for url in (each.login_url, each.api_url, each.web_url, each.portal_url):
            assert is_procore_link(url) and not url.endswith("/")
    assert [each.id for each in ENVIRONMENTS.values() if each.pair == "sandbox"] == ["developer-sandbox"]


def test_an_unknown_environment_names_the_valid_ones() -> None:
    assert environment("federal").api_url == "https://api.procoregov.com"
    with pytest.raises(InvalidInput, match="production, developer-sandbox, monthly-sandbox, federal"):
        environment("sandbox")


def test_custom_hosts_replace_only_what_was_given() -> None:
    production = environment("production")
    assert with_urls(production, None, None) is production
    custom = with_urls(production, None, " http://127.0.0.1:8080/ ")
    assert (custom.login_url, custom.api_url) == (production.login_url, "http://127.0.0.1:8080")


@pytest.mark.parametrize(
    "url", ["https://proxy.example", "http://localhost:1", "http://[::1]:8080", "http://127.8.8.8"]
)
def test_secrets_may_go_to_https_and_to_loopback(url: str) -> None:
    assert checked_url("API URL", url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://api.procore.com",
        "http://10.0.0.1",
        "http://localhost.evil.example",
        "ftp://127.0.0.1",
        "api.procore.com",
        "https://",
        "https://host:port",
        "https://user:canary@host",
        "https://host/?key=canary",
        "https://host/#x",
        "https://ho\nst",
        "https://evil.example\\.procore.com",
        "https://[::1",
        "",
    ],
)
def test_secrets_go_nowhere_else(url: str) -> None:
    with pytest.raises(InvalidInput, match="API URL") as caught:
        checked_url("API URL", url)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:45969/http://sandbox.example.com",
        "https://proxy.example/procore",
        "https://api.procore.com/rest/v1.0",
        "https://api.procore.com/?",
        "https://api.procore.com#",
        "https://api.procore.com https://sandbox.procore.com",
    ],
)
def test_what_is_more_than_a_host_is_refused_with_what_would_be_right(url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked_url("API URL", url)
    assert str(caught.value).endswith("; write https:// and a host, for example https://api.procore.com.")


@pytest.mark.parametrize("url", ["127.0.0.1:40939", "localhost:40939"])
def test_a_host_of_this_machine_without_its_scheme_is_told_that_http_is_right_too(url: str) -> None:
    with pytest.raises(InvalidInput, match=f"does not start with https://; write http://{url} \\(https:// works too"):
        checked_url("API URL", url)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://login.example .com", "contains a space"),
        ("https ://login.example.com", "contains a space"),
        ("login.example.com", "does not start with https://"),
        ("[::1", "does not start with https://"),
        ("[/bold] [red]", "contains a space"),
        ("[/bold]", "does not start with https://"),
        ("https:///oauth", "names no host"),
        ("https://login.example\\oauth", "contains a character that no URL of a host has"),
    ],
)
def test_what_is_no_url_of_a_host_is_refused_with_its_fault_and_what_would_be_right(url: str, fault: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked_url("login URL", url)
    right = "write https:// and a host, for example https://login.procore.com."
    assert str(caught.value) == f"The login URL {fault}; {right}"


def test_a_record_of_an_older_version_opens_with_the_path_that_it_has() -> None:
    place = recorded_place("production", "", "https://proxy.example/procore")
    assert (place.login_url, place.api_url) == ("https://login.procore.com", "https://proxy.example/procore")
    with pytest.raises(InvalidInput, match="must start with https"):
        recorded_place("production", "http://proxy.example", "")


@given(st.text() | st.text("[]:/@.1ahtp"))
def test_no_text_breaks_the_check_of_a_host(text: str) -> None:
    try:
        assert checked_url("API URL", text).startswith("http")
    except InvalidInput:
        pass


@given(st.text())
def test_no_host_breaks_the_loopback_check(host: str) -> None:
    assert is_loopback(host) in (True, False)
