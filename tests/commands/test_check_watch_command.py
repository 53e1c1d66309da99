"""`dmsa-tui check --watch`: rounds against a practice company in which a person is clicking meanwhile."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from dmsa_tui import cli
from dmsa_tui.checks import watch
from dmsa_tui.checks.report.json_report import report_schema
from dmsa_tui.vocabulary import CHECKS
from tests import program

Serve = Callable[[str], Any]
Capture = pytest.CaptureFixture[str]
VALIDATOR = jsonschema.Draft202012Validator(json.loads(report_schema()))


@pytest.fixture(autouse=True)
def few_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watch that does not end by itself ends the test soon all the same."""
    monkeypatch.setattr("dmsa_tui.commands.check_watch.BUDGET", 100)


def test_rounds_go_on_until_the_setup_is_right_and_ask_only_what_is_open(serve: Serve, capsys: Capture) -> None:
    company = serve("unpermitted-projects")
    company.clicks = {3: ("permit-all-projects",)}
    status = cli.main(["check", *company.options, "--expect", "all", "--format", "json", "--watch", "0.02"])
    output = capsys.readouterr()
    reports = [json.loads(line) for line in output.out.splitlines()]
    for report in reports:
        VALIDATOR.validate(report)
        assert len(report["checks"]) == len(CHECKS)
    verdicts = [report["verdict"] for report in reports]
    assert status == 0 and verdicts[0] == "fail" and verdicts[-1] == "pass"
    first, *rest = [report["requests"]["sent"] for report in reports]
    assert max(rest) < first and sum(rest) + first == len(company.asked)
    assert company.times("/oauth/token") == 1 and company.times("/app_installations") == 1
    assert "at most 100 requests" in output.err and "of 100 requests left" in output.err


def test_text_has_all_results_once_and_then_only_the_changes(serve: Serve, capsys: Capture) -> None:
    company = serve("unpermitted-projects")
    company.clicks = {3: ("permit-all-projects",)}
    assert cli.main(["check", *company.options, "--expect", "all", "--watch", "0.02"]) == 0
    out = capsys.readouterr().out
    assert out.count("credentials.token") == 1
    assert out.count("(projects.permitted)") == 2 and "\nChanged at" in out
    assert out.count("Verdict:") == 1 and "Verdict: everything" in out
    assert "\r" not in out and max(map(len, out.splitlines())) <= 80


def test_an_installation_is_noticed_although_calls_were_refused(serve: Serve, capsys: Capture) -> None:
    company = serve("not-installed")
    company.clicks = {3: ("install-app", "permit-all-projects", "set-default-template", "add-to-new-projects")}
    options = ["--expect", "all", "--format", "junit", "--watch", "0.02"]
    assert cli.main(["check", *company.options, *options]) == 0
    document = ElementTree.fromstring(capsys.readouterr().out)
    assert document.get("tests") == str(len(CHECKS)) and document.get("failures") == "0" == document.get("errors")


def test_a_refused_pair_is_tried_three_times(serve: Serve, capsys: Capture) -> None:
    company = serve("wrong-secret")
    assert cli.main(["check", *company.options, "--watch", "0.02"]) == 1
    output = capsys.readouterr()
    assert company.asked == ["POST /oauth/token"] * 3
    assert "refused the same request three times" in output.err and "FAIL" in output.out


def test_the_watch_keeps_within_its_requests(serve: Serve, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dmsa_tui.commands.check_watch.BUDGET", 40)
    company = serve("unpermitted-projects")
    assert cli.main(["check", *company.options, "--expect", "all", "--watch", "0.01"]) == 1
    assert 20 < len(company.asked) <= 40
    assert "could exceed its request limit" in capsys.readouterr().err


def test_what_nobody_asked_for_is_not_waited_for(serve: Serve, capsys: Capture) -> None:
    assert cli.main(["check", *serve("ready").options, "--projects", "none", "--watch"]) == 3
    assert "this run left out" in capsys.readouterr().err


def test_a_strict_watch_waits_for_a_pass_where_another_ends_at_a_caution(serve: Serve, capsys: Capture) -> None:
    company = serve("unpermitted-projects")
    assert cli.main(["check", *company.options, "--watch", "0.02"]) == 0
    told = capsys.readouterr().err
    assert "only a caution is left; --strict" in told and "Nothing is left" not in told
    company.clicks = {2: ("permit-all-projects",)}
    assert cli.main(["check", *company.options, "--strict", "--watch", "0.02"]) == 0


@pytest.mark.parametrize("format", ["text", "json"])
def test_control_c_between_two_rounds_ends_it_at_once_and_says_each_thing_once(serve: Serve, format: str) -> None:
    company = serve("unpermitted-projects")
    command = [sys.executable, "-m", "dmsa_tui", "check", *company.options, "--expect", "all", "--format", format]
    with program.beside(subprocess.Popen(
        [*command, "--watch", "3600"], env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )) as process:  # fmt: skip
        assert process.stderr is not None
        assert any("requests left" in line for line in process.stderr)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in err
    if format == "json":
        (line,) = out.splitlines()
        assert json.loads(line)["verdict"] == "fail"
    else:
        assert out.count("Verdict:") == 1 and out.count("(projects.permitted)") == 1


def test_control_c_within_a_round_prints_what_is_known(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        command = [sys.executable, "-m", "dmsa_tui", "check", "--login-url", url, "--api-url", url]
        command += ["--timeout", "3600", "--watch"]
        environment = os.environ | {"PROCORE_CLIENT_SECRET": "s", "PROCORE_CLIENT_ID": "c", "PROCORE_COMPANY_ID": "1"}
        with program.beside(
            subprocess.Popen(
                [*command, "--format", "json"],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        ) as process:
            connection, _ = silent.accept()
            with connection:
                connection.recv(10)
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in err
    VALIDATOR.validate(json.loads(out))
    assert [each["status"] for each in json.loads(out)["checks"]] == ["skipped"] * len(CHECKS)


def test_the_interval_is_a_number_of_seconds(capsys: Capture) -> None:
    assert cli.main(["check", "--watch", "soon"]) == 2
    assert "number of seconds" in capsys.readouterr().err


def test_the_commands_words_on_the_bounds_are_the_policys() -> None:
    assert (watch.FIRST, watch.BUDGET) == (10.0, 600)
