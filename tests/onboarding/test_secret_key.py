"""A client secret is kept under the host that it may be sent to, unless that is the environment's own."""

import pytest

from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding.check_target import target_from_record
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.secret import Secret

ID = "c" * 43


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_entry_of_an_environments_own_host_is_named_as_ever(environment: str) -> None:
    own = ENVIRONMENTS[environment].login_url
    for given in ("", own, f"{own}/", f"{own}:443", own.upper(), f"{own}/oauth"):
        key = SecretKey(environment, given, ID)
        assert (key.service, key.client_id) == (f"dmsa-tui/{environment}", ID), given
        assert key == SecretKey(environment, "", ID)


@pytest.mark.parametrize(
    ("login_url", "service"),
    [
        ("http://127.0.0.1:8080", "dmsa-tui/production at http://127.0.0.1:8080"),
        ("http://[::1]:8080/", "dmsa-tui/production at http://[::1]:8080"),
        ("https://Proxy.example:443/procore", "dmsa-tui/production at https://proxy.example"),
        ("https://login-sandbox.procore.com", "dmsa-tui/production at https://login-sandbox.procore.com"),
        ("https://login.procore.com:8443", "dmsa-tui/production at https://login.procore.com:8443"),
        ("http://login.procore.com", "dmsa-tui/production at http://login.procore.com"),
        ("https://login.procore.com.example", "dmsa-tui/production at https://login.procore.com.example"),
        ("https://[", "dmsa-tui/production at https://["),
    ],
)
def test_every_other_host_has_an_entry_of_its_own(login_url: str, service: str) -> None:
    assert SecretKey("production", login_url, ID).service == service


def test_a_record_and_what_is_asked_about_it_have_one_key() -> None:
    profile = load_profile("file-sync", Paths.default().config)
    for url in ("", "http://127.0.0.1:8080"):
        record = Onboarding("Acme", client_id=ID, login_url=url, api_url=url)
        assert SecretKey.of_target(target_from_record(record, profile)) == SecretKey.of_record(record)


def test_a_secret_is_found_for_its_own_host_alone() -> None:
    store, secrets = MemorySecretStore(), {url: Secret(f"secret-{url}") for url in ("", "http://127.0.0.1:8080")}
    for url, secret in secrets.items():
        assert store.get(SecretKey("production", url, ID)) is None
        store.put(SecretKey("production", url, ID), secret)
    assert {url: store.get(SecretKey("production", url, ID)) for url in secrets} == secrets
    store.forget(SecretKey("production", "", ID))
    assert store.get(SecretKey("production", "http://127.0.0.1:8080", ID)) == secrets["http://127.0.0.1:8080"]
