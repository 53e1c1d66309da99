"""The requests that change memberships: their bodies, their answers, and that none is repeated after a doubt."""

import json
from typing import Any

import pytest

from dmsa_tui.procore.api.membership_changes import (
    Changed,
    add_to_project,
    add_to_projects,
    remove_from_project,
    remove_from_projects,
)
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.request_record import (
    NotUnderstood,
    ProcoreProblem,
    RateLimited,
    Refused,
    ServerTrouble,
    Unreachable,
)
from tests.procore.conftest import Answer, ClientMaker, Server

BULK = "/rest/v1.3/companies/562949954728542/users/bulk_"
ONE = "/rest/v1.0/projects/8/users/7/actions/"
ENTITIES = {"entities": [{"userId": "7", "projects": [{"projectId": "8", "message": "added"}]}]}


async def _add(client: ProcoreClient) -> Changed:
    return (await add_to_projects(client, "7", ["8", "9"], "5")).value


async def test_adding_sends_numbers_and_reads_both_halves_of_a_207(server: Server, make_client: ClientMaker) -> None:
    errors = [{"userId": "7", "errors": [{"projectId": 9, "message": "Contact could not be added."}]}]
    server.on(BULK + "add", Answer(207, {**ENTITIES, "errors": errors}))
    client = make_client()
    assert await _add(client) == Changed(("8",), {"9": "Contact could not be added."})
    (asked,) = server.asked(BULK + "add")
    assert json.loads(asked.body) == {
        "users": [
            {"user_id": 7, "project_id": 8, "permission_template_id": 5},
            {"user_id": 7, "project_id": 9, "permission_template_id": 5},
        ]
    }
    assert asked.headers["procore-company-id"] == "562949954728542"
    assert asked.headers["content-type"] == "application/json"
    assert client.requests.writes == 1


async def test_a_project_that_the_answer_leaves_out_is_neither_done_nor_failed(
    server: Server, make_client: ClientMaker
) -> None:
    server.on(BULK + "add", Answer(200, ENTITIES))
    assert await _add(make_client()) == Changed(("8",), {})


async def test_removing_reads_a_word_for_each_project(server: Server, make_client: ClientMaker) -> None:
    server.on(BULK + "remove", Answer(200, {"7": {"8": "success", "9": "skipped_managed", "10": "failure"}}))
    changed = (await remove_from_projects(make_client(), "7", ["8", "9", "10", "11"])).value
    assert changed.done == ("8",)
    assert changed.failed == {"9": "a Group manages the membership (skipped_managed)", "10": "failure"}


async def test_one_is_added_with_a_201_and_removed_with_a_204(server: Server, make_client: ClientMaker) -> None:
    server.on(ONE + "add", Answer(201, {"id": 7}))
    server.on(ONE + "remove", Answer(204, raw=b""))
    client = make_client()
    await add_to_project(client, "7", "8", "5")
    await remove_from_project(client, "7", "8")
    assert [(each.method, each.body) for each in server.log[1:]] == [
        ("POST", b'{"user": {"permission_template_id": 5}}'), ("DELETE", b""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(502, "<html>Bad Gateway</html>"), ServerTrouble), (Answer(503, {"errors": ["later"]}), ServerTrouble),
        (Answer(200, {}, cut=True), Unreachable), (Answer(silent=True), Unreachable),
        (Answer(200, raw=b"done"), NotUnderstood), (Answer(200, []), NotUnderstood), (Answer(200, {}), NotUnderstood),
        (Answer(403, {"errors": ["no"]}), Refused), (Answer(422, {"errors": {"base": ["no"]}}), Refused),
    ],
)  # fmt: skip
async def test_no_write_is_sent_again_where_its_fate_is_not_known(
    server: Server, make_client: ClientMaker, answer: Answer, problem: type[ProcoreProblem]
) -> None:
    server.on(BULK + "add", answer)
    client = make_client(timeout=0.3)
    with pytest.raises(problem):
        await _add(client)
    assert len(server.asked(BULK + "add")) == client.requests.writes == 1


async def test_a_write_is_sent_again_after_a_429_and_with_a_new_token_after_a_401(
    server: Server, make_client: ClientMaker
) -> None:
    server.on(BULK + "add", Answer(429, {}, {"retry-after": "3"}), Answer(401, {}), Answer(200, ENTITIES))
    client = make_client()
    assert (await _add(client)).done == ("8",)
    assert client.requests.writes == 3 and len(server.asked("/oauth/token")) == 2
    server.on(BULK + "add", Answer(429, {}, {"retry-after": "600"}))
    with pytest.raises(RateLimited):
        await _add(client)


async def test_the_fast_reading_of_assignments_takes_answers_with_and_without_the_template(
    server: Server, make_client: ClientMaker
) -> None:
    from dmsa_tui.procore.api.projects import project_assignments

    row: dict[str, Any] = {"project_id": 1, "name": "A", "project_number": None, "active": True, "is_assigned": True}
    path = "/rest/v1.0/companies/562949954728542/users/7/project_assignments"
    none = {"permission_template_id": None, "permission_template_name": None}
    for rows, told in (
        ([row, {**row, "project_id": 2}], [(None, None)] * 2),
        ([{**row, **none}, {**row, **none, "project_id": 2}], [(None, None)] * 2),
        ([{**row, "permission_template_id": 5, "permission_template_name": "sync"}], [("5", "sync")]),
        ([row, {**row, "project_id": 2, "permission_template_id": "5"}], [(None, None), ("5", None)]),
    ):
        server.on(path, Answer(200, rows))
        found = (await project_assignments(make_client(), "7")).value
        assert [(each.template_id, each.template_name) for each in found] == told
