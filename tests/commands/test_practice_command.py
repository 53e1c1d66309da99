"""`dmsa-tui practice` as a process."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from dmsa_tui import cli
from dmsa_tui.commands import practice
from dmsa_tui.errors import InvalidInput
from dmsa_tui.practice.faults import ALL_FAULTS
from dmsa_tui.practice.scenarios import SCENARIOS

on_posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
KEYS = {"login_url", "api_url", "company_id", "client_id", "client_secret", "app_name", "app_version_key", "pid"}


def _arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    practice.add_arguments(parser)
    return parser.parse_args(words)


@contextmanager
def _running(*words: str) -> Iterator["subprocess.Popen[str]"]:
    code = (
        "import argparse, sys; from dmsa_tui.commands import practice as p;"
        "a = argparse.ArgumentParser(); p.add_arguments(a); sys.exit(p.run(a.parse_args()))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=30)


def _announced(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    found: dict[str, Any] = json.loads(process.stdout.readline())
    return found


def _token(said: dict[str, Any]) -> httpx.Response:
    pair = {"grant_type": "client_credentials", "client_id": said["client_id"], "client_secret": said["client_secret"]}
    return httpx.post(f"{said['login_url']}/oauth/token", data=pair, trust_env=False)


@on_posix
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_announces_itself_serves_and_ends_on_a_signal(number: signal.Signals, status: int) -> None:
    with _running() as process:
        said = _announced(process)
        assert set(said) == KEYS
        assert said["pid"] == process.pid
        token = _token(said).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Procore-Company-Id": said["company_id"]}
        companies = httpx.get(f"{said['api_url']}/rest/v1.0/companies", headers=headers, trust_env=False)
        assert str(companies.json()[0]["id"]) == said["company_id"]
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (status, "")
    teaches = "Only your answers are missing. Good for testing other clients."
    assert err == f"Everything is set up at Procore. {teaches} Press Ctrl+C to stop.\n{practice.IN_THE_WIZARD}\n"


def test_wrong_secret_announces_a_secret_that_is_refused() -> None:
    with _running("--scenario", "wrong-secret") as process:
        answer = _token(_announced(process))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_the_help_names_every_key_of_the_first_line_and_how_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["practice", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert [key for key in KEYS if key not in said] == [] and "null (fresh" in said and "SIGTERM" in said


def test_a_scenario_has_the_same_values_at_every_start_and_no_other_has_them() -> None:
    values = []
    for scenario in ("ready", "ready", "not-installed"):
        with _running("--scenario", scenario) as process:
            said = _announced(process)
        values.append((said["company_id"], said["client_id"], said["client_secret"]))
    assert values[0] == values[1] and not {*values[0]} & {*values[2]}


def test_fresh_announces_a_company_and_no_pair() -> None:
    with _running("--scenario", "fresh") as process:
        said = _announced(process)
    assert said["company_id"]
    assert said["client_id"] is said["client_secret"] is said["app_name"] is None


@pytest.mark.parametrize("words", [("--list",), ("--list", "all")])
def test_the_list_names_every_scenario_and_the_faults_that_teach_or_all(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert practice.run(_arguments(*words)) == 0
    out = capsys.readouterr().out
    listed = [line.split()[0] for line in out.splitlines() if line.startswith("  ")]
    faults = [id for id, fault in ALL_FAULTS.items() if "all" in words or fault.teaches]
    assert listed == [*SCENARIOS, *faults]
    assert ("--list all" in out) == ("all" not in words)
    assert len(faults) == len(ALL_FAULTS) if "all" in words else 5 < len(faults) < 12


def test_a_fault_changes_what_is_answered() -> None:
    with _running("--fault", "login-503") as process:
        assert _token(_announced(process)).status_code == 503


def test_an_unknown_fault_is_bad_input() -> None:
    with pytest.raises(InvalidInput, match="Unknown fault “nothing”"):
        practice.run(_arguments("--fault", "nothing"))


def test_an_unknown_scenario_is_bad_input() -> None:
    with pytest.raises(InvalidInput, match="Unknown scenario “nothing”"):
        practice.run(_arguments("--scenario", "nothing"))


@pytest.mark.parametrize("port", ["-1", "65536", "x", "", "1e3"])
def test_an_impossible_port_is_bad_input(port: str) -> None:
    with pytest.raises(InvalidInput, match="a port is a number from 0 to 65535"):
        practice.run(_arguments(f"--port={port}"))


def test_a_taken_port_is_bad_input() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InvalidInput, match=f"Port {port} of 127.0.0.1 cannot be used"):
            practice.run(_arguments("--port", str(port)))


@on_posix
def test_the_scenario_without_an_app_says_that_it_is_served_without_a_portal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    practice.run(_arguments("--list"))
    rows = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")}
    assert "no portal" in rows["fresh"] and "dmsa-tui demo" in rows["fresh"] and "--scenario ready" in rows["fresh"]
    assert "portal, so" not in rows["ready"]
    with _running("--scenario", "fresh") as process:
        assert _announced(process)["client_id"] is None and process.stderr is not None
        said = process.stderr.readline() + process.stderr.readline()
        assert "no portal" in said and "--scenario ready" in said and "paste the JSON line" not in said
