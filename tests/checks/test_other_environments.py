"""A refused pair is tried elsewhere only if a person agrees, only at Procore's own hosts, and the answer is told."""

import json
from urllib.parse import parse_qs

import httpx
import pytest

from dmsa_tui.checks.other_environments import token_result
from dmsa_tui.checks.target import Target
from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.transport import transport as to_practice
from dmsa_tui.procore.environments import ENVIRONMENTS, with_urls
from dmsa_tui.procore.other_environments import ProbeResult, other_environments, try_other_environments
from dmsa_tui.procore.secret import Secret
from dmsa_tui.vocabulary import Cause, Status

PRODUCTION = ENVIRONMENTS["production"]
SECRET = "canary-secret-1f00"


class Hosts(httpx.AsyncBaseTransport):
    """Answers by host; keeps what was asked."""

    def __init__(self, answers: dict[str, tuple[int, object]]) -> None:
        self.answers = answers
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.asked.append(request)
        if request.url.host not in self.answers:
            raise httpx.ConnectError("no route", request=request)
        status, body = self.answers[request.url.host]
        return httpx.Response(status, stream=httpx.ByteStream(json.dumps(body).encode()), request=request)


TOKEN = (200, {"access_token": "t", "token_type": "bearer", "expires_in": 5400})
UNKNOWN = (401, {"error": "invalid_client", "error_description": "unknown client"})
NO_GRANT = (401, {"error": "unauthorized_client", "error_description": "not this grant"})


def target(profile: Profile, environment: str = "production") -> Target:
    return Target(ENVIRONMENTS[environment], "4711", "client-1", profile)


async def test_nothing_is_sent_unless_a_person_agreed() -> None:
    hosts = Hosts({})
    with pytest.raises(InvalidInput, match="only if a person agrees"):
        await try_other_environments("client-1", Secret(SECRET), PRODUCTION, agreed=False, transport=hosts)
    assert hosts.asked == []


async def test_each_other_login_host_of_procore_is_asked_once_and_no_company() -> None:
    names = ("login-sandbox.procore.com", "login-sandbox-monthly.procore.com", "login.procoregov.com")
    hosts = Hosts(dict.fromkeys(names, UNKNOWN))
    probes = await try_other_environments("client-1", Secret(SECRET), PRODUCTION, agreed=True, transport=hosts)
    assert sorted(each.url.host for each in hosts.asked) == sorted(names)
    for each in hosts.asked:
        assert (each.method, each.url.scheme, each.url.path) == ("POST", "https", "/oauth/token")
        assert "procore-company-id" not in each.headers
        assert parse_qs(each.content.decode())["client_secret"] == [SECRET]
    assert [each.answer for each in probes] == ["refused"] * 3


def test_custom_hosts_are_never_among_the_others() -> None:
    custom = with_urls(PRODUCTION, "https://login.example.com", "https://api.example.com")
    assert {each.login_url for each in other_environments(custom)} <= {each.login_url for each in ENVIRONMENTS.values()}
    moved = with_urls(PRODUCTION, "https://login-sandbox.procore.com", None)
    assert "developer-sandbox" not in {each.id for each in other_environments(moved)}


async def test_the_environment_that_accepts_the_pair_is_named_with_its_remedy(profile: Profile) -> None:
    hosts = Hosts({
        "login-sandbox.procore.com": TOKEN, "login-sandbox-monthly.procore.com": UNKNOWN,
        "login.procoregov.com": UNKNOWN,
    })  # fmt: skip
    probes = await try_other_environments("client-1", Secret(SECRET), PRODUCTION, agreed=True, transport=hosts)
    result = token_result(probes, target(profile))
    assert (result.id, result.status, result.cause) == ("credentials.token", Status.FAIL, Cause.WRONG_ENVIRONMENT)
    assert "Developer sandbox does: these are the app's Sandbox credentials" in result.summary
    assert result.remedy is not None and result.remedy.screen == "promote"
    assert result.details["accepted_in"] == ["developer-sandbox"]
    assert len(result.evidence) == 3
    assert SECRET not in json.dumps(result.details) + result.summary + repr(result.evidence) + repr(probes)


async def test_a_production_pair_in_the_sandbox_is_known_to_two_environments(profile: Profile) -> None:
    hosts = Hosts({
        "login.procore.com": TOKEN, "login-sandbox-monthly.procore.com": TOKEN, "login.procoregov.com": UNKNOWN,
    })  # fmt: skip
    sandbox = ENVIRONMENTS["developer-sandbox"]
    probes = await try_other_environments("client-1", Secret(SECRET), sandbox, agreed=True, transport=hosts)
    result = token_result(probes, target(profile, "developer-sandbox"))
    assert "Production and Monthly sandbox do: these are Production credentials" in result.summary


async def test_a_pair_that_only_lacks_the_grant_belongs_there_too() -> None:
    hosts = Hosts({"login-sandbox.procore.com": NO_GRANT})
    probes = await try_other_environments("client-1", Secret(SECRET), PRODUCTION, agreed=True, transport=hosts)
    assert [each.environment.id for each in probes if each.knows_the_pair] == ["developer-sandbox"]


def test_a_pair_that_nobody_knows_stays_wrong_and_silent_hosts_are_named(profile: Profile) -> None:
    others = other_environments(PRODUCTION)
    probes = [
        ProbeResult(others[0], "refused"),
        ProbeResult(others[1], "refused"),
        ProbeResult(others[2], "unanswered"),
    ]
    result = token_result(probes, target(profile))
    assert result.cause is Cause.WRONG_CREDENTIALS
    assert "Developer sandbox and Monthly sandbox" in result.summary and "Federal did not answer" in result.summary


async def test_the_practice_company_takes_its_sandbox_pair_at_the_sandbox_host(profile: Profile) -> None:
    rehearsal = Rehearsal("wrong-environment")
    noted = rehearsal.credentials
    assert noted.client_id and noted.client_secret
    probes = await try_other_environments(
        noted.client_id, Secret(noted.client_secret), PRODUCTION, agreed=True, transport=to_practice(rehearsal.app)
    )
    assert token_result(probes, target(profile)).details["accepted_in"] == ["developer-sandbox"]
