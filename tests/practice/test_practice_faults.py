"""Faults laid over a scenario: each strikes, and breaks what it names alone, in process and over sockets."""

import asyncio
import re

import httpx
import pytest

from dmsa_tui.errors import InvalidInput
from dmsa_tui.practice.faults import FAULTS, chosen
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.transport import transport
from tests.server_thread import serve_in_thread

PATHS = (
    "/rest/v1.0/company_base_url", "/rest/v1.0/companies?page=1", "/rest/v1.0/companies/{company}/me",
    "/rest/v1.0/settings/permissions?company_id={company}", "/rest/v1.0/settings/permissions?project_id={project}",
    "/rest/v1.0/companies/{company}/users/{user}/project_assignments?page=2&per_page=300",
    "/rest/v1.1/projects?company_id={company}", "/rest/v1.0/projects/{project}/users?page=1&view=normal",
    "/rest/v1.0/app_installations?company_id={company}", "/oauth/token/info",
    "/rest/v1.3/companies/{company}/users?page=1", "/rest/v1.0/companies/{company}/permission_templates/{template}",
    "/rest/v1.0/projects/{project}/tools?page=1", "/rest/v1.0/companies/{company}/folders?exclude_files=true",
    "/rest/v1.0/folders?project_id={project}&exclude_files=true",
)  # fmt: skip
BROKEN = ("reset", "reset-once", "cut-head", "cut-body")


def addresses(rehearsal: Rehearsal) -> list[str]:
    company = rehearsal.world.company
    ids = {
        "company": company.id, "project": company.projects[0].id, "user": rehearsal.world.require_account().id,
        "template": rehearsal.world.require_account().default_template_id,
    }  # fmt: skip
    return [path.format(**ids) for path in PATHS]


def test_every_fault_strikes_a_request_that_the_checks_send() -> None:
    lines = ["POST /oauth/token", *(f"GET {address}" for address in addresses(Rehearsal("ready")))]
    lines += [line.replace("page=2", "page=1") for line in lines]
    assert [id for id, fault in FAULTS.items() if not any(re.search(fault.at, line) for line in lines)] == []


def test_no_fault_is_an_unknown_name_and_the_words_fit_a_list() -> None:
    with pytest.raises(InvalidInput, match="Unknown fault “flood”"):
        chosen(["silent", "flood"])
    for fault in FAULTS.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", fault.id)
        assert fault.title[0] == fault.title[0].upper() and not fault.title.endswith(".")


async def _answers(*faults: str) -> list[httpx.Response]:
    """What a signed-in client gets at each address."""
    rehearsal = Rehearsal("ready", faults=faults)
    noted = rehearsal.credentials
    pair = {"client_id": noted.client_id, "client_secret": noted.client_secret, "grant_type": "client_credentials"}
    async with httpx.AsyncClient(transport=transport(rehearsal.app), base_url="http://practice") as client:
        token = (await client.post("/oauth/token", data=pair)).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Procore-Company-Id": noted.company_id}
        return [await client.get(address, headers=headers) for address in addresses(rehearsal)]


@pytest.mark.parametrize("suffix", ["refused", "absent"])
async def test_a_withheld_endpoint_withholds_itself_alone(suffix: str) -> None:
    faults = [id for id in FAULTS if id.endswith(f"-{suffix}")]
    assert len(faults) == len(PATHS)
    for fault in faults:
        struck = [re.search(FAULTS[fault].at, f"GET {each.url.raw_path.decode()}") for each in await _answers(fault)]
        statuses = [each.status_code for each in await _answers(fault)]
        assert statuses == [(403 if suffix == "refused" else 404) if hit else 200 for hit in struck]
        assert sum(bool(hit) for hit in struck) == 1


async def test_a_fault_that_happens_once_is_over_then() -> None:
    assert sorted(each.status_code for each in await _answers("server-502-once")) == [200] * (len(PATHS) - 1) + [502]


async def test_faults_add_up_in_the_order_given() -> None:
    answers = await _answers("clock-ahead", "companies-empty", "zipped")
    assert answers[1].json() == [] and answers[1].headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("id", BROKEN)
def test_a_broken_connection_is_broken_on_the_wire_and_in_process(id: str) -> None:
    rehearsal = Rehearsal("ready", faults=[id])
    noted = rehearsal.credentials
    pair = {"client_id": noted.client_id, "client_secret": noted.client_secret, "grant_type": "client_credentials"}
    with serve_in_thread(rehearsal.app) as url, httpx.Client(base_url=url, trust_env=False) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            headers = {"Procore-Company-Id": noted.company_id}
            token = client.post("/oauth/token", data=pair).json()["access_token"]
            headers["Authorization"] = f"Bearer {token}"
            for address in addresses(rehearsal):
                client.get(address, headers=headers)
        # The server goes on: the next connection is answered.
        assert client.get("/nothing").status_code == 404

    async def in_process() -> None:
        with pytest.raises(ConnectionResetError):
            await _answers(id)

    asyncio.run(in_process())
