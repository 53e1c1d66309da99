"""Sentences as an administrator, a consultant and a network team type them, each with the entry that it must reach."""

import pytest

from dmsa_tui.guide.model import Guide
from dmsa_tui.guide.search import nearest_failures, search_failures

ADMINISTRATOR = [
    ("I can't find App Management in our Procore", "install-app-missing"),
    ("there's no install app button for me", "install-app-missing"),
    ("install custom app is not offered", "install-app-missing"),
    ("the add all button is grey", "add-all-disabled"),
    ("we've got 2,500 projects, add all is disabled", "add-all-disabled"),
    ("the app version ID you sent is rejected", "key-rejected"),
    ("it says invalid app version key", "key-rejected"),
    ("where did the Service Accounts page go", "service-accounts-page"),
    ("company settings doesn't show service accounts anymore", "service-accounts-page"),
    ("the app shows update available", "update-pending"),
    ("who installed this app", "access-review"),
    ("how can I revoke the access of the vendor", "access-review"),
    ("what data can the service account see", "access-review"),
    ("someone deactivated the service account user", "account-inactive"),
    ("our second company is not synced, do we need another app for that company", "two-companies"),
    ("we own two companies in Procore", "two-companies"),
    ("new projects never show up in the sync", "not-automatic"),
    ("a project from yesterday isn't synced", "not-automatic"),
    ("one project is missing from the sync tool", "project-not-permitted"),
    ("the app is already installed", "already-installed"),
    ("somebody changed the company permissions template of the app user", "template-changed"),
    ("a company template was applied to the service account", "template-changed"),
    ("what can this app see", "access-review"),
    ("what does the app write", "access-review"),
    ("the documents tool is off in one project", "tool-disabled"),
    ("where is the company id", "company-unknown"),
    ("install button does nothing", "install-app-missing"),
    ("what about our old service account", "service-accounts-page"),
    ("app not in list of installed apps", "not-installed"),
]
CONSULTANT = [
    ("which redirect URI should I type", "redirect-uri"),
    ("what's the callback url", "redirect-uri"),
    ("which oauth scopes does the app need", "scopes"),
    ("where are the scopes configured", "scopes"),
    ("my developer portal looks different than the guide", "which-portal"),
    ("screenshots don't match the portal that I see", "which-portal"),
    ("which portal am I looking at", "which-portal"),
    ("rotate the secret", "wrong-credentials"),
    ("the secret was shown only once and I closed the page", "wrong-credentials"),
    ("new projects do not appear", "not-automatic"),
    ("read only instead of admin", "level-too-low"),
    ("permissions disappeared after update", "update-running"),
    ("error 403 forbidden documents", "tool-forbidden"),
    ("invalid company id", "company-unknown"),
    ("unsupported_grant_type", "grant-not-enabled"),
    ("RFIs return 403 but everything else is green", "tool-not-declared"),
    ("submittals are forbidden", "tool-not-declared"),
    ("how to raise the rate limit", "rate-limit-raise"),
    ("how many requests an hour are we allowed", "rate-limit-raise"),
    ("429 too many requests", "rate-limited"),
    ("credentials work in dmsa-tui but the sync tool refuses them", "sync-tool-refuses"),
    ("the connector says invalid credentials although the check is green", "sync-tool-refuses"),
    ("401 invalid_client", "wrong-credentials"),
    ("I lost the client secret", "wrong-credentials"),
    ("unauthorized_client", "grant-not-enabled"),
    ("promote is grayed out", "production-gate"),
    ("organization isn't verified", "production-gate"),
    ("app is not connected to this company", "not-installed"),
    ("Validate DMSA shows Missing", "validation-missing"),
    ("worked until last week, broken now", "broke-later"),
    ("monthly sandbox doesn't have the app", "monthly-sandbox-empty"),
    ("Excel cut off the company id", "company-id-mangled"),
    ("Missing Procore-Company-Id header!", "company-header-missing"),
    ("webhooks 403", "webhooks-refused"),
    ("save component is grey", "save-component-disabled"),
]
NETWORK = [
    ("which IP addresses do we whitelist", "firewall"),
    ("is there an IP range for the firewall", "firewall"),
    ("what hosts and ports must be open", "firewall"),
    ("outbound ports for Procore", "firewall"),
    ("certificate verify failed", "tls"),
    ("self-signed certificate in certificate chain", "tls"),
    ("SSL inspection breaks it", "tls"),
    ("407 proxy authentication required", "proxy"),
    ("we're behind a corporate proxy", "proxy"),
    ("could not resolve api.procore.com", "dns"),
    ("host name cannot be resolved", "dns"),
    ("the connection times out", "timeout"),
    ("connection refused", "refused"),
    ("clock is wrong", "clock-skew"),
    ("captive portal", "not-json"),
    ("hotel wifi login page", "not-json"),
]
STRANGE = [
    "how do I bake bread", "only", "differ", "invoice number differs", "what is the weather today",
    "print the budget report as PDF", "my keyboard is broken", "the coffee machine on floor 3 only takes cards",
    "vacation request form", "can the tool translate Spanish drawings into English letters",
]  # fmt: skip


@pytest.mark.parametrize(("said", "failure"), ADMINISTRATOR + CONSULTANT + NETWORK)
def test_a_sentence_reaches_its_entry(guide: Guide, said: str, failure: str) -> None:
    assert [entry.failure for entry in search_failures(guide, said)][:1] == [failure]


@pytest.mark.parametrize("said", STRANGE)
def test_a_weak_best_hit_is_no_hit(guide: Guide, said: str) -> None:
    assert search_failures(guide, said) == ()
    assert len(nearest_failures(guide, said)) <= 3
