"""What holds for every call: the company header, the installation, limits, errors in JSON."""

from typing import TYPE_CHECKING, Any

import pytest

from dmsa_tui.practice.http.endpoints import ENDPOINTS

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

NOT_CONNECTED = {"errors": ["App is not connected to this company."]}


def _requests(practice: "Practice") -> dict[str, tuple[str, str, Any]]:
    """Method, path and body for each endpoint in each version; each answers with a success where all is well."""
    company = practice.rehearsal.world.company
    ids = {
        "company_id": company.id,
        "project_id": company.projects[0].id,
        "user_id": company.users[-1].id,
        "template_id": company.templates[0].id,
        "installation_id": company.installation.id if company.installation else 1,
        "engine_name": "documents",
    }
    queries = {
        "permissions": f"?company_id={company.id}",
        "project-folders": f"?project_id={company.projects[0].id}",
    }
    pair = {"user_id": company.users[-1].id, "project_id": company.projects[0].id}
    return {
        f"{endpoint.name} {version}": (
            endpoint.method,
            f"/rest/{version}/{endpoint.path}".format(**ids) + queries.get(endpoint.name, ""),
            {"users": [pair]} if endpoint.method == "POST" else None,
        )
        for endpoint in ENDPOINTS
        for version in endpoint.versions
    }


def test_every_endpoint_answers_in_json_with_its_bookkeeping_headers(serve: "Serve") -> None:
    practice = serve()
    seen = set()
    for name, request in _requests(practice).items():
        answer = practice.send(*request)
        assert answer.is_success, (name, answer.text)
        if answer.status_code != 204:
            assert answer.headers["content-type"] == "application/json"
            assert answer.json() is not None
        assert answer.headers["date"].endswith(" GMT")
        assert {"x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"} <= set(answer.headers)
        seen.add(answer.headers["x-request-id"])
    assert len(seen) == len(_requests(practice))


def test_without_the_company_header_every_endpoint_is_a_readable_404(serve: "Serve") -> None:
    practice = serve()
    del practice.headers["Procore-Company-Id"]
    for name, request in _requests(practice).items():
        answer = practice.send(*request)
        assert answer.status_code == 404, name
        assert "Missing Procore-Company-Id header!" in answer.text


def test_without_a_token_every_endpoint_is_a_401(serve: "Serve") -> None:
    practice = serve()
    del practice.headers["Authorization"]
    assert {practice.send(*request).status_code for request in _requests(practice).values()} == {401}


def test_before_the_install_a_token_opens_nothing_but_the_list_of_no_companies(serve: "Serve") -> None:
    practice = serve("not-installed")
    assert practice.json("/rest/v1.0/companies", include_free_companies="true") == []
    assert practice.json("/rest/v1.0/company_base_url")["web_base_url"] == "https://us02.procore.com"
    open_to_all = {endpoint.name for endpoint in ENDPOINTS if not endpoint.needs_install}
    for name, request in _requests(practice).items():
        if name.split()[0] in open_to_all:
            continue
        answer = practice.send(*request)
        assert answer.status_code == 403, name
        if "/rest/v1." in request[1]:
            assert answer.json() == NOT_CONNECTED


def test_another_company_is_unknown_to_base_url_and_not_connected_elsewhere(serve: "Serve") -> None:
    practice = serve()
    practice.headers["Procore-Company-Id"] = "598000000000001"
    answer = practice.get("/rest/v1.0/company_base_url")
    assert (answer.status_code, answer.json()) == (400, {"error": {"code": "400", "message": "invalid company id"}})
    assert practice.get("/rest/v1.0/companies").json() == NOT_CONNECTED


@pytest.mark.parametrize("id", ["abc", "0x1f", "1" * 40, "-1", "²"])
def test_a_header_that_is_no_number_is_a_400(serve: "Serve", id: str) -> None:
    practice = serve()
    practice.headers["Procore-Company-Id"] = id
    encoded = {name.encode(): value.encode() for name, value in practice.headers.items()}
    answer = practice.client.get("/rest/v1.0/company_base_url", headers=encoded)
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "invalid company id")


def test_a_path_or_query_of_another_company_than_the_headers_is_not_found(serve: "Serve") -> None:
    practice = serve()
    assert practice.get("/rest/v1.0/companies/598000000000001/me").status_code == 404
    assert practice.get("/rest/v1.1/projects", company_id="598000000000001").status_code == 404


def test_unknown_addresses_and_methods_are_errors_in_json(serve: "Serve") -> None:
    practice = serve()
    for path in ("/", "/rest/v1.0/nothing", "/rest/v9.9/companies", "/rest/v1.0/companies/", "/%ff"):
        answer = practice.get(path)
        assert (answer.status_code, list(answer.json())) == (404, ["errors"])
    for method, path in (("POST", "/rest/v1.0/companies"), ("GET", "/oauth/token"), ("DELETE", "/oauth/token/info")):
        answer = practice.client.request(method, path, headers=practice.headers)
        assert (answer.status_code, list(answer.json())) == (405, ["errors"])
        assert answer.headers["allow"]


def test_head_answers_like_get_without_a_body(serve: "Serve") -> None:
    practice = serve()
    answer = practice.client.head("/rest/v1.0/companies", headers=practice.headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["total"] == "1"


def test_a_get_with_a_json_content_type_and_unknown_parameters_is_served(serve: "Serve") -> None:
    practice = serve()
    practice.headers["Content-Type"] = "application/json"
    assert len(practice.json("/rest/v1.0/companies", include_free_companies="True", nonsense="[]")) == 1


def test_the_hourly_limit_counts_down_and_comes_back(serve: "Serve") -> None:
    practice = serve("ready")
    first = practice.get("/rest/v1.0/companies").headers
    second = practice.get("/rest/v1.0/companies").headers
    assert (first["x-rate-limit-limit"], first["x-rate-limit-remaining"]) == ("3600", "3599")
    assert second["x-rate-limit-remaining"] == "3598"
    assert int(second["x-rate-limit-reset"]) == int(practice.clock.now) + 3600
    practice.clock.now += 3600
    practice.sign_in()
    assert practice.get("/rest/v1.0/companies").headers["x-rate-limit-remaining"] == "3599"


def test_the_26th_request_in_ten_seconds_is_a_429_until_the_reset(serve: "Serve") -> None:
    practice = serve("rate-limited")
    answers = [practice.get("/rest/v1.0/companies") for _ in range(25)]
    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].headers["x-rate-limit-limit"] == "25"
    refused = practice.get("/rest/v1.0/companies")
    assert refused.status_code == 429
    assert refused.json()["errors"].startswith("You have surpassed the max number of requests")
    assert (refused.headers["x-rate-limit-remaining"], refused.headers["retry-after"]) == ("0", "10")
    practice.clock.now = int(refused.headers["x-rate-limit-reset"])
    assert practice.get("/rest/v1.0/companies").status_code == 200


def test_unstable_servers_stumble_and_one_retry_gets_through(serve: "Serve") -> None:
    practice = serve("unstable", signed_in=False)
    answers = [practice.client.post("/oauth/token", data=practice.pair()) for _ in range(2)]
    token = next(answer for answer in answers if answer.is_success)
    practice.headers = {
        "Authorization": f"Bearer {token.json()['access_token']}",
        "Procore-Company-Id": practice.company_id,
    }
    stumbled = set()
    for request in _requests(practice).values():
        answer = practice.send(*request)
        if not answer.is_success:
            stumbled.add(answer.status_code)
            assert practice.send(*request).is_success
    assert stumbled == {500, 502, 503}


def test_a_company_can_refuse_an_endpoint_by_its_name(serve: "Serve") -> None:
    practice = serve()
    practice.rehearsal.world.refused = {"assignments": 403, "installations": 404}
    path = f"/rest/v1.0/companies/{{company}}/users/{practice.account_id()}/project_assignments"
    assert practice.get(path).status_code == 403
    assert practice.get("/rest/v1.0/app_installations").status_code == 404
    assert practice.get("/rest/v1.0/companies").status_code == 200
