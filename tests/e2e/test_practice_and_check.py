"""Two processes as a person starts them: the practice company in one terminal, the checks in another."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from dmsa_tui.vocabulary import CHECKS
from tests import program

SCHEMA = json.loads(files("dmsa_tui").joinpath("checks/report/report_schema.json").read_text("utf-8"))


@contextmanager
def practising(scenario: str) -> Iterator[dict[str, Any]]:
    """The practice company in a process of its own; what it announces in its first line."""
    command = [*program.COMMAND, "practice", "--scenario", scenario]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
    assert process.returncode == 0


@dataclass(frozen=True)
class Checked:
    """What a check told: its exit status and its report."""

    status: int
    report: dict[str, Any]

    def result(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = next(each for each in self.report["checks"] if each["id"] == id)
        return found

    @property
    def told(self) -> dict[str, tuple[str, str | None]]:
        """The checks that neither passed nor were skipped."""
        return {
            each["id"]: (each["status"], each["cause"])
            for each in self.report["checks"]
            if each["status"] not in ("pass", "skipped")
        }


def check(company: dict[str, Any], *options: str) -> Checked:
    """The checks in a process of their own, their report held against the published schema and the secret."""
    secret = company["client_secret"]
    where = ["--login-url", company["login_url"], "--api-url", company["api_url"]]
    whom = ["--company-id", company["company_id"], "--client-id", company["client_id"]]
    variables = os.environ | {"PROCORE_CLIENT_SECRET": secret}
    done = program.run("check", *where, *whom, "--format", "json", *options, variables=variables)
    assert len(secret) > 20
    assert secret not in done.stdout + done.stderr
    assert done.stderr == ""
    report = json.loads(done.stdout)
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(report)
    return Checked(done.returncode, report)


def test_a_finished_setup_passes() -> None:
    with practising("ready") as company:
        checked = check(company, "--expect", "all")
    assert (checked.status, checked.report["verdict"], checked.told) == (0, "pass", {})
    assert len(checked.report["checks"]) == len(CHECKS)
    target = checked.report["target"]
    assert {key: target[key] for key in ("login_url", "company_id", "client_id")} == {
        key: company[key] for key in ("login_url", "company_id", "client_id")
    }


@pytest.mark.parametrize(
    ("scenario", "options", "id", "cause"),
    [
        ("wrong-secret", [], "credentials.token", "wrong-credentials"),
        ("not-installed", [], "install.connected", "not-installed"),
        ("missing-documents", [], "permissions.company", "level-too-low"),
        ("unpermitted-projects", ["--expect", "all"], "projects.permitted", "project-not-permitted"),
        ("no-future-projects", [], "projects.new", "not-automatic"),
    ],
)
def test_an_unfinished_setup_fails_at_its_own_check(scenario: str, options: list[str], id: str, cause: str) -> None:
    with practising(scenario) as company:
        checked = check(company, *options)
    assert (checked.status, checked.report["verdict"]) == (1, "fail")
    assert checked.told == {id: ("fail", cause)}
    assert checked.result(id)["remedy"]["label"]


def test_the_projects_that_are_missing_are_named() -> None:
    with practising("unpermitted-projects") as company:
        everything = check(company, "--expect", "all").result("projects.permitted")
        stated_nothing = check(company)
    details = everything["details"]
    assert len(details["missing"]) == details["expected"] - details["assigned"] > 0
    for project in details["missing"]:
        assert project["id"] and project["name"] in everything["summary"]
    assert stated_nothing.status == 0
    assert stated_nothing.told == {"projects.permitted": ("warn", "project-not-permitted")}


def test_one_practice_company_serves_one_check_after_another() -> None:
    with practising("ready") as company:
        assert [check(company, "--only", "install.version").status for _ in range(2)] == [0, 0]
