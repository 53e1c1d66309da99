"""Asking hosts whether they answer: any answer counts, none is followed, and each failure keeps its kind."""

from dmsa_tui.procore.environments import place_name
from dmsa_tui.procore.hosts import ask_hosts
from tests.procore.conftest import Answer, Server


async def test_each_host_is_asked_once_and_an_error_is_an_answer(server: Server) -> None:
    server.on("/", Answer(status=503))
    found = await ask_hosts({"login": server.url, "api": server.url})
    assert [(each.role, each.problem) for each in found.answers] == [("login", None), ("api", None)]
    assert [each.request_record and each.request_record.status for each in found.answers] == [503, 503]
    assert [each.method for each in server.log] == ["HEAD", "HEAD"]
    assert found.clock_skew is not None and abs(found.clock_skew) < 5


async def test_a_redirect_is_not_followed(server: Server) -> None:
    server.on("/", Answer(status=302, headers={"Location": f"{server.url}/elsewhere"}))
    found = await ask_hosts({"login": server.url})
    assert found.answers[0].request_record is not None and found.answers[0].request_record.status == 302
    assert [each.path for each in server.log] == ["/"]


async def test_one_host_that_does_not_answer_leaves_the_others_alone(server: Server) -> None:
    server.on("/", Answer())
    found = await ask_hosts({"login": "http://127.0.0.1:9", "api": server.url}, timeout=2)
    login, api = found.answers
    assert login.problem is not None and login.problem.kind == "refused"
    assert api.problem is None and found.clock_skew is not None


async def test_a_host_that_keeps_silent_is_given_its_time_and_no_more(server: Server) -> None:
    server.on("/", Answer(silent=True))
    (answer,) = (await ask_hosts({"login": server.url}, timeout=0.1)).answers
    assert answer.problem is not None and answer.problem.kind == "timeout"


def test_a_host_on_this_computer_is_named_behind_the_environment() -> None:
    local = "http://127.0.0.1:8001"
    assert place_name("Production", local, local) == "Production, local host"
