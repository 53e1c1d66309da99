"""The table from problems to findings: only what Procore itself refused is a failure."""

from typing import get_args

import pytest

from dmsa_tui.checks.diagnosis import diagnose
from dmsa_tui.checks.remedies import remedy_for
from dmsa_tui.checks.target import Target
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.procore.environments import environment, with_urls
from dmsa_tui.procore.request_record import (
    NotUnderstood,
    ProcoreProblem,
    RateLimited,
    Redirected,
    Refused,
    RequestRecord,
    ServerTrouble,
    StoppedAsking,
    TroubleKind,
    Unreachable,
)
from dmsa_tui.vocabulary import CHECKS, Cause, Status

SENT = RequestRecord("GET", "https://api.procore.com/x", 403, "r-1", 5)


@pytest.fixture
def target(profile: Profile) -> Target:
    return Target(environment("production"), "4711", "client", profile)


def refused(status: int, code: str | None, said: str) -> Refused:
    return Refused(status, code, said, "a sentence", SENT)


@pytest.mark.parametrize(
    ("problem", "cause"),
    [
        *((Unreachable(kind, "api.procore.com", "no answer"), Cause(kind)) for kind in get_args(TroubleKind)),
        (RateLimited("later"), Cause.RATE_LIMITED),
        (ServerTrouble(503, "down"), Cause.SERVER_ERROR),
        (NotUnderstood("html", html=True), Cause.NOT_JSON),
        (NotUnderstood("nothing"), Cause.NOT_JSON),
        (NotUnderstood("no list", shape=True), Cause.NOT_OFFERED),
        (Redirected("elsewhere"), Cause.PROXY),
        (StoppedAsking(403, "three times"), Cause.NO_ACCESS),
    ],
)
@pytest.mark.parametrize("check", ["credentials.token", "company.reachable", "permissions.company"])
def test_no_answer_is_never_a_failure(problem: ProcoreProblem, cause: Cause, check: str, target: Target) -> None:
    finding = diagnose(problem, check, target)
    assert (finding.status, finding.cause, finding.summary) == (Status.UNVERIFIED, cause, str(problem))


@pytest.mark.parametrize(
    ("check", "problem", "status", "cause"),
    [
        ("credentials.token", refused(401, "invalid_client", "no"), Status.FAIL, Cause.WRONG_CREDENTIALS),
        ("credentials.token", refused(404, None, ""), Status.UNVERIFIED, Cause.NOT_OFFERED),
        ("credentials.token", refused(404, "invalid_client", ""), Status.FAIL, Cause.WRONG_CREDENTIALS),
        ("credentials.token", refused(400, "unauthorized_client", "no"), Status.FAIL, Cause.GRANT_NOT_ENABLED),
        ("credentials.token", refused(400, "unsupported_grant_type", ""), Status.FAIL, Cause.GRANT_NOT_ENABLED),
        ("company.reachable", refused(400, "400", "invalid company id"), Status.FAIL, Cause.COMPANY_UNKNOWN),
        ("company.reachable", refused(400, None, "Company not found"), Status.FAIL, Cause.COMPANY_UNKNOWN),
        ("company.reachable", refused(400, None, "Your company wants a login"), Status.UNVERIFIED, Cause.NOT_OFFERED),
        ("company.reachable", refused(400, None, "Missing Procore-Company-Id header!"), Status.UNVERIFIED, Cause.PROXY),
        ("company.reachable", refused(400, None, "Bad request"), Status.UNVERIFIED, Cause.NOT_OFFERED),
        ("company.reachable", refused(404, None, "Item not found"), Status.UNVERIFIED, Cause.NOT_OFFERED),
        ("credentials.token", refused(403, None, "Forbidden"), Status.UNVERIFIED, Cause.NO_ACCESS),
        ("credentials.token", refused(400, "invalid_request", "no"), Status.UNVERIFIED, Cause.NO_ACCESS),
        (
            "permissions.company", refused(403, None, "App is not connected to this company."),
            Status.FAIL, Cause.NOT_INSTALLED,
        ),
        (
            "permissions.company", refused(401, None, "Unauthorized; App is not connected to this company"),
            Status.FAIL, Cause.NOT_INSTALLED,
        ),
        ("permissions.company", refused(403, None, "No."), Status.UNVERIFIED, Cause.NOT_OFFERED),
        ("permissions.company", refused(401, "401", "Invalid Token"), Status.UNVERIFIED, Cause.NO_ACCESS),
        ("permissions.project", refused(403, None, "No."), Status.UNVERIFIED, Cause.NO_ACCESS),
        ("permissions.project", refused(404, None, "Item not found"), Status.UNVERIFIED, Cause.NO_ACCESS),
        ("permissions.project", refused(410, None, "Gone"), Status.UNVERIFIED, Cause.NOT_OFFERED),
        ("install.version", refused(403, None, "No."), Status.UNVERIFIED, Cause.NOT_OFFERED),
    ],
)  # fmt: skip
def test_a_refusal_is_told_by_its_status_and_words(
    check: str, problem: Refused, status: Status, cause: Cause, target: Target
) -> None:
    finding = diagnose(problem, check, target)
    assert (finding.status, finding.cause, finding.evidence) == (status, cause, (SENT,))


def test_nothing_found_at_all_names_the_header_and_the_id(target: Target) -> None:
    finding = diagnose(refused(404, None, "Item not found"), "company.reachable", target)
    assert "Procore-Company-Id" in finding.summary and "another environment" in finding.summary


def test_oauths_words_are_quoted_as_sent(target: Target) -> None:
    finding = diagnose(refused(401, "invalid_client", "Client authentication failed."), "credentials.token", target)
    assert "“401 invalid_client: Client authentication failed.”" in finding.summary
    assert finding.details == {"error": "invalid_client", "error_description": "Client authentication failed."}


def test_an_app_that_may_not_sign_in_is_told_in_the_portals_words(target: Target) -> None:
    finding = diagnose(refused(401, "unauthorized_client", "Not this grant."), "credentials.token", target)
    assert "“Service Account Authentication”" in finding.summary and "Developer Portal" in finding.summary
    assert "client_credentials" not in finding.summary and finding.details["grant_type"] == "client_credentials"


@pytest.mark.parametrize("check", [check.id for check in CHECKS if check.id != "credentials.token"])
def test_a_question_that_is_not_allowed_fails_no_check(check: str, target: Target) -> None:
    for status in (400, 401, 403, 404, 405, 410, 422):
        finding = diagnose(refused(status, str(status), "No."), check, target)
        assert finding.status is Status.UNVERIFIED, status
        assert finding.cause in (Cause.NOT_OFFERED, Cause.NO_ACCESS), status
        assert finding.summary.endswith(f"Procore answered “{status} No.”")


def test_the_client_id_of_the_other_pair_is_recognised(profile: Profile) -> None:
    target = Target(environment("production"), "1", "sandbox-id", profile, other_pair_client_id="sandbox-id")
    finding = diagnose(refused(401, "invalid_client", "no"), "credentials.token", target)
    assert finding.cause is Cause.WRONG_ENVIRONMENT


@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_has_a_remedy(cause: Cause, target: Target) -> None:
    remedy = remedy_for(load_guide(), "install.connected", cause, target, "https://us02.procore.com")
    assert remedy is not None and remedy.label and "{" not in (remedy.url or "")


def test_a_custom_api_url_is_the_first_suspect_of_a_404(profile: Profile) -> None:
    place = with_urls(environment("production"), "https://proxy.example", "https://proxy.example")
    custom = Target(place, "4711", "client", profile)
    for check in ("company.reachable", "install.connected", "install.version"):
        finding = diagnose(refused(404, None, "page not found"), check, custom)
        assert (finding.status, finding.failure) == (Status.UNVERIFIED, "custom-api-url")
        assert finding.summary.startswith("The custom API URL https://proxy.example may be wrong, or the app has no ")
    item = diagnose(refused(404, None, "Item not found"), "company.reachable", custom)
    assert "custom" not in item.summary, "a host that says so is Procore's, or stands in for it"
