"""The exit status of `dmsa-tui check` as a shell sees it, and the options that decide it."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dmsa_tui import cli
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.store import Store
from dmsa_tui.vocabulary import CHECK_BY_ID
from tests import program

Serve = Callable[[str], Any]
Capture = pytest.CaptureFixture[str]
ACCEPTED = ["--accept", "permissions.project", "--accepted-by", "Ada"]


@pytest.mark.parametrize(
    ("scenario", "options", "status"),
    [
        ("ready", ["--expect", "all"], 0),
        ("unpermitted-projects", [], 0),
        ("unpermitted-projects", ["--strict"], 1),
        ("missing-documents", ["--format", "junit"], 1),
        ("ready", ["--projects", "none", "--format", "json"], 3),
        ("ready", ["--projects", "some"], 2),
    ],
)
def test_a_shell_sees_the_verdict(serve: Serve, scenario: str, options: list[str], status: int) -> None:
    company = serve(scenario)
    done = program.run("check", *company.options, *options)
    assert done.returncode == status, done.stderr
    assert (done.stdout == "") == (status == 2)
    assert "Traceback" not in done.stderr and "\r" not in done.stdout + done.stderr
    assert os.environ["PROCORE_CLIENT_SECRET"] not in done.stdout + done.stderr


def test_an_unreachable_host_is_unverified_never_a_failure() -> None:
    ids = ["--company-id", "1", "--client-id", "c"]
    place = ["--login-url", "http://127.0.0.1:9", "--api-url", "http://127.0.0.1:9"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROCORE_CLIENT_SECRET", "s")
        done = program.run("check", *place, *ids, "--only", "credentials.token")
    assert done.returncode == 3 and "UNVERIFIED" in done.stdout


@pytest.mark.parametrize("words", [["--moon"], ["--format", "xml"], ["--wait", "-1"], ["--timeout", "0"], ["Nobody"]])
def test_wrong_usage_is_2_and_says_nothing_on_standard_output(words: list[str], capsys: Capture) -> None:
    status = cli.main(["check", *words])
    output = capsys.readouterr()
    assert status == 2 and output.out == "" and output.err


def checks_of(capsys: Capture) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in json.loads(capsys.readouterr().out)["checks"]}


def test_a_failed_check_stays_failed_whoever_confirms_it(serve: Serve, capsys: Capture) -> None:
    company = serve("missing-documents")
    words = ["--accept", *CHECK_BY_ID, "--accepted-by", "Ada", "--format", "json"]
    assert cli.main(["check", *company.options, *words]) == 1
    failed = [each for each in checks_of(capsys).values() if each["status"] == "fail"]
    assert failed and all(each["confirmed_by"] is None for each in failed)


def test_a_persons_word_counts_for_what_was_left_open(serve: Serve, capsys: Capture) -> None:
    company = serve("ready")
    assert cli.main(["check", *company.options, "--projects", "none", *ACCEPTED, "--format", "json"]) == 0
    word = checks_of(capsys)["permissions.project"]["confirmed_by"]
    assert word["by"] == "Ada" and word["at"].endswith("Z")


def test_an_unknown_check_is_refused_with_the_valid_ones(capsys: Capture) -> None:
    for option in ("--only", "--accept"):
        assert cli.main(["check", option, "moon", "--accepted-by", "Ada"]) == 2
        err = capsys.readouterr().err
        assert "Unknown check “moon”" in err and all(id in err for id in CHECK_BY_ID)


def test_only_leaves_the_others_out_of_the_report_and_the_verdict(serve: Serve, capsys: Capture) -> None:
    company = serve("no-future-projects")
    words = ["--only", "install.connected", "credentials.account", "--format", "json"]
    assert cli.main(["check", *company.options, *words]) == 0
    assert list(checks_of(capsys)) == [
        "credentials.token",
        "credentials.account",
        "company.reachable",
        "install.connected",
    ]


@pytest.mark.parametrize(("scope", "count"), [("sample", 5), ("sample:2", 2), ("all", 12)])
def test_the_scope_says_on_how_many_projects_permissions_are_read(
    serve: Serve, capsys: Capture, scope: str, count: int
) -> None:
    assert cli.main(["check", *serve("ready").options, "--projects", scope, "--format", "json"]) == 0
    details = checks_of(capsys)["permissions.project"]["details"]
    assert len(details["projects"]) == details["checked"] == count and details["permitted"] == 12


def test_a_limit_that_outlasts_the_wait_is_unverified(serve: Serve, capsys: Capture) -> None:
    company = serve("rate-limited")
    words = ["check", *company.options, "--wait", "0", "--format", "json"]
    status = 0
    for _ in range(5):  # others use up what a run needs
        capsys.readouterr()
        if status := cli.main(words):
            break
    assert status == 3
    causes = {each["cause"] for each in checks_of(capsys).values()}
    assert "rate-limited" in causes


def test_a_request_that_takes_longer_than_the_timeout_is_unverified(capsys: Capture) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROCORE_CLIENT_SECRET", "s")
        patch.setattr("dmsa_tui.procore.request_sender._FIRST_PAUSE", 0.01)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        words = ["--login-url", url, "--api-url", url, "--company-id", "1", "--client-id", "c", "--timeout", "0.05"]
        assert cli.main(["check", *words, "--format", "json"]) == 3
    assert checks_of(capsys)["credentials.token"]["cause"] == "timeout"


def test_a_saved_word_of_a_check_that_this_version_does_not_know_is_left_alone(serve: Serve, capsys: Capture) -> None:
    from datetime import UTC, datetime

    from dmsa_tui.onboarding.record import Confirmed

    company = serve("ready")
    word = Confirmed("Ada", datetime.now(UTC))
    Store(Paths.default()).create(company.record("Acme", accepted={"moon.phase": word, "permissions.project": word}))
    assert cli.main(["check", "Acme", "--projects", "none", "--format", "json"]) == 0
    assert checks_of(capsys)["permissions.project"]["confirmed_by"]["by"] == "Ada"


def test_progress_is_told_on_a_terminal_only(
    serve: Serve, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("dmsa_tui.commands.check_output._PROGRESS_EVERY", 0.0)
    company = serve("ready")
    cli.main(["check", *company.options])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    cli.main(["check", *company.options])
    err = capsys.readouterr().err
    assert "permissions.project: 5 of 5\n" in err and "\r" not in err
