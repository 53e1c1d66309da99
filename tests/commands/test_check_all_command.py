"""`dmsa-tui check --all`: every saved onboarding by its own record, the unusable ones named, the worst status."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from threading import Lock
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from dmsa_tui import cli
from dmsa_tui.checks.model import Report
from dmsa_tui.checks.report.json_report import report_schema
from dmsa_tui.commands import check_all, check_keeping
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_store import SecretStore
from dmsa_tui.onboarding.store import Store
from dmsa_tui.procore import transport_adapter
from dmsa_tui.procore.secret import Secret
from tests import program

Serve = Callable[[str], Any]
Capture = pytest.CaptureFixture[str]
VALIDATOR = jsonschema.Draft202012Validator(json.loads(report_schema()))


def save(*records: Onboarding) -> None:
    store = Store(Paths.default())
    for record in records:
        store.create(record)


@pytest.fixture
def keep(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A keyring that holds the secrets of these companies."""

    def hold(*companies: Any) -> None:
        monkeypatch.delenv("PROCORE_CLIENT_SECRET")
        held = {each.credentials.client_id: Secret(each.credentials.client_secret) for each in companies}
        monkeypatch.setattr(SecretStore, "get", lambda self, key: held.get(key.client_id))

    return hold


def test_each_is_reported_in_order_and_the_worst_counts(
    serve: Serve, keep: Callable[..., None], capsys: Capture
) -> None:
    ready, failing = serve("ready"), serve("no-future-projects")
    keep(ready, failing)
    save(ready.record("Beta"), failing.record("Acme"), Onboarding("Cobalt", company_id="1"))
    assert cli.main(["check", "--all", "--format", "json"]) == 1
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for report in reports:
        VALIDATOR.validate(report)
    found = [(report["target"]["name"], report["verdict"]) for report in reports]
    assert found == [("Acme", "fail"), ("Beta", "pass"), ("Cobalt", "unverified")]
    assert [report["requests"]["sent"] for report in reports] == [len(failing.asked), len(ready.asked), 0]


def test_their_reports_are_kept_one_after_the_other(
    serve: Serve, keep: Callable[..., None], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = serve("ready")
    keep(ready)
    save(*(ready.record(name) for name in ("Acme", "Beta", "Cedar")))
    kept, write, alone = [], check_keeping.keep, Lock()

    def alone_only(record: Onboarding, report: Report) -> None:
        assert alone.acquire(blocking=False), "two at once wait for the store's lock in polls"
        write(record, report)
        kept.append(record.name)
        alone.release()

    monkeypatch.setattr(check_all, "keep", alone_only)
    assert cli.main(["check", "--all"]) == 0
    assert sorted(kept) == ["Acme", "Beta", "Cedar"]


def test_a_name_of_the_company_that_nobody_has_compared_is_told_there_too(
    serve: Serve, keep: Callable[..., None], capsys: Capture
) -> None:
    ready = serve("ready")
    keep(ready)
    save(ready.record("Acme", compared_company=""), ready.record("Practice Builders"))
    assert cli.main(["check", "--all"]) == 0
    told = "Procore calls the company “Practice Builders”; here it is “Acme”: check that they are the same."
    said = " ".join(capsys.readouterr().out.split())
    assert told in said and said.count("Procore calls") == 1


def test_an_unusable_onboarding_is_named_in_a_sentence_and_the_others_go_on(
    serve: Serve, keep: Callable[..., None], capsys: Capture
) -> None:
    ready = serve("ready")
    keep(ready)
    save(
        ready.record("Beta"),
        ready.record("No company", company_id=""),
        ready.record("No client", client_id=""),
        ready.record("No secret", client_id="another"),
        ready.record("Strange profile", profile="moon"),
        ready.record("Strange place", environment="moon"),
    )
    (Paths.default().records / "broken.toml").write_text("not [ toml", "utf-8")
    assert cli.main(["check", "--all"]) == 3
    out = capsys.readouterr().out
    words = " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80
    for sentence in (
        "No company not checked: no company ID",
        "No client not checked: no client ID",
        "This machine has no client secret for this onboarding",
        "Unknown profile “moon”",
        "this version does not know its environment “moon”; update dmsa-tui",
        "it is not TOML",
    ):
        assert words.count(sentence) == 1
    assert "7 onboardings, 1 pass, 6 unverified" in words
    assert cli.main(["check", "--all", "--format", "json"]) == 3
    for line in capsys.readouterr().out.splitlines():
        VALIDATOR.validate(json.loads(line))


def test_a_setup_that_is_only_begun_is_one_row_and_no_change(capsys: Capture) -> None:
    save(Onboarding("Acme"), Onboarding("Bolt", company_id="1"))
    assert cli.main(["check", "--all"]) == 3
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.split() == ["?", "UNVERIFIED", "Acme", "not", "checked:", "no", "company", "ID"]
    assert second.split() == ["?", "UNVERIFIED", "Bolt", "not", "checked:", "no", "client", "ID"]
    assert cli.main(["check", "--all", "--only-changed"]) == 3, "the status covers all of them"
    out = capsys.readouterr().out
    assert "Nothing has changed" in out and "Acme" not in out and "Bolt" not in out


def test_junit_has_one_suite_for_each(serve: Serve, keep: Callable[..., None], capsys: Capture) -> None:
    ready = serve("ready")
    keep(ready)
    save(ready.record("Beta <&>"), Onboarding("Acme"))
    assert cli.main(["check", "--all", "--format", "junit", "--only", "install.connected"]) == 3
    suites = ElementTree.fromstring(capsys.readouterr().out).findall("testsuite")
    assert [(suite.get("name"), suite.get("tests"), suite.get("errors")) for suite in suites] == [
        ("Acme", "3", "1"),
        ("Beta <&>", "3", "0"),
    ]


def test_the_secret_of_a_variable_goes_only_to_the_client_id_beside_it(
    serve: Serve, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, other = serve("ready"), serve("ready")
    monkeypatch.setenv("PROCORE_COMPANY_ID", ready.credentials.company_id)
    save(ready.record("Acme"), other.record("Beta", client_id="another"), ready.record("Cobalt", company_id=""))
    assert cli.main(["check", "--all"]) == 3
    assert ready.asked == other.asked == []
    monkeypatch.setenv("PROCORE_CLIENT_ID", ready.credentials.client_id)
    assert cli.main(["check", "--all"]) == 3
    assert ready.asked and not other.asked
    capsys.readouterr()


def test_no_more_than_a_few_are_asked_at_once(
    serve: Serve, keep: Callable[..., None], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = serve("ready")
    keep(ready)
    save(*(ready.record(f"Customer {number}") for number in range(6)))
    now, most = 0, 0
    ask = check_all._ask

    async def counted(*arguments: Any) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await ask(*arguments)
        now -= 1

    monkeypatch.setattr(check_all, "_ask", counted)
    monkeypatch.setattr(check_all, "SIDE_BY_SIDE", 3)
    assert cli.main(["check", "--all", "--only", "company.reachable"]) == 0
    assert most == check_all.SIDE_BY_SIDE and capsys.readouterr().out.count("✓ PASS") == 7


def test_those_that_come_later_take_over_the_connections_of_those_before(
    serve: Serve, keep: Callable[..., None], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = serve("ready")
    keep(ready)
    save(*(ready.record(f"Customer {number}") for number in range(6)))
    opened, open_adapter = [], transport_adapter.open_adapter

    def counted(*arguments: Any) -> Any:
        opened.append(arguments)
        return open_adapter(*arguments)

    monkeypatch.setattr(transport_adapter, "open_adapter", counted)
    monkeypatch.setattr(check_all, "SIDE_BY_SIDE", 2)
    assert cli.main(["check", "--all", "--only", "company.reachable"]) == 0
    assert len(opened) == 2 and "6 pass" in capsys.readouterr().out


def test_forty_are_asked_before_the_first_has_an_answer(
    serve: Serve, keep: Callable[..., None], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = serve("ready")
    keep(ready)
    save(*(ready.record(f"Customer {number}") for number in range(40)))
    answer, all_are_here, waiting = ready.rehearsal.app, asyncio.Event(), 0

    async def meet(scope: Any, receive: Any, send: Any) -> None:
        nonlocal waiting
        if scope["path"] == "/oauth/token":
            waiting += 1
            if waiting == 40:
                all_are_here.set()
            async with asyncio.timeout(20):
                await all_are_here.wait()
        await answer(scope, receive, send)

    monkeypatch.setattr(ready.rehearsal, "app", meet)
    assert cli.main(["check", "--all", "--only", "credentials.token", "--timeout", "60"]) == 0
    assert waiting == 40 and "40 pass" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [
        ["Acme"],
        ["--company-id", "1"],
        ["--secret-stdin"],
        ["--accept", "projects.new"],
        ["--watch"],
        ["--api-url", "x"],
    ],
)
def test_what_speaks_of_one_onboarding_is_refused(options: list[str], capsys: Capture) -> None:
    save(Onboarding("Acme"))
    assert cli.main(["check", "--all", *options]) == 2
    assert "leave out" in capsys.readouterr().err


def test_nothing_to_check_is_not_a_pass(capsys: Capture) -> None:
    assert cli.main(["check", "--all"]) == 2
    assert "no saved onboarding" in capsys.readouterr().err


def test_control_c_prints_what_is_known_of_each() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        save(Onboarding("Acme", company_id="1", client_id="c", login_url=url, api_url=url), Onboarding("Beta"))
        environment = os.environ | {"PROCORE_CLIENT_SECRET": "s", "PROCORE_CLIENT_ID": "c"}
        command = [sys.executable, "-m", "dmsa_tui", "check", "--all", "--timeout", "3600"]
        with program.beside(
            subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ) as process:
            connection, _ = silent.accept()
            with connection:
                connection.recv(10)
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in err
    assert "Acme" in out and "Beta" in out and "2 onboardings" in out


def test_what_could_not_be_asked_says_what_is_lacking_to_scripts_and_people(
    serve: Serve, keep: Callable[..., None], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = serve("ready")
    keep(ready)
    save(
        ready.record("No company", company_id=""),
        ready.record("No client", client_id=""),
        ready.record("No secret", client_id="another"),
        ready.record("Strange", profile="moon"),
        ready.record("With all"),
    )
    assert cli.main(["check", "--all", "--only", "credentials.token", "--format", "json"]) == 3
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = {report["target"]["name"]: report["checks"][0]["details"] for report in reports}
    lacking = {"No company": "company-id", "No client": "client-id", "No secret": "client-secret", "Strange": None}
    for name, lacks in lacking.items():
        assert found[name] == {"asked": False, "lacks": lacks}
    assert "asked" not in found["With all"]
    monkeypatch.setenv("PROCORE_CLIENT_SECRET", "s" * 43)
    for variables, said in (({}, "which is not set"), ({"PROCORE_CLIENT_ID": "third"}, "which is a different one")):
        for variable, value in variables.items():
            monkeypatch.setenv(variable, value)
        assert cli.main(["check", "--all"]) == 3
        words = " ".join(capsys.readouterr().out.split())
        assert "set PROCORE_CLIENT_SECRET_NO_SECRET, or set secret-command in the settings" in words
        assert f"only for the client ID in PROCORE_CLIENT_ID, {said}" in words


@pytest.mark.parametrize("there", [True, False])
def test_the_wizard_is_named_only_where_it_can_keep_a_secret(
    there: bool, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    if there:
        monkeypatch.setattr(SecretStore, "get", lambda self, key: None)
    save(Onboarding("Acme", company_id="1", client_id="c" * 43))
    assert cli.main(["check", "--all"]) == 3
    assert ("in the wizard" in " ".join(capsys.readouterr().out.split())) == there
