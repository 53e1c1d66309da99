"""Bad days while projects are added or taken out: what the answer says, and what was really done."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from dmsa_tui.practice.faults import FAULTS
from dmsa_tui.practice.http.application import build
from dmsa_tui.practice.http.faulty import Faulty
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.transport import transport
from dmsa_tui.practice.writing_faults import WRITING_FAULTS


class Bench:
    """A practice company with faults, a signed-in client, and a clock that is moved by hand."""

    def __init__(self, *faults: str) -> None:
        self.rehearsal = Rehearsal("unpermitted-projects")
        self.company = self.rehearsal.world.company
        self.now = 1_790_000_000.0
        named = [WRITING_FAULTS[id] for id in faults]
        app = Faulty(build(self.rehearsal.world, lambda: self.now), named, self.rehearsal.world, lambda: self.now)
        self.client = httpx.AsyncClient(transport=transport(app), base_url="http://practice")
        self.user = self.rehearsal.world.require_account().id

    @property
    def free(self) -> list[int]:
        return [each.id for each in self.company.active_projects if each.id not in self.company.memberships]

    async def sign_in(self) -> "Bench":
        noted = self.rehearsal.credentials
        pair = {"client_id": noted.client_id, "client_secret": noted.client_secret, "grant_type": "client_credentials"}
        token = (await self.client.post("/oauth/token", data=pair)).json()["access_token"]
        self.client.headers.update({"Authorization": f"Bearer {token}", "Procore-Company-Id": noted.company_id})
        return self

    async def add(self, *ids: int) -> httpx.Response:
        return await self._bulk("bulk_add", ids)

    async def remove(self, *ids: int) -> httpx.Response:
        return await self._bulk("bulk_remove", ids)

    async def _bulk(self, what: str, ids: tuple[int, ...]) -> httpx.Response:
        rows = [{"user_id": self.user, "project_id": id} for id in ids]
        path = f"/rest/v1.3/companies/{self.company.id}/users/{what}"
        return await self.client.post(path, json={"users": rows})

    async def one(self, id: int) -> httpx.Response:
        path = f"/rest/v1.0/projects/{id}/users/{self.user}/actions/add"
        return await self.client.post(path, json={"user": {}})

    async def shown(self) -> set[int]:
        path = f"/rest/v1.0/companies/{self.company.id}/users/{self.user}/project_assignments?per_page=300"
        rows: list[dict[str, Any]] = (await self.client.get(path)).json()
        return {row["project_id"] for row in rows if row["is_assigned"]}


@pytest.fixture
def bench() -> Callable[..., Any]:
    async def make(*faults: str) -> Bench:
        return await Bench(*faults).sign_in()

    return make


Make = Callable[..., Any]


def test_no_name_is_given_twice_and_each_writing_fault_strikes_writes() -> None:
    assert not set(FAULTS) & set(WRITING_FAULTS)
    lines = [
        "POST /rest/v1.3/companies/1/users/bulk_add", "POST /rest/v1.3/companies/1/users/bulk_remove",
        "POST /rest/v1.0/projects/1/users/2/actions/add", "DELETE /rest/v1.0/projects/1/users/2/actions/remove",
    ]  # fmt: skip
    for fault in WRITING_FAULTS.values():
        assert any(re.search(fault.at, line) for line in lines)
        assert fault.title[0].isupper() and not fault.title.endswith(".")


@pytest.mark.parametrize(
    ("fault", "status"),
    [("add-refused", 403), ("add-refused-oneself", 403), ("add-invalid", 400), ("add-absent", 404), ("write-502", 502)],
)
async def test_a_refusal_does_nothing(bench: Make, fault: str, status: int) -> None:
    practice = await bench(fault)
    free = practice.free
    assert (await practice.add(*free)).status_code == status
    assert (await practice.one(free[0])).status_code == status
    assert practice.free == free


async def test_where_the_list_form_is_absent_the_single_one_works(bench: Make) -> None:
    practice = await bench("bulk-add-absent")
    id = practice.free[0]
    assert (await practice.add(id)).status_code == 404
    assert (await practice.one(id)).status_code == 201
    assert id not in practice.free


async def test_every_seventh_of_a_list_fails_and_works_alone(bench: Make) -> None:
    practice = await bench("add-seventh-fails")
    practice.company.memberships.clear()
    free = practice.free
    answer = await practice.add(*free)
    assert answer.status_code == 207
    assert [int(row["projectId"]) for row in answer.json()["errors"][0]["errors"]] == free[6::7] == practice.free
    assert (await practice.add(free[6])).status_code == 200


async def test_what_never_works_does_not_work_alone_either(bench: Make) -> None:
    practice = await bench("add-some-never")
    practice.company.memberships.clear()
    await practice.add(*practice.free)
    assert practice.free and all(id % 7 == 0 for id in practice.free)
    assert (await practice.one(practice.free[0])).status_code == 422


async def test_half_is_done_and_a_gateway_answers(bench: Make) -> None:
    practice = await bench("add-half-502")
    first, *rest = practice.free
    await practice.add(first)
    assert (await practice.add(*rest)).status_code == 502
    assert practice.free == rest[len(rest) // 2 :]


async def test_the_connection_breaks_after_the_work(bench: Make) -> None:
    practice = await bench("add-cut")
    first, *rest = practice.free
    await practice.add(first)
    with pytest.raises(ConnectionResetError):
        await practice.add(*rest)
    assert practice.free == []


async def test_success_is_answered_and_nothing_is_done(bench: Make) -> None:
    practice = await bench("add-idle")
    free = practice.free
    assert (await practice.add(*free)).json()["entities"]
    assert practice.free == free


async def test_what_is_added_shows_when_its_time_has_come(bench: Make) -> None:
    practice = await bench("add-shows-late")
    id = practice.free[0]
    assert (await practice.add(id)).status_code == 200
    assert id not in await practice.shown()
    practice.now += 29
    assert id not in await practice.shown()
    practice.now += 1
    assert id in await practice.shown()


async def test_the_template_is_dropped(bench: Make) -> None:
    practice = await bench("add-drops-template")
    id = practice.free[0]
    await practice.add(id)
    assert practice.company.memberships[id].template_id is None


async def test_the_limit_and_the_token_end_at_the_third_write_and_that_one_is_not_done(bench: Make) -> None:
    for fault, status in (("write-limit-used-up", 429), ("write-token-ends", 401)):
        practice = await bench(fault)
        free = practice.free
        assert [(await practice.add(id)).status_code for id in free[:3]] == [200, 200, status]
        assert practice.free == free[2:]
        assert (await practice.add(free[2])).status_code == 200


async def test_an_update_drops_what_was_there_before(bench: Make) -> None:
    practice = await bench("update-meanwhile")
    first, second, third, *_ = practice.free
    for id in (first, second, third):
        await practice.add(id)
    assert set(practice.company.memberships) == {third}
    assert practice.company.installation.pending_operation == "77"


async def test_somebody_else_adds_two_projects_with_another_template(bench: Make) -> None:
    practice = await bench("others-add-meanwhile")
    first, second, third, fourth = practice.free
    await practice.add(first)
    await practice.add(second, third)
    assert practice.free == []
    theirs = practice.company.templates[0].id
    found = {id: practice.company.memberships[id].template_id == theirs for id in (first, second, third, fourth)}
    assert found == {first: False, second: True, third: False, fourth: True}


async def test_groups_take_over_and_keep_what_they_hold(bench: Make) -> None:
    practice = await bench("groups-take-over")
    members = list(practice.company.memberships)
    answer = (await practice.remove(*members)).json()[str(practice.user)]
    assert [id for id in members if answer[str(id)] == "skipped_managed"] == members[4::5]
    assert list(practice.company.memberships) == members[4::5]


async def test_removing_is_refused_or_only_offered_singly(bench: Make) -> None:
    practice = await bench("remove-refused")
    members = list(practice.company.memberships)
    assert (await practice.remove(*members)).status_code == 403
    practice = await bench("bulk-remove-absent")
    assert (await practice.remove(*members)).status_code == 404
    path = f"/rest/v1.0/projects/{members[0]}/users/{practice.user}/actions/remove"
    assert (await practice.client.delete(path)).status_code == 204
