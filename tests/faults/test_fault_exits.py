"""Faults as a person meets them: the practice company in one process, the checks in another, and their exit status."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests import program


@contextmanager
def practising(*options: str) -> Iterator[dict[str, Any]]:
    command = [*program.COMMAND, "practice", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with program.beside(process):
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())


def to_check(company: dict[str, Any], *options: str) -> tuple[list[str], dict[str, str]]:
    """The words of the command and its variables."""
    known = {f"PROCORE_{name.upper()}": str(company[name]) for name in ("client_id", "client_secret", "company_id")}
    urls = ["--login-url", company["login_url"], "--api-url", company["api_url"]]
    return ["check", *urls, "--expect", "all", "--format", "json", *options], os.environ | known


@pytest.mark.parametrize(
    ("faults", "options", "status", "told"),
    [
        (("throttled-seconds",), (), 0, []),
        (("installations-refused",), (), 0, ["install.version unverified not-offered"]),
        (("installations-refused",), ("--strict",), 1, ["install.version unverified not-offered"]),
        (("account-inactive",), (), 1, ["install.account fail account-inactive"]),
        (("silent",), ("--timeout", "0.2"), 3, ["credentials.token unverified timeout"]),
        (("throttled-token",), ("--wait", "1"), 3, ["credentials.token unverified rate-limited"]),
    ],
)
def test_the_exit_status_is_that_of_the_verdict(
    faults: tuple[str, ...], options: tuple[str, ...], status: int, told: list[str]
) -> None:
    served = practising(*(word for fault in faults for word in ("--fault", fault)))
    with served as company:
        words, variables = to_check(company, *options)
        done = program.run(*words, variables=variables)
    assert done.returncode == status, done.stderr
    found = [
        f"{each['id']} {each['status']} {each['cause']}"
        for each in json.loads(done.stdout)["checks"]
        if each["status"] not in ("pass", "skipped")
    ]
    assert found == told
    assert company["client_secret"] not in done.stdout + done.stderr


def test_an_unusable_company_id_is_wrong_usage_whatever_procore_does() -> None:
    with practising("--fault", "silent") as company:
        words, variables = to_check(company, "--company-id", "Practice Builders")
        done = program.run(*words, variables=variables)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_a_run_that_waits_for_a_limit_can_be_interrupted() -> None:
    with practising("--fault", "throttled-for-ever") as company:
        words, variables = to_check(company)
        process = subprocess.Popen(
            [*program.COMMAND, *words], env=variables,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        with program.beside(process):
            assert process.stderr is not None
            assert "asks to wait" in process.stderr.readline()
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
    assert process.returncode == 130
